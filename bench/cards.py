"""Cards, codes and pictures for Pelican and MkDocs, which have none; copied into their sites beside `products.json`."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import qrcode
from PIL import Image

_HERE = Path(__file__).parent
_WIDTHS = (480, 960, 1600)
_QUALITY = 75
_TAG = re.compile(r"\[(card|photo):([\w.-]+)\]")


def with_cards(text: str, name: str, out: Path) -> str:
    """Return a page with a card for each `[card:id]` and a picture for each `[photo:file]`.

    Args:
        text: the HTML of the article.
        name: the last part of its address.
        out: where the files of the site are put.

    """
    return _TAG.sub(lambda found: _card(found[2], name, out) if found[1] == "card" else _photo(found[2], out), text)


def own_code(url: str, name: str, out: Path) -> str:
    """Return the address of a code that holds the address of a page."""
    return _code(f"https://bench.example.com/{url}", name, out)


@cache
def _products() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads((_HERE / "products.json").read_text("utf-8"))
    return found


def _card(product: str, name: str, out: Path) -> str:
    one, to = _products()[product], f"https://shop.example.com/p/{product}?from={name}"
    return (
        f'<div class="card"><a href="{to}" rel="noopener"><b>{one["title"]}</b> <span>¥{one["price"]}</span></a>'
        f'<img class="code" src="{_code(to, f"{name}-{product}", out)}" width="148" height="148" alt=""></div>'
    )


def _code(text: str, name: str, out: Path) -> str:
    path = _below(out, f"codes/{name}.png")
    qrcode.make(text, box_size=6, error_correction=qrcode.constants.ERROR_CORRECT_M).save(path)
    return f"/codes/{name}.png"


@cache
def _photo(name: str, out: Path) -> str:
    """Return a picture in three widths; files that are there already are left, as the usual plugins do."""
    source = _HERE / "photos" / name
    files = {width: f"photos/{source.stem}-{width}.webp" for width in _WIDTHS}
    if not all((out / file).exists() for file in files.values()):
        with Image.open(source) as image:
            image.load()
        for width, file in files.items():
            size = (width, image.height * width // image.width)
            shown = image if size == image.size else image.resize(size, Image.Resampling.LANCZOS)
            shown.save(_below(out, file), "WEBP", quality=_QUALITY)
    srcset = ", ".join(f"/{file} {width}w" for width, file in files.items())
    return f'<img class="photo" src="/{files[960]}" srcset="{srcset}" width="1600" height="1200" alt="">'


def _below(out: Path, name: str) -> Path:
    path = out / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
