"""From YAML nodes to records: every field checked, every problem located.

A reader is compiled once per type from msgspec's own description of it. Scalars stay text until the
field's type is known. A value that cannot be read becomes `INVALID` after its problem is reported,
so that one run reports all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final, TypeVar

import msgspec
from msgspec import inspect

from contentshop.model import Place
from contentshop.problems import Report, nearest, problem
from .nodes import Mapping, Node, Scalar, Sequence

INVALID: Final[Any] = object()
Reader = Callable[[Node, str, Report], Any]
"""Takes a node, the file's name and where to report to; returns the value or INVALID."""

T = TypeVar("T")
_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_EXPECTED = {
    "bool": ("yes or no", "是或否（true / false）"),
    "int": ("a whole number", "整数"),
    "decimal": ("a decimal number such as 39.90", "小数，如 39.90"),
    "date": ("a date such as 2026-11-18", "日期，如 2026-11-18"),
    "text": ("text", "文字"),
    "list": ("a list", "列表"),
    "mapping": ("a mapping of keys to values", "键值对"),
}


def read(node: Node | None, type_: type[T], file: str, report: Report) -> T | None:
    """Return the node as a record of the type, or None after reporting why not."""
    value = reader(type_)(node if node is not None else Mapping(1, 1), file, report)
    return None if value is INVALID else value


@cache
def reader(type_: Any) -> Reader:
    """Return the compiled reader of a record type."""
    return _compile(inspect.type_info(type_), "")


def _compile(info: Any, description: str) -> Reader:
    """Return the reader of one type as msgspec describes it."""
    if isinstance(info, inspect.Metadata):
        extra = info.extra_json_schema or {}
        return _compile(info.type, str(extra.get("description", description)))
    match info:
        case inspect.StructType():
            return _struct(info)
        case inspect.UnionType():
            return _union(info, description)
        case inspect.VarTupleType() | inspect.ListType():
            return _list(_compile(info.item_type, description))
        case inspect.DictType():
            return _dict(_compile(info.key_type, description), _compile(info.value_type, description))
        case inspect.LiteralType():
            return _literal(tuple(str(value) for value in info.values))
        case inspect.StrType():
            return _text(info, description)
        case inspect.BoolType():
            return _parsed("bool", lambda text: _BOOLEANS[text.lower()])
        case inspect.IntType():
            return _parsed("int", int)
        case inspect.DecimalType():
            return _parsed("decimal", _decimal)
        case inspect.DateType():
            return _parsed("date", _date)
    raise TypeError(info)


def _wrong(node: Node, expected: str, file: str, report: Report) -> Any:
    shown = node.text if isinstance(node, Scalar) else "[…]" if isinstance(node, Sequence) else "{…}"
    english, chinese = _EXPECTED[expected]
    place = Place(file, node.line, node.column)
    report(problem("wrong-type", place, value=shown, expected=english, expected_zh=chinese))
    return INVALID


def _struct(info: inspect.StructType) -> Reader:
    fields = {field.encode_name: (_compile(field.type, ""), field) for field in info.fields}
    optional_null = {name for name, (_, field) in fields.items() if not field.required}
    required = tuple(name for name, (_, field) in fields.items() if field.required)
    make = info.cls

    def read_struct(node: Node, file: str, report: Report) -> Any:
        if isinstance(node, Scalar) and node.is_null:
            node = Mapping(node.line, node.column)
        if not isinstance(node, Mapping):
            return _wrong(node, "mapping", file, report)
        values: dict[str, Any] = {}
        valid = True
        for name, (key, value) in node.entries.items():
            if name not in fields:
                near = nearest(name, fields)
                report(problem("unknown-key", Place(file, key.line, key.column), key=name, near=near))
                valid = False
                continue
            if name in optional_null and isinstance(value, Scalar) and value.is_null:
                continue
            found = values[name] = fields[name][0](value, file, report)
            valid = valid and found is not INVALID
        for name in required:
            if name not in node.entries:
                report(problem("missing-key", Place(file, node.line, node.column), key=name))
                valid = False
        return make(**values) if valid else INVALID

    return read_struct


def _union(info: inspect.UnionType, description: str) -> Reader:
    """Return a reader that takes a mapping for the record and a scalar for the rest."""
    some = [kind for kind in info.types if not isinstance(kind, inspect.NoneType)]
    records = [_compile(kind, description) for kind in some if isinstance(kind, inspect.StructType)]
    others = [_compile(kind, description) for kind in some if not isinstance(kind, inspect.StructType)]

    def read_union(node: Node, file: str, report: Report) -> Any:
        choice = records if isinstance(node, Mapping) and records else others or records
        return choice[0](node, file, report)

    return read_union


def _list(item: Reader) -> Reader:
    def read_list(node: Node, file: str, report: Report) -> Any:
        if not isinstance(node, Sequence):
            return _wrong(node, "list", file, report)
        values = tuple(item(one, file, report) for one in node.items)
        return INVALID if INVALID in values else values

    return read_list


def _dict(key_reader: Reader, value_reader: Reader) -> Reader:
    def read_dict(node: Node, file: str, report: Report) -> Any:
        if not isinstance(node, Mapping):
            return _wrong(node, "mapping", file, report)
        pairs = [(key_reader(key, file, report), value_reader(value, file, report)) for key, value in node.entries.values()]
        return INVALID if any(INVALID in pair for pair in pairs) else dict(pairs)

    return read_dict


def _literal(known: tuple[str, ...]) -> Reader:
    def read_literal(node: Node, file: str, report: Report) -> Any:
        if not isinstance(node, Scalar):
            return _wrong(node, "text", file, report)
        if node.text not in known:
            place, near = Place(file, node.line, node.column), nearest(node.text, known)
            report(problem("wrong-value", place, value=node.text, known=", ".join(known), near=near))
            return INVALID
        return node.text

    return read_literal


def _text(info: inspect.StrType, description: str) -> Reader:
    pattern = re.compile(info.pattern) if info.pattern else None

    def read_text(node: Node, file: str, report: Report) -> Any:
        if not isinstance(node, Scalar):
            return _wrong(node, "text", file, report)
        text = node.text
        if (pattern and not pattern.search(text)) or len(text) < (info.min_length or 0):
            place = Place(file, node.line, node.column)
            report(problem("wrong-form", place, value=text, description=description))
            return INVALID
        return text

    return read_text


def _parsed(expected: str, parse: Callable[[str], Any]) -> Reader:
    def read_parsed(node: Node, file: str, report: Report) -> Any:
        try:
            return parse(node.text) if isinstance(node, Scalar) else _wrong(node, expected, file, report)
        except (ValueError, KeyError):
            return _wrong(node, expected, file, report)

    return read_parsed


def _decimal(text: str) -> Decimal:
    if not re.fullmatch(r"\d{1,15}(\.\d{1,6})?", text):
        raise ValueError(text)
    return Decimal(text)


def _date(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise ValueError(text)
    return date.fromisoformat(text)


def json_schema(type_: Any) -> bytes:
    """Return the published JSON Schema (draft 2020-12) of a format, indented, in UTF-8."""
    return msgspec.json.format(msgspec.json.encode(msgspec.json.schema(type_)), indent=2) + b"\n"
