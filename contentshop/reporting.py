"""Where the progress and the outcome of a build are told: nowhere, on a terminal, or as JSON.

    Reporter           no-op hooks; the silent one
    TerminalReporter   a progress bar when the work lasts over a second
    summary            an outcome as text for a terminal
    as_json            an outcome as JSON
    imported           what an import did, as text
    due_table          what of products comes to its end, as a table
    ledger_as          rows of the ledger as a table, CSV or JSON

The core calls the hooks and never prints.
"""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol, TextIO

import msgspec

from contentshop.explanations import Explanation
from contentshop.goods import DueLine
from contentshop.model import LedgerRow, Place, Problem, Record
from contentshop.phrases import phrase
from contentshop.problems import Language, catalogue, exit_code, hint, is_error, message, shown
from contentshop.sources import Change, Imported

_PATIENCE = 1.0
"""Seconds before a progress bar appears."""


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
    new_tokens: int = 0
    output: str = ""
    explained: tuple[Explanation, ...] = ()
    """Why files change or stay: the one asked for, or in a dry run all that would change."""
    completed: bool = True
    """Whether the run came to its end; a build that stopped early says why in its problems."""


class Reporter:
    """Takes note of nothing; the base of those that do."""

    def stage(self, name: str, total: int) -> None:
        """Begin a stage of `total` pieces of work: `read`, `markdown`, `pictures`, `check`, `inspect`, `write`."""

    def advance(self) -> None:
        """Say that one piece of the stage is done."""

    def close(self) -> None:
        """Say that no more stages come."""


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
            self._task = self._progress.add_task(phrase(f"stage.{name}", self._language), total=total)

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
        self._task = self._progress.add_task(label, total=self._total, completed=self._done)


def counted(problems: Sequence[Problem]) -> tuple[int, int]:
    """Return how many errors and warnings there are."""
    errors = sum(is_error(one) for one in problems)
    return errors, len(problems) - errors


def listed(problems: Sequence[Problem], excerpts: Sequence[str], language: Language) -> str:
    """Return problems with their excerpts as text, and their number when there are several."""
    parts = [shown(one, language, excerpt) for one, excerpt in zip(problems, excerpts, strict=True)]
    errors, warnings = counted(problems)
    if len(problems) > 1:
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
    lines.append(phrase("output", language, folder=_near(outcome.output)))
    return "\n".join(lines)


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


def as_json(outcome: Told, language: Language, *, strict: bool = False) -> str:
    """Return an outcome as one JSON object: its fields, its problems with their words, its exit code."""
    fields: dict[str, Any] = msgspec.to_builtins(outcome)
    fields["problems"] = [problem_record(one, language) for one in outcome.problems]
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


_MANY = 200
"""Changes that are named one by one; the rest is only counted."""


def imported(done: Imported, language: Language, *, dry_run: bool) -> str:
    """Return what an import did: each change old → new, the files, the articles touched, the numbers."""
    if not done.completed:
        return phrase("import-stopped", language)
    lines = changes_text(done, language, dry_run=dry_run)
    numbers = {"added": len(done.added), "changed": len({one.product for one in done.changes})}
    numbers |= {"unchanged": done.unchanged, "gone": len(done.gone), "left_out": done.left_out}
    return "\n".join([*lines, phrase("imported", language, **numbers)])


def changes_text(done: Imported, language: Language, *, dry_run: bool, touched: str = "touched") -> list[str]:
    """Return the lines of an import: each change old → new, the files, the articles touched, which a phrase names."""
    lines = [_change(one, language) for one in done.changes[:_MANY]]
    if len(done.changes) > _MANY:
        lines.append(f"… +{len(done.changes) - _MANY}")
    lines += [phrase("would-write" if dry_run else "written", language, path=path) for path in done.written]
    lines += [phrase(touched, language, path=path) for path in done.articles]
    return lines


def _change(one: Change, language: Language) -> str:
    shop = f" @{one.shop}" if one.shop else ""
    told = {"product": one.product, "shop": shop, "field": one.field, "old": one.old or "—", "new": one.new}
    return phrase("change", language, **told) + (phrase("jump", language) if one.jump else "")


_COLUMNS = ("token", "article", "product", "form", "key", "channel", "outlet", "first_seen", "address")


def ledger_as(rows: Sequence[tuple[LedgerRow, str]], style: str, language: Language) -> str:
    """Return rows of the ledger, each with its go page's address, as `table`, `csv` or `json`."""
    records = [_ledger_record(row, address) for row, address in rows]
    if style == "json":
        return json.dumps(records, ensure_ascii=False, indent=2) + "\n"
    if style == "csv":
        out = io.StringIO()
        writer = csv.DictWriter(out, _COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)
        return out.getvalue()
    return _ledger_table(records, language)


def _ledger_record(row: LedgerRow, address: str) -> dict[str, str]:
    fields: dict[str, Any] = msgspec.to_builtins(row.identity)
    identity = {name: str(fields.get(name, getattr(row.identity, name))) for name in _COLUMNS[1:7]}
    return {"token": row.token, **identity, "first_seen": row.first_seen.isoformat(), "address": address}


def _ledger_table(records: Sequence[dict[str, str]], language: Language) -> str:
    """Return a table of tokens and, below it, what their go pages' addresses look like."""
    drawn = _table(records, [name for name in _COLUMNS if name != "address"], language, "token")
    if not records:
        return drawn
    address = records[0]["address"].replace(records[0]["token"], "…")
    return drawn + phrase("links-address", language, address=address) + "\n"


def _table(records: Sequence[dict[str, str]], names: Sequence[str], language: Language, whole: str) -> str:
    """Return a table as wide as the terminal; columns that are empty throughout are left out.

    `whole` names the columns that are never broken, with blanks between them.
    """
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    used = [name for name in names if any(record[name] for record in records)] or list(names[:1])
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in used:
        table.add_column(phrase(f"column.{name}", language), no_wrap=name in whole.split(), overflow="fold")
    for record in records:
        table.add_row(*(escape(record[name]) for name in used))
    console = Console()
    with console.capture() as captured:
        console.print(table)
    return captured.get()


def _first_of(names: Sequence[str]) -> str:
    """Return the first name and how many more there are."""
    return " +".join([*names[:1], *([str(len(names) - 1)] if len(names) > 1 else [])])


class DueOutcome(msgspec.Struct, frozen=True):
    """What comes to its end, and the problems met on the way, located."""

    due: tuple[DueLine, ...]
    problems: tuple[Problem, ...]


def due_table(lines: Sequence[DueLine], language: Language) -> str:
    """Return what comes to its end as a table, the earliest first; empty for nothing."""
    records = [
        {
            "day": one.day.isoformat(),
            "left": str(one.left),
            "what": phrase(f"due.{one.what}", language),
            "product": f"{one.product} @{one.shop}" if one.shop else one.product or one.outlet,
            "place": f"{one.file}:{one.line}",
            "article": _first_of([Path(file).stem for file in one.articles]),
        }
        for one in lines[:_MANY]
    ]
    more = f"… +{len(lines) - _MANY}\n" if len(lines) > _MANY else ""
    return (
        (_table(records, list(records[0]), language, "day left what product place") + more).rstrip("\n")
        if records
        else ""
    )
