"""What the command line says besides problems, from `phrases.toml`, in both languages."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from contentshop.problems import Language
from contentshop.tables import Sections


@cache
def phrases() -> Mapping[str, Mapping[str, str]]:
    """Return every phrase by its key (`help.build`)."""
    return Sections(Path(__file__).with_name("phrases.toml"), dict[str, str])


def phrase(key: str, language: Language, **values: object) -> str:
    """Return a phrase with its `{names}` filled in."""
    return phrases()[key][language].format_map(values)


def system_language() -> Language:
    """Return Chinese when the system speaks it, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    import locale

    return "zh" if (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"
