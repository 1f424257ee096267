"""One article under way through the passes, and the few things that all of them do with a tree."""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from contentshop.channels.wechat.themes import Theme
from contentshop.channels.wechat.views import Insert, Way, WechatArticle

BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "center", "dd", "details", "div", "dl", "dt", "fieldset"),
        *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main"),
        *("nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_MAKER = BeautifulSoup("", "lxml")


class Work:
    """What the passes know of an article, and what they note for those after them."""

    def __init__(self, article: WechatArticle, tree: Tag) -> None:
        self.article, self.tree = article, tree
        self.theme: Theme = article.theme
        self.ways: dict[str, Way] = {one.token: one for one in article.ways}
        self._texts = {one.token: one.text for one in article.codes}
        self.references: dict[str, tuple[str, str]] = {}
        """By address, or by the product: what stands in the list, and the address."""
        self.inserts: dict[str, Insert] = {}
        self.codes: list[str] = []
        self.served: dict[str, str] = {}
        """By the token of a placement with a place for a code: the token of the one it is bought by, if any."""
        self.left_out: list[int] = []
        """Which of the codes that the author asked for no code stands for, counted from 0."""
        self.words = self._words()

    def _words(self) -> dict[str, str]:
        """Take the words that the template hands over out of the tree."""
        holder = playing(self.tree, "words")
        if holder is None:
            return {}
        holder.extract()
        return {name.removeprefix("data-"): str(value) for name, value in holder.attrs.items()}

    def say(self, word: str, **values: object) -> str:
        """Return a word of the template with its names filled in."""
        return self.words.get(word, "").format_map(values)

    def side_of(self, token: str) -> int:
        """Return the side in px of a code's file; 0 when it is none of the article's, or its text fits no code."""
        from contentshop.media import CodeTooLongError, qr_side

        text = self._texts.get(token)
        try:
            return qr_side(text) if text else 0
        except CodeTooLongError:  # told where it is drawn
            return 0

    def reference(self, key: str, text: str, address: str) -> int:
        """Return the number of an address in the list at the end, a new one where it was not there yet."""
        self.references.setdefault(key, (text, address))
        return list(self.references).index(key) + 1


def new(name: str, *children: PageElement | str, role: str = "", **attributes: str) -> Tag:
    """Return a new element."""
    tag = _MAKER.new_tag(name)
    tag.attrs.update({key.replace("_", "-"): value for key, value in attributes.items()})
    if role:
        tag["data-role"] = role
    for child in children:
        tag.append(NavigableString(child) if isinstance(child, str) else child)
    return tag


def role_of(tag: Tag) -> str:
    """Return the part an element plays, or nothing."""
    return str(tag.get("data-role") or "")


def classes(tag: Tag) -> list[str]:
    """Return the classes of an element."""
    found: str | list[str] = tag.get("class") or []
    return found.split() if isinstance(found, str) else [str(one) for one in found]


def number_of(tag: Tag, name: str) -> float:
    """Return an attribute as a number; 0 when it is none."""
    text = str(tag.get(name) or "").removesuffix("px")
    return float(text) if text.isascii() and text.replace(".", "", 1).isdigit() else 0.0


def words_of(tag: Tag) -> str:
    """Return the text of an element with single spaces."""
    return " ".join(tag.get_text().split())


def having(tree: Tag, name: str, value: str = "") -> Iterator[Tag]:
    """Yield the elements below that have an attribute, with this value where one is given, and are still there."""
    for one in tree.find_all(lambda one: one.has_attr(name) and (not value or one.get(name) == value)):
        if not one.decomposed:
            yield one


def playing(tree: Tag, role: str) -> Tag | None:
    """Return the first element below that plays a part."""
    return next(having(tree, "data-role", role), None)


def every(tree: Tag, *names: str) -> Iterator[Tag]:
    """Yield the elements of these names that are still in the tree, in its order."""
    for one in tree.find_all(list(names)):
        if one is tree or any(parent is tree for parent in one.parents):
            yield one


def is_block(node: PageElement) -> bool:
    """Return whether a node begins a line of its own."""
    return isinstance(node, Tag) and node.name in BLOCKS


def is_blank(node: PageElement) -> bool:
    """Return whether a node is white space."""
    return isinstance(node, NavigableString) and not node.strip()


def holds_blocks(tag: Tag) -> bool:
    """Return whether a block stands directly in an element."""
    return any(is_block(child) for child in tag.children)


def in_paragraph(tag: Tag) -> bool:
    """Return whether an element stands in a line of text."""
    return any(parent.name in ("p", "h1", "h2", "h3", "h4", "h5", "h6") for parent in tag.parents)
