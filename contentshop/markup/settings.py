"""How Markdown is read."""

from __future__ import annotations

from typing import Literal

from contentshop.model import Record


class Settings(Record, frozen=True):
    """How Markdown is read; more Python-Markdown extensions may be named by import name."""

    html: Literal["allow", "clean", "escape"] = "allow"
    extensions: tuple[str, ...] = ()
