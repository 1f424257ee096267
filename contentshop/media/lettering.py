"""Setting a line of text on a picture: in several faces, with emoji, measured and drawn alike."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, TypedDict

from PIL import Image, ImageDraw, ImageFont, features

from contentshop.model import Face

from .fonts import coverage
from .glyphs import EMOJI, INVISIBLE
from .typesetting import GAP

_EMOJI_SIZES = (109, 160, 136, 128, 96, 64)
"""In px: those in which colour fonts hold their pictures (Noto's 109, Apple's 160); one of outlines takes any."""
_IS_BOLD, _LARGE = 600, 36
"""Where there is no bold face, a regular one is drawn a px thicker on all sides from this size (px) on."""
_GAP_SHARE = 1 / 6
_EMOJI_SHARE = 1.14
"""How wide an emoji is, in ems."""
_EMOJI_DROP = 0.16
"""How far it hangs below the baseline, in ems."""


class _Run(NamedTuple):
    text: str
    face: Face | None
    """None for an emoji or a gap."""


class Letters:
    """Text in one weight of the fonts."""

    def __init__(self, faces: tuple[Face, ...], emoji: Face | None, language: str, *, bold: bool) -> None:
        self._faces, self._emoji, self._bold = faces, emoji, bold
        self._shaping = _shaping(language)
        self._widths: dict[tuple[str, int], float] = {}
        self._known: dict[str, Face | None] = {}

    def width(self, text: str, size: int) -> float:
        """Return how wide a text is at a size, both in px."""
        key = text, size
        if key not in self._widths:
            self._widths[key] = sum(self._advance(run, size) for run in self._runs(text))
        return self._widths[key]

    def draw(self, image: Image.Image, at: tuple[float, float], text: str, size: int, colour: str) -> None:
        """Draw a text; `at` is where its baseline begins, in px."""
        x, y = at
        pen = ImageDraw.Draw(image)
        for run in self._runs(text):
            if run.face is not None:
                thicker = int(self._bold and run.face.weight < _IS_BOLD and size >= _LARGE)
                font = _font(run.face, size)
                pen.text((x, y), run.text, colour, font, **self._shaping, anchor="ls", stroke_width=thicker)
            elif run.text != GAP and self._emoji is not None:
                _draw_emoji(image, (x, y), run.text, size, self._emoji)
            x += self._advance(run, size)

    def _advance(self, run: _Run, size: int) -> float:
        if run.face is not None:
            return _font(run.face, size).getlength(run.text, **self._shaping)
        return size * (_GAP_SHARE if run.text == GAP else _EMOJI_SHARE if self._emoji else 0)

    def _runs(self, text: str) -> Iterator[_Run]:
        """Yield a text in pieces of one face each."""
        end = 0
        for match in EMOJI.finditer(text):
            yield from self._in_faces(text[end : match.start()])
            yield _Run(match.group(), None)
            end = match.end()
        yield from self._in_faces(text[end:])

    def _in_faces(self, text: str) -> Iterator[_Run]:
        piece, face = "", None
        for char in INVISIBLE.sub("", text):
            own = None if char == GAP else self._face_for(char)
            if piece and (own != face or char == GAP):
                yield _Run(piece, face)
                piece = ""
            piece, face = piece + char, own
        if piece:
            yield _Run(piece, face)

    def _face_for(self, char: str) -> Face | None:
        if char not in self._known:
            first = self._faces[0] if self._faces else None
            self._known[char] = next((face for face in self._faces if coverage(face).has(char)), first)
        return self._known[char]


@lru_cache(maxsize=8)
def letters_of(faces: tuple[Face, ...], emoji: Face | None, language: str, *, bold: bool) -> Letters:
    """Return the letters of some faces, which remember widths from one poster to the next."""
    return Letters(faces, emoji, language, bold=bold)


class _Shaping(TypedDict, total=False):
    """How a text is shaped, where Pillow can do it."""

    language: str
    features: list[str]


def _shaping(language: str) -> _Shaping:
    """Return the shapes of a language.

    Chinese fonts draw the quotation marks of Latin texts as wide as Han characters unless asked otherwise.
    """
    if not features.check("raqm"):
        return {}
    return {"language": "zh-Hans"} if language.startswith("zh") else {"language": language, "features": ["pwid"]}


@lru_cache(maxsize=128)
def _font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(face.path, size, index=face.index)
    try:
        axes = font.get_variation_axes()
    except OSError:
        return font
    font.set_variation_by_axes([_on_axis(axis, face.weight) for axis in axes])
    return font


def _on_axis(axis: ImageFont.Axis, weight: int) -> float:
    low, high, usual = axis["minimum"] or 0, axis["maximum"] or 0, axis["default"] or 0
    return min(max(weight, low), high) if axis["name"] in (b"Weight", "Weight") else usual


def _draw_emoji(image: Image.Image, at: tuple[float, float], text: str, size: int, face: Face) -> None:
    picture = _emoji(text, face)
    if picture is None:
        return
    side = round(size * _EMOJI_SHARE)
    scaled = picture.resize((side, side), Image.Resampling.LANCZOS)
    x, y = round(at[0]), round(at[1] + size * _EMOJI_DROP) - side
    image.paste(scaled, (x, y), scaled)


@lru_cache(maxsize=64)
def _emoji(text: str, face: Face) -> Image.Image | None:
    """Return the picture of an emoji, square; None when the font holds none in a size that is known."""
    for size in _EMOJI_SIZES:
        try:
            font = ImageFont.truetype(face.path, size, index=face.index)
        except OSError:
            continue
        left, top, right, bottom = (round(one) for one in font.getbbox(text))
        side = max(right - left, bottom - top)
        if side <= 0:
            return None
        canvas = Image.new("RGBA", (side, side))
        place = (side - right - left) / 2, (side - bottom - top) / 2
        ImageDraw.Draw(canvas).text(place, text, "black", font, embedded_color=True)
        return canvas
    return None
