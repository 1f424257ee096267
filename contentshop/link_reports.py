"""What the commands of ready-made links and of the matrix print, as tables, CSV or JSON.

to_make_as        links to be made
links_imported    what an import of links did
matrix_text       what readers meet at each placement in each channel
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, get_args

import msgspec

from contentshop.catalogue_reports import changes_text
from contentshop.crossing import Crossed
from contentshop.find_reports import WIDEST, channels_text
from contentshop.linking import ToMake
from contentshop.links import code_page, scene, slot_of, source_named
from contentshop.model import Channel, PolicyRow, Problem
from contentshop.phrases import phrase, phrases
from contentshop.problems import Language
from contentshop.reporting import problem_record
from contentshop.sources import LINK_HEADINGS, Imported, Sheet, links_sheet, plain_name

# --- links to be made


def to_make_sheet(rows: Sequence[ToMake], language: Language) -> str:
    """Return links to be made as CSV to be filled in, with a byte order mark."""
    headings = [phrase(f"sheet.{name}", language) for name in LINK_HEADINGS]
    return links_sheet(headings, [_cells(one, language) for one in rows])


def _cells(one: ToMake, language: Language) -> list[str]:
    channel = phrase(f"channel.{one.channel}", language)
    place = [one.product, one.shop, one.title, channel, one.outlet, one.address]
    return [*place, _slot(one, language), one.sub_id, "", "", _state(one, language)]


def _slot(one: ToMake, language: Language) -> str:
    slot = slot_of(one.slot)
    if slot is None:
        return ""
    return slot.name.zh if language == "zh" else slot.name.en


def _state(one: ToMake, language: Language) -> str:
    return phrase(f"todo.{one.state}", language, day=one.expires)


def to_make_as(rows: Sequence[ToMake], style: str, language: Language) -> str:
    """Return links to be made as `table`, `csv` or `json`."""
    if style == "json":
        return json.dumps(msgspec.to_builtins(rows), ensure_ascii=False, indent=2) + "\n"
    if style == "csv":
        return to_make_sheet(rows, language)
    if not rows:
        return phrase("todo.none", language) + "\n"
    names = ("product", "shop", "channel", "outlet", "sub_id", "state")
    records = [
        {
            "product": one.product,
            "shop": one.shop,
            "channel": phrase(f"channel.{one.channel}", language),
            "outlet": one.outlet,
            "sub_id": one.sub_id,
            "state": _state(one, language),
        }
        for one in rows
    ]
    drawn = _drawn(records, {name: phrase(_HEADS.get(name, f"sheet.{name}"), language) for name in names})
    return drawn + phrase("todo.count", language, count=len(rows)) + "\n"


_HEADS = {"product": "column.product"}


def _drawn(records: Sequence[dict[str, str]], headings: dict[str, str]) -> str:
    """Return a table of at most 100 columns; a column that is empty throughout is left out."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    used = [name for name in headings if any(record[name] for record in records)]
    for name in used:
        table.add_column(headings[name], overflow="fold")
    for record in records:
        table.add_row(*(Text(record[name]) for name in used))
    return _printed(table)


def _printed(*parts: Any) -> str:
    from rich.console import Console

    console = Console()
    console.width = min(console.width, WIDEST)
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    return "".join(line.rstrip() + "\n" for line in captured.get().splitlines())


def link_sheet() -> Sheet:
    """Return what the cells of such a list may say, in both languages."""
    headings = tuple((name, *phrases()[f"sheet.{name}"].values()) for name in LINK_HEADINGS)
    channels: dict[str, str] = {}
    for one in get_args(Channel):
        channels |= {plain_name(name): one for name in (one, *phrases()[f"channel.{one}"].values())}
    return Sheet(headings, channels)


def links_imported(done: Imported, language: Language, *, dry_run: bool) -> str:
    """Return what an import of links did: each link old → new, the files, the articles, the numbers."""
    if not done.completed:
        return phrase("links-stopped", language)
    lines = changes_text(done, language, dry_run=dry_run, touched="links-touched")
    numbers = {"changed": len(done.changes), "unchanged": done.unchanged}
    return "\n".join([*lines, phrase("links-imported", language, **numbers)])


# --- placements × channels


def matrix_text(rows: Sequence[Crossed], language: Language) -> str:
    """Return what readers meet, a table for each product's placements that meet the same, and below them why."""
    from rich.text import Text

    if not rows:
        return phrase("matrix.none", language) + "\n"
    parts: list[Any] = []
    reasons: dict[PolicyRow, int] = {}
    for placements in _alike(rows):
        first = placements[0][0]
        forms = ("、" if language == "zh" else ", ").join(_placed(one[0], language) for one in placements)
        parts.append(Text.assemble((first.title, "bold"), (f"  {first.product}", "dim"), f"  {forms}"))
        parts += [_matrix(placements[0], reasons, language), Text()]
    if any(one.served for one in rows):
        parts += [Text(phrase("matrix.apart", language), "dim"), Text()]
    return _printed(*parts, _reasons(reasons, language))


def _alike(rows: Sequence[Crossed]) -> list[list[list[Crossed]]]:
    """Return the rows of each placement, those of one product that meet the same in every channel together."""
    by_placement: dict[tuple[str, str, str], list[Crossed]] = {}
    for one in rows:
        by_placement.setdefault((one.product, one.form, one.key), []).append(one)
    found: dict[object, list[list[Crossed]]] = {}
    for some in by_placement.values():
        met = tuple(
            (one.channel, one.shop, one.link.carrier, one.link.row, one.traced, one.why, one.passed, one.served)
            for one in some
        )
        found.setdefault((some[0].product, met), []).append(some)
    return list(found.values())


def _placed(one: Crossed, language: Language) -> str:
    times = f" ×{one.nth}" if one.nth > 1 else ""
    key = f" {one.key}" if one.key else ""
    return phrase(f"matrix.form.{one.form}", language) + key + times


def _matrix(rows: Sequence[Crossed], reasons: dict[PolicyRow, int], language: Language) -> Any:
    """Return a table of channels; rows of the policy get numbers, under which they are told below."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 3, 0, 0))
    table.add_column(phrase("sheet.channel", language), overflow="fold")
    table.add_column(phrase("matrix.label.meets", language), overflow="fold")
    table.add_column(phrase("matrix.label.traced", language), no_wrap=True)
    table.add_column(phrase("matrix.label.why", language), no_wrap=True, style="dim")
    same: dict[tuple[str, str, str], list[Channel]] = {}
    for one in rows:
        reach = "article" if one.served in ("article", "readmore") else one.traced
        traced = phrase(f"matrix.traced.{reach}", language) if one.link.offer else ""
        why = _why(one.link.row, reasons, language)
        same.setdefault((meets(one, language), traced, why), []).append(one.channel)
    for (what, traced, why), channels in same.items():
        every = len(channels) == len(rows) > 1
        where = phrase("matrix.everywhere", language) if every else channels_text(channels, language)
        table.add_row(where, Text(what, "" if traced else "yellow"), traced, why)
    return table


def _why(row: PolicyRow | None, reasons: dict[PolicyRow, int], language: Language) -> str:
    """Return the number of a row, how sure it is, and since when it has been so."""
    if row is None:
        return ""
    number = reasons.setdefault(row, len(reasons) + 1)
    facts = [f"({number})", row.confidence]
    return " ".join([*facts, *([phrase("find.since", language, day=row.since)] if row.since else [])])


def _reasons(reasons: dict[PolicyRow, int], language: Language) -> Any:
    from rich.table import Table

    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold", style="dim")
    for row, number in reasons.items():
        grid.add_row(f"({number})", f"{row.channel} × {row.kind}  {because(row, language)}")
    return grid


def meets(one: Crossed, language: Language) -> str:
    """Return what a reader meets: “京东店的小程序（现成链接）”, or why nothing."""
    if one.link.offer is None:
        return phrase(f"matrix.nothing.{one.why or 'no_offer'}", language)
    carrier = phrase(f"carrier.{one.link.carrier}", language)
    found = phrase("matrix.at", language, carrier=carrier, shop=one.shop)
    made = phrase("matrix.ready", language) if one.link.ready else ""
    found += _aside(made, language) if made else ""
    found += phrase("matrix.passed", language, shop=one.passed) if one.passed else ""
    return found + (phrase(f"matrix.served.{one.served}", language) if one.served else "")


def because(row: PolicyRow | None, language: Language) -> str:
    """Return what a row rests on: its source, since when it has been so, when it was checked, how sure it is."""
    if row is None:
        return ""
    facts = [phrase("find.since", language, day=row.since)] if row.since else []
    facts += [phrase("matrix.checked", language, day=row.checked)] if row.checked else []
    facts += [phrase("matrix.doubt", language, confidence=row.confidence)]
    named = source_named(row.source or phrase("matrix.own", language))
    source = named.zh if language == "zh" else named.en
    return source + _aside(_comma(language).join(facts), language)


def _aside(text: str, language: Language) -> str:
    return f"（{text}）" if language == "zh" else f" ({text})"


def matrix_json(rows: Sequence[Crossed], problems: Sequence[Problem], language: Language) -> str:
    """Return what readers meet as JSON, a record for each placement and channel, and the problems told."""
    records = []
    for one in rows:
        record: dict[str, Any] = msgspec.to_builtins(one)
        link = record.pop("link")
        record |= {name: link[name] for name in ("carrier", "address", "ready", "kouling", "taglink", "miniprogram")}
        record["row"] = link["row"]
        page = one.link.miniprogram
        record["miniprogram_code"] = {"page": code_page(page.path), "scene": scene(one.token)} if page else None
        records.append(record | {"meets": meets(one, language), "because": because(one.link.row, language)})
    told = {"placements": records, "problems": [problem_record(found, language) for found in problems]}
    return json.dumps(told, ensure_ascii=False, indent=2)


def _comma(language: Language) -> str:
    return "，" if language == "zh" else ", "
