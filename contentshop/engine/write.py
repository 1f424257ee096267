"""The output folder: files that are whole or not there, and deletion that leaves others' files alone."""

# With tens of thousands of files pathlib costs as much as the system calls.
# ruff: noqa: PTH102, PTH103, PTH105, PTH120, PTH123
from __future__ import annotations

import os
import shutil
import stat
from array import array
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Self

import msgspec

from contentshop.problems import fail

from .store import Written

MARKER = ".contentshop-output"
_MARKER_TEXT = "Made by contentshop build; what it made here is listed in .contentshop/ of the site.\n"
_SCRATCH = ".contentshop-tmp"


class Output:
    """An output folder that is ours; a context manager. Paths are relative to it, with `/`.

    Files are prepared aside first, all of them, and then put in their places: a full disk or a failing
    template is found out while everything still stands as it was.
    """

    def __init__(self, folder: Path) -> None:
        """Take the folder, making it when it is missing.

        Raises:
            ProblemError: foreign-output; output-unwritable.

        """
        self.folder = folder
        self._root = os.fspath(folder)
        self._scratch = f"{self._root}/{_SCRATCH}"
        refuse_foreign(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not (folder / MARKER).exists():
                (folder / MARKER).write_text(_MARKER_TEXT, "utf-8")
            shutil.rmtree(folder / _SCRATCH, ignore_errors=True)
            (folder / _SCRATCH).mkdir()
        except OSError as error:
            raise fail("output-unwritable", path=folder, reason=error.strerror or error) from None

    def __enter__(self) -> Self:
        """Return the output."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the scratch folder."""
        shutil.rmtree(self.folder / _SCRATCH, ignore_errors=True)

    def prepare(self, number: int, path: str, data: bytes) -> tuple[int, int]:
        """Write the bytes that will stand at a path aside, under a number; return size and modification time (ns).

        Raises:
            ProblemError: output-unwritable (a full disk).

        """
        try:
            # A buffer would cost as much as the file.
            with open(f"{self._scratch}/{number}", "wb", buffering=0) as file:
                left = memoryview(data)
                while left:
                    left = left[file.write(left) :]
                one = os.fstat(file.fileno())
        except OSError as error:
            raise fail("output-unwritable", path=self.folder / path, reason=error.strerror or error) from None
        return one.st_size, one.st_mtime_ns

    def place(self, number: int, path: str) -> None:
        """Put bytes that were prepared under a number at their path in one move.

        Raises:
            ProblemError: output-unwritable (a read-only folder).

        """
        target, aside = f"{self._root}/{path}", f"{self._scratch}/{number}"
        try:
            try:
                os.replace(aside, target)
            except (FileNotFoundError, NotADirectoryError):
                _make(os.path.dirname(target))
                os.replace(aside, target)
        except OSError as error:
            raise fail("output-unwritable", path=target, reason=error.strerror or error) from None

    def delete(self, path: str) -> None:
        """Delete a file the build made, and the folders that are empty without it.

        Raises:
            ProblemError: output-unwritable.

        """
        target = self.folder / path
        try:
            target.unlink(missing_ok=True)
        except (IsADirectoryError, NotADirectoryError):
            return  # someone put other things where the file was
        except OSError as error:
            raise fail("output-unwritable", path=target, reason=error.strerror or error) from None
        for parent in target.parents:
            if parent == self.folder:
                break
            try:
                parent.rmdir()
            except OSError:
                break


def _make(folder: str) -> None:
    """Make a folder; that of a new page stands in one that is there, and to ask first takes as long again."""
    try:
        os.mkdir(folder)
    except OSError:
        os.makedirs(folder, exist_ok=True)


class Prepared:
    """What stands aside, by the number of its task, held as few bytes."""

    def __init__(self, count: int) -> None:
        """Begin with nothing of so many tasks."""
        self._sizes, self._times = array("q", [-1]) * count, array("q", [-1]) * count
        self._as_planned = bytearray(count)

    def add(self, number: int, size: int, time: int, *, as_planned: bool) -> None:
        """Add a file with its size, its modification time (ns), and whether it is made from what was planned with."""
        self._sizes[number], self._times[number], self._as_planned[number] = size, time, as_planned

    def written(self, number: int, fingerprint: str) -> Written:
        """Return what is kept of a file once it stands; what is not as planned is made again by the next build."""
        made_from = fingerprint if self._as_planned[number] else None
        return Written(made_from, self._sizes[number], self._times[number])


def refuse_foreign(folder: Path) -> None:
    """Refuse a folder that holds files and never was an output folder.

    Raises:
        ProblemError: foreign-output; output-unwritable, when it is no folder or cannot be read.

    """
    try:
        foreign = folder.exists() and not (folder / MARKER).exists() and any(folder.iterdir())
    except OSError as error:
        raise fail("output-unwritable", path=folder, reason=error.strerror or error) from None
    if foreign:
        raise fail("foreign-output", folder=folder)


def files_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Return size and modification time (ns) of every file below a folder, by path with `/`."""
    found: dict[str, tuple[int, int]] = {}
    pending = [(folder, "")]
    while pending:
        here, prefix = pending.pop()
        try:
            entries = list(os.scandir(here))
        except OSError:
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != _SCRATCH:
                    pending.append((Path(entry.path), f"{prefix}{entry.name}/"))
            elif entry.name != MARKER:
                one = entry.stat(follow_symlinks=False)
                found[prefix + entry.name] = (one.st_size, one.st_mtime_ns)
    return found


class Found(msgspec.Struct, frozen=True):
    """What earlier builds wrote, as it is found in the output now."""

    fingerprints: Mapping[str, str | None] = {}
    """Of every file that was written, by path; None where it was about to change when a build stopped."""
    absent: frozenset[str] = frozenset()
    """The paths at which no file stands."""
    changed: frozenset[str] = frozenset()
    """The paths at which none stands that was written as planned; absent ones too."""

    @property
    def present(self) -> Collection[str]:
        """The paths at which files stand."""
        return self.fingerprints.keys() - self.absent if self.absent else self.fingerprints.keys()


def found(rows: Iterable[tuple[str, str | None, int, int]], folder: Path) -> Found:
    """Return what stands below a folder of files that were written.

    Args:
        rows: of every file its path, and what `Written` holds.
        folder: the output.

    """
    root = os.fspath(folder)
    fingerprints: dict[str, str | None] = {}
    absent: set[str] = set()
    changed: set[str] = set()
    for path, fingerprint, size, mtime in rows:
        fingerprints[path] = fingerprint
        try:
            one = os.lstat(f"{root}/{path}")
        except OSError:
            absent.add(path)
            continue
        if one.st_mtime_ns != mtime or one.st_size != size or fingerprint is None:
            changed.add(path)
            if stat.S_ISDIR(one.st_mode):
                absent.add(path)
    return Found(fingerprints, frozenset(absent), frozenset(changed | absent))
