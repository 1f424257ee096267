"""`outlets.yaml`: the places and people that hand content on."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import msgspec

from contentshop.model import KeyPlace, Outlet
from contentshop.problems import ProblemError, Report, problem

from . import schema
from .catalogue import id_of
from .files import Folder
from .nodes import Composer

OUTLETS = "outlets.yaml"


class Outlets(msgspec.Struct, frozen=True):
    """Outlets by id, the place of each in the list, and the ids of those that cannot be used."""

    by_id: Mapping[str, Outlet] = {}
    indexes: Mapping[str, int] = {}
    broken: frozenset[str] = frozenset()
    is_whole: bool = True
    """Whether the file could be read to its end."""

    def is_broken(self, outlet: str) -> bool:
        """Return whether an outlet is known, or may well be, and cannot be used."""
        return outlet in self.broken or (not self.is_whole and outlet not in self.by_id)

    def place(self, outlet: str, *keys: str) -> KeyPlace:
        """Return the place of an outlet's field."""
        return KeyPlace(OUTLETS, (self.indexes[outlet], *keys))

    def without(self, broken: frozenset[str]) -> Outlets:
        """Return the outlets without some that turned out to be broken."""
        by_id = {name: one for name, one in self.by_id.items() if name not in broken}
        return Outlets(by_id, self.indexes, self.broken | broken, self.is_whole)


def read_outlets(folder: Folder, report: Report) -> Outlets:
    """Return the outlets of the site; what is wrong is reported and left out. A site need not have any."""
    if not folder.has(OUTLETS):
        return Outlets()
    found: list[Outlet | str] = []
    is_whole = False
    try:
        text = folder.text(OUTLETS, report)
        if text is not None:
            read = schema.reader(Outlet)
            for node in Composer(text, OUTLETS, report).items():
                outlet = read(node, OUTLETS, report)
                found.append(id_of(node) if outlet is schema.INVALID else outlet)
            is_whole = True
    except ProblemError as error:
        report(error.problem)
    return _sorted_out(found, report, is_whole=is_whole)


def _sorted_out(found: list[Outlet | str], report: Report, *, is_whole: bool) -> Outlets:
    """Return what was read by id; an id that stands twice, or on an outlet that is wrong, is broken."""
    by_id: dict[str, Outlet] = {}
    indexes: dict[str, int] = {}
    folders: dict[str, str] = {}
    broken: set[str] = set()
    for index, one in enumerate(found):
        name = one if isinstance(one, str) else one.id
        other = folders.setdefault(_folded(name), name)
        if isinstance(one, str):
            broken.add(name)
        elif other in indexes:
            report(problem("duplicate-outlet", KeyPlace(OUTLETS, (index, "id")), id=name))
            broken |= {name, other}
        else:
            by_id[name], indexes[name] = one, index
    sound = {name: one for name, one in by_id.items() if name not in broken}
    return Outlets(sound, indexes, frozenset(broken - {""}), is_whole and "" not in broken)


def _folded(name: str) -> str:
    """Return an id as disks compare it that take no notice of case, since folders are named after outlets."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
