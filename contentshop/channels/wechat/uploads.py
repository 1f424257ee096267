"""Pictures as an official account takes them: which files an article's pictures and its cover become.

Facts (developer documentation, checked 2026-11-21): `media/uploadimg` takes JPEG and PNG below 1 MB; a cover is
shown 2.35:1 in the list (900 × 383) and 1:1 when shared, both cut out of one picture.
"""

from __future__ import annotations

from contentshop.media import HEAVIEST_UPLOAD, Photo, Variant, upload
from contentshop.model import Draw, Record, Scale, ScaledForm, Script, Task

WIDE = (900, 383)
"""In px: the cover in the list and above the article."""
SQUARE = 500
"""In px, at most: the side of the cover where the article is shared or stands second."""
COVER_WIDE, COVER_SQUARE = "cover-wide.jpg", "cover-square.jpg"


class Cover(Record):
    """The two covers of an article."""

    source: str
    """The picture's path in the site."""
    side: int
    """Of the square, in px."""
    enlarged: bool
    """Whether the picture is too small for the wide one."""
    crop_wide: tuple[str, str, str, str] = ("0", "0", "1", "1")
    """Left, top, right, bottom of what is shown 2.35:1, as parts of the wide cover."""
    crop_square: tuple[str, str, str, str] = ("0", "0", "1", "1")
    """Likewise of what is shown 1:1: its middle."""


def picture_name(photo: Photo, source: str = "") -> str:
    """Return the name of the file below `pictures/` that shows a picture, or nothing when it can have none (SVG)."""
    found = upload(photo, source)
    return found.name if found else ""


def picture_size(photo: Photo, source: str = "") -> tuple[int, int]:
    """Return width and height in px of that file; (0, 0) when there is none."""
    found = upload(photo, source)
    return (found.width, found.height) if found else (0, 0)


def cover_of(photo: Photo, source: str) -> Cover | None:
    """Return the covers that a picture gives; none of an SVG.

    The square is the middle of the wide one: what is shared shows what the list does, and the draft API can cut
    it out of the same upload.
    """
    if photo.kind == "drawing":
        return None
    wide, high = WIDE
    band = min(photo.height, photo.width * high / wide)
    side = max(min(SQUARE, int(band)), high)
    left = (wide - high) / 2 / wide
    crop = (f"{left:.6f}", "0", f"{1 - left:.6f}", "1")
    return Cover(source, side, enlarged=band < high, crop_square=crop)


def picture_tasks(folder: str, photo: Photo, source: str) -> tuple[Task, ...]:
    """Return the tasks of a picture of an article: the file, and the script for pages opened from a folder."""
    found = upload(photo, source)
    return _tasks(folder, f"pictures/{found.name}", _scale(found, photo, source)) if found else ()


def public_task(photo: Photo, source: str) -> Task | None:
    """Return the task of a picture's file in the web site, for editors that fetch pictures by their addresses."""
    found = upload(photo, source)
    return Task(f"web/media/{found.name}", "media", _scale(found, photo, source)) if found else None


def code_tasks(folder: str, name: str, text: str) -> tuple[Task, ...]:
    """Return the tasks of a code of an article."""
    return _tasks(folder, f"codes/{name}.png", Draw(text))


def cover_tasks(folder: str, photo: Photo, cover: Cover) -> tuple[Task, ...]:
    """Return the tasks of the two covers."""
    wide = Scale(cover.source, photo.content, WIDE[0], "jpeg", WIDE[1], heaviest=HEAVIEST_UPLOAD)
    square = Scale(cover.source, photo.content, cover.side, "jpeg", cover.side, within=WIDE, heaviest=HEAVIEST_UPLOAD)
    return (
        Task(f"{folder}/{COVER_WIDE}", "media", wide),
        Task(f"{folder}/{COVER_SQUARE}", "media", square),
    )


def script_of(path: str) -> str:
    """Return the path of the script that hands on a picture by its path, both below the article's folder."""
    return f"data/{path.rpartition('/')[2]}.js"


def _scale(found: Variant, photo: Photo, source: str) -> Scale:
    form: ScaledForm = "png" if found.form == "png" else "jpeg"
    return Scale(source, photo.content, found.width, form, heaviest=HEAVIEST_UPLOAD)


def _tasks(folder: str, path: str, work: Scale | Draw) -> tuple[Task, ...]:
    return (
        Task(f"{folder}/{path}", "media", work),
        Task(f"{folder}/{script_of(path)}", "media", Script(path, work)),
    )
