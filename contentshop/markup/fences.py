"""Fenced code: found in lines, also inside lists and quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from contentshop.model import Record

_OPEN = re.compile(r"(?P<quote>(?: {0,3}> ?)*)(?P<indent> *)(?P<fence>`{3,}(?=[^`]*$)|~{3,})(?P<info>.*)")
_CLOSE = re.compile(r"(?P<fence>`{3,}|~{3,}) *")
_HOLDER = re.compile(r" *(?:(?:[*+-]|\d+\.) |\[\^[^\]]+\]:|: |!!! )")
_FAR = 400
"""How many lines above a fence are searched for the list item that holds it."""


class Fence(Record, frozen=True):
    """A fenced code block; `first` and `last` are the lines of its fences, from 0."""

    first: int
    last: int
    prefix: str
    """What stands before the opening fence: quote marks and indentation."""
    info: str
    code: str


def fences(lines: Sequence[str]) -> Iterator[Fence]:
    """Return the fenced code blocks of a text in order; an unclosed fence opens none."""
    number = 0
    hopeless: list[tuple[str, int, int, int]] = []
    while number < len(lines):
        line = lines[number]
        match = _OPEN.fullmatch(line) if "```" in line or "~~~" in line else None
        if match is not None:
            depth, indent, mark = match["quote"].count(">"), len(match["indent"]), match["fence"]
            if not any(
                mark.startswith(other) and depth == deep and indent <= far and number < until
                for other, deep, far, until in hopeless
            ):
                last, found = _fence(lines, number, match)
                if found is not None:
                    yield found
                    number = last
                else:
                    hopeless.append((mark, depth, indent, last))
        number += 1


def _fence(lines: Sequence[str], first: int, opening: re.Match[str]) -> tuple[int, Fence | None]:
    """Return the fence opened on a line and its last line, or none and the line up to which it is not closed."""
    depth, indent, mark = opening["quote"].count(">"), len(opening["indent"]), opening["fence"]
    if indent >= 4 and not in_item(lines, first, depth, indent):  # noqa: PLR2004
        return first, None
    code: list[str] = []
    for number in range(first + 1, len(lines)):
        line = _unquoted(lines[number], depth)
        if line is None:
            return number, None
        text = line.lstrip(" ")
        close = _CLOSE.fullmatch(text)
        if close and close["fence"].startswith(mark) and len(line) - len(text) < indent + 4:
            prefix = opening["quote"] + opening["indent"]
            return number, Fence(first, number, prefix, opening["info"].strip(), "\n".join([*code, ""]))
        code.append(line[min(indent, len(line) - len(text)) :])
    return len(lines), None


def _unquoted(line: str, depth: int) -> str | None:
    """Return the line without `depth` quote marks, or none when it has fewer."""
    for _ in range(depth):
        match = re.match(r" {0,3}> ?", line)
        if match is None:
            return None
        line = line[match.end() :]
    return line


def in_item(lines: Sequence[str], number: int, depth: int, indent: int) -> bool:
    """Return whether the line, so far indented, is part of a list item, footnote or admonition."""
    for above in range(number - 1, max(-1, number - _FAR), -1):
        line = _unquoted(lines[above], depth)
        if line is None:
            return False
        here = len(line) - len(line.lstrip(" "))
        if not line.strip() or here >= indent:
            continue
        if _HOLDER.match(line):
            return indent - here < 8  # noqa: PLR2004
        if here == 0:
            return False
        indent = here
    return False
