"""The path of a request, made safe, and the file of the output it names."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

Parts = tuple[str, ...]
"""The decoded names between the slashes; the last is empty when the path ends in a slash."""

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".htm": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".pdf": "application/pdf",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".zip": "application/zip",
}


def parts_of(path: bytes) -> Parts | None:
    """Return the names in a path as it was sent, or None for one that no honest link holds.

    Refused are paths that do not begin with a slash, that are not UTF-8, and that hold, encoded or not,
    an empty or dotted name, a slash or backslash within a name, or a control character.
    """
    if not path.startswith(b"/"):
        return None
    try:
        parts = tuple(unquote_to_bytes(part).decode("utf-8") for part in path[1:].split(b"/"))
    except UnicodeDecodeError:
        return None
    names = parts if parts[-1] else parts[:-1]
    return parts if all(_is_name(name) for name in names) else None


def _is_name(name: str) -> bool:
    if name in {"", ".", ".."} or (os.name == "nt" and ":" in name):
        return False
    return not any(char in "/\\\x7f" or char < " " for char in name)


def address_of(parts: Parts) -> str:
    """Return the path as it is written in an address."""
    return "/" + "/".join(quote(part, safe="") for part in parts)


def find(folder: Path, parts: Parts) -> Path | None:
    """Return the file or folder of that path, or None when there is none inside `folder`, links followed."""
    try:
        top = folder.resolve()
        found = top.joinpath(*parts).resolve()
        if not found.is_relative_to(top):
            return None
        return found if found.is_dir() or (found.is_file() and parts[-1:] != ("",)) else None
    except (OSError, RuntimeError, ValueError):  # too long, a loop of links
        return None


def content_type(path: Path) -> str:
    """Return the content type of a file, the same on every system."""
    return _TYPES.get(path.suffix.lower(), "application/octet-stream")
