"""What an author does with an official-account article: its copy page, the draft, its pictures and covers."""

from __future__ import annotations

from .uploads import picture_name, picture_size

__all__ = ["picture_name", "picture_size"]
