"""Where everything stands on a poster: a pure function of what it says, its size and the widths of its texts.

From above: the picture from edge to edge; the account's name and the mark “广告”; the title; the price with its
date; then a strip with the code on the right and, beside it, the selling line and how the code is read. Without a
picture its place is a field of colour with a frame, the title in it, and behind that the first character, very large.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol

import msgspec

from contentshop.model import Poster

from .typesetting import is_cut, lines_of, spaced

Weight = Literal["regular", "bold"]
Tone = Literal["ink", "soft", "accent", "paper", "tint"]
Role = Literal[
    "account", "ad", "title", "amount", "as_of", "per", "reference", "no_amount", "summary", "hint", "offer", "small"
]

WIDTH = 1080
POSTER_SIZES = {"9x16": (WIDTH, 1920), "3x4": (WIDTH, 1440)}
"""In px, by the names of the files: a phone's whole screen, and the picture of a post."""
MARGIN = 72
QUIET = 4
"""Modules of white around a code (ISO/IEC 18004)."""
LONGEST_IN_POSTER = 150
"""Characters that a code on a poster holds at most: see `SMALLEST_CODE`."""
SMALLEST_CODE = 240
"""In px without its quiet zone: measured on 2026-11-21, from there on codes of up to 150 characters are read by
WeChat's decoder and by ZXing when the poster is seen 375 px wide."""
_TALL = 1.6
"""Posters so much higher than wide fill a screen whose top and bottom are covered by buttons."""
_COVERED_TOP, _COVERED_BOTTOM = 0.15, 0.10
_CODE_TALL, _CODE = 300, 270
"""In px: the largest codes there is place for."""
_BETWEEN = 48
_FOOT = 40
_ABOVE_CARD = 44
_MARK_PAD = 14
_INNER = WIDTH - 2 * MARGIN
_TITLE_LINES, _SUMMARY_LINES = 2, 5
_TITLES = (72, 66, 60, 54, 48)
_LAST_TITLES = (40,)
_ARTICLE_TITLES = (76, 68, 60, 54)
_FIELD_TITLES = (108, 96, 84, 72, 62)
_NOTE = 28
_SMALL = (24, 22, 20, 18)
_FIELD_FRAME, _FIELD_FOOT = 36, 104
"""Without a picture: how far inside its field of colour the frame runs, and how far above its end the title stands."""
_INITIAL, _INITIAL_DROP, _INITIAL_ASIDE = 0.94, 0.37, 20
"""How large the first character above the title is, by the place there is; how far below the middle of that its
baseline is, in ems; and how far inside the frame it ends, in px."""
_RULE = (96, 8, 44)
"""The bar above such a title: how wide and high it is, and how far above it."""
_LEAST_SHOWN = 0.7
"""How much of an article's picture is shown at least where its sides are cut off."""
_LOWEST = 0.34
"""How much of the height an article's picture has at least."""
_ONE_LINE = 0.74
"""So much of the largest size is large enough for a title that then fits on one line."""
_ASCENT = 0.86
"""From the top of Han characters to the baseline, in ems."""
_LEADING: dict[Weight, float] = {"regular": 1.6, "bold": 1.36}


class Measure(Protocol):
    """Tells how wide a text is at a size, both in px."""

    def __call__(self, text: str, size: int, weight: Weight) -> float:
        """Return the width."""


class Text(NamedTuple):
    """A line of text; `x` and `y` are where its baseline begins."""

    role: Role
    text: str
    x: float
    y: float
    size: int
    width: float
    weight: Weight = "regular"
    tone: Tone = "ink"
    struck: bool = False


class Box(NamedTuple):
    """A rectangle in px."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Its width."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Its height."""
        return self.bottom - self.top


class Field(NamedTuple):
    """What a field of colour has besides its title: a frame, a bar above the title, and a character behind it."""

    frame: Box
    rule: Box
    initial: Text | None


class Layout(NamedTuple):
    """Where everything stands."""

    size: tuple[int, int]
    picture: Box
    texts: tuple[Text, ...]
    mark: Box | None
    """The frame around “广告”."""
    card: Box
    """The white ground of the code, quiet zone included."""
    module: int
    """The side of a module in px."""
    field: Field | None = None
    """What stands in the picture's place where there is none, behind the texts."""

    @property
    def code(self) -> Box:
        """The code without its quiet zone."""
        return _code_box(self.card, self.module)


def _code_box(card: Box, module: int) -> Box:
    quiet = QUIET * module
    return Box(card.left + quiet, card.top + quiet, card.right - quiet, card.bottom - quiet)


def laid(poster: Poster, size: tuple[int, int], modules: int, ratio: float, measure: Measure) -> Layout:
    """Return where everything stands.

    Args:
        poster: what it says.
        size: of the poster in px; 1080 px wide.
        modules: how many modules its code has on a side.
        ratio: the picture's width by its height; 0 without a picture.
        measure: tells widths of texts.

    """
    card, module = _card(size, modules)
    strip = _strip(poster, size, card, module, measure)
    width, space = size[0], card.top - _ABOVE_CARD
    if not ratio:
        untitled = msgspec.structs.replace(poster, title="")
        head = _fitting_head(untitled, measure, space, size[1] / 2)
        bottom = round(space - head.bottom)
        titled, field = _titled_field(poster.title, Box(0, 0, width, bottom), measure)
        texts = (*titled.texts, *head.moved(bottom), *strip)
        return Layout(size, Box(0, 0, width, bottom), texts, head.mark(bottom), card, module, field)
    tallest = space if poster.sells else min(space, round(max(width / ratio / _LEAST_SHOWN, size[1] * _LOWEST)))
    head = _fitting_head(poster, measure, space, size[1] / 2 if poster.sells else tallest)
    bottom = round(min(space - head.bottom, tallest))
    top = bottom + max(0, space - bottom - head.bottom) // 2
    return Layout(size, Box(0, 0, width, bottom), (*head.moved(top), *strip), head.mark(top), card, module)


def _titled_field(title: str, box: Box, measure: Measure) -> tuple[_Column, Field]:
    """Return a title at the foot of a field of colour, and what else stands in that."""
    lines = _title(title, _FIELD_TITLES, measure)
    column = _Column(MARGIN, box.bottom - _FIELD_FOOT - lines.height)
    wide, high, above = _RULE
    rule = Box(MARGIN, round(column.bottom) - above - high, MARGIN + wide, round(column.bottom) - above)
    column.lines("title", lines, "bold", "paper")
    frame = Box(_FIELD_FRAME, _FIELD_FRAME, box.right - _FIELD_FRAME, box.bottom - _FIELD_FRAME)
    first = next((char for char in title if char.isalnum()), "").upper()
    size = round(min(frame.width, rule.top - frame.top) * _INITIAL)
    across = measure(first, size, "bold")
    x, y = frame.right - _INITIAL_ASIDE - across, (frame.top + rule.top) / 2 + size * _INITIAL_DROP
    initial = Text("title", first, round(x), round(y), size, across, "bold", "tint")
    return column, Field(frame, rule, initial if first else None)


class _Lines(NamedTuple):
    """A text set in lines."""

    lines: tuple[str, ...]
    size: int
    leading: int
    """From baseline to baseline, in px."""
    widths: tuple[float, ...]

    @property
    def height(self) -> int:
        """From above its first line to the baseline of its last, in px."""
        return round(self.size * _ASCENT) + self.leading * (len(self.lines) - 1) if self.lines else 0


class _Column:
    """Texts below one another, and how far down they have come."""

    def __init__(self, x: float, bottom: float = 0) -> None:
        self.x = x
        self.bottom: float = bottom
        self.texts: list[Text] = []
        self._mark: Box | None = None

    def lines(self, role: Role, lines: _Lines, weight: Weight = "regular", tone: Tone = "ink") -> None:
        """Put lines below what is there."""
        y = self.bottom + lines.size * _ASCENT
        for line, width in zip(lines.lines, lines.widths, strict=True):
            self.texts.append(Text(role, line, self.x, y, lines.size, width, weight, tone))
            y += lines.leading
        self.bottom += lines.height

    def framed(self, box: Box) -> None:
        """Remember a frame."""
        self._mark = box

    def mark(self, top: float) -> Box | None:
        """Return the frame, moved down."""
        box, down = self._mark, round(top)
        return box and Box(box.left, box.top + down, box.right, box.bottom + down)

    def moved(self, top: float) -> list[Text]:
        """Return the texts, moved down to whole px."""
        return [text._replace(y=text.y + round(top)) for text in self.texts]


def _set(text: str, width: float, size: int, most: int, measure: Measure, weight: Weight = "regular") -> _Lines:
    def wide(piece: str) -> float:
        return measure(piece, size, weight)

    lines = lines_of(text, width, most, wide)
    return _Lines(lines, size, round(size * _LEADING[weight]), tuple(map(wide, lines)))


def _title(text: str, sizes: tuple[int, ...], measure: Measure) -> _Lines:
    """Return a title on one line where it is not much smaller so, else on two, as large as it fits.

    One that is too long at the smallest size ends in `…`.
    """
    ways = [(size, 1) for size in sizes if size >= _ONE_LINE * sizes[0]] + [(size, _TITLE_LINES) for size in sizes]
    for size, most in ways:
        found = _set(text, _INNER, size, most, measure, "bold")
        if not is_cut(found.lines, text):
            return found
    return _set(text, _INNER, sizes[-1], _TITLE_LINES, measure, "bold")


def _card(size: tuple[int, int], modules: int) -> tuple[Box, int]:
    """Return the ground of the code, at the right above the margin, and the side of a module."""
    width, height = size
    tall = _is_tall(size)
    wanted = _CODE_TALL if tall else _CODE
    module = max(wanted // modules, -(-SMALLEST_CODE // modules))
    side = (modules + 2 * QUIET) * module
    bottom = round(height * (1 - _COVERED_BOTTOM)) + QUIET * module if tall else height - _FOOT
    return Box(width - MARGIN - side, bottom - side, width - MARGIN, bottom), module


def _is_tall(size: tuple[int, int]) -> bool:
    return size[1] > _TALL * size[0]


def _fitting_head(poster: Poster, measure: Measure, space: float, tallest: float) -> _Column:
    """Return what stands between picture and code, a product's title so small that the picture has half of all."""
    if not poster.sells:
        every = [_head(poster, measure, most) for most in range(_SUMMARY_LINES, 0, -1)]
        return next((one for one in every if one.bottom <= space - tallest), every[-2])
    ways = [(_TITLES[start:], _WIDE) for start in range(len(_TITLES))]
    ways += [(_TITLES[start:], _TIGHT) for start in range(len(_TITLES))]
    ways.append((_LAST_TITLES, _TIGHTEST))
    heads = (_head(poster, measure, 0, titles, gaps) for titles, gaps in ways)
    found = next((one for one in heads if space - one.bottom >= tallest), None)
    return found or _head(poster, measure, 0, _LAST_TITLES, _TIGHTEST)


class _Gaps(NamedTuple):
    """Between what stands under a picture, in px: above the account, the title, the price and its further rows."""

    account: int = 44
    title: int = 32
    price: int = 48
    row: int = 46
    amount: int = 84
    """The size of the price itself."""


_WIDE, _TIGHT = _Gaps(), _Gaps(account=32, title=22, price=34, row=40, amount=68)
_TIGHTEST = _Gaps(account=24, title=16, price=24, row=36, amount=56)


def _head(
    poster: Poster, measure: Measure, most: int, titles: tuple[int, ...] = _TITLES, gaps: _Gaps = _WIDE
) -> _Column:
    """Return what stands between the picture and the code, an article's summary in so many lines at most."""
    column = _Column(MARGIN, gaps.account)
    _eyebrow(column, poster, measure)
    if poster.title:
        column.bottom += gaps.title
        title = _title(poster.title, titles if poster.sells else _ARTICLE_TITLES, measure)
        column.lines("title", title, "bold")
    if poster.sells:
        _price(column, poster, measure, gaps)
    elif poster.summary:
        column.bottom += 44
        column.lines("summary", _set(poster.summary, _INNER, 36, most, measure), tone="soft")
    return column


def _eyebrow(column: _Column, poster: Poster, measure: Measure) -> None:
    """Put the account's name at the left and the framed mark at the right."""
    top, inner = column.bottom, float(_INNER)
    if poster.ad:
        mark = _set(poster.ad, 200, 28, 1, measure)
        left = WIDTH - MARGIN - mark.widths[0] - 2 * _MARK_PAD
        column.texts.append(Text("ad", mark.lines[0], left + _MARK_PAD, top + 25, 28, mark.widths[0], tone="soft"))
        column.framed(Box(round(left), round(top - 8), WIDTH - MARGIN, round(top + 36)))
        inner = left - MARGIN - _BETWEEN
    if poster.account:
        column.lines("account", _set(poster.account, inner, 30, 1, measure, "bold"), "bold", "accent")
    column.bottom = top + 28


def _price(column: _Column, poster: Poster, measure: Measure, gaps: _Gaps) -> None:
    """Put the price, and beside it its date, the price by unit and the reference price."""
    if not poster.amount:
        if poster.no_amount:
            column.bottom += 34
            column.lines("no_amount", _set(poster.no_amount, _INNER, 36, 1, measure), tone="soft")
        return
    column.bottom += gaps.price
    amount = _set(poster.amount, _INNER, gaps.amount, 1, measure, "bold")
    column.lines("amount", amount, "bold", "accent")
    rows = [row for row in _notes(poster, measure) if row]
    beside = column.x + amount.widths[0] + 32
    if all(_end(row) <= WIDTH - MARGIN - beside for row in rows):
        lowest = column.bottom - (7 if len(rows) > 1 else 0)
        for number, row in enumerate(reversed(rows)):
            column.texts += [text._replace(x=text.x + beside, y=lowest - 40 * number) for text in row]
        return
    for row in rows:
        column.bottom += gaps.row
        column.texts += [text._replace(x=text.x + column.x, y=column.bottom) for text in row]


def _end(row: list[Text]) -> float:
    return row[-1].x + row[-1].width


def _notes(poster: Poster, measure: Measure) -> list[list[Text]]:
    """Return what belongs to a price, in rows that begin at 0: a price never stands without its date."""
    first = _row((("as_of", poster.as_of, False),), measure)
    per = _row((("as_of", poster.as_of, False), ("per", poster.per, False)), measure)
    label: tuple[Role, str, bool] = ("reference", poster.reference_label, False)
    second = _row((label, ("reference", poster.reference, True)), measure) if poster.reference else []
    return [per if per and _end(per) <= _INNER else first, second if second and _end(second) <= _INNER else []]


def _row(parts: tuple[tuple[Role, str, bool], ...], measure: Measure) -> list[Text]:
    """Return short texts beside one another."""
    found: list[Text] = []
    x = 0.0
    for role, text, struck in parts:
        if text:
            width = measure(spaced(text), _NOTE, "regular")
            found.append(Text(role, spaced(text), x, 0, _NOTE, width, tone="soft", struck=struck))
            x += width + 20
    return found


def _small(text: str, room: float, most: int, measure: Measure) -> _Lines:
    """Return the small print, smaller where it would else be cut: it says what the law asks for."""
    found = _set(text, room, _SMALL[0], most, measure)
    for size in _SMALL[1:]:
        if not is_cut(found.lines, text):
            break
        found = _set(text, room, size, most, measure)
    return found


def _strip(poster: Poster, size: tuple[int, int], card: Box, module: int, measure: Measure) -> list[Text]:
    """Return what stands beside the code, and the small print."""
    room = card.left - _BETWEEN - MARGIN
    tall = _is_tall(size)
    small = _small(" · ".join(poster.small), _INNER if tall else room, 2 if tall else 3, measure)
    low = _Column(MARGIN)
    low.lines("hint", _set(poster.hint, room, 38, 2, measure, "bold"), "bold")
    low.bottom += 20
    low.lines("offer", _set(poster.offer, room, 32, 1, measure), tone="accent")
    if not tall and small.lines:
        low.bottom += 30
        low.lines("small", small, tone="soft")
    last = _code_box(card, module).bottom - card.top if tall else card.height - 6
    above = last - low.bottom
    found: list[Text] = []
    if poster.sells and poster.summary:
        high = _Column(MARGIN)
        lines = max(1, min(3, int(above - 44) // 50))
        high.lines("summary", _set(poster.summary, room, 33, lines, measure))
        found += high.moved(card.top + 6)
    else:
        above = min(above, (card.height - low.bottom) / 2)
    found += low.moved(card.top + above)
    if tall and small.lines:
        foot = _Column(MARGIN)
        foot.lines("small", small, tone="soft")
        found += foot.moved(card.bottom + 34)
    return found
