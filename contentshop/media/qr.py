"""QR codes: text in, bytes of a picture out.

The `qrcode` library knows the shape of every version; `codewords.py` encodes. The library's search for the
best mask lays and scores eight symbols module by module in Python, which is most of its time. Here a line of a
symbol is a number whose bits are the line's modules, so one operation in NumPy works on whole lines, of all eight
masks at once; and codes of one version are drawn together, so one call works on many.
"""

import struct
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from qrcode import main

from .codewords import LEVEL, CodeTooLongError, encode, protected

__all__ = ["CodeTooLongError", "matrix", "qr_png", "qr_pngs", "qr_side"]

_Modules: TypeAlias = NDArray[np.uint8]  # symbols, rows, columns; 1 = dark
_Lines: TypeAlias = NDArray[np.uint64]  # symbols, masks, lines, words; bit i of word w is module 64 w + i, 1 = dark

_MASKS = 8
_VERSIONS = 40
_MORE_THAN_ANY_VERSION_HOLDS = 4000  # codewords; version 40 has 3706
_TIMING_COLUMN = 6
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_LEVEL = 4
"""Of zlib: a quarter of the time of a code less than with 6, for 4 % more bytes."""
_FILTER_UP = 2
_FINDER = (1, 0, 1, 1, 1, 0, 1)
_AT_ONCE = 100_000  # modules of symbols that are drawn together: more gain nothing and leave the processor's cache


def qr_png(text: str, *, module: int = 6, quiet: int = 4) -> bytes:
    """Draw the code of `text`, black on white, as a square 1-bit PNG.

    Args:
        text: what the reader gets, as UTF-8 where it is not plain ASCII.
        module: side of one module in pixels, at least 1.
        quiet: width of the white margin in modules; ISO/IEC 18004 asks for 4.

    Raises:
        CodeTooLongError: `text` does not fit a code of level M.
    """
    (found,) = _pngs(*_lone(text), module, quiet)
    return found


def qr_pngs(texts: Sequence[str], *, module: int = 6, quiet: int = 4) -> list[bytes | None]:
    """Draw many codes as `qr_png` draws each, in half the time; none of a text that is too long for a code."""
    drawn: list[bytes | None] = [None] * len(texts)
    alike: dict[int, list[tuple[int, bytes]]] = {}
    for number, text in enumerate(texts):
        try:
            version, codewords = encode(text)
        except CodeTooLongError:
            continue
        alike.setdefault(version, []).append((number, codewords))
    for version, codes in alike.items():
        numbers, codewords_of_all = zip(*codes, strict=True)
        for number, png in zip(numbers, _pngs(version, codewords_of_all, module, quiet), strict=True):
            drawn[number] = png
    return drawn


def _lone(text: str) -> tuple[int, tuple[bytes]]:
    version, codewords = encode(text)
    return version, (codewords,)


def _side(version: int) -> int:
    return 4 * version + 17


def qr_side(text: str, *, module: int = 6, quiet: int = 4) -> int:
    """Return the side in px of what `qr_png` draws of `text`, without drawing it.

    Raises:
        CodeTooLongError: `text` does not fit a code of level M.
    """
    version, _ = encode(text)
    return (_side(version) + 2 * quiet) * module


def matrix(text: str) -> NDArray[np.bool_]:
    """Return the code of `text` at level M without its margin: a square array, True = dark.

    The version is the smallest that holds the text, the mask the one with the least penalty (the lowest
    number among equals).

    Raises:
        CodeTooLongError: `text` does not fit a code of level M.
    """
    dark: NDArray[np.bool_] = _matrices(*_lone(text))[0]
    return dark


def _matrices(version: int, codewords: Sequence[bytes]) -> NDArray[np.bool_]:
    """Return the codes of one version: codes, rows, columns."""
    data = _laid(version, codewords)
    lines = _lines(data)[:, np.newaxis] ^ _blank_lines(version)
    best = np.argmin(_penalties(lines), axis=1)
    dark: NDArray[np.bool_] = (data ^ _blank_symbols(version)[best]).view(np.bool_)
    return dark


def _laid(version: int, codewords: Sequence[bytes]) -> _Modules:
    """Return symbols that hold nothing but the bits of the codes."""
    bits = np.unpackbits(protected(version, codewords), axis=1)
    data = np.zeros((len(codewords), _side(version) ** 2), dtype=np.uint8)
    data[:, _path(version)[: bits.shape[1]]] = bits
    return data.reshape(-1, _side(version), _side(version))


def _lines(modules: _Modules) -> _Lines:
    """Return the rows of symbols and then their columns as numbers: symbols, lines, words."""
    lines = np.concatenate((modules, modules.transpose(0, 2, 1)), axis=1)
    words = np.pad(lines, ((0, 0), (0, 0), (0, -lines.shape[2] % 64)))
    return np.packbits(words, axis=2, bitorder="little").view("<u8")


@lru_cache(maxsize=_VERSIONS)
def _blank_symbols(version: int) -> _Modules:
    """Return the eight symbols whose data bits are all zero, one for each mask; read-only.

    Finders, timing, format and version bits are the library's and final, data modules hold the bare mask.
    """
    blank = np.array([_library_symbol(version, b"", mask) for mask in range(_MASKS)]).view(np.uint8)
    blank.setflags(write=False)
    return blank


@lru_cache(maxsize=_VERSIONS)
def _blank_lines(version: int) -> _Lines:
    """Return the lines of the eight symbols whose data bits are all zero: masks, lines, words; read-only."""
    lines = _lines(_blank_symbols(version))
    lines.setflags(write=False)
    return lines


@lru_cache(maxsize=_VERSIONS)
def _path(version: int) -> NDArray[np.intp]:
    """Return the flat indices of the data modules in the order in which codeword bits fill them; read-only.

    Pairs of columns from right to left, up and down in turn, right module before left; the pairs close up
    over the timing column.
    """
    zeros = _library_symbol(version, b"", 0)
    ones = _library_symbol(version, b"\xff" * _MORE_THAN_ANY_VERSION_HOLDS, 0)
    rows, columns = np.nonzero(zeros ^ ones)
    pair = (len(zeros) - 1 - columns - (columns < _TIMING_COLUMN)) // 2
    along = np.where(pair % 2 == 0, -rows, rows)
    order = np.lexsort((-columns, along, pair))
    path = (rows * len(zeros) + columns)[order]
    path.setflags(write=False)
    return path


def _library_symbol(version: int, codewords: bytes, mask: int) -> NDArray[np.bool_]:
    """Return the library's own symbol; data modules without a codeword are laid as zero bits."""
    code = main.QRCode(version=version, error_correction=LEVEL)
    code.data_cache = codewords
    code.makeImpl(test=False, mask_pattern=mask)
    return np.array(code.modules, dtype=np.bool_)


def _penalties(lines: _Lines) -> NDArray[np.int64]:
    """Score each symbol's eight by the four rules of ISO/IEC 18004:2015, 7.8.3.1, table 11: symbols, masks.

    As the standard says, the complete symbol is scored. qrcode 8.2 leaves format and version bits light
    while it scores (python-qrcode issue 388), so its choice differs for 4 short addresses in 10; on a
    finished symbol both give the same score. Like the library, and unlike some encoders, we do not take
    the margin for a light area beside a finder-like pattern.
    """
    side = lines.shape[2] // 2
    rows = lines[:, :, :side]
    alike = ~(lines ^ _moved(lines, 1)) & _first(side - 1, lines.shape[3])
    light = ~lines & _first(side, lines.shape[3])
    return _long_runs(alike) + _blocks(rows, alike[:, :, :side]) + _finder_likes(lines, light) + _imbalance(rows)


def _first(count: int, words: int) -> NDArray[np.uint64]:
    """Return words whose first bits alone are set."""
    return np.frombuffer(((1 << count) - 1).to_bytes(8 * words, "little"), dtype="<u8")


def _moved(lines: _Lines, places: int) -> _Lines:
    """Return lines that have at each place what stands 1 to 63 places further on; nothing follows the end."""
    moved = lines >> np.uint64(places)
    moved[..., :-1] |= lines[..., 1:] << np.uint64(64 - places)
    return moved


def _long_runs(alike: _Lines) -> NDArray[np.int64]:
    """Rule 1: a run of n >= 5 modules of one colour costs n - 2.

    Such a run shows as n - 4 windows of five in a row, of which n - 5 have a neighbour: 3 (n-4) - 2 (n-5).
    """
    three = alike & _moved(alike, 1)
    five = three & _moved(three, 2)
    return 3 * _count(five) - 2 * _count(five & _moved(five, 1))


def _blocks(rows: _Lines, alike: _Lines) -> NDArray[np.int64]:
    """Rule 2: every 2 x 2 block of one colour costs 3, overlapping ones too."""
    down = ~(rows[:, :, 1:] ^ rows[:, :, :-1])
    return 3 * _count(alike[:, :, 1:] & alike[:, :, :-1] & down)


def _finder_likes(lines: _Lines, light: _Lines) -> NDArray[np.int64]:
    """Rule 3: dark-light-dark-light-dark of 1:1:3:1:1 with four light modules before or after costs 40.

    One with four on both sides costs 80.
    """
    core = lines
    for place, dark in enumerate(_FINDER[1:], 1):
        core = core & _moved(lines if dark else light, place)
    two = light & _moved(light, 1)
    four = two & _moved(two, 2)
    return 40 * (_count(core & _moved(four, len(_FINDER))) + _count(_moved(core, 4) & four))


def _imbalance(rows: _Lines) -> NDArray[np.int64]:
    """Rule 4: every full 5 % that the share of dark modules is away from 50 % costs 10."""
    size = rows.shape[2] ** 2
    away: NDArray[np.int64] = abs(20 * _count(rows) - 10 * size) // size
    return away * 10


def _count(lines: _Lines) -> NDArray[np.int64]:
    """Return how many bits are set in each symbol under each mask."""
    counts: NDArray[np.int64] = np.bitwise_count(lines).sum(axis=(2, 3), dtype=np.int64)
    return counts


def _pngs(version: int, codewords: Sequence[bytes], module: int, quiet: int) -> Iterator[bytes]:
    """Yield the pictures of the codes of one version, a few drawn together."""
    step = max(1, _AT_ONCE // _side(version) ** 2)
    for start in range(0, len(codewords), step):
        dark = _matrices(version, codewords[start : start + step])
        yield from _encoded(~np.pad(dark, ((0, 0), (quiet, quiet), (quiet, quiet))), module)


def _encoded(light: NDArray[np.bool_], scale: int) -> Iterator[bytes]:
    """Yield square 1-bit greyscale PNGs with `scale` x `scale` pixels for each value (True = white).

    Written here because Pillow takes 0.2 to 0.3 ms for one, a third of the time of a code. Of the `scale`
    equal rows only the first is spelled out; the others say "as above" (filter 2, all zero), which is also
    a quarter smaller.
    """
    rows = np.packbits(light.repeat(scale, axis=2), axis=2)
    scanlines = np.zeros((*light.shape[:2], scale, 1 + rows.shape[2]), dtype=np.uint8)
    scanlines[:, :, 0, 1:] = rows
    scanlines[:, :, 1:, 0] = _FILTER_UP
    side = light.shape[1] * scale
    start = _PNG_SIGNATURE + _chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    end = _chunk(b"IEND", b"")
    for one in scanlines:
        yield start + _chunk(b"IDAT", zlib.compress(one, _LEVEL)) + end


def _chunk(kind: bytes, data: bytes) -> bytes:
    """Return one PNG chunk: length, kind, data, check sum of kind and data."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
