"""Whether a built site has what it must have, before its figure is printed."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from urllib.parse import unquote

from corpus import BASE, CARDS, PICTURES, SHOP, WIDTHS, Article, article
from generators import Generator

_LOOKED_AT = 20
"""So many pages are looked at closely."""
_HAVE_ALL_TAGS = 200
"""Among so many articles every tag is found."""
_CARD = re.compile(r'<div class="card[ "]')
_CODE = re.compile(r'<img [^>]*src="([^"]*codes/[^"]*\.png)"')
_SRCSET = re.compile(r'<img [^>]*srcset="([^"]+)"')
_UNLIKE = 6.0
"""By so much of 255 a pixel of a picture may differ on average from that of its photo, both small."""


def verify(site: Path, generator: Generator, count: int, photos: int) -> None:
    """Look at what was built.

    Raises:
        SystemExit: a page lacks cards, pictures in their widths, or a code that says what it must; or the site lacks
            pages of tags, a feed or its addresses in the sitemap.

    """
    built = site / generator.built
    for number in range(0, count, max(1, count // _LOOKED_AT)):
        one = article(number, photos)
        page = page_of(site, generator, number)
        _cards(built, generator, one, page)
    if photos:
        _pictures(site, generator, count, photos)
    tags = {tag for number in range(min(count, _HAVE_ALL_TAGS)) for tag in article(number).tags}
    for what, found, least in (
        ("addresses in the sitemap", (built / "sitemap.xml").read_text("utf-8").count("<loc>"), count),
        ("pages of tags", len(list((built / "tags").glob("*/index.html"))), len(tags)),
    ):
        if found < least:
            _fail(generator, f"{found} {what}, not {least}")
    if not any((built / name).is_file() for name in ("feed.xml", "index.xml")):
        _fail(generator, "no feed")


def page_of(site: Path, generator: Generator, number: int) -> str:
    """Return the page of an article."""
    return (site / generator.built / "articles" / article(number).name / "index.html").read_text("utf-8")


def _fail(generator: Generator, what: str) -> None:
    sys.exit(f"{generator.name}: {what}")


def _cards(built: Path, generator: Generator, one: Article, page: str) -> None:
    """Look at the cards of a page and read its codes; through go pages, if need be."""
    import zxingcpp
    from PIL import Image

    codes = {built / code.removeprefix(BASE).lstrip("/") for code in _CODE.findall(page)}
    said = [code.text for path in codes for code in zxingcpp.read_barcodes(Image.open(path))]
    if len(_CARD.findall(page)) != CARDS or len(said) != CARDS + 1:
        _fail(generator, f"{one.name} has {len(_CARD.findall(page))} cards, codes {said}")
    leads = [_beyond(built, text) for text in said]
    for wanted in (*(f"{SHOP}{product.id}?" for product in one.products), f"/articles/{one.name}/"):
        if not any(wanted in text for text in leads):
            _fail(generator, f"{one.name} has no code that leads to {wanted}")


def _beyond(built: Path, address: str) -> str:
    """Return the address, or the go page that stands there."""
    page = built / address.removeprefix(BASE) / "index.html"
    return page.read_text("utf-8") if address.startswith(f"{BASE}go/") else address


def _pictures(site: Path, generator: Generator, count: int, photos: int) -> None:
    """Look whether every photo stands in its widths on the pages that show it, and looks like itself."""
    from PIL import Image

    built = site / generator.built
    known: dict[str, str] = {}
    for number in range(count):
        shown = _SRCSET.findall(page_of(site, generator, number))
        if len(shown) != PICTURES:
            _fail(generator, f"{article(number).name} has {len(shown)} pictures in several widths")
        known |= dict(zip(article(number, photos).photos, shown, strict=True))
    for name, srcset in known.items():
        files = {int(width): unquote(url) for url, width in re.findall(r"(\S+) (\d+)w", srcset)}
        for width in WIDTHS:
            path = built / files.get(width, "missing").removeprefix(BASE).lstrip("/")
            with Image.open(path) as image:
                if (image.format, image.width) != ("WEBP", width):
                    _fail(generator, f"{path} is {image.format}, {image.width} px wide")
        _same(generator, site / generator.photos / name, path)


def _same(generator: Generator, photo: Path, picture: Path) -> None:
    from PIL import Image

    thumbs = []
    for path in (photo, picture):
        with Image.open(path) as image:
            thumbs.append(image.convert("RGB").resize((32, 24)).tobytes())
    apart = sum(abs(one - other) for one, other in zip(*thumbs, strict=True)) / len(thumbs[0])
    if apart > _UNLIKE:
        _fail(generator, f"{picture} does not look like {photo}")


def says(site: Path, generator: Generator, numbers: tuple[int, ...], text: str) -> None:
    """Look whether the pages of articles have a text.

    Raises:
        SystemExit: one has not.

    """
    for number in numbers:
        if text not in page_of(site, generator, number):
            _fail(generator, f"{article(number).name} does not say {text}")
