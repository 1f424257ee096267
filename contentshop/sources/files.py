"""The folder of a site: finding it, listing it, reading its bytes and text."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from contentshop.model import Place
from contentshop.problems import Report, fail, problem

CONFIG = "config.yaml"


def find_site(start: Path) -> Path:
    """Return the nearest folder at or above `start` that has a `config.yaml`.

    Raises:
        ProblemError: no-site.

    """
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / CONFIG).is_file():
            return folder
    raise fail("no-site", folder=here)


class Folder:
    """A site's folder; the one way by which its files are read.

    Paths are relative to it, with `/`. What lies outside cannot be named.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def files(self, under: str, *suffixes: str) -> Iterator[str]:
        """Yield the paths of the files below a subfolder, sorted; hidden ones only without suffixes."""
        found: list[str] = []
        for folder, folders, names in os.walk(self.root / under, followlinks=True):
            folders.sort()
            if suffixes:
                folders[:] = [name for name in folders if not name.startswith(".")]
                names = [name for name in names if not name.startswith(".") and name.endswith(suffixes)]
            found += ((Path(folder) / name).relative_to(self.root).as_posix() for name in names)
        yield from sorted(found)

    def has(self, path: str) -> bool:
        """Return whether the path names a file inside the site, written in the same case."""
        return is_inside(path) and (self.root / path).is_file()

    def bytes(self, path: str) -> bytes:
        """Return the bytes of a file.

        Raises:
            ProblemError: file-unreadable.

        """
        try:
            return (self.root / path).read_bytes()
        except OSError as error:
            raise fail("file-unreadable", Place(path), reason=error.strerror or error) from None

    def text(self, path: str, report: Report) -> str | None:
        """Return the text of a file, or None after reporting why it cannot be read."""
        return decode(self.bytes(path), path, report)


def is_inside(path: str) -> bool:
    """Return whether a path stays inside the site when it is followed."""
    pure = PurePosixPath(path)
    return bool(path) and not pure.is_absolute() and ".." not in pure.parts and ":" not in path and "\0" not in path


def decode(data: bytes, file: str, report: Report) -> str | None:
    """Return UTF-8 bytes as text with `\\n` line ends and no byte order mark.

    A byte that is not UTF-8 is reported with its place, and None is returned.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace").replace("\r\n", "\n")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        report(problem("bad-utf8", Place(file, line, column), byte=f"{data[error.start]:02x}"))
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")
