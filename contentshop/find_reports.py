"""What the `links` commands print: finds in a text, as text for a terminal or as JSON.

finds_text      finds with what may be done with each
finds_json      the same as JSON
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from contentshop.links import Find, Opening, config_of, kinds, offer_of, openings
from contentshop.model import Channel, PolicyRow
from contentshop.phrases import phrase
from contentshop.problems import Language
from contentshop.sources import yaml_flow

WIDEST = 100
"""Columns that a table takes at most, however wide the terminal is."""


def finds_text(finds: Sequence[Find], today: date, own: tuple[PolicyRow, ...], language: Language) -> str:
    """Return finds as text: each under a heading, with its facts, and lines to paste."""
    from rich.console import Console
    from rich.padding import Padding

    console = Console()
    console.width = min(console.width, WIDEST)
    with console.capture() as captured:
        for number, find in enumerate(finds, start=1):
            if number > 1:
                console.print()
            console.print(_heading(find, number, language), soft_wrap=True)
            console.print(Padding(_facts(find, own, language), (0, 0, 0, 3)))
            for label, lines in _to_paste(find, today, language):
                console.print(f"   {phrase(f'find.label.{label}', language)}", style="dim", highlight=False)
                for line in lines:
                    console.print(f"     {line}", markup=False, highlight=False, soft_wrap=True, style="green")
    return captured.get()


def _heading(find: Find, number: int, language: Language) -> Any:
    from rich.text import Text

    kind = kinds().get(find.kind)
    about = [kind.name.zh if language == "zh" else kind.name.en] if kind and find.form != "own" else []
    about += [phrase(f"find.what.{find.what}", language)] if find.what != "page" else []
    about += [phrase("find.inside", language)] if find.inside else []
    name = find.name.zh if language == "zh" else find.name.en
    head = Text.assemble((f"{number}  ", "dim"), (name, "bold"))
    if about:
        head.append("  " + " · ".join(about), "dim")
    text = " ".join(find.text.split())
    return head if text == name else Text.assemble(head, "\n   ", (text, "cyan"))


def _facts(find: Find, own: tuple[PolicyRow, ...], language: Language) -> Any:
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for label, text in facts(find, own, language):
        grid.add_row(phrase(f"find.label.{label}", language), Text(text))
    return grid


def facts(find: Find, own: tuple[PolicyRow, ...], language: Language) -> list[tuple[str, str]]:
    """Return what is known of a find, each with the name of its label."""
    found = [("ids", "  ".join(f"{name} {value}" for name, value in find.ids.items()))]
    if find.form == "retired":
        found += [("lasts", _gone(find, language))]
    elif find.is_known and find.what not in ("share", "article"):
        found += [("append", _append(find, language)), ("lasts", _lasts(find, language))]
        found += [("opens", text) for text in _opens(openings(find, own), language)]
    if find.noise:
        found.append(("noise", phrase("find.clean", language, keys=", ".join(find.noise), address=find.clean)))
    if find.note is not None:
        found.append(("note", find.note.zh if language == "zh" else find.note.en))
    if not find.is_known:
        found.append(("note", phrase("find.unknown", language)))
    if find.form == "kouling" and find.confidence == "L":
        found.append(("note", phrase("find.unsure", language)))
    if find.source is not None:
        source = find.source.zh if language == "zh" else find.source.en
        told = {"source": source, "checked": find.checked, "confidence": find.confidence}
        found.append(("source", phrase("find.source", language, **told)))
    return [(label, text) for label, text in _once(found) if text]


def _once(found: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the facts with those of one label on lines of their own under it."""
    lines: dict[str, list[str]] = {}
    for label, text in found:
        lines.setdefault(label, []).append(text)
    return [(label, "\n".join(texts)) for label, texts in lines.items()]


def _append(find: Find, language: Language) -> str:
    if find.what == "text":
        return phrase("find.append.text", language)
    if find.signed:
        return phrase("find.append.signed", language)
    if find.append:
        return phrase("find.append.keys", language, keys=", ".join(find.append))
    return phrase("find.append.none" if find.form != "page" else "find.append.unknown", language)


def _lasts(find: Find, language: Language) -> str:
    if isinstance(find.lasts, int):
        return phrase("find.lasts.days", language, days=find.lasts)
    return phrase(f"find.lasts.{find.lasts}", language)


def _gone(find: Find, language: Language) -> str:
    parts = [phrase("find.lasts.gone-since", language, day=find.since)] if find.since else []
    parts = parts or [phrase("find.lasts.gone", language)]
    if find.now in kinds():
        name = kinds()[find.now].name
        parts.append(phrase("find.now", language, kind=name.zh if language == "zh" else name.en))
    return _comma(language).join(parts)


def _opens(found: Sequence[Opening], language: Language) -> list[str]:
    return [opening_text(one, language) for one in sorted(found, key=lambda one: not one.carriers)]


def opening_text(one: Opening, language: Language) -> str:
    """Return channels and what works in them: “微信群、私聊：链接 › 二维码（2021-11-29 起，不确定）”."""
    names = channels_text(one.channels, language)
    if not one.carriers:
        return phrase("find.forbidden", language, channels=names)
    carriers = " › ".join(phrase(f"carrier.{carrier}", language) for carrier in one.carriers)
    doubts = [phrase("find.since", language, day=one.row.since)] if one.row.since else []
    doubts += [phrase("find.maybe", language)] if one.row.confidence == "L" or one.row.warn else []
    aside = _comma(language).join(doubts)
    if language == "zh":
        return f"{names}：{carriers}" + (f"（{aside}）" if aside else "")
    return f"{names}: {carriers}" + (f" ({aside})" if aside else "")


def channels_text(channels: Sequence[Channel], language: Language) -> str:
    """Return the names of channels."""
    return ("、" if language == "zh" else ", ").join(phrase(f"channel.{one}", language) for one in channels)


def _comma(language: Language) -> str:
    return "，" if language == "zh" else ", "


def _stop(language: Language) -> str:
    return "；" if language == "zh" else "; "


def _to_paste(find: Find, today: date, language: Language) -> list[tuple[str, list[str]]]:
    """Return lines of YAML, each group with the name of its label."""
    offer = offer_of(find, today)
    if not offer:
        return []
    made = next(iter(offer.get("links", {}).values()), "")
    remarks = [phrase("find.made-for", language)] if made else []
    remarks += [phrase("find.made-today", language)] if isinstance(made, dict) else []
    remark = f"  # {_stop(language).join(remarks)}" if remarks else ""
    found = [("offer", [f"- {yaml_flow(offer)}{remark}"])]
    if config := config_of(find):
        found.append(("config", [line for name, one in config.items() for line in [f"{name}: {yaml_flow(one)}"]]))
    return found


def finds_json(finds: Sequence[Find], today: date, own: tuple[PolicyRow, ...], language: Language) -> str:
    """Return finds as JSON, each with the channels it works in, the facts in words, and lines to paste."""
    records = []
    for find in finds:
        record: dict[str, Any] = msgspec.to_builtins(find)
        record["known"] = find.is_known
        record["opens"] = [
            {
                "channels": list(one.channels),
                "carriers": list(one.carriers),
                "since": one.row.since and one.row.since.isoformat(),
                "checked": one.row.checked and one.row.checked.isoformat(),
                "confidence": one.row.confidence,
                "source": one.row.source,
            }
            for one in openings(find, own)
        ]
        record["facts"] = dict(facts(find, own, language))
        record["yaml"] = {label: "\n".join(lines) for label, lines in _to_paste(find, today, language)}
        records.append(record)
    return json.dumps(records, ensure_ascii=False, indent=2)
