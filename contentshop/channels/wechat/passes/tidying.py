"""Nothing that is not needed: white space, empty elements, elements around nothing."""

from __future__ import annotations

import re

from bs4 import Tag
from bs4.element import NavigableString

from .work import Work, every, is_blank, is_block

_SPACES = re.compile("[ \t\r\n\f]+")
_HAN_BREAK = re.compile("(?<=[\u2e80-\u9fff\uff00-\uffef])\n[ \t]*(?=[\u2e80-\u9fff\uff00-\uffef])")
_EMPTIED = (
    *("p", "span", "section", "strong", "em", "del", "u", "mark", "small", "sub", "sup", "code", "a"),
    *("li", "ul", "ol", "blockquote", "h2", "h3", "h4"),
)
_KEPT = ("br", "img", "hr", "td", "th")


def white_space_is_folded(tree: Tag, work: Work) -> None:
    """Fold white space, and leave none between blocks or at their edges: pasted line feeds become blanks (fact 22)."""
    del work
    for text in list(tree.find_all(string=True)):
        folded = _SPACES.sub(" ", _HAN_BREAK.sub("", str(text)))
        if is_blank(text) and (_is_edge(text.previous_sibling) or _is_edge(text.next_sibling)) and "\u00a0" not in text:
            text.extract()
        else:
            left = _is_edge(text.previous_sibling) and (text.previous_sibling is not None or _in_block(text))
            right = _is_edge(text.next_sibling) and (text.next_sibling is not None or _in_block(text))
            folded = folded.lstrip(" ") if left else folded
            text.replace_with(NavigableString(folded.rstrip(" ") if right else folded))


def _is_edge(sibling: object) -> bool:
    if sibling is None:
        return True
    return isinstance(sibling, Tag) and (is_block(sibling) or sibling.name == "br")


def _in_block(text: NavigableString) -> bool:
    return text.parent is not None and is_block(text.parent)


def empty_elements_go(tree: Tag, work: Work) -> None:
    """Drop elements that hold nothing, which the editor deletes or keeps as gaps (fact 30)."""
    del work
    for one in reversed(list(every(tree, *_EMPTIED))):
        if one.name not in _KEPT and not one.get_text().strip() and one.find(list(_KEPT)) is None:
            one.decompose()


def bare_elements_are_opened(tree: Tag, work: Work) -> None:
    """Open inline elements that say nothing, and sections around one section (fact 30)."""
    del work
    for one in list(every(tree, "span", "section")):
        if not one.attrs and (one.name == "span" or _is_needless(one)):
            one.unwrap()


def _is_needless(one: Tag) -> bool:
    """Return whether a section only holds blocks within another one, and is no cell of a row."""
    outer = one.parent
    if outer is None or outer.name != "section" or "display:flex" in str(outer.get("style")):
        return False
    return all(is_block(part) for part in one.children)


def texts_are_joined(tree: Tag, work: Work) -> None:
    """Let neighbouring texts be one."""
    del work
    tree.smooth()
