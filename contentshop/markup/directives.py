"""The grammar of directives: text → what stands there → a segment, or what is wrong with it.

    :price{tea-01}                          inside a line
    ::product{tea-01 note="很香"}            on a line of its own
    :::products{layout=compare} … :::       around lines of the form `- id`

The full-width twins of the signs (：｛｝＝, the ideographic space, curly quotes) and of ASCII letters
in names, keys and ids are read as the half-width ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from itertools import takewhile
from typing import Literal, get_args

import msgspec
from markdown.util import STX

from contentshop.model import (
    Alternatives,
    Card,
    Code,
    Faq,
    Follow,
    Join,
    Offers,
    Price,
    ProductList,
    Query,
    Quote,
    Record,
    Segment,
    Verdict,
)
from contentshop.problems import nearest

from .han import is_han
from .vocabulary import NAMES, Argument, Directive, Form

NAME = r"[A-Za-z0-9_\-Ａ-Ｚａ-ｚ０-９－＿\u4e00-\u9fff]+"
OPENING = re.compile(rf"(?P<colons>[:：]+)(?P<name>{NAME})(?:(?P<brace>[{{｛])|[ \t]*$)", re.MULTILINE)
FENCE = re.compile(r"^ {0,3}([:：]{3,})[ \t]*$", re.MULTILINE)
"""The line that closes a container."""
ITEM = re.compile(r"[ \t]*([-*+－])[ \t\u3000]+([^\s{}｛｝]+)[ \t]*")
"""A line of a product list."""
NOTE = re.compile(r" {0,3}(?P<sign>[+＋\-－>＞])[ \t\u3000]*(?P<text>\S.*?)[ \t\u3000]*")
"""A line of a verdict: a merit, a drawback, or whom the product suits."""
Note = Literal["pros", "cons", "audience"]
NOTES: Mapping[str, Note] = {"+": "pros", "-": "cons", ">": "audience"}

_HALF = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20}
_QUOTED = "|".join(
    rf"{left}(?:\\.|[^\\{right}\n\x02])*{right}"
    for left, right in ('""', "''", "“”", "””", "‘’", "’’", ("＂", "＂"), ("＇", "＇"))
)
_ARGUMENT = re.compile(
    rf"[ \t\u3000]*(?:(?P<close>[}}｝])|(?:(?P<key>[\w.\-－]+)[=＝])?"
    rf"(?:(?P<quoted>{_QUOTED})|(?P<bare>(?(key)[^\s{{}}｛｝=＝\x02\"'“”‘’＂＇][^\s{{}}｛｝\x02]*"
    rf"|[^\s{{}}｛｝=＝\x02\"'“”‘’＂＇]+))))"
)
HIDDEN = "…"
"""Stands in a message for a line that cannot be shown."""
LEAF = 2
"""The colons of a directive on a line of its own; more open a block."""
_SAFE = re.compile(r"-?\w[\w./+-]*")
"""Values that stand without quotes in the plain form."""
_ID = re.compile(r"\w[\w.\-]*")


class Reading(Record, frozen=True):
    """What stands at one place of the text, as typed; whether it makes sense is for `meaning`."""

    raw: str
    colons: int
    name: str
    """The name at half width, perhaps unknown or an alias."""
    arguments: tuple[tuple[str, str], ...]
    """Keys at half width with decoded values; a bare argument has an empty key."""
    braces: bool
    broken: bool
    """The text after the brace cannot be read as arguments."""
    end: int

    @property
    def row(self) -> Directive | None:
        """The directive of that name."""
        return NAMES.get(self.name)


class Failure(Record, frozen=True):
    """Directive-like text that means nothing: the code and values of the problem, the text to find."""

    code: str
    raw: str
    values: dict[str, str] = {}
    shown: bool = True
    """Whether `raw` is shown to the reader in its place."""


def half(text: str) -> str:
    """Return the text with full-width ASCII and spaces at half width."""
    return text.translate(_HALF)


def read(text: str, start: int = 0) -> Reading | None:
    """Return the directive-like thing whose first colon is `text[start]`, or none.

    Full-width colons and braces count only around a known name. A name without a brace counts only
    at the end of its line.
    """
    head = OPENING.match(text, start)
    if head is None:
        return None
    colons, name, brace = head["colons"], half(head["name"]), head["brace"] or ""
    if name not in NAMES and ("：" in colons or brace == "｛" or half(head["name"]) != head["name"]):
        return None
    if not brace:
        known = name in NAMES and (len(colons) > LEAF or "：" not in colons) and len(colons) > 1
        raw = text[start : head.end("name")]
        known = known or (name not in NAMES and len(colons) > 1 and bool(nearest(name, NAMES)))
        return Reading(raw, len(colons), name, (), False, False, head.end("name")) if known else None
    arguments, end = _arguments(text, head.end())
    if end < 0:
        line_end = text.find("\n", start)
        raw = text[start : line_end if line_end >= 0 else len(text)].rstrip()
        return None if "\x02" in raw else Reading(raw, len(colons), name, (), True, True, start + len(raw))
    return Reading(text[start:end], len(colons), name, arguments, True, False, end)


def _arguments(text: str, at: int) -> tuple[tuple[tuple[str, str], ...], int]:
    """Return the arguments from `at` to the closing brace and the place after it, or −1."""
    found: list[tuple[str, str]] = []
    while (match := _ARGUMENT.match(text, at)) is not None:
        at = match.end()
        if match["close"]:
            return tuple(found), at
        quoted = match["quoted"]
        value = re.sub(r"\\(.)", r"\1", quoted[1:-1]) if quoted else match["bare"]
        found.append((half(match["key"] or ""), value))
    return (), -1


def meaning(reading: Reading, form: Form, body: str = "") -> Segment | Failure:
    """Return the segment a reading stands for in a form, or what is wrong with it.

    `body` is the text between the fences of a container.
    """
    row = reading.row
    if row is None:
        return Failure("unknown-directive", reading.raw, {"name": reading.name, "near": nearest(reading.name, NAMES)})
    if form not in row.forms:
        return Failure("misplaced-directive", reading.raw, {"name": row.name, "right": example(row)})
    if reading.broken:
        return Failure("broken-directive", reading.raw, {"name": row.name})
    values = _values(reading, row)
    if isinstance(values, Failure):
        return values
    if row.subject == "required" and not values["id"]:
        code = "missing-id" if row.names == "product" else "missing-outlet"
        return Failure(code, reading.raw, {"name": row.name, "right": example(row)})
    return _BUILDERS[row.name](reading.raw, values, body)


def example(row: Directive) -> str:
    """Return how the directive is typed."""
    form = row.forms[0]
    return ":" * (get_args(Form).index(form) + 1) + row.name + ("{…}" if row.subject == "required" else "")


def _values(reading: Reading, row: Directive) -> dict[str, str] | Failure:
    """Return the canonical value of every argument typed, and `id` (empty when there is none)."""
    values = {"id": ""}
    known = {name: argument for argument in row.arguments for name in (argument.name, *argument.aliases)}
    for number, (key, value) in enumerate(reading.arguments):
        if not key and row.subject != "none" and not values["id"]:
            values["id"] = half(value)
            if not _ID.fullmatch(values["id"]):
                return _wrong(reading, "id", value, {})
            continue
        argument = known.get(key)
        if argument is None:
            word = key or value
            near = nearest(word, known)
            unknown = Failure("unknown-argument", reading.raw, {"name": row.name, "argument": word, "near": near})
            return (_unquoted(reading, number, known) if not near else None) or unknown
        if argument.name in values:
            return Failure("repeated-argument", reading.raw, {"name": row.name, "argument": argument.name})
        canonical = canonical_value(argument, value)
        if canonical is None:
            return _wrong(reading, argument.name, value, argument.choices)
        values[argument.name] = canonical
    return values


def _unquoted(reading: Reading, number: int, known: Mapping[str, Argument]) -> Failure | None:
    """Return the failure of a text with spaces and no quotes that goes on in a bare argument, or none."""
    key, value = reading.arguments[number - 1] if number else ("", "")
    argument = known.get(key)
    rest = takewhile(lambda one: not one[0], reading.arguments[number:])
    whole = " ".join((value, *(word for _, word in rest)))
    if argument is None or argument.kind not in ("text", "prose"):
        return None
    typed = r"[ \t\u3000]+".join(map(re.escape, whole.split(" ")))
    if not re.search(rf"[=＝]{typed}", reading.raw):
        return None
    return Failure("unquoted-value", reading.raw, {"argument": key, "value": whole})


def _wrong(reading: Reading, argument: str, value: str, choices: Mapping[str, tuple[str, ...]]) -> Failure:
    """Return the failure of a value; of a few choices the nearest is told, also one that shares a Han character."""
    names = [name for choice, others in choices.items() for name in (choice, *others)]
    shared = (name for name in names if any(char in name for char in filter(is_han, value)))
    near = nearest(half(value), names) or next(shared, "")
    code = "wrong-choice" if choices else "wrong-argument"
    values = {"argument": argument, "value": value, "known": ", ".join(choices), "near": near}
    return Failure(code, reading.raw, values)


def canonical_value(argument: Argument, value: str) -> str | None:
    """Return the value as the program knows it, or none when the argument does not allow it."""
    if argument.kind in ("text", "prose"):
        return value
    word = half(value)
    if argument.kind == "count":
        return word if re.fullmatch(r"[1-9][0-9]{0,3}", word) else None
    if argument.kind == "rating":
        known = re.fullmatch(r"[0-5](\.[0-9])?", word) and Decimal("0.5") <= Decimal(word) <= 5  # noqa: PLR2004
        return word if known else None
    if argument.kind == "day":
        return word if _is_day(word) else None
    return next((name for name, other in argument.choices.items() if word == name or word in other), None)


def _stray(code: str, raw: str, line: str) -> Failure:
    """Return the failure of a line inside a container; raw HTML and code are known by their placeholder alone."""
    return Failure(code, raw, {"line": HIDDEN if STX in line else line.strip()})


def _is_day(word: str) -> bool:
    try:
        return date.fromisoformat(word).isoformat() == word
    except ValueError:
        return False


def _price(raw: str, values: dict[str, str], body: str) -> Segment | Failure:  # noqa: ARG001
    return Price(values["id"], raw)


def _product(raw: str, values: dict[str, str], body: str) -> Segment | Failure:  # noqa: ARG001
    rest = {name: value for name, value in values.items() if name != "id"}
    return msgspec.convert({"type": "card", "product": values["id"], "raw": raw, **rest}, Card)


def _qr(raw: str, values: dict[str, str], body: str) -> Segment | Failure:  # noqa: ARG001
    return Code(values["id"], values.get("key", ""), raw)


def _offers(raw: str, values: dict[str, str], body: str) -> Segment | Failure:  # noqa: ARG001
    return Offers(values["id"], values.get("key", ""), raw)


def _alternatives(raw: str, values: dict[str, str], body: str) -> Segment | Failure:  # noqa: ARG001
    return Alternatives(values["id"], values.get("key", ""), raw)


def _follow(raw: str, values: dict[str, str], body: str) -> Segment | Failure:  # noqa: ARG001
    return Follow(raw)


def _join(raw: str, values: dict[str, str], body: str) -> Segment | Failure:  # noqa: ARG001
    return Join(values["id"], raw)


def _products(raw: str, values: dict[str, str], body: str) -> Segment | Failure:
    ids: list[str] = []
    for line in filter(str.strip, body.split("\n")):
        item = ITEM.fullmatch(line)
        if item is None or not _ID.fullmatch(half(item[2])):
            return _stray("not-an-item", raw, line)
        ids.append(half(item[2]))
    asked: dict[str, str | int] = {name: values[name] for name in ("tag", "category", "sort") if name in values}
    if "limit" in values:
        asked["limit"] = int(values["limit"])
    if bool(ids) == bool(asked):
        return Failure("list-and-query" if ids else "empty-list", raw)
    query = msgspec.convert(asked, Query) if asked else None
    rest: dict[str, object] = {name: values[name] for name in ("layout", "key") if name in values}
    found = msgspec.convert({"type": "list", "products": ids, "raw": raw, **rest}, ProductList)
    return msgspec.structs.replace(found, query=query)


def _verdict(raw: str, values: dict[str, str], body: str) -> Segment | Failure:
    rest = {name: value for name, value in values.items() if name != "id"}
    lines = list(filter(str.strip, body.split("\n")))
    signs = [half(match["sign"]) if (match := NOTE.fullmatch(line)) else "" for line in lines]
    second = [number for number, sign in enumerate(signs) if sign == ">"][1:]
    wrong = next((line for number, line in enumerate(lines) if not signs[number] or number in second), None)
    if wrong is not None:
        return _stray("not-a-note", raw, wrong)
    if not {"+", "-"} & set(signs):
        return Failure("empty-verdict", raw)
    return msgspec.convert({"type": "verdict", "product": values["id"], "raw": raw, **rest}, Verdict)


def notes(body: str) -> list[tuple[Note, str]]:
    """Return the field of a verdict and the text for each line of its body."""
    found = filter(None, map(NOTE.fullmatch, body.split("\n")))
    return [(NOTES[half(match["sign"])], match["text"]) for match in found]


def _quote(raw: str, values: dict[str, str], body: str) -> Segment | Failure:
    missing = next((name for name in ("from", "source", "consent") if not values.get(name, "").strip()), "")
    if missing:
        return Failure("quote-without", raw, {"argument": missing})
    if not body.strip():
        return Failure("empty-quote", raw)
    return Quote(values["from"], values["source"], values["consent"], values.get("date", ""), raw=raw)


def _faq(raw: str, values: dict[str, str], body: str) -> Segment | Failure:  # noqa: ARG001
    return Faq(raw=raw)


_BUILDERS: Mapping[str, Callable[[str, dict[str, str], str], Segment | Failure]] = {
    "alternatives": _alternatives,
    "follow": _follow,
    "join": _join,
    "offers": _offers,
    "price": _price,
    "product": _product,
    "products": _products,
    "qr": _qr,
    "verdict": _verdict,
    "quote": _quote,
    "faq": _faq,
}


def is_sound(reading: Reading) -> bool:
    """Return whether the directive is known and every argument is one of its own."""
    return reading.row is not None and not isinstance(_values(reading, reading.row), Failure)


def plain_form(reading: Reading) -> str:
    """Return the reading with half-width signs, English names, and quotes around prose and what is no plain word.

    The reading must have a meaning.
    """
    row = reading.row
    assert row is not None  # noqa: S101
    known = {name: argument for argument in row.arguments for name in (argument.name, *argument.aliases)}
    parts = []
    for key, value in reading.arguments:
        if not key:
            parts.append(half(value))
            continue
        argument = known[key]
        text = canonical_value(argument, value) or ""
        if argument.kind == "prose" or not _SAFE.fullmatch(text):
            text = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
        parts.append(f"{argument.name}={text}")
    return ":" * reading.colons + row.name + ("{" + " ".join(parts) + "}" if parts else "")
