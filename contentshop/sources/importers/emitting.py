"""Values as YAML that people like to read: block style, quotes only where another reader could misunderstand."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

Value = str | Decimal | date | Mapping[str, Any] | Sequence[Any]
_PLAIN = re.compile(r"(?:[^\W_]|/)[^\x00-\x1f\x7f-\xa0\u00ad\u2028\u2029\ufeff]*")
_BREAKS = re.compile(r":(\s|$)|\s#|\s$")
_FLOW = re.compile(r"[][{},:]")
_ESCAPED = re.compile("[\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff0-\uffff]")


def scalar(value: object, *, in_flow: bool = False) -> str:
    """Return a scalar; decimals and days stand as they are, texts that look like something else are quoted."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    plain = _PLAIN.fullmatch(text) and not _BREAKS.search(text) and not (in_flow and _FLOW.search(text))
    if plain and not _is_typed(text):
        return text
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))


def _is_typed(text: str) -> bool:
    """Return whether YAML 1.1 or 1.2 takes the plain text for a number, a day, a boolean or nothing."""
    from yaml import ScalarNode

    tag = _resolver().resolve(ScalarNode, text, (True, False))
    return bool(tag != "tag:yaml.org,2002:str" or re.fullmatch(r"[+-]?[\d.]+([eE][+-]?\d+)?|0o[0-7]+", text))


@cache
def _resolver() -> Any:
    from yaml.resolver import Resolver

    return Resolver()


def flow(value: Any) -> str:
    """Return a value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key, in_flow=True)}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(one) for one in value) + "]"
    return scalar(value, in_flow=True)


def entry(key: str, value: Any, indent: str = "") -> list[str]:
    """Return the lines of a key with its value; mappings open out, amounts of money and lists of words do not."""
    name = f"{indent}{scalar(key)}:"
    if isinstance(value, Mapping) and "amount" not in value:
        return [name, *(line for inner, one in value.items() for line in entry(inner, one, indent + "  "))]
    if isinstance(value, list | tuple) and any(isinstance(one, Mapping) for one in value):
        return [name, *(line for one in value for line in item(one, indent + "  "))]
    return [f"{name} {flow(value) if isinstance(value, Mapping | list | tuple) else scalar(value)}"]


def item(fields: Mapping[str, Any], indent: str = "") -> list[str]:
    """Return the lines of a mapping in a list."""
    lines = [line for key, value in fields.items() for line in entry(key, value, indent + "  ")]
    return [f"{indent}- {lines[0].lstrip()}", *lines[1:]]
