"""What the sources of the tables are called in both languages: `sources.yaml` beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import msgspec

from contentshop.tables import load

from .shops import Name


@cache
def _chinese() -> Mapping[str, str]:
    return msgspec.convert(load("contentshop.links", "sources.yaml"), dict[str, str])


def source_named(text: str) -> Name:
    """Return a source of one of our tables in both languages; one that an author wrote stands as it is in both."""
    return Name(zh=_chinese().get(text, text), en=text)
