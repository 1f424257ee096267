"""What is known of a picture, and the names of the files that show it; nothing here decodes.

    still     a raster picture: WebP in up to three widths, each made from the next larger, and one JPEG
    moving    an animation: copied as it is, so that no frame is lost
    drawing   an SVG: copied as it is, once it is known to be harmless

Names come from the digest of the input, the parameters and the encoders, never from the output, so that
pages can name files that are yet to be made.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from math import isqrt
from pathlib import PurePosixPath
from typing import Literal

from contentshop.model import Problem, Record, ScaledForm, Where, digest

WIDTHS = (480, 960, 1600)
"""In px. A phone's column of text is 360 to 430 CSS px at two or three device px: 960 fits it, 480 a card in it or
a list; 1600 fits the text column of a wide screen (666 CSS px) and the lead of the home page at two device px."""
PREVIEW_WIDTH = 1200
"""In px, at most: what link previews, the feed and search engines get; Open Graph asks for 1200 × 630."""
ACROSS = 1080
"""In px, at most: what is uploaded to an official account, whose articles are 677 px wide at the most."""
MOST_UPLOADED = 6_000_000
"""Pixels that an official account takes in one picture."""
HEAVIEST_UPLOAD = 980_000
"""Bytes: below 1 MB, however that is counted."""
HEAVIEST = 64 * 1024 * 1024
"""Bytes: larger files are a mistake on a page, or an attack."""
WEBP_QUALITY, JPEG_QUALITY = 80, 82
TALLEST_WEBP = 16383
"""In px: what the format can hold; taller pictures (long screenshots) are made JPEG."""
_RECIPE = "2"
"""Changed with the way pictures are made, so that their files get new names."""


class Photo(Record):
    """A picture of the site: the digest of its bytes, its kind, its size in px as shown (0 when it has none)."""

    content: str
    kind: Literal["still", "moving", "drawing"]
    suffix: str
    """Of the file itself, for what is copied."""
    width: int
    height: int
    colour: str = ""
    """Its dominant colour as six hex digits; empty when it is transparent or no raster picture."""
    flat: bool = False
    """Whether it is a diagram or drawing of few colours, better kept as PNG than as JPEG."""


class PictureError(Exception):
    """The bytes are no picture that pages can show; carries the code of the problem and the values of its message.

    The message also needs `path`, which whoever knows the file adds.
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = {name: str(value) for name, value in values.items()}

    def problem(self, path: str, where: Where | None = None) -> Problem:
        """Return what is wrong with the file at a path."""
        return Problem(self.code, where, {**self.values, "path": path})


class Variant(Record):
    """One file that shows a picture: its name, its size in px, and how it is made; an empty form is a copy."""

    name: str
    width: int
    height: int
    form: ScaledForm | Literal[""]


def widths(own: int) -> tuple[int, ...]:
    """Return the widths in which a picture so wide is made, in px, ascending; none is wider than the picture."""
    return tuple(sorted({min(width, own) for width in WIDTHS}))


def fitted(size: tuple[int, int], width: int) -> tuple[int, int]:
    """Return the size in px of a picture at most `width` px wide, in its own proportions."""
    own, height = size
    width = min(width, own)
    return width, max(1, round(height * width / own))


@lru_cache(maxsize=4096)
def variants(photo: Photo, source: str) -> tuple[Variant, ...]:
    """Return the files for `srcset`, the smallest first; one file for what is copied."""
    if photo.kind != "still":
        return (_copy(photo, source),)
    return tuple(_variant(photo, source, width, "webp") for width in widths(photo.width))


@lru_cache(maxsize=4096)
def preview(photo: Photo, source: str) -> Variant:
    """Return the one file for places that take no choice: JPEG, or a copy of a GIF or SVG."""
    if photo.kind == "drawing" or (photo.kind == "moving" and photo.suffix == ".gif"):
        return _copy(photo, source)
    return _variant(photo, source, PREVIEW_WIDTH, "jpeg")


@lru_cache(maxsize=4096)
def upload(photo: Photo, source: str) -> Variant | None:
    """Return the one file for editors that take JPEG and PNG only, of an animation its first frame; none of an SVG."""
    if photo.kind == "drawing":
        return None
    size = (photo.width, photo.height)
    width = min(photo.width, ACROSS)
    if width * fitted(size, width)[1] > MOST_UPLOADED:
        width = max(1, isqrt(MOST_UPLOADED * photo.width // photo.height))
    return _variant(photo, source, width, "png" if photo.flat else "jpeg")


def _variant(photo: Photo, source: str, width: int, form: ScaledForm) -> Variant:
    width, height = fitted((photo.width, photo.height), width)
    form = "jpeg" if form == "webp" and height > TALLEST_WEBP else form
    name = f"{_stem(source)}-{width}-{digest(photo.content, str(width), form, _edition())[:10]}"
    return Variant(name + {"webp": ".webp", "jpeg": ".jpg", "png": ".png"}[form], width, height, form)


def _copy(photo: Photo, source: str) -> Variant:
    return Variant(f"{_stem(source)}-{photo.content[:10]}{photo.suffix}", photo.width, photo.height, "")


def _stem(source: str) -> str:
    stem = re.sub(r"[^a-zA-Z0-9_-]+", "-", PurePosixPath(source).stem).strip("-").lower()[:40]
    return stem or "picture"


@cache
def encoders() -> dict[str, str]:
    """Return the versions of the libraries that read and write pictures, as Pillow reports them."""
    from PIL import features

    names = {
        "libwebp": "webp",
        "libjpeg": "jpg",
        "libjpeg-turbo": "libjpeg_turbo",
        "lcms": "littlecms2",
        "avif": "avif",
    }
    return {name: features.version(feature) or "" for name, feature in names.items()}


@cache
def shapers() -> dict[str, str]:
    """Return the versions of the libraries that draw letters, as Pillow reports them."""
    from PIL import features

    return {name: features.version(name) or "" for name in ("freetype2", "raqm", "harfbuzz", "fribidi")}


@cache
def _edition() -> str:
    from importlib import metadata

    parameters = f"{_RECIPE} {WEBP_QUALITY} {JPEG_QUALITY} {metadata.version('pillow')}"
    return digest(parameters, *(f"{name} {version}" for name, version in encoders().items()))
