"""Codes and pictures: bytes to bytes."""

from typing import TYPE_CHECKING, Any

from .photos import NotAPictureError, Photo, probe

if TYPE_CHECKING:
    from .qr import CodeTooLongError, qr_png

__all__ = ["CodeTooLongError", "NotAPictureError", "Photo", "probe", "qr_png"]


def __getattr__(name: str) -> Any:
    """Import what draws codes when it is first asked for: NumPy and qrcode take 0.1 s."""
    if name in ("CodeTooLongError", "qr_png"):
        from . import qr

        return getattr(qr, name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
