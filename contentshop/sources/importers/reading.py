"""Cells by the rules of a format: the first column that holds something, as the value its field needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, TypeVar, get_args
from urllib.parse import quote

from contentshop.model import Kind, Money
from contentshop.problems import Report, problem

from .mapping import Column, Format, Rules
from .tables import Row, Table, plain
from .values import CurrencyError, SpoiledError, amount, day, interval, number_text, quantity

T = TypeVar("T")
EXPECTED = {
    "id": ("an id: at most 80 letters, digits, - _ .", "id（最多 80 个汉字、字母、数字、- _ .）"),
    "price": ("one price", "一个价格"),
    "day": ("a day written year first, such as 2026-11-18", "年在前的日期，如 2026-11-18"),
    "quantity": ("a number of pieces", "件数"),
    "interval": ("two moments with / between", "中间有 / 的两个时间"),
    "currency": ("a currency's code, such as CNY", "货币代码，如 CNY"),
    "channel": ("a channel", "渠道"),
    "link": ("an address or a text that WeChat opens", "网址或微信能点开的文字"),
    "stock": ("a word for stock that the format knows", "格式认识的库存状态"),
}
"""What a cell should have held, in English and Chinese."""
_STOCK = ("in_stock", "preorder", "out_of_stock")
_TEXT_FORMULA = re.compile(r'="(.*)"')
_CURRENCY = re.compile("[A-Z]{3}")


class BadCellError(Exception):
    """A cell cannot be read; the problem is reported already."""


class Reader:
    """Reads the cells of one table."""

    def __init__(self, form: Format, table: Table, currency: str, today: date, report: Report) -> None:
        self.form, self.table, self.report = form, table, report
        self.currency, self.today = currency, today

    def cell(self, row: Row, column: str) -> str:
        """Return the text of a cell; empty when there is none."""
        text = row.cells.get(plain(column), "").strip()
        return text.replace("\\n", "\n") if self.form.escapes else text

    def text(self, row: Row, column: str) -> str:
        """Return the text of a cell without what keeps spreadsheets from changing it: `="0123"`, a leading `'`."""
        text = self.cell(row, column)
        match = _TEXT_FORMULA.fullmatch(text)
        return match[1] if match else text.removeprefix("'")

    def texts(self, row: Row, rule: Column) -> list[str]:
        """Return the texts that a rule takes from its cell."""
        text = self.cell(row, rule.column)
        mark = rf"(?<!\\){re.escape(rule.split)}" if self.form.escapes else re.escape(rule.split)
        parts = re.split(mark, text) if rule.split else [text]
        return [found for part in parts if (found := self._text(part, rule))]

    def _text(self, text: str, rule: Column) -> str:
        if self.form.escapes:
            text = text.replace("\\,", ",")
        if rule.pattern:
            match = re.search(rule.pattern, text)
            text = (match[1] or "") if match else ""
        if rule.last:
            text = text.rpartition(rule.last)[2]
        text = text.strip()
        if rule.wrap and text:
            return rule.wrap.replace("{}", quote(number_text(text), safe="-._~"))
        return text

    def first(self, row: Row, rules: Rules) -> tuple[str, Column] | None:
        """Return the first text of a row that the rules take, with its rule."""
        return next(((texts[0], rule) for rule in rules if (texts := self._found(row, rule))), None)

    def _found(self, row: Row, rule: Column) -> list[str]:
        return self.guarded(row, rule.column, "id", lambda: self.texts(row, rule))

    def guarded(self, row: Row, column: str, expected: str, read: Callable[[], T]) -> T:
        """Return what is read from a cell.

        Raises:
            BadCellError: After cell-not, spoiled-number or wrong-currency is reported.

        """
        told: dict[str, Any] = {"value": self.cell(row, column), "cell": self.table.cell(row, column)}
        told["column"] = self.heading(column)
        place = self.table.place(row, column)
        try:
            return read()
        except SpoiledError:
            self.report(problem("spoiled-number", place, **told))
        except CurrencyError as error:
            self.report(problem("wrong-currency", place, **told, currency=self.currency, other=error))
        except (ValueError, ArithmeticError, KeyError):
            english, chinese = EXPECTED[expected]
            self.report(problem("cell-not", place, **told, expected=english, expected_zh=chinese))
        raise BadCellError

    def heading(self, column: str) -> str:
        """Return a column's heading as the file has it."""
        return self.table.columns.get(plain(column), (column, 0))[0]

    def price(self, row: Row) -> tuple[Money | None, date | None]:
        """Return the price of a row today, and the last day it holds where the shop says so."""
        for rule in self.form.product.price:
            if not self.cell(row, rule.column) or not (window := self._window(row, rule)):
                continue
            starts, ends = window
            if (starts is None or starts <= self.today) and (ends is None or self.today <= ends):
                return self._money(row, rule), ends
        return None, None

    def _money(self, row: Row, rule: Column) -> Money | None:
        texts = self.texts(row, rule)
        if not texts:
            return None
        currency = self._currency(row)
        number, code = self.guarded(row, rule.column, "price", lambda: amount(texts[0], currency))
        return Money(number, code)

    def _currency(self, row: Row) -> str:
        found = self.first(row, self.form.product.currency)
        if found is None:
            return self.currency
        text, rule = found[0].upper(), found[1]
        return self.guarded(row, rule.column, "currency", lambda: text if _CURRENCY.fullmatch(text) else _refuse(text))

    def _window(self, row: Row, rule: Column) -> tuple[date | None, date | None]:
        """Return the first and last day on which a rule's price holds."""
        if rule.within and (text := self.cell(row, rule.within)):
            return self.guarded(row, rule.within, "interval", lambda: interval(text))
        return self._day(row, rule.starts), self._day(row, rule.ends)

    def _day(self, row: Row, column: str) -> date | None:
        text = self.cell(row, column) if column else ""
        return self.guarded(row, column, "day", lambda: day(text)) if text else None

    def date(self, row: Row, rules: Rules) -> date | None:
        """Return a day."""
        found = self.first(row, rules)
        return self.guarded(row, found[1].column, "day", lambda: day(found[0])) if found else None

    def stock(self, row: Row) -> str:
        """Return what the first rule that has an answer says; empty when none has."""
        for rule in self.form.product.stock:
            text = self.cell(row, rule.column)
            known = {plain(word): meaning for word, meaning in rule.words.items()}
            if plain(rule.column) in self.table.columns and plain(text) in known:
                return known[plain(text)]
            if text and rule.number:
                there = self.guarded(row, rule.column, "quantity", lambda text=text: quantity(text))  # type: ignore[misc]
                return "in_stock" if there else "out_of_stock"
        return ""

    def kind(self, row: Row) -> str:
        """Return what the product is where a word of the shop's says so; empty otherwise."""
        for rule in self.form.product.kind:
            for text in self.texts(row, rule):
                known = {plain(word): meaning for word, meaning in rule.words.items()}
                if known.get(plain(text)) in get_args(Kind):
                    return known[plain(text)]
        return ""

    def specs(self, rows: Sequence[Row]) -> dict[str, str]:
        """Return names and values of a product, of its variants too where the format gathers them."""
        found: dict[str, str] = {}
        for spec in self.form.specs:
            name = self.cell(rows[0], spec.name_column) if spec.name_column else spec.name or self.heading(spec.column)
            values = dict.fromkeys(self._values(rows if spec.variants else rows[:1], spec.column))
            if name and values and (name, *values) != ("Title", "Default Title"):
                found.setdefault(name, " / ".join(values))
        return found

    def _values(self, rows: Sequence[Row], column: str) -> Iterator[str]:
        for row in rows:
            if text := self.cell(row, column):
                yield text.replace("\\,", ",") if self.form.escapes else text


def of_all(stocks: Sequence[str]) -> str:
    """Return the stock of a product from those of its variants: the best of them."""
    return next((one for one in _STOCK if one in stocks), "")


def _refuse(text: str) -> str:
    raise ValueError(text)
