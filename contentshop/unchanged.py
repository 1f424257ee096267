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
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import datetime
from functools import cache
from pathlib import Path

import msgspec

from contentshop.model import Record, digest
from contentshop.problems import is_error
from contentshop.reporting import Outcome
from contentshop.runs import Options, output_folder, store_path
from contentshop.sources import Signature, signature, theme_folder

_PACKAGES = ("site-packages", "dist-packages")
_LINKER = "/etc/ld.so.cache"
"""Written whenever a library of the system comes or goes."""
_TOLD_ONCE = frozenset({"store-rebuilt", "unknown-files"})


class Note(Record):
    """What is kept of a build; paths in `seen` are relative to the site where they can be."""

    asked: str
    program: str
    since: datetime
    until: datetime
    seen: dict[str, Signature]
    outcome: Outcome


def program() -> str:
    """Return the digest of what output depends on beside the site, as far as the disk tells it."""
    return digest(_installed(), *_signed(_files(theme_folder())))


@cache
def _installed() -> str:
    """Return the digest of the code this process runs, which does not change with the files any more."""
    paths = [_LINKER, *(path for path in sys.path if path.endswith(_PACKAGES)), *_files(Path(__file__).parent)]
    return digest(sys.version, zlib.ZLIB_RUNTIME_VERSION, *_signed(paths))


def _signed(paths: Iterable[str]) -> Iterator[str]:
    return (f"{path} {signature(path)}" for path in paths)


def _files(folder: Path) -> Iterator[str]:
    """Yield the files below a folder but those that Python compiled."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        yield from (f"{here}/{name}" for name in sorted(names))


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
        address = f"{store_path(root, output).absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=0)) as store:
            row = store.execute("SELECT value FROM note").fetchone()
            note = msgspec.msgpack.decode(row[0], type=Note) if row else None
            if note is None or not _holds(note, root, options):
                return None
            written = store.execute("SELECT path, size, mtime, fingerprint FROM written")
            return note.outcome if _stand(written, output) else None
    except (sqlite3.Error, msgspec.DecodeError):
        return None


def _holds(note: Note, root: Path, options: Options) -> bool:
    """Return whether a note is of such a build, still valid, and of the program and the site as they are."""
    if note.asked != _asked(root, options) or not note.since <= options.now < note.until or note.program != program():
        return False
    return all(signature(os.path.join(root, path)) == before for path, before in note.seen.items())  # noqa: PTH118


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
