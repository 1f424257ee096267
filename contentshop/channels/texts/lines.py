"""Text from articles and catalogues as one line of plain text that stays one."""

from __future__ import annotations

import unicodedata

_JOINERS = "\u200c\u200d"
"""Written between letters and between the parts of an emoji; they neither hide nor turn anything."""


def one_line(text: str) -> str:
    """Return a text as one line: white space is one blank, characters that command, hide or turn text are gone."""
    kept = (" " if char.isspace() else char for char in text if _is_seen(char))
    return " ".join("".join(kept).split())


def _is_seen(char: str) -> bool:
    if char.isascii():
        return char.isprintable() or char.isspace()
    return char.isspace() or char in _JOINERS or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
