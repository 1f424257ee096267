"""Second pictures of a few products: 800 by 800, in the room of the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import foods, pantry, vessels, wares
from . import palette as p
from .covers import tubes_in_tier
from .products import room

if TYPE_CHECKING:
    from collections.abc import Callable

    from .canvas import Canvas


def vinegar_6y_back() -> Canvas:
    """The bottle turned round: the four lines on its back."""
    canvas = room(41, p.CELADON, p.mix(p.CREAM, p.CELADON, 0.2), p.WOOD)
    pen = canvas.pen(400, 716, 1.2)
    vessels.bottle(pen, vessels.ROUND)
    pantry.back_label(pen)
    return canvas


def vinegar_6y_dish() -> Canvas:
    """Dumplings on a plate, the vinegar beside them."""
    canvas = room(42, p.CELADON, p.mix(p.CREAM, p.CELADON, 0.2), p.WOOD, table_at=480)
    vessels.plate(canvas.pen(350, 640, 1.25), 236)
    for x, y in ((236, 590), (344, 574), (452, 590), (180, 620), (290, 620), (400, 620), (508, 622), (346, 660)):
        foods.dumpling(canvas.pen(x, y, 0.92))
    vessels.dish(canvas.pen(640, 716, 1.25))
    vessels.bottle(canvas.pen(668, 560, 0.72), vessels.ROUND)
    return canvas


def iron_wok_egg() -> Canvas:
    """An egg that slides in the seasoned wok."""
    canvas = room(
        43, p.mix(p.CELADON, p.JADE, 0.35), p.mix(p.STRAW, p.CREAM, 0.45), p.mix(p.CLAY, p.WALNUT, 0.4), table_at=640
    )
    wares.burner(canvas.pen(340, 712, 0.98))
    wok = canvas.pen(342, 642, 0.98)
    wares.wok(wok)
    foods.egg(wok.at(-14, -160, 1.3))
    foods.scallion(canvas.pen(570, 756, 0.5, -6))
    return canvas


def steamer_open() -> Canvas:
    """A tier of oat tubes, the lid off."""
    canvas = room(44, p.mix(p.INDIGO, p.DUSK, 0.75), p.mix(p.CREAM, p.SKY, 0.35), p.mix(p.JADE, p.PINE, 0.4))
    foods.steam(canvas.pen(400, 420), 190, 100)
    tubes_in_tier(canvas.pen(400, 700, 1.3))
    return canvas


ALL: dict[str, Callable[[], Canvas]] = {
    "vinegar-6y-back": vinegar_6y_back,
    "vinegar-6y-dish": vinegar_6y_dish,
    "iron-wok-egg": iron_wok_egg,
    "steamer-open": steamer_open,
}
