"""Codes and pictures: bytes to bytes."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .photos import HEAVIEST, HEAVIEST_UPLOAD, Photo, PictureError, Variant, encoders, preview, upload, variants

if TYPE_CHECKING:
    from .probing import probe
    from .qr import CodeTooLongError, qr_png
    from .scaling import scaled
    from .terminal import terminal_code
    from .uploading import uploads

__all__ = [
    "HEAVIEST",
    "HEAVIEST_UPLOAD",
    "CodeTooLongError",
    "Photo",
    "PictureError",
    "Variant",
    "encoders",
    "preview",
    "probe",
    "qr_png",
    "scaled",
    "terminal_code",
    "upload",
    "uploads",
    "variants",
]
_LATE = {
    "probe": "probing",
    "scaled": "scaling",
    "uploads": "uploading",
    "CodeTooLongError": "qr",
    "qr_png": "qr",
    "terminal_code": "terminal",
}


def __getattr__(name: str) -> Any:
    """Import what draws and decodes when it is first asked for: NumPy, qrcode and Pillow take 0.1 s."""
    if name in _LATE:
        return getattr(import_module(f".{_LATE[name]}", __name__), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
