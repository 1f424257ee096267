"""The output folder: files that are whole or not there, and deletion that leaves others' files alone."""

# With tens of thousands of files pathlib costs as much as the system calls.
# ruff: noqa: PTH102, PTH103, PTH105, PTH118, PTH120, PTH123
from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Self

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
        self._scratch = os.path.join(self._root, _SCRATCH)
        self._made: set[str] = set()
        self._prepared: dict[str, int] = {}
        """The number of the file in the scratch folder."""
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

    def prepare(self, path: str, data: bytes, fingerprint: str | None) -> Written:
        """Write the bytes aside and return what will stand at the path.

        Raises:
            ProblemError: output-unwritable (a full disk).

        """
        number = self._prepared[path] = len(self._prepared)
        try:
            # A buffer would cost as much as the file.
            with open(os.path.join(self._scratch, str(number)), "wb", buffering=0) as file:
                left = memoryview(data)
                while left:
                    left = left[file.write(left) :]
                one = os.fstat(file.fileno())
        except OSError as error:
            raise fail("output-unwritable", path=self.folder / path, reason=error.strerror or error) from None
        return Written(fingerprint, one.st_size, one.st_mtime_ns)

    def place(self, path: str) -> None:
        """Put prepared bytes at their path in one move.

        Raises:
            ProblemError: output-unwritable (a read-only folder).

        """
        target = os.path.join(self._root, path)
        parent = os.path.dirname(target)
        try:
            if parent not in self._made:
                self._make(parent)
            os.replace(os.path.join(self._scratch, str(self._prepared[path])), target)
        except OSError as error:
            raise fail("output-unwritable", path=target, reason=error.strerror or error) from None

    def _make(self, folder: str) -> None:
        """Make a folder; that of a new page stands in one that is there, and to ask first takes as long again."""
        try:
            os.mkdir(folder)
        except OSError:
            os.makedirs(folder, exist_ok=True)
        self._made.add(folder)

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
            self._made.discard(os.fspath(parent))


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


def present(folder: Path, paths: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Return size and modification time (ns) of those of some paths at which files stand below a folder."""
    root = os.fspath(folder)
    found: dict[str, tuple[int, int]] = {}
    for path in paths:
        try:
            one = os.lstat(f"{root}/{path}")
        except OSError:
            continue
        if not stat.S_ISDIR(one.st_mode):
            found[path] = (one.st_size, one.st_mtime_ns)
    return found


def intact(written: Mapping[str, Written], present: Mapping[str, tuple[int, int]]) -> frozenset[str]:
    """Return the paths that stand on disk as they were written."""
    return frozenset(path for path, one in written.items() if present.get(path) == (one.size, one.mtime))
