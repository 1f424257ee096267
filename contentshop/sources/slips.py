"""Where an author broke a YAML text: what the parser stumbles over often stands a line after it."""

from __future__ import annotations

import re
from typing import Any

import yaml

from contentshop.model import Record

_CLOSERS = {"[": "]", "{": "}", '"': '"', "'": "'"}
_TOO_MANY_COLONS = "mapping values are not allowed in this context"
_TOO_LATE = "did not find expected <document start>"
_NO_COLON = "could not find expected ':'"
_VALUE = re.compile(r":(?:\s|$)")
_KEY = re.compile(r"[ \t]*(?:- +)*([^\s:]+)")


class Slip(Record):
    """What an author did: a problem's code, the index in the text, and the problem's values."""

    code: str
    at: int
    values: dict[str, str] = {}


def slip(text: str, error: yaml.YAMLError, parser: Any) -> Slip | None:
    """Return what broke a text, where that can be told; None for what the parser itself tells best.

    Its code is tab-indent, not-closed, not-opened, no-colon or bad-indent.

    Args:
        text: the document.
        error: what the parser raised.
        parser: its class; the text is read once more, up to the error.

    """
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return None
    at, reason = min(mark.index, len(text)), str(getattr(error, "problem", ""))
    if "tab character" in reason or text[at : at + 1] == "\t":
        return Slip("tab-indent", at)
    opened = _opened(text, at, parser, getattr(error, "context_mark", None))
    if opened is not None:
        sign = text[opened]
        return Slip("not-closed", opened, {"sign": sign, "closer": _CLOSERS[sign]})
    if text[at : at + 1] in ("]", "}"):
        return Slip("not-opened", at, {"sign": text[at]})
    return _of_lines(text, at, reason, getattr(error, "context_mark", None))


def _of_lines(text: str, at: int, reason: str, context: Any) -> Slip | None:
    """Return what is wrong with lines as a whole: a key without a colon, or where they begin."""
    start = _line_start(text, at)
    if reason == _NO_COLON:
        return _without_colon(text, context.index)
    if reason in (_TOO_MANY_COLONS, _TOO_LATE):
        return _continued(text, at, is_told=reason == _TOO_MANY_COLONS)
    begins = not text[start:at].strip()
    is_deeper = context is not None and at - start > context.column
    return Slip("bad-indent", at) if begins and is_deeper else None


def _opened(text: str, at: int, parser: Any, context: Any) -> int | None:
    """Return where the bracket or quote stands that is still open, or was closed by another one's sign."""
    if context is not None and text[context.index : context.index + 1] in ("'", '"') and not text[at:].strip():
        return int(context.index)
    brackets: list[int] = []
    last: Any = None
    try:
        reading = parser(text)
        while reading.check_event():
            last = reading.get_event()
            if getattr(last, "flow_style", False):
                brackets.append(last.start_mark.index)
            elif brackets and isinstance(last, yaml.CollectionEndEvent):
                brackets.pop()
    except yaml.YAMLError:
        pass
    if getattr(last, "style", None) in ("'", '"'):
        begin, end = last.start_mark.index, last.end_mark.index
        if "\n" in text[begin:end] and "\n" not in text[end:at]:
            return int(begin)
    if not brackets:
        return None
    begin = brackets[-1]
    closes = text[at : at + 1] in ("]", "}") and text[at] != _CLOSERS[text[begin]]
    ended = not text[at:].strip() or (
        "\n" in text[begin:at] and _indent(text, at) <= _indent(text, begin)  # what follows is no part of it
    )
    return begin if closes or ended else None


def _without_colon(text: str, at: int) -> Slip | None:
    """Return that the key of the line around an index has no colon, or no space after it."""
    found = _KEY.match(text, _line_start(text, at))
    return Slip("no-colon", found.end(), {"key": found[1]}) if found else None


def _continued(text: str, at: int, *, is_told: bool) -> Slip | None:
    """Return why a line with a key is no part of what stands before it; None where its own value is wrong.

    Args:
        text: the document.
        at: where the parser stopped.
        is_told: whether the line is taken as the rest of a value; it stands too far in if the key above has one.

    """
    start = _line_start(text, at)
    above = text[:start].rstrip()
    while above and above[_line_start(above, len(above)) :].lstrip().startswith("#"):
        above = above[: _line_start(above, len(above))].rstrip()
    if not above or _VALUE.search(text[start:at]):
        return None
    before = above[_line_start(above, len(above)) :]
    if _VALUE.search(before):
        return Slip("bad-indent", start + _indent(text, at)) if is_told else None
    return _without_colon(text, len(above))


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _indent(text: str, at: int) -> int:
    """Return the number of spaces that begin the line around an index."""
    line = text[_line_start(text, at) :]
    return len(line) - len(line.lstrip(" "))
