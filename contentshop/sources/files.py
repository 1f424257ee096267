"""The folder of a site: finding it, listing it, reading its bytes and text."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from contentshop.model import Place, digest
from contentshop.problems import CONFIG, Report, fail, nearest, problem

from .signatures import ABSENT, Digests, Signature, signature

_BOM = b"\xef\xbb\xbf"


def find_site(start: Path) -> Path:
    """Return the nearest folder at or above `start` that has a `config.yaml`.

    Raises:
        ProblemError: no-site.

    """
    here = start.resolve()
    for folder in (here, *here.parents):
        if os.path.isfile(folder / CONFIG):  # noqa: PTH113 - Path.is_file raises where one may not look
            return folder
    raise fail("no-site", folder=here)


class Folder:
    """A site's folder; the one way by which its files are read.

    Paths are relative to it, with `/`. They are trusted by `bytes` and `text`; `has` tells whether one that
    an author typed may be followed.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.seen: dict[str, Signature] = {}
        """What was looked at, each with its signature before the first look; also what is not there."""
        self.digests: dict[str, tuple[Signature, str]] = {}
        """The digests that were asked for."""
        self.known: Digests = {}
        """The digests of files by their signatures, as an earlier look found them."""

    def see(self, path: str | Path) -> None:
        """Take note of a file or folder that is about to be looked at; it may lie outside the site."""
        name = os.fspath(path)
        if name not in self.seen:
            self.seen[name] = signature(os.path.join(self.root, name))  # noqa: PTH118 - once for every file

    def files(self, under: str, *suffixes: str) -> Iterator[str]:
        """Yield the paths of the files below a subfolder, sorted.

        With suffixes only files that end so, in whatever case, and neither hidden files nor those in
        hidden folders; without suffixes all. A missing subfolder has none.

        Raises:
            ProblemError: file-unreadable, for a folder that cannot be listed; odd-file-name.

        """
        found: list[str] = []
        self.see(under)
        for folder, folders, names in os.walk(self.root / under, onerror=self._cannot_list, followlinks=True):
            folders[:] = sorted(name for name in folders if not self._leads_back(folder, name))
            if suffixes:
                folders[:] = [name for name in folders if not name.startswith(".")]
                names = [name for name in names if not name.startswith(".") and name.lower().endswith(suffixes)]  # noqa: PLW2901
            inside = Path(folder).relative_to(self.root).as_posix()
            here = "" if inside == "." else f"{inside}/"
            for name in folders:
                self.see(_whole_name(here, name))
            found += (_whole_name(here, name) for name in names)
        yield from sorted(found)

    def _leads_back(self, folder: str, name: str) -> bool:
        """Return whether a folder is a link to one that lies on the way to it, which would never end."""
        path = Path(folder) / name
        if not path.is_symlink():
            return False
        target = path.resolve()
        way = [Path(folder), *Path(folder).parents]
        inside = way[: way.index(self.root) + 1] if self.root in way else way
        return any(one.resolve().is_relative_to(target) for one in inside)

    def _cannot_list(self, error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            path = Path(str(error.filename)).relative_to(self.root).as_posix()
            raise fail("file-unreadable", Place(path), reason=error.strerror or error)

    def has(self, path: str) -> bool:
        """Return whether the path names a file inside the site; whether case counts is up to the disk."""
        if not is_inside(path):
            return False
        self.see(path)
        return os.path.isfile(self.root / path)  # noqa: PTH113 - as in find_site

    def near_picture(self, path: str) -> str:
        """Return the file below `images/` that a path without a file may mean; empty when none is near.

        A name counts without its folder and its ending, so that one that was moved or converted is found.
        """
        known = {_stem(one): one for one in self.files("images")}
        return known.get(nearest(_stem(path), known), "")

    def size(self, path: str) -> int:
        """Return how many bytes a file has.

        Raises:
            ProblemError: file-unreadable.

        """
        self.see(path)
        try:
            return (self.root / path).stat().st_size
        except OSError as error:
            raise fail("file-unreadable", Place(path), reason=error.strerror or error) from None

    def bytes(self, path: str) -> bytes:
        """Return the bytes of a file.

        Raises:
            ProblemError: file-unreadable, also for a pipe or device, which need not come to an end.

        """
        self.see(path)
        try:
            if not stat.S_ISREG((self.root / path).stat().st_mode):
                raise fail("file-unreadable", Place(path), reason="not a regular file")
            return (self.root / path).read_bytes()
        except OSError as error:
            raise fail("file-unreadable", Place(path), reason=error.strerror or error) from None

    def digest(self, path: str) -> str:
        """Return the digest of a file's bytes, without reading them where its signature is known.

        Raises:
            ProblemError: file-unreadable.

        """
        self.see(path)
        known = self.known.get(path)
        if known is None or known[0] != self.seen[path] or known[0] == ABSENT:
            known = (self.seen[path], digest(self.bytes(path)))
        self.digests[path] = known
        return known[1]

    def text(self, path: str, report: Report) -> str | None:
        """Return the text of a file, or None after reporting a byte that is not UTF-8.

        Raises:
            ProblemError: file-unreadable.

        """
        return decode(self.bytes(path), path, report)


def _stem(path: str) -> str:
    return PurePosixPath(path).stem.casefold()


def _whole_name(folder: str, name: str) -> str:
    path = folder + name
    if not path.isascii() and any("\ud800" <= char <= "\udfff" for char in path):
        raise fail("odd-file-name", name=ascii(path)[1:-1])
    return path


def is_inside(path: str) -> bool:
    """Return whether a path typed by an author is relative, with `/`, and does not climb out of the site."""
    pure = PurePosixPath(path)
    return bool(path) and not pure.is_absolute() and ".." not in pure.parts and not set(path) & set(":\\\0")


def named_in(root: Path, path: Path) -> str:
    """Return a file or folder as the site's problems name it: relative to the site where it lies inside."""
    path, root = path.resolve(), root.resolve()
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def is_remote(path: str) -> bool:
    """Return whether a picture is an address elsewhere, or holds its own bytes, instead of a path in the site."""
    return path.lower().startswith(("http://", "https://", "//", "data:"))


def decode(data: bytes, file: str, report: Report) -> str | None:
    r"""Return UTF-8 bytes as text with `\n` line ends and no byte order mark.

    A byte that is not UTF-8 is reported with its place, and None is returned.
    """
    data = data.removeprefix(_BOM)
    try:
        return _with_plain_ends(data.decode())
    except UnicodeDecodeError as error:
        before = _with_plain_ends(data[: error.start].decode())
        place = Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        report(problem("bad-utf8", place, byte=f"{data[error.start]:02x}"))
        return None


def readable(data: bytes) -> str:
    """Return bytes as text, to show a line of them; what is not UTF-8 becomes U+FFFD."""
    return _with_plain_ends(data.removeprefix(_BOM).decode(errors="replace"))


def _with_plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


class Kind(NamedTuple):
    """A kind of source that has a folder of its own in a site."""

    folder: str
    endings: tuple[str, ...]
    """Of its files, in whatever case."""

    def files(self, site: Folder) -> list[str]:
        """Return the files of a site that are of this kind, sorted.

        Raises:
            ProblemError: file-unreadable, for a folder that cannot be listed; odd-file-name.

        """
        return list(site.files(self.folder, *self.endings))

    def is_below(self, path: str) -> bool:
        """Return whether a path is that of the folder or of what lies below it."""
        return path == self.folder or path.startswith(f"{self.folder}/")

    def is_file(self, path: str) -> bool:
        """Return whether a file of this kind may have this path."""
        hidden = any(part.startswith(".") for part in path.split("/"))
        return self.is_below(path) and path.lower().endswith(self.endings) and not hidden


ARTICLES = Kind("articles", (".md", ".markdown"))
PRODUCTS = Kind("products", (".yaml", ".yml"))
