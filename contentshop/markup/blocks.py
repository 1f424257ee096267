"""Directives inside Python-Markdown: on lines of their own, around lines, and inside a line.

The block processor also gives fenced code, which `fences.py` has put away, a block of its own.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import BacktickInlineProcessor, InlineProcessor
from markdown.util import STX

from contentshop.problems import nearest

from .containers import fill, too_few_colons
from .directives import FENCE, NAME, Failure, Reading, meaning, read
from .slots import Container
from .vocabulary import NAMES

if TYPE_CHECKING:
    from markdown import Markdown
    from markdown.blockparser import BlockParser

    from .slots import Held, Slots

DEEPEST = 60
"""Lists and quotes may be nested so deep; more is refused, whatever the stack of the caller allows."""

_LINE = re.compile(rf"^ *(?:(?P<directive>[:：]{{2,}}{NAME})|{STX}wzxhzdk:\d+\x03[ ]*$)", re.MULTILINE)
_IN_LINES = {name for name, row in NAMES.items() if set(row.forms) - {"block"}}
"""The names that a word inside a line may be a slip of; `std::vector{1}` is none of `verdict`."""
_ITEM_LINE = re.compile(r" {0,3}(?:[*+-]|\d+\.) ")


_PLAIN = re.compile(r"(?:(?:[^\W\d_]|[“‘《「『（【])[^\n]*(?:\n|\Z))+\Z")
"""Lines that begin with a letter or an opening sign of Chinese: a paragraph, whatever they say."""


class TooDeepError(Exception):
    """Lists or quotes are nested deeper than `DEEPEST`."""


class PlainBlocks(BlockProcessor):
    """Comes first and makes paragraphs of what can be nothing else, before a dozen processors look at it in vain."""

    def test(self, parent: ET.Element, block: str) -> bool:  # noqa: ARG002
        """Return whether every line begins as no other block does; what may be too deep is left to the others."""
        return len(self.parser.state) <= DEEPEST and _PLAIN.match(block) is not None

    def run(self, parent: ET.Element, blocks: list[str]) -> bool | None:
        """Make the first block a paragraph, or what a paragraph is in a list."""
        return self.parser.blockprocessors["paragraph"].run(parent, blocks)


class DirectiveBlocks(BlockProcessor):
    """Takes lines that hold nothing but a directive out of their block."""

    def __init__(self, parser: BlockParser, slots: Slots) -> None:
        super().__init__(parser)
        self.slots = slots

    def test(self, parent: ET.Element, block: str) -> bool:
        """Return whether a line of the block may be a directive."""
        if len(self.parser.state) > DEEPEST:
            raise TooDeepError
        return parent.tag != "p" and _LINE.search(block) is not None

    def run(self, parent: ET.Element, blocks: list[str]) -> bool:
        """Take the first directive out; what stands before and after is parsed as Markdown."""
        block = blocks[0]
        code: list[tuple[int, int]] | None = None
        for match in _LINE.finditer(block):
            if self._elsewhere(parent, block, match):
                continue
            if match["directive"] is None:
                if match[0] == block:
                    return False
                self._replace(parent, blocks, (match.start(), match.end()), None)
                return True
            if code is None:
                code = code_spans(block, self.parser.md) if "`" in block or "<!--" in block else []
            if any(start < match.start("directive") < end for start, end in code):
                continue
            reading = read(block, match.start("directive"))
            if reading is not None and self._take(parent, blocks, match.start(), reading):
                return True
        return False

    @staticmethod
    def _elsewhere(parent: ET.Element, block: str, match: re.Match[str]) -> bool:
        """Return whether the line is code, or indented under a list item that stands above it in the block."""
        indent = _indent(match[0])
        if indent >= 4 and (parent.tag not in ("li", "dd") or match.start() == 0):  # noqa: PLR2004
            return True
        if indent < 2:  # noqa: PLR2004
            return False
        above = block[: match.start()].split("\n")
        return any(_ITEM_LINE.match(line) and _indent(line) < indent for line in above)

    def _take(self, parent: ET.Element, blocks: list[str], start: int, reading: Reading) -> bool:
        """Replace the directive in the first block; return whether it was one of its own line."""
        rest_of_line = blocks[0][reading.end :].partition("\n")[0]
        if rest_of_line.strip() or (reading.row is None and not self._suspicious(reading)):
            return False
        if reading.colons == 2:  # noqa: PLR2004
            self._replace(parent, blocks, (start, reading.end), meaning(reading, "leaf"))
        else:
            self._container(parent, blocks, start, reading)
        return True

    @staticmethod
    def _suspicious(reading: Reading) -> bool:
        return reading.name.isascii() or bool(nearest(reading.name, NAMES))

    def _container(self, parent: ET.Element, blocks: list[str], start: int, reading: Reading) -> None:
        held: Held
        text = "\n\n".join(blocks)
        close = next((fence for fence in FENCE.finditer(text, reading.end) if len(fence[1]) >= reading.colons), None)
        end, body = reading.end, text[reading.end : close.start()] if close else ""
        if close is None and reading.row is not None and "block" in reading.row.forms:
            held = Failure("unclosed-directive", reading.raw, {"name": reading.row.name})
        else:
            held = too_few_colons(reading, body) or meaning(reading, "block", body)
            if close and not isinstance(held, Failure):
                end = close.end()
                if end > len(blocks[0]):
                    blocks[:] = [text]
        self._replace(parent, blocks, (start, end), held, body)

    def _replace(
        self, parent: ET.Element, blocks: list[str], span: tuple[int, int], held: Held | None, body: str = ""
    ) -> None:
        """Put `held`, or the stashed block that stands there, in place of a span of the first block.

        `body` is the Markdown a container holds.
        """
        block = blocks.pop(0)
        before, after = block[: span[0]].rstrip("\n"), re.sub(r"\A *\n+", "", block[span[1] :])
        if before:
            self.parser.parseBlocks(parent, [before])
        if held is None:
            ET.SubElement(parent, "p").text = block[slice(*span)].strip()
        elif isinstance(held, Container):
            fill(self.parser, self.slots, parent, held, body)
        else:
            self.slots.block(held, parent)
        if after.strip():
            blocks[:0] = after.split("\n\n")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def code_spans(text: str, md: Markdown) -> list[tuple[int, int]]:
    """Return where the code spans and comments of a block are, as Python-Markdown will find them."""
    processor = md.inlinePatterns["backtick"]
    assert isinstance(processor, BacktickInlineProcessor)  # noqa: S101
    spans = [match.span() for match in re.finditer(r"<!--.*?-->", text, re.DOTALL)]
    at = 0
    while (match := processor.compiled_re.search(text, at)) is not None:
        element, start, end = processor.handleMatch(match, text)
        if start is None or end is None:
            break
        if isinstance(element, ET.Element):
            spans.append((start, end))
        at = max(end, match.end())
    return spans


class InlineDirectives(InlineProcessor):
    """Finds directives inside a line; runs after code spans and before backslash escapes."""

    PATTERN = (
        rf"(?m)[\\:：](?:(?<=\\)(?:(?P<escaped>[:：]+{NAME})(?=[{{｛])|(?P<fence>[:：]{{2,}}{NAME})(?=[ \t]*$)|.)"
        rf"|(?<=[:：])(?<![:：]{{2}})[:：]*{NAME}(?=[{{｛]))"
    )
    """Begins with a class of characters, for which a text is searched ten times as fast as for an assertion."""

    def __init__(self, md: Markdown, slots: Slots) -> None:
        super().__init__(self.PATTERN, md)
        self.slots = slots

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[str | None, int | None, int | None]:
        """Return the placeholder of a directive, or the colons that a backslash protects."""
        escaped = m["escaped"] or m["fence"]
        if escaped and (m["escaped"] or escaped.lstrip(":：") in NAMES):
            return escaped, m.start(), m.end()
        if m[0].startswith("\\"):
            return None, m.start(), m.end()
        start = m.start()
        reading = read(data, start)
        if reading is None or (reading.row is None and not nearest(reading.name, _IN_LINES)):
            return None, start, m.end()
        if reading.colons > 1 and reading.row is not None and "inline" in reading.row.forms:
            start += reading.colons - 1
            reading = read(data, start)
            if reading is None:
                return None, m.start(), m.end()
        return self.slots.inline(meaning(reading, "inline")), start, reading.end
