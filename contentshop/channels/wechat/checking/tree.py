"""An article's content as a tree that remembers how it was written.

Beautiful Soup decodes attributes and forgets their text, and entities in a style are what WeChat stumbles
over. So content is read here: anything is accepted, nothing is repaired beyond what browsers close by
themselves, and the time taken grows with the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape

from .styles import Declaration, declarations, value_of


def names(words: str) -> frozenset[str]:
    """Return the words between spaces."""
    return frozenset(words.split())


VOID = names("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr")
RAW = names("script style textarea title xmp iframe noembed noframes")
BLOCKS = names(
    "address article aside blockquote center details dialog dd dir div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre section summary table tbody td tfoot th thead tr "
    "ul"
)
_CLOSES_P = BLOCKS - names("dd dt li tbody td tfoot th thead tr")
_SIBLINGS = {
    "li": ("li",),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    "tr": ("tr", "td", "th"),
    "td": ("td", "th"),
    "th": ("td", "th"),
    "option": ("option",),
    "rt": ("rt", "rp"),
    "rp": ("rt", "rp"),
}
_FENCES = names("ol ul dl table tbody thead tfoot section div ruby select svg")
_NAME = re.compile(r"[a-z][^\s/>\x00]*", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"[\s/]*([^\s/>][^\s/>=]*)(?:\s*=\s*)?")
_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in RAW}
_SPACES = re.compile("[\\s\u200b-\u200d\u2060\ufeff]+")
_SHOWN = 120


def visible(text: str) -> str:
    """Return a text without spaces of any kind, those of no width too."""
    return _SPACES.sub("", text)


class Element:
    """An element; made by `parse`, afterwards only read.

    Attributes:
        tag: Its name in lower case; empty for the root, which holds the whole content.
        attributes: Values by name in lower case, entities decoded.
        written: The same, as written.
        children: Elements and texts in their order.
        start: Where its tag begins in the content, from 0; `end` is where its end tag begins, or what closed it.
        order: Its place among all elements, in the order of their tags; `last` is that of its last descendant.

    """

    __slots__ = (
        *("attributes", "children", "end", "last", "opening", "order"),
        *("parent", "start", "style", "tag", "written"),
    )

    def __init__(self, tag: str, parent: Element | None, start: int = 0) -> None:
        self.tag, self.parent, self.start = tag, parent, start
        self.attributes: dict[str, str] = {}
        self.written: dict[str, str] = {}
        self.children: list[Element | str] = []
        self.style: tuple[Declaration, ...] = ()
        self.opening = ""
        self.order = self.last = 0
        self.end = start

    def __getitem__(self, name: str) -> str:
        """Return an attribute's value; empty when there is none."""
        return self.attributes.get(name, "")

    @property
    def elements(self) -> list[Element]:
        """The children that are elements."""
        return [one for one in self.children if isinstance(one, Element)]

    @property
    def own_text(self) -> str:
        """The visible text that stands directly in it."""
        return "".join(visible(one) for one in self.children if isinstance(one, str))

    def value(self, name: str) -> str:
        """Return the value in force of a property of its style, in lower case."""
        return value_of(self.style, name)

    def above(self) -> Iterator[Element]:
        """Yield what it stands in, from its parent to the root."""
        one = self.parent
        while one is not None:
            yield one
            one = one.parent


class Tree:
    """A content: its root, and its elements in the order of their tags."""

    def __init__(self, content: str, root: Element, elements: list[Element], texts: list[int]) -> None:
        self.content, self.root, self.elements = content, root, elements
        self._texts = texts
        self._tags: dict[str, list[Element]] = {}
        self._properties: dict[str, list[tuple[Element, Declaration]]] = {}
        for one in elements:
            self._tags.setdefault(one.tag, []).append(one)
            for declaration in one.style:
                self._properties.setdefault(declaration.name, []).append((one, declaration))

    @property
    def tags(self) -> Mapping[str, Sequence[Element]]:
        """The elements by their names."""
        return self._tags

    @property
    def properties(self) -> Mapping[str, Sequence[tuple[Element, Declaration]]]:
        """Every declaration by the name of its property."""
        return self._properties

    def named(self, *tags: str) -> list[Element]:
        """Return the elements of these names, in their order."""
        found = [one for tag in tags for one in self._tags.get(tag, ())]
        return sorted(found, key=lambda one: one.order) if len(tags) > 1 else found

    def declared(self, *names: str) -> list[tuple[Element, Declaration]]:
        """Return the declarations of these properties with the elements they stand on."""
        return [one for name in names for one in self._properties.get(name, ())]

    def inside(self, one: Element) -> Iterator[Element]:
        """Yield the descendants of an element, in their order."""
        return (self.elements[at] for at in range(one.order + 1, one.last + 1))

    def length(self, one: Element) -> int:
        """Return how many visible characters stand in an element."""
        if not one.tag:
            return self._texts[-1]
        return self._texts[one.last + 1] - self._texts[one.order]

    def excerpt(self, one: Element) -> str:
        """Return an element's tag as written and the first visible text in it, shortened."""
        text = ""
        stack: list[Element | str] = list(reversed(one.children[:20]))
        for _ in range(_SHOWN):
            if not stack or len(text) >= _SHOWN:
                break
            part = stack.pop()
            if isinstance(part, str):
                text += part[:_SHOWN]
            else:
                stack.extend(reversed(part.children[:20]))
        words = " ".join(text.split())
        tag = " ".join(one.opening.split())
        return (tag if len(tag) <= _SHOWN else tag[:_SHOWN] + "…") + (words[:24] + "…" if len(words) > 24 else words)  # noqa: PLR2004


def parse(content: str) -> Tree:
    """Return the tree of a content; whatever the text is, there is one."""
    return _Reader(content).tree()


class _Reader:
    """Reads a content from its beginning to its end, once."""

    def __init__(self, content: str) -> None:
        self.content = content
        self.root = Element("", None)
        self.open = [self.root]
        self.counts: dict[str, int] = {}
        self.elements: list[Element] = []
        self.texts: list[int] = []
        self.characters = 0
        self.at = 0

    def tree(self) -> Tree:
        at = 0
        while at < len(self.content):
            less = self.content.find("<", at)
            end = len(self.content) if less < 0 else less
            self._text(self.content[at:end])
            self.at = end
            at = self._markup(less) if less >= 0 else end
        self.at = len(self.content)
        while len(self.open) > 1:
            self._close()
        self.root.last = len(self.elements) - 1
        return Tree(self.content, self.root, self.elements, [*self.texts, self.characters])

    def _markup(self, at: int) -> int:
        """Take what begins with `<` here and return where it ends."""
        text = self.content
        if text.startswith("<!--", at):
            end = text.find("-->", at + 4)
            return len(text) if end < 0 else end + 3
        if text.startswith(("<!", "<?"), at):
            return self._after(">", at)
        closing = text.startswith("</", at)
        name = _NAME.match(text, at + 1 + closing)
        if name is None:
            if closing and at + 2 < len(text):
                return self._after(">", at)
            self._text("<")
            return at + 1
        if closing:
            self._end(name[0].lower())
            return self._after(">", name.end())
        return self._start(name[0].lower(), at, name.end())

    def _after(self, mark: str, at: int) -> int:
        end = self.content.find(mark, at)
        return len(self.content) if end < 0 else end + len(mark)

    def _text(self, text: str) -> None:
        if text:
            plain = unescape(text) if "&" in text else text
            self.open[-1].children.append(plain)
            self.characters += len(visible(plain))

    def _start(self, tag: str, begin: int, at: int) -> int:
        """Take a start tag and return where what follows it begins."""
        self._imply(tag)
        one = Element(tag, self.open[-1], begin)
        at, closed = self._attributes(one, at)
        one.opening = self.content[begin:at]
        one.order = one.last = len(self.elements)
        one.end = at
        if "style" in one.attributes:
            one.style = declarations(one.attributes["style"])
        self.open[-1].children.append(one)
        self.elements.append(one)
        self.texts.append(self.characters)
        if tag in VOID or (closed and self.counts.get("svg")):
            return at
        if tag == "svg" and closed:
            return at
        if tag in RAW:
            match = _RAW_END[tag].search(self.content, at)
            end = match.start() if match else len(self.content)
            one.children.append(self.content[at:end])
            one.end = end
            return self._after(">", end)
        self.open.append(one)
        self.counts[tag] = self.counts.get(tag, 0) + 1
        return at

    def _attributes(self, one: Element, at: int) -> tuple[int, bool]:
        """Read the attributes of a tag; return where it ends and whether it closes itself."""
        text = self.content
        while match := _ATTRIBUTE.match(text, at):
            name, at = match[1].lower(), match.end()
            value = ""
            if "=" in match[0][match.end(1) - match.start() :]:
                quote = text[at : at + 1]
                if quote in ('"', "'") and quote:
                    end = text.find(quote, at + 1)
                    end = len(text) if end < 0 else end
                    value, at = text[at + 1 : end], end + 1
                else:
                    end = at
                    while end < len(text) and not text[end].isspace() and text[end] != ">":
                        end += 1
                    value, at = text[at:end], end
            if name not in one.written:
                one.written[name] = value
                one.attributes[name] = unescape(value) if "&" in value else value
        end = self._after(">", at)
        return end, "/" in text[at:end]

    def _imply(self, tag: str) -> None:
        """Close what browsers close when this tag begins: paragraphs before blocks, items before items."""
        if tag in _CLOSES_P and self.counts.get("p"):
            self._close_within({"p"}, BLOCKS)
        if (siblings := _SIBLINGS.get(tag)) and any(self.counts.get(one) for one in siblings):
            self._close_within(set(siblings), _FENCES)

    def _close_within(self, tags: set[str], fences: frozenset[str]) -> None:
        """Close the outermost of these tags that is open up to the nearest fence."""
        found = 0
        for at in range(len(self.open) - 1, 0, -1):
            if self.open[at].tag in tags:
                found = at
            elif self.open[at].tag in fences:
                break
        while found and len(self.open) > found:
            self._close()

    def _end(self, tag: str) -> None:
        if not self.counts.get(tag):
            if tag == "br":
                self.open[-1].children.append("\n")
            return
        while self.open[-1].tag != tag:
            self._close()
        self._close()

    def _close(self) -> None:
        one = self.open.pop()
        one.last, one.end = len(self.elements) - 1, self.at
        self.counts[one.tag] -= 1
