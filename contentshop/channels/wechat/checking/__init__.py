"""WeChat's rules for official-account articles, restated so that a build can check them.

    check            findings of an article's content
    check_article    findings of what goes with it: title, digest, sizes, pictures
    body_of          the content of a whole page
    problems_of      findings as problems of an article
    rules            every rule with its source, `rules.yaml`

A content is read into a tree that remembers how it was written (`tree`, `styles`); how its text looks in
light and dark mode is worked out without a browser (`colours`, `dark`, `looks`, `lines`); each rule is one
function from there to the elements that break it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping

from . import components, contrasts, drawings, pictures, structure, styling, tables
from .content import Check, Content
from .fields import PictureFile, check_article
from .findings import Finding, grouped, number, of, problems_of, words
from .rules import Rule, Way, rules, sources
from .tree import parse

__all__ = [
    "CHECKS",
    "Finding",
    "PictureFile",
    "Rule",
    "Way",
    "body_of",
    "check",
    "check_article",
    "grouped",
    "number",
    "of",
    "problems_of",
    "rules",
    "sources",
    "words",
]

CHECKS: Mapping[str, Check] = {
    **structure.CHECKS,
    **styling.CHECKS,
    **tables.CHECKS,
    **pictures.CHECKS,
    **components.CHECKS,
    **drawings.CHECKS,
    **contrasts.CHECKS,
}
"""The function of each rule whose subject is the content."""


def check(content: str, way: Way = "paste") -> tuple[Finding, ...]:
    """Return every place where an article's content breaks a rule, in the order of the content.

    Args:
        content: HTML, such as the body of an article; whatever it is, it is read.
        way: With `api` it is also held to what only content sent through the API needs: pictures that are
            on WeChat's servers and tell their size.

    """
    read = Content(content)
    starts = [0, *(at + 1 for at, char in enumerate(content) if char == "\n")]
    found = []
    for at, (name, function) in enumerate(CHECKS.items()):
        rule = rules()[name]
        if rule.way in ("", way):
            for element, values in function(read, rule):
                line = bisect_right(starts, element.start)
                place = (element.start, at)
                column = element.start - starts[line - 1] + 1
                finding = of(rule, read.tree.excerpt(element), **values)
                found.append((place, Finding(name, rule.severity, finding.excerpt, finding.values, line, column)))
    return tuple(finding for _, finding in sorted(found, key=lambda each: each[0]))


def body_of(text: str) -> str:
    """Return the content of a whole page, everything around it blank so that lines and columns stay.

    That is the element WeChat's reader page keeps the article in, or the body; a text with neither is a content.
    """
    tree = parse(text)
    held = next((one for one in tree.elements if one["id"] == "js_content"), None)
    held = held or next(iter(tree.named("body")), None)
    if held is None:
        return text
    begin = held.start + len(held.opening)
    return _blank(text[:begin]) + text[begin : held.end] + _blank(text[held.end :])


def articles_beside(text: str) -> str:
    """Return where the articles are that a page of ours is about, as a pattern below its folder, or nothing.

    The copy page and the list of them hold an article at most as what a frame shows, with scripts and styles around.
    """
    named = (one for one in parse(text).named("meta") if one["name"] == "wechat-articles")
    found = next((one["content"] for one in named), "")
    return found if found in _BESIDE else ""


_BESIDE = ("content.html", "*/content.html")


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
