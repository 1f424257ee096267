"""Bottles, jars, pots and dishes. Each stands on its origin and is drawn in 800 px units."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from . import palette as p
from .canvas import DEEP, DOWN, FLAT, SOFT, Shade
from .paths import Path, arc, spline, stroke, turned

if TYPE_CHECKING:
    from .canvas import Pen
    from .palette import Colour

GLASS = Shade(dark=0.8, light=0.35, towards=(1.0, 0.15), start=0.5)


@dataclasses.dataclass(frozen=True, slots=True)
class Bottle:
    """One make of vinegar bottle."""

    profile: tuple[tuple[float, float], ...]
    glass: Colour
    label: Colour
    mark: Colour
    cap: Colour
    dots: int


TALL = Bottle(
    ((34, -520), (34, -450), (38, -410), (86, -350), (98, -300), (98, -30), (92, 0)),
    p.VINEGAR,
    p.PERSIMMON,
    p.CREAM,
    p.GOLD,
    3,
)
ROUND = Bottle(
    ((34, -540), (34, -474), (44, -440), (104, -372), (124, -290), (120, -120), (108, -26), (98, 0)),
    p.VINEGAR,
    p.CREAM,
    p.JUJUBE,
    p.JUJUBE,
    6,
)
FLASK = Bottle(
    ((28, -400), (28, -344), (44, -316), (112, -246), (128, -170), (112, -70), (84, -14), (74, 0)),
    p.mix(p.VINEGAR, p.INK, 0.5),
    p.INDIGO,
    p.GOLD,
    p.PERSIMMON,
    8,
)
SLIM = Bottle(
    ((32, -500), (32, -440), (36, -400), (76, -330), (84, -280), (84, -26), (78, 0)),
    p.AMBER,
    p.CELADON,
    p.PINE,
    p.PINE,
    1,
)


def bottle(pen: Pen, make: Bottle) -> None:
    """A full bottle with cap and a label without words."""
    body = turned(make.profile, foot=0.14)
    half = max(w for w, _ in make.profile)
    top = make.profile[0][1]
    pen.shadow(half, half * 0.3)
    pen.form(body, make.glass, GLASS)
    _label(pen, make, body, half, top)
    neck = make.profile[0][0]
    gleam = spline([(-half * 0.78, top * 0.62), (-half * 0.84, top * 0.4), (-half * 0.8, top * 0.06)])
    pen.flat(stroke(gleam, 9, 5), p.lighter(make.glass, 0.55), 0.55)
    pen.flat(stroke([(-neck * 0.5, top + 20), (-neck * 0.5, top * 0.8)], 7, 5), p.lighter(make.glass, 0.6), 0.5)
    _cap(pen, make, neck, top)


def _cap(pen: Pen, make: Bottle, neck: float, top: float) -> None:
    pen.form(turned([(neck + 6, top - 26), (neck + 8, top - 22), (neck + 8, top + 36)], smooth=False), make.cap)
    pen.oval(0, top - 26, neck + 6, (neck + 6) * 0.2, p.lighter(make.cap, 0.3), FLAT)
    pen.flat(stroke([(-neck - 4, top + 14), (0, top + 21), (neck + 4, top + 14)], 4), p.darker(make.cap, 0.35), 0.8)


def _label(pen: Pen, make: Bottle, body: Path, half: float, top: float) -> None:
    """A paper round the belly: a ring, an ear of sorghum, and a dot for each year."""
    high, low = top * 0.56, top * 0.14
    paper = [*arc(0, high, half, half * 0.1, 180, 0), *arc(0, low, half, half * 0.12, 0, 180)]
    pen.form(paper, make.label, Shade(0.55, 0.2, (1.0, 0.1), 0.55), within=body)
    for y in (high + 16, low - 12):
        pen.flat(
            stroke([(-half, y), (-half * 0.4, y + half * 0.07), (half * 0.4, y + half * 0.07), (half, y)], 4),
            make.mark,
            0.9,
            within=body,
        )
    middle = (high + low) / 2 + half * 0.06 - 8
    radius = min(half * 0.5, (low - high) * 0.28)
    pen.flat(arc(0, middle, radius, radius), make.mark)
    pen.flat(arc(0, middle, radius - 5, radius - 5), make.label)
    ear(pen.at(0, middle + radius * 0.72, radius / 105), make.mark)
    for i in range(make.dots):
        pen.flat(arc((i - (make.dots - 1) / 2) * 14, low - 27, 4, 4), make.mark, within=body)


def ear(pen: Pen, colour: Colour) -> None:
    """A small ear of sorghum as a mark."""
    pen.flat(stroke([(0, 0), (0, -120)], 7, 4), colour)
    for i in range(4):
        for side in (-1, 1):
            pen.flat(arc(side * (22 - i * 2), -44 - i * 26, 12, 15), colour)
    pen.flat(arc(0, -146, 12, 16), colour)


def clay_jar(pen: Pen, *, glaze: Colour = p.VINEGAR, lid: bool = True) -> None:
    """A big-bellied vinegar jar, glazed down to the belly, the glaze run in drops."""
    profile = [(82, -420), (84, -396), (92, -372), (168, -318), (208, -226), (190, -110), (132, -20), (122, 0)]
    body = turned(profile, foot=0.15)
    pen.shadow(190, 46)
    pen.form(body, p.CLAY, DEEP)
    for y in (-86, -60):
        pen.flat(
            stroke(spline([(-190, y - 18), (-80, y + 8), (80, y + 8), (190, y - 18)]), 5),
            p.darker(p.CLAY, 0.25),
            0.7,
            within=body,
        )
    drops = [
        (-220, -150),
        (-176, -118),
        (-150, -152),
        (-104, -136),
        (-66, -96),
        (-30, -140),
        (26, -134),
        (58, -112),
        (92, -138),
        (142, -120),
        (172, -152),
        (220, -140),
    ]
    pen.form([(-230, -440), *spline(drops), (230, -440)], glaze, DEEP, within=body)
    pen.flat(stroke(spline([(-150, -300), (-178, -236), (-166, -176)]), 13, 5), p.lighter(glaze, 0.5), 0.6)
    pen.flat(arc(-140, -322, 9, 6), p.lighter(glaze, 0.5), 0.6)
    for side in (-1, 1):
        lug = spline([(side * 118, -352), (side * 168, -366), (side * 184, -318), (side * 164, -296)])
        pen.form(stroke(lug, 22, 18), p.darker(glaze, 0.1), SOFT)
    _jar_mouth(pen, glaze, lid=lid)


def _jar_mouth(pen: Pen, glaze: Colour, *, lid: bool) -> None:
    pen.form(turned([(88, -440), (92, -428), (84, -398)], smooth=False), p.lighter(glaze, 0.08))
    pen.oval(0, -440, 88, 20, p.lighter(glaze, 0.22), SOFT)
    pen.oval(0, -440, 72, 14, p.INK, FLAT)
    if lid:
        pen.form(turned([(56, -498), (62, -492), (66, -444)], smooth=False), p.WOOD)
        pen.oval(0, -498, 58, 14, p.lighter(p.WOOD, 0.3), SOFT)
        pen.flat(arc(6, -498, 26, 6), p.darker(p.WOOD, 0.15), 0.5)


def tag(pen: Pen, colour: Colour, mark: Colour) -> None:
    """A square of red paper pasted on its corner, with an ear on it."""
    pen.form([(0, -82), (82, 0), (0, 82), (-82, 0)], colour, SOFT)
    pen.flat([(0, -68), (68, 0), (0, 68), (-68, 0)], mark)
    pen.flat([(0, -63), (63, 0), (0, 63), (-63, 0)], colour)
    ear(pen.at(0, 46, 0.52), mark)


def cruet(pen: Pen) -> None:
    """A celadon cruet with a long thin spout."""
    pen.shadow(150, 40)
    spout = spline([(96, -150), (176, -196), (206, -284), (248, -324)])
    pen.form(stroke(spout, 52, 17), p.mix(p.CELADON, p.JADE, 0.25))
    pen.flat(arc(250, -326, 9, 5), p.PINE)
    handle = spline([(-88, -268), (-190, -292), (-216, -200), (-170, -122), (-116, -106)])
    pen.form(stroke(handle, 26, 20), p.mix(p.CELADON, p.JADE, 0.2), DOWN)
    profile = [(54, -316), (58, -296), (84, -266), (140, -190), (150, -124), (122, -40), (88, -4), (86, 0)]
    body = turned(profile, foot=0.16)
    pen.form(body, p.CELADON, DEEP)
    for i in range(-3, 4):
        petal = spline([(i * 18, -262), (i * 44, -150), (i * 36, -30)])
        pen.flat(stroke(petal, 4, 2), p.JADE, 0.55, within=body)
    pen.flat(stroke(spline([(-92, -224), (-118, -166), (-114, -110)]), 14, 6), p.WHITE, 0.75)
    pen.form(turned([(18, -362), (46, -344), (60, -322), (58, -308)]), p.lighter(p.CELADON, 0.15))
    pen.oval(0, -374, 16, 16, p.JADE)


def crock(pen: Pen, glaze: Colour, *, open_top: bool = True, fill: Colour = p.WALNUT) -> None:
    """A squat crock, its upper half dipped in glaze."""
    profile = [(128, -236), (134, -226), (150, -180), (152, -90), (130, -14), (118, 0)]
    body = turned(profile, foot=0.16)
    pen.shadow(145, 38)
    pen.form(body, p.SAND, DEEP)
    pen.form(
        [
            (-180, -270),
            (180, -270),
            (180, -124),
            *spline([(180, -120), (90, -96), (0, -112), (-80, -92), (-180, -118)]),
        ],
        glaze,
        DEEP,
        within=body,
    )
    pen.flat(stroke([(-132, -190), (-134, -134)], 12, 7), p.lighter(glaze, 0.55), 0.6)
    pen.oval(0, -236, 130, 30, p.lighter(glaze, 0.25), SOFT)
    pen.oval(0, -233, 112, 23, fill if open_top else p.INK, Shade(0.5, 0.2, (0.2, -1.0)))


def glass_jar(pen: Pen, fill: Colour, level: float, lid: Colour | None) -> Path:
    """A straight glass jar filled to `level` (0 to 1); gives the inner outline to put things in."""
    profile = [(104, -340), (112, -322), (140, -286), (144, -240), (144, -40), (134, 0)]
    outside, inside = (
        turned(profile, foot=0.15),
        turned([(w - 10, y + 4 if y < -20 else y - 8) for w, y in profile], foot=0.13),
    )
    pen.shadow(140, 38)
    pen.form(outside, p.mix(p.SKY, p.WHITE, 0.35), Shade(0.3, 0.3, (1, 0.1), 0.6), opacity=0.8)
    top = -14 - level * 300
    pen.form([*arc(0, top, 150, 15, 180, 0), (150, 40), (-150, 40)], fill, GLASS, within=inside)
    pen.form(arc(0, top, 133, 13), p.lighter(fill, 0.25), FLAT, within=inside)
    if lid is not None:
        pen.form(turned([(112, -388), (118, -380), (118, -334)], smooth=False), lid)
        pen.oval(0, -388, 112, 18, p.lighter(lid, 0.28), SOFT)
    return inside


def gleams(pen: Pen) -> None:
    """The lights on a glass jar, drawn after what is in it."""
    pen.flat(stroke([(-116, -270), (-122, -230), (-122, -60)], 12, 7), p.WHITE, 0.6)
    pen.flat(stroke([(116, -250), (118, -190)], 7, 4), p.WHITE, 0.4)


def dish(pen: Pen, fill: Colour | None = p.VINEGAR, glaze: Colour = p.WHITE, rim: Colour = p.INDIGO) -> None:
    """A small dipping dish."""
    pen.shadow(84, 20)
    pen.form(turned([(86, -34), (72, -12), (42, 0)]), glaze)
    pen.oval(0, -36, 87, 22, rim, FLAT)
    pen.oval(0, -36, 83, 20, p.darker(glaze, 0.08), SOFT)
    if fill is not None:
        pen.oval(2, -32, 66, 13, fill, Shade(0.4, 0.35, (0.3, -1)))
        pen.flat(stroke([(-36, -35), (-10, -40)], 4, 2), p.lighter(fill, 0.6), 0.7)


def bowl(pen: Pen, glaze: Colour = p.WHITE, rim: Colour = p.INDIGO, inner: Colour | None = None) -> None:
    """A deep noodle bowl with two painted lines; what is in it is drawn by others at y = -210."""
    pen.shadow(150, 44)
    pen.form(turned([(92, -14), (86, 6), (82, 14)], smooth=False), p.darker(glaze, 0.12))
    body = turned([(232, -210), (222, -150), (180, -70), (112, -16), (92, -4)], foot=0.12)
    pen.form(body, glaze, Shade(0.7, 0.3, (1.0, 0.55), 0.38))
    for y, width in ((-172, 9), (-152, 4)):
        line = spline([(-240, y - 26), (-120, y + 20), (0, y + 32), (120, y + 20), (240, y - 26)])
        pen.flat(stroke(line, width), rim, 0.9, within=body)
    for i in range(-2, 3):
        sprig(pen.at(i * 62, -92 - abs(i) * 16, 0.32, i * -12), rim)
    pen.oval(0, -210, 233, 62, rim, FLAT)
    pen.oval(0, -210, 227, 58, p.lighter(glaze, 0.4), SOFT)
    pen.oval(0, -205, 206, 48, inner or p.darker(glaze, 0.18), Shade(0.4, 0.2, (-0.6, -1)))


def sprig(pen: Pen, colour: Colour) -> None:
    """A brush-painted leaf on porcelain."""
    pen.flat(stroke([(0, 40), (0, -50)], 8, 3), colour, 0.85)
    for side in (-1, 1):
        pen.flat(stroke(spline([(0, 10), (side * 34, -8), (side * 50, -40)]), 16, 2), colour, 0.85)


def sand_pot(pen: Pen, *, lid: bool = True) -> None:
    """A casserole of coarse clay: dark lid, pale foot, two ears."""
    body = turned([(214, -190), (222, -170), (218, -110), (178, -28), (138, 0)], foot=0.16)
    pen.shadow(200, 48)
    for side in (-1, 1):
        ear_ = spline([(side * 200, -168), (side * 268, -178), (side * 266, -120), (side * 204, -112)])
        pen.form(stroke(ear_, 30, 26), p.IRON if side > 0 else p.lighter(p.IRON, 0.12), DOWN)
    pen.form(body, p.SAND, DEEP)
    pen.form(
        [(-260, -230), (260, -230), (260, -92), *spline([(260, -88), (120, -50), (0, -62), (-110, -48), (-260, -84)])],
        p.mix(p.IRON, p.VINEGAR, 0.45),
        DEEP,
        within=body,
    )
    pen.flat(stroke(spline([(-184, -150), (-186, -110), (-166, -82)]), 12, 5), p.STEEL, 0.45)
    pen.oval(0, -192, 216, 46, p.mix(p.IRON, p.WALNUT, 0.4), SOFT)
    if lid:
        _pot_lid(pen)
    else:
        pen.oval(0, -188, 196, 38, p.INK, FLAT)


def _pot_lid(pen: Pen) -> None:
    dome = [*arc(0, -200, 206, 118, 180, 360), *arc(0, -200, 206, 40, 0, 180)]
    pen.form(dome, p.mix(p.IRON, p.VINEGAR, 0.35), DEEP)
    for k in (0.8, 0.55):
        ring = arc(0, -200 - 118 * (1 - k) * 0.9, 206 * k, 118 * k * 0.42 + 14, 15, 165)
        pen.flat(stroke(ring, 4), p.darker(p.IRON, 0.4), 0.7)
    pen.flat(stroke(spline([(-150, -246), (-112, -286), (-60, -306)]), 12, 5), p.STEEL, 0.55)
    pen.form(turned([(34, -352), (40, -340), (24, -312)]), p.mix(p.IRON, p.VINEGAR, 0.2))
    pen.oval(0, -350, 35, 12, p.lighter(p.IRON, 0.25), SOFT)


def plate(pen: Pen, half: float, glaze: Colour = p.WHITE, rim: Colour = p.DUSK) -> None:
    """A flat plate; what lies on it is drawn at y = -26."""
    pen.shadow(half, half * 0.24)
    pen.form(turned([(half, -24), (half * 0.8, -6), (half * 0.52, 2)]), p.darker(glaze, 0.08))
    pen.oval(0, -26, half, half * 0.28, rim, FLAT)
    pen.oval(0, -26, half - 6, half * 0.28 - 4, glaze, Shade(0.25, 0.3, (-0.4, -1)))
    pen.oval(0, -22, half * 0.72, half * 0.19, p.darker(glaze, 0.06), Shade(0.2, 0.3, (-0.4, -1)))
