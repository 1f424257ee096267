"""Placeholders: what stands in the Markdown output where a segment belongs.

A placeholder is written between STX and ETX, which Python-Markdown strips from every source, so no
author can forge one. Inside stand private-use characters only, which no abbreviation, emphasis or
word boundary of a Markdown extension takes for text. The finished string is split once.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from typing import Literal

import msgspec
from markdown.util import ETX, STX, AtomicString

from contentshop.model import (
    Address,
    Faq,
    Html,
    Picture,
    Problem,
    ProductLink,
    Question,
    Quote,
    Record,
    Scope,
    Segment,
    TextPlace,
    Verdict,
)
from contentshop.problems import problem

from .directives import HIDDEN, Failure


class Part(Record, frozen=True):
    """What stands inside a container: the segments of one of its fields; a question has an anchor too."""

    field: Literal["body", "pros", "cons", "audience", "question", "answer"]
    level: int = 0
    anchor: str = ""


Container = Verdict | Quote | Faq
"""The segments that hold Markdown."""
Held = Segment | Failure | Part

BLOCK_TAG = "cs-block"
LINK_TAG = "cs-link"
BOX_TAG = "cs-box"
"""Elements that wrap placeholders in the tree and in nothing that is given out.

A box is a container, in which stand boxes of its parts, in which stands Markdown.
"""
SCOPE = f"{STX}\ue015{ETX}"
LINK_END = f"{STX}\ue012{ETX}"
BOX_END = f"{STX}\ue017{ETX}"

_BOX_KIND = "\ue016"
_TO_PRIVATE = {ord("0") + n: 0xE000 + n for n in range(10)}
_FROM_PRIVATE = {there: here for here, there in _TO_PRIVATE.items()}
_NUMBER = "([\ue000-\ue009]+)"
_INLINE = re.compile(rf"{STX}\ue014{_NUMBER}{ETX}")
_ESCAPED_INLINE = re.compile(rf"\\?{STX}\ue014{_NUMBER}{ETX}")
_TOKEN = re.compile(
    rf"<{BLOCK_TAG}>{STX}\ue010{_NUMBER}{ETX}</{BLOCK_TAG}>|<img src=\"{STX}\ue013{_NUMBER}{ETX}\">"
    rf"|{STX}\ue014{_NUMBER}{ETX}|<{LINK_TAG}>{STX}\ue011{_NUMBER}{ETX}|{LINK_END}(</{LINK_TAG}>)|{SCOPE[:-1]}({ETX})"
    rf"|<{BOX_TAG}>{STX}\ue016{_NUMBER}{ETX}|{BOX_END}(</{BOX_TAG}>)"
)
"""Every choice begins with a character, not with a group: a text is searched for those characters alone."""
_BOX = re.compile(rf"<{BOX_TAG}>{STX}\ue016{_NUMBER}{ETX}|{BOX_END}</{BOX_TAG}>")
_STAND_IN = re.compile(rf"(?:<{BLOCK_TAG}>)?{STX}\ue018{_NUMBER}{ETX}(?:</{BLOCK_TAG}>)?")
_CONTROL = {0x02: None, 0x03: None}


class Slots:
    """The segments of one body that its placeholders stand for, numbered in the order they are found."""

    def __init__(self) -> None:
        self.held: list[Held] = []

    def _token(self, kind: str, held: Held) -> str:
        self.held.append(held)
        return f"{STX}{kind}{str(len(self.held) - 1).translate(_TO_PRIVATE)}{ETX}"

    def inline(self, held: Held) -> str:
        """Keep what stands inside a line or an attribute; return its placeholder."""
        return self._token("\ue014", held)

    def block(self, held: Held, parent: ET.Element) -> None:
        """Keep what stands by itself, as a child of `parent`."""
        if isinstance(held, Failure):
            ET.SubElement(parent, "p").text = AtomicString(self.inline(held))
        else:
            ET.SubElement(parent, BLOCK_TAG).text = AtomicString(self._token("\ue010", held))

    def picture(self, element: ET.Element, held: Picture) -> None:
        """Make an `img` element a placeholder."""
        element.attrib.clear()
        element.set("src", self._token("\ue013", held))

    def link(self, element: ET.Element, held: ProductLink) -> None:
        """Make an `a` element a placeholder around what it holds."""
        element.tag = LINK_TAG
        element.attrib.clear()
        element.text = self._token("\ue011", held) + (element.text or "")
        if len(element):
            element[-1].tail = (element[-1].tail or "") + LINK_END
        else:
            element.text += LINK_END

    def box(self, held: Container | Part, parent: ET.Element) -> ET.Element:
        """Keep a container or a part of one; return the element that what it holds is put into."""
        box = ET.SubElement(parent, BOX_TAG)
        box.text = AtomicString(self._token(_BOX_KIND, held))
        return box

    def close(self, box: ET.Element) -> None:
        """Mark the end of a box in the finished tree; what is one line or one heading leaves its element.

        A question takes the anchor of its heading along.
        """
        number = _number((box.text or "")[2:-1])
        part = self.held[number]
        if isinstance(part, Part) and part.field not in ("body", "answer") and len(box):
            anchor = box[0].get("id", "").removeprefix(SCOPE)
            self.held[number] = msgspec.structs.replace(part, anchor=anchor)
            box.text = (box.text or "") + (box[0].text or "")
            box[:] = list(box[0])
        if len(box):
            box[-1].tail = (box[-1].tail or "") + BOX_END
        else:
            box.text = (box.text or "") + BOX_END

    def typed(self, text: str) -> str:
        """Return the text with the source of directives for their placeholders, as in attributes."""
        if STX not in text:
            return text
        return _ESCAPED_INLINE.sub(lambda match: self.held[_number(match[1])].raw, text)  # type: ignore[union-attr]

    def visible(self, text: str, stand_in: str = "") -> str:
        """Return plain text with `stand_in` for placeholders; failures show what was typed."""

        def shown(match: re.Match[str]) -> str:
            held = self.held[_number(match[1])]
            return held.raw if isinstance(held, Failure) and held.shown else stand_in

        return _INLINE.sub(shown, text).translate(_CONTROL) if STX in text else text

    def split(self, output: str) -> tuple[tuple[Segment, ...], tuple[Problem, ...]]:
        """Return HTML with placeholders as segments in document order, and the problems among them."""
        splitter = _Splitter(self.held)
        return splitter.split(output), tuple(splitter.problems)


def is_box(element: ET.Element) -> bool:
    """Return whether the element is one of ours, and not a tag of that name in an author's HTML."""
    return element.tag == BOX_TAG and (element.text or "").startswith(STX + _BOX_KIND)


def _number(digits: str) -> int:
    return int(digits.translate(_FROM_PRIVATE))


def piecewise(output: str, change: Callable[[str], str]) -> str:
    """Return the output with what stands in each box, and around them all, changed by itself.

    So an element that an author left open in a box ends with it.
    """
    if BOX_END not in output:
        return change(output)
    kept: list[str] = []

    def changed(pieces: list[str]) -> str:
        return _STAND_IN.sub(lambda match: kept[_number(match[1])], change("".join(pieces)))

    open_boxes: list[list[str]] = [[]]
    at = 0
    for match in _BOX.finditer(output):
        open_boxes[-1].append(output[at : match.start()])
        at = match.end()
        if match[1]:
            open_boxes.append([match[0]])
        elif len(open_boxes) > 1:
            start, *pieces = open_boxes.pop()
            kept.append(start + changed(pieces) + match[0])
            number = str(len(kept) - 1).translate(_TO_PRIVATE)
            open_boxes[-1].append(f"<{BLOCK_TAG}>{STX}\ue018{number}{ETX}</{BLOCK_TAG}>")
    open_boxes[-1].append(output[at:])
    return changed([piece for pieces in open_boxes for piece in pieces])


class _Splitter:
    """Turns a string with placeholders into segments; counts equal ones as they come."""

    def __init__(self, held: list[Held]) -> None:
        self.held = held
        self.counts: Counter[tuple[str, str]] = Counter()
        self.problems: list[Problem] = []
        self.outer: list[tuple[ProductLink | Container | Part, list[Segment]]] = []
        """What is open, the outermost first, each with the segments before it."""
        self.parts: list[list[tuple[Part, tuple[Segment, ...]]]] = []
        """The finished parts of each open container."""

    def split(self, output: str) -> tuple[Segment, ...]:
        """Return the segments; failures become text with their problem noted."""
        flow: list[Segment] = []
        at = 0
        for match in _TOKEN.finditer(output):
            _add(flow, output[at : match.start()])
            at = match.end()
            if match[5]:
                flow = self._closed(flow) if self.outer and isinstance(self.outer[-1][0], ProductLink) else flow
            elif match[6]:
                flow.append(Scope())
            elif match[8]:
                flow = self._end_of_box(flow)
            else:
                flow = self._opened(self.held[_number(next(filter(None, match.groups())))], match, flow)
        _add(flow, output[at:])
        while self.outer:
            flow = self._closed(flow)
        return merged(flow)

    def _opened(self, held: Held, match: re.Match[str], flow: list[Segment]) -> list[Segment]:
        """Return the flow in which what follows stands, after the segment, or inside it."""
        if isinstance(held, Part):
            self.outer.append((held, flow))
            return []
        segment = self._numbered(held)
        if match[7] and isinstance(segment, Container):
            self.parts.append([])
        elif not (match[4] and isinstance(segment, ProductLink)):
            flow.append(segment)
            return flow
        self.outer.append((segment, flow))
        return []

    def _end_of_box(self, flow: list[Segment]) -> list[Segment]:
        """Return the flow around the innermost box, after closing the links that are open in it."""
        while self.outer and isinstance(self.outer[-1][0], ProductLink):
            flow = self._closed(flow)
        return self._closed(flow) if self.outer else flow

    def _closed(self, flow: list[Segment]) -> list[Segment]:
        """Return the flow around what was opened last, with that at its end."""
        held, around = self.outer.pop()
        if isinstance(held, Part):
            self.parts[-1].append((held, merged(flow)))
        elif isinstance(held, ProductLink):
            around.append(msgspec.structs.replace(held, label=merged(flow)))
        else:
            around.append(filled(held, self.parts.pop()))
        return around

    def _numbered(self, held: Segment | Failure) -> Segment:
        if isinstance(held, Failure):
            line = held.values.get("line")
            text = line if line and line != HIDDEN else held.raw
            place = TextPlace("", text, self._next("", text))
            self.problems.append(problem(held.code, place, raw=held.raw, **held.values))
            return Html(html.escape(held.raw, quote=False) if held.shown else "")
        if isinstance(held, Html | Scope):
            return held
        if isinstance(held, Address):
            nth = self._next("address", held.target)
        elif isinstance(held, Picture):
            nth = self._next("picture", held.src)
        else:
            nth = self._next("", held.raw)
        return msgspec.structs.replace(held, nth=nth) if nth else held

    def _next(self, kind: str, text: str) -> int:
        self.counts[kind, text] += 1
        return self.counts[kind, text] - 1


def _add(flow: list[Segment], text: str) -> None:
    if text:
        flow.append(Html(text.translate(_CONTROL) if STX in text or ETX in text else text))


def filled(container: Container, parts: list[tuple[Part, tuple[Segment, ...]]]) -> Segment:
    """Return a container with its parts."""
    found = {name: tuple(flow for part, flow in parts if part.field == name) for name in ("pros", "cons")}
    rest = {part.field: flow for part, flow in parts}
    if isinstance(container, Quote):
        return msgspec.structs.replace(container, body=rest.get("body", ()))
    if isinstance(container, Verdict):
        return msgspec.structs.replace(container, audience=rest.get("audience", ()), **found)
    items = [
        Question(part.level, part.anchor, flow, answer)
        for (part, flow), (_, answer) in zip(parts[::2], parts[1::2], strict=True)
    ]
    return msgspec.structs.replace(container, items=tuple(items))


def merged(segments: list[Segment] | tuple[Segment, ...]) -> tuple[Segment, ...]:
    """Return the segments with neighbouring HTML joined and empty HTML left out."""
    out: list[Segment] = []
    run: list[str] = []
    for segment in segments:
        if isinstance(segment, Html):
            run.append(segment.html)
            continue
        if run:
            out.append(Html("".join(run)))
            run = []
        out.append(segment)
    if run:
        out.append(Html("".join(run)))
    return tuple(out)
