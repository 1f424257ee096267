"""The files of tasks: which are computed, which are copied, and what each of them may take."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing

from contentshop import engine
from contentshop.channels.web import Listing
from contentshop.model import Copy, Draw, Paint, Problem, Render, Scale, Script, Task, Verbatim, digest
from contentshop.profiling import owner_of, template_of
from contentshop.reading import Pool
from contentshop.reporting import Reporter
from contentshop.sources import Folder, Theme

_FILE_SECONDS = 0.0004
"""What a file takes, roughly."""
_POSTER_SECONDS = 0.12
"""What a poster takes to paint and encode, roughly."""
_PICTURE_SECONDS = 0.2
"""What a picture 1600 px wide takes to decode, shrink and encode, roughly; a smaller one as much less as its pixels."""


class Making:
    """Makes the files of one plan."""

    def __init__(
        self,
        tasks: engine.Backlog,
        theme: Theme,
        listings: Mapping[str, Listing],
        folder: Folder,
        pool: Pool,
        reporter: Reporter,
        there: Callable[[int], bytes | None],
    ) -> None:
        """Take the tasks; `listings` tell the articles that files belong to, `there` what stands elsewhere already."""
        self._tasks, self._theme, self._listings = tasks, theme, listings
        self._folder, self._pool, self._reporter, self._there = folder, pool, reporter, there

    def made(self, numbers: Sequence[int]) -> Iterator[tuple[int, bytes | Problem, bool]]:
        """Yield the number of each task with its bytes, or what went wrong, and whether its source was as planned.

        Copies are read here, the rest is computed; codes go first, since they are drawn
        together, and other processes begin with them.
        """
        tasks, here = self._tasks, array("L")
        for number in numbers:
            data = self._there(number)
            if data is None:
                here.append(number)
            else:
                yield number, data, True
        numbers = here
        pictures = {number: task for number, task in tasks.some(numbers, Scale, Script) if engine.picture_of(task)}
        posters = dict(tasks.some(numbers, Paint))
        computed = array("L", (one for one in numbers if tasks.kind(one) in (Draw, Script) and one not in pictures))
        computed.extend(one for one in numbers if tasks.kind(one) in (Render, Verbatim))
        seconds = sum(map(_seconds, (*pictures.values(), *posters.values()))) + len(computed) * _FILE_SECONDS
        with self._pool(seconds) as executor:
            for make, some in ((engine.scaled, pictures), (engine.painted, posters)):
                by_path = {task.path: number for number, task in some.items()}
                with closing(make(some.values(), self._folder.bytes, executor, self._reporter.timing)) as found:
                    for task, result, as_planned in found:
                        yield by_path[task.path], result, as_planned
            performance, took = engine.Performance(self._theme), self._timing(computed)
            with closing(engine.spread_anyhow(performance, tasks.packed(computed), executor, took)) as results:
                for position, result in results:
                    yield computed[position], result, True
        for number, work in tasks.each(Copy, numbers):
            data = self._folder.bytes(work.source)
            yield number, data, digest(data) == work.content

    def _timing(self, numbers: Sequence[int]) -> engine.Took | None:
        """Return what takes the times of files, for their articles and templates."""
        tasks = self._tasks
        return engine.both(
            self._reporter.timing(
                "article", lambda: list(map(owner_of(self._listings), (tasks.paths[one] for one in numbers)))
            ),
            self._reporter.timing("template", lambda: [template_of(tasks.template(one)) for one in numbers]),
        )


def _seconds(task: Task) -> float:
    """Return what a picture or a poster takes to make, roughly."""
    picture = engine.picture_of(task)
    return _PICTURE_SECONDS * (picture.width / 1600) ** 2 if picture else _POSTER_SECONDS
