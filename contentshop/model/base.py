"""What all records are, and places in the files of a site."""

from __future__ import annotations

import hashlib
from typing import dataclass_transform

import msgspec


@dataclass_transform(frozen_default=True, field_specifiers=(msgspec.field,))
class Record(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A frozen value: equal when its fields are equal, digestible, serialisable."""


def digest(*parts: bytes | str) -> str:
    """Return 32 hex digits (BLAKE2b, 128 bits) of the parts, each with its length in front."""
    state = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        state.update(len(data).to_bytes(8, "big"))
        state.update(data)
    return state.hexdigest()


class Place(Record, tag="place"):
    """A point in a file of the site; line and column count from 1 in characters, 0 means unknown."""

    file: str
    line: int = 0
    column: int = 0


class KeyPlace(Record, tag="key"):
    """A value in a YAML file, named by the keys and list indexes that lead to it."""

    file: str
    keys: tuple[str | int, ...] = ()


class TextPlace(Record, tag="text"):
    """The `nth` (from 0) occurrence of `text` outside code in an article's Markdown."""

    file: str
    text: str
    nth: int = 0


Where = Place | KeyPlace | TextPlace


class Problem(Record):
    """Something wrong: a code of the catalogue, where, and the values its message needs."""

    code: str
    where: Where | None = None
    values: dict[str, str] = {}
