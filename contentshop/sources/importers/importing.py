"""A run of `contentshop import`: a shop's file and a site → product files, all or none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from contentshop.model import Config, Place, Problem, Record
from contentshop.problems import Report, fail, is_error, problem
from contentshop.sources.config import zone
from contentshop.sources.files import is_inside

from . import emitting
from .changes import Change, Imported
from .editing import CannotEditError, Editor
from .items import Item, Items, Mapper
from .mapping import Loaded, load_for
from .merging import Merger, Ways, gone
from .reading import Reader
from .sheets import is_workbook, read_xlsx
from .site import Site, open_site, read_back, shop_of
from .tables import Table, decoded, read_csv
from .trees import read_json, read_xml

FULL = 500
"""Products that a file of an import has at most."""
_CURRENCY = re.compile("[A-Z]{3}")


class Request(Record):
    """What is imported, and how.

    `now` is the clock; `file` is the path as typed, for messages.
    """

    kind: str
    file: str
    now: datetime
    mapping: str = ""
    shop: str = ""
    elsewhere: str = ""
    """The shop of offers that lead to someone else's shop; `shop` when empty."""
    path: str = ""
    """The path at the shop, with `{id}`, instead of what the format says."""
    currency: str = ""
    encoding: str = ""
    as_of: date | None = None
    into: str = ""
    partial: bool = False
    dry_run: bool = False
    head: str = ""
    """What is written at the head of new files, as a comment."""


def import_catalogue(root: Path, request: Request, report: Report) -> Imported:
    """Bring a shop's file into the catalogue of the site in a folder and return what was done.

    Problems go to `report`; they are not in the result. With an error nothing is written, unless the
    request is partial and the error is one of a row.

    Raises:
        ProblemError: The file or the mapping cannot be used at all, an option is wrong, or a file cannot be written.

    """
    found: list[Problem] = []
    try:
        return _Import(root, request, found.append).run()
    finally:
        for one in found:
            report(one)


class _Import:
    """One run."""

    def __init__(self, root: Path, request: Request, report: Report) -> None:
        self.root, self.request = root, request
        self._report, self._failed = report, False

    def report(self, found: Problem) -> None:
        self._failed = self._failed or is_error(found)
        self._report(found)

    def run(self) -> Imported:
        site = open_site(self.root, self.report)
        if site is None:
            return Imported((), completed=False)
        _check(self.request, site.config)
        loaded = load_for(self.request.kind, self.request.mapping, self.report)
        if loaded is None:
            return Imported((), completed=False)
        today = self.request.as_of or self.request.now.astimezone(zone(site.config)).date()
        currency = self.request.currency or site.config.site.currency
        table = _read(self.request, loaded, self.report)
        items = Mapper(loaded, Reader(loaded.format, table, currency, today, self.report)).items()
        if self._failed and not (self.request.partial and items.items):
            return Imported((), left_out=items.left_out, completed=False)
        ways = Ways(self.request.shop, self.request.elsewhere or self.request.shop, self.request.path)
        merger = Merger(site, loaded.format, ways, today, self.report)
        return self._merged(site, merger, items, loaded)

    def _merged(self, site: Site, merger: Merger, items: Items, loaded: Loaded) -> Imported:
        stem = self.request.into.removeprefix("products/") or loaded.name
        files = _files(site, stem)
        new = [one for one in items.items if one.id not in site.catalogue.products]
        known = [one for one in items.items if one.id in site.catalogue.products]
        self._mention_ways(site, merger.ways, items.items)
        changes, unchanged = self._changed(site, merger, known)
        self._append(site, files, stem, [merger.new(one) for one in new])
        lost = gone(site, files, {one.id for one in items.items} | items.failed)
        for _, warning in lost:
            self.report(warning)
        wrong = [one for file, text in site.texts.items() for one in read_back(text, file)[1]]
        for one in wrong:
            self.report(one)
        if wrong or (self._failed and not self.request.partial):
            return Imported((), left_out=items.left_out, completed=False)
        return Imported(
            problems=(),
            added=tuple(one.id for one in new),
            changes=tuple(changes),
            gone=tuple(name for name, _ in lost),
            unchanged=unchanged,
            left_out=items.left_out,
            written=tuple(sorted(site.texts)) if self.request.dry_run else site.write(),
        )

    def _changed(self, site: Site, merger: Merger, known: Sequence[Item]) -> tuple[list[Change], int]:
        """Edit the files of known products; return what changed and how many products did not."""
        merges = {one.id: merger.known(one) for one in known}
        todo = {name: one for name, one in merges.items() if one.own or one.offer}
        by_file: dict[str, list[str]] = {}
        for name in todo:
            by_file.setdefault(site.catalogue.origins[name].file, []).append(name)
        done: set[str] = set()
        for file, ids in by_file.items():
            wanted = {name: todo[name].product for name in ids}
            done |= site.edit(file, {name: todo[name].edit for name in ids}, wanted, self.report)
        changes = [change for name, one in todo.items() if name in done for change in one.changes]
        return changes, len(known) - len(todo)

    def _append(self, site: Site, files: list[str], stem: str, new: Sequence[Mapping[str, Any]]) -> None:
        """Put new products behind those of the last file that has room, then into new files."""
        waiting = list(new)
        last = files[-1] if files else ""
        room = FULL - sum(origin.file == last for origin in site.catalogue.origins.values())
        if last and waiting and room > 0 and self._added(site, last, waiting[:room]):
            waiting = waiting[room:]
        for number in range(len(files) + 1, len(files) + 2 + len(waiting) // FULL):
            if not waiting:
                break
            name = f"products/{stem}.yaml" if number == 1 else f"products/{stem}-{number}.yaml"
            blocks = ["\n".join(emitting.item(one)) + "\n" for one in waiting[:FULL]]
            head = [f"# {line}\n" for line in self.request.head.splitlines()]
            site.texts[name] = "\n".join([*(["".join(head)] if head else []), *blocks])
            waiting = waiting[FULL:]

    def _added(self, site: Site, file: str, new: Sequence[Mapping[str, Any]]) -> bool:
        """Return whether products could be put behind those of a file."""
        editor = Editor(site.text(file))
        try:
            editor.append(new)
            after = editor.edited()
        except CannotEditError:
            return False
        if read_back(after, file)[1]:
            return False
        site.texts[file] = after
        return True

    def _mention_ways(self, site: Site, ways: Ways, items: Sequence[Item]) -> None:
        """Warn of products without a way to the shop, and of ways elsewhere that are not marked as affiliate."""
        lost = [one for one in items if ways.shop and not ways.offer(one)]
        if lost:
            self.report(problem("no-way", Place(self.request.file), count=len(lost), shop=ways.shop, id=lost[0].id))
        away = [one for one in items if one.offer.get("elsewhere") and ways.elsewhere]
        if away and not site.config.shops[ways.elsewhere].affiliate:
            told = {"count": len(away), "shop": ways.elsewhere, "id": away[0].id}
            self.report(problem("elsewhere-not-affiliate", Place(self.request.file), **told))


def _check(request: Request, config: Config) -> None:
    """Refuse options that cannot be meant.

    Raises:
        ProblemError: unknown-shop, wrong-into, wrong-currency-code.

    """
    shop_of(config, request.shop)
    shop_of(config, request.elsewhere)
    stem = request.into.removeprefix("products/")
    if request.into and (not is_inside(stem) or stem.endswith((".yaml", ".yml", "/")) or stem.startswith(".")):
        raise fail("wrong-into", into=request.into)
    if request.currency and not _CURRENCY.fullmatch(request.currency):
        raise fail("wrong-currency-code", currency=request.currency)


def _read(request: Request, loaded: Loaded, report: Report) -> Table:
    """Return the shop's file as a table.

    Raises:
        ProblemError: file-unreadable, unknown-encoding, broken-table, empty-table, no-openpyxl.

    """
    form, file, header = loaded.format, request.file, int(loaded.format.header)
    data = read_source(file)
    if form.read == "xml" and data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return read_xml(data, file)
    if form.read == "table" and is_workbook(data):
        return read_xlsx(data, file, header, report)
    text = decoded(data, file, request.encoding or form.encoding)
    return read_json(text, file, form.records) if form.read == "json" else read_csv(text, file, header, report)


def read_source(file: str) -> bytes:
    """Return the bytes of a shop's file.

    Raises:
        ProblemError: file-unreadable, empty-table.

    """
    try:
        data = Path(file).read_bytes()
    except OSError as error:
        raise fail("file-unreadable", Place(file), reason=error.strerror or error) from None
    if not data.strip():
        raise fail("empty-table", Place(file))
    return data


def _files(site: Site, stem: str) -> list[str]:
    """Return the files of earlier imports under a name, in the order of their numbers."""
    pattern = re.compile(rf"products/{re.escape(stem)}(?:-([0-9]+))?\.yaml")
    found = {
        int(match[1] or 1): file
        for file in site.folder.files("products", ".yaml")
        if (match := pattern.fullmatch(file))
    }
    return [found[number] for number in sorted(found)]
