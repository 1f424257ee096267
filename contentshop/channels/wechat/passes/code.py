"""Code that keeps its lines and spaces, wraps on phones and has few colours."""

from __future__ import annotations

import re

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from .work import Work, classes, every, new

_SPACE = "\u00a0"
_TAB = 4
_ROLES = {"k": "code-word", "o": "code-word", "s": "code-text", "c": "code-remark", "m": "code-name"}
_NAMES = ("nf", "nc", "nb", "na", "nd", "nt")


def code_blocks_are_written_out(tree: Tag, work: Work) -> None:
    """Write code as lines with fixed spaces: editors fold spaces and lose line feeds, `pre` does not wrap (fact 21)."""
    del work
    for one in every(tree, "pre"):
        block = new("section", new("code", *_lines(one)), role="pre")
        outer = one.parent
        target = outer if outer is not None and "codehilite" in classes(outer) else one
        target.replace_with(block)


def _lines(block: Tag) -> list[PageElement]:
    """Return the code with breaks for line feeds; neighbours of one colour share an element."""
    pieces: list[tuple[str, str]] = []
    for node in block.find_all(string=True):
        role, text = _role(node, block), str(node)
        if pieces and (pieces[-1][0] == role or not text.strip()):
            pieces[-1] = (pieces[-1][0], pieces[-1][1] + text)
        else:
            pieces.append((role, text))
    if pieces:
        pieces[0] = (pieces[0][0], pieces[0][1].lstrip("\n"))
        pieces[-1] = (pieces[-1][0], pieces[-1][1].rstrip())
    found: list[PageElement] = []
    at_start = True
    for role, text in pieces:
        parts, at_start = _broken(text, at_start=at_start)
        if not role:
            found += parts
            continue
        for part in parts:
            shown = isinstance(part, NavigableString) and part.strip(f" {_SPACE}")
            found.append(new("span", part, role=role) if shown else part)
    return found


def _broken(text: str, *, at_start: bool) -> tuple[list[PageElement], bool]:
    """Return text with breaks and fixed spaces, and whether a new line begins behind it."""
    found: list[PageElement] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            found.append(new("br"))
            at_start = True
        if line:
            found.append(NavigableString(_fixed(line, at_start=at_start)))
            at_start = False
    return found, at_start


def _fixed(line: str, *, at_start: bool) -> str:
    """Return a line whose leading and repeated spaces stay; single ones may still break it."""
    line = line.replace("\t", " " * _TAB)
    if at_start:
        bare = line.lstrip(" ")
        line = _SPACE * (len(line) - len(bare)) + bare
    return re.sub(" {2,}", lambda found: _SPACE * len(found[0]), line)


def _role(text: PageElement, block: Tag) -> str:
    for parent in text.parents:
        if parent is block:
            return ""
        for name in classes(parent):
            if name in _NAMES:
                return "code-name"
            if name[:1] in _ROLES and len(name) <= 2:  # noqa: PLR2004 - Pygments' classes have one letter or two
                return _ROLES[name[:1]]
    return ""
