"""YAML as nodes that know where they stand.

Built on the events of PyYAML's C parser: composing with its resolver would cost ten times as much,
and would guess types (`39.90`, `no`, `12:30`, `0123`) that only the schema can know. A top-level list
is given item by item, so that a large catalogue is never held as nodes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from contentshop.model import Place
from contentshop.problems import ProblemError, Report, fail, problem

_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Scalar:
    """A scalar's text; `plain` when it was written without quotes."""

    __slots__ = ("column", "line", "plain", "text")

    def __init__(self, text: str, line: int, column: int, *, plain: bool) -> None:
        self.text, self.line, self.column, self.plain = text, line, column, plain

    @property
    def is_null(self) -> bool:
        """Return whether this is YAML's way to write nothing."""
        return self.plain and self.text in ("", "~", "null", "Null", "NULL")


class Sequence:
    """A list of nodes."""

    __slots__ = ("column", "items", "line")

    def __init__(self, line: int, column: int) -> None:
        self.items: list[Node] = []
        self.line, self.column = line, column


class Mapping:
    """Keys, each with its own node, and their values."""

    __slots__ = ("column", "entries", "line")

    def __init__(self, line: int, column: int) -> None:
        self.entries: dict[str, tuple[Scalar, Node]] = {}
        self.line, self.column = line, column


Node = Scalar | Sequence | Mapping


class Composer:
    """Reads one YAML document from text; positions count from 1.

    Problems that leave the rest readable (a duplicate key) go to `report`; a broken document raises
    ProblemError.
    """

    def __init__(self, text: str, file: str, report: Report) -> None:
        self._parser = _Parser(text)
        self._file = file
        self._report = report

    def document(self) -> Node | None:
        """Return the whole document, or None when it is empty."""
        return self._build(self._next()) if self._open() else None

    def items(self) -> Iterator[Node]:
        """Yield the items of a top-level list one by one.

        Raises:
            ProblemError: the document is not a list, or is broken from here on.

        """
        if not self._open():
            return
        event = self._next()
        if event.__class__ is not yaml.SequenceStartEvent:
            if event.__class__ is yaml.ScalarEvent and not event.value:
                return
            raise fail("wrong-type", self._place(event), value="…", expected="a list", expected_zh="列表")
        while (event := self._next()).__class__ is not yaml.SequenceEndEvent:
            yield self._build(event)

    def _open(self) -> bool:
        self._next()
        return self._next().__class__ is yaml.DocumentStartEvent

    def _next(self) -> Any:
        try:
            return self._parser.get_event()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = Place(self._file, mark.line + 1, mark.column + 1) if mark else Place(self._file)
            raise fail("broken-yaml", place, reason=error.problem or error.context or "?") from None
        except yaml.YAMLError as error:
            reason = str(error).splitlines()[0]
            raise fail("broken-yaml", Place(self._file), reason=reason) from None

    def _place(self, event: Any) -> Place:
        return Place(self._file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _build(self, event: Any) -> Node:
        kind, mark = event.__class__, event.start_mark
        if kind is yaml.AliasEvent or event.anchor:
            raise fail("yaml-alias", self._place(event))
        if kind is yaml.ScalarEvent:
            return Scalar(event.value, mark.line + 1, mark.column + 1, plain=event.implicit[0])
        if kind is yaml.SequenceStartEvent:
            sequence = Sequence(mark.line + 1, mark.column + 1)
            while (event := self._next()).__class__ is not yaml.SequenceEndEvent:
                sequence.items.append(self._build(event))
            return sequence
        return self._mapping(Mapping(mark.line + 1, mark.column + 1))

    def _mapping(self, mapping: Mapping) -> Mapping:
        while (event := self._next()).__class__ is not yaml.MappingEndEvent:
            key = self._build(event)
            if not isinstance(key, Scalar):
                raise fail("broken-yaml", self._place(event), reason="a key must be a word")
            value = self._build(self._next())
            if key.text in mapping.entries:
                first = mapping.entries[key.text][0].line
                self._report(
                    problem("duplicate-key", Place(self._file, key.line, key.column), key=key.text, line=first)
                )
            elif key.plain and key.text == "<<":
                raise fail("yaml-alias", Place(self._file, key.line, key.column))
            else:
                mapping.entries[key.text] = (key, value)
        return mapping


def find(node: Node | None, keys: tuple[str | int, ...]) -> Node | None:
    """Return the node that the keys and indexes lead to, or the last one on the way to it."""
    for key in keys:
        if isinstance(node, Mapping) and key in node.entries:
            node = node.entries[str(key)][1]
        elif isinstance(node, Sequence) and isinstance(key, int) and key < len(node.items):
            node = node.items[key]
        else:
            break
    return node


def place_of(text: str, file: str, keys: tuple[str | int, ...]) -> Place:
    """Return where the value that `keys` lead to stands in a YAML text."""
    try:
        node = find(Composer(text, file, lambda _: None).document(), keys)
    except ProblemError:
        node = None
    return Place(file, node.line, node.column) if node else Place(file)
