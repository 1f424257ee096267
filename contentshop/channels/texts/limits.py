"""How much fits where texts go, and how Weibo counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Literal, get_args

import msgspec

from contentshop.model import Record
from contentshop.tables import load

Limit = Literal[
    "weibo_text",
    "weibo_link",
    "moments_lines",
    "chat_goods",
    "email_goods",
    "menu_groups",
    "menu_entries",
    "menu_group_name",
    "menu_entry_name",
    "reply_rules",
    "reply_keyword",
    "reply_text",
]
_LINK = re.compile(r"https?://[!-~]+")
_BREAK = re.compile(r"[\s,，、;；:：|·—()（）\[\]【】/-]")


class _Row(Record):
    name: Limit
    value: int
    checked: date
    confidence: Literal["H", "M", "L"]
    source: str
    note: str = ""


class _File(Record):
    limits: tuple[_Row, ...]


@cache
def _values() -> Mapping[Limit, int]:
    found = msgspec.convert(load("contentshop.channels.texts", "limits.yaml"), _File).limits
    if sorted(row.name for row in found) != sorted(get_args(Limit)):
        msg = "limits.yaml: every limit has one row"
        raise ValueError(msg)
    return {row.name: row.value for row in found}


def limit(name: Limit) -> int:
    """Return a limit of `limits.yaml`."""
    return _values()[name]


def weibo_length(text: str) -> int:
    """Return how many of its characters Weibo says a text has: ASCII counts half, an address what the table says."""
    links = _LINK.findall(text)
    return width(_LINK.sub("", text)) + len(links) * limit("weibo_link")


def width(text: str) -> int:
    """Return the width of a text in Han characters, rounded up: ASCII is half as wide, an emoji two wide."""
    return (sum(1 if char.isascii() else len(char.encode("utf-16-le")) for char in text) + 1) // 2


def label(text: str, most: int) -> str:
    """Return a text no wider than `most` Han characters as a name; without `…` where it ends with a part."""
    kept = shortened(text, most, mark="")
    whole = kept == text or _BREAK.match(text, len(kept))
    return kept if whole else shortened(text, most)


def shortened(text: str, most: int, mark: str = "…") -> str:
    """Return a text no wider than `most` Han characters, cut where a part ends if that keeps half of it."""
    if width(text) <= most:
        return text
    kept = ""
    for char in text:
        if width(kept + char + mark) > most:
            break
        kept += char
    breaks = [match.start() for match in _BREAK.finditer(kept) if width(kept[: match.start()]) * 2 >= most]
    return (kept[: breaks[-1]] if breaks else kept).rstrip() + mark if kept else ""
