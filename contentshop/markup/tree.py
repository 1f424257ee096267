"""The finished tree: title, headings, links, pictures, ids, tables, task lists."""

from __future__ import annotations

import html
import re
import urllib.parse
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, HTML_PLACEHOLDER_RE, STX

from contentshop.model import Address, Heading, Html, Picture, Price, ProductLink, Record, Segment
from contentshop.problems import nearest

from . import wording
from .cleaning import bare
from .containers import is_comment
from .directives import Failure, half
from .slots import SCOPE, Slots, is_box, merged

if TYPE_CHECKING:
    from markdown import Markdown

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:|//")
_PRODUCT = re.compile(r"\s*product\s*[:：]", re.IGNORECASE)
_UNSAFE = re.compile(r"(?:javascript|vbscript|livescript):|data:(?!image/(?:png|jpe?g|gif|webp|avif)[;,])")
_UNSAFE_PICTURE = re.compile(r"(?:javascript|vbscript|livescript):|data:(?!image/)")
_RAW_ID = re.compile(r"<[a-zA-Z][^>]*?\s(?:id|name)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.DOTALL)
_TASK = re.compile(r"\[([ xX])\](?:[ \u3000]+|$)")


class Findings(Record, frozen=True):
    """What the tree says beside its HTML."""

    title: str = ""
    headings: tuple[Heading, ...] = ()
    anchors: tuple[str, ...] = ()
    lead: str = ""


class Tasks(Treeprocessor):
    """Makes `[ ]` and `[x]` at the start of list items check boxes, before inline markup is read."""

    def run(self, root: ET.Element) -> None:
        """Change the items of the tree in place."""
        for item in root.iter("li"):
            holder = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
            match = _TASK.match(holder.text or "")
            if match is None:
                continue
            box = ET.Element("input", {"type": "checkbox", "disabled": "disabled"})
            if match[1] != " ":
                box.set("checked", "checked")
            box.tail = " " + (holder.text or "")[match.end() :]
            holder.text = None
            label = ET.Element("label")
            label.append(box)
            holder.insert(0, label)
            item.set("class", "task")


class Finish(Treeprocessor):
    """Runs last: reads title, headings and lead, and puts placeholders for all that is no HTML."""

    def __init__(self, md: Markdown, slots: Slots) -> None:
        super().__init__(md)
        self.slots = slots
        self.title = ""
        """The title the article has already, set before each run."""
        self.findings = Findings()

    def run(self, root: ET.Element) -> None:
        """Change the tree in place and set `findings`."""
        title = self._lift_title(root)
        elements = list(root.iter())
        used = {element.get("id", "") for element in elements} - {""} | set(self._raw_ids())
        headings = tuple(self._headings(elements, used))
        lead = self._lead(root)
        for element in elements:
            if element.attrib:
                self._attributes(element, used)
        for element in elements:
            _wrap_tables(element)
        for element in elements:
            if is_box(element):
                self.slots.close(element)
        stash = self._stash()
        stash[:] = [self.slots.typed(raw) if isinstance(raw, str) else raw for raw in stash]
        self.findings = Findings(title, headings, tuple(sorted(used)), lead)

    def _stash(self) -> list[str | ET.Element]:
        return self.md.htmlStash.rawHtmlBlocks

    def _words(self, element: ET.Element, stand_in: str = "") -> str:
        return wording.words(self.slots.visible(wording.source(element, self._stash()), stand_in))

    def _raw_ids(self) -> Iterator[str]:
        for raw in self._stash():
            if isinstance(raw, str) and "=" in raw and not raw.startswith('<div class="codehilite'):
                for match in _RAW_ID.finditer(raw):
                    yield html.unescape(next(filter(None, match.groups()), ""))

    def _lift_title(self, root: ET.Element) -> str:
        """Take a first-level heading that opens the body out of the tree; return its text."""
        for element in root:
            if element.tag == "p" and is_comment(element, self._stash()):
                continue
            text = self._words(element) if element.tag == "h1" else ""
            if not text or (self.title and " ".join(self.title.split()) != text):
                return ""
            root.remove(element)
            return text
        return ""

    def _headings(self, elements: list[ET.Element], used: set[str]) -> Iterator[Heading]:
        boxed = {inner for element in elements if is_box(element) for inner in element.iter()}
        for element in elements:
            if element.tag not in _HEADINGS:
                continue
            name = element.get("id") or wording.anchor(self._words(element), used)
            element.set("id", name)
            level = int(element.tag[1])
            if level in (2, 3, 4) and element not in boxed:
                text = wording.source(element, self._stash())
                yield Heading(level, name, tuple(_title(self.slots.split(text)[0])))

    def _lead(self, root: ET.Element) -> str:
        """Return the opening words; those of list items when the paragraphs say nothing that may be told alone."""
        items = (one for one in root.iter("li") if not one.get("id", "").startswith("fn:"))
        return wording.lead(self._paragraphs(root)) or wording.lead_of_items(self._plain(items))

    def _paragraphs(self, root: ET.Element) -> Iterator[str]:
        """Return the plain text of the paragraphs a lead is made from."""
        blocks = _plain_blocks(root, "p")
        alone = (one for one in blocks if len(one) or not HTML_PLACEHOLDER_RE.fullmatch((one.text or "").strip()))
        return self._plain(alone)

    def _plain(self, elements: Iterable[ET.Element]) -> Iterator[str]:
        return (wording.words(wording.source(one, self._stash())) for one in elements)

    def _attributes(self, element: ET.Element, anchors: set[str]) -> None:
        for name, value in element.items():
            if value and STX in value and AMP_SUBSTITUTE not in value:
                element.set(name, self.slots.typed(value))
        if element.get("id"):
            element.set("id", SCOPE + element.get("id", ""))
        if element.tag == "a" and element.get("href"):
            self._link(element, element.get("href", ""), anchors)
        elif element.tag == "img":
            self._picture(element)

    def _link(self, element: ET.Element, href: str, anchors: set[str]) -> None:
        if product := _PRODUCT.match(href):
            self._product(element, href, href[product.end() :])
        elif _UNSAFE.match(bare(href)):
            del element.attrib["href"]
            self._fail(element, Failure("unsafe-link", href, {"address": href}, shown=False))
        elif href.startswith("#"):
            element.set("href", "#" + SCOPE + href[1:])
            self._inner_link(element, href, anchors)
        elif not _SCHEME.match(href) and not href.startswith(STX):
            element.set("href", self.slots.inline(Address(href.replace("&amp;", "&"))))

    def _inner_link(self, element: ET.Element, href: str, anchors: set[str]) -> None:
        """Tell a link to nothing on the page; the way back from a footnote is one when no text has its mark."""
        part = urllib.parse.unquote(href[1:])
        if part in anchors or href[1:] in anchors or part in ("", "top"):
            return
        if element.get("class") == "footnote-backref":
            element.tag, element.text, name = "span", None, part.partition(":")[2]
            element.attrib.clear()
            self._fail(element, Failure("unused-footnote", f"[^{name}]:", {"name": name}, shown=False))
            return
        values = {"anchor": part, "near": nearest(part, sorted(anchors))}
        self._fail(element, Failure("unknown-anchor", href, values, shown=False))

    def _product(self, element: ET.Element, href: str, rest: str) -> None:
        name, _, query = rest.partition("?")
        product = half(urllib.parse.unquote(name)).strip()
        arguments = urllib.parse.parse_qsl(query.replace("&amp;", "&"), keep_blank_values=True)
        odd = next((key for key, _ in arguments if key != "key"), "")
        if re.fullmatch(r"\w[\w.\-]*", product) and not odd:
            key = "".join(char for char in dict(arguments).get("key", "") if char.isprintable())
            self.slots.link(element, ProductLink(product, (), key, href))
            return
        del element.attrib["href"]
        name = "[…](product:…)"
        code, values = ("unknown-argument", {"argument": odd}) if odd else ("missing-id", {"right": name})
        self._fail(element, Failure(code, href, {"name": name, **values}, shown=False))

    def _picture(self, element: ET.Element) -> None:
        src, alt = element.get("src", ""), _plain(element.get("alt", ""))
        if _UNSAFE_PICTURE.match(bare(src)):
            element.tag = "span"
            element.attrib.clear()
            element.text = alt
            self._fail(element, Failure("unsafe-link", src, {"address": src}, shown=False))
            return
        picture = Picture(src.replace("&amp;", "&"), alt, _plain(element.get("title", "")))
        self.slots.picture(element, picture)

    def _fail(self, element: ET.Element, failure: Failure) -> None:
        element.text = self.slots.inline(failure) + (element.text or "")


def _plain(attribute: str) -> str:
    return html.unescape(attribute).replace("\x02", "").replace("\x03", "")


def _title(segments: tuple[Segment, ...]) -> Iterator[Segment]:
    """Return the text and prices of a heading, its spaces tidied."""
    kept = merged([segment for segment in segments if isinstance(segment, Html | Price)])
    for segment in kept:
        if isinstance(segment, Html):
            text = re.sub(r"\s+", " ", html.escape(html.unescape(segment.html), quote=False))
            text = text.lstrip() if segment is kept[0] else text
            text = text.rstrip() if segment is kept[-1] else text
            if text:
                yield Html(text)
        else:
            yield segment


def _plain_blocks(root: ET.Element, tag: str) -> Iterator[ET.Element]:
    """Return the paragraphs at the top and in top quotes."""
    for element in root:
        if element.tag == tag:
            yield element
        elif element.tag == "blockquote":
            yield from element.iterfind(tag)


def _wrap_tables(parent: ET.Element) -> None:
    for position, child in enumerate(parent):
        if child.tag == "table":
            wrapper = ET.Element("div", {"class": "table"})
            wrapper.tail, child.tail = child.tail, None
            parent[position] = wrapper
            wrapper.append(child)
