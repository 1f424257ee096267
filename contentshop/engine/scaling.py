"""Making the files of pictures: all of one picture together, so that it is read and decoded once."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Executor
from contextlib import closing

from contentshop.model import Place, Problem, Record, Scale, Script, Task, digest

from .run import Timing, scripted, stream, untimed

Read = Callable[[str], bytes]
Made = tuple[Task, bytes | Problem, bool]
"""A task, its bytes or what went wrong, and whether its source was what was planned with."""


class _Picture(Record):
    """A source's bytes and the files to make from it; what a worker gets."""

    source: str
    data: bytes
    wanted: tuple[tuple[Scale, str], ...]
    """Each with the name under which a script hands it on; empty for the picture itself."""
    as_planned: bool


def picture_of(task: Task) -> Scale | None:
    """Return the picture that a task makes a file of, if it does."""
    work = task.work.work if isinstance(task.work, Script) else task.work
    return work if isinstance(work, Scale) else None


def scaled(
    tasks: Iterable[Task], read: Read, executor: Executor, timing: Timing = untimed
) -> Generator[Made, None, None]:
    """Yield the tasks that make files of pictures with their bytes, picture by picture; few are in memory at once.

    Args:
        tasks: tasks of which each makes a file of a picture.
        read: returns the bytes of a file of the site.
        executor: where pictures are decoded.
        timing: takes what pictures took.

    """
    groups = _by_picture(tasks)
    pictures = (_picture(works, read) for works in groups)
    took = timing("picture", lambda: [works[0][1].source for works in groups])
    with closing(stream(_files, pictures, executor, took)) as made:
        for works, (files, as_planned) in zip(groups, made, strict=True):
            for (task, _), result in zip(works, files, strict=True):
                yield task, result, as_planned


def _by_picture(tasks: Iterable[Task]) -> list[list[tuple[Task, Scale]]]:
    groups: dict[tuple[str, str], list[tuple[Task, Scale]]] = {}
    for task in tasks:
        if work := picture_of(task):
            groups.setdefault((work.source, work.content), []).append((task, work))
    return list(groups.values())


def _picture(works: list[tuple[Task, Scale]], read: Read) -> _Picture:
    work = works[0][1]
    data = read(work.source)
    wanted = tuple((one, task.work.name if isinstance(task.work, Script) else "") for task, one in works)
    return _Picture(work.source, data, wanted, digest(data) == work.content)


def _files(picture: _Picture) -> tuple[Iterable[bytes | Problem], bool]:
    """Return the files of one picture; a problem for each when it changed into something that is none."""
    from contentshop.media import PictureError

    try:
        return _made(picture), picture.as_planned
    except PictureError as error:
        return [error.problem(picture.source, Place(picture.source))] * len(picture.wanted), picture.as_planned


def _made(picture: _Picture) -> list[bytes]:
    """Return the files of one picture; what is wanted both as a picture and in a script is made once."""
    from contentshop.media import scaled as for_pages
    from contentshop.media import uploads

    works = dict.fromkeys(work for work, _ in picture.wanted)
    limited = [one for one in works if one.heaviest]
    plain = [one for one in works if not one.heaviest]
    made: dict[Scale, bytes] = {}
    if plain:
        made |= zip(plain, for_pages(picture.data, [(one.width, one.form) for one in plain]), strict=True)
    if limited:
        made |= zip(limited, uploads(picture.data, limited), strict=True)
    return [scripted(name, made[work]) if name else made[work] for work, name in picture.wanted]
