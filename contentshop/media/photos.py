"""What must be known of a picture to show it: its format and size."""

from __future__ import annotations

import io
import re
from pathlib import PurePosixPath

from contentshop.model import Record

_SUFFIXES = {"PNG": ".png", "JPEG": ".jpg", "GIF": ".gif", "WEBP": ".webp", "AVIF": ".avif", "SVG": ".svg"}
_ON_ITS_SIDE = range(5, 9)
"""The EXIF orientations that swap width and height."""


class Photo(Record):
    """A picture of the site: the digest of its bytes, its file suffix, its size in px (0 when it has none)."""

    content: str
    suffix: str
    width: int
    height: int

    def name(self, source: str) -> str:
        """Return the name of its file in the output, from its source's name and its bytes."""
        stem = re.sub(r"[^a-zA-Z0-9_-]+", "-", PurePosixPath(source).stem).strip("-").lower()[:40]
        return f"{stem or 'picture'}-{self.content[:10]}{self.suffix}"


class NotAPictureError(ValueError):
    """The bytes are no picture that browsers show."""


def probe(data: bytes, content: str) -> Photo:
    """Return format and size of a picture; size as shown, after its EXIF orientation.

    Args:
        data: the file's bytes (PNG, JPEG, GIF, WebP, AVIF, SVG).
        content: their digest.

    Raises:
        NotAPictureError: the bytes are none of these, or are cut short.

    """
    if data.lstrip()[:1] == b"<" and b"<svg" in data[:4096]:
        return Photo(content, ".svg", *_svg_size(data[:4096]))
    from PIL import ExifTags, Image

    try:
        with Image.open(io.BytesIO(data)) as image:
            kind = image.format or ""
            width, height = image.size
            if image.getexif().get(ExifTags.Base.Orientation, 1) in _ON_ITS_SIDE:
                width, height = height, width
    except (OSError, ValueError, SyntaxError, RuntimeError, Image.DecompressionBombError) as error:
        raise NotAPictureError(str(error)) from None
    if kind not in _SUFFIXES:
        raise NotAPictureError(kind)
    return Photo(content, _SUFFIXES[kind], width, height)


def _svg_size(head: bytes) -> tuple[int, int]:
    box = re.search(rb'viewBox\s*=\s*["\'][\d.\s,-]*?([\d.]+)[\s,]+([\d.]+)["\']', head)
    try:
        return (round(float(box[1])), round(float(box[2]))) if box else (0, 0)
    except (ValueError, OverflowError):
        return (0, 0)
