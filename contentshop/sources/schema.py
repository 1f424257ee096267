"""From YAML nodes to records: every field checked, every problem located.

A reader is compiled once per type from msgspec's own description of it. Scalars stay text until the
field's type is known. A value that cannot be read becomes `INVALID` after its problem is reported,
so that one run reports all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Final, TypeVar

from msgspec import inspect

from contentshop.languages import is_language, near_language
from contentshop.model import Place, Problem
from contentshop.problems import Report, nearest, problem

from .nodes import WIDE_COLON, Mapping, Node, Scalar, Sequence

INVALID: Final[Any] = object()
Reader = Callable[[Node, str, Report], Any]
"""Takes a node, the file's name and where to report to; returns the value or INVALID."""

T = TypeVar("T")
EXPECTED = {
    "bool": ("yes or no (true, false)", "真假值：“是”写 true，“否”写 false"),
    "decimal": ("a decimal number such as 39.90", "小数，如 39.90"),
    "number": ("a whole number such as 30", "整数，如 30"),
    "date": ("a date such as 2026-11-18", "日期，如 2026-11-18"),
    "text": ("text", "文字"),
    "list": ("a list such as [a, b]", "列表，如 [甲, 乙]"),
    "mapping": ("a mapping of keys to values", "键值对"),
}
"""What a value should have been, in English and Chinese."""

ADDRESS = (
    "An http or https address without ? and #, such as https://example.com/shop/.",
    "http 或 https 网址，不带 ? 和 #，如 https://example.com/shop/。",
)
_LANGUAGE = r"^([A-Za-z]{2,3}(-[A-Za-z0-9]+)*)?$"
_MOMENT = r"^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?$"
_LINK_KEY = r"^(web|scan|wechat|readmore|moments|group|chat|weibo|feed|email|print)(@[\w][\w.-]{0,79})?$"
FORMS = {
    r"^[\w][\w.-]*$": (
        "At most 80 letters (Chinese too), digits, - _ and ., beginning with a letter, digit or _.",
        "最多 80 个汉字、字母、数字、- _ .，以字、数字或 _ 开头。",
    ),
    r"^[A-Z]{3}$": ("Three capital letters (ISO 4217), such as CNY.", "三个大写字母（ISO 4217），如 CNY。"),
    _MOMENT: (
        "A day, 2026-11-18, or a time, 2026-11-18 08:30 or 2026-11-18T08:30:00+08:00.",
        "写日期 2026-11-18，或带时间：2026-11-18 08:30、2026-11-18T08:30:00+08:00。",
    ),
    r"^https?://[^/?#\s]+(/[^?#\s]*)?$": ADDRESS,
    r"^(https?://[^/?#\s]+(/[^?#\s]*)?)?$": ADDRESS,
    r"^\S(.{0,22}\S)?$": ("At most 24 characters, no blank at either end.", "最多 24 个字，前后不留空格。"),
    r"^([1-9][0-9]{0,3} ?[x×*] ?)?[0-9]{1,9}(\.[0-9]{1,3})? ?[A-Za-z\u4e00-\u9fff]{1,9}$": (
        "An amount with its unit, such as 500 ml or 6 × 330 ml.",
        "数量加单位，如 500 ml、6 × 330 ml、12 件。",
    ),
    _LANGUAGE: ("A language tag (BCP 47), such as zh-CN, en or ja.", "语言标签（BCP 47），如 zh-CN、en、ja。"),
    r"^[\w-]*$": ("Letters, digits, - and _ alone.", "只用字母、数字、- 和 _。"),
    r"^(https?://\S+)?$": ADDRESS,
    r"^([A-Za-z0-9+/]+={0,2})?$": (
        "The account's number in the back office, such as MzAwMDAwMDAwMA==.",
        "写公众号在后台里的编号，形如 MzAwMDAwMDAwMA==。",
    ),
    r"^(https://mp\.weixin\.qq\.com/\S+)?$": (
        "The address of a published article, beginning with https://mp.weixin.qq.com/.",
        "写发布后的网址，以 https://mp.weixin.qq.com/ 开头。",
    ),
    r"^[^\r\n]*$": ("One line of text.", "一行文字。"),
    r"^(https://[^/?#\s]+/([^?#\s]*/)?)?$": (
        "An https address that ends in a slash, without ? and #, such as https://example.com/mp/.",
        "以斜杠结尾的 https 网址，不带 ? 和 #，如 https://example.com/mp/。",
    ),
    _LINK_KEY: (
        "A channel, such as web, wechat or group, or one with an outlet: group@tea.",
        "渠道名，如 web、wechat、group，或再加出口：group@tea。",
    ),
    None: ("It must not be empty.", "不能为空。"),
}
"""The patterns of the model's texts in words; None is a text that must only not be empty."""

_YEARS = range(1000, 9999)
_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_DECIMAL = re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?")
_WHOLE = re.compile(r"[0-9]{1,9}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


def read(node: Node | None, type_: type[T], file: str, report: Report) -> T | None:
    """Return the node as a record of the type, or None after reporting why not."""
    kind: Any = type_
    value = reader(kind)(node if node is not None else Mapping(1, 1), file, report)
    return None if value is INVALID else value


@cache
def reader(type_: Any) -> Reader:
    """Return the compiled reader of a record type."""
    return _compile(inspect.type_info(type_))


def _compile(info: Any) -> Reader:
    """Return the reader of one type as msgspec describes it."""
    while isinstance(info, inspect.Metadata):
        info = info.type
    return _MAKERS[type(info)](info)


def _wrong(node: Node, expected: str, file: str, report: Report) -> Any:
    shown = node.text if isinstance(node, Scalar) else "[…]" if isinstance(node, Sequence) else "{…}"
    english, chinese = EXPECTED[expected]
    place = Place(file, node.line, node.column)
    wide = _wide_colon(node, file) if expected == "mapping" and isinstance(node, Scalar) else None
    report(wide or problem("wrong-type", place, value=shown, expected=english, expected_zh=chinese))
    return INVALID


def _wide_colon(node: Scalar, file: str) -> Problem | None:
    """Return the problem of a key with a full-width colon, or none."""
    found = WIDE_COLON.match(node.text) if node.plain else None
    return found and problem("wide-colon", Place(file, node.line, node.column + found.end() - 1), key=found[1])


def _struct(info: inspect.StructType) -> Reader:
    fields = {field.encode_name: _compile(field.type) for field in info.fields}
    required = tuple(field.encode_name for field in info.fields if field.required)
    make = info.cls

    def read_struct(node: Node, file: str, report: Report) -> Any:
        if isinstance(node, Scalar) and node.is_null:
            node = Mapping(node.line, node.column)
        if not isinstance(node, Mapping):
            return _wrong(node, "mapping", file, report)
        values = _values(node, fields, file, report)
        valid = INVALID not in values.values()
        for name in required:
            if name not in values:
                near = node.entries[name][1] if name in node.entries else node
                report(problem("missing-key", Place(file, near.line, near.column), key=name))
                valid = False
        return make(**values) if valid else INVALID

    return read_struct


def _values(node: Mapping, fields: dict[str, Reader], file: str, report: Report) -> dict[str, Any]:
    """Return the values of a mapping's keys; a key without a value counts as not written."""
    values: dict[str, Any] = {}
    for name, (key, value) in node.entries.items():
        if name not in fields:
            near = nearest(name, fields)
            unknown = problem("unknown-key", Place(file, key.line, key.column), key=name, near=near)
            report(_wide_colon(key, file) or unknown)
            values[name] = INVALID
        elif not (isinstance(value, Scalar) and value.is_null):
            values[name] = fields[name](value, file, report)
    return values


def _union(info: inspect.UnionType) -> Reader:
    """Return a reader that takes a mapping for the record and anything else for the rest."""
    kinds = [kind for kind in info.types if not isinstance(kind, inspect.NoneType)]
    records = [_compile(kind) for kind in kinds if isinstance(kind, inspect.StructType)]
    others = [_compile(kind) for kind in kinds if not isinstance(kind, inspect.StructType)]
    (record,) = records or others
    (other,) = others or records

    def read_union(node: Node, file: str, report: Report) -> Any:
        return (record if isinstance(node, Mapping) else other)(node, file, report)

    return read_union


def _list(info: inspect.VarTupleType) -> Reader:
    item = _compile(info.item_type)

    def read_list(node: Node, file: str, report: Report) -> Any:
        if not isinstance(node, Sequence):
            return _wrong(node, "list", file, report)
        values = tuple(item(one, file, report) for one in node.items)
        return INVALID if INVALID in values else values

    return read_list


def _dict(info: inspect.DictType) -> Reader:
    read_key, read_value = _compile(info.key_type), _compile(info.value_type)

    def read_dict(node: Node, file: str, report: Report) -> Any:
        if not isinstance(node, Mapping):
            return _wrong(node, "mapping", file, report)
        pairs = [(read_key(key, file, report), read_value(one, file, report)) for key, one in node.entries.values()]
        return INVALID if any(INVALID in pair for pair in pairs) else dict(pairs)

    return read_dict


def _literal(info: inspect.LiteralType) -> Reader:
    known = {str(value): str(value) for value in info.values}  # one text for all, not one for each product

    def read_literal(node: Node, file: str, report: Report) -> Any:
        if not isinstance(node, Scalar):
            return _wrong(node, "text", file, report)
        if node.text not in known:
            place, near = Place(file, node.line, node.column), nearest(node.text, known)
            report(problem("wrong-value", place, value=node.text, known=", ".join(known), near=near))
            return INVALID
        return known[node.text]

    return read_literal


def _text(info: inspect.StrType) -> Reader:
    pattern = info.pattern.removesuffix("$") + r"\Z" if info.pattern else ""  # $ lets a line end pass
    least, most = info.min_length or 0, info.max_length
    form, form_zh = FORMS[info.pattern]

    def read_text(node: Node, file: str, report: Report) -> Any:
        if not isinstance(node, Scalar) or node.is_null:
            return _wrong(node, "text", file, report)
        text = node.text
        if not text.isprintable() and (found := _CONTROL.search(text)):
            report(problem("forbidden-character", Place(file, node.line, node.column), point=f"{ord(found[0]):04X}"))
            return INVALID
        if info.pattern == _LANGUAGE and text and not is_language(text):
            place = Place(file, node.line, node.column)
            report(problem("unknown-language", place, tag=text, near=near_language(text)))
            return INVALID
        if (pattern and not _compiled(pattern).match(text)) or len(text) < least or (most and len(text) > most):
            report(problem("wrong-form", Place(file, node.line, node.column), value=text, form=form, form_zh=form_zh))
            return INVALID
        if info.pattern == _MOMENT and moment(text) is None:
            return _wrong(node, "date", file, report)
        return text

    return read_text


_compiled = cache(re.compile)
"""A config names few of the fields there are, and each pattern takes 0.2 to 1 ms."""


def _parsed(expected: str, parse: Callable[[str], Any]) -> Reader:
    def read_parsed(node: Node, file: str, report: Report) -> Any:
        try:
            return parse(node.text) if isinstance(node, Scalar) else _wrong(node, expected, file, report)
        except (ValueError, KeyError):
            return _wrong(node, expected, file, report)

    return read_parsed


def _decimal(text: str) -> Decimal:
    if not _DECIMAL.fullmatch(text):
        raise ValueError(text)
    return Decimal(text)


def _whole(info: inspect.IntType) -> Reader:
    """Return a reader of whole numbers between the type's bounds."""
    least, most = info.ge or 0, info.le

    def parse(text: str) -> int:
        if not _WHOLE.fullmatch(text) or int(text) < least or (most is not None and int(text) > most):
            raise ValueError(text)
        return int(text)

    return _parsed("number", parse)


@lru_cache(4096)
def _date(text: str) -> date:
    found = date.fromisoformat(text) if _DATE.fullmatch(text) else None
    if found is None or found.year not in _YEARS:
        raise ValueError(text)
    return found


def moment(text: str) -> datetime | None:
    """Return a day or time as typed, or None when there is no such; a day means its first instant."""
    with suppress(ValueError):
        found = datetime.fromisoformat(text)
        return found if found.year in _YEARS else None
    return None


_MAKERS: dict[type, Callable[[Any], Reader]] = {
    inspect.StructType: _struct,
    inspect.UnionType: _union,
    inspect.VarTupleType: _list,
    inspect.DictType: _dict,
    inspect.LiteralType: _literal,
    inspect.StrType: _text,
    inspect.IntType: _whole,
    inspect.BoolType: lambda _: _parsed("bool", lambda text: _BOOLEANS[text.lower()]),
    inspect.DecimalType: lambda _: _parsed("decimal", _decimal),
    inspect.DateType: lambda _: _parsed("date", _date),
}
