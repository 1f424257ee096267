"""Where the progress and the outcome of a build are told: nowhere, on a terminal, or as JSON.

    Reporter           no-op hooks; the silent one
    TerminalReporter   a progress bar when the work lasts over a second
    summary            an outcome as text for a terminal
    as_json            an outcome as JSON

The core calls the hooks and never prints.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, TextIO

import msgspec

from contentshop.explanations import Explanation
from contentshop.model import Place, Problem, Record
from contentshop.phrases import phrase
from contentshop.problems import Language, catalogue, exit_code, hint, is_error, message, shown

_PATIENCE = 1.0
"""Seconds before a progress bar appears."""


class LeftOut(Record):
    """An article that is not published yet: a draft, or one that waits for its day."""

    file: str
    id: str
    slug: str
    waits_for: str = ""
    """The ISO time it is published at; empty for a draft."""


class Outcome(Record):
    """What a build did; problems are located."""

    problems: tuple[Problem, ...]
    written: tuple[str, ...] = ()
    created: tuple[str, ...] = ()
    """Those of `written` that earlier builds did not make."""
    deleted: tuple[str, ...] = ()
    unchanged: int = 0
    articles: int = 0
    products: int = 0
    left_out: tuple[LeftOut, ...] = ()
    """The articles that are drafts or scheduled for later."""
    new_tokens: int = 0
    codes: int = 0
    """Pictures whose code a check read, or tried to."""
    strangers: int = 0
    """Files in the output that no build made, which a verification left out."""
    output: str = ""
    explained: tuple[Explanation, ...] = ()
    """Why files change or stay: the one asked for, or in a dry run all that would change."""
    completed: bool = True
    """Whether the run came to its end; a build that stopped early says why in its problems."""


class Reporter:
    """Takes note of nothing; the base of those that do."""

    def stage(self, name: str, total: int) -> None:
        """Begin a stage of `total` pieces of work.

        Stages are `kept`, `read`, `markdown`, `pictures`, `plan`, `compare`, `check`, `inspect`, `codes`, `write`,
        `place`; those without pieces have a total of 0. Ledger and output change in `place`, and not before.
        """

    def advance(self) -> None:
        """Say that one piece of the stage is done."""

    def timing(self, kind: str, names: Callable[[], Sequence[str]]) -> Callable[[int, float], None] | None:
        """Return what takes the seconds of some things, by their number from 0, or None where nobody wants them.

        Args:
            kind: `article`, `template`, `picture` or `poster`.
            names: gives the names of the things, in their order.

        """

    def close(self) -> None:
        """Say that no more stages come."""


class StageReporter(Reporter):
    """Knows which stage has begun last, and hands everything on to another reporter."""

    def __init__(self, inner: Reporter) -> None:
        self._inner = inner
        self.last = ""
        """Its name; nothing before the first."""

    def stage(self, name: str, total: int) -> None:
        """Begin a stage."""
        self.last = name
        self._inner.stage(name, total)

    def advance(self) -> None:
        """Say that one piece of the stage is done."""
        self._inner.advance()

    def timing(self, kind: str, names: Callable[[], Sequence[str]]) -> Callable[[int, float], None] | None:
        """Return what takes the seconds of some things."""
        return self._inner.timing(kind, names)

    def close(self) -> None:
        """Say that no more stages come."""
        self._inner.close()


class TerminalReporter(Reporter):
    """Shows a progress bar on a terminal, once the work has lasted over a second."""

    def __init__(self, stream: TextIO, language: Language) -> None:
        self._stream, self._language = stream, language
        self._begun = time.monotonic()
        self._name, self._total, self._done = "", 0, 0
        self._progress: Any = None
        self._task: Any = None

    def stage(self, name: str, total: int) -> None:
        """Begin a stage."""
        self._name, self._total, self._done = name, total, 0
        if self._progress is not None:
            self._progress.remove_task(self._task)
            self._task = self._progress.add_task(phrase(f"stage.{name}", self._language), total=total or None)

    def advance(self) -> None:
        """Move the bar on."""
        self._done += 1
        if self._progress is not None:
            self._progress.update(self._task, completed=self._done)
        elif time.monotonic() - self._begun > _PATIENCE:
            self._start()

    def close(self) -> None:
        """Take the bar away."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = None

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=Console(file=self._stream), transient=True)
        self._progress.start()
        label = phrase(f"stage.{self._name}", self._language)
        self._task = self._progress.add_task(label, total=self._total or None, completed=self._done)


def counted(problems: Sequence[Problem]) -> tuple[int, int]:
    """Return how many errors and warnings there are."""
    errors = sum(is_error(one) for one in problems)
    return errors, len(problems) - errors


def listed(problems: Sequence[Problem], excerpts: Sequence[str], language: Language, *, count: bool = True) -> str:
    """Return problems with their excerpts as text, and their number when there are several and it is asked for."""
    parts = [shown(one, language, excerpt) for one, excerpt in zip(problems, excerpts, strict=True)]
    errors, warnings = counted(problems)
    if count and len(problems) > 1:
        parts.append(phrase("count", language, errors=errors, warnings=warnings))
    return "\n".join(parts)


def summary(outcome: Outcome, seconds: float, language: Language, *, verbose: bool = False) -> str:
    """Return what a build did, in a few lines."""
    lines = []
    if verbose:
        lines += [phrase("written", language, path=path) for path in outcome.written]
        lines += [phrase("deleted", language, path=path) for path in outcome.deleted]
    if not outcome.completed:
        return "\n".join([*lines, phrase("stopped", language)])
    numbers = {"written": len(outcome.written), "deleted": len(outcome.deleted), "unchanged": outcome.unchanged}
    lines.append(
        phrase(
            "built", language, articles=outcome.articles, products=outcome.products, seconds=f"{seconds:.1f}", **numbers
        )
    )
    lines += _left_out(outcome.left_out, language)
    lines.append(phrase("output", language, folder=_near(outcome.output)))
    return "\n".join(lines)


def _left_out(articles: Sequence[LeftOut], language: Language) -> list[str]:
    """Return the line that tells how many articles are not published yet, where there are any."""
    later = sum(bool(one.waits_for) for one in articles)
    counts = {"drafts": len(articles) - later, "scheduled": later}
    told = [phrase(f"left-out.{name}", language, count=count) for name, count in counts.items() if count]
    return [phrase("left-out.told", language, what=("、" if language == "zh" else ", ").join(told))] if told else []


def _near(folder: str) -> str:
    """Return a folder relative to the current one where that is shorter."""
    try:
        return str(Path(folder).relative_to(Path.cwd()))
    except ValueError:
        return folder


class Told(Protocol):
    """What a run did, with its problems: of a build, of an import."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return the problems, located."""


def as_json(outcome: Told, language: Language, *, strict: bool = False, **more: Record) -> str:
    """Return an outcome as one JSON object: its fields, its problems with their words, its exit code, and more."""
    fields: dict[str, Any] = msgspec.to_builtins(outcome)
    fields["problems"] = [problem_record(one, language) for one in outcome.problems]
    fields |= {name: msgspec.to_builtins(record) for name, record in more.items()}
    fields["exit_code"] = exit_code(outcome.problems, strict=strict)
    return json.dumps(fields, ensure_ascii=False, indent=2)


def problem_record(one: Problem, language: Language) -> dict[str, Any]:
    """Return a located problem with its words, for JSON."""
    place = one.where if isinstance(one.where, Place) else Place("")
    return {
        "code": one.code,
        "level": catalogue()[one.code].level,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "message": message(one, language),
        "hint": hint(one, language),
    }
