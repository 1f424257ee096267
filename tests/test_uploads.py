"""Pictures for an official account: JPEG or PNG, light enough, upright, two covers of one picture."""

from __future__ import annotations

import base64
import io

import numpy as np
import pytest
from PIL import ExifTags, Image, ImageDraw
from test_photos import opened, photo, saved

from contentshop.channels.wechat.uploads import (
    COVER_SQUARE,
    COVER_WIDE,
    cover_of,
    cover_tasks,
    picture_name,
    picture_size,
    picture_tasks,
)
from contentshop.engine import InProcess, scaled
from contentshop.media import HEAVIEST_UPLOAD, Photo, probe
from contentshop.model import Problem, Task, digest

MEGABYTE = 1_000_000


def noise(width: int, height: int, seed: int = 3) -> Image.Image:
    """Return the picture that compresses worst."""
    rng = np.random.default_rng(seed)
    return Image.fromarray(rng.integers(0, 256, (height, width, 3), dtype=np.uint8))


def diagram(width: int = 1600, height: int = 900, mode: str = "RGB") -> Image.Image:
    """Return a drawing of a few flat colours with thin lines."""
    image = Image.new(mode, (width, height), "white" if mode == "RGB" else (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    for step in range(0, height, 60):
        pen.line((40, step, width - 40, height - step), fill="black", width=3)
    pen.rectangle((200, 200, 700, 500), fill=(7, 193, 96))
    return image


def files(data: bytes, *tasks: Task) -> dict[str, bytes]:
    """Return the files that tasks of one picture make, by path."""
    made: dict[str, bytes] = {}
    for task, result, as_planned in scaled(tasks, lambda _: data, InProcess()):
        assert not isinstance(result, Problem)
        assert as_planned
        made[task.path] = result
    return made


def known(data: bytes) -> Photo:
    """Return what is known of a picture."""
    return probe(data, digest(data))


def uploaded(data: bytes, source: str = "images/a.png") -> tuple[str, bytes]:
    """Return the name and the bytes of the file that is uploaded of a picture."""
    (path, made), _ = files(data, *picture_tasks("wechat/x", known(data), source)).items()
    return path, made


def test_a_noisy_photo_stays_below_a_megabyte() -> None:
    """What comes out of a 4000 × 3000 photo of nothing but noise is 1080 px wide and can be uploaded."""
    data = saved(noise(4000, 3000), "JPEG", quality=90)
    path, made = uploaded(data, "images/Noisy Photo.JPG")
    assert path.startswith("wechat/x/pictures/noisy-photo-1080-")
    assert len(made) <= HEAVIEST_UPLOAD < MEGABYTE
    assert opened(made).size == (1080, 810)
    assert opened(made).format == "JPEG"


def test_a_tall_screenshot_stays_legible_and_within_the_pixels() -> None:
    """Its width is kept as far as six million pixels allow, and the file is light enough."""
    data = saved(noise(1200, 9000), "JPEG", quality=60)
    path, made = uploaded(data)
    shown = opened(made)
    assert "-894-" in path
    assert picture_size(known(data)) == (894, 6705)
    assert shown.width * shown.height <= 6_000_000
    assert len(made) < MEGABYTE


def test_small_pictures_are_never_enlarged() -> None:
    """A picture of 300 px stays 300 px wide."""
    assert opened(uploaded(saved(photo(300, 200)))[1]).size == (300, 200)


@pytest.mark.parametrize(("kind", "suffix"), [("PNG", ".png"), ("GIF", ".png"), ("BMP", ".png"), ("JPEG", ".jpg")])
def test_drawings_stay_png(kind: str, suffix: str) -> None:
    """A diagram keeps its sharp lines, unless it came as JPEG."""
    path, made = uploaded(saved(diagram(), kind))
    assert path.endswith(suffix)
    assert opened(made).format == ("PNG" if suffix == ".png" else "JPEG")


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_photos_become_jpeg(mode: str) -> None:
    """A grey photo too, though it has few colours."""
    kind = "TIFF" if mode == "CMYK" else "PNG"
    path, made = uploaded(saved(photo(900, 700).convert(mode), kind))
    assert path.endswith(".jpg")
    assert opened(made).mode == "RGB"


@pytest.mark.parametrize("kind", ["WEBP", "AVIF", "TIFF", "BMP", "GIF"])
def test_any_format_becomes_one_that_is_taken(kind: str) -> None:
    """Formats that browsers show and the upload refuses are made JPEG or PNG."""
    assert opened(uploaded(saved(photo(500, 300), kind))[1]).format in {"JPEG", "PNG"}


def test_of_an_animation_the_first_frame_is_shown() -> None:
    """Neither upload nor cover takes what moves."""
    out = io.BytesIO()
    first, second = diagram(400, 300), Image.new("RGB", (400, 300), "red")
    first.save(out, "GIF", save_all=True, append_images=[second])
    shown = opened(uploaded(out.getvalue())[1])
    assert getattr(shown, "n_frames", 1) == 1
    assert shown.convert("RGB").getpixel((250, 250)) != (255, 0, 0)


def test_of_a_drawing_there_is_no_file() -> None:
    """SVG cannot be uploaded, and nothing here draws it."""
    data = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"/>'
    assert picture_name(known(data), "a.svg") == ""
    assert picture_tasks("wechat/x", known(data), "a.svg") == ()
    assert cover_of(known(data), "a.svg") is None


def test_what_is_transparent_becomes_white() -> None:
    """Black lines on nothing would be gone in dark mode."""
    shown = opened(uploaded(saved(diagram(mode="RGBA")))[1]).convert("RGB")
    assert shown.getpixel((1, 1)) == (255, 255, 255)


def test_nothing_but_the_upright_picture_comes_along() -> None:
    """EXIF turns the picture and is gone, with the place it was taken at."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "SECRET"
    data = saved(photo(400, 300), "JPEG", exif=exif)
    _, made = uploaded(data)
    assert opened(made).size == (300, 400)
    assert b"SECRET" not in made
    assert not opened(made).getexif()


def test_names_depend_on_the_picture_alone() -> None:
    """The same picture has the same name, another one another."""
    one, other = saved(photo(300, 200)), saved(photo(300, 200, seed=2))
    assert picture_name(known(one), "a.png") == picture_name(known(one), "a.png")
    assert picture_name(known(one), "a.png") != picture_name(known(other), "a.png")


# --- covers


def marked(width: int, height: int) -> bytes:
    """Return a picture that is red in its middle square and blue around it."""
    image = Image.new("RGB", (width, height), (0, 0, 200))
    side = min(width, height) // 3
    box = ((width - side) // 2, (height - side) // 2, (width + side) // 2, (height + side) // 2)
    image.paste((220, 0, 0), box)
    return saved(image, "JPEG", quality=95)


@pytest.mark.parametrize("size", [(1600, 900), (4000, 3000), (1000, 2000), (6000, 1000), (900, 383)])
def test_both_covers_are_the_middle_of_one_picture(size: tuple[int, int]) -> None:
    """The wide one has its exact size; the square is the middle of the wide one, larger where the picture is."""
    data = marked(*size)
    cover = cover_of(known(data), "images/c.jpg")
    assert cover
    assert not cover.enlarged
    made = files(data, *cover_tasks("wechat/x", known(data), cover))
    wide, square = (opened(made[f"wechat/x/{name}"]) for name in (COVER_WIDE, COVER_SQUARE))
    assert wide.size == (900, 383)
    assert square.size == (cover.side, cover.side)
    assert 383 <= cover.side <= 500
    left = round(float(cover.crop_square[0]) * 900)
    middle = wide.crop((left, 0, left + 383, 383)).resize((60, 60))
    difference = np.asarray(middle, dtype=float) - np.asarray(square.resize((60, 60)), dtype=float)
    assert np.abs(difference).mean() < 4


def test_a_small_cover_is_enlarged_and_told() -> None:
    """The size is what the editor wants; that it will look soft is said."""
    data = marked(400, 300)
    cover = cover_of(known(data), "images/c.jpg")
    assert cover
    assert cover.enlarged
    assert opened(files(data, *cover_tasks("wechat/x", known(data), cover))[f"wechat/x/{COVER_WIDE}"]).size == (
        900,
        383,
    )


def test_files_are_made_once_and_alike() -> None:
    """A picture and the script that hands it on hold the same bytes, whatever else is made of the picture."""
    data = saved(photo(1300, 900), "JPEG")
    photo_ = known(data)
    cover = cover_of(photo_, "images/a.jpg")
    assert cover
    alone = files(data, *picture_tasks("wechat/x", photo_, "images/a.jpg"))
    together = files(data, *cover_tasks("wechat/x", photo_, cover), *picture_tasks("wechat/x", photo_, "images/a.jpg"))
    assert alone.items() <= together.items()
    (path, made), (script, text) = alone.items()
    assert script == f"wechat/x/data/{path.rpartition('/')[2]}.js"
    assert text.startswith(b'takePicture("pictures/')
    assert text.decode().endswith(f'{base64.b64encode(made).decode()}");\n')
