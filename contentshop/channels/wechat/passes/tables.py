"""Tables that are read on a phone 375 px wide."""

from __future__ import annotations

import re

from bs4 import Tag
from bs4.element import PageElement

from .work import Work, every, new, role_of, words_of

_ROOM = 320
"""In px: what a table may take at its narrowest."""
_PADDING, _HAN, _LATIN = 12, 14, 8
_MOST_TEXT = 130
"""So many characters in a row make columns of a table too narrow to read."""
_COLUMNS = 4
_ALIGN = re.compile(r"text-align:\s*(right|center)")


def tables_lose_widths(tree: Tag, work: Work) -> None:
    """Take sizes off tables and their cells, and keep how numbers are aligned (facts 25, 26)."""
    del work
    for one in every(tree, "caption"):
        one.name = "p"
        one["data-role"] = "caption"
        table = one.find_parent("table")
        if table is not None:
            table.insert_before(one.extract())
    for one in every(tree, "table", "thead", "tbody", "tr", "td", "th"):
        aligned = _ALIGN.search(str(one.get("style") or "")) or re.match("(right|center)$", str(one.get("align") or ""))
        one.attrs = {name: one[name] for name in ("colspan", "rowspan", "data-role") if one.get(name)}
        if aligned and one.name in ("td", "th"):
            one["data-align"] = aligned[1]


def wide_tables_become_records(tree: Tag, work: Work) -> None:
    """Write a table that is too wide for a phone as one block a row, with the name before each value (fact 26)."""
    del work
    for table in every(tree, "table"):
        rows = [list(row.find_all(["td", "th"], recursive=False)) for row in table.find_all("tr")]
        if _is_plain(rows) and role_of(table) != "compare" and _is_wide(rows):
            table.replace_with(*_records(rows))


def _is_plain(rows: list[list[Tag]]) -> bool:
    """Return whether every row has the same columns, without cells that span several."""
    return len({len(row) for row in rows}) == 1 and not any(
        cell.get("colspan") or cell.get("rowspan") for row in rows for cell in row
    )


def _is_wide(rows: list[list[Tag]]) -> bool:
    columns = list(zip(*rows, strict=True))
    if len(columns) <= 2:  # noqa: PLR2004 - a name and a value
        return False
    least = sum(max(_narrowest(words_of(cell)) for cell in column) + _PADDING for column in columns)
    most = max(sum(len(words_of(cell)) for cell in row) for row in rows)
    return least > _ROOM or len(columns) > _COLUMNS or most > _MOST_TEXT


def _narrowest(text: str) -> int:
    """Return the width in px of a cell as narrow as it can be: Han text breaks anywhere, a word does not."""
    words = re.findall(r"[!-~]+", text)
    han = 2 * _HAN if any(char > "\u2e80" for char in text) else 0
    return max([han, *(len(word) * _LATIN for word in words)])


def _records(rows: list[list[Tag]]) -> list[Tag]:
    names = [words_of(cell) for cell in rows[0]]
    found = []
    for row in rows[1:]:
        lines: list[PageElement | str] = [new("strong", *_inside(row[0]))]
        for name, cell in zip(names[1:], row[1:], strict=True):
            if words_of(cell) or cell.find("img"):
                label = [new("span", f"{name} ", role="record-name")] if name else []
                lines += [new("br"), *label, *_inside(cell)]
        found.append(new("section", *lines, role="record"))
    return found


def _inside(cell: Tag) -> list[PageElement]:
    return [child.extract() for child in list(cell.children)]
