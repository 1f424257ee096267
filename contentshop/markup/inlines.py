"""Inline patterns, passed over quickly where a text has no match."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

from markdown.inlinepatterns import InlineProcessor as Pattern
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString


class Inlines(InlineProcessor):
    """Does what Python-Markdown's own does; of sixteen patterns a text has one or none, and the rest cost a search.

    The loop over patterns has a private name there; should it get another one, theirs runs.
    """

    _patterns: tuple[Any, ...] = ()

    def run(self, tree: ET.Element, ancestors: list[str] | None = None) -> ET.Element:
        """Apply the patterns to a tree."""
        self._patterns = tuple(self.inlinePatterns)
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        if isinstance(data, AtomicString):
            return data
        start = 0
        for index in range(patternIndex, len(self._patterns)):
            pattern = self._patterns[index]
            expression = pattern.getCompiledRegExp()
            matched = not isinstance(pattern, Pattern) or expression.search(data, start)
            while matched:
                data, matched, start = self._InlineProcessor__applyPattern(pattern, data, index, start)  # type: ignore[attr-defined]
        return data
