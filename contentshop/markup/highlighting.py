"""Fenced code as HTML, put away before Markdown is read."""

from __future__ import annotations

import re

from markdown.extensions.attr_list import get_attrs_and_remainder
from markdown.extensions.codehilite import CodeHilite, parse_hl_lines
from markdown.preprocessors import Preprocessor

from .fences import Fence, fences

_LANGUAGE = re.compile(r" *\.?([\w#.+-]*)")
_LINES = re.compile(r"hl_lines=(\"|')(.*?)\1")


def highlighted(fence: Fence) -> str:
    """Return the code as HTML with Pygments' classes.

    Of the words after the fence only the language, classes and `hl_lines` are used: Pygments has
    options that fail or write files.
    """
    language, classes, marked = "", ["codehilite"], ""
    if fence.info.startswith("{"):
        attributes, _ = get_attrs_and_remainder(fence.info[1:].rstrip("}"))
        named = [value or "" for key, value in attributes if key == "."]
        language, classes = (named[0] if named else ""), [*named[1:], *classes]
        marked = next((value or "" for key, value in attributes if key == "hl_lines"), "")
    else:
        match, lines = _LANGUAGE.match(fence.info), _LINES.search(fence.info)
        language, marked = match[1] if match else "", lines[2] if lines else ""
    hilite = CodeHilite(
        fence.code,
        lang=language or None,
        guess_lang=False,
        css_class=" ".join(re.sub(r"[^\w-]", "", name) for name in classes),
        hl_lines=parse_hl_lines(marked),
    )
    return hilite.hilite(shebang=False)


class FencePreprocessor(Preprocessor):
    """Puts fenced code into Python-Markdown's stash and a placeholder in its place."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with a placeholder for every fenced block."""
        out: list[str] = []
        at = 0
        for fence in fences(lines):
            out += lines[at : fence.first]
            placeholder = fence.prefix + self.md.htmlStash.store(highlighted(fence))
            out += [placeholder] if fence.prefix else ["", placeholder, ""]
            at = fence.last + 1
        return out + lines[at:]
