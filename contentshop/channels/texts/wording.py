"""The texts of one article: for each channel of the site, and of each outlet that asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from contentshop.channels.batch import Shown, ShownArticle
from contentshop.channels.frozen import frozen_price, price_ends
from contentshop.channels.inputs import Inputs
from contentshop.channels.naming import earns, foreign, said, shop_name
from contentshop.channels.outlets import outlet_channels
from contentshop.goods import lines_of, may_be_advertised
from contentshop.links import advice, token, without_kouling
from contentshop.media import preview
from contentshop.model import Card, Channel, Identity, Outlet, Product, walk
from contentshop.problems import Report

from .limits import Limit, limit
from .lines import one_line
from .views import GoodsView, TextView
from .ways import Way, way_to

OWN: tuple[Channel, ...] = ("group", "chat", "weibo", "moments")
"""The channels of which every article has a text, without any outlet."""
_SEVERAL: Mapping[Channel, Limit] = {"chat": "chat_goods", "email": "email_goods"}
"""The channels whose texts name several products; print names none, the others one."""


class Writer:
    """Writes the texts of one article; collects what they ask for on the way."""

    def __init__(self, inputs: Inputs, shown: Shown, article: ShownArticle, report: Report) -> None:
        self._inputs, self._shown, self._article, self._report = inputs, shown, article, report
        self._language = article.article.language
        self._notes = _notes(article)
        self.identities: dict[Identity, str] = {}
        """Every token, with the shop that its outlet asks for."""
        self.products: set[str] = set()

    def texts(self) -> Iterator[tuple[Outlet | None, TextView]]:
        """Yield each text with the outlet it is for."""
        for channel in OWN:
            if self._inputs.config.builds(channel):
                yield None, self._text(channel, None)
        for outlet in self._inputs.outlets.by_id.values():
            for channel in outlet_channels(outlet) if outlet.texts else ():
                if self._inputs.config.builds(channel):
                    yield outlet, self._text(channel, outlet)

    def _text(self, channel: Channel, outlet: Outlet | None) -> TextView:
        goods = tuple(self._goods(channel, outlet))
        spoken = said(outlet, self._inputs, self._language, channel) if outlet else None
        identity = Identity(self._article.article.id, "", "link", "", channel, outlet.id if outlet else "")
        leads = channel != "group" or not goods
        if leads:
            self.identities[identity] = ""
        return TextView(
            language=self._language,
            channel=channel,
            ad=self._article.ad or (bool(goods) and not self._inputs.config.disclosure.off),
            title=_plain(self._article.title, channel),
            summary=_plain(self._article.summary, channel),
            address=self._shown.urls.go(token(identity)) if leads else "",
            goods=goods,
            tags=tuple(filter(None, (_plain(tag, channel) for tag in self._article.article.tags))),
            picture=self._picture(),
            greeting=_plain(spoken.greeting, channel) if spoken else "",
            signature=_plain(f"{spoken.signature} {spoken.contact}", channel) if spoken else "",
            poster=self._inputs.config.builds("moments") and (outlet is None or outlet.posters),
        )

    def _goods(self, channel: Channel, outlet: Outlet | None) -> Iterator[GoodsView]:
        """Yield the products a text names: those it leads to or, in Moments, the picture does."""
        room = _room(channel)
        for name in self._article.products:
            product = self._inputs.catalogue.products.get(name)
            if product is None or not room or not may_be_advertised(product):
                continue
            identity = Identity(self._article.article.id, name, "link", "", channel, outlet.id if outlet else "")
            way = way_to(product, identity, outlet, self._inputs, self._shown.resolver, self._shown.urls)
            if way is None:
                self._advise(product, channel, outlet)
                continue
            if way.address:
                self.identities[identity] = way.shop
            room -= 1
            yield self._view(product, channel, way)

    def _view(self, product: Product, channel: Channel, way: Way) -> GoodsView:
        inputs, offer = self._inputs, way.link.offer
        self.products.add(product.id)
        if ends := price_ends(product, offer, channel, inputs):
            self._report(ends)
        spoken = said(product, inputs, self._language, channel)
        return GoodsView(
            title=_plain(spoken.title, channel),
            line=_plain(self._notes.get(product.id) or self._summary(product, channel), channel),
            price=frozen_price(spoken, offer, channel, inputs, self._language),
            shop=_plain(shop_name(inputs, offer, self._language), channel) if offer else "",
            earns=offer is not None and earns(inputs, offer),
            notes=tuple(_plain(line, channel) for line in lines_of(product, inputs.config, self._language)),
            address=way.address if _is_fit(way, channel) else "",
            taglink=one_line(way.taglink),
            kouling=one_line(way.kouling),
        )

    def _summary(self, product: Product, channel: Channel) -> str:
        """Return what the catalogue says of a product, where it says so in the article's language."""
        is_other = foreign(product, "summary", self._inputs, self._language)
        return "" if is_other else said(product, self._inputs, self._language, channel).summary

    def _advise(self, product: Product, channel: Channel, outlet: Outlet | None) -> None:
        """Tell what to add to a product that nothing leads to in the channel."""
        inputs = self._inputs
        where = inputs.catalogue.place(product.id, "offers")
        found = advice(product, channel, inputs.config, inputs.today, where, outlet.id if outlet else "")
        if found is not None:
            self._report(found)

    def _picture(self) -> str:
        """Return the address of the picture that pages show of the article elsewhere."""
        cover = self._article.article.cover
        photo = self._inputs.photos.get(cover)
        return self._shown.urls.absolute(f"media/{preview(photo, cover).name}") if photo else ""


def _room(channel: Channel) -> int:
    if channel == "print":
        return 0
    return limit(_SEVERAL[channel]) if channel in _SEVERAL else 1


def _plain(text: str, channel: Channel) -> str:
    """Return a text as one line; in Moments, where none may stand, without any 口令."""
    line = one_line(text)
    return without_kouling(line) if channel == "moments" else line


def _is_fit(way: Way, channel: Channel) -> bool:
    """Return whether the address may stand in the channel: in Moments it holds no 口令."""
    return channel != "moments" or without_kouling(way.address) == way.address


def _notes(article: ShownArticle) -> dict[str, str]:
    """Return what the article's cards say of products, the first of each."""
    found: dict[str, str] = {}
    for segment in walk(article.document.segments):
        if isinstance(segment, Card) and segment.note:
            found.setdefault(segment.product, segment.note)
    return found
