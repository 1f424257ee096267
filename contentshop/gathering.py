"""From a site's folder to the inputs of a build: files read, bodies parsed, pictures measured.

Bodies and pictures are steps: each is computed once per content and remembered by its digest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing, nullcontext
from datetime import UTC, date, datetime, time, timedelta

import msgspec

from contentshop import engine, media
from contentshop.channels import Documents, Inputs, picture_candidates
from contentshop.goods import problems_of_goods
from contentshop.links import (
    hidden_koulings,
    parse_ledger,
    problems_of_offers,
    problems_of_outlets,
    problems_of_ready_links,
    ready_identities,
)
from contentshop.media import HEAVIEST, Photo, PictureError
from contentshop.model import (
    Article,
    Config,
    Fonts,
    Gist,
    HomeConfig,
    KeyPlace,
    LedgerRow,
    Problem,
    Product,
    Record,
    Where,
    digest,
)
from contentshop.problems import ProblemError, Report, is_error, nearest, problem
from contentshop.reading import Pool, Read, Reading, Remembering
from contentshop.reporting import LeftOut, Reporter
from contentshop.sources import (
    ARTICLES,
    CONFIG,
    Catalogue,
    Folder,
    Memo,
    Outlets,
    is_remote,
    read_catalogue,
    read_outlets,
    read_theme,
    report_duplicates,
    zone,
)

LEDGER = "ledger.csv"
_EXPIRES_SOON = timedelta(days=3)
"""So long before its last day an outlet's code is told of."""
_BYTE_SECONDS = 4e-8
"""What the decoding of a byte of a picture takes, roughly."""


class _Probed(Record):
    """What the step of a picture gives: what is known of it, or the code and values of what is wrong with it."""

    photo: Photo | None = None
    code: str = ""
    values: dict[str, str] = {}


class Gathering:
    """Reads one site; what is wrong goes to `report`, and what is wrong alone is left out."""

    def __init__(self, folder: Folder, memo: Remembering, pool: Pool, reporter: Reporter, report: Report) -> None:
        self.folder, self.memo, self.pool = folder, memo, pool
        self.reporter, self.report = reporter, report
        self.until = datetime.max.replace(tzinfo=UTC)
        """The first moment at which something comes due: an article that waits for it, or the day's end."""
        self.files: list[str] = []
        """Those of all articles, sorted."""
        self.left_out: tuple[LeftOut, ...] = ()
        """The sound articles that are not published yet."""

    def inputs(self, config: Config, now: datetime, *, drafts: bool, future: bool) -> Inputs:
        """Return everything the channels are planned from.

        Args:
            config: the site's config.
            now: the clock; without an offset it is meant in the site's time zone.
            drafts: whether drafts count as published.
            future: whether articles scheduled for later do.

        Raises:
            ProblemError: the ledger is broken; a build without it would delete go pages.

        """
        site_zone = zone(config)
        now = now.astimezone(site_zone) if now.tzinfo else now.replace(tzinfo=site_zone)
        ledger = read_ledger(self.folder, self.report, self.memo)
        reading = Reading(self.folder, self.memo, config)
        reads, suspects, failed = self._articles(reading, {row.identity.article for row in ledger.values()})
        articles = [one.article for one in reads if one.article is not None]
        published = tuple(
            one for one in articles if (drafts or not one.draft) and (future or one.date is None or one.date <= now)
        )
        waiting = (one.date for one in articles if one.date is not None and one.date > now)
        self.until = min([_next_day(now), *waiting])
        failed |= report_duplicates(list(published), self.report)
        files = {one.file for one in published}
        self.left_out = tuple(_left_out(one) for one in articles if one.file not in files)
        for one in (found for read in reads if read.article and read.article.file in files for found in read.koulings):
            self.report(one)
        documents = reading.documents((*published, *suspects), self.pool, self.reporter)
        return self._inputs(config, now, published, suspects, failed, documents, ledger)

    def inputs_of(
        self,
        config: Config,
        now: datetime,
        articles: Sequence[Article],
        reading: Reading,
        ledger: Mapping[str, LedgerRow] | None = None,
    ) -> Inputs:
        """Return what the pages of some sound articles are planned from; of others nothing is known.

        Args:
            config: the site's config.
            now: the clock, with an offset.
            articles: those that were read by
            reading: which remembers their documents.
            ledger: the tokens; by default nothing is known of these either.

        """
        documents = reading.documents(articles, self.pool, self.reporter)
        return self._inputs(config, now.astimezone(zone(config)), tuple(articles), (), set(), documents, ledger or {})

    def _inputs(
        self,
        config: Config,
        now: datetime,
        published: tuple[Article, ...],
        suspects: tuple[Article, ...],
        failed: set[str],
        documents: Documents,
        ledger: Mapping[str, LedgerRow],
    ) -> Inputs:
        """Return the inputs of articles, with all that they may name."""
        catalogue = read_catalogue(self.folder, self.memo, self.report)
        outlets = read_outlets(self.folder, self.report)
        catalogue = self._sound_offers(catalogue, outlets, config, now.date())
        shown = {config.account.code, *(one.code for one in outlets.by_id.values())}
        if config.products.pages == "all":
            shown |= {path for one in catalogue.products.values() for path in _pictures_of_product(one)}
        used = _used_products(documents.gists.values(), catalogue, ledger, config.home)
        shown |= {path for name in used for path in _pictures_of_product(catalogue.products[name])}
        photos, absent = self._photos((*published, *suspects), documents.gists, catalogue, shown)
        catalogue = self._with_pictures(catalogue, absent)
        outlets = self._sound_outlets(self._sound_codes(outlets, absent, config, now), config)
        return Inputs(
            config=config,
            now=now,
            articles=tuple(one for one in published if one.file not in failed),
            documents=documents,
            unpublished={one.file: one.id for one in self.left_out},
            failed=frozenset(failed),
            suspects=suspects,
            catalogue=catalogue,
            outlets=outlets,
            photos=photos,
            missing=absent,
            static={path: self.folder.digest(path) for path in self.folder.files("static")},
            ledger=ledger,
            theme=read_theme(self.folder),
            environment=engine.environment_digest(),
            fonts=self._fonts(config),
        )

    def _fonts(self, config: Config) -> Fonts:
        """Return the fonts that posters are set in: those of the config, else the machine's."""
        asked = config.posters
        if not config.builds("moments"):
            return Fonts()
        paths = {key: self.folder.root / path for key in ("font", "bold", "emoji") if (path := getattr(asked, key))}
        broken = False
        for key, path in paths.items():
            self.folder.see(path)
            try:
                media.face_of(path)
            except OSError as error:
                reason, broken = error.strerror or error, True
                self.report(problem("font-unreadable", KeyPlace(CONFIG, ("posters", key)), path=path, reason=reason))
            except media.NoFontError:
                broken = True
                self.report(problem("no-such-font", KeyPlace(CONFIG, ("posters", key)), path=path))
        if broken:
            return Fonts()
        if not asked.font:
            for place in media.font_places():
                self.folder.see(place)
            return media.fonts_of_machine()
        return media.fonts_of_files(paths["font"], paths.get("bold"), paths.get("emoji"))

    def _articles(self, reading: Reading, known: Collection[str]) -> tuple[list[Read], tuple[Article, ...], set[str]]:
        """Return the sound articles, those with a wrong head, and the files of these and of unreadable ones."""
        files = self.files = ARTICLES.files(self.folder)
        self.reporter.stage("read", len(files))
        sound: list[Read] = []
        suspects: list[Article] = []
        failed: set[str] = set()
        for file, read in zip(files, reading.articles(files, known), strict=True):
            for one in read.found:
                self.report(one)
            if read.is_sound:
                sound.append(read)
            else:
                failed.add(file)
                suspects += [read.article] if read.article is not None else []
            self.reporter.advance()
        return sound, tuple(suspects), failed

    def _sound_offers(self, catalogue: Catalogue, outlets: Outlets, config: Config, today: date) -> Catalogue:
        """Return the catalogue without products whose amounts, offers or alternatives are wrong."""
        broken: set[str] = set()
        for identifier, product in catalogue.products.items():
            origin = catalogue.origins[identifier]
            found = [*problems_of_goods(product, origin, config), *problems_of_offers(product, origin, config)]
            found += problems_of_ready_links(product, origin, config, today)
            found += problems_of_outlets(product, origin, outlets)
            for index, other in enumerate(product.alternatives):
                if other not in catalogue.products and not catalogue.is_broken(other):
                    near = nearest(other, catalogue.products)
                    place = catalogue.place(identifier, "alternatives", index)
                    found.append(problem("unknown-product", place, id=other, near=near))
            for one in found:
                self.report(one)
            if any(is_error(one) for one in found):
                broken.add(identifier)
            for one in hidden_koulings(product, catalogue.place(identifier), config):
                self.report(one)
        return _without(catalogue, broken)

    def _with_pictures(self, catalogue: Catalogue, absent: Mapping[str, Problem]) -> Catalogue:
        """Return the catalogue without products whose picture cannot be used."""
        broken: set[str] = set()
        for one in catalogue.products.values():
            if one.image in absent:
                self.report(_placed(absent[one.image], catalogue.place(one.id, "image")))
                broken.add(one.id)
            for number, path in enumerate(one.gallery):
                if path in absent:
                    self.report(_placed(absent[path], catalogue.place(one.id, "gallery", number)))
                    broken.add(one.id)
        return _without(catalogue, broken)

    def _sound_codes(self, outlets: Outlets, absent: Mapping[str, Problem], config: Config, now: datetime) -> Outlets:
        """Return the outlets without those whose code cannot be used; say which codes expire, and of the account's."""
        account = config.account.code
        if account in absent:
            self.report(_placed(absent[account], KeyPlace(CONFIG, ("account", "code"))))
        for name, one in outlets.by_id.items():
            if one.code in absent:
                self.report(_placed(absent[one.code], outlets.place(name, "code")))
            elif one.code and one.expires is not None and one.expires <= (now + _EXPIRES_SOON).date():
                code = "code-expires" if now.date() <= one.expires else "code-expired"
                self.report(problem(code, outlets.place(name, "expires"), id=name, day=one.expires, path=one.code))
        return outlets.without(frozenset(name for name, one in outlets.by_id.items() if one.code in absent))

    def _sound_outlets(self, outlets: Outlets, config: Config) -> Outlets:
        """Return the outlets without those whose shop is not known; say which have nothing to hand on."""
        broken: set[str] = set()
        for name, one in outlets.by_id.items():
            for found in hidden_koulings(one, outlets.place(name), config):
                self.report(found)
            if one.shop and one.shop not in config.shops:
                known, near = ", ".join(config.shops), nearest(one.shop, config.shops)
                self.report(problem("unknown-shop", outlets.place(name, "shop"), shop=one.shop, known=known, near=near))
                broken.add(name)
            elif not (one.code or one.texts or one.posters):
                self.report(problem("idle-outlet", outlets.place(name, "id"), id=name))
        return outlets.without(frozenset(broken))

    def documents(self, articles: Sequence[Article], config: Config, executor: Executor) -> Documents:
        """Return the parsed bodies of articles under a config, by file."""
        reading = Reading(self.folder, self.memo, config)
        return reading.documents(articles, lambda _: nullcontext(executor), self.reporter)

    def _photos(
        self,
        articles: Sequence[Article],
        gists: Mapping[str, Gist],
        catalogue: Catalogue,
        shown: Collection[str],
    ) -> tuple[dict[str, Photo], dict[str, Problem]]:
        """Return the pictures that may be shown, and what is wrong with those that cannot be used.

        `shown` are pictures that are shown beside those that articles name.
        """
        wanted = {one.cover for one in articles} | set(shown)
        for article in articles:
            for src in gists[article.file].pictures:
                if is_remote(src):
                    continue
                candidates = picture_candidates(article.file, src)
                wanted.add(next((path for path in candidates if self.folder.has(path)), candidates[-1]))
        pictures = {path for product in catalogue.products.values() for path in _pictures_of_product(product)}
        absent = {path: one for path in sorted(wanted | pictures) if (one := self._absent(path))}
        contents = {
            path: self.folder.digest(path)
            for path in sorted(wanted - {""})
            if path not in absent and not is_remote(path)
        }
        probed = self._probed(contents)
        photos: dict[str, Photo] = {}
        for path, content in contents.items():
            found = probed[content]
            if found.photo is None:
                absent[path] = PictureError(found.code, **found.values).problem(path)
            else:
                photos[path] = found.photo
        return photos, absent

    def _absent(self, path: str) -> Problem | None:
        """Return why a picture of the site is not even looked at."""
        if not path or is_remote(path):
            return None
        if not self.folder.has(path):
            return problem("missing-picture", path=path, near=self.folder.near_picture(path))
        if self.folder.size(path) > HEAVIEST:
            return problem("heavy-picture", path=path, limit=HEAVIEST // 1024 // 1024)
        return None

    def _probed(self, contents: Mapping[str, str]) -> dict[str, _Probed]:
        """Return what is known of each content; what is new is decoded once, a few pictures at a time."""
        known: dict[str, _Probed] = {}
        todo: dict[str, str] = {}
        for path, content in contents.items():
            kept = self.memo.get(_picture_key(content))
            if kept is None:
                todo.setdefault(content, path)
            else:
                known[content] = msgspec.msgpack.decode(kept, type=_Probed)
        if not todo:
            return known
        self.reporter.stage("pictures", len(todo))
        weight = sum(map(self.folder.size, todo.values()))
        files = map(self.folder.bytes, todo.values())
        took = self.reporter.timing("picture", lambda: list(todo.values()))
        with (
            self.pool(weight * _BYTE_SECONDS) as executor,
            closing(engine.stream(_probe, files, executor, took)) as made,
        ):
            for content, (seen, data) in zip(todo, made, strict=True):
                self.memo.put(_picture_key(seen), data)  # of what was read now, should it have changed meanwhile
                known[content] = msgspec.msgpack.decode(data, type=_Probed)
                self.reporter.advance()
        return known


def _left_out(article: Article) -> LeftOut:
    """Return what is told of an article that is not published yet."""
    day = "" if article.draft or article.date is None else article.date.isoformat(" ", "minutes")
    return LeftOut(article.file, article.id, article.slug, day)


def _next_day(now: datetime) -> datetime:
    """Return when the day of an aware moment ends."""
    return datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)


def _placed(found: Problem, where: Where) -> Problem:
    return Problem(found.code, where, found.values)


def _picture_key(content: str) -> str:
    return digest("photo", engine.environment_digest(), content)


def _probe(data: bytes) -> tuple[str, bytes]:
    """Return the digest of a picture, and what is known of it, serialised."""
    content = digest(data)
    try:
        found = _Probed(media.probe(data, content))
    except PictureError as error:
        found = _Probed(None, error.code, error.values)
    return content, msgspec.msgpack.encode(found)


def read_ledger(folder: Folder, report: Report, memo: Memo | None = None) -> Mapping[str, LedgerRow]:
    """Return the rows of the site's ledger by token; a memo knows those of a text read before.

    Raises:
        ProblemError: the ledger is broken; a build without it would delete go pages.

    """
    if not folder.has(LEDGER):
        return {}
    found: list[Problem] = []
    key = ledger_key(folder.digest(LEDGER))
    kept = memo.get(key) if memo else None
    if kept is not None:
        return {row.token: row for row in msgspec.msgpack.decode(kept, type=list[LedgerRow])}
    rows = parse_ledger(folder.text(LEDGER, found.append) or "", found.append)
    if found:
        for one in found[:-1]:
            report(one)
        raise ProblemError(found[-1])
    if memo:
        memo.put(key, msgspec.msgpack.encode(list(rows.values())))
    return rows


def ledger_key(content: str) -> str:
    """Return the key under which a memo has the rows of a ledger's text, by its digest."""
    return digest("ledger", content)


def _without(catalogue: Catalogue, broken: Iterable[str]) -> Catalogue:
    gone = frozenset(broken)
    if not gone:
        return catalogue
    products = {name: one for name, one in catalogue.products.items() if name not in gone}
    return msgspec.structs.replace(catalogue, products=products, broken=catalogue.broken | gone)


def _pictures_of_product(product: Product) -> tuple[str, ...]:
    """Return the product's picture, or an empty text, and its further ones."""
    return (product.image, *product.gallery) if product.gallery else (product.image,)


def _used_products(
    gists: Iterable[Gist], catalogue: Catalogue, ledger: Mapping[str, LedgerRow], home: HomeConfig
) -> set[str]:
    """Return the products that a page may show: named, on the home page too, asked for, or standing in for those."""
    used = {row.identity.product for row in ledger.values()}
    if home.limit:
        used.update(home.products)
        used.update(name for name, one in catalogue.products.items() if home.tag in one.tags)
    used |= {one.product for one in ready_identities(catalogue.products.values())}
    queried = False
    for gist in gists:
        used |= {one.product for one in gist.mentions}
        queried = queried or bool(gist.queries)
    if queried:
        return set(catalogue.products)
    waiting = [name for name in used if name in catalogue.products]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in catalogue.products and name not in found:
            found.add(name)
            waiting += catalogue.products[name].alternatives
    return found
