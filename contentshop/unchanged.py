"""Whether there is anything to do: looked at before a build reads a file, or imports what reads them.

A build that went well notes the signature of every file and folder it looked at and of the program itself, the
time until which no date in the site comes due, and its outcome. While all that and the files it wrote stand as they
were, a further build would do nothing, and the outcome is told again.

    Note        what is kept of a build
    noted       the note of a build, where the next one may rely on it
    unchanged   the outcome when there is nothing to do
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path

import msgspec

from contentshop.model import Record
from contentshop.problems import is_error
from contentshop.reporting import Outcome
from contentshop.runs import Options, output_folder, store_path
from contentshop.sources import Signature, program, signature

_TOLD_ONCE = frozenset({"store-rebuilt", "unknown-files"})


class Note(Record):
    """What is kept of a build; paths in `seen` are relative to the site where they can be."""

    asked: str
    program: str
    since: datetime
    until: datetime
    seen: dict[str, Signature]
    outcome: Outcome


def may_be_told_again(outcome: Outcome) -> bool:
    """Return whether a further build of the same would tell the same, without looking at everything again."""
    return outcome.completed and not any(is_error(one) or one.code in _TOLD_ONCE for one in outcome.problems)


def noted(
    root: Path, options: Options, made_with: str, until: datetime, seen: Mapping[str, Signature], outcome: Outcome
) -> bytes:
    """Return the note of a build whose outcome may be told again.

    Args:
        root: the site's folder.
        options: of the build.
        made_with: the program before the build.
        until: the first moment at which something in the site comes due.
        seen: what the build looked at, each with its signature before it was read.
        outcome: what it told.

    """
    same = outcome.unchanged + len(outcome.written)
    quiet = msgspec.structs.replace(
        outcome, written=(), created=(), deleted=(), unchanged=same, new_tokens=0, explained=()
    )
    return msgspec.msgpack.encode(Note(_asked(root, options), made_with, options.now, until, dict(seen), quiet))


def unchanged(root: Path, options: Options) -> Outcome | None:
    """Return the outcome of the build before when a further one would do nothing, else None."""
    if options.clean or options.dry_run or options.check or options.explain or options.now.tzinfo is None:
        return None
    output = output_folder(root, options)
    try:
        with closing(_store(root, options)) as store:
            row = store.execute("SELECT value FROM note").fetchone()
            note = note_in(row[0], root, options) if row else None
            if note is None or not all(
                signature(os.path.join(root, path)) == before  # noqa: PTH118
                for path, before in note.seen.items()
            ):
                return None
            written = store.execute("SELECT path, size, mtime, fingerprint FROM written")
            return note.outcome if _stand(written, output) else None
    except (sqlite3.Error, msgspec.DecodeError):
        return None


def note_in(row: bytes, root: Path, options: Options) -> Note | None:
    """Return the note of a build with these options, made by this program, before anything comes due; else None.

    Raises:
        msgspec.DecodeError: another version made it.

    """
    note = msgspec.msgpack.decode(row, type=Note)
    if note.asked != _asked(root, options) or not note.since <= options.now < note.until or note.program != program():
        return None
    return note


def last_note(root: Path, options: Options) -> tuple[bytes, Note] | None:
    """Return the note that holds for a build with these options, as it is kept and as it is; None without one."""
    try:
        with closing(_store(root, options)) as store:
            row = store.execute("SELECT value FROM note").fetchone()
            note = note_in(row[0], root, options) if row else None
    except (sqlite3.Error, msgspec.DecodeError):
        return None
    return (row[0], note) if note else None


def _store(root: Path, options: Options) -> sqlite3.Connection:
    """Return a connection to the store that cannot change it."""
    path = store_path(root, output_folder(root, options))
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=0)


def _asked(root: Path, options: Options) -> str:
    """Return what of the options decides what is written and told."""
    output = str(output_folder(root, options))
    return repr((output, options.drafts, options.future, options.preview, options.locked))


def _stand(written: Iterable[tuple[str, int, int, str | None]], output: Path) -> bool:
    """Return whether all that was written stands as it was."""
    base = os.fspath(output)
    try:
        for path, size, mtime, fingerprint in written:
            found = os.lstat(f"{base}/{path}")
            if fingerprint is None or found.st_size != size or found.st_mtime_ns != mtime:
                return False
    except OSError:
        return False
    return True
