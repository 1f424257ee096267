"""What things stand on and in front of: walls, tables, windows, hills."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from . import palette as p
from .canvas import DOWN, FLAT, SOFT, Shade
from .paths import arc, box, spline

if TYPE_CHECKING:
    from .canvas import Canvas, Pen
    from .palette import Colour

WASH = Shade(dark=0.16, light=0.34, towards=(0.6, 1.0), start=0.55)


def wall(canvas: Canvas, colour: Colour) -> Pen:
    """Paint the whole sheet; gives a pen at its top left corner."""
    pen = canvas.pen(0, 0)
    pen.form(box(-2, -2, canvas.width + 4, canvas.height + 4), colour, WASH)
    return pen


def table(canvas: Canvas, top: float, colour: Colour) -> None:
    """A table edge to edge, from `top` down."""
    pen = canvas.pen(0, top)
    pen.form(box(-2, 0, canvas.width + 4, canvas.height), colour, Shade(0.35, 0.25, (0.5, 1.0), 0.35))
    pen.flat(box(-2, 0, canvas.width + 4, 5), p.lighter(colour, 0.45))
    for i in range(4):
        y = 34 + i * i * 17
        grain = spline(
            [
                (canvas.width * (0.05 + 0.2 * i), y),
                (canvas.width * (0.3 + 0.2 * i), y + 3),
                (canvas.width * (0.42 + 0.2 * i), y),
            ]
        )
        pen.flat([*grain, *[(x, y + 2.2) for x, y in reversed(grain)]], p.darker(colour, 0.22), 0.6)


def cloth(canvas: Canvas, top: float, colour: Colour, stripe: Colour) -> None:
    """A table under a striped cloth, the stripes running away from us."""
    pen = canvas.pen(canvas.width / 2, top)
    w, h = canvas.width, canvas.height
    pen.form(box(-w, 0, 2 * w, h), colour, Shade(0.3, 0.2, (0.4, 1.0), 0.4))
    for i in range(-7, 8):
        x = i * w / 9
        pen.flat([(x, 0), (x + 9, 0), (x * 1.9 + 16, h), (x * 1.9, h)], stripe, 0.55)
    pen.flat(box(-w, 0, 2 * w, 5), p.lighter(colour, 0.5))


def disc(canvas: Canvas, x: float, y: float, radius: float, colour: Colour) -> None:
    """A sun, or only a round of colour that holds the picture together."""
    canvas.pen(x, y).form(arc(0, 0, radius, radius), colour, Shade(0.16, 0.45, (0.2, 1.0), 0.4))


def arch(canvas: Canvas, x: float, base: float, width: float, height: float, colour: Colour) -> None:
    """A cave-house arch (窑洞) in the wall."""
    pen = canvas.pen(x, base)
    half = width / 2
    pen.form(
        [*arc(0, -height + half, half, half, 180, 360), (half, 0), (-half, 0)], colour, Shade(0.3, 0.3, (0.7, 0.8), 0.3)
    )


def hills(canvas: Canvas, base: float, colours: tuple[Colour, ...], height: float = 150) -> None:
    """Loess hills cut in terraces, the far ones pale."""
    for i, colour in enumerate(colours):
        _ridge(canvas, base, height * (1 - 0.24 * i), i, colour)


def _ridge(canvas: Canvas, base: float, height: float, phase: int, colour: Colour) -> None:
    pen = canvas.pen(0, base)
    steps = 14
    xs = [canvas.width * k / steps for k in range(-1, steps + 2)]
    tops = [(x, -height * (0.55 + 0.45 * math.sin(k * (0.62 + 0.11 * phase) + phase * 2.1))) for k, x in enumerate(xs)]
    ridge = spline(tops)
    pen.form([*ridge, (canvas.width + 60, 10), (-60, 10)], colour, Shade(0.35, 0.25, (0.35, 1.0), 0.3))
    for part in (0.72, 0.46, 0.22):
        band = [(x, y * part) for x, y in ridge]
        lower = [(x, y + 2.6) for x, y in reversed(band)]
        pen.flat([*band, *lower], p.darker(colour, 0.2), 0.55)


def window(pen: Pen, width: float, height: float, view: Colour, frame: Colour = p.WALNUT) -> None:
    """A lattice window; the origin is the middle of its sill."""
    half = width / 2
    pen.form(box(-half - 16, -height - 16, width + 32, height + 24, 6), frame)
    pen.form(box(-half, -height, width, height), view, Shade(0.25, 0.4, (0.3, 1.0), 0.3))
    for i in range(1, 4):
        pen.form(box(-half + width * i / 4 - 4, -height, 8, height), frame, SOFT)
    for part in (0.3, 0.7):
        pen.form(box(-half, -height * part - 4, width, 8), frame, SOFT)
    for x, y in ((-0.125, 0.5), (0.125, 0.5), (-0.375, 0.85), (0.375, 0.85)):
        pen.form(arc(x * width, -y * height, 17, 17), frame, FLAT)
        pen.form(arc(x * width, -y * height, 10, 10), view, FLAT)
    pen.form(box(-half - 30, 6, width + 60, 20, 5), p.lighter(frame, 0.15), DOWN)


def tiles(canvas: Canvas, base: float, colour: Colour, joint: Colour, size: float = 74) -> None:
    """A tiled kitchen wall down to `base`, some tiles a shade off."""
    pen = canvas.pen(0, 0)
    pen.form(box(-2, -2, canvas.width + 4, base + 4), joint, FLAT)
    for row in range(int(base / size) + 2):
        shift = size / 2 if row % 2 else 0
        for column in range(-1, int(canvas.width / size) + 2):
            off = ((row * 7 + column * 13) % 5 - 2) * 0.04
            tone = p.lighter(colour, off) if off > 0 else p.darker(colour, -off)
            tile = box(column * size + shift + 2, base - (row + 1) * size + 2, size - 4, size - 4, 6)
            pen.form(tile, tone, Shade(0.12, 0.2, (0.5, 1.0), 0.55))


def shelf(pen: Pen, width: float, colour: Colour = p.WOOD) -> None:
    """A board on the wall; things stand on y = 0."""
    pen.glow(box(-width / 2 + 8, 20, width, 26), p.darker(colour, 0.75), 10, 0.3)
    pen.form(box(-width / 2, -4, width, 28, 4), colour, DOWN)
    pen.flat(box(-width / 2, -4, width, 5), p.lighter(colour, 0.4))
    for side in (-1, 1):
        pen.form(box(side * width * 0.36 - 9, 22, 18, 44, 8), p.darker(colour, 0.2), SOFT)


def snow(canvas: Canvas, left: float, top: float, width: float, height: float) -> None:
    """Snowflakes as plain dots, scattered by a fixed rule."""
    pen = canvas.pen(left, top)
    for i in range(34):
        x, y = ((i + 0.5) * 0.7548776 % 1) * width, ((i + 0.5) * 0.5698403 % 1) * height
        pen.flat(arc(x, y, 2.5 + i % 3, 2.5 + i % 3), p.WHITE, 0.85)
