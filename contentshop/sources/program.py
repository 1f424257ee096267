"""What output depends on beside the site, as far as the disk tells it without being read."""

from __future__ import annotations

import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from contentshop.model import digest

from .signatures import signature
from .theme import theme_folder

_PACKAGES = ("site-packages", "dist-packages")
_LIBRARIES = ("/etc/ld.so.cache", f"{sys.base_prefix}/lib")
"""Written whenever a library of the system comes or goes."""


def program() -> str:
    """Return the digest of the program and its theme."""
    return digest(installed(), *_signed(_files(theme_folder())))


@cache
def installed() -> str:
    """Return the digest of the code this process runs, which does not change with the files any more."""
    packages = (path for path in sys.path if path.endswith(_PACKAGES))
    paths = [*_LIBRARIES, *packages, *_files(Path(__file__).parent.parent)]
    return digest(sys.version, zlib.ZLIB_RUNTIME_VERSION, *_signed(paths))


def _signed(paths: Iterable[str]) -> Iterator[str]:
    return (f"{path} {signature(path)}" for path in paths)


def _files(folder: Path) -> Iterator[str]:
    """Yield the files below a folder but those that Python compiled."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        yield from (f"{here}/{name}" for name in sorted(names))
