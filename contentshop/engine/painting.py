"""Making posters: all that show one picture together, so that it is read and decoded once."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import closing

from contentshop.model import Draw, Paint, Place, Problem, Record, Task, digest
from contentshop.problems import problem

from .backlog import Backlog
from .run import Timing, stream, untimed
from .scaling import Made, Read

_TOGETHER = 8
"""So many posters of one picture are made in one go; more of them are worth another worker."""


class _Posters(Record):
    """A picture's bytes and the posters that show it; what a worker gets."""

    data: bytes
    wanted: tuple[Paint, ...]
    as_planned: bool


def codes_in(tasks: Backlog) -> Iterator[tuple[str, str]]:
    """Yield the paths of the pictures that tasks make with a code in them, each with what that holds."""
    yield from ((tasks.paths[number], work.text) for number, work in tasks.each(Draw))
    yield from ((tasks.paths[number], work.poster.code) for number, work in tasks.each(Paint) if work.poster.code)


def painted(
    tasks: Iterable[Task], read: Read, executor: Executor, timing: Timing = untimed
) -> Generator[Made, None, None]:
    """Yield the tasks that paint posters with their bytes; only a few pictures are in memory at once.

    Args:
        tasks: tasks whose work is a `Paint`.
        read: returns the bytes of a file of the site.
        executor: where posters are painted.
        timing: takes what the posters of pictures took.

    """
    groups = list(_by_picture(tasks))
    posters = (_posters(group, read) for group in groups)
    took = timing("poster", lambda: [group[0][1].source or group[0][0].path for group in groups])
    with closing(stream(_files, posters, executor, took)) as made:
        for group, (files, as_planned) in zip(groups, made, strict=True):
            for (task, _), result in zip(group, files, strict=True):
                yield task, result, as_planned


def _by_picture(tasks: Iterable[Task]) -> Iterator[list[tuple[Task, Paint]]]:
    groups: dict[tuple[str, str], list[tuple[Task, Paint]]] = {}
    for task in tasks:
        if isinstance(task.work, Paint):
            groups.setdefault((task.work.source, task.work.content), []).append((task, task.work))
    for group in groups.values():
        yield from (group[start : start + _TOGETHER] for start in range(0, len(group), _TOGETHER))


def _posters(group: list[tuple[Task, Paint]], read: Read) -> _Posters:
    work = group[0][1]
    data = read(work.source) if work.source else b""
    wanted = tuple(one for _, one in group)
    return _Posters(data, wanted, not work.source or digest(data) == work.content)


def _files(posters: _Posters) -> tuple[list[bytes | Problem], bool]:
    """Return the posters of one picture, or for each what went wrong."""
    from contentshop.media import CodeTooLongError, PictureError
    from contentshop.media import painted as drawn

    first = posters.wanted[0]
    try:
        return list(drawn(posters.data, posters.wanted)), posters.as_planned
    except PictureError as error:
        found = error.problem(first.source, Place(first.source))
    except CodeTooLongError:
        text = max((one.poster.code for one in posters.wanted), key=len)
        found = problem("code-too-long", Place("config.yaml"), text=text, size=len(text.encode()))
    except OSError as error:
        found = problem("font-unreadable", Place("config.yaml"), path=first.fonts.regular[0].path, reason=error)
    return [found] * len(posters.wanted), posters.as_planned
