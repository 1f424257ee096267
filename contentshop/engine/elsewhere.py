"""What the other output of a site has of what a build would make."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from .store import opened_to_read


class Elsewhere:
    """Another output, of which files that are made from the same can be taken as they are.

    It is a help and never in the way: one that another build holds, or that cannot be read, has nothing.
    """

    def __init__(self, store: Path, folder: Path) -> None:
        """Take the store of the other output and its folder; neither need be there."""
        self._folder = folder
        self._connection: sqlite3.Connection | None = None
        try:
            self._connection = opened_to_read(store) if store.is_file() else None
        except sqlite3.Error:
            self._connection = None

    def close(self) -> None:
        """Close the other store."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def data(self, path: str, fingerprint: str) -> bytes | None:
        """Return what stands there at a path, as it was written, made from what has this fingerprint; else None."""
        if self._connection is None:
            return None
        query = "SELECT size, mtime FROM written WHERE path = ? AND fingerprint = ?"
        try:
            row: tuple[int, int] | None = self._connection.execute(query, (path, fingerprint)).fetchone()
        except sqlite3.Error:
            self.close()
            return None
        if row is None:
            return None
        try:
            with (self._folder / path).open("rb") as file:
                one = os.fstat(file.fileno())
                return file.read() if (one.st_size, one.st_mtime_ns) == row else None
        except OSError:
            return None
