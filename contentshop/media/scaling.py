"""From one picture's bytes to the bytes of the files that show it: decoded once, each made from the next larger."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image

from contentshop.model import ScaledForm

from .photos import JPEG_QUALITY, WEBP_QUALITY, WIDTHS, fitted, widths
from .pixels import guarded, on_white, opened, pixels, shrunk

_SMALL = 500_000
"""Pixels: so few are worth more effort."""


def scaled(data: bytes, wanted: Sequence[tuple[int, ScaledForm]]) -> list[bytes]:
    """Return the picture in each width (px) and form that is wanted, in their order.

    The way through the widths is the same whatever is wanted, and so are the bytes.

    Raises:
        PictureError: the bytes are no such picture.

    """
    with guarded(), opened(data) as image:
        level, own, few = pixels(image, max(WIDTHS))
    made: dict[tuple[int, ScaledForm], bytes] = {}
    left = sorted(set(wanted), reverse=True)
    for rung in reversed(widths(own[0])):
        level = shrunk(level, fitted(own, rung))
        smaller = max((width for width in widths(own[0]) if width < rung), default=0)
        while left and min(left[0][0], own[0]) > smaller:
            width, form = left.pop(0)
            shown = shrunk(level, fitted(own, width))
            made[width, form] = _jpeg(shown) if form == "jpeg" else _webp(shown, few=few)
    return [made[one] for one in wanted]


def _webp(image: Image.Image, *, few: bool) -> bytes:
    """Return the picture as WebP; one of few colours without loss where that is smaller.

    Effort 2 takes a third of the time of 5 for a tenth more bytes; what is small, which is most of what phones load,
    costs little at 4. Drawings of few colours are few, and are made with more of it. Without loss is tried when the
    quickest attempt is not twice as large: the best one saves a third of it at most.
    """
    small = image.width * image.height < _SMALL
    effort = (6 if small else 5) if few else (4 if small else 2)
    lossy = _saved(image, "WEBP", quality=WEBP_QUALITY, method=effort)
    if not few or len(_saved(image, "WEBP", lossless=True, quality=0, method=0)) >= 2 * len(lossy):
        return lossy
    return min(_saved(image, "WEBP", lossless=True, quality=80, method=4), lossy, key=len)


def _jpeg(image: Image.Image) -> bytes:
    """Return the picture as progressive JPEG, on white where it is transparent."""
    return _saved(on_white(image), "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
