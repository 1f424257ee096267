"""Plan and diff: what must be written and deleted so that the output is as planned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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
    unchanged: int


def fingerprint(task: Task, templates: Templates) -> str:
    """Return the digest of all that the task's bytes depend on.

    Raises:
        ProblemError: a template of the task is missing or broken.

    """
    used = templates.digest(task.work.template) if isinstance(task.work, Render) else ""
    return digest(_encoder.encode(task), used, environment_digest())


def difference(
    tasks: Iterable[Task],
    fingerprints: Mapping[str, str],
    written: Mapping[str, Written],
    held: frozenset[str],
    intact: frozenset[str],
) -> Difference:
    """Return what to do.

    Args:
        tasks: everything planned.
        fingerprints: of each planned path.
        written: what earlier builds made.
        held: paths of failed articles, which stay as they are.
        intact: paths that are on disk as they were written.

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
    delete = tuple(sorted(path for path in written if path not in paths and path not in held))
    return Difference(write, delete, len(planned) - len(write))
