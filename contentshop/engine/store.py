"""What was built from what, and the memo of steps: one SQLite file per output folder.

The connection holds SQLite's exclusive lock for as long as it is open, which makes it the lock of
the build too: it works on every platform and is released when the process dies.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType

from contentshop.model import Record
from contentshop.problems import Report, fail, problem

_FORMAT = "contentshop store 1"
_TABLES = """
CREATE TABLE about (format TEXT NOT NULL);
CREATE TABLE memo (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE written (path TEXT PRIMARY KEY, fingerprint TEXT, size INTEGER, mtime INTEGER) WITHOUT ROWID;
CREATE TABLE kept (article TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
"""


class Written(Record):
    """A file the build made; no fingerprint means that it was about to change when a build stopped."""

    fingerprint: str | None
    size: int = -1
    mtime: int = -1
    """Nanoseconds."""


class Store:
    """An open store; a context manager that closes it."""

    def __init__(self, path: Path | None, report: Report) -> None:
        """Open the store at a path, or one in memory, starting afresh when it cannot be used.

        Raises:
            ProblemError: build-running, when another build holds it.

        """
        self._used: set[str] = set()
        self._new: dict[str, bytes] = {}
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = _connect(path)
        try:
            fresh = self._prepare()
        except sqlite3.OperationalError as error:
            self._connection.close()
            if "locked" in str(error):
                raise fail("build-running", path=path) from None
            raise fail("store-unusable", path=path, reason=error) from None
        except sqlite3.DatabaseError:
            fresh = False
            self._connection.close()
            if path is None:
                raise
            path.unlink()
            self._connection = _connect(path)
            self._prepare()
            report(problem("store-rebuilt", path=path.name))
        self.is_new = fresh

    def _prepare(self) -> bool:
        """Take the lock and make the tables; return whether they were missing."""
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        self._connection.execute("BEGIN EXCLUSIVE")
        tables = {name for (name,) in self._connection.execute("SELECT name FROM sqlite_master WHERE type='table'")}
        if not tables:
            for statement in _TABLES.strip().split("\n"):
                self._connection.execute(statement)
            self._connection.execute("INSERT INTO about VALUES (?)", (_FORMAT,))
            self._connection.commit()
            return True
        if "about" not in tables or self._connection.execute("SELECT format FROM about").fetchone() != (_FORMAT,):
            raise sqlite3.DatabaseError(_FORMAT)
        self._connection.commit()
        return False

    @classmethod
    def copy_of(cls, path: Path) -> Store:
        """Return a copy in memory of the store at a path, empty when there is none that can be read."""
        store = cls(None, lambda _: None)
        if path.is_file():
            try:
                with sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=0) as source:
                    source.backup(store._connection)  # noqa: SLF001 - its own kind
                source.close()
                store.written()
            except sqlite3.Error:
                return cls(None, lambda _: None)
        return store

    def forget(self) -> None:
        """Forget everything: memo, outputs, articles."""
        for table in ("memo", "written", "kept"):
            self._connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names from the line above
        self._connection.commit()

    def __enter__(self) -> Store:
        """Return the store."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the store; what was not committed is forgotten."""
        self.close()

    def close(self) -> None:
        """Release the lock."""
        self._connection.close()

    # The memo: results of pure functions by the digest of their input.

    def get(self, key: str) -> bytes | None:
        """Return a remembered result, or None."""
        self._used.add(key)
        if key in self._new:
            return self._new[key]
        row = self._connection.execute("SELECT value FROM memo WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def put(self, key: str, value: bytes) -> None:
        """Remember a result from the next commit on."""
        self._used.add(key)
        self._new[key] = value

    # The outputs.

    def written(self) -> dict[str, Written]:
        """Return every file the builds made and have not deleted."""
        rows = self._connection.execute("SELECT path, fingerprint, size, mtime FROM written")
        return {path: Written(fingerprint, size, mtime) for path, fingerprint, size, mtime in rows}

    def announce(self, paths: Iterable[str]) -> None:
        """Commit that these files are about to be written or deleted, so that a kill loses none of them."""
        self._connection.executemany(
            "INSERT INTO written (path) VALUES (?) ON CONFLICT (path) DO UPDATE SET fingerprint = NULL",
            ((path,) for path in paths),
        )
        self._connection.commit()

    def kept(self) -> dict[str, bytes]:
        """Return what each article last gave to the site."""
        return dict(self._connection.execute("SELECT article, value FROM kept"))

    def commit(self, done: Mapping[str, Written], deleted: Iterable[str], kept: Mapping[str, bytes] | None = None) -> None:
        """Commit what was written and deleted, the new memo, and what the articles gave.

        Args:
            done: files now written.
            deleted: files now gone.
            kept: the articles' records, replacing all earlier ones; None leaves them.

        """
        run = self._connection.executemany
        run(
            "INSERT OR REPLACE INTO written VALUES (?, ?, ?, ?)",
            ((path, one.fingerprint, one.size, one.mtime) for path, one in done.items()),
        )
        run("DELETE FROM written WHERE path = ?", ((path,) for path in deleted))
        run("INSERT OR REPLACE INTO memo VALUES (?, ?)", self._new.items())
        self._new = {}
        if kept is not None:
            self._replace_kept(kept)
            self._forget_unused()
        self._connection.commit()

    def _replace_kept(self, kept: Mapping[str, bytes]) -> None:
        before = self.kept()
        changed = ((name, value) for name, value in kept.items() if before.get(name) != value)
        self._connection.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", changed)
        gone = ((name,) for name in before if name not in kept)
        self._connection.executemany("DELETE FROM kept WHERE article = ?", gone)

    def _forget_unused(self) -> None:
        """Drop memo rows that this build did not ask for, once they outnumber those it did."""
        keys = [key for (key,) in self._connection.execute("SELECT key FROM memo")]
        if len(keys) > 2 * len(self._used) + 100:
            unused = ((key,) for key in keys if key not in self._used)
            self._connection.executemany("DELETE FROM memo WHERE key = ?", unused)


def _connect(path: Path | None) -> sqlite3.Connection:
    return sqlite3.connect(path or ":memory:", timeout=0, isolation_level="DEFERRED")
