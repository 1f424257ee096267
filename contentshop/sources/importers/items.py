"""From the rows of a table to items: what a shop says of each of its products."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from contentshop.model import Money, Record
from contentshop.problems import nearest, problem

from .mapping import Loaded, rules_of
from .reading import BadCellError, Reader, of_all
from .tables import Row, plain
from .texts import bare, one_line, summary
from .values import identifier, number_text

_NUMBERS = ("alias", "item_id", "sku")
_NEEDED = ("id", "title")


class Item(Record):
    """A product as its shop describes it."""

    id: str
    row: Row
    texts: dict[str, str]
    """Title, summary, brand, category and image; what is empty is missing."""
    kind: str = ""
    gallery: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    specs: dict[str, str] = {}
    price: Money | None = None
    as_of: date | None = None
    valid_until: date | None = None
    stock: str = ""
    offer: dict[str, str] = {}


class Items(Record):
    """All items of a table, the ids of those that cannot be read, and how many are not on sale there."""

    items: tuple[Item, ...]
    failed: frozenset[str]
    left_out: int


class Mapper:
    """Makes items of rows; problems go to the reader's report."""

    def __init__(self, loaded: Loaded, reader: Reader) -> None:
        self.loaded, self.form, self.reader = loaded, loaded.format, reader
        self.table, self.report = reader.table, reader.report
        self._failed: set[str] = set()

    def items(self) -> Items:
        """Return the items in the order of their first rows."""
        if not self._has_columns():
            return Items((), frozenset(), 0)
        found: dict[str, Item] = {}
        left_out = 0
        for rows in self._groups():
            if self._is_left_out(rows[0]):
                left_out += 1
            elif (item := self._item(rows)) is not None:
                if item.id in found:
                    self._twice(item, found[item.id])
                else:
                    found[item.id] = item
        return Items(
            tuple(one for one in found.values() if one.id not in self._failed), frozenset(self._failed), left_out
        )

    def _twice(self, item: Item, first: Item) -> None:
        place = self.table.place(item.row)
        self.report(problem("duplicate-row", place, id=item.id, row=item.row.number, first=first.row.number))
        self._failed.add(item.id)

    def _has_columns(self) -> bool:
        """Return whether the table has what the format needs; an author's mapping names no column in vain."""
        whole = True
        known = {name: heading for name, (heading, _) in self.table.columns.items()}
        fields = [(field, [rule.column for rule in rules]) for field, rules in rules_of(self.form) if rules]
        fields += [("specs", [spec.column]) for spec in self.form.specs]
        for field, columns in fields:
            if any(plain(column) in known for column in columns):
                continue
            if self.loaded.is_own:
                self.report(self.loaded.missing(columns[0], known))
                whole = False
            elif field in _NEEDED:
                names, near = ", ".join(columns), nearest(columns[0], known.values())
                self.report(problem("missing-column", self.table.place(Row(1, 1, {})), columns=names, near=near))
                whole = False
        return whole

    def _groups(self) -> Iterator[list[Row]]:
        """Yield the rows of each product, the one that describes it first."""
        if self.form.parent:
            yield from self._families()
            return
        groups: dict[str, list[Row]] = {}
        for row in self.table.rows:
            same = self.reader.cell(row, self.form.same) if self.form.same else ""
            groups.setdefault(same or f"\0{row.number}", []).append(row)
        yield from groups.values()

    def _families(self) -> Iterator[list[Row]]:
        """Yield products with their variations, which name them and may stand before them."""
        named: dict[str, list[Row]] = {}
        variations: list[tuple[str, Row]] = []
        groups: list[list[Row]] = []
        for row in self.table.rows:
            if parent := self.reader.cell(row, self.form.parent):
                variations.append((parent, row))
                continue
            groups.append([row])
            for column, prefix in self.form.parent_by.items():
                if text := self.reader.cell(row, column):
                    named.setdefault(prefix + text, groups[-1])
        for parent, row in variations:
            if parent in named:
                named[parent] += [] if self._is_left_out(row) else [row]
            else:
                told = {"cell": self.table.cell(row, self.form.parent), "near": nearest(parent, named)}
                self.report(problem("no-parent", self.table.place(row, self.form.parent), parent=parent, **told))
        yield from groups

    def _is_left_out(self, row: Row) -> bool:
        return any(
            plain(self.reader.cell(row, column)) in [plain(text) for text in texts]
            for column, texts in self.form.leave_out.items()
        )

    def _item(self, rows: list[Row]) -> Item | None:
        """Return the item of a product's rows, or None after reporting all that is wrong with them."""
        identifier_ = self._id(rows[0])
        try:
            return self._whole(identifier_, rows) if identifier_ else None
        except BadCellError:
            self._failed.add(identifier_)
            return None

    def _id(self, row: Row) -> str:
        rules = self.form.product.id
        try:
            found = self.reader.first(row, rules)
            if found is not None:
                return self.reader.guarded(row, found[1].column, "id", lambda: identifier(found[0]))
            self._lacks(row, " / ".join(rule.column for rule in rules))
        except BadCellError:
            pass
        return ""

    def _lacks(self, row: Row, column: str) -> None:
        self.report(problem("row-without", self.table.place(row), row=row.number, column=column))

    def _whole(self, identifier_: str, rows: list[Row]) -> Item:
        row, fields = rows[0], self.form.product
        bad = False
        texts = self._texts(row)
        if "title" not in texts:
            self._lacks(row, " / ".join(rule.column for rule in fields.title))
            bad = True
        prices = []
        for one in rows:
            try:
                prices.append((one, *self.reader.price(one)))
            except BadCellError:
                bad = True
        if bad:
            raise BadCellError
        priced = [(one, money, ends) for one, money, ends in prices if money is not None]
        variants = [one for one, _, _ in priced] or rows[:1]
        stocks = [self.reader.stock(one) for one in variants]
        money, ends = self._lowest(identifier_, priced, stocks)
        return Item(
            id=identifier_,
            row=row,
            texts=texts,
            kind=self.reader.kind(row),
            gallery=self._gallery(rows, texts.get("image", "")),
            tags=tuple(dict.fromkeys(bare(tag) for rule in fields.tags for tag in self.reader.texts(row, rule))),
            specs={bare(name): bare(value) for name, value in self.reader.specs(rows).items()},
            price=money,
            as_of=self.reader.date(row, fields.as_of),
            valid_until=ends or (self.reader.date(row, fields.valid_until) if money else None),
            stock=of_all(stocks),
            offer=self._offer(rows[0], variants),
        )

    def _texts(self, row: Row) -> dict[str, str]:
        fields = self.form.product
        makers = {"title": bare, "summary": summary, "brand": bare, "category": bare, "image": one_line}
        found = {}
        for name, make in makers.items():
            for rule in getattr(fields, name):
                texts = self.reader.texts(row, rule)
                if texts and (text := make(texts[0])):
                    found[name] = text
                    break
        if found.get("summary") == found.get("title"):
            found.pop("summary", None)
        return found

    def _gallery(self, rows: Sequence[Row], image: str) -> tuple[str, ...]:
        """Return the further pictures; those of variants only where they stand in rows of the product itself."""
        own = rows if self.form.same else rows[:1]
        texts = [text for row in own for rule in self.form.product.gallery for text in self.reader.texts(row, rule)]
        found = dict.fromkeys(one_line(path) for text in texts for path in text.splitlines())
        return tuple(path for path in found if path and path != image)

    def _lowest(
        self, identifier_: str, priced: Sequence[tuple[Row, Money, date | None]], stocks: Sequence[str]
    ) -> tuple[Money | None, date | None]:
        """Return the lowest price of the variants that can be had, of all when none can, and its last day."""
        there = [one for one, stock in zip(priced, stocks, strict=False) if stock != "out_of_stock"] or priced
        if not there:
            return None, None
        amounts = sorted({money.amount for _, money, _ in there})
        row, money, ends = min(there, key=lambda one: one[1].amount)
        if len(amounts) > 1:
            told = {"id": identifier_, "lowest": amounts[0], "highest": amounts[-1]}
            self.report(problem("variants-differ", self.table.place(row), **told))
        return money, ends

    def _offer(self, row: Row, variants: Sequence[Row]) -> dict[str, str]:
        """Return how the product is reached; a variant's own number only where there is no other variant."""
        found: dict[str, str] = {}
        for name in self.form.offer.__struct_fields__:
            source = variants[0] if name == "sku" and len(variants) == 1 else row
            if name == "sku" and len(variants) > 1:
                continue
            taken = self.reader.first(source, getattr(self.form.offer, name))
            if taken is not None:
                make = number_text if name in _NUMBERS else one_line
                found[name] = self.reader.guarded(source, taken[1].column, "id", partial(make, taken[0]))
        return found
