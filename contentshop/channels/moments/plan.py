"""From what the web shows to posters: of each article and of each product, and for each outlet that asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import msgspec

from contentshop.channels.batch import Batch, Shown, ShownArticle, Steps
from contentshop.channels.formats import day
from contentshop.channels.inputs import Inputs
from contentshop.channels.naming import earns, said, shop_name
from contentshop.channels.prices import price_view
from contentshop.goods import lines_of, may_be_advertised
from contentshop.languages import in_language
from contentshop.links import in_code, token
from contentshop.media import LONGEST_IN_POSTER, POSTER_SIZES, has_chinese, lacking, settable, without
from contentshop.model import Identity, Outlet, Paint, Place, Poster, Problem, Product, Task, Where
from contentshop.problems import CONFIG, Report, problem

from .views import TEMPLATE, PosterView, worded

_CHANNEL: Final = "moments"
_NAMED = 6
"""So many missing characters are named."""


class _Wanted(NamedTuple):
    """A poster that is asked for: its folder, token, words, picture, and where what it says is written."""

    folder: str
    identity: Identity
    shop: str
    view: PosterView
    picture: str
    place: Where


def plan_moments(inputs: Inputs, shown: Shown, steps: Steps, report: Report) -> Batch:
    """Return the posters of the newest articles and of the products they show.

    Args:
        inputs: the values of the build.
        shown: what the web shows.
        steps: words the posters.
        report: takes what is wrong with them; such posters stay as they last were.

    """
    wanted = list(_wanted(inputs, shown))
    results = steps("poster", worded, [one.view for one in wanted], template=TEMPLATE, seconds=0.0005)
    made: list[tuple[_Wanted, Poster]] = []
    held: list[str] = []
    for one, result in zip(wanted, results, strict=True):
        if isinstance(result, Problem):
            report(result)
            held += _files(one).values()
        else:
            made.append((one, msgspec.msgpack.decode(result, type=Poster)))
    tasks, without = _tasks(inputs, made, report)
    return Batch(
        tasks=tuple(tasks),
        identities={one.identity: one.shop for one in wanted},
        products=frozenset(one.identity.product for one in wanted) - {""},
        held=frozenset((*held, *without)),
    )


def _tasks(inputs: Inputs, made: Sequence[tuple[_Wanted, Poster]], report: Report) -> tuple[list[Task], list[str]]:
    """Return the tasks, and the files of posters with letters that no font has."""
    tasks: list[Task] = []
    held: list[str] = []
    told: set[tuple[Where, str]] = set()
    fonts = inputs.fonts
    any_font = has_chinese(fonts) or bool(inputs.config.posters.font and fonts.regular)
    for one, poster in made:
        lack = lacking(_said(poster), fonts)
        files = _files(one)
        if lack.letters and not any_font:
            _tell_once(_without_font(inputs), told, report)
            held += files.values() if _asked(inputs) else ()
        elif lack.letters:
            _tell_once(_missing(one, lack.letters), told, report)
            held += files.values()
        else:
            if lack.emoji:
                emoji = {"title": one.view.title, "emoji": " ".join(lack.emoji)}
                _tell_once(problem("emoji-left-out", one.place, **emoji), told, report)
            tasks += _of_poster(inputs, one, _without(poster, lack.emoji), files)
    return tasks, held


def _files(one: _Wanted) -> dict[str, str]:
    """Return the paths of a poster by the names of its sizes."""
    return {name: f"{one.folder}/poster-{name}.jpg" for name in POSTER_SIZES}


def _tell_once(found: Problem | None, told: set[tuple[Where, str]], report: Report) -> None:
    """Report a problem unless its place has it already: outlets have the same posters."""
    if found is not None and found.where is not None and (found.where, found.code) not in told:
        told.add((found.where, found.code))
        report(found)


def _without_font(inputs: Inputs) -> Problem | None:
    """Return that there is no font: an error where posters were asked for; a named font's own problem is told."""
    if inputs.config.posters.font:
        return None
    return problem("no-font" if _asked(inputs) else "posters-left-out", Place(CONFIG))


def _missing(one: _Wanted, letters: Sequence[str]) -> Problem:
    named = [f"{char} U+{ord(char):04X}" for char in letters[:_NAMED]] + ["…"] * (len(letters) > _NAMED)
    return problem("missing-glyph", one.place, title=one.view.title, letters=", ".join(named))


def _of_poster(inputs: Inputs, one: _Wanted, poster: Poster, files: dict[str, str]) -> Iterator[Task]:
    photo = inputs.photos.get(one.picture)
    source, content = (one.picture, photo.content) if photo else ("", "")
    for name, path in files.items():
        yield Task(path, "media", Paint(poster, POSTER_SIZES[name], source, content, inputs.fonts))


def _asked(inputs: Inputs) -> bool:
    """Return whether the author asked for posters, which are made unless he says otherwise."""
    config = inputs.config
    outlets = any(one.posters for one in inputs.outlets.by_id.values())
    return _CHANNEL in config.channels or bool(config.posters.font) or outlets


def _texts(poster: Poster) -> dict[str, str]:
    fields: dict[str, object] = msgspec.structs.asdict(poster)
    return {name: text for name, text in fields.items() if isinstance(text, str) and name not in ("code", "language")}


def _said(poster: Poster) -> str:
    """Return every text of a poster."""
    return " ".join((*_texts(poster).values(), *poster.small))


def _without(poster: Poster, emoji: tuple[str, ...]) -> Poster:
    """Return a poster without emoji that no font has."""
    if not emoji:
        return poster
    texts = {name: without(text, emoji) for name, text in _texts(poster).items()}
    return msgspec.structs.replace(poster, small=tuple(without(text, emoji) for text in poster.small), **texts)


# --- what is asked for ----------------------------------------------------------------------------


def _wanted(inputs: Inputs, shown: Shown) -> Iterator[_Wanted]:
    """Yield each poster: of articles, the newest first, then of products, each for everyone and for outlets."""
    outlets = [None, *(one for one in inputs.outlets.by_id.values() if one.posters)]
    names = dict.fromkeys(name for one in shown.articles for name in one.products)
    products = [inputs.catalogue.products[name] for name in names if name in inputs.catalogue.products]
    for outlet in outlets:
        for article in shown.articles:
            yield _of_article(inputs, shown, article, outlet)
        for product in products:
            found = _of_product(inputs, shown, product, outlet)
            if found is not None:
                yield found


def _of_article(inputs: Inputs, shown: Shown, one: ShownArticle, outlet: Outlet | None) -> _Wanted:
    article = one.article
    identity = Identity(article.id, "", "code", "", _CHANNEL, outlet.id if outlet else "")
    known = inputs.catalogue.products
    pictures = [article.cover, *(known[name].image for name in one.products if name in known)]
    byline = " · ".join(
        part for part in (article.author, day(article.date, article.language) if article.date else "") if part
    )
    view = PosterView(
        language=article.language,
        account=_account(inputs, article.language),
        title=settable(one.title),
        summary=settable(one.summary),
        code=shown.urls.go(token(identity)),
        ad=one.ad,
        byline=settable(byline),
        contact=_contact(inputs, outlet, article.language),
    )
    folder = _folder("articles", article.slug, outlet)
    return _Wanted(folder, identity, "", view, _first(inputs, pictures), Place(article.file))


def _of_product(inputs: Inputs, shown: Shown, product: Product, outlet: Outlet | None) -> _Wanted | None:
    """Return the poster of a product; none of one that cannot be bought or may not be advertised."""
    if not may_be_advertised(product):
        return None
    identity = Identity("", product.id, "card", "", _CHANNEL, outlet.id if outlet else "")
    shop = outlet.shop if outlet and any(offer.shop == outlet.shop for offer in product.offers) else ""
    link = shown.resolver.link(identity, product, shop)
    if link.offer is None and shop:
        link = shown.resolver.link(identity, product)
    if link.offer is None:
        return None
    config, language = inputs.config, inputs.config.site.language
    named = said(product, inputs, language, _CHANNEL)
    channel = config.channels.get(_CHANNEL)
    held = in_code(link, config, shown.urls.go(link.token))
    view = PosterView(
        language=language,
        account=_account(inputs, language),
        title=settable(named.title),
        summary=settable(named.summary),
        code=held if len(held) <= LONGEST_IN_POSTER else shown.urls.go(link.token),
        ad=not config.disclosure.off,
        sells=True,
        price=price_view(product, link.offer, inputs, language),
        price_hidden=channel is not None and channel.price == "hidden",
        shop=settable(shop_name(inputs, link.offer, language)),
        earns=earns(inputs, link.offer),
        lines=tuple(map(settable, lines_of(product, config, language))),
        contact=_contact(inputs, outlet, language),
    )
    place = inputs.catalogue.place(product.id, "title")
    folder = _folder("products", product.id, outlet)
    return _Wanted(folder, identity, shop, view, _first(inputs, [product.image]), place)


def _folder(kind: str, name: str, outlet: Outlet | None) -> str:
    return "/".join(part for part in (_CHANNEL, kind, name, outlet.id if outlet else "") if part)


def _account(inputs: Inputs, language: str) -> str:
    """Return the name of the official account, else of the site."""
    config, own = inputs.config, inputs.config.site.language
    return settable(in_language(config.account, language, own).name or in_language(config.site, language, own).title)


def _contact(inputs: Inputs, outlet: Outlet | None, language: str) -> str:
    return settable(said(outlet, inputs, language, _CHANNEL).contact) if outlet else ""


def _first(inputs: Inputs, paths: Sequence[str]) -> str:
    """Return the first picture that can be painted, or an empty string; drawings (SVG) cannot."""
    found = ((path, inputs.photos.get(path)) for path in paths)
    return next((path for path, photo in found if photo is not None and photo.kind != "drawing"), "")
