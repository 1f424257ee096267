"""Tools of the kitchen and the shop. Each stands on its origin and is drawn in 800 px units."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from . import palette as p
from .canvas import DEEP, DOWN, FLAT, SOFT, Shade
from .foods import scatter
from .paths import arc, box, moved, spline, stroke, turned

if TYPE_CHECKING:
    from .canvas import Pen
    from .palette import Colour


def wok(pen: Pen) -> None:
    """A hammered iron wok seen from above the rim, handle to the right."""
    pen.shadow(210, 44)
    pen.form(stroke(spline([(256, -196), (330, -226), (420, -272)]), 38, 30), p.WOOD, DOWN)
    pen.form(stroke([(232, -182), (300, -212)], 30, 27), p.IRON, DOWN)
    pen.flat(arc(404, -264, 6, 5), p.INK)
    pen.form(stroke(spline([(-258, -190), (-312, -206), (-318, -164), (-262, -152)]), 15), p.IRON, SOFT)
    pen.form(turned([(272, -180), (240, -104), (150, -24), (86, 0)], foot=0.12), p.mix(p.IRON, p.INDIGO, 0.2), DEEP)
    pen.oval(0, -182, 274, 82, p.STEEL, Shade(0.5, 0.3, (1, 0.2)))
    inside = arc(0, -180, 264, 75)
    pen.form(inside, p.mix(p.IRON, p.DUSK, 0.25), Shade(1.0, 0.3, (-0.8, -1.0), 0.3))
    for x, y, i in scatter(70, 238, 62):
        mark = arc(x, y - 176, 15 - abs(y) * 0.06, 7)
        tone = p.lighter(p.IRON, 0.28) if i % 2 else p.darker(p.IRON, 0.2)
        pen.flat(mark, tone, 0.35, within=inside)
    pen.flat(stroke(spline([(60, -128), (150, -140), (214, -166)]), 11, 3), p.lighter(p.STEEL, 0.4), 0.55)


def flame(pen: Pen, size: float = 1) -> None:
    """Tongues of fire in a row."""
    for i, x in enumerate((-96, -48, 0, 48, 96)):
        h = (66, 92, 106, 88, 62)[i]
        turn = pen.at(x, 0, size)
        tongue = spline([(-28, 0), (-24, -h * 0.45), (4, -h), (12, -h * 0.6), (28, -h * 0.3), (26, 0)])
        turn.form([*tongue, *arc(0, 0, 27, 10, 0, 180)], p.PERSIMMON, Shade(0.3, 0.2, (0.4, -1)))
        turn.flat(moved([*tongue, *arc(0, 0, 27, 10, 0, 180)], 0, 2, 0.55), p.GOLD)
        turn.flat(moved([*tongue, *arc(0, 0, 27, 10, 0, 180)], 0, 3, 0.26), p.CREAM)


def stove(pen: Pen, body: Colour = p.CLAY) -> None:
    """A low clay brazier with a fire mouth; pots stand at y = -170."""
    pen.shadow(190, 40)
    pen.form(turned([(206, -150), (186, -120), (168, -40), (182, 0)], foot=0.13), body, DEEP)
    pen.oval(0, -152, 206, 40, p.lighter(body, 0.2), SOFT)
    pen.oval(0, -150, 168, 29, p.INK, FLAT)
    mouth = [*arc(0, -64, 70, 50, 180, 360), (70, -18), (-70, -18)]
    pen.form(mouth, p.INK, FLAT)
    flame(pen.at(0, -18, 0.6))
    for side in (-1, 1):
        pen.form(box(side * 120 - 22, -178, 44, 34, 8), p.darker(body, 0.15), DOWN)


def burner(pen: Pen) -> None:
    """A gas ring with its iron feet; woks stand at y = -74."""
    pen.shadow(210, 30)
    pen.form(box(-230, -26, 460, 30, 8), p.IRON, DOWN)
    for x in (-150, -50, 50, 150):
        pen.form([(x - 13, -26), (x - 9, -78), (x + 9, -78), (x + 13, -26)], p.mix(p.IRON, p.INK, 0.3), SOFT)
    flame(pen.at(0, -24, 0.82))


def steamer_tier(pen: Pen, height: float = 104) -> None:
    """One bamboo ring; its upper edge is at y = -height."""
    bamboo = p.mix(p.WOOD, p.STRAW, 0.5)
    wall = turned([(220, -height), (220, 0)], foot=0.19, smooth=False)
    pen.form(wall, bamboo, DEEP)
    for y in (-height * 0.82, -height * 0.12):
        band = spline([(-222, y), (-110, y + 34), (0, y + 42), (110, y + 34), (222, y)])
        pen.flat(stroke(band, 13), p.darker(bamboo, 0.22), within=wall)
        pen.flat(stroke([(x, yy - 5) for x, yy in band], 3), p.lighter(bamboo, 0.45), 0.8, within=wall)
    for i in range(-6, 7):
        x = 218 * math.sin(i * 0.24)
        sag = 42 * math.cos(i * 0.24)
        pen.flat(
            stroke([(x, -height * 0.82 + sag), (x, -height * 0.12 + sag)], 3), p.darker(bamboo, 0.3), 0.5, within=wall
        )
    pen.form(box(-58, -height * 0.56 + 28, 30, 34, 5), p.WALNUT, SOFT)
    pen.oval(0, -height, 220, 46, p.lighter(bamboo, 0.3), SOFT)
    pen.oval(0, -height + 3, 204, 38, p.darker(bamboo, 0.42), Shade(0.5, 0.25, (-0.5, -1)))


def steamer_lid(pen: Pen) -> None:
    """The woven lid; it rests on y = 0."""
    bamboo = p.mix(p.WOOD, p.STRAW, 0.55)
    pen.form(turned([(228, -46), (228, 0)], foot=0.19, smooth=False), p.darker(bamboo, 0.12), DEEP)
    dome = [*arc(0, -46, 228, 74, 180, 360), *arc(0, -46, 228, 46, 0, 180)]
    pen.form(dome, bamboo, Shade(0.7, 0.35, (1, 0.7), 0.4))
    for i in range(-9, 10):
        for slant in (-1, 1):
            strand = spline([(i * 30 - slant * 70, -130), (i * 30, -56), (i * 30 + slant * 70, 20)])
            tone = p.darker(bamboo, 0.28) if slant > 0 else p.lighter(bamboo, 0.35)
            pen.flat(stroke(strand, 4), tone, 0.55, within=dome)
    pen.flat(stroke(arc(0, -46, 224, 45, 4, 176), 8), p.darker(bamboo, 0.25), 0.8)
    pen.form(stroke(spline([(-40, -104), (-30, -142), (30, -142), (40, -104)]), 15), p.WALNUT, DOWN)


def steamer(pen: Pen) -> None:
    """Two tiers and the lid."""
    pen.shadow(220, 54)
    steamer_tier(pen)
    steamer_tier(pen.at(0, -112))
    steamer_lid(pen.at(0, -222))


def noodle_knife(pen: Pen) -> None:
    """The bent iron plate for 刀削面, its back rolled into a grip."""
    pen.glow(moved([*spline([(-200, 20), (0, 70), (200, 20)]), (190, -90), (-190, -90)], 14, 18), p.INK, 8, 0.28)
    blade = [
        (-196, -112),
        (196, -112),
        (204, -20),
        *spline([(204, 8), (110, 54), (0, 68), (-110, 54), (-204, 8)]),
        (-204, -20),
    ]
    pen.form(blade, p.STEEL, Shade(0.6, 0.45, (0.7, 1.0), 0.35))
    edge = spline([(-203, 4), (-110, 50), (0, 64), (110, 50), (203, 4)])
    pen.flat(stroke(edge, 16), p.lighter(p.STEEL, 0.55), within=blade)
    pen.flat(stroke([(x, y - 20) for x, y in edge], 4), p.darker(p.STEEL, 0.35), 0.6, within=blade)
    for i in range(6):
        pen.flat(stroke([(-150 + i * 56, -84 + i % 2 * 30), (-116 + i * 56, -94 + i % 2 * 30)], 6, 2), p.WHITE, 0.35)
    pen.form(box(-208, -152, 416, 60, 28), p.mix(p.IRON, p.STEEL, 0.35), DOWN)
    pen.flat(box(-180, -142, 350, 8, 4), p.lighter(p.STEEL, 0.4), 0.6)
    pen.oval(204, -122, 15, 27, p.INK, FLAT)


def board(pen: Pen, width: float, depth: float = 90) -> None:
    """A cutting board lying on the table, seen at a low angle."""
    half = width / 2
    pen.glow([(-half - 10, 10), (half + 26, 10), (half + 40, depth + 34), (-half - 16, depth + 34)], p.INK, 10, 0.3)
    top = [(-half + 30, 0), (half - 30, 0), (half, depth), (-half, depth)]
    pen.form([(-half, depth), (half, depth), (half, depth + 20), (-half, depth + 20)], p.darker(p.WOOD, 0.25), SOFT)
    pen.form(top, p.lighter(p.WOOD, 0.25), Shade(0.35, 0.3, (0.7, 1)))
    for i in range(1, 5):
        y = depth * i / 5
        pen.flat(
            stroke(spline([(-half + 10, y), (-half * 0.2, y - 4), (half - 14, y + 3)]), 3), p.WOOD, 0.6, within=top
        )


def chopsticks(pen: Pen, length: float = 420) -> None:
    """A pair, from the origin (tips) to the upper right."""
    for shift in (0, 26):
        pen.form(stroke([(0, shift * 0.3), (length, shift - length * 0.1)], 8, 15), p.WALNUT, DOWN)
        pen.form(
            stroke([(length * 0.78, shift - length * 0.078), (length, shift - length * 0.1)], 14, 15.5), p.JUJUBE, DOWN
        )


def spoon(pen: Pen, fill: Colour) -> None:
    """A wooden spoon with something in its bowl, handle to the upper right."""
    pen.form(stroke([(40, -12), (250, -104)], 17, 13), p.WOOD, DOWN)
    pen.oval(0, 0, 58, 31, p.WOOD)
    pen.oval(0, -4, 47, 22, fill, Shade(0.5, 0.4, (0.4, 1)))


def brush(pen: Pen) -> None:
    """A bamboo wok brush standing on its splints."""
    pen.shadow(40, 12)
    for i in range(-5, 6):
        pen.form(stroke([(i * 5, -150), (i * 9, 0)], 7, 5), p.STRAW if i % 2 else p.OCHRE, SOFT)
    pen.form(box(-32, -246, 64, 110, 14), p.mix(p.WOOD, p.STRAW, 0.4), DEEP)
    for y in (-160, -226):
        pen.flat(box(-33, y, 66, 12), p.WALNUT)


def gift_box(pen: Pen) -> None:
    """An open box with four compartments' worth of things, drawn by others between back and front."""
    pen.shadow(280, 60)
    pen.form([(-262, -250), (262, -250), (286, -150), (-286, -150)], p.darker(p.JUJUBE, 0.45), FLAT)
    pen.form([(-262, -250), (-240, -420), (240, -420), (262, -250)], p.JUJUBE, Shade(0.5, 0.2, (0.3, -1), 0.5))
    pen.flat([(-240, -268), (-222, -404), (222, -404), (240, -268)], p.PERSIMMON, 0.35)


def gift_front(pen: Pen) -> None:
    """The front wall of the gift box, with its paper band."""
    front = [(-286, -160), (286, -160), (270, 0), (-270, 0)]
    pen.form(front, p.JUJUBE, Shade(0.6, 0.25, (0.8, 0.7), 0.4))
    pen.flat(box(-288, -160, 576, 9), p.lighter(p.JUJUBE, 0.25))
    pen.form([(-62, -160), (62, -160), (58, 0), (-58, 0)], p.CREAM, SOFT)
    pen.flat(arc(0, -80, 44, 44), p.GOLD)
    pen.flat(arc(0, -80, 37, 37), p.CREAM)
    petals = [moved(arc(0, -20, 9, 17), 0, -80, 1, k * 60) for k in range(6)]
    for petal in petals:
        pen.flat(petal, p.PERSIMMON)
    for x in (-200, -140, 140, 200):
        pen.flat(stroke([(x, -118), (x, -42)], 5), p.GOLD, 0.7)
        pen.flat(arc(x, -80, 15, 15), p.GOLD, 0.7)


def carton(pen: Pen) -> None:
    """The back and the flaps of an open shipping carton; the front is drawn after what is in it."""
    kraft = p.mix(p.WOOD, p.SAND, 0.45)
    pen.shadow(290, 60)
    pen.form(box(-280, -330, 560, 200), p.darker(kraft, 0.4), FLAT)
    pen.form([(-280, -330), (-370, -400), (-384, -330), (-280, -236)], p.lighter(kraft, 0.15), SOFT)
    pen.form([(280, -330), (370, -400), (384, -330), (280, -236)], p.darker(kraft, 0.12), SOFT)
    pen.form([(-280, -330), (280, -330), (250, -424), (-250, -424)], p.lighter(kraft, 0.1), DOWN)


def carton_front(pen: Pen) -> None:
    """The front of the carton with paper tape and an arrow that points up."""
    kraft = p.mix(p.WOOD, p.SAND, 0.45)
    pen.form(box(-280, -236, 560, 236), kraft, Shade(0.45, 0.25, (0.8, 0.8), 0.4))
    for i in range(40):
        pen.flat(arc(-273 + i * 14, -233, 5, 4), p.darker(kraft, 0.35), 0.7)
    pen.form(box(-44, -236, 88, 236), p.lighter(kraft, 0.35), SOFT)
    for x in (-170, 170):
        pen.flat(
            [(x, -176), (x + 38, -128), (x + 15, -128), (x + 15, -70), (x - 15, -70), (x - 15, -128), (x - 38, -128)],
            p.JUJUBE,
            0.85,
        )
        pen.flat(box(x - 42, -58, 84, 9), p.JUJUBE, 0.85)


def pulp_cap(pen: Pen) -> None:
    """A moulded paper cap."""
    pulp = p.mix(p.SAND, p.STEEL, 0.35)
    pen.shadow(62, 16)
    pen.form(turned([(40, -88), (46, -80), (54, -30), (72, -8), (72, 0)], foot=0.2), pulp, DEEP)
    pen.oval(0, -88, 40, 10, p.lighter(pulp, 0.35), SOFT)


def lantern(pen: Pen) -> None:
    """A red lantern hanging from the origin."""
    pen.flat(stroke([(0, 0), (0, 50)], 4), p.WALNUT)
    pen.form(box(-34, 46, 68, 18, 4), p.GOLD, SOFT)
    body = arc(0, 132, 98, 74)
    pen.glow(arc(0, 132, 140, 116), p.APRICOT, 26, 0.4)
    pen.form(body, p.PERSIMMON, Shade(0.6, 0.4, (0.6, 0.8), 0.45))
    for k in (0.3, 0.68):
        pen.flat(stroke(arc(0, 132, 98 * k, 74, 90, 270), 3), p.JUJUBE, 0.7)
        pen.flat(stroke(arc(0, 132, 98 * k, 74, -90, 90), 3), p.JUJUBE, 0.7)
    pen.form(box(-34, 200, 68, 18, 4), p.GOLD, SOFT)
    for x in (-16, 0, 16):
        pen.form(stroke([(x, 218), (x * 1.2, 286)], 6, 3), p.GOLD, SOFT)


def dog(pen: Pen) -> None:
    """The shop's dog, sitting, looking at us."""
    coat = p.mix(p.OCHRE, p.WOOD, 0.4)
    pen.shadow(84, 20)
    pen.form(stroke(spline([(70, -20), (128, -40), (136, -96), (112, -112)]), 24, 13), coat)
    pen.form(
        [
            *spline([(-62, 0), (-64, -80), (-44, -160), (0, -190), (46, -160), (80, -70), (84, 0)]),
            *arc(10, 0, 74, 12, 0, 180),
        ],
        coat,
        DEEP,
    )
    pen.form(spline([(-30, -150), (0, -40), (30, -150), (0, -178)], closed=True), p.CREAM, SOFT)
    for x in (-28, 24):
        pen.form(box(x - 17, -92, 34, 98, 16), p.lighter(coat, 0.12), SOFT)
        pen.oval(x, 2, 22, 11, p.CREAM, SOFT)
    pen.form(
        spline(
            [(-66, -220), (-48, -282), (0, -296), (48, -282), (66, -220), (34, -172), (0, -160), (-34, -172)],
            closed=True,
        ),
        coat,
        Shade(0.5, 0.25, (0.8, 0.7)),
    )
    for side in (-1, 1):
        pen.form(
            spline([(side * 40, -280), (side * 74, -300), (side * 88, -222), (side * 62, -214)], closed=True),
            p.WALNUT,
            SOFT,
        )
        pen.flat(arc(side * 24, -232, 7, 8), p.INK)
    pen.oval(0, -194, 33, 25, p.CREAM, SOFT)
    pen.flat(arc(0, -206, 12, 8), p.INK)
    pen.flat(stroke(spline([(-14, -188), (0, -182), (14, -188)]), 4), p.INK)
    pen.form(stroke(spline([(-44, -166), (0, -144), (44, -166)]), 14), p.INDIGO, SOFT)
    pen.oval(0, -140, 9, 9, p.GOLD)


def rolling_pin(pen: Pen, length: float = 560) -> None:
    """A long pin of jujube wood without handles, lying to the right."""
    wood = p.mix(p.WALNUT, p.JUJUBE, 0.32)
    pen.glow(box(-6, 6, length + 14, 34, 16), p.INK, 8, 0.34)
    body = stroke([(0, 0), (length * 0.12, 0), (length * 0.88, 0), (length, 0)], 46)
    pen.form(body, wood, Shade(0.75, 0.45, (0.1, 1.0), 0.4))
    for x, y, w in ((0.1, -9, 0.3), (0.34, 5, 0.4), (0.58, -4, 0.3), (0.2, 13, 0.2), (0.7, 11, 0.2)):
        grain = spline([(length * x, y), (length * (x + w / 2), y + 3), (length * (x + w), y - 1)])
        pen.flat(stroke(grain, 3, 1.5), p.darker(wood, 0.45), 0.6, within=body)
    pen.flat(stroke([(length * 0.06, -14), (length * 0.5, -15)], 5, 2), p.lighter(wood, 0.55), 0.6)


def min_board(pen: Pen) -> None:
    """A board with a plate of holes (抿尖床), seen from its front, its handle upwards."""
    frame = p.mix(p.WOOD, p.STRAW, 0.25)
    outline = [
        *arc(0, -500, 40, 40, 180, 360),
        *spline([(40, -470), (46, -430), (122, -392)]),
        (132, -376),
        (132, -8),
        (-132, -8),
        (-132, -376),
        *spline([(-122, -392), (-46, -430), (-40, -470)]),
    ]
    pen.flat(moved(outline, 14, 10), p.INK, 0.22)
    pen.form(outline, frame, Shade(0.5, 0.3, (1.0, 0.5), 0.4))
    pen.oval(0, -496, 14, 14, p.darker(frame, 0.55), FLAT)
    for x, w in ((-104, 60), (40, 56)):
        grain = spline([(x, -20), (x + 4, -200), (x + w * 0.1, -380)])
        pen.flat(stroke(grain, 3, 2), p.darker(frame, 0.2), 0.5)
    plate = box(-94, -348, 188, 306, 10)
    pen.form(plate, p.STEEL, Shade(0.5, 0.5, (0.8, 1.0), 0.4))
    for row in range(13):
        for column in range(8):
            x = -77 + column * 22 + (11 if row % 2 else 0) - 5
            y = -328 + row * 22.5
            pen.flat(arc(x + 1, y + 1.5, 7, 7), p.lighter(p.STEEL, 0.7), 0.7, within=plate)
            pen.flat(arc(x, y, 6.5, 6.5), p.mix(p.IRON, p.INK, 0.4), within=plate)
    for x, y in ((-112, -356), (112, -356), (-112, -34), (112, -34)):
        pen.oval(x, y, 6, 6, p.GOLD, SOFT)


def min_board_across(pen: Pen) -> None:
    """The holed board lying across a pot, seen at a low angle, its handle to the right."""
    frame = p.mix(p.WOOD, p.STRAW, 0.25)
    pen.form(stroke([(230, 8), (420, -12)], 44, 38), frame, DOWN)
    pen.form([(-262, 14), (262, 14), (262, 34), (-262, 34)], p.darker(frame, 0.35), SOFT)
    pen.form([(-226, -34), (226, -34), (262, 14), (-262, 14)], frame, Shade(0.35, 0.3, (0.7, 1)))
    plate = [(-176, -24), (176, -24), (202, 5), (-202, 5)]
    pen.form(plate, p.STEEL, Shade(0.3, 0.5, (0.8, 1)))
    for row, y in enumerate((-18, -9, 0)):
        for i in range(-11, 12):
            x = (i + row % 2 / 2) * (15.6 + row * 0.8)
            pen.flat(arc(x, y, 4.6, 2.6), p.mix(p.IRON, p.INK, 0.4), within=plate)


def apron(pen: Pen) -> None:
    """An apron of home-spun cloth hanging from the origin, with a pocket and the shop's ear."""
    cloth = p.mix(p.INDIGO, p.DUSK, 0.28)
    loop = spline([(-70, 72), (-34, 12), (0, 0), (34, 12), (70, 72)])
    pen.form(stroke(loop, 11), p.lighter(cloth, 0.15), SOFT)
    for side in (-1, 1):
        tie = spline([(side * 150, 224), (side * 206, 262), (side * 196, 344), (side * 222, 410)])
        pen.form(stroke(tie, 13, 9), p.lighter(cloth, 0.12), SOFT)
    body = [
        (-88, 66),
        (88, 66),
        *spline([(92, 80), (108, 150), (158, 216)]),
        *spline([(160, 230), (172, 360), (176, 476)]),
        *spline([(176, 476), (90, 494), (0, 486), (-90, 494), (-176, 476)]),
        *spline([(-176, 476), (-172, 360), (-160, 230)]),
        *spline([(-158, 216), (-108, 150), (-92, 80)]),
    ]
    pen.flat(moved(body, 14, 12), p.INK, 0.2)
    pen.form(body, cloth, Shade(0.7, 0.3, (1.0, 0.5), 0.4))
    for x in (-120, -60, 60, 120):
        pen.flat(stroke(spline([(x * 0.6, 70), (x, 280), (x * 1.06, 490)]), 4), p.DUSK, 0.55, within=body)
    pen.flat(stroke([(-90, 76), (90, 76)], 9), p.CREAM, 0.85, within=body)
    pen.form(box(-88, 270, 176, 132, 14), p.lighter(cloth, 0.12), DOWN)
    pen.flat(stroke([(-84, 280), (84, 280)], 7), p.CREAM, 0.85)


def ladle(pen: Pen) -> None:
    """An iron ladle held out from the upper right; oil runs from its lip at the origin."""
    pen.form(stroke([(96, -52), (240, -150), (420, -252)], 21, 16), p.IRON, DOWN)
    pen.form(stroke([(330, -202), (430, -258)], 26, 24), p.WOOD, DOWN)
    tilted = pen.at(52, -34, 1, -16)
    tilted.form([*arc(0, -8, 84, 74, 0, 180)], p.mix(p.IRON, p.INDIGO, 0.15), DEEP)
    tilted.oval(0, -8, 84, 25, p.STEEL, SOFT)
    tilted.oval(0, -6, 73, 19, p.mix(p.GOLD, p.OCHRE, 0.35), Shade(0.4, 0.4, (0.4, -1)))
