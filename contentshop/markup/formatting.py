"""`contentshop fmt`: directives in their plain form, everything else as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from contentshop.model import Address, Document, Html, Picture, Scope, Segment, with_inside

from .conversion import convert
from .directives import FENCE, ITEM, LEAF, NAME, NOTE, Failure, Reading, half, is_sound, meaning, plain_form, read
from .settings import Settings
from .source import Span, code
from .vocabulary import NAMES

Edit = tuple[int, int, str]
"""A range of the text and what stands there instead."""

_OPENING = re.compile(rf"(?<![:：])[:：]+{NAME}(?:[{{｛]|[ \t]*$)", re.MULTILINE)
_LINE_START = re.compile(r"(?:[ \t]*(?:>|[-*+]|\d+\.|\[\^[^\]\n]+\]:|:)(?=[ \t]|$))*[ \t>]*")
_BACKSLASHES = re.compile(r"\\*\Z")
_LINK = re.compile(r"\]\([ \t]*<?(product[ \t]*：|product[ \t]+:)", re.IGNORECASE)
_BREAK = re.compile(r"\r\n|\r|\n")


def plain(source: str) -> str:
    """Return an article's source with its directives in half-width signs and English names.

    Front matter and everything that is no directive stay as they are, byte for byte, line ends too.
    What the article says stays the same: an edit that changes the document is not made.
    """
    lines, ends = _BREAK.split(source), [*_BREAK.findall(source), ""]
    first = _body_line(lines)
    body = "\n".join(lines[first:])
    while (edited := _pass(body)) != body:
        body = edited
    return "".join(line + end for line, end in zip([*lines[:first], *body.split("\n")], ends, strict=True))


def _body_line(lines: list[str]) -> int:
    """Return the index of the first line after the front matter."""
    if lines[0].lstrip("\ufeff").rstrip() != "---":
        return 0
    ends = (number for number, line in enumerate(lines) if number and line.rstrip() in ("---", "..."))
    return next(ends, -1) + 1


def _pass(body: str) -> str:
    """Return the body with every edit that leaves the document as it is, one by one if need be."""
    edits = [edit for edit in sorted(set(_edits(body))) if body[edit[0] : edit[1]] != edit[2]]
    if not edits:
        return body
    before = _essence(body)
    together = _applied(body, edits)
    if _essence(together) == before:
        return together
    for edit in reversed(edits):
        edited = _applied(body, [edit])
        if _essence(edited) == before:
            body = edited
    return body


def _applied(body: str, edits: list[Edit]) -> str:
    parts, at = [], 0
    for start, end, text in edits:
        if start >= at:
            parts += [body[at:start], text]
            at = end
    return "".join([*parts, body[at:]])


def _edits(body: str) -> Iterator[Edit]:
    for match in _LINK.finditer(body):
        yield match.start(1), match.end(1), "product:"
    opaque = code(body)
    for match in _OPENING.finditer(body):
        if any(start <= match.start() < end for start, end in opaque):
            continue
        escape = _BACKSLASHES.search(body, 0, match.start())
        if escape and len(escape[0]) % 2:
            continue
        yield from _directive(body, match.start(), opaque)


def _directive(body: str, start: int, opaque: list[Span]) -> Iterator[Edit]:
    """Return the edits for the directive at `start`, if it is one."""
    reading = read(body, start)
    if reading is None or reading.row is None or reading.broken:
        return
    line = body.rfind("\n", 0, start) + 1
    end = body.find("\n", reading.end)
    alone = _LINE_START.fullmatch(body, line, start) and not body[reading.end : end if end >= 0 else None].strip()
    if alone and reading.colons > LEAF and "block" in reading.row.forms:
        if is_sound(reading):
            yield from _container(body, start, reading, opaque)
    elif alone and "leaf" in reading.row.forms and reading.colons == LEAF:
        if not isinstance(meaning(reading, "leaf"), Failure):
            yield start, reading.end, plain_form(reading)
    elif "inline" in reading.row.forms:
        start += reading.colons - 1
        inline = read(body, start)
        if inline is not None and not isinstance(meaning(inline, "inline"), Failure):
            yield start, inline.end, plain_form(inline)


def _container(body: str, start: int, reading: Reading, opaque: list[Span]) -> Iterator[Edit]:
    """Return the edits for the fences of a container and for the lines inside that are no Markdown."""
    yield start, reading.end, plain_form(reading)
    prefix = re.compile(rf"(?:[ \t]*>){{{body.count('>', body.rfind(chr(10), 0, start) + 1, start)}}}[ \t]*")
    at = body.find("\n", reading.end) + 1
    while at:
        end = body.find("\n", at)
        outer = prefix.match(body, at, end if end >= 0 else len(body))
        inner = outer.end() if outer else at
        text = body[inner : end if end >= 0 else None]
        close = FENCE.match(text)
        if close and len(close[1]) >= reading.colons and not any(one <= inner < last for one, last in opaque):
            yield inner + close.start(1), inner + close.end(1), ":" * len(close[1])
            return
        edit = _line(reading.name, text)
        if edit is not None:
            yield inner + edit[0], inner + edit[1], edit[2]
        at = end + 1


def _line(name: str, text: str) -> Edit | None:
    """Return the edit for a line of a product list or a verdict."""
    row = NAMES[name].name
    if row == "products" and (item := ITEM.fullmatch(text)):
        return item.start(), item.end(), f"- {half(item[2])}" if item[1] in "-－" else item[0]
    if row == "verdict" and (note := NOTE.fullmatch(text)):
        return note.start("sign"), note.start("text"), f"{half(note['sign'])} "
    return None


def _essence(body: str) -> Document:
    """Return the document without what tells how its directives were typed."""
    document = convert(body, Settings())
    return msgspec.structs.replace(
        document,
        segments=tuple(_bare(one) for one in document.segments),
        headings=tuple(
            msgspec.structs.replace(one, title=tuple(_bare(part) for part in one.title)) for one in document.headings
        ),
    )


def _bare(segment: Segment) -> Segment:
    if isinstance(segment, Html | Scope | Address | Picture):
        return segment
    bare = with_inside(segment, lambda flow: tuple(map(_bare, flow)))
    return msgspec.structs.replace(bare, raw="", nth=0)
