"""An article's document as parts of a page or of the feed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import ClassVar

from contentshop.channels.inputs import Inputs
from contentshop.channels.references import References, picture_path
from contentshop.channels.urls import Urls
from contentshop.goods import scale_of
from contentshop.model import (
    Address,
    Alternatives,
    Article,
    Card,
    Code,
    Faq,
    Follow,
    Html,
    Join,
    Offers,
    Outlet,
    Picture,
    Price,
    Problem,
    Product,
    ProductLink,
    ProductList,
    Quote,
    Scope,
    Segment,
    Selling,
    TextPlace,
    Verdict,
)
from contentshop.problems import Report, nearest, problem

from .containers import Inside, shows_product, walk
from .outlets import follow_view, join_view
from .shopping import Counter
from .views import (
    CardView,
    DisclosureView,
    FaqView,
    FollowView,
    HtmlView,
    JoinView,
    LinkView,
    ListView,
    OffersView,
    Part,
    QuoteView,
    SpecRow,
    VerdictView,
)

GOODS_BESIDE = 4
"""So many products stand beside the text."""
_BLOCKS = (OffersView, FollowView, JoinView)
"""The parts whose styles are in `blocks.css`."""
_VERDICTS = (VerdictView, QuoteView, FaqView)
"""The parts whose styles are in `verdicts.css`."""


class Body:
    """Builds the parts of one article for one place: its own page, or the feed.

    `scope` is put before every id; `waits` becomes true when the article cannot be shown because
    something it needs is wrong elsewhere, which is reported there.
    """

    def __init__(
        self,
        article: Article,
        inputs: Inputs,
        references: References,
        urls: Urls,
        counter: Counter,
        report: Report,
        *,
        absolute: bool,
    ) -> None:
        self._article, self._inputs, self._references = article, inputs, references
        self._urls, self._counter, self._report = urls, counter, report
        self._absolute = absolute
        self._scope = f"{article.id}-" if absolute else ""
        self.waits = False
        self._asked: dict[tuple[str, str], str] = {}
        """The shop that the first card of a product and key asks for."""

    def _inside(self) -> Inside:
        return Inside(self.parts, self._scope, self._article.language)

    def parts(self, segments: Iterable[Segment]) -> tuple[Part, ...]:
        """Return the segments as parts; neighbouring HTML becomes one part."""
        parts: list[Part] = []
        html: list[str] = []
        for segment in segments:
            made = self._part(segment)
            if made is None:
                continue
            if isinstance(made, str):
                html.append(made)
                continue
            if html:
                parts.append(HtmlView(Html("".join(html))))
                html = []
            parts.append(made)
        if html:
            parts.append(HtmlView(Html("".join(html))))
        return tuple(parts)

    def _part(self, segment: Segment) -> Part | str | None:
        return self._MAKERS[type(segment)](self, segment)

    def _html(self, segment: Html) -> str:
        return segment.html

    def _id_scope(self, segment: Scope) -> str:
        del segment
        return escape(self._scope)

    def _price(self, segment: Price) -> Part | None:
        product = self._product(segment.product, segment)
        return self._counter.price(product) if product else None

    def _code(self, segment: Code) -> Part | None:
        known = not segment.product or self._product(segment.product, segment)
        return self._counter.code(segment) if known else None

    def _address(self, segment: Address) -> str:
        found = self._references.path(self._article, segment.target, segment.nth)
        if isinstance(found, Problem):
            self._fail(found, waits=self._references.waits(self._article, segment.target))
            return ""
        path, mark, fragment = found.partition("#")
        name, query_mark, query = path.partition("?")
        address = self._urls.absolute(name) if self._absolute else self._urls.link(name)
        return escape(address + query_mark + query + mark + fragment)

    def _picture(self, segment: Picture) -> Part | None:
        path = picture_path(self._article, segment.src, self._inputs)
        view = self._counter.picture(path, segment.alt, segment.title)
        if view is None:
            where = TextPlace(self._article.file, segment.src, segment.nth)
            self._report(self._inputs.unusable(path, where))
        return view

    def _link(self, segment: ProductLink) -> Part | None:
        product = self._product(segment.product, segment)
        if product is None:
            return None
        found = self._counter.text_link(product, segment.key)
        label = self.parts(segment.label)
        return LinkView(found.href if found else "", found.rel if found else "", self._counter.title(product), label)

    def _card(self, segment: Card) -> CardView | None:
        product = self._product(segment.product, segment)
        if product is None or not self._knows_shop(segment, product):
            return None
        if not self._agrees(segment, product, segment.offer):
            return None
        return self._counter.card(
            product, "card", note=segment.note, layout=segment.layout, shop=segment.offer, key=segment.key
        )

    def _verdict(self, segment: Verdict) -> VerdictView | None:
        product = self._product(segment.product, segment)
        if product is None or not self._agrees(segment, product, ""):
            return None
        return self._inside().verdict(segment, self._counter.card(product, "card", key=segment.key))

    def _quote(self, segment: Quote) -> QuoteView:
        return self._inside().quote(segment)

    def _faq(self, segment: Faq) -> FaqView:
        return self._inside().faq(segment)

    def _agrees(self, segment: Card | Verdict, product: Product, offer: str) -> bool:
        """Return whether every card of the product and key asks for the same shop, since they share a token."""
        other = self._asked.setdefault((product.id, segment.key), offer)
        if other == offer:
            return True
        shops = {"one": other or "-", "other": offer or "-"}
        self._fail(problem("offer-needs-key", self._place(segment), id=product.id, **shops))
        return False

    def _knows_shop(self, segment: Card, product: Product) -> bool:
        shops = [offer.shop for offer in product.offers]
        if not segment.offer or segment.offer in shops:
            return True
        where, near = self._place(segment), nearest(segment.offer, shops)
        known = ", ".join(shops)
        self._fail(problem("no-such-offer", where, id=product.id, shop=segment.offer, known=known, near=near))
        return False

    def _list(self, segment: ProductList) -> ListView | None:
        if segment.query is not None:
            products = self._counter.matching(segment.query)
            if not products:
                self._report(problem("query-without-products", self._place(segment)))
        else:
            named = [self._product(name, segment, name) for name in segment.products]
            products = [product for product in named if product is not None]
        layout = "compact" if segment.layout == "list" else "card"
        scale = scale_of(products) if segment.layout == "compare" else None
        cards = tuple(
            self._counter.card(product, "list", layout=layout, key=segment.key, scale=scale) for product in products
        )
        rows = spec_rows(cards) if segment.layout == "compare" else ()
        return ListView(segment.layout, cards, rows) if cards else None

    def _offers(self, segment: Offers) -> OffersView | None:
        product = self._product(segment.product, segment)
        if product is None:
            return None
        view = self._counter.offers(product, segment.key)
        if view is None:
            self._report(problem("nothing-on-offer", self._place(segment), id=product.id))
        return view

    def _alternatives(self, segment: Alternatives) -> ListView | None:
        product = self._product(segment.product, segment)
        if product is None:
            return None
        cards = self._counter.alternatives(product, segment.key)
        if not cards:
            self._report(problem("no-alternatives", self._place(segment), id=product.id))
        return ListView("list", cards, instead_of=self._counter.title(product)) if cards else None

    def _follow(self, segment: Follow) -> FollowView | None:
        self._wait_for(self._inputs.config.account.code)
        view = follow_view(self._inputs, self._counter, self._article.language)
        if view is None:
            self._report(problem("no-account", self._place(segment)))
        return view

    def _join(self, segment: Join) -> JoinView | None:
        outlet = self._outlet(segment)
        if outlet is None:
            return None
        view = join_view(outlet, self._inputs, self._counter, self._article.language)
        if view.account is not None:
            self._wait_for(self._inputs.config.account.code)
        return view

    def _outlet(self, segment: Join) -> Outlet | None:
        outlets = self._inputs.outlets
        outlet = outlets.by_id.get(segment.outlet)
        if outlet is None:
            near = nearest(segment.outlet, outlets.by_id)
            found = problem("unknown-outlet", self._place(segment), id=segment.outlet, near=near)
            self._fail(found, waits=outlets.is_broken(segment.outlet))
        elif outlet.kind != "group":
            self._report(problem("join-other-kind", self._place(segment), id=outlet.id, kind=outlet.kind))
        elif not outlet.code:
            self._report(problem("join-without-code", self._place(segment), id=outlet.id))
        else:
            return outlet
        return None

    def _wait_for(self, picture: str) -> None:
        """Wait for a picture of the config that is wrong, which is reported there."""
        self.waits = self.waits or picture in self._inputs.missing

    def _product(self, name: str, segment: Selling, text: str = "") -> Product | None:
        catalogue = self._inputs.catalogue
        product = catalogue.products.get(name)
        if product is None:
            where = TextPlace(self._article.file, text, 0) if text else self._place(segment)
            near = nearest(name, catalogue.products)
            self._fail(problem("unknown-product", where, id=name, near=near), waits=catalogue.is_broken(name))
        return product

    def _place(self, segment: Selling | Follow | Join) -> TextPlace:
        return TextPlace(self._article.file, segment.raw, segment.nth)

    def _fail(self, found: Problem, *, waits: bool = False) -> None:
        """Report what is wrong here, or only wait when it is wrong elsewhere and reported there."""
        if waits:
            self.waits = True
        else:
            self._report(found)

    _MAKERS: ClassVar[Mapping[type[Segment], Callable[..., Part | str | None]]] = {
        Html: _html,
        Scope: _id_scope,
        Address: _address,
        Picture: _picture,
        ProductLink: _link,
        Price: _price,
        Card: _card,
        ProductList: _list,
        Code: _code,
        Offers: _offers,
        Alternatives: _alternatives,
        Follow: _follow,
        Join: _join,
        Verdict: _verdict,
        Quote: _quote,
        Faq: _faq,
    }
    """What makes the part of each kind of segment; with bound methods no body would go away without the collector."""


def disclosed(parts: tuple[Part, ...], line: DisclosureView) -> tuple[Part, ...]:
    """Return the parts with the disclosure line, if there is one, before the first of them that sells.

    Where only words lead to shops, it stands first if it must name some.
    """
    if not (line.text or line.commission):
        return parts
    for index, part in enumerate(parts):
        if shows_product(part):
            return (*parts[:index], line, *parts[index:])
    return (line, *parts) if line.commission else parts


def has_blocks(parts: Iterable[Part]) -> bool:
    """Return whether some of the parts need `blocks.css`."""
    return any(isinstance(part, _BLOCKS) for part in walk(parts))


def has_verdicts(parts: Iterable[Part]) -> bool:
    """Return whether one of the parts is a verdict, a quotation or an answer."""
    return any(isinstance(part, _VERDICTS) for part in parts)


def layouts(parts: Iterable[Part]) -> tuple[str, ...]:
    """Return the layouts of the lists among the parts, each once."""
    return tuple(sorted({part.layout for part in walk(parts) if isinstance(part, ListView)}))


def has_code(parts: Iterable[Part]) -> bool:
    """Return whether code stands somewhere in the parts."""
    return any(isinstance(part, HtmlView) and "<pre" in part.html.html for part in walk(parts))


def first_goods(parts: Iterable[Part]) -> tuple[CardView, ...]:
    """Return the first products that can be had, each once: those with a card of their own before those in lists."""
    every = tuple(walk(parts))
    alone = [one for one in every if isinstance(one, CardView)]
    listed = [card for one in every if isinstance(one, ListView) for card in one.cards]
    found: dict[str, CardView] = {}
    for one in (*alone, *listed):
        if one.page and one.buy:
            found.setdefault(one.product, one)
    return tuple(found.values())[:GOODS_BESIDE]


def spec_rows(cards: Sequence[CardView]) -> tuple[SpecRow, ...]:
    """Return a row for every spec of the cards, in the order in which they first stand."""
    names = dict.fromkeys(name for card in cards for name, _ in card.specs)
    values = [dict(card.specs) for card in cards]
    return tuple(SpecRow(name, tuple(one.get(name, "") for one in values)) for name in names)
