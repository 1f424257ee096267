"""The way of the data, from a site's folder to its output folder.

    read     sources: files to records
    parse    markup: bodies to documents, through the memo
    plan     channels: records to tasks
    write    engine: the difference between what is planned and what was written
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path

import msgspec

from . import engine, markup
from .channels import Inputs
from .channels.web import Listing, Plan, picture_candidates, plan_web, standing
from .links import ledger_text, merge, missing, parse_ledger, problems_of_config, problems_of_offers
from .media import NotAPictureError, Photo, probe
from .model import (
    Article,
    Card,
    Code,
    Config,
    Copy,
    Document,
    KeyPlace,
    LedgerRow,
    Picture,
    Place,
    Price,
    Problem,
    ProductLink,
    ProductList,
    Record,
    Segment,
    Task,
    Wave,
    digest,
)
from .problems import ProblemError, Report, exit_code, fail, is_error, nearest, problem
from .reporting import Outcome, Reporter
from .sources import (
    Catalogue,
    Folder,
    all_located,
    decode,
    located,
    read_article,
    read_catalogue,
    read_config,
    read_theme,
    report_duplicates,
    zone,
)

LEDGER = "ledger.csv"
STATE = ".contentshop"
_WAVES: tuple[Wave, ...] = ("media", "page", "list")
_POOL_FROM = 1.5
"""So many seconds of work are worth starting other processes for, which takes about half a second."""
_BODY_SECONDS, _FILE_SECONDS = 0.004, 0.0004
"""What a body of 6.5 KB and a file take, roughly."""


class Options(Record):
    """What a run is asked to do; `now` is its clock, in the site's time zone when it has no offset."""

    now: datetime
    output: str = ""
    """The output folder; empty for `build/`, or the preview's when drafts, future or `preview` are on."""
    drafts: bool = False
    future: bool = False
    preview: bool = False
    """Whether this run never writes the ledger and builds into the preview folder."""
    locked: bool = False
    """Whether missing rows of the ledger are an error instead of being written."""
    clean: bool = False
    dry_run: bool = False
    """Whether only the plan is made: nothing is rendered or written."""
    check: bool = False
    """Whether everything is rendered and nothing is written."""
    jobs: int = 0
    """Processes at work; 0 for as many as there are processors, 1 for none but this."""


def build(root: Path, options: Options, reporter: Reporter | None = None, executor: Executor | None = None) -> Outcome:
    """Build the site in a folder and return what was done; nothing is raised for what an author can mend.

    Args:
        root: the site's folder.
        options: what to do.
        reporter: told of progress.
        executor: where steps and tasks are computed; by default this process, or a pool for large work.

    """
    return _Build(root, options, reporter or Reporter(), executor).run()


def output_folder(root: Path, options: Options) -> Path:
    """Return the folder a run with these options writes to."""
    if options.output:
        return Path(options.output).resolve()
    return root / STATE / "preview" if _is_preview(options) else root / "build"


def _is_preview(options: Options) -> bool:
    return options.preview or options.drafts or options.future


def _store_path(root: Path, output: Path) -> Path:
    """Return the store of an output folder: each has its own."""
    root, output = root.resolve(), output.resolve()
    known = {root / "build": "build", root / STATE / "preview": "preview"}
    name = known.get(output) or f"output-{digest(str(output))[:12]}"
    return root / STATE / f"{name}.sqlite3"


class _Build:
    """One run; holds the problems found so far."""

    def __init__(self, root: Path, options: Options, reporter: Reporter, executor: Executor | None) -> None:
        self.folder = Folder(root)
        self.options, self.reporter = options, reporter
        self.output = output_folder(root, options)
        self.problems: list[Problem] = []
        self._executor = executor

    def run(self) -> Outcome:
        """Do everything; problems are located and sorted at the end."""
        try:
            outcome = self._run()
        except ProblemError as error:
            self.problems.append(error.problem)
            outcome = Outcome(problems=(), completed=False)
        self.reporter.close()
        found = all_located(self.problems_once(), self.folder, markup.locate)
        return msgspec.structs.replace(outcome, problems=tuple(sorted(found, key=_position)), output=str(self.output))

    def problems_once(self) -> Iterator[Problem]:
        """Yield each problem once."""
        seen: set[bytes] = set()
        for one in self.problems:
            key = msgspec.msgpack.encode(one)
            if key not in seen:
                seen.add(key)
                yield one

    def _run(self) -> Outcome:
        config = read_config(self.folder, self.problems.append)
        if config is not None:
            self.problems += problems_of_config(config)
        if config is None or exit_code(self.problems) == 2:
            return Outcome(problems=(), completed=False)
        engine.refuse_foreign(self.output)
        before = list(self.problems)
        try:
            with self._store() as store:
                return self._with_store(config, store)
        except engine.DamagedStoreError:
            self.problems = before
            with self._store(afresh=True) as store:
                return self._with_store(config, store)

    def _store(self, *, afresh: bool = False) -> engine.Store:
        """Return the store, or a copy in memory when nothing may be written."""
        path = _store_path(self.folder.root, self.output)
        if self.options.check or self.options.dry_run:
            return engine.Store.copy_of(None if afresh else path)
        return engine.Store(path, self.problems.append, afresh=afresh)

    def _with_store(self, config: Config, store: engine.Store) -> Outcome:
        if self.options.clean:
            store.forget()
        kept = standing(_listings(store.kept()), engine.files_of(self.output).keys())
        inputs = self._inputs(config, store)
        plan = plan_web(inputs, kept, self.problems.append)
        new = missing(plan.identities, inputs.ledger)
        if self.options.locked and new:
            names = ", ".join(sorted({one.article for one in new}))
            raise fail("ledger-missing", Place(LEDGER), count=len(new), articles=names)
        difference = self._difference(plan, inputs, store)
        numbers = {"articles": len(plan.listings), "products": len(inputs.catalogue.products), "new_tokens": len(new)}
        if self.options.dry_run:
            paths = tuple(sorted(task.path for task in difference.write))
            told = Outcome((), paths, difference.delete, difference.unchanged)
            return msgspec.structs.replace(told, **numbers)
        if self.options.check:
            self._rehearse(difference, inputs)
            return msgspec.structs.replace(Outcome(()), **numbers)
        with engine.Output(self.output) as output:
            if new and not _is_preview(self.options) and not self.options.locked:
                self._write_ledger(ledger_text(merge(inputs.ledger, new, inputs.today)))
            outcome = self._written(difference, plan, inputs, store, output)
        self._mention_strangers(store)
        return msgspec.structs.replace(outcome, **numbers)

    # Reading

    def _inputs(self, config: Config, store: engine.Store) -> Inputs:
        site_zone = zone(config)
        now = self.options.now
        now = now.astimezone(site_zone) if now.tzinfo else now.replace(tzinfo=site_zone)
        ledger = self._ledger()
        articles, failed = self._articles(config, now)
        published = tuple(one for one in articles if self._is_published(one, now))
        catalogue = read_catalogue(self.folder, store, self.problems.append)
        catalogue = self._sound_offers(catalogue, config)
        with self._pool(len(published) * _BODY_SECONDS) as executor:
            documents = self._documents(published, config, store, executor)
        photos, absent = self._photos(published, documents, catalogue, ledger, store)
        catalogue = self._with_pictures(catalogue, absent)
        return Inputs(
            config=config,
            now=now,
            articles=tuple(one for one in published if one.file not in failed),
            documents=documents,
            unpublished=frozenset(one.file for one in articles) - {one.file for one in published},
            failed=frozenset(failed),
            catalogue=catalogue,
            photos=photos,
            missing=absent,
            static={path: digest(self.folder.bytes(path)) for path in self.folder.files("static")},
            ledger=ledger,
            theme=read_theme(self.folder),
        )

    def _ledger(self) -> Mapping[str, LedgerRow]:
        """Return the ledger; a broken one stops the build, which would delete go pages otherwise."""
        if not self.folder.has(LEDGER):
            return {}
        found: list[Problem] = []
        text = self.folder.text(LEDGER, found.append)
        rows = parse_ledger(text or "", found.append)
        if found:
            self.problems += found[:-1]
            raise ProblemError(found[-1])
        return rows

    def _articles(self, config: Config, now: datetime) -> tuple[list[Article], set[str]]:
        """Return the articles that can be read and the files of those that cannot be shown."""
        articles: list[Article] = []
        failed: set[str] = set()
        files = list(self.folder.files("articles", ".md", ".markdown"))
        self.reporter.stage("read", len(files))
        site_zone = zone(config)
        for file in files:
            text = self._text(file)
            article = None
            if text is not None and site_zone is not None:
                article = read_article(file, text, config, site_zone, self.problems.append)
            if article is None:
                failed.add(file)
            else:
                articles.append(article)
            self.reporter.advance()
        published = [one for one in articles if self._is_published(one, now)]
        return articles, failed | report_duplicates(published, self.problems.append)

    def _text(self, file: str) -> str | None:
        try:
            return decode(self.folder.bytes(file), file, self.problems.append)
        except ProblemError as error:
            self.problems.append(error.problem)
            return None

    def _is_published(self, article: Article, now: datetime) -> bool:
        if article.draft and not self.options.drafts:
            return False
        return article.date is None or article.date <= now or self.options.future

    def _sound_offers(self, catalogue: Catalogue, config: Config) -> Catalogue:
        """Return the catalogue without products whose offers or alternatives are wrong."""
        broken: set[str] = set()
        for identifier, product in catalogue.products.items():
            found = list(problems_of_offers(product, catalogue.origins[identifier], config))
            for index, other in enumerate(product.alternatives):
                if other not in catalogue.products and not catalogue.is_broken(other):
                    near = nearest(other, catalogue.products)
                    place = catalogue.place(identifier, "alternatives", index)
                    found.append(problem("unknown-product", place, id=other, near=near))
            self.problems += found
            if any(is_error(one) for one in found):
                broken.add(identifier)
        return _without(catalogue, broken)

    def _with_pictures(self, catalogue: Catalogue, absent: Mapping[str, str]) -> Catalogue:
        """Return the catalogue without products whose picture cannot be used."""
        broken = {one.id for one in catalogue.products.values() if one.image in absent}
        for identifier in broken:
            image = catalogue.products[identifier].image
            self.problems.append(problem(absent[image], catalogue.place(identifier, "image"), path=image))
        return _without(catalogue, broken)

    # Steps

    def _documents(
        self, articles: Sequence[Article], config: Config, store: engine.Store, executor: Executor
    ) -> dict[str, Document]:
        settings = markup.Settings(html=config.html, extensions=config.markup.extensions)
        known: dict[str, Document] = {}
        todo: list[tuple[str, str, tuple[str, markup.Settings, str]]] = []
        for article in articles:
            step = (article.body, settings, article.title)
            key = digest("document", engine.environment_digest(), msgspec.msgpack.encode(step))
            kept = store.get(key)
            if kept is None:
                todo.append((article.file, key, step))
            else:
                known[article.file] = msgspec.msgpack.decode(kept, type=Document)
        self.reporter.stage("markdown", len(todo))
        made = engine.spread(_converted, [step for _, _, step in todo], executor)
        for (file, key, _), data in zip(todo, made, strict=True):
            store.put(key, data)
            known[file] = msgspec.msgpack.decode(data, type=Document)
            self.reporter.advance()
        return known

    def _photos(
        self,
        articles: Sequence[Article],
        documents: Mapping[str, Document],
        catalogue: Catalogue,
        ledger: Mapping[str, LedgerRow],
        store: engine.Store,
    ) -> tuple[dict[str, Photo], dict[str, str]]:
        """Return the pictures that may be shown, and those that cannot be used with the problem's code."""
        used = _used_products(documents, catalogue, ledger)
        wanted = {one.cover for one in articles} | {catalogue.products[name].image for name in used}
        for article in articles:
            for src in _pictures_of(documents[article.file]):
                candidates = picture_candidates(article.file, src)
                wanted.add(next((path for path in candidates if self.folder.has(path)), candidates[-1]))
        photos: dict[str, Photo] = {}
        absent = {
            product.image: "missing-picture"
            for product in catalogue.products.values()
            if product.image and not _is_remote(product.image) and not self.folder.has(product.image)
        }
        for path in sorted(wanted - {""}):
            if _is_remote(path):
                continue
            found = self._photo(path, store)
            if isinstance(found, str):
                absent[path] = found
            else:
                photos[path] = found
        return photos, absent

    def _photo(self, path: str, store: engine.Store) -> Photo | str:
        if not self.folder.has(path):
            return "missing-picture"
        data = self.folder.bytes(path)
        content = digest(data)
        key = digest("photo", engine.environment_digest(), content)
        kept = store.get(key)
        if kept is not None:
            return msgspec.msgpack.decode(kept, type=Photo)
        try:
            photo = probe(data, content)
        except NotAPictureError:
            return "broken-picture"
        store.put(key, msgspec.msgpack.encode(photo))
        return photo

    # Writing

    def _difference(self, plan: Plan, inputs: Inputs, store: engine.Store) -> engine.Difference:
        templates = engine.templates_of(inputs.theme)
        fingerprints = {task.path: engine.fingerprint(task, templates) for task in plan.tasks}
        written = store.written()
        whole = engine.intact(written, engine.files_of(self.output))
        return engine.difference(plan.tasks, fingerprints, written, plan.held, whole)

    def _rehearse(self, difference: engine.Difference, inputs: Inputs) -> None:
        """Make every file that would be written and report what goes wrong; write none."""
        todo = [task for task in difference.write if not isinstance(task.work, Copy)]
        self.reporter.stage("check", len(todo))
        with self._pool(len(todo) * _FILE_SECONDS) as executor:
            for result in engine.spread(engine.Performance(inputs.theme), todo, executor):
                if isinstance(result, Problem):
                    self.problems.append(result)
                self.reporter.advance()

    def _written(
        self, difference: engine.Difference, plan: Plan, inputs: Inputs, store: engine.Store, output: engine.Output
    ) -> Outcome:
        done: dict[str, engine.Written] = {}
        deleted: list[str] = []
        finished = False
        store.announce([*(task.path for task in difference.write), *difference.delete])
        try:
            finished = self._waves(difference, inputs, output, done, deleted)
        finally:
            kept = {file: msgspec.msgpack.encode(one) for file, one in plan.listings.items()} if finished else None
            store.commit(done, deleted, kept)
        return Outcome((), tuple(sorted(done)), tuple(sorted(deleted)), difference.unchanged, completed=finished)

    def _waves(
        self,
        difference: engine.Difference,
        inputs: Inputs,
        output: engine.Output,
        done: dict[str, engine.Written],
        deleted: list[str],
    ) -> bool:
        """Write and delete, noting in `done` and `deleted` what was; return whether all went well."""
        templates = engine.templates_of(inputs.theme)
        self.reporter.stage("write", len(difference.write))
        for path in sorted(difference.clear):
            output.delete(path)
            deleted.append(path)
        with self._pool(len(difference.write) * _FILE_SECONDS) as executor:
            for wave in _WAVES:
                todo = [task for task in difference.write if task.wave == wave]
                if not self._wave(todo, inputs, output, templates, executor, done):
                    return False
        for path in difference.delete:
            if path not in difference.clear:
                output.delete(path)
                deleted.append(path)
        return True

    def _wave(
        self,
        todo: Sequence[Task],
        inputs: Inputs,
        output: engine.Output,
        templates: engine.Templates,
        executor: Executor,
        done: dict[str, engine.Written],
    ) -> bool:
        """Make and write the files of one wave; return whether all went well."""
        well = True
        made = engine.spread(engine.Performance(inputs.theme), [t for t in todo if not isinstance(t.work, Copy)], executor)
        for task in todo:
            result = self.folder.bytes(task.work.source) if isinstance(task.work, Copy) else next(made)
            if isinstance(result, Problem):
                self.problems.append(result)
                well = False
            else:
                changed = isinstance(task.work, Copy) and digest(result) != task.work.content
                # A source that changed since it was read is copied again by the next build.
                fingerprint = None if changed else engine.fingerprint(task, templates)
                done[task.path] = output.write(task.path, result, fingerprint)
            self.reporter.advance()
        return well

    def _mention_strangers(self, store: engine.Store) -> None:
        """Say how many files in the output are nobody's, when the record of earlier builds was lost."""
        if not store.is_new:
            return
        strangers = engine.files_of(self.output).keys() - store.written().keys()
        if strangers:
            self.problems.append(problem("unknown-files", count=len(strangers), folder=self.output))

    def _write_ledger(self, text: str) -> None:
        target = self.folder.root / LEDGER
        scratch = target.with_name(LEDGER + ".tmp")
        try:
            scratch.write_bytes(text.encode())
            scratch.replace(target)
        except OSError as error:
            scratch.unlink(missing_ok=True)
            raise fail("output-unwritable", path=target, reason=error.strerror or error) from None

    @contextmanager
    def _pool(self, seconds: float) -> Iterator[Executor]:
        """Give the executor asked for, else a pool when so many seconds of work are worth it."""
        jobs = self.options.jobs or os.cpu_count() or 1
        if self._executor is not None:
            yield self._executor
        elif jobs == 1 or seconds < _POOL_FROM:
            yield engine.InProcess()
        else:
            with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
                yield pool


def verify(root: Path, options: Options, reporter: Reporter | None = None) -> Outcome:
    """Compare the output with a clean build in a scratch folder; differences are problems."""
    with tempfile.TemporaryDirectory() as scratch:
        clean = msgspec.structs.replace(options, output=str(Path(scratch) / "build"), preview=True)
        outcome = build(root, clean, reporter)
        _store_path(root, Path(clean.output).resolve()).unlink(missing_ok=True)
        expected = _contents(Path(clean.output))
    folder = output_folder(root, options)
    found = _contents(folder)
    differing = sorted(path for path in expected.keys() | found.keys() if expected.get(path) != found.get(path))
    problems = tuple(problem("differs", Place(path)) for path in differing)
    return msgspec.structs.replace(outcome, problems=outcome.problems + problems, written=(), output=str(folder))


def _listings(kept: Mapping[str, bytes]) -> dict[str, Listing]:
    """Return what articles gave at earlier builds, without what another version kept in another shape."""
    found = {}
    for file, value in kept.items():
        with suppress(msgspec.DecodeError):
            found[file] = msgspec.msgpack.decode(value, type=Listing)
    return found


def ledger_of(root: Path) -> list[tuple[LedgerRow, str]]:
    """Return the rows of a site's ledger, each with the address of its go page.

    Raises:
        ProblemError: the config or the ledger cannot be read.

    """
    folder, found = Folder(root), list[Problem]()
    config = read_config(folder, found.append)
    rows: Mapping[str, LedgerRow] = {}
    if folder.has(LEDGER):
        rows = parse_ledger(folder.text(LEDGER, found.append) or "", found.append)
    for one in found:
        if is_error(one):
            raise ProblemError(located(one, folder, markup.locate))
    base = (config.go_base_url or config.site.base_url).rstrip("/") if config else ""
    return [(row, f"{base}/go/{row.token}/") for row in rows.values()]


def _contents(folder: Path) -> dict[str, bytes]:
    return {path: (folder / path).read_bytes() for path in engine.files_of(folder)}


def _converted(steps: Sequence[tuple[str, markup.Settings, str]]) -> list[bytes]:
    """Return the documents of bodies, serialised; the work of one batch."""
    return [msgspec.msgpack.encode(markup.convert(body, settings, title)) for body, settings, title in steps]


def _without(catalogue: Catalogue, broken: Iterable[str]) -> Catalogue:
    gone = frozenset(broken)
    if not gone:
        return catalogue
    products = {name: one for name, one in catalogue.products.items() if name not in gone}
    return msgspec.structs.replace(catalogue, products=products, broken=catalogue.broken | gone)


def _segments(segments: Iterable[Segment]) -> Iterator[Segment]:
    for segment in segments:
        yield segment
        if isinstance(segment, ProductLink):
            yield from _segments(segment.label)


def _pictures_of(document: Document) -> list[str]:
    found = [segment.src for segment in _segments(document.segments) if isinstance(segment, Picture)]
    return [src for src in found if not _is_remote(src)]


def _is_remote(path: str) -> bool:
    return path.startswith(("http://", "https://", "//"))


def _used_products(
    documents: Mapping[str, Document], catalogue: Catalogue, ledger: Mapping[str, LedgerRow]
) -> set[str]:
    """Return the products that a page may show: named, asked for, or standing in for those."""
    used = {row.identity.product for row in ledger.values()}
    for document in documents.values():
        for segment in _segments(document.segments):
            match segment:
                case ProductLink() | Price() | Card() | Code():
                    used.add(segment.product)
                case ProductList(products, query):
                    used |= set(catalogue.products) if query is not None else set(products)
                case _:
                    pass
    waiting = [name for name in used if name in catalogue.products]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in catalogue.products and name not in found:
            found.add(name)
            waiting += catalogue.products[name].alternatives
    return found


def _position(found: Problem) -> tuple[str, int, int, str]:
    where = found.where
    if where is None:
        return ("", 0, 0, found.code)
    place = where if isinstance(where, Place) else Place(where.file)
    return (place.file, place.line, place.column, found.code)


__all__ = ["Callable", "KeyPlace", "Options", "build", "output_folder", "verify"]
