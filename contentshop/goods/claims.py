"""Words that advertisements had better not carry: the rows of `claims.yaml`."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Literal, NamedTuple

import msgspec

from contentshop.model import Record
from contentshop.tables import load

from .rules import Line


class Claim(Record):
    """A row: words, phrases in which they are harmless, and examples of both."""

    name: str
    law: Line
    words: tuple[str, ...]
    checked: date
    confidence: Literal["H", "M", "L"]
    source: str
    says: tuple[str, ...]
    silent: tuple[str, ...]
    exempt: tuple[str, ...] = ()


class Found(NamedTuple):
    """A word that was found, and the row it is in."""

    word: str
    claim: Claim


class _File(Record):
    claims: tuple[Claim, ...]


@cache
def claims() -> tuple[Claim, ...]:
    """Return the rows, read once.

    Raises:
        ValueError: The packaged file is broken.

    """
    return msgspec.convert(load("contentshop.goods", "claims.yaml"), _File).claims


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], re.Pattern[str] | None], ...]:
    return tuple((_any(row.words), _any(row.exempt) if row.exempt else None) for row in claims())


def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))


def claim_in(text: str) -> Found | None:
    """Return the first word of the table that a short text says, outside the phrases in which it is harmless."""
    bare = "".join(text.split())
    for row, (words, exempt) in zip(claims(), _patterns(), strict=True):
        found = words.search(exempt.sub("\0", bare) if exempt else bare)
        if found:
            return Found(found[0], row)
    return None
