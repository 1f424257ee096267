"""What runs keep for later ones, of whatever site: in a folder of the user's own, as what is kept there is trusted."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from contentshop.model import digest

_FOLDER = "contentshop"


def kept(kind: str, name: str, key: str) -> bytes | None:
    """Return what is kept by a name, if it was made for the same key."""
    folder = _folder(kind)
    if folder is None:
        return None
    try:
        data = (folder / _file(name)).read_bytes()
    except OSError:
        return None
    return data[len(key) :] if data.startswith(key.encode()) else None


def keep(kind: str, name: str, key: str, data: bytes) -> None:
    """Keep something in place of what has its name; where nothing can be written, nothing is kept.

    Args:
        kind: the folder for what is of its kind.
        name: one is kept of each.
        key: the digest of all that it was made from.
        data: what is kept.

    """
    folder = _folder(kind)
    if folder is None:
        return
    scratch = folder / f"{_file(name)}-{os.getpid()}"
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        scratch.write_bytes(key.encode() + data)
        scratch.replace(folder / _file(name))


def _file(name: str) -> str:
    return digest(name)[:20]


def _folder(kind: str) -> Path | None:
    """Return where programs of this user keep what they can make again, as the system has it (XDG, Apple, Windows)."""
    named = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    if os.path.isabs(named):  # noqa: PTH117 - an empty name is no path
        return Path(named) / _FOLDER / kind
    try:
        return Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache") / _FOLDER / kind
    except RuntimeError:
        return None
