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
from .workers import Workers

T = TypeVar("T")
R = TypeVar("R")
_DRAWING = (Draw, Script)
_BATCH = 64
_AHEAD = 2 * (os.cpu_count() or 1) + 2
"""Pieces of work that are under way or done and not fetched: enough for all processors, and few in memory."""


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
    function: Callable[[Sequence[T]], list[R]],
    values: Sequence[T],
    executor: Executor,
    took: Took | None = None,
    batch: int = _BATCH,
) -> Generator[R, None, None]:
    """Yield the function's results for the values, in order, computed in batches by the executor.

    Closing the generator cancels the batches that were not begun.
    """
    if took is not None:
        with closing(spread(_TimedEach(function), values, executor, batch=batch)) as timed:
            for number, (result, seconds) in enumerate(timed):
                took(number, seconds)
                yield result
        return
    batches = (values[start : start + batch] for start in range(0, len(values), batch))
    with closing(stream(function, batches, executor)) as made:
        for results in made:
            yield from results


def spread_anyhow(
    function: Callable[[Sequence[T]], list[R]], values: Sequence[T], executor: Executor, took: Took | None = None
) -> Generator[tuple[int, R], None, None]:
    """Yield the number of each value with the function's result, in any order.

    Other processes begin with the first values and this one with the last, so that where values of one kind stand
    together no process need get ready for all kinds.
    """
    if not isinstance(executor, Workers):
        yield from enumerate(spread(function, values, executor, took))
        return
    if took is not None:
        with closing(spread_anyhow(_TimedEach(function), values, executor)) as timed:
            for number, (result, seconds) in timed:
                took(number, seconds)
                yield number, result
        return
    begin, end = 0, len(values)
    futures: deque[tuple[int, Future[list[R]]]] = deque()
    try:
        while begin < end or futures:
            while begin < end and (future := executor.offer(function, values[begin : min(begin + _BATCH, end)])):
                futures.append((begin, future))
                begin += _BATCH
            if begin < end:
                start = max(begin, end - _BATCH)
                yield from enumerate(function(values[start:end]), start)
                end = start
            while futures and (begin >= end or futures[0][1].done()):
                start, future = futures.popleft()
                yield from enumerate(future.result(), start)
    finally:
        for _, future in futures:
            future.cancel()


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
