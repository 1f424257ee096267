"""A list of ready-made links: out as CSV that WPS and Excel open, and in again with the links filled in.

Read back are the product, the shop, the channel, the outlet, the link and its last day; a row without a link
changes nothing. What a link must be is judged by who calls.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from contentshop.model import Offer, Place, Problem, Product, ReadyLink, Record
from contentshop.problems import Report, fail, is_error, nearest, problem
from contentshop.sources.config import zone
from contentshop.sources.outlets import read_outlets

from .changes import Change, Imported
from .editing import REMOVED, Editor
from .importing import Request
from .mapping import Fields, Format
from .prices import harmless, kept, read_sheet
from .reading import BadCellError, Reader
from .site import Site, open_site
from .tables import Row, Table, plain
from .values import day, identifier, number_text

LINK_HEADINGS = (
    *("id", "shop", "title", "channel", "outlet", "address", "slot", "sub_id", "link", "expires", "state"),
)
Judge = Callable[[Offer, str, date | None], ReadyLink | Problem]
"""Takes the offer, the text of a link and its last day where one is given, and returns the link as it is kept."""
_Spot = tuple[str, int, str]
"""A product's id, the index of the offer, and the key of the link."""


class Sheet(Record):
    """What the cells of a sheet may say: the headings a field may have, and the names of channels."""

    headings: tuple[tuple[str, ...], ...]
    channels: dict[str, str]
    """The channel for every name it may have."""


def links_sheet(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a list of links as CSV with a byte order mark; the cells of a row in the order of `LINK_HEADINGS`."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings)
    names = {LINK_HEADINGS.index(name) for name in ("id", "shop", "outlet", "sub_id")}
    for row in rows:
        writer.writerow([kept(cell) if at in names else harmless(cell) for at, cell in enumerate(row)])
    return out.getvalue()


def import_links(root: Path, request: Request, sheet: Sheet, judge: Judge, report: Report) -> Imported:
    """Bring the links of a sheet into the catalogue and return what changed; all of them, or none after an error.

    Args:
        root: the site's folder.
        request: the file, and whether it is only tried.
        sheet: how its columns and channels may be called.
        judge: says what a link is, or what is wrong with it.
        report: takes problems.

    Raises:
        ProblemError: The file cannot be used at all, or a product file cannot be written.

    """
    found: list[Problem] = []
    try:
        return _LinkRun(root, request, sheet, judge, found.append).run(found)
    finally:
        for one in found:
            report(one)


class _LinkRun:
    """One run."""

    def __init__(self, root: Path, request: Request, sheet: Sheet, judge: Judge, report: Report) -> None:
        self.root, self.request, self.sheet, self.judge, self.report = root, request, sheet, judge, report

    def run(self, found: Sequence[Problem]) -> Imported:
        site = open_site(self.root, self.report)
        if site is None:
            return Imported((), completed=False)
        outlets = read_outlets(site.folder, self.report).by_id
        table = read_sheet(self.request, self.report)
        columns = {name: self._column(table, at) for at, name in enumerate(LINK_HEADINGS)}
        missing = [name for name in ("id", "channel", "link") if not columns[name]]
        if missing:
            names = ", ".join(self.sheet.headings[LINK_HEADINGS.index(name)][-1] for name in missing)
            raise fail("missing-column", Place(table.file, 1, 1), columns=names)
        today = self.request.now.astimezone(zone(site.config)).date()
        reader = Reader(_format(), table, site.config.site.currency, today, self.report)
        links = self._links(site, reader, columns, outlets)
        changes = [] if any(is_error(one) for one in found) else self._changed(site, links)
        if any(is_error(one) for one in found):
            return Imported((), completed=False)
        written = tuple(sorted(site.texts)) if self.request.dry_run else site.write()
        return Imported((), changes=tuple(changes), unchanged=len(links) - len(changes), written=written)

    def _column(self, table: Table, at: int) -> str:
        """Return the heading that a field has in this sheet; empty when it has none."""
        return next((name for name in self.sheet.headings[at] if plain(name) in table.columns), "")

    def _links(
        self, site: Site, reader: Reader, columns: Mapping[str, str], outlets: Mapping[str, object]
    ) -> dict[_Spot, ReadyLink]:
        """Return the link of each row that has one."""
        found: dict[_Spot, ReadyLink] = {}
        rows: dict[_Spot, Row] = {}
        for row in reader.table.rows:
            if not reader.cell(row, columns["link"]):
                continue
            try:
                spot = self._spot(site, row, reader, columns, outlets)
                if spot in rows:
                    first, place = rows[spot].number, reader.table.place(row)
                    named = " ".join((spot[0], spot[2]))
                    self.report(problem("duplicate-row", place, id=named, row=row.number, first=first))
                    continue
                rows[spot] = row
                found[spot] = self._link(site, spot, row, reader, columns)
                self._compare(found, spot, rows, reader, columns["link"])
            except BadCellError:
                continue
        return found

    def _compare(
        self, found: Mapping[_Spot, ReadyLink], spot: _Spot, rows: Mapping[_Spot, Row], reader: Reader, column: str
    ) -> None:
        """Warn of a link that another row has too."""
        other = next((one for one, link in found.items() if link.url == found[spot].url), spot)
        if other != spot:
            told = {"cell": reader.table.cell(rows[spot], column), "first": rows[other].number, "id": other[0]}
            self.report(problem("link-twice", reader.table.place(rows[spot], column), **told))

    def _spot(
        self, site: Site, row: Row, reader: Reader, columns: Mapping[str, str], outlets: Mapping[str, object]
    ) -> _Spot:
        """Return what a row is about.

        Raises:
            BadCellError: After it is reported that there is no such product, offer, channel or outlet.

        """
        name = self._name(row, reader, columns["id"])
        product = site.catalogue.products.get(name)
        if product is None:
            near = nearest(name, site.catalogue.products)
            if name:
                self._wrong(row, reader, columns["id"], "unknown-product", id=name, near=near)
            self._wrong(row, reader, columns["id"], "row-without", row=row.number, column=columns["id"])
        shop = self._name(row, reader, columns["shop"]) if columns["shop"] else ""
        shops = [offer.shop for offer in product.offers]
        if not (shop in shops or (not shop and len(set(shops)) == 1)):
            known = ", ".join(dict.fromkeys(shops))
            self._wrong(
                row,
                reader,
                columns["shop"],
                "no-such-offer",
                id=name,
                shop=shop,
                known=known,
                near=nearest(shop, shops),
            )
        key = self._key(row, reader, columns, outlets)
        return name, shops.index(shop or shops[0]), key

    def _key(self, row: Row, reader: Reader, columns: Mapping[str, str], outlets: Mapping[str, object]) -> str:
        """Return the key of a row's link, such as `group@tea`."""
        given = reader.cell(row, columns["channel"])
        channel = reader.guarded(row, columns["channel"], "channel", lambda: self.sheet.channels[plain(given)])
        outlet = self._name(row, reader, columns["outlet"]) if columns["outlet"] else ""
        if outlet and outlet not in outlets:
            self._wrong(row, reader, columns["outlet"], "unknown-outlet", id=outlet, near=nearest(outlet, outlets))
        return f"{channel}@{outlet}" if outlet else channel

    def _wrong(self, at: Row, reader: Reader, heading: str, code: str, /, **values: object) -> NoReturn:
        self.report(problem(code, reader.table.place(at, heading), **values))
        raise BadCellError

    def _name(self, row: Row, reader: Reader, column: str) -> str:
        text = reader.text(row, column)
        return reader.guarded(row, column, "id", lambda: identifier(number_text(text))) if text else ""

    def _link(self, site: Site, spot: _Spot, row: Row, reader: Reader, columns: Mapping[str, str]) -> ReadyLink:
        """Return the link that a row gives.

        Raises:
            BadCellError: After what is wrong with it is reported.

        """
        offer = site.catalogue.products[spot[0]].offers[spot[1]]
        given = reader.text(row, columns["expires"]) if columns["expires"] else ""
        last = reader.guarded(row, columns["expires"], "day", lambda: day(given)) if given else None
        text, kept = reader.text(row, columns["link"]), _known(offer, spot[2])
        if kept is not None and kept.url == text and last is None:
            return kept  # without a day it is the link that is there, not one made today
        judged = self.judge(offer, text, last)
        if isinstance(judged, Problem):
            cell = reader.table.cell(row, columns["link"])
            self._wrong(row, reader, columns["link"], judged.code, **{**judged.values, "cell": cell})
        return judged

    def _changed(self, site: Site, links: Mapping[_Spot, ReadyLink]) -> list[Change]:
        """Edit the product files where a link is another now."""
        todo: dict[str, dict[_Spot, ReadyLink]] = {}
        for spot, link in links.items():
            known = _known(site.catalogue.products[spot[0]].offers[spot[1]], spot[2])
            if known is None or link not in (known, ReadyLink(known.url)):
                todo.setdefault(spot[0], {})[spot] = link
        by_file: dict[str, list[str]] = {}
        for name in todo:
            by_file.setdefault(site.catalogue.origins[name].file, []).append(name)
        done: set[str] = set()
        for file, ids in by_file.items():
            edits = {name: partial(_edit, product=site.catalogue.products[name], links=todo[name]) for name in ids}
            wanted = {name: _wanted(site.catalogue.products[name], todo[name]) for name in ids}
            done |= site.edit(file, edits, wanted, self.report)
        return [change for name in todo if name in done for change in _told(site, todo[name])]


def _known(offer: Offer, key: str) -> ReadyLink | None:
    """Return the link that an offer has under a key."""
    found = offer.links.get(key)
    return ReadyLink(found) if isinstance(found, str) else found


def _told(site: Site, links: Mapping[_Spot, ReadyLink]) -> Iterator[Change]:
    for (name, number, key), link in links.items():
        offer = site.catalogue.products[name].offers[number]
        file = site.catalogue.origins[name].file
        yield Change(name, file, f"links.{key}", _shown(_known(offer, key)), _shown(link), offer.shop)


def _shown(link: ReadyLink | None) -> str:
    if link is None:
        return ""
    return f"{link.url} ≤ {link.expires}" if link.expires else link.url


def _written(offer: Offer, key: str, link: ReadyLink) -> Any:
    """Return a link as it is written: with its last day as a mapping, else alone, unless a mapping stands there."""
    if link.expires is None and not isinstance(offer.links.get(key), ReadyLink):
        return link.url
    return {"url": link.url, "expires": link.expires or REMOVED}


def _edit(editor: Editor, index: int, *, product: Product, links: Mapping[_Spot, ReadyLink]) -> None:
    by_offer: dict[int, dict[str, Any]] = {}
    for (_, number, key), link in links.items():
        by_offer.setdefault(number, {})[key] = _written(product.offers[number], key, link)
    for number, changes in by_offer.items():
        editor.set(editor.offer(index, number), {"links": changes}, in_offer=True)


def _wanted(product: Product, links: Mapping[_Spot, ReadyLink]) -> Product:
    """Return a product as it must be read after the edit."""
    offers = list(product.offers)
    for (_, number, key), link in links.items():
        written = _written(product.offers[number], key, link)
        value = written if isinstance(written, str) else link
        offers[number] = msgspec.structs.replace(offers[number], links={**offers[number].links, key: value})
    return msgspec.structs.replace(product, offers=tuple(offers))


def _format() -> Format:
    """Return a format without fields of its own; the sheet's columns are known."""
    return Format(product=Fields(id=(), title=()))
