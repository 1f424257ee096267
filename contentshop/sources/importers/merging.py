"""Items and a catalogue → which products are new, and what changes in those that are known.

Price, day, stock and address are brought up to date. `as_of` changes only with the price. A price belongs
to the product when the shop is its first or only one, else to its offer there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

import msgspec

from contentshop.model import Money, Offer, Problem, Product, Record
from contentshop.problems import Report, problem

from .changes import Change, is_jump
from .editing import REMOVED, Editor
from .items import Item
from .mapping import Format
from .site import Site

_KEYS = ("title", "summary", "brand", "category")


class Ways(Record):
    """How products are reached: the shop of the run, the one for addresses elsewhere, a path instead of the file's."""

    shop: str = ""
    elsewhere: str = ""
    path: str = ""

    def offer(self, item: Item) -> dict[str, str]:
        """Return the keys of the item's offer; none when there is no shop or no way to it."""
        found = dict(item.offer)
        elsewhere = found.pop("elsewhere", "")
        if elsewhere and self.elsewhere:
            return {"shop": self.elsewhere, "url": elsewhere}
        if self.path:
            found |= {"path": self.path.replace("{id}", item.id)}
            found.pop("url", None)
        elif "url" in found:
            found.pop("path", None)
        if not self.shop or not found.keys() - {"sku"}:
            return {}
        return {"shop": self.shop, **{name: found[name] for name in Offer.__struct_fields__ if name in found}}


class Merge(Record):
    """What becomes of one known product."""

    product: Product
    changes: tuple[Change, ...]
    own: dict[str, Any]
    """Keys of the product and their new values, `REMOVED` for those that go."""
    offer: dict[str, Any]
    """Keys of the offer at the shop, all of them when it is new."""
    number: int | None
    """The index of that offer; None when it is new or there is none."""

    def edit(self, editor: Editor, index: int) -> None:
        """Make the changes in the product's file."""
        if self.own:
            editor.set(editor.product(index), self.own)
        if self.offer and self.number is not None:
            editor.set(editor.offer(index, self.number), self.offer, in_offer=True)
        elif self.offer:
            editor.add_offer(index, self.offer)


class Merger:
    """Compares items with what the site has."""

    def __init__(self, site: Site, form: Format, ways: Ways, today: date, report: Report) -> None:
        self.site, self.form, self.ways, self.today, self.report = site, form, ways, today, report

    def written(self, price: Money | None) -> Any:
        """Return a price as it is written: an amount in the site's currency, else both."""
        if price is None or price.currency == self.site.config.site.currency:
            return price.amount if price else None
        return {"amount": price.amount, "currency": price.currency}

    def new(self, item: Item) -> dict[str, Any]:
        """Return the fields of a product that the site does not have."""
        fields: dict[str, Any] = {"id": item.id}
        fields |= {name: item.texts[name] for name in _KEYS if name in item.texts}
        fields |= {"kind": item.kind} if item.kind else {}
        fields |= {"tags": item.tags} if item.tags else {}
        fields |= {"specs": item.specs} if item.specs else {}
        fields |= self._priced(item)
        fields |= {"image": item.texts["image"]} if "image" in item.texts else {}
        fields |= {"gallery": item.gallery} if item.gallery else {}
        fields |= {"stock": item.stock} if item.stock else {}
        offer = self.ways.offer(item)
        return fields | ({"offers": [offer]} if offer else {})

    def _priced(self, item: Item) -> dict[str, Any]:
        if item.price is None:
            return {}
        found = {"price": self.written(item.price), "as_of": item.as_of or self.today}
        return found | ({"valid_until": item.valid_until} if item.valid_until else {})

    def known(self, item: Item) -> Merge:
        """Return what an item changes in the product of the same id."""
        product = self.site.catalogue.products[item.id]
        offer = self.ways.offer(item)
        number = next((at for at, one in enumerate(product.offers) if one.shop == offer.get("shop")), None)
        old_offer = product.offers[number] if number is not None else None
        is_apart = self._is_apart(product, old_offer, offer)
        apart: dict[str, Any] = self._worth(product, old_offer, item) if is_apart and old_offer else {}
        own: dict[str, Any] = {} if is_apart else self._described(product, item) | self._worth(product, None, item)
        if not offer:
            at_shop: dict[str, Any] = {}
        elif old_offer is None:
            priced = self._priced(item) | ({"stock": item.stock} if item.stock else {})
            at_shop = {**offer, **(priced if is_apart else {})}
        else:
            ways = {name: text for name, text in offer.items() if getattr(old_offer, name) != text}
            at_shop = {**(ways if "offer" in self.form.refresh else {}), **apart}
        return self._merge(product, own, at_shop, number)

    def _is_apart(self, product: Product, old: Offer | None, offer: dict[str, str]) -> bool:
        """Return whether price and stock at the shop are the offer's and not the product's."""
        if old is not None:
            return old.price is not None
        return bool(offer) and bool(product.offers)

    def _described(self, product: Product, item: Item) -> dict[str, Any]:
        """Return title and picture where they are others now; a picture of the author's own stays."""
        found = {}
        if "title" in self.form.refresh and item.texts["title"] != product.title:
            found["title"] = item.texts["title"]
        image = item.texts.get("image", "")
        is_theirs = not product.image or product.image.startswith(("http://", "https://"))
        if "image" in self.form.refresh and image and is_theirs and image != product.image:
            found["image"] = image
        return found

    def _worth(self, product: Product, offer: Offer | None, item: Item) -> dict[str, Any]:
        """Return price with its days, and stock, where they are others now, of an offer or of the product itself."""
        holder: Product | Offer = offer or product
        found: dict[str, Any] = {}
        if "price" in self.form.refresh and item.price and item.price != self.site.money(holder.price):
            found = self._priced(item)
            if holder.valid_until and not item.valid_until:
                found |= self._lapsed(product, offer)
        elif item.price and item.valid_until and item.valid_until != holder.valid_until:
            found["valid_until"] = item.valid_until
        if "stock" in self.form.refresh and item.stock and item.stock != (holder.stock or product.stock):
            found["stock"] = item.stock
        return found

    def _lapsed(self, product: Product, offer: Offer | None) -> dict[str, Any]:
        """Return what becomes of the last day of a price that is another now."""
        fields = self.form.product
        if fields.valid_until or any(rule.ends or rule.within for rule in fields.price):
            return {"valid_until": REMOVED}
        keys: tuple[str | int, ...] = ("offers", product.offers.index(offer)) if offer else ()
        day = (offer or product).valid_until
        self.report(problem("valid-until-kept", self.site.catalogue.place(product.id, *keys, "valid_until"), day=day))
        return {}

    def _merge(self, product: Product, own: dict[str, Any], at_shop: dict[str, Any], number: int | None) -> Merge:
        after = msgspec.structs.replace(product, **self._values(own, product))
        changes = list(self._told(product, "", product, own))
        if at_shop:
            old = product.offers[number] if number is not None else Offer(shop=at_shop["shop"])
            offer = msgspec.structs.replace(old, **self._values(at_shop, old))
            at = len(product.offers) if number is None else number
            after = msgspec.structs.replace(after, offers=(*product.offers[:at], offer, *product.offers[at + 1 :]))
            changes += self._told(product, offer.shop, old, at_shop)
        return Merge(after, tuple(changes), own, at_shop, number)

    def _values(self, keys: dict[str, Any], old: Product | Offer) -> dict[str, Any]:
        """Return keys as a record has them; a price that was a mapping stays one."""
        found: dict[str, Any] = {name: None if value is REMOVED else value for name, value in keys.items()}
        if isinstance(found.get("price"), dict):
            found["price"] = Money(**found["price"])
        elif "price" in found and isinstance(old.price, Money):
            keys["price"] = {"amount": found["price"], "currency": self.site.config.site.currency}
            found["price"] = Money(**keys["price"])
        return found

    def _told(self, product: Product, shop: str, old: Product | Offer, keys: dict[str, Any]) -> Iterator[Change]:
        file = self.site.catalogue.origins[product.id].file
        tell = partial(Change, product.id, file, shop=shop)
        for name, value in keys.items():
            before = getattr(old, name)
            if name == "price":
                was, now = (
                    self.site.money(before),
                    self.site.money(Money(**value) if isinstance(value, dict) else value),
                )
                if now is not None:
                    jump = is_jump(was.amount if was and was.currency == now.currency else None, now.amount)
                    yield tell(name, shown(was), shown(now), jump=jump)
            elif name not in ("as_of", "valid_until", "shop"):
                yield tell(name, str(before or ""), str(value))


def shown(price: Money | None) -> str:
    """Return a price as text: amount and currency."""
    return f"{price.amount:f} {price.currency}" if price else ""


def gone(site: Site, files: list[str], known: set[str]) -> list[tuple[str, Problem]]:
    """Return the products of an import's files that the shop's file has no more, each with its warning."""
    origins = site.catalogue.origins
    ids = [name for name, origin in origins.items() if origin.file in files and name not in known]
    return [(name, problem("product-gone", site.catalogue.place(name), id=name)) for name in ids]
