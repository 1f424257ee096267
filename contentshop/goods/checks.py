"""What is wrong with a product apart from its offers' addresses, and what is doubtful in one that readers see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from contentshop.model import Amount, Config, KeyPlace, Money, Offer, Origin, Problem, Product
from contentshop.problems import nearest, problem
from contentshop.sources import Catalogue

from .claims import claim_in
from .prices import Keys, digits, first_old, is_finer, prices_of
from .rules import rules
from .units import measured, unit_of, units

_OLD = 20
"""So many old prices are told one by one."""


def problems_of_goods(product: Product, origin: Origin, config: Config) -> Iterator[Problem]:
    """Yield errors in the amounts, contents and days of a product: `price-digits`, `wrong-content`, `days-crossed`."""
    holders: list[tuple[Keys, Product | Offer]] = [((), product)]
    holders += [(("offers", number), offer) for number, offer in enumerate(product.offers)]
    for keys, holder in holders:
        if holder.price is not None:
            yield from _of_amount(holder.price, config.site.currency, _place(origin, *keys, "price"))
        if holder.content is not None and measured(holder.content) is None:
            unit = unit_of(holder.content)
            near = nearest(unit, units())
            yield problem("wrong-content", _place(origin, *keys, "content"), value=holder.content, unit=unit, near=near)
        if holder.as_of and holder.valid_until and holder.valid_until < holder.as_of:
            place = _place(origin, *keys, "valid_until")
            yield problem("days-crossed", place, id=product.id, day=holder.valid_until, seen=holder.as_of)
    if product.reference_price is not None:
        currency = product.price.currency if isinstance(product.price, Money) else config.site.currency
        place = _place(origin, "reference_price", "amount")
        yield from _of_amount(product.reference_price.amount, currency, place)


def _of_amount(price: Amount | Money, default: str, place: KeyPlace) -> Iterator[Problem]:
    if isinstance(price, Money):
        amount, currency, place = price.amount, price.currency, KeyPlace(place.file, (*place.keys, "amount"))
    else:
        amount, currency = price, default
    if is_finer(amount, currency):
        yield problem("price-digits", place, amount=amount, currency=currency, digits=digits(currency))


def doubts(shown: Iterable[str], catalogue: Catalogue, config: Config, today: date) -> Iterator[Problem]:
    """Yield warnings for the products that pages show; of very many old prices only the first ones."""
    old = []
    for name in sorted(shown):
        product = catalogue.products.get(name)
        if product is None:
            continue
        origin = catalogue.origins[name]
        yield from _of_days(product, origin)
        yield from _of_reference(product, origin, config)
        yield from _of_words(product, origin)
        for keys, day in _days_to_come(product, config, today).items():
            yield problem("price-to-come", _place(origin, *keys), id=name, day=day)
        found = first_old(product, config, today)
        if found is not None:
            values = {"id": name, "day": found.shown.as_of, "days": (today - found.shown.as_of).days}
            old.append(problem("old-price", _place(origin, *found.keys), **values))
    yield from old[:_OLD]
    if len(old) > _OLD:
        yield problem("old-prices", None, count=len(old), named=_OLD, days=config.products.stale_after)


def _days_to_come(product: Product, config: Config, today: date) -> dict[Keys, date]:
    """Return the days after today on which prices are said to have been seen, by where they stand."""
    return {one.keys: one.shown.as_of for one in prices_of(product, config) if one.shown.as_of > today}


def _of_days(product: Product, origin: Origin) -> Iterator[Problem]:
    """Yield a warning for each day that belongs to no price.

    An offer's own `valid_until` says without a price too when it ends.
    """
    if product.price is not None:
        return
    if all(offer.price is None for offer in product.offers):
        for name in ("as_of", "valid_until"):
            if getattr(product, name) is not None:
                yield problem("day-without-price", _place(origin, name), id=product.id, key=name)
    for number, offer in enumerate(product.offers):
        if offer.price is None and offer.as_of is not None:
            yield problem("day-without-price", _place(origin, "offers", number, "as_of"), id=product.id, key="as_of")


def _of_reference(product: Product, origin: Origin, config: Config) -> Iterator[Problem]:
    reference = product.reference_price
    if reference is None:
        return
    if reference.kind == "named" and not reference.label:
        yield problem("reference-without-label", _place(origin, "reference_price", "kind"), id=product.id)
    currency = product.price.currency if isinstance(product.price, Money) else config.site.currency
    amounts = [one.shown.amount for one in prices_of(product, config) if one.shown.currency == currency]
    if amounts and reference.amount <= min(amounts):
        values = {"id": product.id, "amount": reference.amount, "price": min(amounts)}
        yield problem("reference-not-higher", _place(origin, "reference_price", "amount"), **values)


def _of_words(product: Product, origin: Origin) -> Iterator[Problem]:
    """Yield a warning for each badge that says too much, and for goods that may not be advertised."""
    for number, badge in enumerate(product.badges):
        found = claim_in(badge)
        if found is not None:
            law = {"law": found.claim.law.en, "law_zh": found.claim.law.zh}
            yield problem("claim-in-badge", _place(origin, "badges", number), badge=badge, word=found.word, **law)
    rule = rules().get(product.regulated or "")
    if rule is not None and rule.forbidden:
        yield problem("not-advertised", _place(origin, "regulated"), id=product.id, source=rule.source)


def _place(origin: Origin, *keys: str | int) -> KeyPlace:
    return KeyPlace(origin.file, (origin.index, *keys))
