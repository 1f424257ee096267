"""Compiled templates, kept from one run to the next: to compile the theme takes longer than to build a small site.

They are code that is run, so they are not kept in the site, which may come from others, but in a folder of the user's
own. What stands there counts only for the same source, Python, Jinja and program.
"""

from __future__ import annotations

import marshal
import sys
from types import CodeType
from typing import NamedTuple

from contentshop.kept import keep, kept
from contentshop.model import digest

from .environment import environment_digest

_KIND = "templates"


class Reference(NamedTuple):
    """A name in `include`, `extends` or `import`: None when it is no literal, with its line from 1."""

    name: str | None
    line: int
    may_be_missing: bool


class Compiled(NamedTuple):
    """What a template refers to, and its code."""

    references: tuple[Reference, ...]
    code: CodeType


def known(name: str, source: str) -> Compiled | None:
    """Return the template of a name as it was compiled from this source, if it is kept."""
    data = kept(_KIND, name, _key(name, source))
    if data is None:
        return None
    try:
        references, code = marshal.loads(data)  # noqa: S302 - our own file in the user's own folder
    except (ValueError, EOFError, TypeError):
        return None
    return Compiled(tuple(Reference(*one) for one in references), code)


def remember(name: str, source: str, compiled: Compiled) -> None:
    """Keep a template in place of the one of its name."""
    data = marshal.dumps((tuple(map(tuple, compiled.references)), compiled.code))
    keep(_KIND, name, _key(name, source), data)


def _key(name: str, source: str) -> str:
    return digest(name, source, sys.implementation.cache_tag or "", environment_digest())
