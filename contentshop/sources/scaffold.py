"""What authors have written for them: a new site, a new article, articles in plain form."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from contentshop.model import Config, Place, Problem, Product
from contentshop.problems import Language, ProblemError, fail, nearest

from .articles import is_slug, slug_of, undated
from .config import read_config, zone
from .files import ARTICLES, Folder, decode, named_in
from .published import json_schema
from .theme import built_in

_TITLE_BYTES = 120
"""What a file's name holds of a long title."""
_EXAMPLE = ("articles", "images", "products", "static", "config.yaml", "ledger.csv", "outlets.yaml")
"""What the example site is made of."""
_PICTURES = {
    "images/hello.png": "images/cover-ban-mian.png",
    "images/chili-oil.png": "images/chili-oil.png",
    "images/noodles.png": "images/noodles.png",
    "images/vinegar.png": "images/vinegar-3y.png",
}
"""Pictures of a new site, and those of the example site that they are."""
_SCHEMAS: dict[str, type] = {".schema/config.json": Config, ".schema/product.json": list[Product]}
_TODAY = "TODAY"
"""What stands for the day on which a site or an article is made, in texts and names of files."""
_INVISIBLE = re.compile("[\u2028\u2029\ufeff]")
"""Line ends and byte order marks, which a file may not hold as they are."""
_SAFE_TITLE = re.compile(r"(?=.*[ \u4e00-\u9fff])[^\W\d_][\w，。、？！：；·“”‘’（）《》… -]*(?<! )")
"""A title that YAML takes as it is, without quotes."""


def example_folder() -> Path:
    """Return where the example site lies: inside the installed package, or the checkout itself."""
    package = Path(__file__).parent.parent
    inside = package / "example"
    return inside if inside.is_dir() else package.parent


def new_site(folder: Path, language: Language, now: datetime, *, example: bool = False) -> list[Path]:
    """Make a small site in a new or empty folder and return the files made.

    Args:
        folder: where.
        language: that of its texts and comments.
        now: the clock; article and prices are of its day in UTC, which is past or present everywhere a site may be.
        example: whether to make the example shop instead, whose language is Chinese.

    Raises:
        ProblemError: site-exists, output-unwritable.

    """
    try:
        taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        raise fail("output-unwritable", Place(str(folder)), path=folder, reason=error.strerror or error) from None
    if taken:
        raise fail("site-exists", folder=folder)
    files = _example() if example else _small_site(language, now.astimezone(UTC).date().isoformat())
    return [_put(folder / path, data) for path, data in files]


def _small_site(language: Language, day: str) -> Iterator[tuple[str, bytes]]:
    for path, data in _files(_starter() / language, ""):
        yield path.replace(_TODAY, day), data.replace(_TODAY.encode(), day.encode())
    for path, source in _PICTURES.items():
        yield path, (example_folder() / source).read_bytes()
    for path, of in _SCHEMAS.items():
        yield path, json_schema(of)


def _example() -> Iterator[tuple[str, bytes]]:
    source = example_folder()
    for name in _EXAMPLE:
        path = source / name
        for one in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if one.is_file():
                yield one.relative_to(source).as_posix(), one.read_bytes()
    yield from ((path, data) for path, data in _files(_starter() / "en", "") if path.startswith(".git"))


def _starter() -> Traversable:
    return resources.files("contentshop.sources") / "starter"


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        name = prefix + ("." if entry.name.startswith("git") else "") + entry.name
        if entry.is_dir():
            yield from _files(entry, name + "/")
        else:
            yield name, entry.read_bytes()


def new_article(root: Path, title: str, slug: str, now: datetime, language: Language) -> Path:
    """Make a draft with today's date in the site's time zone and return its file.

    Args:
        root: the site's folder.
        title: its title.
        slug: the last part of its address; made from the title when empty.
        now: the clock, aware.
        language: that of the comments in its head.

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
    if taken := next(_named(root, name), None):
        raise fail("article-exists", path=taken)
    day = now.astimezone(zone(config)).date().isoformat()
    plain = title if _SAFE_TITLE.fullmatch(title) else _quoted(title)
    head = (_starter() / f"article.{language}.md").read_text("utf-8")
    return _put(root / "articles" / f"{day}-{name}.md", head.replace(_TODAY, day).replace("TITLE", plain).encode())


def _quoted(title: str) -> str:
    """Return a title in quotes, with escapes for characters that cannot stand in YAML as they are."""
    return _INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(title, ensure_ascii=False))


def _named(root: Path, name: str) -> Iterator[str]:
    """Yield the articles whose files are named so, on whatever day."""
    for path in ARTICLES.files(Folder(root)):
        if undated(PurePosixPath(path).stem).casefold() == name.casefold():
            yield path


def new_template(root: Path, name: str) -> Path:
    """Copy a file of the theme into the site's `templates/`, where it is used instead, and return it.

    Raises:
        ProblemError: no-template, article-exists, output-unwritable.

    """
    theme = built_in()
    if name not in theme:
        raise fail("no-template", name=name, near=nearest(name, theme))
    path = root / "templates" / name
    if path.exists():
        raise fail("template-exists", path=path.relative_to(root).as_posix())
    return _put(path, theme[name].encode())


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
