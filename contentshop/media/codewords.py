"""The bytes of a QR code: a text cut into chunks, padded, and made safe by Reed and Solomon's parity.

The `qrcode` library knows the tables and cuts the text; it then works bit by bit on lists, which took four fifths of
the time of a code. Here bits are one long number; parity is looked up in NumPy, for all codes of one version at once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from itertools import pairwise, zip_longest

import numpy as np
from numpy.typing import NDArray
from qrcode import base, constants, util

LEVEL = constants.ERROR_CORRECT_M
_LAST_VERSION = 40
_SIZES_CHANGE = (1, 10, 27, _LAST_VERSION + 1)
"""The versions from which on lengths of chunks take more bits (ISO/IEC 18004:2015, table 3)."""
_SHORTEST_CHUNK = 20
"""Digits or capitals in a row that get a mode of their own, as in the library."""
_TERMINATOR = 4
_PADDING = b"\xec\x11"


class CodeTooLongError(ValueError):
    """The text does not fit the largest code: version 40, level M, 2331 bytes (digits and capitals take less)."""


def encode(text: str) -> tuple[int, bytes]:
    """Return the smallest version that holds `text` at level M, and its codewords before error correction.

    Raises:
        CodeTooLongError: no version does.
    """
    chunks = [(one.mode, len(one), *_bits(one)) for one in util.optimal_data_chunks(text, minimum=_SHORTEST_CHUNK)]
    for first, beyond in pairwise(_SIZES_CHANGE):
        value = length = 0
        for mode, count, bits, size in chunks:
            width = util.length_in_bits(mode, first)
            value = ((value << 4 | mode) << width | count) << size | bits
            length += 4 + width + size
        version = bisect_left(util.BIT_LIMIT_TABLE[LEVEL], length, first)
        if version < beyond:
            return version, _codewords(version, value, length)
    message = f"a text of {len(text.encode())} bytes does not fit a QR code"
    raise CodeTooLongError(message)


def _bits(chunk: util.QRData) -> tuple[int, int]:
    """Return the bits of a chunk as a number, and how many there are."""
    if chunk.mode == util.MODE_8BIT_BYTE:
        return int.from_bytes(chunk.data, "big"), 8 * len(chunk.data)
    buffer = util.BitBuffer()
    chunk.write(buffer)
    return int.from_bytes(bytes(buffer.buffer), "big") >> -len(buffer) % 8, len(buffer)


def _codewords(version: int, value: int, length: int) -> bytes:
    """Return bits padded to the version's size."""
    room = _room(version)
    closed = min(length + _TERMINATOR, 8 * room)
    filled = -(-closed // 8)
    data = (value << 8 * filled - length).to_bytes(filled, "big")
    return data + (_PADDING * room)[: room - filled]


@cache
def _room(version: int) -> int:
    return sum(one.data_count for one in base.rs_blocks(version, LEVEL))


def protected(version: int, codewords: Sequence[bytes]) -> NDArray[np.uint8]:
    """Return the codewords of several codes of one version in blocks with their parity, interleaved: codes, bytes."""
    data = np.frombuffer(b"".join(codewords), dtype=np.uint8).reshape(len(codewords), -1)
    parts, start = [data], 0
    for one in base.rs_blocks(version, LEVEL):
        shares = _shares(one.data_count, one.total_count - one.data_count)
        places = 256 * np.arange(one.data_count)[:, np.newaxis] + data[:, start : start + one.data_count].T
        parts.append(np.bitwise_xor.reduce(shares[places], axis=0))
        start += one.data_count
    return np.concatenate(parts, axis=1)[:, _order(version)]


@cache
def _order(version: int) -> NDArray[np.intp]:
    """Return where interleaved bytes come from: the first of each block, then the second of each, and so on."""
    blocks = base.rs_blocks(version, LEVEL)
    sizes = [one.data_count for one in blocks], [one.total_count - one.data_count for one in blocks]
    found: list[int] = []
    start = 0
    for lengths in sizes:
        parts = []
        for length in lengths:
            parts.append(range(start, start + length))
            start += length
        found += [place for row in zip_longest(*parts) for place in row if place is not None]
    return np.array(found)


@cache
def _shares(length: int, count: int) -> NDArray[np.uint8]:
    """Return what each byte at each place of a block of some length adds to its `count` bytes of parity.

    Row `256 * place + byte` is the remainder of that byte there, the block read as a polynomial over GF(256); the
    remainder of a sum is the sum of the remainders.
    """
    last = _remainders(count)
    found = [last]
    for _ in range(length - 1):
        after = np.pad(found[-1][:, 1:], ((0, 0), (0, 1)))
        found.append(after ^ last[found[-1][:, 0]])
    return np.concatenate(found[::-1])


def _remainders(count: int) -> NDArray[np.uint8]:
    """Return each byte times the generator of `count` parity bytes, without its first coefficient: bytes, parity."""
    generator = [1]
    for power in range(count):
        root = base.gexp(power)
        longer = zip([*generator, 0], [0, *generator], strict=True)
        generator = [here ^ _product(before, root) for here, before in longer]
    return np.array([[_product(byte, one) for one in generator[1:]] for byte in range(256)], dtype=np.uint8)


def _product(one: int, other: int) -> int:
    """Return the product of two elements of GF(256)."""
    return base.gexp(base.glog(one) + base.glog(other)) if one and other else 0
