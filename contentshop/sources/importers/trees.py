"""JSON and XML of shops as tables: what lies inside is a column named by its way (`meta.barcode`)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from xml.parsers import expat

from contentshop.model import Place
from contentshop.problems import fail

from .tables import Row, Table, plain

LIST = "\n"
"""Stands between the values of a list in one cell."""
_ITEMS = ("item", "entry")
_DEEP = 64


def read_json(text: str, file: str, records: str) -> Table:
    """Return a list of objects, at the top or under the key `records`; numbers keep their digits.

    Raises:
        ProblemError: broken-table, with its place; empty-table.

    """
    try:
        found: Any = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except json.JSONDecodeError as error:
        raise fail("broken-table", Place(file, error.lineno, error.colno), reason=error.msg) from None
    except RecursionError:
        raise fail("too-deep", Place(file)) from None
    if isinstance(found, dict):
        found = found.get(records)
    objects = found if isinstance(found, list) else []
    return _table(file, [(0, _flat(one)) for one in objects if isinstance(one, dict)])


def _flat(value: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """Return the texts in an object by their ways; a list of texts is one cell, a list of objects none."""
    cells: dict[str, str] = {}
    for name, one in value.items():
        if isinstance(one, dict):
            cells |= _flat(one, f"{prefix}{name}.")
        elif isinstance(one, list):
            cells[prefix + name] = LIST.join(_text(part) for part in one if not isinstance(part, dict | list))
        else:
            cells[prefix + name] = _text(one)
    return cells


def _text(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def read_xml(data: bytes, file: str) -> Table:
    """Return the items of an RSS 2.0 channel or the entries of an Atom feed, without namespaces.

    Raises:
        ProblemError: broken-table, with its place; also for a document type, which could hold bombs. empty-table.

    """
    reading = _Reading()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, keys: reading.start(name, keys, parser.CurrentLineNumber)
    parser.EndElementHandler = lambda _: reading.end()
    parser.CharacterDataHandler = reading.text
    parser.StartDoctypeDeclHandler = reading.refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, _RefusedError) as error:
        reason = expat.errors.messages.get(getattr(error, "code", 0), "") or error
        place = Place(file, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
        raise fail("broken-table", place, reason=reason) from None
    return _table(file, reading.items)


class _RefusedError(Exception):
    """The document has a document type, or is nested without end."""


class _Reading:
    """What was read of an XML document so far."""

    def __init__(self) -> None:
        self.items: list[tuple[int, dict[str, str]]] = []
        self._way: list[str] = []
        self._item_depth = 0
        self._pieces: list[str] = []

    def start(self, name: str, keys: dict[str, str], line: int) -> None:
        """Begin an element."""
        local = name.rpartition(" ")[2]
        self._way.append(local)
        self._pieces = []
        if len(self._way) > _DEEP:
            raise _RefusedError("nested too deep")
        if not self._item_depth and local in _ITEMS:
            self._item_depth = len(self._way)
            self.items.append((line, {}))
        elif self._item_depth and local == "link" and "href" in keys:
            self._pieces = [keys["href"]]

    def end(self) -> None:
        """End an element; the text of a child of an item is a cell, deeper ones are named by their way."""
        depth = len(self._way)
        if depth == self._item_depth:
            self._item_depth = 0
        elif self._item_depth:
            name = ".".join(self._way[self._item_depth :])
            cells, text = self.items[-1][1], "".join(self._pieces).strip()
            if text:
                cells[name] = f"{cells[name]}{LIST}{text}" if name in cells else text
        self._pieces = []
        self._way.pop()

    def text(self, text: str) -> None:
        """Take a piece of text."""
        self._pieces.append(text)

    def refuse(self, *_: object) -> None:
        """Refuse a document type."""
        raise _RefusedError("a document type (DOCTYPE) is not read")


def _table(file: str, items: Iterable[tuple[int, dict[str, str]]]) -> Table:
    columns: dict[str, tuple[str, int]] = {}
    rows = []
    for number, (line, cells) in enumerate(items, start=1):
        for name in cells:
            columns.setdefault(plain(name), (name, 0))
        rows.append(Row(number, line, {plain(name): text for name, text in cells.items() if text.strip()}))
    if not rows:
        raise fail("empty-table", Place(file))
    return Table(file, columns, tuple(rows))
