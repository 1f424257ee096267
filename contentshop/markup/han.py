"""Han text: no space where a line of the source breaks between two Han characters."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterator, Sequence

from markdown.treeprocessors import Treeprocessor
from markdown.util import STX

HAN = (
    "\u3000-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f"
    "\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"
)
"""Ideographs, kana, bopomofo, full-width punctuation, as the inside of a character class."""
_SHARED = frozenset("‘’“”—…·")
"""The signs that Chinese shares with Latin text."""

_TAGS = r"((?:\x02wzxhzdk:\d+\x03)*)"
_BREAK = rf"{_TAGS}[ \t]*\n[ \t]*{_TAGS}"
_LINE_BREAK = re.compile(_BREAK)
_END = re.compile(rf"{_BREAK}\Z")
_HAN = re.compile(f"[{HAN}]")
"""The only pattern with this class: it takes milliseconds to compile."""
_TOKEN = re.compile(r"(?:\x02wzxhzdk:\d+\x03)+")

Text = tuple[ET.Element, str]
"""An element and which of its texts: `text` or `tail`."""


def is_han(char: str) -> bool:
    """Return whether a character is Han, kana, bopomofo or full-width; no character is not."""
    return _HAN.match(char) is not None


def joins(before: str, after: str) -> bool:
    """Return whether no space belongs between two characters that a line break parts."""
    if is_han(before):
        return is_han(after) or after in _SHARED
    return before in _SHARED and is_han(after)


class HanLines(Treeprocessor):
    """Removes line breaks between Han characters from the tree, also across inline elements."""

    def run(self, root: ET.Element) -> None:
        """Change the texts of the tree in place."""
        before = ""
        waiting: Text | None = None
        ruby = _after_ruby(self.md.htmlStash.rawHtmlBlocks)
        for element, which in flow(root, set(self.md.block_level_elements) | {"br", "img", "input", "cs-block"}):
            if not which:
                before, waiting = "", None
                continue
            text: str = getattr(element, which)
            fixed = _fixed(text, before)
            if ruby is not None and "\n" in fixed:
                fixed = ruby.sub(lambda match: match[1] if joins("\u3000", match[2]) else match[0], fixed)
            visible = _TOKEN.sub("", fixed) if STX in fixed else fixed
            if not visible:
                continue
            if waiting is not None and joins(before, visible[0]):
                _strip_end(*waiting)
            waiting = None
            if element.tag != "code" or which == "tail":
                if fixed != text:
                    setattr(element, which, type(text)(fixed))
                if "\n" in fixed and _END.search(fixed):
                    waiting = (element, which)
                    visible = visible.rstrip()
            before = visible[-1:] or before


def _after_ruby(stash: Sequence[object]) -> re.Pattern[str] | None:
    """Return what finds a line break after the end of ruby, where the last letter is a reading, and what follows."""
    ends = [str(number) for number, raw in enumerate(stash) if raw == "</ruby>"]
    return re.compile(rf"(\x02wzxhzdk:(?:{'|'.join(ends)})\x03)[ \t]*\n[ \t]*(?=(.))") if ends else None


def _fixed(text: str, before: str) -> str:
    """Return the text without the breaks inside it and the one at its start that follows `before`."""
    if "\n" not in text:
        return text
    text = _LINE_BREAK.sub(_without_break, text)
    start = _LINE_BREAK.match(text)
    if start and before and joins(before, text[start.end() : start.end() + 1]):
        text = start[1] + start[2] + text[start.end() :]
    return text


def _without_break(match: re.Match[str]) -> str:
    """Return what stays of a line break: the placeholders about it where no space belongs there, else all."""
    text, first, end = match.string, match.start(), match.end()
    return match[1] + match[2] if joins(text[first - 1 : first], text[end : end + 1]) else match[0]


def _strip_end(element: ET.Element, which: str) -> None:
    text: str = getattr(element, which)
    setattr(element, which, _END.sub(r"\1\2", text))


def flow(root: ET.Element, blocks: Collection[str]) -> Iterator[Text]:
    """Return every text of the tree in document order, with an empty name where a block begins or ends.

    The content of `pre` is left out.
    """
    todo: list[tuple[ET.Element, str]] = [(root, "open")]
    while todo:
        element, what = todo.pop()
        if what == "tail":
            if element.tail:
                yield element, "tail"
            continue
        if what == "close":
            yield element, ""
            continue
        block = element.tag in blocks
        if element is not root:
            todo.append((element, "tail"))
        if block:
            yield element, ""
            todo.append((element, "close"))
        if element.tag == "pre":
            continue
        todo.extend((child, "open") for child in reversed(element))
        if element.text:
            yield element, "text"
