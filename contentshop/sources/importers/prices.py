"""A sheet of prices: out as CSV that WPS and Excel open, and in again after someone edited it.

Numbers that such programs would change (long ones, leading zeros) are written `="0123"`, which they show
and save as text. Of the sheet only id, shop and price are read back.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from contentshop.model import Money, Offer, Place, Problem, Product, Record
from contentshop.problems import Report, fail, is_error, nearest, problem
from contentshop.sources.config import zone

from .changes import Change, Imported, is_jump
from .editing import Editor
from .importing import Request, read_source
from .mapping import Fields, Format
from .merging import shown
from .reading import BadCellError, Reader
from .sheets import is_workbook, read_xlsx
from .site import Site, open_site
from .tables import Row, Table, decoded, plain, read_csv
from .values import amount, identifier, number_text

HEADINGS = ("id", "shop", "title", "price", "currency", "as_of")
_RISKY = re.compile(r"[0-9]|true|false", re.IGNORECASE)
_FORMULA = re.compile(r"[=+\-@\t\r]")
Spot = tuple[str, str]
"""A product's id and a shop's, empty for the product's own price."""


class Price(Record):
    """A line of the sheet that the site can be asked about."""

    product: Product
    number: int | None
    """The index of the offer; None for the product's own price."""

    @property
    def holder(self) -> Product | Offer:
        """Return what has the price."""
        return self.product if self.number is None else self.product.offers[self.number]


def export_prices(root: Path, headings: Sequence[str], report: Report) -> tuple[str, int] | None:
    """Return the site's prices as CSV with a byte order mark, and their number; None after reporting what is wrong.

    Args:
        root: the site's folder.
        headings: what stands over id, shop, title, price, currency and as_of.
        report: takes problems.

    """
    site = open_site(root, report)
    if site is None:
        return None
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings)
    count = 0
    for (identifier_, shop), price in _spots(site).items():
        if price.number is None or price.holder.price is not None:
            writer.writerow([kept(identifier_), kept(shop), harmless(price.product.title), *_worth(site, price)])
            count += 1
    return out.getvalue(), count


def _spots(site: Site) -> dict[Spot, Price]:
    """Return every price there is or may be, of products and of their offers, in the order of the catalogue."""
    found: dict[Spot, Price] = {}
    for product in site.catalogue.products.values():
        found[product.id, ""] = Price(product, None)
        for number, offer in enumerate(product.offers):
            found.setdefault((product.id, offer.shop), Price(product, number))
    return found


def kept(text: str) -> str:
    """Return a name so that a spreadsheet leaves it as it is."""
    return f'="{text}"' if _RISKY.search(text) else text


def harmless(text: str) -> str:
    """Return a text that no spreadsheet runs."""
    return f"'{text}" if _FORMULA.match(text) else text


def _worth(site: Site, price: Price) -> tuple[str, str, str]:
    money, day = site.money(price.holder.price), price.holder.as_of
    currency = money.currency if money else site.config.site.currency
    return f"{money.amount:f}" if money else "", currency, day.isoformat() if day else ""


def import_prices(root: Path, request: Request, headings: Sequence[Sequence[str]], report: Report) -> Imported:
    """Bring the prices of a sheet into the catalogue and return what changed; an empty price changes nothing.

    Args:
        root: the site's folder.
        request: the file, the day, whether it is partial or only tried.
        headings: for each of id, shop, title, price, currency and as_of the headings it may have.
        report: takes problems; with an error nothing is written, unless the request is partial.

    Raises:
        ProblemError: The file cannot be used at all, or a product file cannot be written.

    """
    found: list[Problem] = []
    try:
        return _PriceRun(root, request, headings, found.append).run(found)
    finally:
        for one in found:
            report(one)


class _PriceRun:
    """One run."""

    def __init__(self, root: Path, request: Request, headings: Sequence[Sequence[str]], report: Report) -> None:
        self.root, self.request, self.headings, self.report = root, request, headings, report

    def run(self, found: Sequence[Problem]) -> Imported:
        site = open_site(self.root, self.report)
        if site is None:
            return Imported((), completed=False)
        today = self.request.as_of or self.request.now.astimezone(zone(site.config)).date()
        table = read_sheet(self.request, self.report)
        columns = {name: self._column(table, at) for at, name in enumerate(HEADINGS)}
        if not columns["id"] or not columns["price"]:
            names = ", ".join(self.headings[at][-1] for at in (0, 3))
            raise fail("missing-column", Place(table.file, 1, 1), columns=names)
        reader = Reader(_format(), table, site.config.site.currency, today, self.report)
        prices = self._prices(site, reader, columns)
        is_stopped = any(is_error(one) for one in found) and not self.request.partial
        if is_stopped:
            return Imported((), completed=False)
        changes = self._changed(site, prices, today)
        if any(is_error(one) for one in found) and not self.request.partial:
            return Imported((), completed=False)
        written = tuple(sorted(site.texts)) if self.request.dry_run else site.write()
        return Imported((), changes=tuple(changes), unchanged=len(prices) - len(changes), written=written)

    def _column(self, table: Table, at: int) -> str:
        """Return the heading that a field has in this sheet; empty when it has none."""
        return next((name for name in self.headings[at] if plain(name) in table.columns), "")

    def _prices(self, site: Site, reader: Reader, columns: Mapping[str, str]) -> dict[Spot, Money]:
        """Return the price of each line that has one."""
        spots = _spots(site)
        rows: dict[Spot, Row] = {}
        found: dict[Spot, Money] = {}
        for row in reader.table.rows:
            try:
                spot = self._spot(row, reader, columns, spots)
                if spot in rows:
                    self._twice(row, rows[spot], spot, reader)
                    continue
                rows[spot] = row
                money = self._money(row, reader, columns, site.money(spots[spot].holder.price))
            except BadCellError:
                continue
            if money is not None:
                found[spot] = money
        return found

    def _twice(self, row: Row, first: Row, spot: Spot, reader: Reader) -> None:
        place = reader.table.place(row)
        self.report(problem("duplicate-row", place, id=" ".join(spot).strip(), row=row.number, first=first.number))

    def _spot(self, row: Row, reader: Reader, columns: Mapping[str, str], spots: Mapping[Spot, Price]) -> Spot:
        name = self._name(row, reader, columns["id"])
        place = partial(reader.table.place, row)
        if not name:
            self.report(problem("row-without", place(), row=row.number, column=columns["id"]))
        elif (name, "") not in spots:
            near = nearest(name, {one for one, _ in spots})
            self.report(problem("unknown-product", place(columns["id"]), id=name, near=near))
        else:
            shop = self._name(row, reader, columns["shop"]) if columns["shop"] else ""
            if (name, shop) in spots:
                return name, shop
            known = [one for product, one in spots if product == name and one]
            told = {"id": name, "shop": shop, "known": ", ".join(known), "near": nearest(shop, known)}
            self.report(problem("no-such-offer", place(columns["shop"]), **told))
        raise BadCellError

    def _name(self, row: Row, reader: Reader, column: str) -> str:
        text = reader.text(row, column)
        return reader.guarded(row, column, "id", lambda: identifier(number_text(text))) if text else ""

    def _money(self, row: Row, reader: Reader, columns: Mapping[str, str], old: Money | None) -> Money | None:
        """Return the price of a line, in the currency of its own column, else that of the old price."""
        text = reader.cell(row, columns["price"])
        written = reader.cell(row, columns["currency"]).upper() if columns["currency"] else ""
        currency = written or (old.currency if old else reader.currency)
        if not text:
            return None
        number, code = reader.guarded(row, columns["price"], "price", lambda: amount(text, currency))
        return Money(number, code)

    def _changed(self, site: Site, prices: Mapping[Spot, Money], today: date) -> list[Change]:
        """Edit the product files where a price is another now."""
        spots = _spots(site)
        todo: dict[str, list[tuple[Price, Money]]] = {}
        for spot, money in prices.items():
            if money != site.money(spots[spot].holder.price):
                todo.setdefault(spot[0], []).append((spots[spot], money))
        by_file: dict[str, list[str]] = {}
        for name in todo:
            by_file.setdefault(site.catalogue.origins[name].file, []).append(name)
        done: set[str] = set()
        for file, ids in by_file.items():
            edits = {name: partial(_edit, site=site, todo=todo[name], today=today) for name in ids}
            wanted = {name: _wanted(site, todo[name], today) for name in ids}
            done |= site.edit(file, edits, wanted, self.report)
        return [change for name in todo if name in done for change in self._told(site, todo[name])]

    def _told(self, site: Site, todo: Sequence[tuple[Price, Money]]) -> Iterator[Change]:
        for price, money in todo:
            product, holder = price.product, price.holder
            old = site.money(holder.price)
            keys: tuple[str | int, ...] = () if price.number is None else ("offers", price.number)
            if holder.valid_until is not None:
                place = site.catalogue.place(product.id, *keys, "valid_until")
                self.report(problem("valid-until-kept", place, day=holder.valid_until))
            jump = is_jump(old.amount if old and old.currency == money.currency else None, money.amount)
            file, shop = site.catalogue.origins[product.id].file, holder.shop if isinstance(holder, Offer) else ""
            yield Change(product.id, file, "price", shown(old), shown(money), shop, jump)


def _keys(site: Site, holder: Product | Offer, money: Money, today: date) -> dict[str, Any]:
    """Return the keys of a new price; one that was an amount in the site's currency stays that."""
    if isinstance(holder.price, Money) or money.currency != site.config.site.currency:
        return {"price": {"amount": money.amount, "currency": money.currency}, "as_of": today}
    return {"price": money.amount, "as_of": today}


def _edit(editor: Editor, index: int, *, site: Site, todo: Sequence[tuple[Price, Money]], today: date) -> None:
    for price, money in todo:
        keys = _keys(site, price.holder, money, today)
        if price.number is None:
            editor.set(editor.product(index), keys)
        else:
            editor.set(editor.offer(index, price.number), keys, in_offer=True)


def _wanted(site: Site, todo: Sequence[tuple[Price, Money]], today: date) -> Product:
    """Return a product as it must be read after the edit."""
    product = todo[0][0].product
    offers = list(product.offers)
    for price, money in todo:
        keys = _keys(site, price.holder, money, today)
        keys["price"] = money if isinstance(keys["price"], dict) else money.amount
        if price.number is None:
            product = msgspec.structs.replace(product, **keys)
        else:
            offers[price.number] = msgspec.structs.replace(offers[price.number], **keys)
    return msgspec.structs.replace(product, offers=tuple(offers))


def _format() -> Format:
    """Return a format without fields of its own; the sheet's columns are known."""
    return Format(product=Fields(id=(), title=()))


def read_sheet(request: Request, report: Report) -> Table:
    """Return a sheet that an author filled in, CSV or workbook.

    Raises:
        ProblemError: file-unreadable, unknown-encoding, broken-table, empty-table, no-openpyxl.

    """
    data = read_source(request.file)
    if is_workbook(data):
        return read_xlsx(data, request.file, 1, report)
    return read_csv(decoded(data, request.file, request.encoding), request.file, 1, report)
