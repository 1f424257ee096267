"""Positions in the Markdown source: where code is, and where a text stands outside it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from .fences import fences, in_item

Span = tuple[int, int]

_SPAN = re.compile(r"(?<![\\`])(`+)(?!`)(.+?)(?<!`)\1(?!`)|<!--.*?-->", re.DOTALL)
_PARAGRAPHS = re.compile(r"\n[ \t>]*\n")
_QUOTE = re.compile(r"((?: {0,3}> ?)*)([ \t]*)")


def code(body: str) -> list[Span]:
    """Return where code blocks, code spans and comments are, in order, as character ranges.

    Python-Markdown decides what is code while it reads; this tells it from the lines alone, and
    agrees with it in all but contrived texts.
    """
    lines = body.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    blocks = [(starts[fence.first], starts[fence.last + 1]) for fence in fences(lines)]
    blocks += _indented(lines, starts, _Inside(blocks))
    return sorted(blocks + list(_spans(body, sorted(blocks))))


class _Inside:
    """Tells whether a position is inside one of some ranges that do not overlap."""

    def __init__(self, spans: list[Span]) -> None:
        self.spans = sorted(spans)
        self.starts = [start for start, _ in self.spans]

    def __call__(self, position: int) -> bool:
        number = bisect_right(self.starts, position) - 1
        return number >= 0 and position < self.spans[number][1]


def _indented(lines: list[str], starts: list[int], fenced: _Inside) -> Iterator[Span]:
    """Return the lines of indented code: after a blank line, and not part of a list item."""
    before = True
    for number, line in enumerate(lines):
        if fenced(starts[number]):
            before = True
            continue
        match = _QUOTE.match(line)
        quote, space = (match[1], match[2]) if match else ("", "")
        text = line[len(quote) + len(space) :]
        indent = len(space.expandtabs(4))
        if text and indent >= 4 and before and not in_item(lines, number, quote.count(">"), indent):  # noqa: PLR2004
            yield starts[number], starts[number + 1]
        else:
            before = not text


def _spans(body: str, blocks: list[Span]) -> Iterator[Span]:
    """Return code spans and comments, which do not go beyond a paragraph, outside code blocks."""
    at = 0
    for start, end in [*blocks, (len(body), len(body))]:
        for paragraph in _pieces(body, at, start):
            for match in _SPAN.finditer(body, *paragraph):
                yield match.span()
        at = end


def _pieces(body: str, start: int, end: int) -> Iterator[Span]:
    for match in _PARAGRAPHS.finditer(body, start, end):
        yield start, match.start()
        start = match.end()
    yield start, max(start, end)


def locate(body: str, text: str, nth: int) -> tuple[int, int]:
    """Return line and column, from 1, of the `nth` (from 0) occurrence of a text outside code.

    Spaces match tabs too. Where the text is the address of a link or picture somewhere, only such
    occurrences count. With fewer occurrences it is the last one; with none it is (0, 0).
    """
    words = r"[ \t]+".join(re.escape(word) for word in re.split(r"[ \t]+", text))
    if not text.strip():
        return 0, 0
    inside = _Inside(code(body))
    typed = re.compile(_before(text) + words + _after(text))
    found = [match.start() for match in typed.finditer(body) if not inside(match.start())]
    links = [start for start in found if _is_address(body, start, len(text))]
    found = links or found
    if not found:
        return 0, 0
    start = found[min(nth, len(found) - 1)]
    return body.count("\n", 0, start) + 1, start - body.rfind("\n", 0, start)


def _before(text: str) -> str:
    """Return what must not stand before the text: a directive is not part of a longer one."""
    return r"(?<![:：])" if re.match(r"[:：]{2}", text) else ""


def _after(text: str) -> str:
    """Return what must not stand behind the text: an id is not part of a longer one, a bare directive has no braces."""
    if re.match(r"[:：]{1,3}\w+\Z", text):
        return r"(?![\w{｛])"
    return r"(?![A-Za-z0-9_-])" if re.search(r"[A-Za-z0-9]\Z", text) else ""


def _is_address(body: str, start: int, length: int) -> bool:
    before, after = body[max(0, start - 3) : start], body[start + length : start + length + 1]
    return bool(re.search(r"\]\(\s?<?\Z|\]:\s?<?\Z|\]:<?\Z", before)) and (not after or after in " \t\n)>\"'")
