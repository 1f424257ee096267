"""The formats as JSON Schema, for editors that complete and check them.

Editors give YAML values types before they look at the schema: `39.90` is a number to them, `0123` too,
`yes` a text. The reader takes all scalars as text, so that the schema must let every such value pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SCALARS = ["string", "number", "boolean"]
_LETTERS = "0-9A-Za-z_\u00aa-\U000323af"
r"""What \w means to the reader; to an editor it would be ASCII alone."""
_DECIMAL = {"type": ["number", "string"], "minimum": 0, "pattern": r"^[0-9]{1,15}(\.[0-9]{1,6})?$"}
_BOOLEAN = {"type": ["boolean", "string"], "pattern": "^([Tt]rue|[Ff]alse|[Yy]es|[Nn]o|[Oo]n|[Oo]ff|YES|NO|ON|OFF)$"}
_DATE = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def json_schema(type_: Any) -> bytes:
    """Return the published JSON Schema (draft 2020-12) of a format, indented, in UTF-8."""
    schema = msgspec.json.schema(type_)
    for record in list(_records(schema)):
        required = record.get("required", [])
        for name, value in record["properties"].items():
            record["properties"][name] = _tolerant(value) if name in required else _or_nothing(_tolerant(value))
    return msgspec.json.format(msgspec.json.encode({"$schema": _DIALECT, **schema}), indent=2) + b"\n"


def _records(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the schemas of all records, which msgspec gathers under `$defs`."""
    for one in schema.get("$defs", {}).values():
        if "properties" in one:
            yield one


def _tolerant(value: Any) -> Any:
    """Return the schema of a value as an editor sees it."""
    if not isinstance(value, dict):
        return value
    found = {key: _inside(key, one) for key, one in value.items()}
    match found:
        case {"type": "string", "format": "decimal"}:
            del found["format"]
            found |= _DECIMAL
        case {"type": "string", "format": "date"}:
            found |= _DATE
        case {"type": "string"}:
            found["type"] = _SCALARS
        case {"type": "boolean"}:
            found |= _BOOLEAN
        case _:
            pass
    if "pattern" in found:
        found["pattern"] = found["pattern"].replace(r"\w", _LETTERS)
    return found


def _inside(key: str, value: Any) -> Any:
    """Return what a keyword of a schema holds, with the schemas in it made tolerant."""
    if key in ("items", "additionalProperties", "propertyNames"):
        return _tolerant(value)
    return [_tolerant(one) for one in value] if key == "anyOf" else value


def _or_nothing(value: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a value that may also be left empty after its key."""
    if "anyOf" in value:
        found = [one for one in value["anyOf"] if one != {"type": "null"}]
        return {**value, "anyOf": [*found, {"type": "null"}]}
    if "$ref" in value or "enum" in value:
        bare = {key: value[key] for key in ("$ref", "enum") if key in value}
        rest = {key: one for key, one in value.items() if key not in bare}
        return {**rest, "anyOf": [bare, {"type": "null"}]}
    kinds = value["type"]
    return {**value, "type": [*(kinds if isinstance(kinds, list) else [kinds]), "null"]}
