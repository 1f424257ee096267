"""Things to eat. Each lies on its origin and is drawn in 800 px units."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from . import palette as p
from .canvas import DEEP, DOWN, SOFT, Shade
from .paths import Path, arc, box, moved, spline, stroke

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .canvas import Pen
    from .palette import Colour

ROUND = Shade(dark=0.85, light=0.45, towards=(0.8, 0.9), start=0.4)


def scatter(count: int, rx: float, ry: float) -> Iterator[tuple[float, float, int]]:
    """Evenly strewn places in an ellipse (sunflower rule), back ones first."""
    spots = []
    for i in range(count):
        r, a = math.sqrt((i + 0.5) / count), i * 2.39996
        spots.append((r * rx * math.cos(a), r * ry * math.sin(a), i))
    yield from sorted(spots, key=lambda s: s[1])


def heap(pen: Pen, half: float, height: float, colour: Colour, size: float, count: int) -> None:
    """A heap of grain: a mound with single grains showing on it."""
    mound = spline(
        [
            (-half, 0),
            (-half * 0.72, -height * 0.38),
            (-half * 0.26, -height * 0.9),
            (half * 0.1, -height),
            (half * 0.5, -height * 0.66),
            (half, 0),
        ]
    )
    outline = [*mound, *arc(0, 0, half, half * 0.2, 0, 180)]
    pen.form(outline, colour, DEEP)
    for x, y, i in scatter(count, half * 0.96, height * 0.62):
        tone = p.lighter(colour, 0.5) if i % 3 else p.darker(colour, 0.3)
        pen.flat(arc(x, y - height * 0.36, size, size * 0.86), tone, 0.8, within=outline)


def loose(pen: Pen, spots: tuple[tuple[float, float], ...], colour: Colour, size: float) -> None:
    """Single grains or beans that rolled away."""
    for x, y in spots:
        pen.flat(arc(x + 2, y + size * 0.5, size * 1.1, size * 0.5), p.INK, 0.25)
        pen.oval(x, y, size, size * 0.84, colour, ROUND)


def ear(pen: Pen, colour: Colour = p.JUJUBE, length: float = 300) -> None:
    """An ear of sorghum lying with its stalk at the origin, head upwards."""
    stalk = spline([(0, 0), (6, -length * 0.45), (-4, -length)])
    pen.form(stroke(stalk, 9, 5), p.LEAF, SOFT)
    blade = [
        *spline([(3, -length * 0.2), (50, -length * 0.5), (112, -length * 0.46)]),
        *spline([(112, -length * 0.46), (48, -length * 0.4), (3, -length * 0.12)]),
    ]
    pen.form(blade, p.LEAF)
    pen.flat(arc(-2, -length * 0.66 - 68, 40, 82), p.darker(colour, 0.45))
    for row in range(13):
        width = 44 * math.sin(math.pi * (row + 1.2) / 14.5)
        for k in (-1, 1, -0.45, 0.45, 0):
            tone = p.mix(colour, p.APRICOT, 0.45 * ((row * 3 + int(k * 5)) % 4) / 3)
            x, y = k * width - 3 + (row * 5 % 7 - 3), -length * 0.66 - row * 12 + abs(k) * 12
            pen.flat(arc(x + 1, y + 2, 11, 12), p.darker(colour, 0.5))
            pen.oval(x, y, 10, 11, tone, ROUND)
            pen.flat(arc(x - 3, y - 4, 2.5, 2.5), p.CREAM, 0.7)


def millet_ear(pen: Pen) -> None:
    """A bending foxtail-millet ear."""
    stalk = spline([(0, 0), (8, -140), (50, -230), (120, -236)])
    pen.form(stroke(stalk, 8, 5), p.LEAF, SOFT)
    head = spline([(60, -236), (130, -240), (186, -196), (212, -120)])
    for i, (x, y) in enumerate(head):
        r = 21 * math.sin(math.pi * (i + 4) / (len(head) + 7)) + 4
        for side in (-1, 0, 1):
            tone = p.lighter(p.GOLD, 0.25 * (i % 3))
            pen.oval(x + side * r * 0.7, y + side * r * 0.4 - abs(side) * 2, 8, 8, tone, ROUND)


def garlic(pen: Pen) -> None:
    """A head of purple-skinned garlic."""
    pen.shadow(52, 13)
    outline = [
        *spline([(-4, -112), (-12, -86), (-52, -58), (-58, -26), (-34, -2)]),
        *spline([(-34, -2), (0, 5), (34, -2)]),
        *spline([(34, -2), (58, -26), (52, -58), (12, -86), (8, -112)]),
    ]
    pen.form(outline, p.WHITE, Shade(0.55, 0.2, (1, 0.5), 0.4))
    for x in (-34, -12, 14, 36):
        pen.flat(
            stroke(spline([(x * 0.2, -88), (x, -46), (x * 0.6, -2)]), 4, 2),
            p.mix(p.JUJUBE, p.DUSK, 0.55),
            0.55,
            within=outline,
        )
    pen.flat(
        [*spline([(-50, -18), (-20, 2), (30, 0), (56, -22)]), (30, 10), (-30, 10)],
        p.mix(p.BLUSH, p.DUSK, 0.4),
        0.6,
        within=outline,
    )


def clove(pen: Pen, colour: Colour = p.WHITE) -> None:
    """One clove of garlic."""
    outline = [
        *spline([(0, -62), (-26, -36), (-28, -8), (-10, 4)]),
        *spline([(-10, 4), (14, 4), (24, -14), (14, -40), (0, -62)]),
    ]
    pen.flat(moved(outline, 2, 3, 1.07), p.darker(colour, 0.6), 0.7)
    pen.form(outline, colour, ROUND)
    pen.flat(stroke(spline([(-10, -40), (-17, -22), (-14, -8)]), 6, 3), p.WHITE, 0.75)


def chili(pen: Pen, length: float = 150) -> None:
    """A dried red chili lying to the right."""
    pen.flat(arc(length * 0.5, 10, length * 0.5, 8), p.INK, 0.2)
    bend = spline([(0, -8), (length * 0.35, -22), (length * 0.75, -8), (length, 16)])
    pen.form(stroke(bend, 34, 3), p.JUJUBE, Shade(0.8, 0.35, (0.2, 1), 0.35))
    pen.flat(stroke(spline([(12, -18), (length * 0.35, -30), (length * 0.6, -24)]), 5, 2), p.APRICOT, 0.8)
    pen.form(stroke(spline([(2, -8), (-18, -12), (-34, -26)]), 13, 7), p.LEAF, SOFT)


def jujube(pen: Pen, angle: float = 0) -> None:
    """A wrinkled red date."""
    turn = pen.at(0, 0, 1, angle)
    turn.flat(arc(2, 3, 43, 34), p.darker(p.JUJUBE, 0.75), 0.7)
    turn.form(arc(0, 0, 40, 31), p.mix(p.JUJUBE, p.PERSIMMON, 0.12), ROUND)
    for x, y, w in ((-16, -8, 18), (-2, 6, 22), (14, -12, 14), (16, 12, 12)):
        turn.flat(
            stroke(spline([(x - w / 2, y), (x, y - 4), (x + w / 2, y + 2)]), 3, 1.5), p.darker(p.JUJUBE, 0.55), 0.8
        )
    turn.flat(stroke(spline([(-24, -12), (-10, -22), (4, -23)]), 6, 3), p.APRICOT, 0.7)
    turn.flat(arc(39, 0, 4, 6), p.WALNUT)


def walnut(pen: Pen, angle: float = 0) -> None:
    """A whole walnut."""
    turn = pen.at(0, 0, 1, angle)
    outline = spline([(-58, 0), (-46, -40), (0, -56), (46, -42), (62, 0), (46, 42), (0, 54), (-46, 40)], closed=True)
    turn.flat(moved(outline, 2, 4, 1.06), p.darker(p.WALNUT, 0.6), 0.7)
    turn.form(outline, p.mix(p.WOOD, p.SAND, 0.2), ROUND)
    seam = spline([(-58, 2), (-20, -10), (24, -8), (62, 0)])
    turn.flat(stroke(seam, 7, 5), p.darker(p.WOOD, 0.42), within=outline)
    turn.flat(stroke([(x, y - 6) for x, y in seam], 4, 3), p.lighter(p.WOOD, 0.4), within=outline)
    for x, y, w in (
        (-26, -30, 26),
        (10, -34, 24),
        (32, -20, 18),
        (-30, 18, 26),
        (4, 28, 30),
        (34, 20, 18),
        (-6, 12, 16),
    ):
        turn.flat(
            stroke(spline([(x - w / 2, y + 3), (x, y - 4), (x + w / 2, y + 4)]), 4, 2),
            p.darker(p.WOOD, 0.3),
            0.8,
            within=outline,
        )


def walnut_half(pen: Pen) -> None:
    """Half a walnut showing its kernel."""
    shell = spline([(-60, 0), (-46, -42), (0, -56), (46, -42), (62, 0), (46, 40), (0, 52), (-46, 40)], closed=True)
    pen.form(shell, p.WALNUT, ROUND)
    pen.flat(arc(0, -2, 48, 42), p.darker(p.WALNUT, 0.4))
    for side in (-1, 1):
        lobe = [
            (side * 5, -38),
            (side * 26, -38),
            (side * 42, -16),
            (side * 34, 0),
            (side * 42, 18),
            (side * 24, 34),
            (side * 5, 34),
        ]
        pen.form(spline(lobe, closed=True), p.STRAW, ROUND)
        for y in (-20, 2, 20):
            pen.flat(stroke(spline([(side * 10, y), (side * 22, y - 7), (side * 34, y + 2)]), 4, 2), p.OCHRE, 0.8)
    pen.flat(stroke([(0, -38), (0, 34)], 5), p.OCHRE)


def bean(pen: Pen, colour: Colour, angle: float = 0, *, eye: bool = True) -> None:
    """One bean, its pale eye towards us or not."""
    turn = pen.at(0, 0, 1, angle)
    turn.flat(arc(1, 2, 18, 14), p.darker(colour, 0.55), 0.8)
    turn.form(arc(0, 0, 17, 13), colour, ROUND)
    if eye:
        turn.flat(stroke([(-4, -4), (4, -4)], 3.5), p.WHITE, 0.9)


def dumpling(pen: Pen) -> None:
    """A folded dumpling, its pleats to the front."""
    pen.flat(arc(6, 4, 66, 14), p.INK, 0.2)
    outline = [
        *spline([(-68, -2), (-58, -34), (-22, -58), (22, -58), (58, -34), (68, -2)]),
        *spline([(68, -2), (30, 10), (-30, 10), (-68, -2)]),
    ]
    pen.form(outline, p.CREAM, Shade(0.5, 0.3, (0.6, 1), 0.45))
    crest = spline([(-66, -6), (-40, -36), (0, -46), (40, -36), (66, -6)])
    pen.form(stroke(crest, 17), p.WHITE, SOFT)
    for i in range(-3, 4):
        pen.flat(stroke([(i * 17, -48 + i * i * 3.4), (i * 14, -26 + i * i * 2.2)], 4, 2), p.darker(p.SAND, 0.15), 0.75)


def scallion(pen: Pen, length: float = 360) -> None:
    """A spring onion lying to the right."""
    pen.flat(arc(length * 0.45, 12, length * 0.46, 8), p.INK, 0.16)
    for dy, tone in ((-46, p.PINE), (16, p.LEAF), (-14, p.mix(p.LEAF, p.PINE, 0.4))):
        leaf = spline([(length * 0.34, -2), (length * 0.7, dy * 0.6), (length, dy)])
        pen.form(stroke(leaf, 30, 8), tone, SOFT)
    pen.form(stroke([(0, 0), (length * 0.4, -2)], 34, 30), p.mix(p.WHITE, p.CELADON, 0.25), SOFT)
    pen.form(stroke([(length * 0.28, -1), (length * 0.44, -2)], 31, 28), p.mix(p.CELADON, p.LEAF, 0.45), SOFT)
    for dy in (-12, 0, 12):
        pen.flat(stroke(spline([(-8, dy * 0.4), (-26, dy), (-40, dy * 1.3)]), 3, 1), p.SAND)


def persimmon(pen: Pen) -> None:
    """A ripe persimmon with its four-leaved cap."""
    pen.shadow(66, 16)
    pen.form(
        spline([(0, -104), (54, -102), (78, -58), (54, -10), (0, 2), (-54, -10), (-78, -58), (-54, -102)], closed=True),
        p.PERSIMMON,
        ROUND,
    )
    pen.flat(stroke(spline([(-54, -70), (-46, -86), (-32, -94)]), 9, 4), p.CREAM, 0.65)
    for angle in (-70, -20, 25, 75):
        leaf = moved(spline([(0, 0), (15, -20), (0, -42), (-15, -20)], closed=True), 2, -98, 1, angle)
        pen.form([(x, -98 + (y + 98) * 0.55) for x, y in leaf], p.LEAF, SOFT)
    pen.form(stroke([(2, -100), (6, -122)], 9, 7), p.WALNUT, SOFT)


def strands(pen: Pen, half: float, depth: float, *, within: Path | None = None, count: int = 15) -> None:
    """A nest of noodles filling an ellipse."""
    for i in range(count):
        y = -depth * 0.7 + depth * 1.4 * i / count
        swing = math.sin(i * 2.1) * depth * 0.5
        line = spline(
            [
                (-half, y),
                (-half * 0.5, y - swing),
                (0, y + swing * 0.8),
                (half * 0.5, y - swing * 0.7),
                (half, y + swing * 0.3),
            ]
        )
        pen.form(stroke(line, 13), p.mix(p.CREAM, p.STRAW, 0.3 + 0.5 * (i % 3) / 2), DOWN, within=within)
        pen.flat(stroke([(x, yy + 6) for x, yy in line], 2.5), p.OCHRE, 0.5, within=within)


def egg(pen: Pen, size: float = 1) -> None:
    """A fried egg seen from a low height."""
    edge = spline([(-96, 2), (-70, -26), (-20, -22), (30, -36), (84, -20), (100, 6), (50, 26), (-30, 30)], closed=True)
    turn = pen.at(0, 0, size)
    turn.form(moved(edge, 0, 4, 1.05), p.OCHRE, SOFT)
    turn.form(edge, p.WHITE, Shade(0.3, 0.2, (0.5, 1), 0.5))
    turn.form(arc(4, -6, 36, 22), p.GOLD, ROUND)
    turn.flat(arc(-8, -14, 9, 4), p.WHITE, 0.9)


def tube(pen: Pen, height: float = 68) -> None:
    """One oat tube (莜面窝窝) standing on end."""
    skin = p.mix(p.OCHRE, p.SAND, 0.62)
    wall = [
        *arc(0, 0, 31, 12, 0, 180),
        *spline([(-31, 0), (-30, -height * 0.6), (-36, -height)]),
        *spline([(36, -height), (30, -height * 0.6), (31, 0)]),
    ]
    pen.flat(moved(wall, 1, 2, 1.04), p.darker(skin, 0.6), 0.6)
    pen.form(wall, skin, DEEP)
    lip = spline(
        [
            (-37, -height + 2),
            (-20, -height - 14),
            (12, -height - 13),
            (37, -height - 3),
            (24, -height + 13),
            (-14, -height + 15),
        ],
        closed=True,
    )
    pen.form(lip, p.lighter(skin, 0.4), SOFT)
    pen.form(moved(lip, 0, -height * 0.12 + 0.5, 0.87), p.darker(skin, 0.4), Shade(0.8, 0.3, (-0.5, -1)))
    pen.flat(stroke(spline([(-9, -height + 13), (-2, -height * 0.5), (-8, 10)]), 3.5, 2), p.darker(skin, 0.35), 0.8)


def dough(pen: Pen, length: float = 300) -> None:
    """A long loaf of stiff dough with shaved ridges on its shoulder."""
    pen.shadow(length * 0.5, 26)
    half = length / 2
    body = spline(
        [
            (-half, -40),
            (-half * 0.8, -104),
            (0, -122),
            (half * 0.8, -104),
            (half, -46),
            (half * 0.82, -2),
            (0, 4),
            (-half * 0.84, -2),
        ],
        closed=True,
    )
    pen.form(body, p.CREAM, Shade(0.5, 0.3, (0.5, 1), 0.4))
    for i in range(4):
        y = -104 + i * 17
        pen.flat(
            stroke(spline([(-half * 0.7, y + 10), (0, y - 8), (half * 0.72, y + 8)]), 4, 3), p.SAND, 0.9, within=body
        )


def flake(pen: Pen, angle: float = 0) -> None:
    """One shaved noodle: two points and a ridge."""
    turn = pen.at(0, 0, 1, angle)
    turn.form([*spline([(-62, 0), (0, -15), (62, 2)]), *spline([(62, 2), (0, 13), (-62, 0)])], p.CREAM, DOWN)
    turn.flat(stroke(spline([(-54, 0), (0, -3), (54, 1)]), 2.5), p.OCHRE, 0.55)


def steam(pen: Pen, height: float = 190, spread: float = 70) -> None:
    """Three soft wisps rising."""
    for i, x in enumerate((-spread, 0, spread)):
        h = height * (0.8, 1.0, 0.7)[i]
        wisp = spline([(x, 0), (x + 24, -h * 0.3), (x - 20, -h * 0.62), (x + 14, -h)])
        pen.glow(stroke(wisp, 5, 15), p.WHITE, 6, 0.62)


def sack(pen: Pen, cloth: Colour, stripe: Colour) -> None:
    """An open cloth sack, its edge rolled down; what is in it is drawn at y = -330."""
    pen.shadow(186, 46)
    body = [
        *spline([(-168, -322), (-196, -220), (-204, -90), (-178, -12)]),
        *spline([(-178, -12), (0, 16), (178, -12)]),
        *spline([(178, -12), (206, -90), (194, -220), (168, -322)]),
    ]
    pen.form(body, cloth, DEEP)
    for x in (-70, 0, 70):
        pen.flat(stroke(spline([(x * 0.9, -320), (x * 1.25, -160), (x * 1.1, 8)]), 11, 11), stripe, 0.75, within=body)
    for x, y in ((-150, -40), (-96, -14), (140, -60), (110, -20)):
        pen.flat(
            stroke(spline([(x, y), (x + 16, y - 40), (x + 10, y - 86)]), 5, 1), p.darker(cloth, 0.35), 0.6, within=body
        )
    pen.oval(0, -324, 176, 50, p.darker(cloth, 0.3), SOFT)


def sack_rim(pen: Pen, cloth: Colour) -> None:
    """The rolled front edge of a sack, drawn over its contents."""
    roll = spline([(-182, -330), (-150, -292), (0, -268), (150, -292), (182, -330)])
    pen.form(stroke(roll, 38), p.lighter(cloth, 0.25), DOWN)
    for x in (-120, -50, 30, 104):
        pen.flat(
            stroke([(x, -298 + abs(x) * 0.06 * -1), (x + 8, -266 - abs(x) * 0.12)], 4, 2), p.darker(cloth, 0.3), 0.6
        )


def scoop(pen: Pen, fill: Colour) -> None:
    """A wooden scoop lying with grain in it, handle to the right."""
    pen.shadow(110, 18, 40)
    pen.form(stroke([(60, -28), (218, -62)], 25, 21), p.WOOD, DOWN)
    pen.form([*arc(0, -34, 84, 34, 0, 180), (-84, -40), (84, -40)], p.WOOD, DEEP)
    pen.oval(0, -40, 84, 25, p.lighter(p.WOOD, 0.2), SOFT)
    pen.oval(0, -42, 72, 19, fill, SOFT)
    heap(pen.at(0, -42), 64, 34, fill, 3.6, 60)


def leafy(pen: Pen) -> None:
    """Two blanched greens laid on noodles."""
    for turn in (-16, 14):
        leaf = pen.at(0, 0, 1, turn)
        leaf.form(stroke([(-90, 6), (0, 0)], 15, 11), p.mix(p.CELADON, p.WHITE, 0.4), DOWN)
        leaf.form(spline([(-10, -2), (30, -28), (90, -18), (104, 4), (70, 22), (20, 16)], closed=True), p.LEAF, DOWN)
        leaf.flat(stroke([(-10, 0), (84, 2)], 4, 2), p.lighter(p.LEAF, 0.4), 0.8)


def carton_board(pen: Pen, width: float, height: float, colour: Colour) -> None:
    """The face of a cardboard box, its corrugation showing at the top edge."""
    pen.form(box(-width / 2, -height, width, height), colour, Shade(0.4, 0.25, (0.8, 0.7), 0.35))
    for i in range(int(width / 14)):
        pen.flat(arc(-width / 2 + 7 + i * 14, -height + 4, 5, 4), p.darker(colour, 0.3), 0.6)


def shell(pen: Pen, angle: float = 0) -> None:
    """One cat's ear (猫耳朵): a thumb's push of dough, curled over its hollow."""
    turn = pen.at(0, 0, 1, angle)
    outline = spline([(-46, 6), (-34, -22), (4, -32), (38, -20), (48, 6), (26, 24), (-20, 26)], closed=True)
    turn.flat(moved(outline, 3, 6, 1.03), p.INK, 0.22)
    turn.form(outline, p.mix(p.CREAM, p.SAND, 0.15), ROUND)
    hollow = spline([(-34, 4), (-8, -10), (24, -6), (36, 6), (14, 14), (-20, 14)], closed=True)
    turn.form(hollow, p.mix(p.CREAM, p.SAND, 0.8), Shade(0.35, 0.3, (-0.3, -1)))
    turn.flat(stroke(spline([(-28, -14), (0, -24), (26, -16)]), 5, 2), p.WHITE, 0.9)


def tomato(pen: Pen) -> None:
    """A tomato with its green star."""
    pen.shadow(70, 17)
    body = spline([(0, -96), (52, -98), (84, -54), (60, -10), (0, 2), (-60, -10), (-84, -54), (-52, -98)], closed=True)
    pen.form(body, p.mix(p.JUJUBE, p.PERSIMMON, 0.5), ROUND)
    pen.flat(stroke(spline([(-58, -62), (-50, -80), (-34, -90)]), 10, 4), p.CREAM, 0.6)
    for turn in (-80, -38, 0, 40, 84):
        tip = moved([(0, 0), (9, -20), (0, -46), (-9, -20)], 0, 0, 1, turn)
        pen.form([(x, -94 + y * 0.5) for x, y in tip], p.PINE, SOFT)
    pen.form(stroke([(0, -96), (8, -116)], 8, 6), p.PINE, SOFT)
