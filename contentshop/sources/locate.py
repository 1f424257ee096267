"""From a place named by keys or words to line and column, when a problem must be shown."""

from __future__ import annotations

from collections.abc import Callable

from contentshop.model import KeyPlace, Place, Problem, TextPlace
from contentshop.problems import ProblemError, excerpt
from .articles import place_in_head, split
from .files import Folder
from .nodes import place_of

Finder = Callable[[str, str, int], tuple[int, int]]
"""Takes a Markdown body, a text and its occurrence; returns line and column, or (0, 0)."""


def located(found: Problem, folder: Folder, find: Finder) -> Problem:
    """Return the problem with its place as file, line and column, as far as they can be told."""
    where = found.where
    if where is None or isinstance(where, Place):
        return found
    text = _text(folder, where.file)
    place = Place(where.file)
    if isinstance(where, KeyPlace) and text is not None:
        in_head = where.file.endswith(".md")
        place = (place_in_head if in_head else place_of)(text, where.file, where.keys)
    if isinstance(where, TextPlace) and text is not None:
        _, body, first = split(text)
        line, column = find(body, where.text, where.nth)
        place = Place(where.file, line + first - 1, column) if line else Place(where.file, first)
    return Problem(found.code, place, found.values)


def excerpt_of(found: Problem, folder: Folder) -> str:
    """Return the line a located problem points at, with a caret; empty when there is none."""
    where = found.where
    if not isinstance(where, Place) or not where.line:
        return ""
    return excerpt(_text(folder, where.file) or "", where)


def _text(folder: Folder, file: str) -> str | None:
    try:
        return folder.bytes(file).decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    except ProblemError:
        return None
