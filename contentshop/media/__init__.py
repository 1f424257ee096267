"""Codes and pictures: bytes to bytes."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .photos import (
    HEAVIEST,
    HEAVIEST_UPLOAD,
    Photo,
    PictureError,
    Variant,
    encoders,
    preview,
    shapers,
    upload,
    variants,
)

if TYPE_CHECKING:
    from .fonts import face_of, font_places, fonts_of_files, fonts_of_machine, has_chinese
    from .glyphs import lacking, settable, without
    from .painting import painted
    from .posters import LONGEST_IN_POSTER, POSTER_SIZES
    from .probing import probe
    from .qr import CodeTooLongError, qr_png, qr_pngs, qr_side
    from .scaling import scaled
    from .sfnt import NoFontError
    from .terminal import terminal_code
    from .uploading import uploads

__all__ = [
    "HEAVIEST",
    "HEAVIEST_UPLOAD",
    "LONGEST_IN_POSTER",
    "POSTER_SIZES",
    "CodeTooLongError",
    "NoFontError",
    "Photo",
    "PictureError",
    "Variant",
    "encoders",
    "face_of",
    "font_places",
    "fonts_of_files",
    "fonts_of_machine",
    "has_chinese",
    "lacking",
    "painted",
    "preview",
    "probe",
    "qr_png",
    "qr_pngs",
    "qr_side",
    "scaled",
    "settable",
    "shapers",
    "terminal_code",
    "upload",
    "uploads",
    "variants",
    "without",
]
_LATE = {
    "probe": "probing",
    "scaled": "scaling",
    "uploads": "uploading",
    "CodeTooLongError": "qr",
    "qr_png": "qr",
    "qr_pngs": "qr",
    "qr_side": "qr",
    "terminal_code": "terminal",
    "NoFontError": "sfnt",
    "face_of": "fonts",
    "font_places": "fonts",
    "fonts_of_files": "fonts",
    "fonts_of_machine": "fonts",
    "has_chinese": "fonts",
    "lacking": "glyphs",
    "settable": "glyphs",
    "without": "glyphs",
    "painted": "painting",
    "LONGEST_IN_POSTER": "posters",
    "POSTER_SIZES": "posters",
}


def __getattr__(name: str) -> Any:
    """Import what draws and decodes when it is first asked for: NumPy, qrcode and Pillow take 0.1 s."""
    if name in _LATE:
        return getattr(import_module(f".{_LATE[name]}", __name__), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
