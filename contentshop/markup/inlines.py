"""Inline patterns, passed over quickly where a text has no match."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

from markdown.inlinepatterns import (
    AUTOLINK_RE,
    AUTOMAIL_RE,
    BACKTICK_RE,
    ENTITY_RE,
    ESCAPE_RE,
    HTML_RE,
    IMAGE_LINK_RE,
    LINE_BREAK_RE,
    LINK_RE,
)
from markdown.inlinepatterns import InlineProcessor as Pattern
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

_NEEDED: Mapping[str, str] = {
    AUTOLINK_RE: "<",
    AUTOMAIL_RE: "@",
    BACKTICK_RE: "`",
    ENTITY_RE: "&",
    ESCAPE_RE: "\\",
    HTML_RE: "<",
    IMAGE_LINK_RE: "![",
    LINE_BREAK_RE: "  \n",
    LINK_RE: "[",
}
"""What every match of an expression holds; to look for that in a text is several times as quick as a search."""


class Inlines(InlineProcessor):
    """Does what Python-Markdown's own does; of sixteen patterns a text has one or none, and the rest cost a search.

    The loop over patterns has a private name there; should it get another one, theirs runs.
    """

    _patterns: tuple[tuple[Any, Any, str], ...] = ()
    """Each pattern, what searches for it (nothing for those of the old kind), and what a text must hold for it."""

    def run(self, tree: ET.Element, ancestors: list[str] | None = None) -> ET.Element:
        """Apply the patterns to a tree."""
        self._patterns = tuple(map(_searched, self.inlinePatterns))
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        if isinstance(data, AtomicString):
            return data
        start = 0
        for index in range(patternIndex, len(self._patterns)):
            pattern, search, needed = self._patterns[index]
            matched = needed in data and (search is None or search(data, start))
            while matched:
                data, matched, start = self._InlineProcessor__applyPattern(pattern, data, index, start)  # type: ignore[attr-defined]
        return data


def _searched(pattern: Any) -> tuple[Any, Any, str]:
    expression = pattern.getCompiledRegExp()
    return pattern, expression.search if isinstance(pattern, Pattern) else None, _NEEDED.get(expression.pattern, "")
