"""QR codes: text in, bytes of a picture out.

The `qrcode` library knows the shape of every version; `codewords.py` encodes. The library's search for the
best mask lays and scores eight symbols module by module in Python, which is most of its time. Here the
eight symbols are laid and scored at once in NumPy: bit *m* of a byte is the module under mask *m*, so one
operation on bytes works on all eight; and codes of one version are drawn together, so one call works on many.
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

_Packed: TypeAlias = NDArray[np.uint8]  # symbols, rows, columns; eight in one: bit m of a byte belongs to mask m

_MASKS = 8
_VERSIONS = 40
_MORE_THAN_ANY_VERSION_HOLDS = 4000  # codewords; version 40 has 3706
_TIMING_COLUMN = 6
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_FILTER_UP = 2
_FINDER = (1, 0, 1, 1, 1, 0, 1)
_AT_ONCE = 40_000  # modules of symbols that are drawn together: more gain nothing and leave the processor's cache

# Number b holds the bits of byte b in a byte each: which of the eight masks b counts for.
_MASKS_IN_BYTE = np.unpackbits(np.arange(256, dtype=np.uint8)[:, np.newaxis], axis=1, bitorder="little").view(np.uint64)


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
    symbols = _lay(version, codewords)
    best = np.argmin(_penalties(symbols), axis=1).astype(np.uint8)
    dark: NDArray[np.bool_] = (symbols >> best[:, np.newaxis, np.newaxis] & 1).astype(np.bool_)
    return dark


def _lay(version: int, codewords: Sequence[bytes]) -> _Packed:
    """Return the symbols under all eight masks: bit m of a module is set where mask m makes it dark."""
    bits = np.unpackbits(protected(version, codewords), axis=1)
    symbols = np.repeat(_blank_symbols(version)[np.newaxis], len(codewords), axis=0)
    symbols.reshape(len(codewords), -1)[:, _path(version)[: bits.shape[1]]] ^= bits * np.uint8(255)
    return symbols


@lru_cache(maxsize=_VERSIONS)
def _blank_symbols(version: int) -> _Packed:
    """Return the eight symbols, packed as in `_lay`, whose data bits are all zero; read-only.

    Finders, timing, format and version bits are the library's and final, data modules hold the bare mask.
    """
    planes = np.array([_library_symbol(version, b"", mask) for mask in range(_MASKS)])
    packed: _Packed = np.packbits(planes, axis=0, bitorder="little")[0]
    packed.setflags(write=False)
    return packed


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


def _penalties(symbols: _Packed) -> NDArray[np.int64]:
    """Score each symbol's eight by the four rules of ISO/IEC 18004:2015, 7.8.3.1, table 11: symbols, masks.

    As the standard says, the complete symbol is scored. qrcode 8.2 leaves format and version bits light
    while it scores (python-qrcode issue 388), so its choice differs for 4 short addresses in 10; on a
    finished symbol both give the same score. Like the library, and unlike some encoders, we do not take
    the margin for a light area beside a finder-like pattern.
    """
    lines = np.concatenate((symbols, symbols.transpose(0, 2, 1)), axis=1)
    alike = ~(lines[:, :, 1:] ^ lines[:, :, :-1])
    return _long_runs(alike) + _blocks(alike) + _finder_likes(lines) + _imbalance(symbols)


def _long_runs(alike: _Packed) -> NDArray[np.int64]:
    """Rule 1: a run of n >= 5 modules of one colour costs n - 2.

    Such a run shows as n - 4 windows of five in a row, of which n - 5 have a neighbour: 3 (n-4) - 2 (n-5).
    """
    three: _Packed = alike[:, :, 1:] & alike[:, :, :-1]
    five: _Packed = three[:, :, 2:] & three[:, :, :-2]
    return 3 * _count(five) - 2 * _count(five[:, :, 1:] & five[:, :, :-1])


def _blocks(alike: _Packed) -> NDArray[np.int64]:
    """Rule 2: every 2 x 2 block of one colour costs 3, overlapping ones too."""
    side = alike.shape[1] // 2
    across, down = alike[:, :side], alike[:, side:].transpose(0, 2, 1)
    return 3 * _count(across[:, 1:] & across[:, :-1] & down[:, :, 1:] & down[:, :, :-1])


def _finder_likes(lines: _Packed) -> NDArray[np.int64]:
    """Rule 3: dark-light-dark-light-dark of 1:1:3:1:1 with four light modules before or after costs 40.

    One with four on both sides costs 80.
    """
    light: _Packed = ~lines
    starts = lines.shape[2] - len(_FINDER) + 1
    core = np.full((*lines.shape[:2], starts), 255, dtype=np.uint8)
    for place, dark in enumerate(_FINDER):
        core &= (lines if dark else light)[:, :, place : place + starts]
    two: _Packed = light[:, :, 1:] & light[:, :, :-1]
    four: _Packed = two[:, :, 2:] & two[:, :, :-2]
    return 40 * (_count(core[:, :, :-4] & four[:, :, 7:]) + _count(core[:, :, 4:] & four[:, :, :-7]))


def _imbalance(symbols: _Packed) -> NDArray[np.int64]:
    """Rule 4: every full 5 % that the share of dark modules is away from 50 % costs 10."""
    size = symbols[0].size
    away: NDArray[np.int64] = abs(20 * _count(symbols) - 10 * size) // size
    return away * 10


def _count(packed: _Packed) -> NDArray[np.int64]:
    """Return for each symbol and each of the eight masks how many bytes have its bit set.

    Lines are shorter than 256, so eight counts of one line fit a number of 64 bits.
    """
    in_lines = np.take(_MASKS_IN_BYTE, packed).sum(axis=2, dtype=np.uint64)
    counts: NDArray[np.int64] = in_lines[:, :, np.newaxis].view(np.uint8).sum(axis=1, dtype=np.int64)
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
        yield start + _chunk(b"IDAT", zlib.compress(one)) + end


def _chunk(kind: bytes, data: bytes) -> bytes:
    """Return one PNG chunk: length, kind, data, check sum of kind and data."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
