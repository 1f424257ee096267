"""Plan and diff: what must be written and deleted so that the output is as planned."""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from .backlog import Backlog
from .templates import Templates
from .write import Found


class Difference(msgspec.Struct, frozen=True):
    """The way from what was written to what is planned."""

    write: Sequence[int]
    """The numbers of the tasks to be done, in their order."""
    delete: tuple[str, ...]
    """Sorted; all that goes."""
    clear: frozenset[str]
    """Those of `delete` that must go before anything is written, since they stand in the way."""
    unchanged: int
    """How many files stay as they are, for whatever reason."""
    fingerprints: Sequence[str]
    """Of every task, by number."""


def difference(
    tasks: Backlog,
    templates: Templates,
    found: Found,
    held: frozenset[str],
    settled: frozenset[str] = frozenset(),
) -> Difference:
    """Return what to do.

    Args:
        tasks: everything planned.
        templates: those of the theme.
        found: what earlier builds made, as it stands.
        held: paths of failed articles, which stay as they are; one that ends in `/` keeps all below it from being
            deleted, but for what stands in the way of a new file.
        settled: paths that are as a plan would have them, though they were not planned.

    Raises:
        ProblemError: a template of a task is missing or broken.

    """
    fingerprints = tasks.fingerprints(templates)
    write = array(
        "L",
        (
            number
            for number, (path, fingerprint) in enumerate(zip(tasks.paths, fingerprints, strict=True))
            if path in found.changed or found.fingerprints.get(path) != fingerprint
        ),
    )
    held_folders = tuple(path for path in held if path.endswith("/"))
    staying = settled.union(tasks.paths)
    unplanned = [path for path in found.fingerprints if path not in staying]
    gone = sorted(path for path in unplanned if path not in held)
    clear = _in_the_way(gone, (tasks.paths[number] for number in write))
    delete = tuple(path for path in gone if path in clear or not path.startswith(held_folders))
    unchanged = len(staying) - len(write) + len(unplanned) - len(delete)
    return Difference(write, delete, clear, unchanged, fingerprints)


def _in_the_way(delete: Sequence[str], write: Iterable[str]) -> frozenset[str]:
    """Return the deletions that cannot wait.

    These are files where a folder is to be, files in a folder where a file is to be, and files whose names
    are those of new ones on disks that do not tell case or composed characters apart.
    """
    if not delete:
        return frozenset()
    files = {_folded(path) for path in write}
    folders = {folder for path in files for folder in _folders(path)}
    return frozenset(
        path
        for path in delete
        if (name := _folded(path)) in files or name in folders or any(one in files for one in _folders(name))
    )


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _folders(path: str) -> Iterator[str]:
    """Yield the folders a path lies in."""
    return (path[:index] for index, char in enumerate(path) if char == "/")
