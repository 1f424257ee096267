"""YAML as nodes that know where they stand.

Built on the events of PyYAML's C parser: composing with its resolver would cost ten times as much,
and would guess types (`39.90`, `no`, `12:30`, `0123`) that only the schema can know. A top-level list
is given item by item, so that a large catalogue is never held as nodes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

import yaml

from contentshop.model import Place
from contentshop.problems import ProblemError, Report, fail, problem

from .reasons import reason_zh
from .slips import slip

_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEPTH = 32
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""Control characters, and the invisible line ends and byte order marks that would move every place after them."""

WIDE_COLON = re.compile(r"[ \t]*(?:- +)*([\w-]+)：")
"""A line that was meant as a key and its value."""
_NO_COLON = "could not find expected ':'"

Keys = tuple[str | int, ...]


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

    Problems that leave the rest readable (a duplicate key) go to `report`; a broken document raises ProblemError:
    broken-yaml, what `slip` finds, wide-colon, yaml-alias, not-a-key, forbidden-character, second-document, too-deep.
    """

    def __init__(self, text: str, file: str, report: Report) -> None:
        self._text = text
        self._file = file
        self._report = report

    def document(self) -> Node | None:
        """Return the whole document, or None when it is empty."""
        if not self._open():
            return None
        node = self._build(self._next(), 0)
        self._close()
        return None if isinstance(node, Scalar) and node.is_null else node

    def items(self) -> Iterator[Node]:
        """Yield the items of a top-level list one by one; an empty document has none.

        Raises:
            ProblemError: the document is not a list, or is broken from here on.

        """
        if not self._open():
            return
        event = self._next()
        if event.__class__ is yaml.SequenceStartEvent:
            self._refuse_tricks(event)
            while (event := self._next()).__class__ is not yaml.SequenceEndEvent:
                yield self._build(event, 1)
        else:
            node = self._build(event, 0)
            if not (isinstance(node, Scalar) and node.is_null):
                shown = node.text if isinstance(node, Scalar) else "{…}"
                raise fail("wrong-type", self._place(event), value=shown, expected="a list", expected_zh="列表")
        self._close()

    def _open(self) -> bool:
        """Return whether there is a document."""
        found = _FORBIDDEN.search(self._text)
        if found:
            raise fail("forbidden-character", self._place_at(found.start()), point=f"{ord(found[0]):04X}")
        self._parser = _Parser(self._text)
        self._next()
        return self._next().__class__ is yaml.DocumentStartEvent

    def _close(self) -> None:
        """Read on to the end, where a second document or a stray word may stand."""
        self._next()
        event = self._next()
        if event.__class__ is not yaml.StreamEndEvent:
            raise fail("second-document", self._place(event))

    def _next(self) -> Any:
        try:
            return self._parser.get_event()
        except yaml.YAMLError as error:
            raise self._broken(error) from None

    def _broken(self, error: yaml.YAMLError) -> ProblemError:
        """Return what the parser found; an end that comes too early is told where the open thing begins."""
        reason = getattr(error, "problem", None) or getattr(error, "context", None) or str(error).partition("\n")[0]
        end = len(self._text.rstrip())
        marks = [getattr(error, "problem_mark", None), getattr(error, "context_mark", None)]
        at = next((mark.index for mark in marks if mark is not None and mark.index < end), end)
        wide = self._wide_colon(at, reason)
        if wide is not None:
            return wide
        found = slip(self._text, error, _Parser)
        if found is not None:
            return fail(found.code, self._place_at(found.at), **found.values)
        return fail("broken-yaml", self._place_at(at), reason=reason, reason_zh=reason_zh(reason))

    def _wide_colon(self, at: int, reason: str) -> ProblemError | None:
        """Return the problem of a key with a full-width colon, there or on the last line with words before it."""
        here = self._place_at(at).line
        lines = self._text.split("\n")
        last = next((number for number in range(here - 1, 0, -1) if lines[number - 1].strip()), here)
        for number in (here, last):
            found = WIDE_COLON.match(lines[number - 1])
            deeper = _indent(lines[number - 1]) > _indent(lines[here - 1])
            if found and (reason == _NO_COLON or not deeper):
                return fail("wide-colon", Place(self._file, number, found.end()), key=found[1])
        return None

    def _place_at(self, index: int) -> Place:
        before = self._text[:index]
        return Place(self._file, before.count("\n") + 1, len(before) - before.rfind("\n"))

    def _place(self, event: Any) -> Place:
        return Place(self._file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _refuse_tricks(self, event: Any) -> None:
        if event.__class__ is yaml.AliasEvent or event.anchor or event.tag:
            raise fail("yaml-alias", self._place(event))

    def _build(self, event: Any, depth: int) -> Node:
        kind, mark = event.__class__, event.start_mark
        if kind is yaml.AliasEvent or event.anchor or event.tag:
            self._refuse_tricks(event)
        if kind is yaml.ScalarEvent:
            return Scalar(event.value, mark.line + 1, mark.column + 1, plain=event.implicit[0])
        if depth == _DEPTH:
            raise fail("too-deep", self._place(event))
        if kind is yaml.SequenceStartEvent:
            sequence = Sequence(mark.line + 1, mark.column + 1)
            while (event := self._next()).__class__ is not yaml.SequenceEndEvent:
                sequence.items.append(self._build(event, depth + 1))
            return sequence
        return self._mapping(Mapping(mark.line + 1, mark.column + 1), depth + 1)

    def _mapping(self, mapping: Mapping, depth: int) -> Mapping:
        while (event := self._next()).__class__ is not yaml.MappingEndEvent:
            key = self._build(event, depth)
            if not isinstance(key, Scalar):
                raise fail("not-a-key", self._place(event))
            if key.plain and key.text == "<<":
                raise fail("yaml-alias", self._place(event))
            value = self._build(self._next(), depth)
            if key.text in mapping.entries:
                first = mapping.entries[key.text][0].line
                self._report(problem("duplicate-key", self._place(event), key=key.text, line=first))
            else:
                mapping.entries[key.text] = (key, value)
        return mapping


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" -"))


def find(node: Node, keys: Keys) -> Node:
    """Return the node that the keys and indexes lead to, or the last one on the way to it."""
    for key in keys:
        if isinstance(node, Mapping) and key in node.entries:
            node = node.entries[str(key)][1]
        elif isinstance(node, Sequence) and isinstance(key, int) and key < len(node.items):
            node = node.items[key]
        else:
            break
    return node


def place_of(text: str, file: str, keys: Keys) -> Place:
    """Return where the value that `keys` lead to stands in a YAML text."""
    return places_of(text, file, [keys])[keys]


def places_of(text: str, file: str, wanted: Collection[Keys]) -> dict[Keys, Place]:
    """Return where the values that the keys lead to stand; what is not there has the nearest place on the way.

    One pass over the text, without holding a long list as nodes.
    """
    found = dict.fromkeys(wanted, Place(file))
    by_index: dict[object, list[Keys]] = {}
    for keys in found:
        by_index.setdefault(keys[0] if keys and isinstance(keys[0], int) else None, []).append(keys)
    whole = by_index.pop(None, [])
    try:
        if by_index:
            for index, node in enumerate(_Silent(text, file).items()):
                for keys in by_index.pop(index, ()):
                    found[keys] = _place(find(node, keys[1:]), file)
                if not by_index:
                    break
        if whole and (root := _Silent(text, file).document()) is not None:
            found.update((keys, _place(find(root, keys), file)) for keys in whole)
    except ProblemError:
        pass  # reported when the file was read; what stands before it has its place
    return found


class _Silent(Composer):
    """A composer of a text whose problems are known already."""

    def __init__(self, text: str, file: str) -> None:
        super().__init__(text, file, lambda _: None)


def _place(node: Node, file: str) -> Place:
    return Place(file, node.line, node.column)
