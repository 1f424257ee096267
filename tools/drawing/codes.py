"""Cards with a code to scan: the shop's account and its group; the codes lead to example.com."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from contentshop.media import qr_png

from . import palette as p
from . import vessels
from .canvas import SOFT, Canvas
from .grounds import disc
from .paths import box
from .products import full_bowl

if TYPE_CHECKING:
    from collections.abc import Callable

    from .palette import Colour

WIDTH, HEIGHT = 560, 660
MIDDLE = WIDTH // 2
SIDE = 444  # the code with its margin: 37 modules of 12 pixels


def card(seed: int, back: Colour, address: str) -> Canvas:
    """A card with the code of an address on white, and room for a medallion that overlaps its frame."""
    canvas = Canvas(WIDTH, HEIGHT, back, seed)
    pen = canvas.pen(MIDDLE, HEIGHT - SIDE / 2 - 46)
    half = SIDE / 2 + 18
    pen.form(box(-half, -half - 22, half * 2, half * 2 + 40, 34), p.CREAM, SOFT)
    code = Image.open(io.BytesIO(qr_png(address, module=12))).convert("L")
    left, top = MIDDLE - code.width // 2, HEIGHT - 46 - SIDE // 2 - code.height // 2
    light = np.asarray(code)[..., None] > 0
    canvas.pixels[top : top + code.height, left : left + code.width] = np.where(
        light, np.array(p.WHITE, np.float32), np.array(p.INK, np.float32)
    )
    disc(canvas, MIDDLE, 88, 78, p.CREAM)
    disc(canvas, MIDDLE, 88, 68, p.mix(back, p.CREAM, 0.55))
    return canvas


def account() -> Canvas:
    """The follow code of the account, with the shop's jar."""
    canvas = card(301, p.PERSIMMON, "https://example.com/follow/jinwei")
    pen = canvas.pen(MIDDLE, 140, 0.2)
    vessels.clay_jar(pen)
    vessels.tag(pen.at(0, -226, 1.0), p.CREAM, p.JUJUBE)
    return canvas


def group() -> Canvas:
    """The code of the group, with a bowl for everyone."""
    canvas = card(302, p.JADE, "https://example.com/groups/vinegar")
    full_bowl(canvas, MIDDLE, 132, 0.3)
    return canvas


ALL: dict[str, Callable[[], Canvas]] = {"account-code": account, "vinegar-group": group}
