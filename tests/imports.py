"""Running imports in tests: a shop's file in a string, a site in a folder, what comes out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from sites import NOW, Site

from contentshop.markup import locate
from contentshop.model import Place, Problem, Product
from contentshop.problems import ProblemError
from contentshop.sources import Folder, Imported, Request, all_located, import_catalogue, read_catalogue

TODAY = date(2026, 11, 21)


class Memory(dict[str, bytes]):
    """A memo."""

    def put(self, key: str, value: bytes) -> None:
        """Keep a value."""
        self[key] = value


def bring(site: Site, kind: str, data: str | bytes, /, **options: Any) -> tuple[Imported, list[str]]:
    """Import a file from memory and return what was done with the codes and places of problems."""
    source = site.folder / options.pop("name", "export.txt")
    source.write_bytes(data.encode() if isinstance(data, str) else data)
    found: list[Problem] = []
    request = Request(kind=kind, file=str(source), now=options.pop("now", NOW), **options)
    try:
        done = import_catalogue(site.folder, request, found.append)
    except ProblemError as error:
        found.append(error.problem)
        done = Imported((), completed=False)
    return done, [told(one) for one in all_located(found, Folder(site.folder), locate)]


def told(found: Problem) -> str:
    """Return code and place of a problem: `cell-not 3:4`."""
    where = found.where
    if not isinstance(where, Place) or not where.line:
        return found.code
    return f"{found.code} {where.line}:{where.column}"


def text(site: Site, path: str) -> str:
    """Return a product file as it stands, line ends included."""
    return (site.folder / "products" / path).read_bytes().decode()


def products(site: Site) -> dict[str, Product]:
    """Return the site's products as the builder reads them; none of them may have a problem."""
    found: list[Problem] = []
    read = read_catalogue(Folder(site.folder), Memory(), found.append)
    assert found == []
    return dict(read.products)


def sources(folder: Path) -> set[str]:
    """Return the files in the folder of products."""
    return {path.name for path in (folder / "products").iterdir()}
