"""One picture for each product: 800 by 800."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from . import foods, pantry, vessels, wares
from . import palette as p
from .canvas import DEEP, DOWN, FLAT, SOFT, Canvas, Shade
from .grounds import arch, disc, table, wall
from .paths import arc, box, spline, stroke

if TYPE_CHECKING:
    from collections.abc import Callable

    from .canvas import Pen
    from .palette import Colour

SIZE = 800


def room(seed: int, back: Colour, sun: Colour, top: Colour, *, cave: bool = False, table_at: float = 590) -> Canvas:
    """A wall, a round or arched patch of light, and a table."""
    canvas = Canvas(SIZE, SIZE, back, seed)
    wall(canvas, back)
    if cave:
        arch(canvas, 400, table_at, 560, 520, sun)
    else:
        disc(canvas, 400, 350, 276, sun)
    table(canvas, table_at, top)
    return canvas


def vinegar_3y() -> Canvas:
    """The everyday bottle with an ear of sorghum."""
    canvas = room(1, p.SAND, p.CREAM, p.CLAY)
    foods.ear(canvas.pen(250, 690, 1.15, -16))
    vessels.bottle(canvas.pen(420, 690, 1.06), vessels.TALL)
    vessels.dish(canvas.pen(612, 716, 0.95))
    return canvas


def vinegar_6y() -> Canvas:
    """The better bottle, with a dumpling and a dish."""
    canvas = room(2, p.CELADON, p.mix(p.CREAM, p.CELADON, 0.2), p.WOOD)
    vessels.bottle(canvas.pen(372, 680, 1.02), vessels.ROUND)
    vessels.dish(canvas.pen(640, 668, 0.95))
    foods.dumpling(canvas.pen(566, 734, 0.92))
    foods.clove(canvas.pen(172, 706, 0.8, -60))
    foods.clove(canvas.pen(224, 728, 0.8, 62))
    return canvas


def vinegar_8y() -> Canvas:
    """The small flask on a stand, at dusk."""
    canvas = room(3, p.DUSK, p.mix(p.STRAW, p.BLUSH, 0.4), p.WALNUT)
    stand = canvas.pen(400, 700)
    stand.shadow(190, 30)
    stand.form(box(-190, -40, 380, 40, 8), p.JUJUBE, DOWN)
    stand.flat(box(-190, -40, 380, 6, 3), p.APRICOT, 0.6)
    vessels.bottle(canvas.pen(400, 656, 1.24), vessels.FLASK)
    foods.ear(canvas.pen(170, 706, 0.9, -12), p.OCHRE)
    return canvas


def vinegar_millet() -> Canvas:
    """The pale bottle, a bending ear, loose grain."""
    canvas = room(4, p.mix(p.CREAM, p.STRAW, 0.35), p.mix(p.CELADON, p.CREAM, 0.35), p.mix(p.JADE, p.CELADON, 0.4))
    foods.millet_ear(canvas.pen(530, 700, 1.05))
    vessels.bottle(canvas.pen(380, 694, 1.1), vessels.SLIM)
    foods.heap(canvas.pen(236, 716), 84, 46, p.GOLD, 4, 90)
    return canvas


def laba_vinegar() -> Canvas:
    """Green garlic in a jar."""
    canvas = room(5, p.mix(p.SKY, p.DUSK, 0.25), p.CREAM, p.mix(p.DUSK, p.INDIGO, 0.45))
    laba_jar(canvas, 400, 700, 1.35)
    foods.garlic(canvas.pen(160, 706, 0.98))
    foods.clove(canvas.pen(636, 716, 0.95, 70), p.mix(p.CELADON, p.LEAF, 0.5))
    foods.clove(canvas.pen(690, 700, 0.85, -64))
    return canvas


def laba_jar(canvas: Canvas, x: float, y: float, scale: float) -> None:
    """The jar of garlic itself."""
    pen = canvas.pen(x, y, scale)
    inside = vessels.glass_jar(pen, p.mix(p.AMBER, p.WALNUT, 0.45), 0.86, p.JUJUBE)
    for row in range(6):
        for column in range(6):
            i = row * 6 + column
            tone = p.mix(p.CELADON, p.LEAF, (0.1, 0.55, 0.3, 0.75)[(i * 3 + row) % 4])
            cx = (column - 2.5) * 41 + (10 if row % 2 else -10)
            foods.clove(pen.at(cx * 0.84, -216 + row * 41 + (i * 7 % 5) * 3, 0.94, (i * 47) % 90 - 45), tone)
    pen.form([(-150, -300), (150, -300), (150, 40), (-150, 40)], p.AMBER, FLAT, opacity=0.14, within=inside)
    vessels.gleams(pen)
    pen.flat(stroke(spline([(-116, -322), (0, -304), (116, -322)]), 7), p.GOLD)


def vinegar_jar() -> Canvas:
    """The clay jar in a cave-house arch."""
    canvas = room(6, p.APRICOT, p.CREAM, p.WALNUT, cave=True)
    pen = canvas.pen(400, 704, 1.2)
    vessels.clay_jar(pen)
    vessels.tag(pen.at(0, -226, 0.9), p.JUJUBE, p.GOLD)
    foods.ear(canvas.pen(700, 712, 0.95, 12))
    return canvas


def vinegar_cruet() -> Canvas:
    """The celadon cruet and a dish."""
    canvas = room(7, p.BLUSH, p.CREAM, p.PERSIMMON)
    vessels.cruet(canvas.pen(376, 688, 1.32))
    vessels.dish(canvas.pen(666, 724, 0.95), glaze=p.CELADON, rim=p.JADE)
    return canvas


def noodles() -> Canvas:
    """A hank of dried noodles in a paper band, on a board."""
    canvas = room(8, p.mix(p.CELADON, p.JADE, 0.3), p.CREAM, p.WOOD)
    pen = canvas.pen(400, 694, 1.1)
    pen.shadow(190, 40)
    for i in range(25):
        lean = (i - 12) * 3.4
        top, foot = -482 + abs(i - 12) * 2 - (i * 37 % 23), (i * 29 % 13)
        tone = p.mix(p.CREAM, p.STRAW, 0.25 + 0.55 * (i * 7 % 5) / 4)
        pen.form(
            stroke(spline([(i * 9.4 - 113 + lean, top), (i * 6.6 - 79, -220), (i * 9 - 108, foot)]), 11), tone, SOFT
        )
    band = [*arc(0, -284, 92, 13, 180, 0), *arc(0, -160, 92, 15, 0, 180)]
    pen.form(band, p.PERSIMMON, DEEP)
    pen.flat(arc(0, -212, 42, 42), p.CREAM)
    vessels.ear(pen.at(0, -180, 0.42), p.JUJUBE)
    foods.scallion(canvas.pen(70, 736, 0.66, -5))
    foods.chili(canvas.pen(590, 726, 1.0, 6))
    return canvas


def oat_flour() -> Canvas:
    """A sack of flour and a few tubes."""
    canvas = room(9, p.DUSK, p.mix(p.APRICOT, p.STRAW, 0.45), p.mix(p.CLAY, p.WALNUT, 0.3), cave=True)
    sack = canvas.pen(350, 690, 1.12)
    foods.sack(sack, p.PAPER, p.INDIGO)
    foods.heap(sack.at(0, -318), 150, 84, p.CREAM, 2.6, 60)
    foods.sack_rim(sack, p.PAPER)
    vessels.plate(canvas.pen(622, 738, 1.08), 156, p.CELADON, p.JADE)
    for x, y in (
        (566, 688),
        (624, 684),
        (682, 688),
        (534, 706),
        (594, 704),
        (652, 704),
        (710, 706),
        (566, 722),
        (624, 726),
        (682, 722),
    ):
        foods.tube(canvas.pen(x, y, 0.94))
    return canvas


def millet() -> Canvas:
    """A sack of millet, a scoop, a bending ear."""
    canvas = room(10, p.mix(p.JADE, p.CELADON, 0.35), p.mix(p.CREAM, p.STRAW, 0.3), p.CLAY)
    foods.millet_ear(canvas.pen(560, 640, 1.35))
    sack = canvas.pen(350, 676, 1.12)
    foods.sack(sack, p.SAND, p.JUJUBE)
    foods.heap(sack.at(0, -318), 152, 100, p.GOLD, 4, 190)
    foods.sack_rim(sack, p.SAND)
    foods.scoop(canvas.pen(560, 740, 0.86), p.GOLD)
    return canvas


def mung_bean() -> Canvas:
    """A bowl of mung beans."""
    canvas = room(11, p.STRAW, p.CREAM, p.mix(p.DUSK, p.INDIGO, 0.25))
    pen = canvas.pen(400, 690, 1.15)
    vessels.bowl(pen, p.mix(p.BLUSH, p.CREAM, 0.6), p.CLAY, p.PINE)
    outline = [
        *arc(0, -206, 204, 47, 0, 180),
        *spline([(-204, -206), (-120, -262), (0, -290), (120, -262), (204, -206)]),
    ]
    pen.form(outline, p.darker(p.PINE, 0.2), DEEP)
    for x, y, i in foods.scatter(150, 190, 62):
        tone = p.mix(p.LEAF, p.PINE, 0.1 + 0.55 * (i % 4) / 3)
        foods.bean(
            pen.at(x, y - 228 + (12 if y > 0 else 0) - abs(x) * 0.06 * (y > 0), 1.02),
            tone,
            (i * 41) % 100 - 50,
            eye=i % 3 == 0,
        )
    for x, y, turn in ((120, 720, 10), (176, 744, -30), (640, 746, 24), (700, 716, -12)):
        foods.bean(canvas.pen(x, y, 1.2), p.LEAF, turn)
    return canvas


def jujube() -> Canvas:
    """Red dates in a shallow basket."""
    canvas = room(12, p.mix(p.CELADON, p.SKY, 0.4), p.CREAM, p.WOOD)
    jujube_basket(canvas.pen(400, 692, 1.2))
    for x, y, turn in ((130, 724, 12), (672, 738, -20)):
        foods.jujube(canvas.pen(x, y, 1.1), turn)
    return canvas


def jujube_basket(pen: Pen) -> None:
    """A basket heaped with dates."""
    pen.shadow(200, 46)
    pen.oval(0, -178, 242, 52, p.darker(p.WOOD, 0.5), FLAT)
    for x, y, i in foods.scatter(36, 188, 76):
        foods.jujube(pen.at(x * (1 - max(-y, 0) / 240), y - 196, 1.0), (i * 73) % 120 - 60)
    basket_front(pen)


def basket_front(pen: Pen) -> None:
    """The outside of a shallow woven basket."""
    straw = p.mix(p.WOOD, p.STRAW, 0.4)
    rim = arc(0, -178, 242, 52, 180, 0)
    side = spline([(242, -178), (214, -80), (150, 0)])
    body = [*rim, *side, *arc(0, 0, 150, 21, 0, 180), *[(-x, y) for x, y in reversed(side)]]
    pen.form(body, straw, DEEP)
    for row in range(5):
        for i in range(-9, 10):
            weave = box(i * 28 + (14 if row % 2 else 0) - 11, -152 + row * 32 + 18 * (1 - (i / 9) ** 2), 21, 17, 6)
            pen.flat(weave, p.darker(straw, 0.24) if (i + row) % 2 else p.lighter(straw, 0.26), 0.6, within=body)
    pen.form(stroke(rim, 24), p.lighter(straw, 0.2), DOWN)
    for i in range(-8, 9):
        x = 242 * math.sin(i * 0.19)
        y = -178 + 52 * math.cos(i * 0.19)
        pen.flat(stroke([(x - 7, y - 12), (x + 7, y + 12)], 4), p.darker(straw, 0.3), 0.7)


def walnut() -> Canvas:
    """Walnuts in a pile, one open."""
    canvas = room(13, p.JADE, p.mix(p.CREAM, p.SAND, 0.4), p.mix(p.SAND, p.WOOD, 0.3))
    canvas.pen(400, 690).shadow(300, 52)
    spots = (
        (356, 450, -30),
        (474, 456, 8),
        (290, 548, 40),
        (536, 550, 16),
        (412, 552, -12),
        (212, 640, 10),
        (612, 642, -8),
        (340, 652, -20),
        (482, 650, 30),
    )
    for x, y, turn in spots:
        foods.walnut(canvas.pen(x, y, 1.3), turn)
    foods.walnut_half(canvas.pen(262, 728, 1.15))
    foods.walnut_half(canvas.pen(584, 732, 1.1, 24))
    return canvas


def soybean_paste() -> Canvas:
    """A crock of bean paste, a spoon, soy beans."""
    canvas = room(14, p.mix(p.PERSIMMON, p.APRICOT, 0.6), p.CREAM, p.WALNUT)
    pen = canvas.pen(384, 694, 1.6)
    vessels.crock(pen, p.INDIGO, fill=p.WALNUT)
    for x, y, i in foods.scatter(16, 88, 15):
        pen.oval(x, y - 235, 8, 5, p.mix(p.OCHRE, p.WALNUT, 0.25 * (i % 3)), SOFT)
    wares.spoon(canvas.pen(330, 318, 1.05, -22), p.WALNUT)
    foods.loose(canvas.pen(0, 0), ((120, 716), (150, 744), (640, 736), (676, 716), (706, 740)), p.STRAW, 16)
    return canvas


def chili_oil() -> Canvas:
    """A jar of chili oil and dried chilies."""
    canvas = room(15, p.CELADON, p.CREAM, p.mix(p.SAND, p.WOOD, 0.25))
    chili_jar(canvas, 390, 694, 1.4)
    foods.chili(canvas.pen(96, 716, 1.1, 4))
    foods.chili(canvas.pen(600, 740, 1.05, -14))
    foods.chili(canvas.pen(612, 700, 0.9, 10))
    return canvas


def chili_jar(canvas: Canvas, x: float, y: float, scale: float) -> None:
    """The jar of chili oil: flakes below, red oil above."""
    pen = canvas.pen(x, y, scale)
    inside = vessels.glass_jar(pen, p.mix(p.PERSIMMON, p.JUJUBE, 0.35), 0.84, p.GOLD)
    pen.form(
        [*spline([(-150, -118), (-60, -132), (30, -112), (150, -128)]), (150, 40), (-150, 40)],
        p.darker(p.JUJUBE, 0.3),
        SOFT,
        within=inside,
    )
    for cx, cy, i in foods.scatter(90, 128, 66):
        tone = (p.STRAW, p.JUJUBE, p.PERSIMMON, p.VINEGAR)[i % 4]
        pen.flat(arc(cx, cy - 56, 7, 4.5), tone, 0.9, within=inside)
    for cx, cy, i in foods.scatter(16, 110, 60):
        pen.flat(arc(cx, cy - 190, 4, 3), p.STRAW if i % 2 else p.JUJUBE, 0.8, within=inside)
    vessels.gleams(pen)
    pen.form(box(-62, -180, 124, 96, 10), p.CREAM, SOFT)
    foods.chili(pen.at(-34, -128, 0.5))


def gift_box() -> Canvas:
    """The year-end box with its four things."""
    canvas = room(16, p.mix(p.STRAW, p.CREAM, 0.3), p.mix(p.APRICOT, p.CREAM, 0.35), p.mix(p.PINE, p.JADE, 0.4))
    full_gift_box(canvas, 400, 696, 1.16)
    foods.jujube(canvas.pen(104, 736, 0.95), 10)
    foods.walnut(canvas.pen(702, 738, 0.72), -14)
    return canvas


def full_gift_box(canvas: Canvas, x: float, y: float, scale: float) -> None:
    """Box, bottle, millet, dates, nuts."""
    pen = canvas.pen(x, y, scale)
    wares.gift_box(pen)
    vessels.bottle(pen.at(-184, -128, 0.68), vessels.ROUND)
    bag = pen.at(-40, -120, 0.52)
    foods.sack(bag, p.PAPER, p.JADE)
    foods.heap(bag.at(0, -318), 150, 90, p.GOLD, 5, 110)
    foods.sack_rim(bag, p.PAPER)
    for cx, cy, i in foods.scatter(15, 76, 52):
        foods.jujube(pen.at(110 + cx, cy - 186, 0.78), (i * 67) % 110 - 55)
    for cx, cy in ((196, -208), (238, -196), (184, -164), (226, -156)):
        foods.walnut(pen.at(cx + 8, cy, 0.62), cx % 40 - 20)
    wares.gift_front(pen)


def noodle_knife() -> Canvas:
    """The bent knife on a board, with a loaf of dough."""
    canvas = room(17, p.mix(p.APRICOT, p.BLUSH, 0.35), p.CREAM, p.mix(p.JADE, p.PINE, 0.5), table_at=540)
    wares.board(canvas.pen(400, 560), 720, 150)
    foods.dough(canvas.pen(452, 600, 1.15), 380)
    wares.noodle_knife(canvas.pen(366, 470, 1.16, -24))
    for x, y, turn in ((190, 690, 20), (300, 664, -12), (600, 684, 34), (120, 640, -30)):
        foods.flake(canvas.pen(x, y, 0.9), turn)
    return canvas


def iron_wok() -> Canvas:
    """The wok on the fire."""
    canvas = room(
        18, p.mix(p.CELADON, p.JADE, 0.35), p.mix(p.STRAW, p.CREAM, 0.45), p.mix(p.CLAY, p.WALNUT, 0.4), table_at=640
    )
    wares.burner(canvas.pen(340, 712, 0.98))
    wares.wok(canvas.pen(342, 642, 0.98))
    foods.steam(canvas.pen(330, 412), 200, 76)
    return canvas


def sand_pot() -> Canvas:
    """The clay pot with steam."""
    canvas = room(19, p.mix(p.CELADON, p.SKY, 0.5), p.mix(p.BLUSH, p.CREAM, 0.5), p.mix(p.CLAY, p.PERSIMMON, 0.2))
    foods.steam(canvas.pen(400, 300), 180, 70)
    vessels.sand_pot(canvas.pen(400, 704, 1.26))
    foods.scallion(canvas.pen(60, 752, 0.6, -5))
    return canvas


def steamer() -> Canvas:
    """The bamboo steamer, steaming."""
    canvas = room(20, p.mix(p.INDIGO, p.DUSK, 0.75), p.mix(p.CREAM, p.SKY, 0.35), p.mix(p.JADE, p.PINE, 0.4))
    foods.steam(canvas.pen(400, 260), 190, 110)
    wares.steamer(canvas.pen(400, 684, 1.18))
    return canvas


def noodle_bowl() -> Canvas:
    """The blue-rimmed bowl, full."""
    canvas = room(21, p.mix(p.GOLD, p.STRAW, 0.6), p.CREAM, p.JUJUBE)
    foods.steam(canvas.pen(380, 360), 190, 90)
    full_bowl(canvas, 400, 700, 1.3)
    return canvas


def full_bowl(canvas: Canvas, x: float, y: float, scale: float) -> None:
    """Noodles with greens, an egg and chili oil, chopsticks laid over."""
    pen = canvas.pen(x, y, scale)
    vessels.bowl(pen, inner=p.mix(p.PERSIMMON, p.WALNUT, 0.35))
    mouth = arc(0, -207, 206, 49)
    nest = pen.at(0, -212)
    foods.strands(nest, 196, 40, within=arc(0, 4, 196, 44), count=13)
    for cx, cy, i in foods.scatter(20, 150, 34):
        pen.flat(arc(cx, cy - 210, 7, 4), (p.LEAF, p.JUJUBE, p.PERSIMMON)[i % 3], 0.95, within=mouth)
    foods.leafy(pen.at(-98, -218, 0.8, -8))
    foods.egg(pen.at(76, -222, 0.9))
    wares.chopsticks(pen.at(-60, -246, 0.84, -14), 440)


def flax_oil() -> Canvas:
    """The oil bottle with flax in flower."""
    canvas = room(22, p.mix(p.SKY, p.CELADON, 0.4), p.CREAM, p.mix(p.DUSK, p.INDIGO, 0.35))
    pantry.flax(canvas.pen(600, 700, 1.12))
    vessels.bottle(canvas.pen(372, 692, 1.1), pantry.OIL)
    vessels.dish(canvas.pen(178, 722, 0.9), fill=p.mix(p.AMBER, p.GOLD, 0.4))
    return canvas


def huajiao() -> Canvas:
    """A corked jar of Sichuan pepper and a twig of it."""
    canvas = room(23, p.mix(p.BLUSH, p.APRICOT, 0.3), p.CREAM, p.mix(p.PINE, p.JADE, 0.4))
    pantry.pepper_jar(canvas.pen(360, 694, 1.3))
    pantry.pepper_twig(canvas.pen(552, 724, 1.05))
    for x, y, turn in ((112, 712, 20), (150, 742, -30), (566, 752, 60)):
        pantry.husk(canvas.pen(x, y, 0.95, turn), pantry.PEPPER)
    return canvas


def sea_buckthorn() -> Canvas:
    """Small bottles of juice behind a branch of berries."""
    canvas = room(24, p.mix(p.JADE, p.PINE, 0.2), p.mix(p.STRAW, p.CREAM, 0.5), p.mix(p.SAND, p.WOOD, 0.35))
    for x, y in ((268, 652), (420, 646), (570, 652)):
        pantry.juice_bottle(canvas.pen(x, y, 1.08))
    pantry.buckthorn(canvas.pen(196, 736, 1.2))
    return canvas


def taigu_cakes() -> Canvas:
    """A parcel of cakes and a few on a plate."""
    canvas = room(25, p.mix(p.DUSK, p.INDIGO, 0.2), p.mix(p.APRICOT, p.STRAW, 0.5), p.mix(p.WALNUT, p.CLAY, 0.35))
    pantry.parcel(canvas.pen(286, 668, 1.02))
    vessels.plate(canvas.pen(524, 738, 1.0), 212)
    for i in range(3):
        pantry.cake(canvas.pen((520, 530, 522)[i], 704 - i * 60, 0.98))
    return canvas


def rolling_pin() -> Canvas:
    """The pin on a board with a sheet of dough, a sack of flour behind."""
    canvas = room(26, p.mix(p.CELADON, p.SKY, 0.3), p.CREAM, p.mix(p.CLAY, p.WALNUT, 0.2), table_at=500)
    sack = canvas.pen(458, 530, 0.8)
    foods.sack(sack, p.PAPER, p.PERSIMMON)
    foods.heap(sack.at(0, -318), 150, 84, p.CREAM, 2.6, 60)
    foods.sack_rim(sack, p.PAPER)
    wares.board(canvas.pen(400, 520), 740, 200)
    sheet = canvas.pen(392, 626)
    sheet.form(arc(4, 8, 272, 80), p.darker(p.WOOD, 0.3), FLAT, opacity=0.4)
    sheet.form(arc(0, 0, 270, 78), p.CREAM, Shade(0.35, 0.3, (0.6, 1), 0.5))
    wares.rolling_pin(canvas.pen(96, 660, 1.12, -17))
    for x, y, i in foods.scatter(26, 330, 84):
        canvas.pen(400 + x, 622 + y).flat(arc(0, 0, 3 + i % 3, 2 + i % 2), p.WHITE, 0.8)
    return canvas


def min_board() -> Canvas:
    """The holed board leaning, a bowl of what it makes before it."""
    canvas = room(27, p.mix(p.STRAW, p.APRICOT, 0.25), p.CREAM, p.mix(p.JADE, p.PINE, 0.35))
    canvas.pen(350, 694).shadow(180, 34)
    wares.min_board(canvas.pen(326, 700, 1.18, -7))
    bowl = canvas.pen(590, 740, 0.7)
    vessels.bowl(bowl, p.mix(p.BLUSH, p.CREAM, 0.5), p.CLAY, p.mix(p.APRICOT, p.WALNUT, 0.4))
    short_noodles(bowl)
    return canvas


def short_noodles(bowl: Pen) -> None:
    """What falls through the holes: short, thick, pointed at both ends, in a bowl."""
    mouth = arc(0, -212, 206, 58)
    for x, y, i in foods.scatter(58, 186, 44):
        turn = (i * 67) % 180
        bit = spline([(-34, 0), (0, -10), (34, 2), (0, 10)], closed=True)
        piece = bowl.at(x, y - 220 - (1 - (x / 200) ** 2) * 14, 1, turn)
        piece.form(bit, p.mix(p.CREAM, p.STRAW, 0.25 + 0.4 * (i % 3) / 2), DOWN)
    for x, y, i in foods.scatter(14, 150, 30):
        bowl.flat(arc(x, y - 228, 8, 5), (p.LEAF, p.JUJUBE, p.CELADON)[i % 3], 0.95, within=mouth)


def noodle_class() -> Canvas:
    """An apron on its hook, the pin and dough ready below."""
    canvas = room(28, p.mix(p.APRICOT, p.PERSIMMON, 0.12), p.mix(p.CREAM, p.STRAW, 0.3), p.WOOD, table_at=620)
    hook = canvas.pen(400, 66)
    hook.form(box(-70, -26, 140, 34, 10), p.WALNUT, DOWN)
    hook.form(stroke(spline([(0, 0), (0, 24), (14, 30)]), 10), p.IRON, SOFT)
    wares.apron(canvas.pen(400, 90, 1.04))
    vessels.ear(canvas.pen(400, 326, 0.86), p.CREAM)
    foods.dough(canvas.pen(618, 700, 0.86), 280)
    wares.rolling_pin(canvas.pen(80, 716, 0.82, -4))
    for x, y, turn in ((452, 736, 20), (520, 752, -12)):
        foods.flake(canvas.pen(x, y, 0.8), turn)
    return canvas


ALL: dict[str, Callable[[], Canvas]] = {
    "vinegar-3y": vinegar_3y,
    "vinegar-6y": vinegar_6y,
    "vinegar-8y": vinegar_8y,
    "vinegar-millet": vinegar_millet,
    "laba-vinegar": laba_vinegar,
    "vinegar-jar": vinegar_jar,
    "vinegar-cruet": vinegar_cruet,
    "noodles": noodles,
    "oat-flour": oat_flour,
    "millet": millet,
    "mung-bean": mung_bean,
    "jujube": jujube,
    "walnut": walnut,
    "soybean-paste": soybean_paste,
    "chili-oil": chili_oil,
    "gift-box": gift_box,
    "noodle-knife": noodle_knife,
    "iron-wok": iron_wok,
    "sand-pot": sand_pot,
    "steamer": steamer,
    "noodle-bowl": noodle_bowl,
    "flax-oil": flax_oil,
    "huajiao": huajiao,
    "sea-buckthorn": sea_buckthorn,
    "taigu-cakes": taigu_cakes,
    "rolling-pin": rolling_pin,
    "min-board": min_board,
    "noodle-class": noodle_class,
}
