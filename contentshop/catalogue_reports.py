"""What imports, the ledger and what comes due say, as text for a terminal, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from contentshop.goods import DueLine
from contentshop.model import LedgerRow, Problem
from contentshop.phrases import phrase
from contentshop.problems import Language
from contentshop.sources import Change, Imported

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


_DAY = re.compile(r"^\d{4}-\d\d-\d\d-")
"""What the names of articles' files begin with."""
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
    drawn = _table(records, [name for name in _COLUMNS if name != "address"], language)
    if not records:
        return drawn
    address = records[0]["address"].replace(records[0]["token"], "…")
    return drawn + phrase("links-address", language, address=address) + "\n"


def _table(records: Sequence[dict[str, str]], names: Sequence[str], language: Language) -> str:
    """Return a table as wide as the terminal; columns that are empty throughout are left out, tokens never broken."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    used = [name for name in names if any(record[name] for record in records)] or list(names[:1])
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in used:
        table.add_column(phrase(f"column.{name}", language), no_wrap=name == "token", overflow="fold")
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


def due_text(lines: Sequence[DueLine], language: Language) -> str:
    """Return what comes to its end by day and kind, the earliest first; empty for nothing.

    No name is broken: where the terminal is too narrow for product, place and article, articles get lines of their own.
    """
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for one in lines[:_MANY]:
        groups.setdefault(_due_heading(one, language), []).append(_due_row(one))
    rows = [row for some in groups.values() for row in some]
    product, place = (max((_cells(row[at]) for row in rows), default=0) for at in (0, 1))
    article = max((_cells(row[2]) for row in rows), default=0)
    fits = 2 + product + 2 + place + 2 + article <= _columns()
    found = []
    for heading, some in groups.items():
        found.append(heading)
        for name, where, shown in some:
            line = f"  {_padded(name, product)}  {_padded(where, place)}"
            found += [f"{line}  {shown}".rstrip()] if fits or not shown else [line.rstrip(), f"    {shown}"]
    more = [f"… +{len(lines) - _MANY}"] if len(lines) > _MANY else []
    return "\n".join([*found, *more])


def _due_heading(one: DueLine, language: Language) -> str:
    when = "today" if one.left == 0 else "left" if one.left > 0 else "past"
    left = phrase(f"due-{when}", language, count=abs(one.left))
    return f"{one.day.isoformat()}  {left}  {phrase(f'due.{one.what}', language)}"


def _due_row(one: DueLine) -> tuple[str, str, str]:
    """Return the product or outlet, the place and the articles of a line."""
    product = f"{one.product} @{one.shop}" if one.shop else one.product or one.outlet
    return product, f"{one.file}:{one.line}", _first_of([_DAY.sub("", Path(file).stem) for file in one.articles])


def _cells(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def _columns() -> int:
    from rich.console import Console

    return Console().width


def _padded(text: str, cells: int) -> str:
    return text + " " * (cells - _cells(text))
