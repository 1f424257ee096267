"""Compiled templates, kept from one run to the next: to compile the theme takes longer than to build a small site.

They are code that is run, so they are not kept in the site, which may come from others, but in a folder of the user's
own. What stands there counts only for the same source, Python, Jinja and program.
"""

from __future__ import annotations

import marshal
import os
import sys
from contextlib import suppress
from pathlib import Path
from types import CodeType
from typing import NamedTuple

from contentshop.model import digest

from .environment import environment_digest

_FOLDER = "contentshop/templates"


class Reference(NamedTuple):
    """A name in `include`, `extends` or `import`: None when it is no literal, with its line from 1."""

    name: str | None
    line: int
    may_be_missing: bool


class Compiled(NamedTuple):
    """What a template refers to, and its code."""

    references: tuple[Reference, ...]
    code: CodeType


def kept(name: str, source: str) -> Compiled | None:
    """Return the template of a name as it was compiled from this source, if it is kept."""
    folder = _folder()
    if folder is None:
        return None
    try:
        data = (folder / _file(name)).read_bytes()
    except OSError:
        return None
    key = _key(name, source)
    if not data.startswith(key):
        return None
    try:
        references, code = marshal.loads(data[len(key) :])  # noqa: S302 - our own file in the user's own folder
    except (ValueError, EOFError, TypeError):
        return None
    return Compiled(tuple(Reference(*one) for one in references), code)


def keep(name: str, source: str, compiled: Compiled) -> None:
    """Keep a template in place of the one of its name; where nothing can be written, nothing is kept."""
    folder = _folder()
    if folder is None:
        return
    data = _key(name, source) + marshal.dumps((tuple(map(tuple, compiled.references)), compiled.code))
    scratch = folder / f"{_file(name)}-{os.getpid()}"
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        scratch.write_bytes(data)
        scratch.replace(folder / _file(name))


def _file(name: str) -> str:
    return digest(name)[:20]


def _key(name: str, source: str) -> bytes:
    return digest(name, source, sys.implementation.cache_tag or "", environment_digest()).encode()


def _folder() -> Path | None:
    """Return where programs of this user keep what they can make again, as the system has it (XDG, Apple, Windows)."""
    named = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    if os.path.isabs(named):  # noqa: PTH117 - an empty name is no path
        return Path(named) / _FOLDER
    try:
        return Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache") / _FOLDER
    except RuntimeError:
        return None
