"""Painting posters: one picture, decoded once, and every poster that shows it, as JPEG."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from contentshop.model import Paint

from .lettering import Letters, letters_of
from .palette import Palette, palette
from .pixels import guarded, opened, pixels
from .posters import Box, Field, Layout, Text, Weight, laid
from .qr import matrix

_QUALITY = 92
_CUT = 0.13
"""How much of a product's picture may be cut off at its sides; else it is shown whole."""
_MOST_WIDE = 4
"""A picture is decoded at most so many times as wide as a poster."""
_EDGE = 6
"""In px: so much of a picture's side is drawn out to fill a poster's width."""
_FAR = 0.18
"""A side is drawn out so far at most, as a share of the width; else a mat stands around the picture."""
_SMOOTH = 8
_ROUND = 20
_SHARP = 4
"""Round corners are drawn so many times as large and shrunk."""


def painted(data: bytes, wanted: Sequence[Paint]) -> list[bytes]:
    """Return the posters that show one picture, as JPEG.

    Args:
        data: the picture's bytes; empty for none.
        wanted: the posters.

    Raises:
        PictureError: the bytes are no picture.
        CodeTooLongError: an address does not fit a code.

    """
    picture = _decoded(data, max(one.size[0] for one in wanted)) if data else None
    colours = palette(picture)
    placed: dict[tuple[Box, bool], Image.Image] = {}
    return [_painted(picture, placed, colours, one) for one in wanted]


def _decoded(data: bytes, width: int) -> Image.Image:
    with guarded(), opened(data) as image:
        ratio = image.width / max(1, image.height)
        found, _, _ = pixels(image, round(width * min(max(1, ratio), _MOST_WIDE)))
    if found.mode == "RGBA":
        ground = Image.new("RGB", found.size, "white")
        ground.paste(found, mask=found.getchannel("A"))
        return ground
    return found


def _painted(
    picture: Image.Image | None, placed: dict[tuple[Box, bool], Image.Image], colours: Palette, wanted: Paint
) -> bytes:
    """Return a poster; `placed` keeps the picture as one poster shows it for the next."""
    poster, size, fonts = wanted.poster, wanted.size, wanted.fonts
    code = matrix(poster.code)
    letters: dict[Weight, Letters] = {
        "regular": letters_of(fonts.regular, fonts.emoji, poster.language, bold=False),
        "bold": letters_of(fonts.bold or fonts.regular, fonts.emoji, poster.language, bold=True),
    }

    def measure(text: str, size: int, weight: Weight) -> float:
        return letters[weight].width(text, size)

    ratio = picture.width / picture.height if picture is not None else 0
    layout = laid(poster, size, len(code), ratio, measure)
    image = Image.new("RGB", size, colours.paper)
    if picture is None:
        image.paste(colours.accent, layout.picture)
        if layout.field:
            _field(image, layout.field, letters["bold"], colours)
    else:
        key = layout.picture, poster.sells
        if key not in placed:
            placed[key] = _placed(picture, layout.picture, colours.line, whole=poster.sells)
        image.paste(placed[key], layout.picture[:2])
    _rounded(image, layout.card, "white")
    _code(image, code, layout)
    if layout.mark:
        _rounded(image, layout.mark, None, colours.soft)
    for text in layout.texts:
        _write(image, text, letters[text.weight], getattr(colours, text.tone))
    return _jpeg(image)


def _field(image: Image.Image, field: Field, letters: Letters, colours: Palette) -> None:
    """Draw what stands in a field of colour besides its title."""
    if field.initial:
        _write(image, field.initial, letters, colours.tint)
    ImageDraw.Draw(image).rectangle(
        (*field.frame[:2], field.frame.right - 1, field.frame.bottom - 1), None, colours.tint, 3
    )
    image.paste(colours.paper, field.rule)


def _placed(picture: Image.Image, box: Box, mat: str, *, whole: bool) -> Image.Image:
    """Return a picture that fills a box, cut at two sides; or whole, with its sides drawn out or a mat around."""
    own, wanted = picture.width / picture.height, box.width / box.height
    lost = 1 - min(own / wanted, wanted / own)
    if not whole or lost <= _CUT:
        return _filling(picture, box.width, box.height)
    scale = min(box.width / picture.width, box.height / picture.height)
    width, height = round(picture.width * scale), round(picture.height * scale)
    shown = picture.resize((width, height), Image.Resampling.LANCZOS)
    left, top = (box.width - width) // 2, (box.height - height) // 2
    ground = Image.new("RGB", (box.width, box.height), mat)
    if 0 < left <= _FAR * box.width:
        ground.paste(_drawn_out(shown, 0, (left, height)))
        ground.paste(_drawn_out(shown, width - _EDGE, (left + 1, height)), (left + width - 1, 0))
    ground.paste(shown, (left, top))
    return ground


def _drawn_out(picture: Image.Image, left: int, size: tuple[int, int]) -> Image.Image:
    """Return the edge of a picture drawn out to a size: walls and tables simply go on."""
    thin = picture.resize(
        (1, max(2, size[1] // _SMOOTH)), Image.Resampling.BOX, (left, 0, left + _EDGE, picture.height)
    )
    return thin.resize(size, Image.Resampling.BICUBIC)


def _filling(picture: Image.Image, width: int, height: int) -> Image.Image:
    scale = max(width / picture.width, height / picture.height)
    across, down = min(width / scale, picture.width), min(height / scale, picture.height)
    left, top = (picture.width - across) / 2, (picture.height - down) / 2
    return picture.resize((width, height), Image.Resampling.LANCZOS, (left, top, left + across, top + down))


def _rounded(image: Image.Image, box: Box, fill: str | None, outline: str | None = None) -> None:
    """Draw a rectangle with round, smooth corners."""
    large = Image.new("L", (box.width * _SHARP, box.height * _SHARP))
    radius = (_ROUND if fill else 8) * _SHARP
    inside = (0, 0, large.width - 1, large.height - 1)
    pen = ImageDraw.Draw(large)
    pen.rounded_rectangle(inside, radius, 255 if fill else None, 255 if outline else None, 2 * _SHARP)
    image.paste(fill or outline or "black", box, large.resize((box.width, box.height), Image.Resampling.BOX))


def _code(image: Image.Image, code: NDArray[np.bool_], layout: Layout) -> None:
    drawn = Image.fromarray(~code).convert("L")
    inner = layout.code
    image.paste(drawn.resize((inner.width, inner.height), Image.Resampling.NEAREST).convert("RGB"), inner[:2])


def _write(image: Image.Image, text: Text, letters: Letters, colour: str) -> None:
    letters.draw(image, (text.x, text.y), text.text, text.size, colour)
    if text.struck:
        y = round(text.y - text.size * 0.34)
        ImageDraw.Draw(image).line((text.x, y, text.x + text.width, y), colour, 2)


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)
    return out.getvalue()
