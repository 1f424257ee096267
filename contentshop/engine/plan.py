"""Plan and diff: what must be written and deleted so that the output is as planned."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from contentshop.model import Record, Render, Task, digest

from .environment import environment_digest
from .store import Written
from .templates import Templates

_encoder = msgspec.msgpack.Encoder(order="deterministic")


class Difference(Record):
    """The way from what was written to what is planned."""

    write: tuple[Task, ...]
    delete: tuple[str, ...]
    """Sorted; all that goes."""
    clear: frozenset[str]
    """Those of `delete` that must go before anything is written, since they stand in the way."""
    unchanged: int
    fingerprints: dict[str, str]
    """Of every planned path."""
    created: frozenset[str] = frozenset()
    """The paths of `write` that no build made before."""


def fingerprint(task: Task, templates: Templates) -> str:
    """Return the digest of all that the task's bytes depend on.

    Raises:
        ProblemError: a template of the task is missing or broken.

    """
    used = templates.digest(task.work.template) if isinstance(task.work, Render) else ""
    return digest(_encoder.encode(task), used, environment_digest())


def difference(
    tasks: Iterable[Task],
    fingerprints: dict[str, str],
    written: Mapping[str, Written],
    held: frozenset[str],
    intact: frozenset[str],
    settled: frozenset[str] = frozenset(),
) -> Difference:
    """Return what to do.

    Args:
        tasks: everything planned.
        fingerprints: of each planned path.
        written: what earlier builds made.
        held: paths of failed articles, which stay as they are; one that ends in `/` keeps all below it from being
            deleted, but for what stands in the way of a new file.
        intact: paths that are on disk as they were written.
        settled: paths that are as a plan would have them, though they were not planned.

    """
    planned = list(tasks)
    write = tuple(
        task
        for task in planned
        if task.path not in intact
        or (before := written.get(task.path)) is None
        or before.fingerprint != fingerprints[task.path]
    )
    paths = {task.path for task in planned}
    held_folders = tuple(path for path in held if path.endswith("/"))
    gone = sorted(path for path in written if path not in paths and path not in settled and path not in held)
    clear = _in_the_way(gone, [task.path for task in write])
    delete = tuple(path for path in gone if path in clear or not path.startswith(held_folders))
    created = frozenset(task.path for task in write if task.path not in written)
    unchanged = len(paths | settled) - len(write)
    return Difference(write, delete, clear, unchanged, fingerprints, created)


def _in_the_way(delete: Iterable[str], write: Iterable[str]) -> frozenset[str]:
    """Return the deletions that cannot wait.

    These are files where a folder is to be, files in a folder where a file is to be, and files whose names
    are those of new ones on disks that do not tell case or composed characters apart.
    """
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
