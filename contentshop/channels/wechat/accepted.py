"""What WeChat keeps of an article's content: `accepted.toml`."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib import resources
from typing import Literal

import msgspec

from contentshop.model import Record


class Accepted(Record):
    """The table; its file says what each field means."""

    source: str
    checked: date
    confidence: Literal["H", "M", "L"]
    tags: frozenset[str]
    attributes: frozenset[str]
    prefixes: tuple[str, ...]
    properties: frozenset[str]
    refused: tuple[str, ...]
    renamed: dict[str, str]


@cache
def accepted() -> Accepted:
    """Return the table, read once.

    Raises:
        ValueError: The packaged file is broken (`msgspec.ValidationError` for a wrong type).

    """
    text = resources.files(__package__).joinpath("accepted.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Accepted)


def is_kept(key: str, value: str) -> bool:
    """Return whether a declaration of a style survives and does no harm."""
    return key in accepted().properties and bool(value) and not any(sign in value for sign in accepted().refused)
