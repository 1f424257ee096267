"""Which characters of a text can be set in the fonts there are; nothing here opens a picture library."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from contentshop.model import Fonts

from .fonts import coverage

_JOINED = "[\ufe0f\U0001f3fb-\U0001f3ff\u20e3\U000e0020-\U000e007f]"
EMOJI = re.compile(
    f"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3"
    f"|(?:[\U0001f000-\U0001faff]{_JOINED}*|[\u203c-\u3299]\ufe0f{_JOINED}*)"
    f"(?:\u200d[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]{_JOINED}*)*"
)
INVISIBLE = re.compile("[\ufe00-\ufe0f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u00ad]")


class Lacking(NamedTuple):
    """Characters that fonts lack, each once, in the order of the text."""

    letters: tuple[str, ...]
    emoji: tuple[str, ...]


def lacking(text: str, fonts: Fonts) -> Lacking:
    """Return the characters of a text that no face of the fonts has."""
    emoji, rest = [], text
    for match in EMOJI.finditer(text):
        rest = rest.replace(match.group(), "")
        if fonts.emoji is None or not coverage(fonts.emoji).has(match.group()[0]):
            emoji.append(match.group())
    plain = (char for char in INVISIBLE.sub("", rest) if not char.isspace())
    letters = [char for char in plain if not any(coverage(face).has(char) for face in fonts.regular)]
    return Lacking(tuple(dict.fromkeys(letters)), tuple(dict.fromkeys(emoji)))


def without(text: str, emoji: tuple[str, ...]) -> str:
    """Return a text without some emoji."""
    for one in sorted(emoji, key=len, reverse=True):
        text = text.replace(one, "")
    return " ".join(text.split())


def settable(text: str) -> str:
    """Return a text on one line, composed, without control characters."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(char if unicodedata.category(char) != "Cc" else " " for char in composed).split())
