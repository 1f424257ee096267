"""The theme: the templates that come with the program, and the files a site puts over them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from contentshop.model import Record

from .files import Folder, readable

_SUFFIXES = (".html", ".xml", ".txt", ".json", ".css", ".js", ".toml")


class Theme(Record, cache_hash=True):
    """Every file of the theme: path below `templates/` and text, sorted."""

    files: tuple[tuple[str, str], ...]


def theme_folder() -> Path:
    """Return where the theme lies: inside the installed package, or `templates/` of a checkout."""
    package = Path(__file__).parent.parent
    inside = package / "theme"
    return inside if inside.is_dir() else package.parent / "templates"


@cache
def built_in() -> dict[str, str]:
    """Return the files of the theme that comes with the program."""
    folder = theme_folder()
    return _files(Folder(folder.parent), folder.name)


def read_theme(site: Folder) -> Theme:
    """Return the theme with the site's own `templates/` laid over it.

    A file that is laid over stays there below `theme/`, so that the one over it can extend or import it.
    """
    theme = built_in()
    if (site.root / "templates").resolve() == theme_folder().resolve():
        return Theme(tuple(sorted(theme.items())))
    own = _files(site, "templates")
    under = {f"theme/{path}": theme[path] for path in own if path in theme}
    return Theme(tuple(sorted({**theme, **own, **under}.items())))


def _files(folder: Folder, under: str) -> dict[str, str]:
    found = {}
    for path in folder.files(under, *_SUFFIXES):
        found[path.removeprefix(under + "/")] = readable(folder.bytes(path))
    return found
