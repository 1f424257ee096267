"""What tells a file or folder from every later state of it, without reading it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from contentshop.model import digest

Signature = tuple[int, int, int, int, str]
"""Size, times of modification and change (ns), inode; the digest too where the platform has no time of change."""
Digests = Mapping[str, tuple[Signature, str]]
"""The digests of files by path, each with the signature of the file it is of."""
ABSENT: Signature = (-1, 0, 0, 0, "")
_HAS_CHANGE_TIME = os.name != "nt"
_SECOND = 1_000_000_000
_GRAIN, _COARSE_GRAIN = _SECOND // 50, 2 * _SECOND
"""Nanoseconds within which two changes may have one time; of file systems that keep whole seconds."""


def signature(path: str) -> Signature:
    """Return the signature of a file or folder, also of one that is not there."""
    try:
        found = os.stat(path)  # noqa: PTH116 - asked for tens of thousands of files
        content = "" if _HAS_CHANGE_TIME or os.path.isdir(path) else digest(Path(path).read_bytes())  # noqa: PTH112
    except (OSError, ValueError):
        return ABSENT
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, content)


def are_settled(signatures: Iterable[Signature], moment: int) -> bool:
    """Return whether every change after a moment (ns since 1970) would show in the signatures.

    It need not where the last change before it lies so near that both may have one time.
    """
    for _, modified, changed, _, _ in signatures:
        grain = _GRAIN if modified % _SECOND else _COARSE_GRAIN
        if max(modified, changed if _HAS_CHANGE_TIME else 0) > moment - grain:
            return False
    return True
