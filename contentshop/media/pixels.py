"""From a picture's bytes to its pixels: upright, in sRGB, without metadata, no larger than asked for."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    ExifTags,
    GifImagePlugin,
    Image,
    ImageCms,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from .photos import PictureError, fitted

FORMATS = tuple(
    reader.format
    for reader in (
        PngImagePlugin.PngImageFile,
        JpegImagePlugin.JpegImageFile,
        GifImagePlugin.GifImageFile,
        WebPImagePlugin.WebPImageFile,
        AvifImagePlugin.AvifImageFile,
        TiffImagePlugin.TiffImageFile,
        BmpImagePlugin.BmpImageFile,
    )
)
"""What is read; Pillow knows more, some of which runs other programs. JPEG takes in MPO, with more behind it."""
MOST_PIXELS = 89_478_485
"""Where Pillow itself begins to warn of bombs (2**28 bytes of RGB); cameras of phones give 12 to 50 million."""
LONGEST_SIDE = 65_500
"""In px: what a JPEG can hold."""
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What undoes each EXIF orientation."""
_ON_ITS_SIDE = range(5, 9)
_MODES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}
"""The mode of pixels by the colour space of their profile."""


@contextmanager
def guarded() -> Iterator[None]:
    """Turn what Pillow raises on a bad picture into a `PictureError`; its warnings are not printed.

    Raises:
        PictureError: huge-picture, broken-picture.

    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            yield
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise PictureError("huge-picture", limit=MOST_PIXELS // 1_000_000, side=LONGEST_SIDE) from None
        except (OSError, ValueError, SyntaxError, RuntimeError, LookupError, TypeError, ArithmeticError, struct.error):
            raise PictureError("broken-picture") from None


def opened(data: bytes) -> Image.Image:
    """Return a raster picture of which only the head was read; call within `guarded`.

    Raises:
        PictureError: heic-picture, huge-picture.

    """
    if data[4:8] == b"ftyp" and {data[8:12], *_brands(data)} & _HEIC and b"avif" not in _brands(data):
        raise PictureError("heic-picture")
    image = Image.open(io.BytesIO(data), formats=FORMATS)
    if image.width * image.height > MOST_PIXELS or max(image.size) > LONGEST_SIDE:
        raise PictureError("huge-picture", limit=MOST_PIXELS // 1_000_000, side=LONGEST_SIDE)
    return image


def _brands(data: bytes) -> set[bytes]:
    """Return the brands that a file of the ISO base media format says it follows."""
    end = min(int.from_bytes(data[:4], "big"), 256)
    return {data[at : at + 4] for at in range(8, end, 4)}


def pixels(image: Image.Image, width: int) -> tuple[Image.Image, tuple[int, int], bool]:
    """Return an opened picture at most `width` px wide as RGB or RGBA, its own size, and whether it has few colours.

    The whole file is decoded, so one that is cut short is found out; call within `guarded`. The size is as
    shown, after the EXIF orientation. Few colours, at most 256, are those of diagrams and flat illustrations.
    """
    own = _loaded(image, width)
    turn = _TURNS.get(_orientation(image))
    profile = image.info.get("icc_profile")
    gray = image.mode in ("1", "L", "LA", "La") or image.mode.startswith("I")
    plain = simple(image)
    if turn is not None:
        plain = plain.transpose(turn)
    few = plain.mode != "CMYK" and plain.getcolors(256) is not None
    plain = _opaque(_in_srgb(shrunk(plain, fitted(own, width)), profile, gray=gray))
    plain.info.clear()
    return plain, own, few


def shrunk(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return the picture at a size that is no larger than its own."""
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)


def on_white(image: Image.Image) -> Image.Image:
    """Return the picture as RGB; what is transparent becomes white, which dark ink on nothing needs on dark pages."""
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _loaded(image: Image.Image, width: int) -> tuple[int, int]:
    """Decode the picture and return its size as shown.

    A JPEG that is at least twice as large as asked for is decoded at a half, a quarter or an eighth, which
    takes a third of the time of decoding and shrinking it whole (4000 × 3000 to 1600: 0.10 s instead of 0.22)
    and looks the same (50 dB).
    """
    if image.format not in ("JPEG", "MPO"):
        image.load()
        return _shown(image)
    own = _shown(image)
    wanted = fitted(own, width)
    image.draft(None, wanted if own == image.size else wanted[::-1])
    image.load()
    return own


def _shown(image: Image.Image) -> tuple[int, int]:
    width, height = image.size
    return (height, width) if _orientation(image) in _ON_ITS_SIDE else (width, height)


def _orientation(image: Image.Image) -> int:
    """Return the EXIF orientation; 1, upright, where the EXIF cannot be read, as browsers do."""
    try:
        found = image.getexif().get(ExifTags.Base.Orientation, 1)
    except (OSError, ValueError, SyntaxError, LookupError, TypeError, struct.error):
        return 1
    return found if isinstance(found, int) else 1


def simple(image: Image.Image) -> Image.Image:
    """Return the pixels as L, RGB, RGBA or CMYK, eight bits each."""
    if image.mode.startswith("I"):
        wide = image if image.mode == "I" else image.convert("I")
        return wide.point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode in ("L", "RGB", "CMYK"):
        return image
    return image.convert("L" if image.mode in ("1", "F") else "RGB")


def _in_srgb(image: Image.Image, profile: bytes | None, *, gray: bool) -> Image.Image:
    """Return RGB or RGBA in sRGB; a profile that is broken or of other pixels is passed over, as browsers do."""
    target = "RGBA" if image.mode == "RGBA" else "RGB"
    converted = _by_profile(image, profile, gray=gray) if profile else None
    if converted is None:
        return image.convert(target)
    if target == "RGBA":
        converted.putalpha(image.getchannel("A"))
    return converted


def _by_profile(image: Image.Image, profile: bytes, *, gray: bool) -> Image.Image | None:
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = _MODES.get(given.profile.xcolor_space.strip(), "")
        if not mode or (mode == "CMYK") != (image.mode == "CMYK") or (mode == "L" and not gray):
            return None
        return ImageCms.profileToProfile(image.convert(mode), given, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


def _opaque(image: Image.Image) -> Image.Image:
    """Return the picture without an alpha channel in which nothing is transparent."""
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        return image.convert("RGB")
    return image
