"""Steps: pure functions of values, each worked out once per content and remembered by its digest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from typing import Any

import msgspec

from contentshop.model import Problem, Record, digest
from contentshop.problems import ProblemError
from contentshop.sources import Memo, Theme

from .environment import environment_digest
from .run import Timing, both, spread, untimed
from .templates import templates_of

_encoder = msgspec.msgpack.Encoder(order="deterministic")


class Steps:
    """Works out steps with one theme; results are kept in the memo, what went wrong is not."""

    def __init__(
        self,
        memo: Memo,
        pool: Callable[[float], AbstractContextManager[Executor]],
        theme: Theme,
        timing: Timing = untimed,
    ) -> None:
        """Keep results in the memo; `timing` takes what templates and the articles of slugs took."""
        self._memo, self._pool, self._theme, self._timing = memo, pool, theme, timing

    def __call__(
        self,
        name: str,
        function: Callable[[Any, str], bytes],
        values: Sequence[Record],
        template: str = "",
        seconds: float = 0.0,
    ) -> list[bytes | Problem]:
        """Return the function's result for each value; see `contentshop.channels.Steps`."""
        try:
            made_with = templates_of(self._theme).digest(template) if template else ""
        except ProblemError as error:
            return [error.problem] * len(values)
        keys = [digest("step", name, environment_digest(), made_with, _encoder.encode(value)) for value in values]
        known: dict[str, bytes | Problem] = {}
        todo: dict[str, Record] = {}
        for key, value in zip(keys, values, strict=True):
            kept = self._memo.get(key)
            if kept is None:
                todo[key] = value
            else:
                known[key] = kept
        with self._pool(len(todo) * seconds) as executor:
            took = both(
                self._timing("template", lambda: [f"templates/{template}" if template else ""] * len(todo)),
                self._timing("slug", lambda: [getattr(value, "slug", "") for value in todo.values()]),
            )
            made = spread(_Step(function, template, self._theme), list(todo.values()), executor, took)
            for key, result in zip(todo, made, strict=True):
                known[key] = result
                if isinstance(result, bytes):
                    self._memo.put(key, result)
        return [known[key] for key in keys]


class _Step:
    """A picklable function that works out a step for some values."""

    def __init__(self, function: Callable[[Any, str], bytes], template: str, theme: Theme) -> None:
        self._function, self._template, self._theme = function, template, theme

    def __call__(self, values: Sequence[Record]) -> list[bytes | Problem]:
        return [self._one(value) for value in values]

    def _one(self, value: Record) -> bytes | Problem:
        try:
            text = templates_of(self._theme).render(self._template, value) if self._template else ""
            return self._function(value, text)
        except ProblemError as error:
            return error.problem
