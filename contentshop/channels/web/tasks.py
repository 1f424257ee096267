"""The paths of a plan, each of one task."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from contentshop.channels.batch import Backlog
from contentshop.model import Place, Task, Wave, Work
from contentshop.problems import Report, problem


class Tasks:
    """Adds tasks to a backlog; two different things at one path are a problem, also when only the case differs."""

    def __init__(
        self, backlog: Backlog, held: Iterable[str], settled: Mapping[str, Iterable[str]], report: Report
    ) -> None:
        """Begin with files that stay as they are: those of failed articles, and those of settled ones by their file."""
        self._backlog = backlog
        self._owners: dict[str, str] = {}
        """By the path in small letters; empty for what stays as it is."""
        self._spelled: dict[str, str] = {}
        """The paths that have others than small letters, by these."""
        for path in held:
            self._own(path, path.casefold(), "")
        self._articles = settled
        self._settled = frozenset(path.casefold() for paths in settled.values() for path in paths)
        self._folders = set(map(hash, _all_folders(self._settled)))
        """The hashes of folders, which say that a path is none, or perhaps one: most are those of single pages."""
        self._report = report

    def add(self, path: str, wave: Wave, work: Work, owner: str, *, shared: bool = False) -> None:
        """Add a task; `shared` ones may come again with the same content."""
        folded = path.casefold()
        if shared and self._is_taken(folded) and self._is_spelled(folded, path):
            if self._owners.get(folded):
                return
        elif self._is_taken(folded) or self._is_folder(folded) or self._under_a_file(folded):
            is_taken = self._is_taken(folded)
            other = self._owner(folded) if is_taken else self._inside(folded) or self._under_a_file(folded)
            self._report(problem("duplicate-output", Place(owner), path=path, one=owner, other=other or path))
            return
        self._own(path, folded, owner or path)
        self._folders.update(map(hash, _folders(folded)))
        self._backlog.add(Task(path, wave, work))

    def __contains__(self, path: object) -> bool:
        """Return whether a path is planned."""
        folded = str(path).casefold()
        return bool(self._owners.get(folded)) and self._is_spelled(folded, str(path))

    def _own(self, path: str, folded: str, owner: str) -> None:
        if folded == path:
            folded = path  # one string instead of two
        else:
            self._spelled[folded] = path
        self._owners[folded] = owner

    def _is_spelled(self, folded: str, path: str) -> bool:
        """Return whether a path that is taken is the same, in its letters too."""
        return folded not in self._owners or self._spelled.get(folded, folded) == path

    def _is_taken(self, folded: str) -> bool:
        return folded in self._owners or folded in self._settled

    def _is_folder(self, folded: str) -> bool:
        within = folded + "/"
        inside = any(path.startswith(within) for path in self._settled) if hash(folded) in self._folders else False
        return inside or bool(self._inside(folded))

    def _inside(self, folded: str) -> str:
        """Return what a planned file in a folder belongs to, or an empty string where there is none."""
        if hash(folded) not in self._folders:
            return ""
        within = folded + "/"
        return next((owner for path, owner in self._owners.items() if owner and path.startswith(within)), "")

    def _under_a_file(self, folded: str) -> str:
        for parent in _folders(folded):
            if self._is_taken(parent):
                return self._owner(parent) or parent
        return ""

    def _owner(self, folded: str) -> str:
        """Return what a path that is taken belongs to, or an empty string."""
        if folded in self._owners:
            return self._owners[folded]
        return next(file for file, paths in self._articles.items() if folded in map(str.casefold, paths))


def _folders(path: str) -> list[str]:
    """Return the folders a path lies in."""
    return [path[:index] for index, char in enumerate(path) if char == "/"]


def _all_folders(paths: Iterable[str]) -> set[str]:
    """Return every folder that some of the paths lie in."""
    found: set[str] = set()
    inside = set(paths)
    while inside:
        inside = {path.rpartition("/")[0] for path in inside} - found - {""}
        found |= inside
    return found
