"""Containers that hold Markdown: their bodies become boxes in the tree, in which Markdown goes on as everywhere."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from markdown.util import HTML_PLACEHOLDER_RE

from contentshop.model import Faq, Quote, Verdict

from .directives import NAME, Failure, Reading, notes, read
from .slots import Container, Part, Slots

if TYPE_CHECKING:
    from markdown.blockparser import BlockParser

_INNER = re.compile(rf"^ {{0,3}}(?=[:：]{{3,}}{NAME})", re.MULTILINE)
_HEADING = re.compile(r"h[1-6]")


def too_few_colons(reading: Reading, body: str) -> Failure | None:
    """Return what is wrong when the body ends with a container that began inside it."""
    if reading.row is None or not reading.row.markdown:
        return None
    for match in _INNER.finditer(body):
        inner = read(body, match.end())
        if inner and inner.row and "block" in inner.row.forms and inner.colons >= reading.colons:
            return Failure("too-few-colons", reading.raw, {"name": reading.row.name, "inner": inner.row.name})
    return None


def fill(parser: BlockParser, slots: Slots, parent: ET.Element, held: Container, body: str) -> None:
    """Put a container with what its body says under `parent`; when that is wrong, only what it says."""
    match held:
        case Verdict():
            _verdict(slots, parent, held, body)
        case Quote():
            _quote(slots, parent, held, _parsed(parser, body))
        case Faq():
            _faq(slots, parent, held, _without_comments(parser, _parsed(parser, body)))


def _parsed(parser: BlockParser, body: str) -> list[ET.Element]:
    """Return the blocks of a body; lists and paragraphs around the container do not reach into it."""
    holder = ET.Element("div")
    parser.state.set("container")
    parser.parseChunk(holder, body.strip("\n"))
    parser.state.reset()
    return list(holder)


def _verdict(slots: Slots, parent: ET.Element, held: Verdict, body: str) -> None:
    box = slots.box(held, parent)
    for field, text in notes(body):
        ET.SubElement(slots.box(Part(field), box), "p").text = text


def _quote(slots: Slots, parent: ET.Element, held: Quote, blocks: list[ET.Element]) -> None:
    if blocks:
        slots.box(Part("body"), slots.box(held, parent)).extend(blocks)
    else:
        slots.block(Failure("empty-quote", held.raw), parent)


def _faq(slots: Slots, parent: ET.Element, held: Faq, blocks: list[ET.Element]) -> None:
    """Part the blocks at their headings; deeper ones than the first belong to the answers."""
    top = _level(blocks[0]) if blocks else 0
    starts = [number for number, block in enumerate(blocks) if 0 < _level(block) <= top]
    items = [blocks[start:end] for start, end in zip(starts, [*starts[1:], None], strict=False)]
    failure = _wrong(held, blocks, items)
    if failure is not None:
        slots.block(failure, parent)
        parent.extend(blocks)
        return
    box = slots.box(held, parent)
    for question, *answer in items:
        slots.box(Part("question", _level(question)), box).append(question)
        slots.box(Part("answer"), box).extend(answer)


def _wrong(held: Faq, blocks: list[ET.Element], items: list[list[ET.Element]]) -> Failure | None:
    if not any(map(_level, blocks)):
        return Failure("faq-without-questions", held.raw)
    if not items:
        return Failure("text-before-question", held.raw)
    short = next((item[0] for item in items if len(item) == 1), None)
    if short is not None:
        return Failure("question-without-answer", held.raw, {"line": (short.text or "").strip() or held.raw})
    return None


def _level(block: ET.Element) -> int:
    """Return the level of a heading, 0 for other blocks."""
    return int(block.tag[1]) if _HEADING.fullmatch(block.tag) else 0


def _without_comments(parser: BlockParser, blocks: list[ET.Element]) -> list[ET.Element]:
    return [block for block in blocks if not is_comment(block, parser.md.htmlStash.rawHtmlBlocks)]


def is_comment(element: ET.Element, stash: list[str | ET.Element]) -> bool:
    """Return whether the element holds nothing but an HTML comment."""
    match = HTML_PLACEHOLDER_RE.fullmatch((element.text or "").strip())
    if match is None or len(element):
        return False
    raw = stash[int(match[1])]
    return isinstance(raw, str) and raw.startswith("<!--")
