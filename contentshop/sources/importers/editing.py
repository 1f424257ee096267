"""Changes in a YAML text that leave every other character where it is.

A text is read once more as spans: where each value begins and ends. A change replaces a span, adds a
line or takes one away; comments, order, quotes and line ends of the rest stay the author's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import yaml

from . import emitting

_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PRODUCT = (
    *("id", "title", "summary", "brand", "kind", "regulated", "badges", "content", "category", "tags", "specs"),
    *("price", "as_of", "valid_until", "reference_price", "image", "gallery", "stock", "offers"),
)
_OFFER = (
    *("shop", "url", "path", "alias", "item_id", "miniprogram", "taglink", "sku", "price", "as_of", "valid_until"),
    *("stock", "content", "links", "kouling"),
)
"""The order in which a key that is new finds its place."""
REMOVED: Any = object()
"""The value of a key that is taken away."""


class CannotEditError(Exception):
    """A value is written in a way that cannot be changed in its place."""


class Span:
    """A node from `start` to before `end`, in characters of the text; `column` counts from 0."""

    __slots__ = ("column", "end", "entries", "flow", "items", "start")

    def __init__(self, start: int, end: int, column: int, *, flow: bool) -> None:
        self.start, self.end, self.column, self.flow = start, end, column, flow
        self.entries: dict[str, tuple[Span, Span]] | None = None
        self.items: list[Span] | None = None


def spans(text: str) -> Span | None:
    """Return the document as spans, or None when it is empty. It was read before, so that it is known to be sound."""
    parser = _Parser(text)
    parser.get_event()
    if parser.get_event().__class__ is not yaml.DocumentStartEvent:
        return None
    return _span(parser, parser.get_event(), text)[0]


def _span(parser: Any, event: Any, text: str) -> tuple[Span, str]:
    """Return a node's span and, of a scalar, its value."""
    mark: Any = event.start_mark
    if event.__class__ is yaml.ScalarEvent:
        length = len(text[mark.index : _end(event)].rstrip())
        return Span(mark.index, mark.index + length, mark.column, flow=False), event.value
    span = Span(mark.index, mark.index, mark.column, flow=bool(event.flow_style))
    if event.__class__ is yaml.SequenceStartEvent:
        span.items = []
        while (event := parser.get_event()).__class__ is not yaml.SequenceEndEvent:
            span.items.append(_span(parser, event, text)[0])
        last = span.items[-1:]
    else:
        span.entries = {}
        while (event := parser.get_event()).__class__ is not yaml.MappingEndEvent:
            key, name = _span(parser, event, text)
            value, _ = _span(parser, parser.get_event(), text)
            span.entries.setdefault(name, (key, value))
            span.end = value.end
        last = [value for _, value in span.entries.values()]
    span.end = _end(event) if span.flow else max((one.end for one in last), default=span.start)
    return span, ""


def _end(event: Any) -> int:
    return int(event.end_mark.index)


class Editor:
    """Gathers changes of one text and makes them all at once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = spans(text)
        self.line_end = "\r\n" if "\r\n" in text else "\n"
        self._changes: list[tuple[int, int, str]] = []

    def product(self, index: int) -> Span:
        """Return the span of the product at an index of the list."""
        if self.root is None or self.root.items is None:
            raise CannotEditError
        return self.root.items[index]

    def offer(self, index: int, number: int) -> Span:
        """Return the span of an offer."""
        offers = _entries(self.product(index)).get("offers")
        if offers is None or offers[1].items is None:
            raise CannotEditError
        return offers[1].items[number]

    def edited(self) -> str:
        """Return the text with all changes made."""
        parts, at = [], 0
        for start, end, new in sorted(self._changes, key=lambda one: one[0]):
            if start < at:
                raise CannotEditError
            parts += [self.text[at:start], new]
            at = end
        return "".join([*parts, self.text[at:]])

    def set(self, mapping: Span, changes: Mapping[str, Any], *, in_offer: bool = False) -> None:
        """Change keys of a product or an offer; those that are new are put where they belong."""
        entries = _entries(mapping)
        new: dict[str, Any] = {}
        for key, value in changes.items():
            if key not in entries:
                new |= {} if value is REMOVED else {key: value}
            elif value is REMOVED:
                self._remove(mapping, key)
            else:
                self._replace(entries[key], value)
        for key, value in new.items():
            self._insert(mapping, key, value, _OFFER if in_offer else _PRODUCT)

    def _replace(self, found: tuple[Span, Span], value: Any) -> None:
        key, old = found
        if old.entries and isinstance(value, Mapping):
            self.set(old, value)
        elif old.entries or old.items is not None:
            raise CannotEditError
        else:
            space = " " if old.start == old.end and old.start <= key.end + 1 else ""
            self._changes.append((old.start, old.end, space + _inline(value)))

    def _insert(self, mapping: Span, key: str, value: Any, order: Sequence[str]) -> None:
        """Put a key behind the one of those before it in the order that stands last, or at the end."""
        entries = _entries(mapping)
        before = [name for name in order[: order.index(key)] if name in entries] if key in order else []
        anchor = entries[max(before, key=order.index)] if before else list(entries.values())[-1]
        if mapping.flow:
            text = f", {key}: {emitting.flow(value)}"
            self._changes.append((anchor[1].end, anchor[1].end, text))
        else:
            self._after_line(anchor[1].end, emitting.entry(key, value, " " * mapping.column))

    def _after_line(self, position: int, lines: Iterable[str]) -> None:
        """Put lines behind the line that a position is on."""
        end = self._line_end(position)
        self._changes.append((end, end, "".join(self.line_end + line for line in lines)))

    def _line_end(self, position: int) -> int:
        match = re.compile("[\r\n]").search(self.text, position)
        return match.start() if match else len(self.text)

    def _remove(self, mapping: Span, key: str) -> None:
        """Take a key away, in block style with its line, and so with the comment there."""
        name, value = _entries(mapping)[key]
        start, end = name.start, value.end
        if mapping.flow:
            before = re.search(r",\s*\Z", self.text[mapping.start : start])
            if before is None:
                raise CannotEditError
            self._changes.append((mapping.start + before.start(), end, ""))
            return
        start = self.text.rfind("\n", 0, start) + 1
        if self.text[start : name.start].strip():
            raise CannotEditError
        end = self._line_end(end)
        self._changes.append((start, end + len(self.line_end) if end < len(self.text) else end, ""))

    def add_offer(self, index: int, offer: Mapping[str, Any]) -> None:
        """Put an offer behind the others of a product."""
        product = self.product(index)
        found = _entries(product).get("offers")
        if found is None:
            self._insert(product, "offers", [offer], _PRODUCT)
            return
        offers = found[1]
        if offers.items is None:
            if offers.start != offers.end:
                raise CannotEditError
            self._changes.append((offers.start, offers.end, f" [{emitting.flow(offer)}]"))
        elif not offers.items:
            self._changes.append((offers.start, offers.end, f"[{emitting.flow(offer)}]"))
        elif offers.flow:
            end = offers.items[-1].end
            self._changes.append((end, end, f", {emitting.flow(offer)}"))
        else:
            self._after_line(offers.end, emitting.item(offer, " " * offers.column))

    def append(self, products: Iterable[Mapping[str, Any]]) -> None:
        """Put products at the end of the list."""
        if self.root is not None and (self.root.items is None or self.root.flow):
            raise CannotEditError
        indent = " " * self.root.column if self.root else ""
        blocks = ["".join(line + self.line_end for line in emitting.item(one, indent)) for one in products]
        gap = "" if self.text.endswith("\n") or not self.text else self.line_end
        gap += self.line_end if self.text.strip() else ""
        self._changes.append((len(self.text), len(self.text), gap + self.line_end.join(blocks)))


def _inline(value: Any) -> str:
    return emitting.flow(value) if isinstance(value, Mapping | list | tuple) else emitting.scalar(value)


def _entries(span: Span) -> dict[str, tuple[Span, Span]]:
    if not span.entries:
        raise CannotEditError
    return span.entries
