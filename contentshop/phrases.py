"""What the command line says besides problems, from `phrases.toml`, in both languages."""

from __future__ import annotations

import locale
import os
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from contentshop.problems import Language


@cache
def phrases() -> Mapping[str, Mapping[str, str]]:
    """Return every phrase by its key (`help.build`), read once."""
    found: dict[str, Mapping[str, str]] = {}

    def collect(table: Mapping[str, Any], prefix: str) -> None:
        for name, value in table.items():
            if "en" in value and isinstance(value["en"], str):
                found[prefix + name] = value
            else:
                collect(value, f"{prefix}{name}.")

    collect(tomllib.loads(resources.files(__package__).joinpath("phrases.toml").read_text("utf-8")), "")
    return found


def phrase(key: str, language: Language, **values: object) -> str:
    """Return a phrase with its `{names}` filled in."""
    return phrases()[key][language].format_map(values)


def system_language() -> Language:
    """Return Chinese when the system speaks it, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "zh" if (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"
