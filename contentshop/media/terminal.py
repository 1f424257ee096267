"""Codes in a terminal: half blocks, two modules to a character."""

from __future__ import annotations

import numpy as np

from .qr import matrix

_QUIET = 4
"""Light modules around the code; ISO/IEC 18004 asks for 4."""
_BLACK_ON_WHITE, _PLAIN = "\x1b[38;5;16;48;5;231m", "\x1b[0m"
"""Colours of the fixed part of the 256: the terminal's own scheme, light or dark, does not change them."""
_BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def terminal_code(text: str) -> list[str]:
    """Return the lines that draw the code of a text, dark on light in every terminal that knows 256 colours.

    Raises:
        CodeTooLongError: `text` does not fit a code.

    """
    modules = np.pad(matrix(text), _QUIET)
    modules = np.pad(modules, ((0, len(modules) % 2), (0, 0)))
    pairs = zip(modules[::2].tolist(), modules[1::2].tolist(), strict=True)
    rows = ("".join(_BLOCKS[pair] for pair in zip(upper, lower, strict=True)) for upper, lower in pairs)
    return [f"{_BLACK_ON_WHITE}{row}{_PLAIN}" for row in rows]
