"""Pictures for editors that take JPEG and PNG only, up to a weight: whole, or cropped about their centre."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from PIL import Image

from contentshop.model import Scale

from .photos import fitted
from .pixels import guarded, on_white, opened, pixels, shrunk, simple

_DECODED = 1800
"""In px: the width at which a picture is decoded, whatever is wanted of it; twice that of a cover, which takes a part
of wide pictures."""
_QUALITIES = (86, 80, 72, 64, 56)
"""Of JPEG, tried in this order until the file is light enough."""
_COLOURS = (256, 64, 16)
"""Of a PNG with a palette, likewise."""
_TOLD = 400
"""In px: the side of the middle from which a picture's kind is told."""
_WORTH = 1.5
_SMALLER = 0.8
"""How much narrower a picture is made that is too heavy at the lowest quality."""


def uploads(data: bytes, wanted: Sequence[Scale]) -> list[bytes]:
    """Return the picture as each of the files that are wanted, in their order; of an animation, its first frame.

    A `height` crops the picture about its centre to exactly that size, enlarged where it is smaller; without
    one it keeps its proportions and is never enlarged. `heaviest` is kept by quality first, then by size.

    Raises:
        PictureError: the bytes are no such picture.

    """
    with guarded(), opened(data) as image:
        found, _, _ = pixels(image, _DECODED)
    whole = on_white(found)
    return [_file(_shown(whole, one), one) for one in wanted]


def is_flat(image: Image.Image) -> bool:
    """Return whether a decoded picture of few colours (a diagram, a drawing) is worth a PNG, hardly heavier than JPEG.

    A grey photo has few colours too, and is three times as heavy as PNG. The middle tells: 16 ms instead of 400.
    """
    width, height = image.size
    left, top = max(0, (width - _TOLD) // 2), max(0, (height - _TOLD) // 2)
    middle = simple(image.crop((left, top, min(width, left + _TOLD), min(height, top + _TOLD))))
    middle = on_white(middle) if middle.mode == "RGBA" else middle.convert("RGB")
    png, jpeg = io.BytesIO(), io.BytesIO()
    middle.quantize(_COLOURS[0], Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(png, "PNG")
    middle.save(jpeg, "JPEG", quality=_QUALITIES[0])
    return png.tell() <= _WORTH * jpeg.tell()


def _shown(image: Image.Image, work: Scale) -> Image.Image:
    if not work.height:
        return shrunk(image, fitted(image.size, work.width))
    return image.resize((work.width, work.height), Image.Resampling.LANCZOS, box=_middle(image.size, work))


def _middle(size: tuple[int, int], work: Scale) -> tuple[float, float, float, float]:
    """Return the largest box of the work's proportions in the middle of a picture."""
    box: tuple[float, float] = size
    if work.within:
        box = _inside(box, work.within[0] / work.within[1])
    box = _inside(box, work.width / work.height)
    left, top = (size[0] - box[0]) / 2, (size[1] - box[1]) / 2
    return left, top, left + box[0], top + box[1]


def _inside(size: tuple[float, float], ratio: float) -> tuple[float, float]:
    width, height = size
    return (height * ratio, height) if width > height * ratio else (width, width / ratio)


def _file(image: Image.Image, work: Scale) -> bytes:
    while True:
        for made in _attempts(image, work):
            if not work.heaviest or len(made) <= work.heaviest:
                return made
        image = shrunk(image, fitted(image.size, max(1, int(image.width * _SMALLER))))


def _attempts(image: Image.Image, work: Scale) -> Iterator[bytes]:
    if work.form == "png":
        yield from (_png(image, colours) for colours in _COLOURS)
    else:
        yield from (_jpeg(image, quality) for quality in _QUALITIES)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def _png(image: Image.Image, colours: int) -> bytes:
    out = io.BytesIO()
    image.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()
