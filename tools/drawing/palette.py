"""The colours of the house; pictures use these and mixtures of them."""

from __future__ import annotations

Colour = tuple[int, int, int]

CREAM: Colour = (248, 238, 216)
PAPER: Colour = (240, 224, 192)
SAND: Colour = (228, 203, 160)
STRAW: Colour = (236, 201, 122)
GOLD: Colour = (222, 166, 58)
OCHRE: Colour = (190, 128, 52)
PERSIMMON: Colour = (218, 98, 44)
APRICOT: Colour = (238, 152, 92)
JUJUBE: Colour = (158, 46, 36)
BLUSH: Colour = (236, 190, 160)
CLAY: Colour = (170, 102, 62)
WOOD: Colour = (186, 132, 84)
WALNUT: Colour = (126, 82, 52)
VINEGAR: Colour = (74, 36, 26)
AMBER: Colour = (206, 138, 60)
INK: Colour = (44, 28, 26)
CELADON: Colour = (164, 196, 172)
JADE: Colour = (104, 150, 130)
LEAF: Colour = (112, 142, 78)
PINE: Colour = (64, 96, 78)
SKY: Colour = (196, 212, 206)
INDIGO: Colour = (46, 62, 98)
DUSK: Colour = (94, 112, 148)
IRON: Colour = (62, 62, 70)
STEEL: Colour = (164, 168, 172)
WHITE: Colour = (253, 248, 236)


def mix(first: Colour, second: Colour, part: float) -> Colour:
    """`first` with `part` (0 to 1) of `second` in it."""
    r, g, b = (round(a + (c - a) * part) for a, c in zip(first, second, strict=True))
    return (r, g, b)


def darker(colour: Colour, part: float = 0.35) -> Colour:
    """The colour as it looks turned away from a warm light."""
    return mix(colour, (52, 26, 38), part)


def lighter(colour: Colour, part: float = 0.35) -> Colour:
    """The colour as it looks turned towards a warm light."""
    return mix(colour, (255, 244, 214), part)
