"""Running steps and tasks: values go to workers, bytes come back, the parent writes."""

from __future__ import annotations

import base64
import json
import os
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import closing
from typing import Generic, TypeVar

from contentshop.model import Draw, Place, Problem, Render, Script, Verbatim, Work
from contentshop.problems import ProblemError, problem
from contentshop.sources import Theme

from .backlog import Packed
from .templates import templates_of

T = TypeVar("T")
R = TypeVar("R")
_BATCH = 64
_DRAWING = (Draw, Script)
_AHEAD = (os.cpu_count() or 1) + 2
"""Pieces of work that are under way or done and not fetched: enough for all processors, and few in memory."""


class InProcess(Executor):
    """An executor that does the work at once, in this process."""

    def submit(self, fn: Callable[..., R], /, *args: object, **kwargs: object) -> Future[R]:
        """Return a future that is already done."""
        future: Future[R] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 - a future hands on whatever was raised
            future.set_exception(error)
        return future


Took = Callable[[int, float], None]
"""Takes the number of a value, from 0, and the seconds that its result took where it was computed."""
Timing = Callable[[str, Callable[[], Sequence[str]]], Took | None]
"""Takes a kind of things and what gives their names, and returns what takes their times, if anyone wants them."""


def untimed(kind: str, names: Callable[[], Sequence[str]]) -> None:
    """Want no times."""
    del kind, names


def both(one: Took | None, other: Took | None) -> Took | None:
    """Return what takes times for two."""
    if one is None or other is None:
        return one or other

    def took(number: int, seconds: float) -> None:
        one(number, seconds)
        other(number, seconds)

    return took


def spread(
    function: Callable[[Sequence[T]], list[R]], values: Sequence[T], executor: Executor, took: Took | None = None
) -> Generator[R, None, None]:
    """Yield the function's results for the values, in order, computed in batches by the executor.

    Closing the generator cancels the batches that were not begun.
    """
    if took is not None:
        with closing(spread(_TimedEach(function), values, executor)) as timed:
            for number, (result, seconds) in enumerate(timed):
                took(number, seconds)
                yield result
        return
    batches = (values[start : start + _BATCH] for start in range(0, len(values), _BATCH))
    with closing(stream(function, batches, executor)) as made:
        for results in made:
            yield from results


class _Timed(Generic[T, R]):
    """A picklable function that tells the seconds of its result."""

    def __init__(self, function: Callable[[T], R]) -> None:
        self._function = function

    def __call__(self, value: T) -> tuple[R, float]:
        begun = time.perf_counter()
        return self._function(value), time.perf_counter() - begun


class _TimedEach(Generic[T, R]):
    """A picklable function of a batch that tells the seconds of each result."""

    def __init__(self, function: Callable[[Sequence[T]], list[R]]) -> None:
        self._function = _Timed(function)

    def __call__(self, values: Sequence[T]) -> list[tuple[R, float]]:
        made = (self._function([value]) for value in values)
        return [(result, seconds) for (result,), seconds in made]


def stream(
    function: Callable[[T], R], values: Iterable[T], executor: Executor, took: Took | None = None
) -> Generator[R, None, None]:
    """Yield the function's result for each value, in order; values are drawn only as they can be worked on.

    Closing the generator cancels what was not begun.
    """
    if took is not None:
        with closing(stream(_Timed(function), values, executor)) as timed:
            for number, (result, seconds) in enumerate(timed):
                took(number, seconds)
                yield result
        return
    if isinstance(executor, InProcess):
        yield from map(function, values)
        return
    futures: deque[Future[R]] = deque()
    try:
        for value in values:
            futures.append(executor.submit(function, value))
            if len(futures) >= _AHEAD:
                yield futures.popleft().result()
        while futures:
            yield futures.popleft().result()
    finally:
        for future in futures:
            future.cancel()


class Performance:
    """A picklable function that does the work of tasks with one theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def __call__(self, packed: Sequence[Packed]) -> list[bytes | Problem]:
        """Return the bytes that each work makes, or what went wrong with it; codes are drawn together."""
        drawn = _drawn([text for one in packed if one.kind in _DRAWING and (text := _code_of(one.work()))])
        return [_performed(one.work(), self._theme, drawn) for one in packed]


def _performed(work: Work, theme: Theme, drawn: Mapping[str, bytes | Problem]) -> bytes | Problem:
    """Return the bytes of one output file, or what went wrong; `drawn` has the codes by their texts."""
    match work:
        case Render(template, view):
            try:
                return templates_of(theme).render(template, view).encode()
            except ProblemError as error:
                return error.problem
        case Draw(text):
            return drawn[text]
        case Script(name, Draw(text)):
            made = drawn[text]
            return scripted(name, made) if isinstance(made, bytes) else made
        case Verbatim(data):
            return data
    raise TypeError(work)


def _code_of(work: Work) -> str:
    """Return the text of the code that is drawn; nothing where none is."""
    drawn = work.work if isinstance(work, Script) else work
    return drawn.text if isinstance(drawn, Draw) else ""


def scripted(name: str, picture: bytes) -> bytes:
    """Return a script that hands a picture (JPEG or PNG) to the page that loads it."""
    kind = "png" if picture.startswith(b"\x89PNG") else "jpeg"
    address = f"data:image/{kind};base64,{base64.b64encode(picture).decode()}"
    return f"takePicture({json.dumps(name)}, {json.dumps(address)});\n".encode()


def _drawn(texts: Sequence[str]) -> dict[str, bytes | Problem]:
    """Return the code of each text, or that it is too long."""
    if not texts:
        return {}
    from contentshop.media import qr_pngs

    return {
        text: problem("code-too-long", Place("config.yaml"), text=text, size=len(text.encode())) if png is None else png
        for text, png in zip(texts, qr_pngs(texts), strict=True)
    }
