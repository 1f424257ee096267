"""Things for the shelf: oil, pepper, juice, cakes. Each stands on its origin and is drawn in 800 px units."""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING

from . import palette as p
from . import vessels
from .canvas import DEEP, FLAT, SOFT, Shade
from .foods import ROUND, scatter
from .paths import arc, box, moved, spline, stroke, turned

if TYPE_CHECKING:
    from .canvas import Pen
    from .palette import Colour

OIL = vessels.Bottle(
    ((30, -500), (30, -430), (40, -396), (92, -352), (100, -310), (100, -24), (94, 0)),
    p.mix(p.AMBER, p.OCHRE, 0.35),
    p.PAPER,
    p.INDIGO,
    p.INDIGO,
    0,
)
JUICE = vessels.Bottle(
    ((34, -330), (34, -290), (42, -264), (80, -222), (86, -190), (86, -20), (80, 0)),
    p.mix(p.APRICOT, p.GOLD, 0.55),
    p.CREAM,
    p.PINE,
    p.PINE,
    0,
)
PEPPER = p.mix(p.JUJUBE, p.CLAY, 0.35)


def flax(pen: Pen, length: float = 330) -> None:
    """Three stalks of flax in flower, growing from the origin."""
    for lean, part in ((-70, 0.86), (8, 1.0), (84, 0.78)):
        top = (lean, -length * part)
        stalk = spline([(0, 0), (lean * 0.35, -length * part * 0.5), top])
        pen.form(stroke(stalk, 6, 4), p.LEAF, SOFT)
        for x, y in stalk[6:-6:5]:
            for side in (-1, 1):
                pen.form(stroke([(x, y), (x + side * 22, y - 22)], 6, 1), p.LEAF, SOFT)
        _flower(pen.at(*top))


def _flower(pen: Pen) -> None:
    petal = spline([(0, 0), (-20, -22), (0, -46), (20, -22)], closed=True)
    for turn in range(0, 360, 72):
        pen.form(moved(petal, 0, 0, 1, turn), p.lighter(p.DUSK, 0.12), SOFT)
    pen.oval(0, 0, 9, 9, p.GOLD, FLAT)


def pepper_jar(pen: Pen) -> None:
    """A corked jar of red Sichuan pepper, its husks open."""
    inside = vessels.glass_jar(pen, p.darker(PEPPER, 0.25), 0.86, None)
    for x, y, i in scatter(118, 116, 136):
        tone = p.mix(PEPPER, p.PERSIMMON, 0.4 * (i % 3) / 2)
        husk(pen.at(x, y - 142, 0.66, (i * 61) % 360), tone, seed=i % 7 == 0)
    pen.form([(-150, -300), (150, -300), (150, 40), (-150, 40)], PEPPER, FLAT, opacity=0.08, within=inside)
    vessels.gleams(pen)
    pen.form(turned([(96, -392), (102, -384), (106, -336)], smooth=False), p.WOOD)
    pen.oval(0, -392, 97, 17, p.lighter(p.WOOD, 0.3), SOFT)
    pen.form(box(-66, -208, 132, 104, 10), p.CREAM, SOFT)
    for x, y, turn in ((-24, -152, 20), (22, -168, -30), (12, -136, 70)):
        husk(pen.at(x, y, 0.8, turn), PEPPER, seed=turn == 20)


def husk(pen: Pen, colour: Colour, *, seed: bool = False) -> None:
    """One corn of Sichuan pepper, split in two on its short stalk; its black seed has mostly fallen out."""
    pen.form(stroke([(0, 16), (4, 32)], 5, 3), p.darker(p.CLAY, 0.2), SOFT)
    pen.flat(arc(1, 2, 23, 21), p.darker(colour, 0.6), 0.7)
    pen.form(arc(0, 0, 22, 20), colour, ROUND)
    gap = [(-13, -18), *spline([(-6, -8), (0, 9), (6, -8)]), (13, -18)]
    pen.flat(gap, p.mix(p.SAND, colour, 0.25), within=arc(0, 0, 22, 20))
    if seed:
        pen.oval(0, -10, 8, 8, p.INK, FLAT)
        pen.flat(arc(-3, -13, 2, 2), p.CREAM)


def pepper_twig(pen: Pen) -> None:
    """A twig with small leaves and a cluster of red pepper."""
    twig = spline([(0, 0), (80, -26), (190, -20)])
    pen.form(stroke(twig, 8, 4), p.WALNUT, SOFT)
    leaf = spline([(0, 0), (-12, -22), (0, -50), (12, -22)], closed=True)
    for x, turn in ((60, -30), (96, 24), (132, -24), (164, 30), (190, 80)):
        pen.form(moved(leaf, x, -24, 1, turn), p.LEAF, SOFT)
    for cx, cy, i in scatter(13, 46, 30):
        pen.oval(cx + 6, cy - 18, 14, 13, p.mix(PEPPER, p.PERSIMMON, 0.25 * (i % 3)), ROUND)
        pen.flat(arc(cx + 2, cy - 23, 3, 3), p.CREAM, 0.6)


def buckthorn(pen: Pen, length: float = 330) -> None:
    """A branch of sea buckthorn lying to the right: berries crowded along it, narrow grey leaves."""
    branch = spline([(0, 0), (length * 0.35, -26), (length * 0.7, -14), (length, -44)])
    pen.flat(arc(length * 0.5, 26, length * 0.48, 12), p.INK, 0.18)
    pen.form(stroke(branch, 12, 6), p.WALNUT, SOFT)
    leaf = spline([(0, 0), (-9, -40), (0, -92), (9, -40)], closed=True)
    for i, (x, y) in enumerate(branch[3::5]):
        for side in (-1, 1):
            tone = p.mix(p.CELADON, p.LEAF, 0.35 + 0.3 * (i % 2))
            pen.form(moved(leaf, x, y, 0.9, 62 * side + (i * 17) % 30 - 6), tone, SOFT)
    for i, (x, y) in enumerate(branch[2:-4:2]):
        for k in range(3):
            dx, dy = 19 * math.cos(i * 1.9 + k * 2.1), 17 * math.sin(i * 1.9 + k * 2.1)
            pen.oval(x + dx, y + dy, 15, 14, p.mix(p.PERSIMMON, p.GOLD, 0.3 + 0.25 * (k % 3)), ROUND)
            pen.flat(arc(x + dx - 4, y + dy - 5, 3.5, 3), p.CREAM, 0.8)


def cake(pen: Pen, half: float = 150) -> None:
    """One flat baked cake with sesame, lying on its origin; the next one stands at y = -62."""
    crust = p.mix(p.STRAW, p.OCHRE, 0.5)
    pen.form(turned([(half - 10, -70), (half, -52), (half, -20), (half - 14, 0)], foot=0.24), crust, DEEP)
    top = arc(0, -70, half - 6, half * 0.27)
    pen.form(top, p.mix(p.OCHRE, p.WALNUT, 0.22), Shade(0.4, 0.4, (0.7, 0.6), 0.4))
    pen.flat(stroke(arc(0, -70, half - 26, half * 0.21), 5), p.lighter(crust, 0.3), 0.35, within=top)
    for x, y, i in scatter(46, half - 34, half * 0.18):
        pen.flat(moved(arc(0, 0, 7, 4), x, y - 70, 1, (i * 53) % 180), p.CREAM, 0.95, within=top)


def parcel(pen: Pen) -> None:
    """A stack of cakes in paper, tied with string, a red square on it."""
    kraft = p.mix(p.SAND, p.OCHRE, 0.25)
    pen.shadow(150, 40)
    pen.form(turned([(140, -330), (150, -316), (150, -16), (142, 0)], smooth=False, foot=0.2), kraft, DEEP)
    pen.oval(0, -330, 140, 34, p.lighter(kraft, 0.35), SOFT)
    for x, y in ((-60, -338), (40, -344), (10, -316)):
        pen.flat(stroke([(0, -330), (x, y)], 4, 2), p.darker(kraft, 0.25), 0.6)
    for band in (arc(0, -90, 150, 30, 0, 180), arc(0, -250, 150, 30, 0, 180)):
        pen.flat(stroke(band, 7), p.JUJUBE, 0.9)
    pen.flat(stroke(spline([(-20, -364), (-60, -392), (-64, -352), (-8, -336)]), 7), p.JUJUBE)
    pen.flat(stroke(spline([(20, -364), (60, -396), (66, -356), (8, -336)]), 7), p.JUJUBE)
    vessels.tag(pen.at(0, -142, 0.78), p.JUJUBE, p.GOLD)


def juice_bottle(pen: Pen) -> None:
    """A small bottle of sea-buckthorn juice, three berries on its label."""
    vessels.bottle(pen, JUICE)


BACK = dataclasses.replace(vessels.ROUND, dots=0)


def back_label(pen: Pen) -> None:
    """The paper on the back of a bottle: four lines that matter, and a bar code; drawn over the front's."""
    body = turned(BACK.profile, foot=0.14)
    half = max(w for w, _ in BACK.profile)
    paper = [*arc(0, -300, half, 12, 180, 0), *arc(0, -72, half, 15, 0, 180)]
    pen.form(paper, p.CREAM, Shade(0.5, 0.2, (1.0, 0.1), 0.55), within=body)
    for row, width in enumerate((84, 112, 96, 70)):
        y = -262 + row * 36
        pen.flat(arc(-78, y, 9, 9), p.JUJUBE)
        pen.form(box(-58, y - 7, width, 14, 4), p.mix(p.VINEGAR, p.CLAY, 0.2), FLAT)
    for i in range(13):
        pen.flat(box(-58 + i * 9, -116, 2 + i * 5 % 4, 34), p.INK, 0.9)
