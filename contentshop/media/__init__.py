"""Codes and pictures: bytes to bytes."""

from typing import TYPE_CHECKING

from contentshop.doors import late

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
__getattr__ = late(
    __name__,
    probing=("probe",),
    scaling=("scaled",),
    uploading=("uploads",),
    qr=("CodeTooLongError", "qr_png", "qr_pngs", "qr_side"),
    terminal=("terminal_code",),
    sfnt=("NoFontError",),
    fonts=("face_of", "font_places", "fonts_of_files", "fonts_of_machine", "has_chinese"),
    glyphs=("lacking", "settable", "without"),
    painting=("painted",),
    posters=("LONGEST_IN_POSTER", "POSTER_SIZES"),
)
"""What draws and decodes is imported when it is first asked for: NumPy, qrcode and Pillow take 0.1 s."""
