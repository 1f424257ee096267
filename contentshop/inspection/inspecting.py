"""Which addresses of a built site lead nowhere."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from types import MappingProxyType
from urllib.parse import unquote

from contentshop.model import Place, Problem
from contentshop.problems import nearest, problem

from .addresses import Addresses, Target
from .pages import Reference
from .reading import FileFacts

_TOP = ("", "top")
_OF_OWN = {
    "dead-address": "own-dead-address",
    "dead-fragment": "own-dead-fragment",
    "double-id": "own-double-id",
    "broken-output": "own-broken-output",
}
"""What the fault of a file of the program is called in a file of the author's own."""


class Inspection:
    """Takes the facts of each file and then tells what is wrong; paths are relative to the site's root."""

    def __init__(
        self,
        base_url: str,
        go_base_url: str,
        files: Collection[str],
        sources: Mapping[str, str],
        own: Mapping[str, str] = MappingProxyType({}),
        shown_in: str = "",
        moved: Collection[str] = (),
    ) -> None:
        """Take what is known of the whole site.

        Args:
            base_url: where it is served.
            go_base_url: where its go pages are, when that is elsewhere.
            files: the paths of all its files.
            sources: what the files that the program wrote were made from.
            own: what the author's own files were copied from; faults in these, and in files of which nothing is
                known, are warnings.
            shown_in: the folder to name before each path, ending in a slash.
            moved: addresses that `_redirects` sends on.

        """
        self._addresses = Addresses(base_url, go_base_url, files, moved)
        self._sources, self._own, self._shown_in = sources, own, shown_in
        self._pages = frozenset(path.removesuffix("index.html") for path in files) - {""}
        self._ids: dict[str, frozenset[str]] = {}
        self._pointing: list[tuple[FileFacts, Reference, Target]] = []
        self.problems: list[Problem] = []

    def take(self, facts: FileFacts) -> None:
        """Note what a file says."""
        if facts.path.lower().endswith((".html", ".htm", ".svg")):
            self._ids[facts.path] = facts.ids
        if facts.broken:
            self._tell("broken-output", facts.path, facts.broken_line, 0, reason=facts.broken)
        for name, line, column, first in facts.doubled:
            self._tell("double-id", facts.path, line, column, id=name, first=first)
        for one in facts.references:
            self._follow(facts, one)

    def finish(self) -> tuple[Problem, ...]:
        """Return everything found, once every file was taken."""
        for facts, one, target in self._pointing:
            if target.file in self._ids and not _is_there(target.fragment, self._ids[target.file]):
                own = target.file in self._own or target.file not in self._sources
                place = (facts.path, one.line, one.column)
                self._tell("dead-fragment", *place, own=own, address=one.address, fragment=unquote(target.fragment))
        return tuple(self.problems)

    def _follow(self, facts: FileFacts, one: Reference) -> None:
        target = self._addresses.target(facts.path, facts.base, one.address)
        if target is None:
            return
        if not target.file:
            near = nearest(target.path, self._pages)
            self._tell("dead-address", facts.path, one.line, one.column, address=one.address, near=near)
        elif one.points and target.fragment:
            self._pointing.append((facts, one, target))

    def _tell(self, code: str, path: str, line: int, column: int, *, own: bool = False, **values: object) -> None:
        own = own or path in self._own or path not in self._sources
        shown = self._shown_in + os.fsencode(path).decode("utf-8", "replace")  # a stranger's name may be any bytes
        source = self._own.get(path) or self._sources.get(path) or shown
        self.problems.append(
            problem(_OF_OWN[code] if own else code, Place(shown, line, column), source=source, **values)
        )


def _is_there(fragment: str, ids: Collection[str]) -> bool:
    """Return whether a page has the place; routes of scripts (`#/a`, `#!a`) are theirs to know."""
    return fragment.lower() in _TOP or fragment in ids or unquote(fragment) in ids or fragment.startswith(("/", "!"))
