"""Excel workbooks as tables, through openpyxl, which the extra `xlsx` installs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from contentshop.model import Place
from contentshop.problems import Report, fail

from .tables import Table, table

_EXACT = 10**15
"""From here on a spreadsheet's number has lost its last digits."""
_WIDEST = 1024
"""Columns that are read."""


def is_workbook(data: bytes) -> bool:
    """Return whether the bytes are a workbook and not text."""
    return data.startswith(b"PK\x03\x04")


def read_xlsx(data: bytes, file: str, header: int, report: Report) -> Table:
    """Return the first sheet of a workbook as a table; of formulas the values that were stored with them.

    Raises:
        ProblemError: no-openpyxl; broken-table; empty-table.

    """
    try:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError:
        raise fail("no-openpyxl", Place(file)) from None
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        return table(_rows(book.worksheets[0]), file, header, report)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, IndexError, ValueError, SyntaxError) as error:
        raise fail("broken-table", Place(file), reason=error) from None


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        yield number, [_text(value) for value in islice(cells, _WIDEST)]


def _text(value: object) -> str:
    """Return what a cell holds as text; a whole number too long to be exact looks as spreadsheets show it."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case date():
            return str(value)
        case int() | float() if abs(value) >= _EXACT:
            return f"{value:.5E}"
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case _:
            return str(value)
