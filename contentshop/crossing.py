"""What the placements of an article become in each channel: what a reader meets there, why, and what it tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Literal, get_args

from msgspec.structs import replace

from contentshop.channels import matching
from contentshop.channels.web import Kept, open_web
from contentshop.channels.wechat import codes_served
from contentshop.engine import Backlog, InProcess, Steps, Store
from contentshop.gathering import Gathering
from contentshop.languages import in_language
from contentshop.linking import Opened, opened
from contentshop.links import Traceable, advice, choose, resolve, token, traced, with_known_kinds
from contentshop.model import (
    Article,
    Card,
    Channel,
    Code,
    Config,
    Form,
    Identity,
    Link,
    Offers,
    Problem,
    Product,
    ProductLink,
    ProductList,
    Record,
    Segment,
    TextPlace,
    TypedArticle,
    Verdict,
    walk,
)
from contentshop.pricing import parsed
from contentshop.problems import Report, fail, nearest
from contentshop.reporting import Reporter
from contentshop.runs import store_path
from contentshop.sources import ARTICLES, Folder, decode, named_in, read_article, zone


class Crossed(Record):
    """A placement in a channel: what a reader meets there."""

    product: str
    title: str
    form: Form
    key: str
    nth: int
    """How many placements of the article share the token."""
    channel: Channel
    shop: str
    """The name of the shop that is reached, or an empty string."""
    link: Link
    traced: Traceable
    passed: str
    """The name of a shop that is passed over since a sale there would earn nothing, or an empty string."""
    why: str
    """Why nothing leads there, by the words of `links.Why`; empty when something does."""
    token: str
    served: Literal["", "product", "article", "readmore"] = ""
    """What the product is bought by in an official-account article where its own code stands too near another: a code
    of another placement of it, the article's own, or 阅读原文."""


class _Placement(Record):
    product: str
    form: Form
    key: str
    shop: str
    where: TextPlace


def crossing(
    root: Path, article: str, now: datetime, channels: Sequence[Channel], report: Report, language: str = ""
) -> tuple[Crossed, ...]:
    """Return what every placement of an article becomes in every channel that is built.

    Args:
        root: the site's folder.
        article: its id, its slug or its file.
        now: the clock.
        channels: those asked for; empty for all that are built.
        report: takes what is wrong, and what is to be added where nothing carries a product.
        language: the tag of the language in which products and shops are named, where they have names in it; the
            site's own when it is empty.

    Raises:
        ProblemError: no-such-article, with the nearest one.

    """
    site = opened(root, now, report)
    if site is None:
        return ()
    found = _article(Folder(root), root, article, site.config)
    products = site.catalogue.products
    counts: dict[_Placement, int] = {}
    for one in _placements(parsed(found, site.config), site, found.file):
        if one.product in products:
            same = next((other for other in counts if _same(other, one)), one)
            counts[same] = counts.get(same, 0) + 1
    rows = []
    for channel in channels or _built(site.config):
        told: set[str] = set()
        for one, count in counts.items():
            rows.append(_crossed(site, found, one, count, channel, language or site.config.site.language))
            hint = advice(products[one.product], channel, site.config, site.today, one.where)
            if hint is not None and one.product not in told:
                told.add(one.product)
                report(hint)
    if any(_by_code(one) for one in rows):
        return tuple(_served(rows, found, _codes(root, now, found, site.config)))
    return tuple(rows)


def _by_code(one: Crossed) -> bool:
    return one.channel == "wechat" and one.link.carrier == "code"


def _codes(root: Path, now: datetime, article: Article, config: Config) -> Mapping[str, str]:
    """Return which codes an official-account article shows, by the tokens of its placements; none of a failed one."""
    with Store.copy_of(store_path(root, root / "build")) as store, Backlog() as backlog:
        gathering = Gathering(Folder(root), store, lambda _: nullcontext(InProcess()), Reporter(), _ignore)
        every = replace(with_known_kinds(config), kits=replace(config.kits, newest=0))
        inputs = gathering.inputs(every, now, drafts=True, future=True)
        shown = open_web(inputs, Kept(), backlog, _ignore).shown
        steps = Steps(store, lambda _: nullcontext(InProcess()), inputs.theme)
        for one in shown.articles:
            if one.article.file == article.file:
                return codes_served(inputs, shown, one, steps)
    return {}


def _served(rows: Sequence[Crossed], article: Article, codes: Mapping[str, str]) -> Iterator[Crossed]:
    """Yield the rows, those in official-account articles with what their products are bought by."""
    joint = token(Identity(article.id, form="code", channel="wechat"))
    products = {one.token: one.product for one in rows}
    by_product = {products[own]: shown for own, shown in codes.items() if own in products}
    for one in rows:
        if not codes or not _by_code(one):
            yield one
            continue
        shown = codes.get(one.token, by_product.get(one.product, joint))
        if shown == one.token:
            yield one
        elif shown == joint:
            yield replace(one, served="article")
        else:
            yield replace(one, served="product" if shown else "readmore")


def _same(one: _Placement, other: _Placement) -> bool:
    return (one.product, one.form, one.key, one.shop) == (other.product, other.form, other.key, other.shop)


def _built(config: Config) -> tuple[Channel, ...]:
    every: tuple[Channel, ...] = get_args(Channel)
    return tuple(one for one in every if config.builds(one))


def _article(folder: Folder, root: Path, name: str, config: Config) -> TypedArticle:
    """Return an article by its id, slug or file."""
    site_zone = zone(config)
    known: dict[str, str] = {}
    path = named_in(root, Path(name))
    for file in ARTICLES.files(folder):
        text = decode(folder.bytes(file), file, _ignore)
        article = read_article(file, text, config, site_zone, _ignore) if text is not None and site_zone else None
        if article is not None:
            if name in (article.id, article.slug, file) or path == file:
                return article
            known[article.id] = file
    raise fail("no-such-article", id=name, near=nearest(name, known))


def _placements(segments: Sequence[Segment], site: Opened, file: str) -> Iterator[_Placement]:
    """Yield the placements of an article that readers follow to a shop."""
    for segment in walk(segments):
        match segment:
            case ProductLink() | Card() | Verdict() | Code(product=str()):
                form: Form = "link" if isinstance(segment, ProductLink) else "card"
                form = "code" if isinstance(segment, Code) else form
                shop = segment.offer if isinstance(segment, Card) else ""
                yield _Placement(segment.product, form, segment.key, shop, TextPlace(file, segment.raw, segment.nth))
            case ProductList():
                named = segment.products
                if segment.query is not None:
                    asked = matching(segment.query, site.catalogue.products, site.config.site.currency, site.today)
                    named = tuple(one.id for one in asked)
                where = TextPlace(file, segment.raw, segment.nth)
                yield from (_Placement(name, "list", segment.key, "", where) for name in named)
            case Offers():
                product: Product | None = site.catalogue.products.get(segment.product)
                for shop in dict.fromkeys(offer.shop for offer in product.offers) if product else ():
                    key = f"{segment.key}/{shop}" if segment.key else shop
                    yield _Placement(segment.product, "offers", key, shop, TextPlace(file, segment.raw, segment.nth))
            case _:
                pass


def _crossed(site: Opened, article: Article, one: _Placement, count: int, channel: Channel, language: str) -> Crossed:
    product = site.catalogue.products[one.product]
    identity = Identity(article.id, product.id, one.form, one.key, channel)
    link = resolve(identity, product, site.config, site.today, one.shop)
    choice = choose(product, channel, site.config, site.today, one.shop)
    tells = traced(link, site.config) if link.offer else "none"
    shop = _name(link.offer.shop, site.config, language) if link.offer else ""
    return Crossed(
        product=product.id,
        title=in_language(product, language, site.config.site.language).title,
        form=one.form,
        key=one.key,
        nth=count,
        channel=channel,
        shop=shop,
        link=link,
        traced=tells,
        passed=_name(choice.passed, site.config, language) if choice.passed else "",
        why="" if link.offer else choice.why,
        token=link.token,
    )


def _name(shop: str, config: Config, language: str) -> str:
    return in_language(config.shops[shop], language, config.site.language).name or shop


def _ignore(_: Problem) -> None:
    """Take no note of a problem: building and checking tell it."""
