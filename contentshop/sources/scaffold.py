"""What authors have written for them: a new site, a new article, articles in plain form."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from contentshop.model import Place, Problem
from contentshop.problems import Language, ProblemError, fail

from .articles import is_slug, slug_of
from .config import read_config, zone
from .files import Folder, decode, named_in

_TITLE_BYTES = 120
"""What a file's name holds of a long title."""


def new_site(folder: Path, language: Language) -> list[Path]:
    """Make a small site in a new or empty folder and return the files made.

    Raises:
        ProblemError: site-exists, output-unwritable.

    """
    try:
        taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        raise fail("output-unwritable", Place(str(folder)), path=folder, reason=error.strerror or error) from None
    if taken:
        raise fail("site-exists", folder=folder)
    starter = resources.files("contentshop.sources").joinpath("starter", language)
    return [_put(folder / path, data) for path, data in _files(starter, "")]


def _files(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        name = prefix + ("." if entry.name.startswith("git") else "") + entry.name
        found += _files(entry, name + "/") if entry.is_dir() else [(name, entry.read_bytes())]
    return found


def new_article(root: Path, title: str, slug: str, now: datetime) -> Path:
    """Make a draft with today's date in the site's time zone and return its file.

    Args:
        root: the site's folder.
        title: its title.
        slug: the last part of its address; made from the title when empty.
        now: the clock, aware.

    Raises:
        ProblemError: article-exists, wrong-slug, or what is wrong with the config.

    """
    found: list[Problem] = []
    config = read_config(Folder(root), found.append)
    if config is None:
        raise ProblemError(found[0])
    name = slug or _short(slug_of(title, config.site.slugs))
    if not is_slug(name):
        raise fail("wrong-slug", slug=name)
    day = now.astimezone(zone(config)).date().isoformat()
    path = root / "articles" / f"{day}-{name}.md"
    if path.exists():
        raise fail("article-exists", path=path.relative_to(root).as_posix())
    head = f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\ndate: {day}\ntags: []\nsummary:\ndraft: true\n---\n\n"
    return _put(path, head.encode())


def _short(name: str) -> str:
    """Return as much of a name as a file's should hold."""
    return name.encode()[:_TITLE_BYTES].decode(errors="ignore").strip("-._~")


def rewrite_articles(root: Path, files: Sequence[Path], change: Callable[[str], str], *, write: bool) -> list[str]:
    """Put articles through a function from text to text and return those it changes, named as in the site's problems.

    Args:
        root: the site's folder.
        files: the articles, also such as lie outside the site; all of the site's when there are none.
        change: the function.
        write: whether to write the changes. Line ends and a byte order mark stay as they are.

    Raises:
        ProblemError: bad-utf8, file-unreadable.

    """
    folder = Folder(root)
    paths = [named_in(root, path) for path in files] or list(folder.files("articles", ".md", ".markdown"))
    changed = []
    for path in paths:
        data = folder.bytes(path)
        before = decode(data, path, _raise)
        if before is None or (after := change(before)) == before:
            continue
        changed.append(path)
        if write:
            _put(root / path, _as_it_was(after, data))
    return changed


def _as_it_was(text: str, before: bytes) -> bytes:
    """Return text with the line ends and byte order mark of the bytes it came from."""
    ends = text.replace("\n", "\r\n") if b"\r\n" in before else text
    return (b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b"") + ends.encode()


def _put(path: Path, data: bytes) -> Path:
    """Write a file in one move."""
    scratch = path.with_name(path.name + ".tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch.write_bytes(data)
        scratch.replace(path)
    except OSError as error:
        with suppress(OSError):
            scratch.unlink()
        raise fail("output-unwritable", Place(str(path)), path=path, reason=error.strerror or error) from None
    return path


def _raise(found: Problem) -> None:
    raise ProblemError(found)
