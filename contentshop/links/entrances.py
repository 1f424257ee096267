"""By which entrance a reader came into a mini-program: the rows of `scenes.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Literal

import msgspec

from contentshop.model import Record
from contentshop.tables import load

from .shops import Confidence, Name


class Entrance(Record):
    """A scene of WeChat, and what of ours leads through it."""

    number: int
    name: Name
    carrier: Literal["miniprogram", "code", "text", "url"]
    checked: date
    confidence: Confidence
    source: str
    address: Literal["", "scheme", "ticket", "urllink", "taglink", "jump"] = ""


class _File(Record):
    scenes: tuple[Entrance, ...]


@cache
def entrances() -> Mapping[int, Entrance]:
    """Return every entrance by its number, read once.

    Raises:
        ValueError: The packaged file is broken (`msgspec.ValidationError` for a wrong type).

    """
    rows = msgspec.convert(load("contentshop.links", "scenes.yaml"), _File).scenes
    found = {row.number: row for row in rows}
    if len(found) != len(rows):
        msg = "scenes.yaml: a number stands twice"
        raise ValueError(msg)
    return found
