"""Front doors of packages: names that import what is behind them when they are first asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any


def late(package: str, **modules: Iterable[str]) -> Callable[[str], Any]:
    """Return the `__getattr__` of a package's front door.

    Who uses such a name asks the package for it where it is needed (`media.probe(…)`): `from … import` imports at once.

    Args:
        package: its name.
        modules: the names that each module of it gives.

    """
    places = {name: module for module, names in modules.items() for name in names}

    def given(name: str) -> Any:
        if name not in places:
            msg = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(msg)
        found = getattr(import_module(f".{places[name]}", package), name)
        setattr(sys.modules[package], name, found)
        return found

    return given
