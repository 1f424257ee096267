"""Reading the packaged tables of outside facts, and of words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from contentshop.kept import keep, kept
from contentshop.model import digest

T = TypeVar("T")
_HEADING = re.compile(r"^\[([\w.-]+)\]$", re.MULTILINE)


def load(package: str, name: str) -> object:
    """Return the value of a YAML file in a package; dates are texts (ISO 8601), the rest is plain.

    What a table says is kept for later runs: to read a large one takes 10 ms.
    """
    data = (Path(import_module(package).__path__[0]) / name).read_bytes()
    place, key = f"{package} {name}", digest(data)
    known = kept("tables", place, key)
    with suppress(msgspec.DecodeError):
        if known is not None:
            return msgspec.msgpack.decode(known)
    read = msgspec.msgpack.encode(_read(data))
    keep("tables", place, key, read)
    return msgspec.msgpack.decode(read)


def _read(data: bytes) -> object:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: object = yaml.load(data, Loader=loader)  # noqa: S506 - a safe loader either way
    return found


class Sections(Mapping[str, T], Generic[T]):
    """The sections of a TOML file by their headings, each parsed when it is asked for: all together take 10 ms.

    Nothing stands before the first heading, and no line of a text looks like one.
    """

    def __init__(self, file: Path, make: Callable[[dict[str, Any]], T]) -> None:
        _, *parts = _HEADING.split(file.read_text("utf-8"))
        self._texts = dict(zip(parts[::2], parts[1::2], strict=True))
        self._made: dict[str, T] = {}
        self._make = make

    def __getitem__(self, heading: str) -> T:
        """Return what is made of a section."""
        if heading not in self._made:
            self._made[heading] = self._make(tomllib.loads(self._texts[heading]))
        return self._made[heading]

    def __iter__(self) -> Iterator[str]:
        """Yield the headings in their order."""
        return iter(self._texts)

    def __len__(self) -> int:
        """Return how many sections there are."""
        return len(self._texts)
