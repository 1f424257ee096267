"""The example site and the golden site, built, and those of their pages that show everything there is to show."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lxml import html
from sites import NOW, Site, codes

from contentshop.build import Options

ROOT = Path(__file__).parent.parent
FOLDERS = ("articles", "products", "images", "static", "templates")
SETTINGS = ("config.yaml", "ledger.csv", "outlets.yaml")
TOLD = {
    "policy-unsure",
    "wechat-code-near",
    "wechat-heavy",
    "wechat-moving",
    "wechat-no-cover",
    "wechat-picture",
    "wechat-small-cover",
}
"""What builds of these sites tell: the golden one has pictures and a shop that an official account is not made for."""
PLACES = {"example": ROOT, "golden": ROOT / "tests/golden/site"}


SHARED: list[Path] = []
"""The folder that all processes of one run of the tests share; conftest.py says which."""


def built(name: str, folder: Path, base_url: str = "") -> Site:
    """Return the example or golden site, built in a folder for an address, by default its own.

    It is built once; for another address that build is taken along, so that only pages are made anew.
    """
    shutil.copytree(_built_once(name), folder, dirs_exist_ok=True)
    site = Site.of(folder)
    if base_url:
        config = (folder / "config.yaml").read_text("utf-8")
        site.write("config.yaml", config.replace(_address(config), base_url))
        _build(site)
    return site


@cache
def _built_once(name: str) -> Path:
    """Return the folder of a built site: the first process that asks builds it, the others wait."""
    folder = SHARED[0] / f"built-{name}"
    done = folder.with_name(f"{folder.name}.done")
    try:
        folder.mkdir()
    except FileExistsError:
        for _ in range(3000):
            if done.exists():
                return folder
            time.sleep(0.1)
        raise
    source, site = PLACES[name], Site.of(folder)
    for one in FOLDERS:
        if (source / one).is_dir():
            shutil.copytree(source / one, site.folder / one)
    for one in SETTINGS:
        if (source / one).is_file():
            site.write(one, (source / one).read_bytes())
    config = (site.folder / "config.yaml").read_text("utf-8")
    site.write("config.yaml", config.replace(".example.com/", ".test/"))
    _build(site)
    done.touch()
    return folder


def _address(config: str) -> str:
    row = next(row for row in config.split("\n") if "base_url:" in row)
    return row.split(":", 1)[1].split("#")[0].strip()


def _build(site: Site) -> None:
    found = codes(site.build(Options(now=NOW, jobs=1)))
    assert set(found) <= TOLD, found


def telling_pages(web: Path) -> list[str]:
    """Return pages that together show every kind of part that any page of the site shows, few of them.

    What a page shows is read from the page: its folder, its elements with their classes and states. A new kind of
    page or part is so looked at without being named anywhere.
    """
    shown = {path: features(web, path) for path in pages_of(web)}
    missing = set().union(*shown.values())
    found = []
    while missing:
        best = max(sorted(shown), key=lambda path: len(shown[path] & missing))
        missing -= shown[best]
        found.append(best)
    return found


def pages_of(web: Path) -> list[str]:
    """Return the paths of all pages."""
    return sorted(path.relative_to(web).as_posix() for path in web.rglob("*.html"))


@cache
def features(web: Path, path: str) -> frozenset[str]:
    """Return what a page consists of."""
    document = html.fromstring((web / path).read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    folder = "in " + path.split("/", maxsplit=1)[0]
    return frozenset({folder, *(one for element in document.iter("*") for one in of(element))})


def of(element: html.HtmlElement) -> Iterator[str]:
    """Yield what is special about one element: its name with each class, and what its data say by single words."""
    yield element.tag
    for name in element.get("class", "").split():
        yield f"{element.tag}.{name}"
    for name, value in element.attrib.items():
        if name.startswith("data-") and value.isascii() and value.isalpha():
            yield f"{name}={value}"
    if element.tag == "meta" and element.get("http-equiv"):
        yield "refresh"
