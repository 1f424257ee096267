"""One wide picture for each article (1200 by 675), and the shop's round mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import foods, pantry, vessels, wares
from . import palette as p
from .canvas import DEEP, DOWN, FLAT, SOFT, Canvas, Shade
from .grounds import arch, cloth, disc, hills, shelf, snow, table, tiles, wall, window
from .paths import arc, box, spline, stroke, turned
from .products import chili_jar, full_bowl, full_gift_box, jujube_basket, laba_jar, short_noodles

if TYPE_CHECKING:
    from collections.abc import Callable

    from .canvas import Pen
    from .palette import Colour

WIDTH, HEIGHT = 1200, 675
LOESS = (p.mix(p.SAND, p.APRICOT, 0.35), p.mix(p.OCHRE, p.APRICOT, 0.35), p.mix(p.CLAY, p.OCHRE, 0.4))


def sheet(seed: int, back: Colour) -> Canvas:
    """An empty wide canvas with a painted wall."""
    canvas = Canvas(WIDTH, HEIGHT, back, seed)
    wall(canvas, back)
    return canvas


def how_to_choose_vinegar() -> Canvas:
    """Three bottles and the jar before terraced hills."""
    canvas = sheet(101, p.mix(p.STRAW, p.CREAM, 0.55))
    disc(canvas, 860, 230, 150, p.mix(p.APRICOT, p.PERSIMMON, 0.3))
    hills(canvas, 520, LOESS, 330)
    table(canvas, 506, p.WALNUT)
    vessels.clay_jar(canvas.pen(246, 590, 0.98))
    vessels.tag(canvas.pen(246, 408, 0.68), p.JUJUBE, p.GOLD)
    vessels.bottle(canvas.pen(520, 592, 0.84), vessels.SLIM)
    vessels.bottle(canvas.pen(690, 596, 0.86), vessels.TALL)
    vessels.bottle(canvas.pen(876, 598, 0.88), vessels.ROUND)
    foods.ear(canvas.pen(1054, 600, 1.1, 10))
    for x, y in ((588, 640), (742, 648)):
        vessels.dish(canvas.pen(x, y, 0.7))
    return canvas


def knife_cut_noodles() -> Canvas:
    """Noodles flying from the dough into the pot."""
    canvas = sheet(102, p.CELADON)
    tiles(canvas, 500, p.mix(p.CELADON, p.CREAM, 0.35), p.mix(p.CELADON, p.JADE, 0.45), 84)
    table(canvas, 500, p.CLAY)
    foods.steam(canvas.pen(860, 250), 200, 90)
    _stock_pot(canvas.pen(850, 622, 1.06))
    wares.board(canvas.pen(306, 548, 0.85), 620, 70)
    foods.dough(canvas.pen(290, 580, 1.12), 430)
    wares.noodle_knife(canvas.pen(350, 408, 0.84, 14))
    for x, y, turn in ((566, 330, -28), (638, 266, -6), (704, 300, 24), (610, 388, 10), (738, 226, 40), (806, 330, 62)):
        foods.flake(canvas.pen(x, y, 0.84), turn)
    foods.scallion(canvas.pen(70, 644, 0.78, -3))
    return canvas


def _stock_pot(pen: Pen) -> None:
    """A wide steel pot of boiling water."""
    pen.shadow(230, 40)
    for side in (-1, 1):
        pen.form(
            stroke(spline([(side * 226, -196), (side * 276, -196), (side * 276, -142), (side * 228, -140)]), 19),
            p.IRON,
            SOFT,
        )
    pen.form(turned([(232, -240), (232, 0)], foot=0.17, smooth=False), p.STEEL, DEEP)
    pen.oval(0, -240, 236, 50, p.lighter(p.STEEL, 0.4), SOFT)
    pen.oval(0, -236, 220, 42, p.mix(p.SKY, p.WHITE, 0.35), Shade(0.45, 0.3, (-0.5, -1)))
    for x, y, i in foods.scatter(22, 180, 28):
        pen.flat(arc(x, y - 234, 7 + i % 4 * 3, 4 + i % 4), p.WHITE, 0.8)
    pen.flat(stroke([(-190, -186), (-190, -30)], 18, 12), p.WHITE, 0.45)


def iron_wok_care() -> Canvas:
    """The wok on the ring, with its brush and oil."""
    canvas = sheet(103, p.CREAM)
    tiles(canvas, 520, p.mix(p.APRICOT, p.CREAM, 0.35), p.mix(p.APRICOT, p.CLAY, 0.35), 92)
    table(canvas, 520, p.mix(p.IRON, p.WALNUT, 0.45))
    wares.burner(canvas.pen(520, 620, 0.98))
    wares.wok(canvas.pen(520, 546, 1.12))
    foods.steam(canvas.pen(500, 330), 210, 90)
    wares.brush(canvas.pen(1004, 622, 1.1))
    vessels.cruet(canvas.pen(166, 612, 0.62))
    foods.garlic(canvas.pen(1114, 636, 0.75))
    return canvas


def you_mian_kaolaolao() -> Canvas:
    """A tier of oat tubes, the flour, a bowl to dip in."""
    canvas = sheet(104, p.mix(p.DUSK, p.SKY, 0.25))
    disc(canvas, 720, 170, 116, p.mix(p.STRAW, p.CREAM, 0.5))
    hills(canvas, 470, (p.mix(p.DUSK, p.SAND, 0.55), p.mix(p.OCHRE, p.SAND, 0.4), p.OCHRE), 270)
    table(canvas, 456, p.mix(p.WALNUT, p.CLAY, 0.35))
    sack = canvas.pen(188, 580, 0.9)
    foods.sack(sack, p.PAPER, p.INDIGO)
    foods.heap(sack.at(0, -318), 150, 84, p.CREAM, 2.6, 50)
    foods.sack_rim(sack, p.PAPER)
    tubes_in_tier(canvas.pen(590, 606, 1.16))
    vessels.bowl(canvas.pen(984, 610, 0.72), inner=p.VINEGAR)
    soup = canvas.pen(984, 460, 0.72)
    for x, y, i in foods.scatter(16, 160, 32):
        soup.flat(arc(x, y, 11, 6), (p.LEAF, p.JUJUBE, p.CELADON)[i % 3], 0.95)
    return canvas


def tubes_in_tier(pen: Pen) -> None:
    """A tier of the steamer, full of oat tubes standing."""
    pen.shadow(220, 44)
    wares.steamer_tier(pen, 116)
    for row, count in enumerate((5, 6, 5)):
        for i in range(count):
            foods.tube(pen.at((i - (count - 1) / 2) * 62, -118 + row * 20 - 2, 0.95))
    bamboo = p.mix(p.WOOD, p.STRAW, 0.5)
    pen.form(stroke(arc(0, -112, 214, 44, 2, 178), 17), p.lighter(bamboo, 0.3), DOWN)


def millet_porridge() -> Canvas:
    """A bowl of porridge by the morning window."""
    canvas = sheet(105, p.mix(p.APRICOT, p.BLUSH, 0.5))
    window(canvas.pen(850, 420), 420, 300, p.mix(p.STRAW, p.CREAM, 0.4))
    table(canvas, 490, p.mix(p.JADE, p.PINE, 0.35))
    sack = canvas.pen(232, 596, 0.96)
    foods.sack(sack, p.SAND, p.JUJUBE)
    foods.heap(sack.at(0, -318), 152, 100, p.GOLD, 4, 170)
    foods.sack_rim(sack, p.SAND)
    foods.steam(canvas.pen(640, 360), 190, 80)
    bowl = canvas.pen(640, 622, 0.98)
    vessels.bowl(bowl, p.CELADON, p.PINE, p.GOLD)
    bowl.form(arc(0, -207, 200, 46), p.mix(p.GOLD, p.STRAW, 0.45), SOFT)
    bowl.flat(stroke(spline([(-120, -214), (-20, -232), (110, -222)]), 6, 2), p.CREAM, 0.8)
    for x, y, turn in ((-60, -204, 20), (40, -196, -30), (84, -216, 8)):
        foods.jujube(bowl.at(x, y, 0.62), turn)
    wares.spoon(canvas.pen(900, 600, 0.9), p.GOLD)
    foods.scoop(canvas.pen(380, 644, 0.6), p.GOLD)
    for x, y, turn in ((1000, 630, 14), (1064, 646, -20), (1096, 612, 30)):
        foods.jujube(canvas.pen(x, y, 0.84), turn)
    return canvas


def sand_pot() -> Canvas:
    """The clay pot on a brazier on a snowy evening."""
    canvas = sheet(106, p.mix(p.CLAY, p.WALNUT, 0.25))
    window(canvas.pen(250, 380), 340, 260, p.mix(p.INDIGO, p.DUSK, 0.4), p.mix(p.WALNUT, p.INK, 0.35))
    snow(canvas, 84, 124, 330, 250)
    disc(canvas, 660, 330, 250, p.mix(p.APRICOT, p.CLAY, 0.35))
    table(canvas, 540, p.mix(p.WALNUT, p.INK, 0.3))
    foods.steam(canvas.pen(660, 180), 160, 70)
    wares.stove(canvas.pen(660, 628, 0.94))
    vessels.sand_pot(canvas.pen(660, 484, 0.94))
    vessels.crock(canvas.pen(1026, 616, 0.8), p.INDIGO, fill=p.WALNUT)
    foods.scallion(canvas.pen(110, 618, 0.9, -4))
    foods.garlic(canvas.pen(906, 634, 0.7))
    return canvas


def yearend_goods() -> Canvas:
    """The gift box, fruit, a lantern, snow outside."""
    canvas = sheet(107, p.mix(p.CELADON, p.PINE, 0.3))
    window(canvas.pen(900, 366), 400, 280, p.mix(p.DUSK, p.SKY, 0.2), p.mix(p.WALNUT, p.JUJUBE, 0.35))
    snow(canvas, 704, 90, 392, 270)
    wares.lantern(canvas.pen(150, -30, 1.0))
    table(canvas, 500, p.mix(p.SAND, p.WOOD, 0.35))
    full_gift_box(canvas, 470, 606, 0.96)
    for x, y in ((872, 606), (990, 612), (932, 630)):
        foods.persimmon(canvas.pen(x, y, 0.94))
    for x, y, turn in ((1078, 600, 20), (1124, 634, -14), (1050, 640, 36)):
        foods.walnut(canvas.pen(x, y, 0.56), turn)
    for x, y, turn in ((124, 620, 10), (180, 642, -24), (786, 648, 16)):
        foods.jujube(canvas.pen(x, y, 0.82), turn)
    return canvas


def packing_glass() -> Canvas:
    """Two bottles going into a carton."""
    canvas = sheet(108, p.mix(p.CELADON, p.SKY, 0.35))
    shelf(canvas.pen(990, 196), 340)
    for x, make in ((900, vessels.SLIM), (974, vessels.TALL), (1056, vessels.FLASK)):
        vessels.bottle(canvas.pen(x, 190, 0.31), make)
    disc(canvas, 500, 310, 230, p.mix(p.CREAM, p.STRAW, 0.3))
    table(canvas, 520, p.mix(p.CLAY, p.PERSIMMON, 0.15))
    carton = canvas.pen(500, 622, 0.98)
    wares.carton(carton)
    for x, make in ((-150, vessels.TALL), (152, vessels.ROUND)):
        vessels.bottle(carton.at(x, -60, 0.86), make)
    carton.form(box(-9, -344, 18, 150), p.mix(p.WOOD, p.SAND, 0.7), SOFT)
    wares.carton_front(carton)
    for x, y in ((958, 612), (1082, 624)):
        wares.pulp_cap(canvas.pen(x, y, 0.98))
    _tape(canvas.pen(142, 620, 0.9))
    return canvas


def _tape(pen: Pen) -> None:
    """A roll of paper tape lying flat."""
    kraft = p.mix(p.OCHRE, p.SAND, 0.35)
    pen.shadow(88, 20)
    pen.form(turned([(88, -56), (88, 0)], foot=0.26, smooth=False), kraft, DEEP)
    pen.oval(0, -56, 88, 25, p.lighter(kraft, 0.35), SOFT)
    pen.oval(0, -55, 50, 13, p.darker(kraft, 0.5), FLAT)
    pen.flat(stroke(arc(0, -56, 69, 19), 2.5), p.darker(kraft, 0.2), 0.6)


def shop_faq() -> Canvas:
    """The shop front, jars on the step, and the dog."""
    canvas = sheet(109, p.mix(p.SAND, p.STRAW, 0.3))
    _bricks(canvas)
    _front(canvas)
    _awning(canvas.pen(600, 60))
    table(canvas, 588, p.mix(p.STEEL, p.SAND, 0.55))
    vessels.clay_jar(canvas.pen(150, 634, 0.58))
    vessels.clay_jar(canvas.pen(300, 640, 0.42), glaze=p.INDIGO)
    wares.dog(canvas.pen(1030, 640, 0.78))
    wares.lantern(canvas.pen(96, 150, 0.55))
    wares.lantern(canvas.pen(1104, 150, 0.55))
    return canvas


def _bricks(canvas: Canvas) -> None:
    pen = canvas.pen(0, 0)
    for row in range(17):
        for column in range(-1, 15):
            if (row * 5 + column * 3) % 4 == 0:
                brick = box(column * 90 + (row % 2) * 45, row * 36, 82, 28, 4)
                pen.flat(brick, p.mix(p.APRICOT, p.SAND, 0.55), 0.5)


def _front(canvas: Canvas) -> None:
    """Door in an arch, and a window with shelves of bottles."""
    arch(canvas, 860, 592, 250, 420, p.WALNUT)
    arch(canvas, 860, 592, 206, 394, p.mix(p.PINE, p.JADE, 0.35))
    door = canvas.pen(860, 592)
    door.flat(box(-3, -390, 6, 390), p.darker(p.PINE, 0.3))
    for side in (-1, 1):
        door.form(box(side * 50 - 36, -270, 72, 110, 6), p.mix(p.STRAW, p.CREAM, 0.3), SOFT)
        door.form(box(side * 50 - 36, -140, 72, 110, 6), p.PINE, SOFT)
        door.oval(side * 16, -146, 7, 7, p.GOLD)
    glass = canvas.pen(450, 520)
    glass.form(box(-232, -330, 464, 336, 8), p.WALNUT, SOFT)
    glass.form(box(-216, -314, 432, 304), p.mix(p.VINEGAR, p.CLAY, 0.4), Shade(0.4, 0.3, (0.3, -1)))
    for y in (-176, -14):
        shelf(glass.at(0, y), 428)
    for i, make in enumerate((vessels.TALL, vessels.ROUND, vessels.SLIM, vessels.FLASK, vessels.TALL, vessels.ROUND)):
        vessels.bottle(glass.at(-174 + i * 70, -180, 0.235), make)
    for i, colour in enumerate((p.VINEGAR, p.INDIGO, p.PINE)):
        vessels.clay_jar(glass.at(-132 + i * 132, -20, 0.28), glaze=colour)


def _awning(pen: Pen) -> None:
    pen.glow(box(-520, 40, 1060, 110), p.VINEGAR, 12, 0.3)
    for i in range(13):
        x = -520 + i * 80
        tone = p.JUJUBE if i % 2 == 0 else p.CREAM
        pen.form(
            [
                (x + 40 - (520 - 40 - i * 80) * -0.06 - 40, -70),
                (x + 80 + (i - 6) * -4.8, -70),
                (x + 80, 70),
                *arc(x + 40, 70, 40, 26, 0, 180),
            ],
            tone,
            DOWN,
        )


def laba_vinegar() -> Canvas:
    """Green garlic by a frosty window, dumplings ready."""
    canvas = sheet(110, p.mix(p.BLUSH, p.CREAM, 0.4))
    window(canvas.pen(340, 416), 440, 300, p.mix(p.DUSK, p.SKY, 0.5), p.mix(p.WALNUT, p.CLAY, 0.2))
    snow(canvas, 126, 120, 428, 290)
    cloth(canvas, 496, p.mix(p.INDIGO, p.DUSK, 0.35), p.DUSK)
    laba_jar(canvas, 640, 610, 1.1)
    vessels.plate(canvas.pen(972, 620), 196)
    for x, y in ((904, 580), (972, 570), (1044, 582), (938, 606), (1012, 608)):
        foods.dumpling(canvas.pen(x, y, 0.72))
    for x, y in ((180, 600), (292, 622), (398, 604)):
        foods.garlic(canvas.pen(x, y, 0.86))
    foods.clove(canvas.pen(474, 636, 0.8, 64))
    foods.clove(canvas.pen(120, 646, 0.8, -70))
    return canvas


def dumpling_dip() -> Canvas:
    """A plate of dumplings, dishes of vinegar, the cruet."""
    canvas = sheet(111, p.mix(p.JADE, p.CELADON, 0.3))
    disc(canvas, 560, 300, 250, p.mix(p.CREAM, p.CELADON, 0.2))
    table(canvas, 436, p.mix(p.PERSIMMON, p.CLAY, 0.35))
    foods.steam(canvas.pen(540, 380), 200, 120)
    vessels.plate(canvas.pen(540, 566, 1.2), 286)
    rows = ((470, (400, 496, 592, 688)), (504, (350, 446, 542, 638, 734)), (540, (400, 496, 592, 688)))
    for y, xs in rows:
        for x in xs:
            foods.dumpling(canvas.pen(x, y, 0.88))
    vessels.cruet(canvas.pen(956, 560, 0.84))
    vessels.dish(canvas.pen(150, 566, 1.05))
    vessels.dish(canvas.pen(226, 640, 1.0), p.mix(p.PERSIMMON, p.JUJUBE, 0.4))
    vessels.dish(canvas.pen(880, 642, 1.05))
    wares.chopsticks(canvas.pen(410, 662, 0.9, -2), 420)
    foods.clove(canvas.pen(1090, 630, 0.8, 60))
    foods.clove(canvas.pen(1042, 646, 0.7, -50))
    return canvas


def ban_mian() -> Canvas:
    """A full bowl, the chili jar, the vinegar."""
    canvas = sheet(112, p.mix(p.GOLD, p.STRAW, 0.6))
    disc(canvas, 600, 310, 262, p.CREAM)
    cloth(canvas, 500, p.mix(p.JADE, p.PINE, 0.35), p.CELADON)
    foods.steam(canvas.pen(580, 300), 180, 90)
    full_bowl(canvas, 600, 628, 1.2)
    chili_jar(canvas, 198, 600, 0.9)
    vessels.bottle(canvas.pen(1030, 600, 0.82), vessels.TALL)
    foods.chili(canvas.pen(60, 650, 0.9, -4))
    foods.chili(canvas.pen(846, 650, 0.82, 8))
    foods.garlic(canvas.pen(330, 644, 0.7))
    return canvas


def field_guide() -> Canvas:
    """A yard of jars under a low sun."""
    canvas = sheet(113, p.mix(p.APRICOT, p.STRAW, 0.35))
    disc(canvas, 820, 270, 170, p.mix(p.PERSIMMON, p.APRICOT, 0.25))
    hills(canvas, 400, (p.mix(p.APRICOT, p.DUSK, 0.35), p.mix(p.CLAY, p.DUSK, 0.3), p.mix(p.CLAY, p.WALNUT, 0.35)), 190)
    canvas.pen(0, 392).form(box(-2, 0, 1204, 290), p.mix(p.SAND, p.OCHRE, 0.35), Shade(0.4, 0.35, (0.3, 1), 0.3))
    for row, (y, scale, step) in enumerate(((430, 0.26, 128), (486, 0.4, 186), (590, 0.68, 316))):
        for i in range(-1, 11):
            x = i * step + (row % 2) * step * 0.5 + 40
            if x < WIDTH + 100:
                yard_jar(canvas.pen(x, y, scale), i + row)
    return canvas


def yard_jar(pen: Pen, number: int) -> None:
    """A jar in the yard: some under a straw hat, some open."""
    vessels.clay_jar(
        pen, glaze=(p.VINEGAR, p.mix(p.VINEGAR, p.CLAY, 0.25), p.mix(p.VINEGAR, p.INK, 0.4))[number % 3], lid=False
    )
    if number % 4 != 1:
        straw = p.mix(p.STRAW, p.OCHRE, 0.25)
        hat = [*spline([(-164, -428), (-60, -524), (0, -560), (60, -524), (164, -428)]), *arc(0, -428, 164, 32, 0, 180)]
        pen.form(hat, straw, DEEP)
        for k in (-0.7, -0.35, 0, 0.35, 0.7):
            pen.flat(stroke([(0, -552), (k * 160, -400)], 4), p.darker(straw, 0.25), 0.6, within=hat)


def shanxi_pantry() -> Canvas:
    """Two shelves of jars, sacks and bowls."""
    canvas = sheet(114, p.mix(p.JADE, p.PINE, 0.25))
    tiles(canvas, 675, p.mix(p.JADE, p.CELADON, 0.25), p.mix(p.JADE, p.PINE, 0.35), 96)
    shelf(canvas.pen(600, 310), 1090)
    shelf(canvas.pen(600, 612), 1090)
    _upper_shelf(canvas)
    _lower_shelf(canvas)
    return canvas


def _upper_shelf(canvas: Canvas) -> None:
    vessels.bottle(canvas.pen(150, 304, 0.47), vessels.TALL)
    vessels.bottle(canvas.pen(262, 304, 0.48), vessels.ROUND)
    chili_jar(canvas, 402, 304, 0.58)
    vessels.crock(canvas.pen(580, 304, 0.7), p.INDIGO, fill=p.WALNUT)
    vessels.clay_jar(canvas.pen(786, 304, 0.5))
    vessels.cruet(canvas.pen(1000, 304, 0.56))


def _lower_shelf(canvas: Canvas) -> None:
    for x, cloth_, stripe, grain, size in ((160, p.PAPER, p.INDIGO, p.CREAM, 2.6), (352, p.SAND, p.JUJUBE, p.GOLD, 5)):
        sack = canvas.pen(x, 606, 0.47)
        foods.sack(sack, cloth_, stripe)
        foods.heap(sack.at(0, -318), 150, 92, grain, size, 90)
        foods.sack_rim(sack, cloth_)
    jujube_basket(canvas.pen(594, 606, 0.62))
    vessels.bowl(canvas.pen(840, 602, 0.4))
    vessels.bowl(canvas.pen(840, 552, 0.4))
    vessels.sand_pot(canvas.pen(1024, 606, 0.5))


def wok_first_month() -> Canvas:
    """An egg sliding in a seasoned wok."""
    canvas = sheet(115, p.mix(p.INDIGO, p.DUSK, 0.3))
    tiles(canvas, 500, p.mix(p.DUSK, p.SKY, 0.2), p.mix(p.INDIGO, p.DUSK, 0.5), 100)
    table(canvas, 500, p.mix(p.CLAY, p.OCHRE, 0.2))
    wares.burner(canvas.pen(600, 628, 1.06))
    wok = canvas.pen(600, 552, 1.3)
    wares.wok(wok)
    foods.egg(wok.at(-20, -158, 1.15))
    foods.steam(canvas.pen(600, 270), 180, 110)
    for x, y in ((128, 600), (206, 616)):
        _brown_egg(canvas.pen(x, y))
    wares.brush(canvas.pen(1076, 616, 0.95))
    return canvas


def _brown_egg(pen: Pen) -> None:
    pen.shadow(40, 11)
    pen.form(
        spline([(0, -98), (30, -76), (42, -38), (28, -6), (0, 2), (-28, -6), (-42, -38), (-30, -76)], closed=True),
        p.mix(p.APRICOT, p.SAND, 0.4),
        DEEP,
    )


def min_jian() -> Canvas:
    """Dough pushed through the holed board into the pot."""
    canvas = sheet(116, p.mix(p.STRAW, p.CREAM, 0.3))
    tiles(canvas, 500, p.mix(p.STRAW, p.CREAM, 0.35), p.mix(p.STRAW, p.SAND, 0.7), 88)
    table(canvas, 500, p.mix(p.JADE, p.PINE, 0.35))
    foods.steam(canvas.pen(360, 236), 150, 70)
    _stock_pot(canvas.pen(500, 628, 1.0))
    board = canvas.pen(500, 330, 1.0)
    for i, (x, y) in enumerate(((-92, 42), (-58, 58), (-20, 40), (18, 56), (52, 44), (88, 58), (-36, 84), (34, 86))):
        bit = spline([(0, -24), (8, 0), (0, 24), (-8, 0)], closed=True)
        board.at(x, y, 1, (i * 23) % 30 - 15).form(bit, p.CREAM, DOWN)
    wares.min_board_across(board)
    board.form(
        spline([(-96, -8), (-80, -72), (-10, -96), (70, -78), (98, -10), (0, 2)], closed=True),
        p.CREAM,
        Shade(0.5, 0.3, (0.5, 1), 0.4),
    )
    vessels.bowl(canvas.pen(936, 628, 0.86), p.mix(p.BLUSH, p.CREAM, 0.5), p.CLAY, p.mix(p.APRICOT, p.WALNUT, 0.4))
    short_noodles(canvas.pen(936, 628, 0.86))
    foods.scallion(canvas.pen(70, 628, 0.72, -4))
    vessels.dish(canvas.pen(1130, 640, 0.8))
    return canvas


def cats_ears() -> Canvas:
    """A board of cat's ears, a bowl of tomato sauce."""
    canvas = sheet(117, p.mix(p.CELADON, p.JADE, 0.25))
    disc(canvas, 620, 250, 210, p.mix(p.CREAM, p.STRAW, 0.3))
    table(canvas, 400, p.mix(p.CLAY, p.PERSIMMON, 0.2))
    vessels.bottle(canvas.pen(690, 432, 0.62), vessels.ROUND)
    for x, y, size in ((820, 440, 0.9), (946, 452, 1.0)):
        foods.tomato(canvas.pen(x, y, size))
    foods.steam(canvas.pen(376, 190), 120, 60)
    _ears_in_bowl(canvas.pen(380, 470, 0.9))
    wares.board(canvas.pen(620, 470, 1.0), 860, 130)
    for cx, cy, i in foods.scatter(24, 290, 40):
        foods.shell(canvas.pen(580 + cx, 540 + cy, 0.82), (i * 71) % 120 - 60)
    wares.rolling_pin(canvas.pen(800, 640, 0.62, -24))
    return canvas


def _ears_in_bowl(bowl: Pen) -> None:
    sauce = p.mix(p.PERSIMMON, p.JUJUBE, 0.35)
    vessels.bowl(bowl, inner=sauce)
    for x, y, i in foods.scatter(26, 160, 34):
        foods.shell(bowl.at(x, y - 222 - (1 - (x / 200) ** 2) * 18, 0.72), (i * 53) % 140 - 70)
    for x, y, i in foods.scatter(22, 150, 34):
        tone = (sauce, p.GOLD, p.LEAF)[i % 3]
        bowl.form(arc(x, y - 236, 15 - i % 3 * 4, 10 - i % 3 * 2), tone, SOFT)


def hot_oil() -> Canvas:
    """A ladle of hot oil over chili and spring onion."""
    canvas = sheet(118, p.mix(p.JUJUBE, p.VINEGAR, 0.25))
    disc(canvas, 560, 330, 250, p.mix(p.PERSIMMON, p.APRICOT, 0.45))
    table(canvas, 500, p.mix(p.WALNUT, p.VINEGAR, 0.3))
    foods.steam(canvas.pen(430, 330), 200, 70)
    bowl = canvas.pen(560, 628, 1.02)
    vessels.bowl(bowl, inner=p.mix(p.PERSIMMON, p.JUJUBE, 0.4))
    foods.strands(bowl.at(0, -212), 196, 40, within=arc(0, 4, 196, 44), count=13)
    foods.heap(bowl.at(0, -212), 96, 62, p.mix(p.JUJUBE, p.PERSIMMON, 0.3), 5, 70)
    for x, y, i in foods.scatter(16, 130, 30):
        bowl.form(arc(x, y - 226, 11, 7), (p.LEAF, p.CELADON, p.CREAM)[i % 3], SOFT)
    oil = spline([(566, 224), (560, 290), (556, 362)])
    canvas.pen(0, 0).form(stroke(oil, 17, 9), p.mix(p.GOLD, p.APRICOT, 0.3), SOFT)
    wares.ladle(canvas.pen(560, 222, 1.0))
    for x, y, size in ((470, 330, 7), (500, 300, 5), (640, 320, 7), (612, 288, 5), (668, 362, 5), (452, 372, 5)):
        canvas.pen(x, y).oval(0, 0, size, size, p.GOLD, SOFT)
    vessels.bottle(canvas.pen(230, 610, 0.9), pantry.OIL)
    pantry.pepper_jar(canvas.pen(960, 616, 0.8))
    for x, y, turn in ((806, 632, 20), (842, 648, 80), (1110, 640, -30)):
        pantry.husk(canvas.pen(x, y, 0.8, turn), pantry.PEPPER, seed=turn == 80)
    foods.chili(canvas.pen(60, 644, 0.8, -4))
    return canvas


def mark() -> Canvas:
    """The shop's avatar: a jar in a vermilion round."""
    canvas = Canvas(240, 240, p.CREAM, 200)
    disc(canvas, 120, 120, 112, p.PERSIMMON)
    pen = canvas.pen(120, 204, 0.36)
    vessels.clay_jar(pen)
    vessels.tag(pen.at(0, -226, 1.0), p.CREAM, p.JUJUBE)
    for start in (0, 180):
        canvas.pen(120, 120).flat(stroke(arc(0, 0, 141, 141, start, start + 180), 58), p.CREAM)
    return canvas


ALL: dict[str, Callable[[], Canvas]] = {
    "cover-how-to-choose-vinegar": how_to_choose_vinegar,
    "cover-knife-cut-noodles": knife_cut_noodles,
    "cover-iron-wok-care": iron_wok_care,
    "cover-you-mian-kaolaolao": you_mian_kaolaolao,
    "cover-millet-porridge": millet_porridge,
    "cover-sand-pot": sand_pot,
    "cover-yearend-goods": yearend_goods,
    "cover-packing-glass": packing_glass,
    "cover-shop-faq": shop_faq,
    "cover-laba-vinegar": laba_vinegar,
    "cover-dumpling-dip": dumpling_dip,
    "cover-ban-mian": ban_mian,
    "cover-field-guide-to-shanxi-vinegar": field_guide,
    "cover-shanxi-pantry": shanxi_pantry,
    "cover-wok-first-month": wok_first_month,
    "cover-min-jian": min_jian,
    "cover-cats-ears": cats_ears,
    "cover-hot-oil": hot_oil,
    "avatar": mark,
}
