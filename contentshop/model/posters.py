"""A poster: what it says, the fonts it is set in, the task that paints it."""

from __future__ import annotations

from typing import Annotated

from .base import Record
from .products import described


class PostersConfig(Record):
    """How posters are set."""

    font: Annotated[
        str,
        described("The font file of texts, as a path in the site or an absolute one; then the machine's are not used."),
    ] = ""
    bold: Annotated[str, described("The font file of titles and prices; `font` when empty.")] = ""
    emoji: Annotated[str, described("The font file of colour emoji; without one they are left out beside `font`.")] = ""


class Face(Record):
    """One face of a font file of this machine or of the site."""

    path: str
    """Absolute; it never gets into an output."""
    index: int
    """Of the face in a collection (.ttc), from 0."""
    content: str
    """The digest of the face's table directory, which holds a check sum of each of its tables."""
    weight: int = 400
    """How bold it is, from 100 to 900; in a variable font, what is set."""


class Fonts(Record):
    """The faces that posters are set in, each followed by those that stand in for characters it lacks."""

    regular: tuple[Face, ...] = ()
    bold: tuple[Face, ...] = ()
    emoji: Face | None = None


class Poster(Record):
    """All that a poster shows: finished texts, plain, each on one line; an empty one is not shown."""

    language: str
    account: str
    ad: str
    """The mark “广告”/“Ad”."""
    title: str
    summary: str
    code: str
    """What the code holds."""
    hint: str
    """How the code is read: 长按识别二维码."""
    offer: str
    """What then comes: 查看详情."""
    amount: str = ""
    """The current price, such as ¥39.90; empty where there is none or it is not shown."""
    as_of: str = ""
    per: str = ""
    reference: str = ""
    """The reference price, struck through; never without its label."""
    reference_label: str = ""
    no_amount: str = ""
    """What stands in the place of a price that is not shown."""
    small: tuple[str, ...] = ()
    """The small print."""
    sells: bool = False
    """Whether it is a product's, whose picture must be seen whole and fill half of the poster."""


class Paint(Record, tag="paint"):
    """A poster as JPEG, with a picture of the site or without."""

    poster: Poster
    size: tuple[int, int]
    """In px."""
    source: str
    """The picture's path in the site, or empty."""
    content: str
    """The digest of its bytes."""
    fonts: Fonts
