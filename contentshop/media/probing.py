"""The step that every picture goes through once: decode it whole, say what it is or what is wrong with it."""

from __future__ import annotations

from PIL import Image

from .drawings import is_drawing, size_of_drawing
from .photos import Photo, PictureError
from .pixels import MOST_PIXELS, guarded, opened, pixels
from .uploading import is_flat

_LARGE_ENOUGH = 64
"""In px: the width at which the colours of a picture are looked at."""
_MOVING = {"GIF": ".gif", "WEBP": ".webp", "PNG": ".png", "AVIF": ".avif"}
"""The formats in which browsers play more than one frame, with their suffix."""

_LOSSY = frozenset({"JPEG", "MPO"})
"""The formats whose pictures are never flat, grey ones included."""


def probe(data: bytes, content: str) -> Photo:
    """Return what is known of a picture; it was decoded to its end.

    Args:
        data: the file's bytes (PNG, JPEG, GIF, WebP, AVIF, TIFF, BMP, SVG).
        content: their digest.

    Raises:
        PictureError: empty-picture, broken-picture, heic-picture, huge-picture, unsafe-svg.

    """
    if not data.strip(b"\0"):
        raise PictureError("empty-picture")
    if is_drawing(data):
        return Photo(content, "drawing", ".svg", *size_of_drawing(data))
    with guarded(), opened(data) as image:
        suffix = _MOVING.get(image.format or "", "") if getattr(image, "n_frames", 1) > 1 else ""
        if suffix:
            _play(image)
            return Photo(content, "moving", suffix, *image.size)
        small, (width, height), few = pixels(image, _LARGE_ENOUGH)
        flat = few and image.format not in _LOSSY and is_flat(image)
        return Photo(content, "still", "", width, height, _dominant(small), flat)


def _play(image: Image.Image) -> None:
    """Decode every frame."""
    frames: int = getattr(image, "n_frames", 1)
    if image.width * image.height * frames > 10 * MOST_PIXELS:
        raise Image.DecompressionBombError
    for number in range(frames):
        image.seek(number)
        image.load()


def _dominant(image: Image.Image) -> str:
    """Return the commonest of the four colours that stand for the picture best; none for a transparent one."""
    if image.mode != "RGB":
        return ""
    four = image.resize((16, 16), Image.Resampling.BOX).quantize(4, Image.Quantize.MEDIANCUT)
    counts = four.histogram()
    first = 3 * counts.index(max(counts))
    return bytes((four.getpalette() or [])[first : first + 3]).hex()
