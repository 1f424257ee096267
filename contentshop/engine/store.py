"""What was built from what, and the memo of steps: one SQLite file per output folder.

The connection holds SQLite's exclusive lock for as long as it is open, which makes it the lock of
the build too: it works on every platform and is released when the process dies.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Self

import msgspec

from contentshop.model import Record
from contentshop.problems import Report, fail, problem
from contentshop.sources import Digests, Signature

from .environment import environment_digest

_FORMAT = "contentshop store 2"
_TABLES = """
CREATE TABLE about (format TEXT NOT NULL);
CREATE TABLE memo (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE written (path TEXT PRIMARY KEY, fingerprint TEXT, size INTEGER, mtime INTEGER) WITHOUT ROWID;
CREATE TABLE kept (article TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE sources (name TEXT PRIMARY KEY, digest TEXT NOT NULL, value BLOB NOT NULL) WITHOUT ROWID;
"""
_MOST_HELD = 1_000_000
"""Bytes: so much of the memo waits in memory until it is handed to SQLite."""
_AT_ONCE = 500
"""So many results are looked up together; SQLite takes 999 values at most, where it is old."""
_ADDED = (
    "CREATE TABLE IF NOT EXISTS note (value BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS digests (value BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS finished (version TEXT NOT NULL)",
)
"""Tables that stores of earlier versions lack."""
_READERS = 0.2
"""Seconds for which others may read a store while a build waits to begin; another build takes longer."""
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_REFUSED = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}
"""What SQLite answers when the store is held by another process, and when the machine refuses."""


class Written(Record):
    """A file the build made; no fingerprint means that it was about to change when a build stopped."""

    fingerprint: str | None
    size: int = -1
    mtime: int = -1
    """Nanoseconds."""


class Row(Record):
    """A source of a build as it is kept."""

    digest: str
    """Of what a build is made from, which need not be all of the value."""
    value: bytes


class DamagedStoreError(Exception):
    """The store cannot be read; a new one has to be begun."""


class Store:
    """An open store; a context manager that closes it."""

    def __init__(self, path: Path | None, report: Report, *, afresh: bool = False, hurried: bool = False) -> None:
        """Open the store at a path, or one in memory.

        One that cannot be read, or any one with `afresh`, is thrown away and begun anew, which is reported. A hurried
        one does not wait until the disk has what is committed: a kill leaves it whole, a failure of power need not.

        Raises:
            ProblemError: build-running, when another build holds it; store-unusable, when the machine refuses.

        """
        self._path = path
        self._used: set[str] = set()
        self._new: dict[str, bytes] = {}
        self._ahead: dict[str, bytes] = {}
        """Results that were looked up together."""
        self._held = 0
        """The bytes of results that are not in the database yet."""
        try:
            if path:
                path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._connection, self.is_new = _discarded(path) if afresh and path else _opened(path)
            except sqlite3.Error as error:
                if path is None or _code(error) in _BUSY | _REFUSED:
                    raise
                self._connection, self.is_new = _discarded(path)
                afresh = True
        except (OSError, sqlite3.Error) as error:
            code = "build-running" if _code(error) in _BUSY else "store-unusable"
            raise fail(code, path=path, reason=getattr(error, "strerror", None) or error) from None
        if hurried:
            self._connection.execute("PRAGMA synchronous=OFF")
        if afresh and path:
            report(problem("store-rebuilt", path=path.name))

    @classmethod
    def copy_of(cls, path: Path | None) -> Self:
        """Return a copy in memory of the store at a path, empty when there is none that can be read."""
        store = cls(None, lambda _: None)
        if path is None or not path.is_file():
            return store
        try:
            with closing(opened_to_read(path)) as source:
                source.execute("BEGIN")
                _check_format(source)  # takes the lock or fails; `backup` alone would wait for it for ever
                source.backup(store._connection)
        except sqlite3.Error:
            store.close()
            return cls(None, lambda _: None)
        return store

    def take_memo(self, path: Path) -> None:
        """Take the memo of another output's store; one that a build holds, or that cannot be read, gives nothing."""
        if not path.is_file():
            return
        try:
            with closing(opened_to_read(path)) as source:
                rows = source.execute("SELECT key, value FROM memo")
                self._connection.executemany("INSERT INTO memo VALUES (?, ?)", rows)
            self._connection.commit()
        except sqlite3.Error:
            self._connection.rollback()

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        """Give the connection; what goes wrong is the machine's refusal, or damage.

        Raises:
            ProblemError: output-unwritable (a full disk).
            DamagedStoreError: the store's bytes are wrong.

        """
        try:
            yield self._connection
        except sqlite3.Error as error:
            if _code(error) in _REFUSED:
                raise fail("output-unwritable", path=self._path, reason=error) from None
            raise DamagedStoreError(error) from None

    def forget(self) -> None:
        """Forget memo and how files were made, but not which; for good from the next commit on.

        What articles gave stays, so that one which is wrong now stays in the output.
        """
        with self._using() as connection:
            connection.execute("DELETE FROM memo")
            connection.execute("UPDATE written SET fingerprint = NULL")

    def __enter__(self) -> Self:
        """Return the store."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the store; what was not committed is forgotten."""
        self.close()

    def close(self) -> None:
        """Release the lock."""
        self._connection.close()

    @property
    def folder(self) -> Path | None:
        """The folder of the store; None for one in memory."""
        return self._path.parent if self._path else None

    # The memo: results of pure functions by the digest of their input.

    def get(self, key: str) -> bytes | None:
        """Return a result remembered under the present environment, or None."""
        key = _in_environment(key)
        self._used.add(key)
        if key in self._new:
            return self._new[key]
        if key in self._ahead:
            return self._ahead.pop(key)
        with self._using() as connection:
            row = connection.execute("SELECT value FROM memo WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def look_up(self, keys: Iterable[str]) -> None:
        """Take results into memory that will be asked for: one question for many takes a fraction of the time."""
        asked = [_in_environment(key) for key in keys]
        with self._using() as connection:
            for start in range(0, len(asked), _AT_ONCE):
                some = asked[start : start + _AT_ONCE]
                places = ", ".join("?" * len(some))
                query = f"SELECT key, value FROM memo WHERE key IN ({places})"  # noqa: S608 - question marks alone
                self._ahead.update(connection.execute(query, some))

    def put(self, key: str, value: bytes) -> None:
        """Remember a result from the next commit on."""
        key = _in_environment(key)
        self._used.add(key)
        self._new[key] = value
        self._held += len(value)
        if self._held > _MOST_HELD:
            with self._using() as connection:
                self._insert_new(connection)

    def _insert_new(self, connection: sqlite3.Connection) -> None:
        connection.executemany("INSERT OR REPLACE INTO memo VALUES (?, ?)", self._new.items())
        self._new, self._held = {}, 0

    def keep(self, key: str) -> None:
        """Take note that a result is still of use."""
        self._used.add(_in_environment(key))

    # The outputs.

    def rows(self) -> Iterator[tuple[str, str | None, int, int]]:
        """Yield every file the builds made and have not deleted: its path, and what `Written` holds."""
        with self._using() as connection:
            yield from connection.execute("SELECT path, fingerprint, size, mtime FROM written")

    def written(self) -> dict[str, Written]:
        """Return every file the builds made and have not deleted."""
        return {path: Written(fingerprint, size, mtime) for path, fingerprint, size, mtime in self.rows()}

    def announce(self, paths: Iterable[str]) -> None:
        """Commit that these files are about to be written or deleted, so that a kill loses none of them."""
        with self._using() as connection:
            connection.executemany(
                "INSERT INTO written VALUES (?, NULL, -1, -1) ON CONFLICT (path) DO UPDATE SET fingerprint = NULL",
                ((path,) for path in paths),
            )
            connection.execute("DELETE FROM note")
            connection.execute("DELETE FROM finished")
            connection.commit()

    def kept(self) -> dict[str, bytes]:
        """Return what each article last gave to the site."""
        with self._using() as connection:
            return dict(connection.execute("SELECT article, value FROM kept"))

    def kept_of(self, names: Iterable[str]) -> dict[str, bytes]:
        """Return what some articles last gave to the site."""
        found: dict[str, bytes] = {}
        with self._using() as connection:
            for name in names:
                row = connection.execute("SELECT value FROM kept WHERE article = ?", (name,)).fetchone()
                if row:
                    found[name] = row[0]
        return found

    def kept_under(self, prefixes: Iterable[str]) -> dict[str, bytes]:
        """Return what is kept under names that begin with one of some texts."""
        found: dict[str, bytes] = {}
        with self._using() as connection:
            for prefix in prefixes:
                beyond = prefix[:-1] + chr(ord(prefix[-1]) + 1)
                query = "SELECT article, value FROM kept WHERE article >= ? AND article < ?"
                found.update(connection.execute(query, (prefix, beyond)))
        return found

    def is_finished(self) -> bool:
        """Return whether all files stand as what is kept of articles says: no build stopped while it wrote."""
        with self._using() as connection:
            row: tuple[str] | None = connection.execute("SELECT version FROM finished").fetchone()
        return row == (environment_digest(),)

    def digests(self) -> Digests:
        """Return the digests of sources by path, as an earlier build kept them."""
        with self._using() as connection:
            row = connection.execute("SELECT value FROM digests").fetchone()
        try:
            return msgspec.msgpack.decode(row[0], type=dict[str, tuple[Signature, str]]) if row else {}
        except msgspec.DecodeError as error:
            raise DamagedStoreError(error) from None

    def keep_digests(self, digests: Digests) -> None:
        """Replace the digests of sources from the next commit on."""
        with self._using() as connection:
            connection.execute("DELETE FROM digests")
            connection.execute("INSERT INTO digests VALUES (?)", (msgspec.msgpack.encode(digests),))

    def sources_before(self, digests: Mapping[str, str]) -> dict[str, bytes | None]:
        """Return the last build's rows of those sources that have another digest now; None where there was none."""
        with self._using() as connection:
            before = dict(connection.execute("SELECT name, digest FROM sources"))
            other = [name for name, one in before.items() if digests.get(name) != one]
            found: dict[str, bytes | None] = {name: None for name in digests if name not in before}
            for name in other:
                row = connection.execute("SELECT value FROM sources WHERE name = ?", (name,)).fetchone()
                try:
                    found[name] = zlib.decompress(row[0])
                except zlib.error as error:
                    raise DamagedStoreError(error) from None
        return found

    def commit(
        self,
        done: Iterable[tuple[str, Written]],
        deleted: Iterable[str],
        kept: Iterable[tuple[str, bytes | None]] | None = None,
        sources: Iterable[tuple[str, Row | None]] = (),
    ) -> None:
        """Commit what was written and deleted, the new memo, what the articles gave, and what all was made from.

        Args:
            done: files now written, by path.
            deleted: files now gone.
            kept: the articles' records, replacing all earlier ones, where all of a plan was written; without a
                value one stays as it is. None leaves them all.
            sources: rows of sources to be replaced, or with None to be forgotten.

        """
        with self._using() as connection:
            names: set[str] = set()
            self._commit(done, deleted, kept if kept is None else _noting(kept, names), sources, connection)
            if kept is not None:
                gone = [row for row in connection.execute("SELECT article FROM kept") if row[0] not in names]
                connection.executemany("DELETE FROM kept WHERE article = ?", gone)
                self._forget_unused()
            connection.commit()

    def amend(
        self,
        done: Iterable[tuple[str, Written]],
        deleted: Iterable[str],
        kept: Iterable[tuple[str, bytes | None]],
        sources: Iterable[tuple[str, Row | None]],
    ) -> None:
        """Commit what `commit` does, of a plan that left all else as it was."""
        with self._using() as connection:
            self._commit(done, deleted, kept, sources, connection)
            connection.commit()

    def _commit(
        self,
        done: Iterable[tuple[str, Written]],
        deleted: Iterable[str],
        kept: Iterable[tuple[str, bytes | None]] | None,
        sources: Iterable[tuple[str, Row | None]],
        connection: sqlite3.Connection,
    ) -> None:
        connection.executemany(
            "INSERT OR REPLACE INTO written VALUES (?, ?, ?, ?)",
            ((path, one.fingerprint, one.size, one.mtime) for path, one in done),
        )
        connection.executemany("DELETE FROM written WHERE path = ?", ((path,) for path in deleted))
        self._insert_new(connection)
        connection.execute("DELETE FROM note")
        if kept is not None:
            new = (one for one in kept if one[1] is not None)
            connection.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", new)
            connection.execute("DELETE FROM finished")
            connection.execute("INSERT INTO finished VALUES (?)", (environment_digest(),))
        for name, row in sources:
            if row is None:
                connection.execute("DELETE FROM sources WHERE name = ?", (name,))
            else:
                values = (name, row.digest, zlib.compress(row.value, 1))
                connection.execute("INSERT OR REPLACE INTO sources VALUES (?, ?, ?)", values)

    def note(self) -> bytes | None:
        """Return the note of the last build, if it left one."""
        with self._using() as connection:
            row: tuple[bytes] | None = connection.execute("SELECT value FROM note").fetchone()
        return row[0] if row else None

    def keep_note(self, note: bytes) -> None:
        """Commit the note of a build that went well; it is gone with the next thing that is written."""
        with self._using() as connection:
            connection.execute("DELETE FROM note")
            connection.execute("INSERT INTO note VALUES (?)", (note,))
            connection.commit()

    def _forget_unused(self) -> None:
        """Drop memo rows that this build did not ask for, once they outnumber those it did."""
        keys = [key for (key,) in self._connection.execute("SELECT key FROM memo")]
        if len(keys) > 2 * len(self._used) + 100:
            unused = ((key,) for key in keys if key not in self._used)
            self._connection.executemany("DELETE FROM memo WHERE key = ?", unused)


def _noting(kept: Iterable[tuple[str, bytes | None]], names: set[str]) -> Iterator[tuple[str, bytes | None]]:
    """Yield records, taking note of their names."""
    for name, value in kept:
        names.add(name)
        yield name, value


def _in_environment(key: str) -> str:
    return f"{environment_digest()} {key}"


def _opened(path: Path | None) -> tuple[sqlite3.Connection, bool]:
    """Return a connection that holds the lock, and whether the store is new.

    Raises:
        sqlite3.Error: it is held by another process, or cannot be used.

    """
    connection = sqlite3.connect(path or ":memory:", timeout=_READERS, isolation_level="DEFERRED")
    try:
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        is_new = connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
        if is_new:
            for statement in _TABLES.strip().split("\n"):
                connection.execute(statement)
            connection.execute("INSERT INTO about VALUES (?)", (_FORMAT,))
        _check_format(connection)
        for statement in _ADDED:
            connection.execute(statement)
        connection.commit()
    except sqlite3.Error:
        connection.close()
        raise
    return connection, is_new


def opened_to_read(path: Path) -> sqlite3.Connection:
    """Return a connection that changes nothing and keeps nobody from building but while it reads.

    Raises:
        sqlite3.Error: the store is held by a build, or is none.

    """
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=0, isolation_level=None)
    try:
        _check_format(connection)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _check_format(connection: sqlite3.Connection) -> None:
    if connection.execute("SELECT format FROM about").fetchone() != (_FORMAT,):
        raise sqlite3.DatabaseError(_FORMAT)


def _discarded(path: Path) -> tuple[sqlite3.Connection, bool]:
    """Return what `_opened` returns once the store at the path is gone, with what SQLite keeps beside it."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return _opened(path)


def _code(error: Exception) -> int:
    """Return SQLite's primary result code, 0 when the error has none."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
