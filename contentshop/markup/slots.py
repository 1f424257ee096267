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

import msgspec
from markdown.util import ETX, STX, AtomicString

from contentshop.model import Address, Html, Picture, Problem, ProductLink, Scope, Segment, TextPlace
from contentshop.problems import problem

from .directives import Failure

Held = Segment | Failure

BLOCK_TAG = "cs-block"
LINK_TAG = "cs-link"
"""Elements that wrap placeholders in the tree and in nothing that is given out."""
SCOPE = f"{STX}\ue015{ETX}"
LINK_END = f"{STX}\ue012{ETX}"

_TO_PRIVATE = {ord("0") + n: 0xE000 + n for n in range(10)}
_FROM_PRIVATE = {there: here for here, there in _TO_PRIVATE.items()}
_NUMBER = "([\ue000-\ue009]+)"
_INLINE = re.compile(rf"{STX}\ue014{_NUMBER}{ETX}")
_ESCAPED_INLINE = re.compile(rf"\\?{STX}\ue014{_NUMBER}{ETX}")
_TOKEN = re.compile(
    rf"<{BLOCK_TAG}>{STX}\ue010{_NUMBER}{ETX}</{BLOCK_TAG}>|<img src=\"{STX}\ue013{_NUMBER}{ETX}\">"
    rf"|{STX}\ue014{_NUMBER}{ETX}|<{LINK_TAG}>{STX}\ue011{_NUMBER}{ETX}|({LINK_END}</{LINK_TAG}>)|({SCOPE})"
)
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


def _number(digits: str) -> int:
    return int(digits.translate(_FROM_PRIVATE))


class _Splitter:
    """Turns a string with placeholders into segments; counts equal ones as they come."""

    def __init__(self, held: list[Held]) -> None:
        self.held = held
        self.counts: Counter[tuple[str, str]] = Counter()
        self.problems: list[Problem] = []

    def split(self, output: str) -> tuple[Segment, ...]:
        """Return the segments; failures become text with their problem noted."""
        flow: list[Segment] = []
        outer: list[tuple[ProductLink, list[Segment]]] = []
        at = 0
        for match in _TOKEN.finditer(output):
            _add(flow, output[at : match.start()])
            at = match.end()
            if match[5]:
                flow = _close(flow, *outer.pop()) if outer else flow
            elif match[6]:
                flow.append(Scope())
            else:
                held = self._numbered(self.held[_number(next(filter(None, match.groups())))])
                if match[4] and isinstance(held, ProductLink):
                    outer.append((held, flow))
                    flow = []
                else:
                    flow.append(held)
        _add(flow, output[at:])
        while outer:
            flow = _close(flow, *outer.pop())
        return merged(flow)

    def _numbered(self, held: Held) -> Segment:
        if isinstance(held, Failure):
            text = held.values.get("line") or held.raw
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


def _close(label: list[Segment], link: ProductLink, flow: list[Segment]) -> list[Segment]:
    flow.append(msgspec.structs.replace(link, label=merged(label)))
    return flow


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
