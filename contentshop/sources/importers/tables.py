"""A file of a shop as a table: rows of cells by the name of their column, each cell with its place.

Table, Row     what every reader gives
decoded        bytes in UTF-8, UTF-16 or GB18030 as text
read_csv       text parted by commas, tabs or semicolons
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from contentshop.model import Place, Record
from contentshop.problems import Report, fail, problem

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LIMIT = 1 << 24
"""Characters that one cell may have."""


class Row(Record):
    """The cells that hold something, by the plain name of their column; `line` is 0 where lines mean nothing."""

    number: int
    line: int
    cells: Mapping[str, str]


class Table(Record):
    """Rows, and the columns by plain name: their heading as written and their number from 1, or 0."""

    file: str
    columns: Mapping[str, tuple[str, int]]
    rows: tuple[Row, ...]

    def cell(self, row: Row, column: str) -> str:
        """Return the name of a cell: `C12` in a table, `#12` in a list."""
        _, number = self.columns.get(plain(column), ("", 0))
        return f"{letters(number)}{row.number}" if number else f"#{row.number}"

    def place(self, row: Row, column: str = "") -> Place:
        """Return where a cell stands."""
        _, number = self.columns.get(plain(column), ("", 0))
        return Place(self.file, row.line, number if row.line else 0)


def plain(name: str) -> str:
    """Return a column's name for comparison: width, case, spaces and underscores do not count."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().replace("_", " ").split())


def letters(number: int) -> str:
    """Return a column's letters, as spreadsheets name it."""
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def decoded(data: bytes, file: str, encoding: str = "") -> str:
    """Return bytes as text: in the encoding named, by their mark, else UTF-8, else GB18030, of which GBK is a part.

    Raises:
        ProblemError: unknown-encoding.

    """
    name = encoding or next((name for mark, name in _MARKS if data.startswith(mark)), "")
    name = name or ("utf-16-le" if _is_wide(data) else "")
    for guess in [name] if name else ["utf-8", "gb18030"]:
        try:
            text = data.decode(guess)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\0" not in text and (guess != "gb18030" or encoding or _is_chinese(data)):
            return text
    raise fail("unknown-encoding", Place(file))


def _is_wide(data: bytes) -> bool:
    """Return whether bytes of the beginning are 0 as in UTF-16 without its mark: every second at most."""
    return b"\0" in data[1:200:2] and b"\0" not in data[0:200:2]


def _is_chinese(data: bytes) -> bool:
    """Return whether bytes over 0x7F stand in pairs as in Chinese text, and not alone as in Western text."""
    alone = pairs = at = 0
    while at < len(data):
        if data[at] < 0x80:  # noqa: PLR2004 - ASCII
            at += 1
            continue
        second = data[at + 1] if at + 1 < len(data) else 0
        pairs, alone = pairs + (second > 0xA0), alone + (second <= 0xA0)  # noqa: PLR2004 - GB 2312
        at += 2
    return pairs >= alone


def read_csv(text: str, file: str, header: int, report: Report) -> Table:
    """Return the table in a text; the separator is the one that the headings have most of.

    Raises:
        ProblemError: empty-table; broken-table, for a quote that is never closed.

    """
    csv.field_size_limit(_LIMIT)
    lines = text.split("\n")
    headings = lines[header - 1] if len(lines) >= header else ""
    mark = max(",\t;", key=headings.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    return table(_lines(reader, file), file, header, report)


def _lines(reader: Iterator[list[str]], file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each row with the line of the file it begins on."""
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise fail("broken-table", Place(file, line, 1), reason=error) from None
        yield line, cells
        line = reader.line_num + 1  # type: ignore[attr-defined]  # the type of readers is private


def table(rows: Iterable[tuple[int, list[str]]], file: str, header: int, report: Report) -> Table:
    """Return rows, the headings among them, as a table; rows without any text are left out.

    Raises:
        ProblemError: empty-table.

    """
    columns: dict[str, tuple[str, int]] = {}
    found: list[Row] = []
    for number, (line, cells) in enumerate(rows, start=1):
        if number == header:
            for position, heading in enumerate(cells, start=1):
                columns.setdefault(plain(heading), (heading.strip(), position))
        elif number > header and any(cell.strip() for cell in cells):
            if any(cell.strip() for cell in cells[max(at for _, at in columns.values()) :]):
                report(problem("extra-cells", Place(file, line), row=number, count=len(columns)))
            named = {name: cells[at - 1] for name, (_, at) in columns.items() if at <= len(cells)}
            found.append(Row(number, line, {name: cell for name, cell in named.items() if cell.strip()}))
    columns.pop("", None)
    if not columns or not found:
        raise fail("empty-table", Place(file))
    return Table(file, columns, tuple(found))
