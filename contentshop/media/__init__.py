"""Codes and pictures: bytes to bytes."""

from .photos import NotAPictureError, Photo, probe

__all__ = ["NotAPictureError", "Photo", "probe"]
