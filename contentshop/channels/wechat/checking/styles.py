"""Inline styles read: declarations, lengths, the values that rules ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from contentshop.model import Record

PHONE = 375.0
"""The narrowest width, in CSS px, that WeChat measures articles at."""
_LENGTH = re.compile(
    r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,2})?)(px|pt|pc|cm|mm|in|em|rem|vw|ex|ch|%)?", re.IGNORECASE
)
_PX = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "cm": 96 / 2.54, "mm": 9.6 / 2.54, "in": 96.0, "rem": 16.0}
_PX |= {"vw": PHONE / 100, "ex": 8.0, "ch": 8.0}
_IMPORTANT = re.compile(r"\s*!\s*important\s*$", re.IGNORECASE)
_LONGEST = 10_000_000.0


class Declaration(Record):
    """One property of a style; names are in lower case, values as written."""

    name: str
    value: str
    important: bool = False

    @property
    def word(self) -> str:
        """The value in lower case."""
        return self.value.lower()


@lru_cache(maxsize=4096)
def declarations(style: str) -> tuple[Declaration, ...]:
    """Return the declarations of a style attribute, broken ones left out."""
    found = []
    for part in split(style, ";"):
        name, colon, value = part.partition(":")
        name = name.strip().lower()
        plain = _IMPORTANT.sub("", value).strip()
        if colon and name and plain:
            found.append(Declaration(name, plain, important=plain != value.strip()))
    return tuple(found)


def split(text: str, separators: str) -> Iterator[str]:
    """Yield the parts of a value between separators that stand outside quotes and brackets."""
    begin = depth = 0
    quote = ""
    for at, char in enumerate(text):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char == "(":
            depth += 1
        elif char == ")":
            depth = max(0, depth - 1)
        elif char in separators and not depth:
            yield text[begin:at]
            begin = at + 1
    yield text[begin:]


def value_of(style: Sequence[Declaration], name: str) -> str:
    """Return the value in force of a property, in lower case; empty when there is none."""
    found = ""
    important = False
    for one in style:
        if one.name == name and (one.important or not important):
            found, important = one.word, one.important
    return found


def pixels(value: str, *, font: float = 16.0, whole: float | None = None) -> float | None:
    """Return a length in CSS px; `None` for what is no length.

    Args:
        value: As written, such as `12px`, `1.5em`, `50%`.
        font: The size in px that `em` refers to.
        whole: The size in px that `%` refers to; without it a percentage is no length.

    """
    match = _LENGTH.fullmatch(value.strip())
    if match is None:
        return None
    number, unit = float(match[1]), (match[2] or "").lower()
    if unit == "%":
        size = None if whole is None else number * whole / 100
    elif unit == "em":
        size = number * font
    elif not unit and number:
        size = None
    else:
        size = number * _PX[unit]
    return None if size is None else max(-_LONGEST, min(_LONGEST, size))


def attribute_pixels(value: str) -> float | None:
    """Return a length as attributes of HTML write it, such as `120` or `120px`; `None` for everything else."""
    text = value.strip()
    return float(text) if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", text, re.ASCII) else pixels(text) if text else None


def sides(style: Sequence[Declaration], name: str) -> dict[str, str]:
    """Return the four values of `margin` or `padding`, shorthand and single sides as they override each other."""
    found: dict[str, str] = {}
    for one in style:
        if one.name == name:
            parts = [part for part in split(one.word, " \t\n") if part][:4]
            top, *rest = parts or [""]
            right = rest[0] if rest else top
            bottom = rest[1] if len(rest) > 1 else top
            left = rest[2] if len(rest) > 2 else right  # noqa: PLR2004 - the fourth of four sides
            found |= {"top": top, "right": right, "bottom": bottom, "left": left}
        elif one.name.startswith(f"{name}-"):
            found[one.name.removeprefix(f"{name}-")] = one.word
    return found
