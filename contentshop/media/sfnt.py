"""What of an OpenType file is read here: its faces, their check sums, the characters they have.

Pillow tells neither which characters a face has nor which of a collection is the Simplified Chinese one
before it is opened, and a library for the rest of OpenType would be a large part for two tables.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from typing import BinaryIO, NamedTuple

from contentshop.model import digest

_COLLECTION = b"ttcf"
_KINDS = (b"\0\1\0\0", b"OTTO", b"true", _COLLECTION)
_UNICODE, _WINDOWS = 0, 3
_WINDOWS_UNICODE = (1, 10)
_SEGMENTS, _GROUPS = 4, 12
_FAMILY, _TYPOGRAPHIC_FAMILY = 1, 16
_MOST_FACES = 64


class NoFontError(ValueError):
    """The file is no OpenType font."""


class Coverage(NamedTuple):
    """The characters a face has: the first and last of each range, ascending."""

    firsts: tuple[int, ...]
    lasts: tuple[int, ...]

    def has(self, char: str) -> bool:
        """Return whether the face has a character."""
        place = bisect_right(self.firsts, ord(char)) - 1
        return place >= 0 and ord(char) <= self.lasts[place]


class Sfnt:
    """One face of an open font file."""

    def __init__(self, file: BinaryIO, start: int) -> None:
        self._file = file
        self._directory = _directory(file, start)
        self.content = digest(*(tag + row for tag, row in sorted(self._directory.items())))

    def _table(self, tag: bytes) -> bytes:
        row = self._directory.get(tag)
        if row is None:
            return b""
        _, offset, length = struct.unpack(">LLL", row)
        return _read(self._file, offset, length)

    @property
    def family(self) -> str:
        """The family's name in English where it has one."""
        data = self._table(b"name")
        found: dict[int, str] = {}
        if data:
            _, count, strings = struct.unpack_from(">HHH", data)
            for number in range(count):
                row = struct.unpack_from(">HHHHHH", data, 6 + 12 * number)
                platform, _, language, name, length, offset = row
                if platform == _WINDOWS and name in (_FAMILY, _TYPOGRAPHIC_FAMILY):
                    text = data[strings + offset : strings + offset + length].decode("utf-16-be", "replace")
                    found[name] = text if language == 0x409 or name not in found else found[name]  # noqa: PLR2004
        return found.get(_TYPOGRAPHIC_FAMILY) or found.get(_FAMILY, "")

    @property
    def weight(self) -> int:
        """How bold it is, from 100 to 900; 400 is regular."""
        data = self._table(b"OS/2")
        return int(struct.unpack_from(">H", data, 4)[0]) if data else 400

    @property
    def is_variable(self) -> bool:
        """Whether its weight may be set."""
        return b"fvar" in self._directory

    def coverage(self) -> Coverage:
        """Return the characters it has."""
        data = self._table(b"cmap")
        best = 0, 0
        for number in range(struct.unpack_from(">H", data, 2)[0] if data else 0):
            platform, encoding, offset = struct.unpack_from(">HHL", data, 4 + 8 * number)
            kind = struct.unpack_from(">H", data, offset)[0]
            right = platform == _UNICODE or (platform == _WINDOWS and encoding in _WINDOWS_UNICODE)
            if right and kind in (_SEGMENTS, _GROUPS):
                best = max(best, (kind, offset))
        ranges = {_SEGMENTS: _segments, _GROUPS: _groups}[best[0]](data, best[1]) if best[0] else []
        ranges.sort()
        return Coverage(tuple(first for first, _ in ranges), tuple(last for _, last in ranges))


def faces(file: BinaryIO) -> list[Sfnt]:
    """Return the faces of an open font file.

    Raises:
        NoFontError: it is none.

    """
    try:
        kind = _read(file, 0, 4)
        if kind not in _KINDS:
            raise NoFontError
        starts: tuple[int, ...] = (0,)
        if kind == _COLLECTION:
            count = min(struct.unpack(">L", _read(file, 8, 4))[0], _MOST_FACES)
            starts = struct.unpack(f">{count}L", _read(file, 12, 4 * count))
        return [Sfnt(file, start) for start in starts]
    except struct.error:
        raise NoFontError from None


def _read(file: BinaryIO, offset: int, length: int) -> bytes:
    file.seek(offset)
    return file.read(length)


def _directory(file: BinaryIO, start: int) -> dict[bytes, bytes]:
    """Return the check sum, offset and length of each table by its tag."""
    (count,) = struct.unpack(">H", _read(file, start + 4, 2))
    rows = struct.iter_unpack("4s12s", _read(file, start + 12, 16 * count))
    return dict(rows)


def _groups(data: bytes, offset: int) -> list[tuple[int, int]]:
    (count,) = struct.unpack_from(">L", data, offset + 12)
    rows = struct.iter_unpack(">LLL", data[offset + 16 : offset + 16 + 12 * count])
    return [(first, last) for first, last, _ in rows]


def _segments(data: bytes, offset: int) -> list[tuple[int, int]]:
    (double,) = struct.unpack_from(">H", data, offset + 6)
    count = double // 2
    lasts = struct.unpack_from(f">{count}H", data, offset + 14)
    firsts, deltas, offsets = (
        struct.unpack_from(f">{count}H", data, offset + 16 + double * number) for number in (1, 2, 3)
    )
    found: list[tuple[int, int]] = []
    for number, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
        if first == 0xFFFF:  # noqa: PLR2004 - the mark of the end
            continue
        if not offsets[number]:
            found.append((first, last))
            continue
        at = offset + 16 + double * 3 + 2 * number + offsets[number]
        glyphs = struct.unpack_from(f">{last - first + 1}H", data, at)
        delta = deltas[number]
        found += [(first + one, first + one) for one, glyph in enumerate(glyphs) if glyph and (glyph + delta) % 65536]
    return found
