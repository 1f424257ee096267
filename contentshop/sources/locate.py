"""From a place named by keys or words to line and column, when a problem must be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from contentshop.model import KeyPlace, Place, Problem, TextPlace, Where
from contentshop.problems import ProblemError, excerpt

from .files import Folder, readable

if TYPE_CHECKING:
    from .nodes import Keys

Finder = Callable[[str, str, int], tuple[int, int]]
"""Takes a Markdown body, a text and its occurrence; returns line and column, or (0, 0)."""


def located(found: Problem, folder: Folder, find: Finder) -> Problem:
    """Return the problem with its place as file, line and column, as far as they can be told."""
    return all_located([found], folder, find)[0]


def all_located(found: Iterable[Problem], folder: Folder, find: Finder) -> list[Problem]:
    """Return the problems with their places as file, line and column; each file is read once."""
    problems = list(found)
    named = (one.where for one in problems if isinstance(one.where, KeyPlace | TextPlace))
    places = places_of(named, folder, find)
    return [Problem(one.code, places.get(one.where, one.where), one.values) if one.where else one for one in problems]


def places_of(wheres: Iterable[KeyPlace | TextPlace], folder: Folder, find: Finder) -> dict[Where, Place]:
    """Return where values and texts stand as file, line and column; each file is read once."""
    wanted: dict[str, set[KeyPlace | TextPlace]] = {}
    for where in wheres:
        wanted.setdefault(where.file, set()).add(where)
    return {where: place for file, some in wanted.items() for where, place in _places(file, some, folder, find).items()}


def _places(file: str, wheres: Iterable[KeyPlace | TextPlace], folder: Folder, find: Finder) -> dict[Where, Place]:
    from .articles import split
    from .nodes import places_of as places_in

    text = _text(folder, file)
    keys = {where.keys for where in wheres if isinstance(where, KeyPlace)}
    is_yaml = file.lower().endswith((".yaml", ".yml"))
    by_keys = places_in(text, file, keys) if is_yaml else _places_in_head(text, file, keys)
    _, body, first = split(text)
    return {
        where: by_keys[where.keys] if isinstance(where, KeyPlace) else _place_in_body(body, first, where, find)
        for where in wheres
    }


def _places_in_head(text: str, file: str, wanted: Iterable[Keys]) -> dict[Keys, Place]:
    """Return where keys of the front matter stand; what is not written there has the file's first line."""
    from .articles import split
    from .nodes import places_of as places_in

    found = places_in("\n" + split(text)[0], file, {(), *wanted})
    whole = found[()]
    return {keys: found[keys] if found[keys] != whole and found[keys].line else Place(file, 1) for keys in wanted}


def _place_in_body(body: str, first: int, where: TextPlace, find: Finder) -> Place:
    line, column = find(body, where.text, where.nth)
    return Place(where.file, line + first - 1, column) if line else Place(where.file, first)


def excerpt_of(found: Problem, folder: Folder, show: Callable[[str, Place], str] = excerpt) -> str:
    """Return the line a located problem points at, by default with a caret; empty when there is none."""
    where = found.where
    if not isinstance(where, Place) or not where.line:
        return ""
    return show(_text(folder, where.file), where)


def _text(folder: Folder, file: str) -> str:
    try:
        return readable(folder.bytes(file))
    except ProblemError:
        return ""
