"""The bytes of a QR code: a text cut into chunks, padded, and made safe by Reed and Solomon's parity.

The `qrcode` library knows the tables and cuts the text; it then works bit by bit on lists, which took four fifths of
the time of a code. Here bits are one long number, and parity is a division with a table of 256 remainders.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from itertools import pairwise, zip_longest

from qrcode import base, constants, util

LEVEL = constants.ERROR_CORRECT_M
_LAST_VERSION = 40
_SIZES_CHANGE = (1, 10, 27, _LAST_VERSION + 1)
"""The versions from which on lengths of chunks take more bits (ISO/IEC 18004:2015, table 3)."""
_SHORTEST_CHUNK = 20
"""Digits or capitals in a row that get a mode of their own, as in the library."""
_TERMINATOR = 4
_PADDING = (0xEC, 0x11)


class CodeTooLongError(ValueError):
    """The text does not fit the largest code: version 40, level M, 2331 bytes (digits and capitals take less)."""


def encode(text: str) -> tuple[int, bytes]:
    """Return the smallest version that holds `text` at level M, and its codewords with error correction.

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
    """Return bits padded to the version's size in blocks with their parity, interleaved."""
    blocks = base.rs_blocks(version, LEVEL)
    room = sum(one.data_count for one in blocks)
    closed = min(length + _TERMINATOR, 8 * room)
    filled = -(-closed // 8)
    data = (value << 8 * filled - length).to_bytes(filled, "big")
    data += bytes(_PADDING[index % 2] for index in range(room - filled))
    parts, parities, start = [], [], 0
    for one in blocks:
        part = data[start : start + one.data_count]
        parts.append(part)
        parities.append(_parity(part, one.total_count - one.data_count))
        start += one.data_count
    return _interleaved(parts) + _interleaved(parities)


def _interleaved(parts: list[bytes]) -> bytes:
    """Return the first byte of each part, then the second of each, and so on; the shorter ones end before."""
    if len(parts) == 1:
        return parts[0]
    return bytes(byte for row in zip_longest(*parts) for byte in row if byte is not None)


def _parity(data: bytes, count: int) -> bytes:
    """Return the remainder of `data`, read as a polynomial over GF(256), as `count` bytes."""
    table, top, kept = _remainders(count), 8 * (count - 1), (1 << 8 * (count - 1)) - 1
    rest = 0
    for byte in data:
        rest = (rest & kept) << 8 ^ table[rest >> top ^ byte]
    return rest.to_bytes(count, "big")


@cache
def _remainders(count: int) -> tuple[int, ...]:
    """Return each byte times the generator of `count` parity bytes, without its first coefficient, as a number."""
    generator = [1]
    for power in range(count):
        root = base.gexp(power)
        longer = zip([*generator, 0], [0, *generator], strict=True)
        generator = [here ^ _product(before, root) for here, before in longer]
    return tuple(int.from_bytes(bytes(_product(byte, one) for one in generator[1:]), "big") for byte in range(256))


def _product(one: int, other: int) -> int:
    """Return the product of two elements of GF(256)."""
    return base.gexp(base.glog(one) + base.glog(other)) if one and other else 0
