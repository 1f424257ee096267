"""Making the files of pictures: all of one picture together, so that it is read and decoded once."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Executor
from contextlib import closing

from contentshop.model import Place, Problem, Record, Scale, ScaledForm, Task, digest

from .run import stream

Read = Callable[[str], bytes]
Made = tuple[Task, bytes | Problem, bool]
"""A task, its bytes or what went wrong, and whether its source was what was planned with."""


class _Picture(Record):
    """A source's bytes and the files to make from it; what a worker gets."""

    source: str
    data: bytes
    wanted: tuple[tuple[int, ScaledForm], ...]
    as_planned: bool


def scaled(tasks: Iterable[Task], read: Read, executor: Executor) -> Generator[Made, None, None]:
    """Yield the `Scale` tasks with their bytes, picture by picture; only a few pictures are in memory at once.

    Args:
        tasks: tasks whose work is a `Scale`.
        read: returns the bytes of a file of the site.
        executor: where pictures are decoded.

    """
    groups = _by_picture(tasks)
    pictures = (_picture(works, read) for works in groups)
    with closing(stream(_files, pictures, executor)) as made:
        for works, (files, as_planned) in zip(groups, made, strict=True):
            for (task, _), result in zip(works, files, strict=True):
                yield task, result, as_planned


def _by_picture(tasks: Iterable[Task]) -> list[list[tuple[Task, Scale]]]:
    groups: dict[tuple[str, str], list[tuple[Task, Scale]]] = {}
    for task in tasks:
        if isinstance(task.work, Scale):
            groups.setdefault((task.work.source, task.work.content), []).append((task, task.work))
    return list(groups.values())


def _picture(works: list[tuple[Task, Scale]], read: Read) -> _Picture:
    work = works[0][1]
    data = read(work.source)
    wanted = tuple((one.width, one.form) for _, one in works)
    return _Picture(work.source, data, wanted, digest(data) == work.content)


def _files(picture: _Picture) -> tuple[Iterable[bytes | Problem], bool]:
    """Return the files of one picture; a problem for each when it changed into something that is none."""
    from contentshop.media import PictureError
    from contentshop.media import scaled as files_of_picture

    try:
        return files_of_picture(picture.data, picture.wanted), picture.as_planned
    except PictureError as error:
        return [error.problem(picture.source, Place(picture.source))] * len(picture.wanted), picture.as_planned
