"""Draw the pictures of the example site into `images/`: `python tools/draw_images.py [NAME …]`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from drawing import codes, covers, further, products

if TYPE_CHECKING:
    from collections.abc import Callable

    from drawing.canvas import Canvas

IMAGES = Path(__file__).resolve().parent.parent / "images"
HEAVIEST = 120_000  # bytes for one file


def pictures() -> dict[str, Callable[[], Canvas]]:
    """Every picture by its file name without suffix."""
    return {**products.ALL, **further.ALL, **covers.ALL, **codes.ALL}


def save(name: str, canvas: Canvas) -> int:
    """Write one PNG with as many colours as fit the size; gives its size in bytes."""
    target = IMAGES / f"{name}.png"
    for colours in (64, 56, 48, 40, 32, 24):
        canvas.image(colours).save(target, optimize=True)
        if target.stat().st_size <= HEAVIEST:
            break
    return target.stat().st_size


def main() -> None:
    """Draw all pictures, or those named."""
    known = pictures()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="pictures to draw; all when none is given")
    names = parser.parse_args().names or list(known)
    if unknown := sorted(set(names) - set(known)):
        parser.error(f"no such picture: {', '.join(unknown)}")
    IMAGES.mkdir(exist_ok=True)
    total = 0
    for name in names:
        total += (size := save(name, known[name]()))
        print(f"{size:>8}  {name}.png")
    print(f"{total:>8}  in {len(names)} files")


if __name__ == "__main__":
    main()
