"""Paint the posters of a site: sample sheets to look at, and what a poster costs.

    python bench/posters.py SITE [--output DIR]

A copy of the site is built in a temporary folder; then its posters are deleted and painted again, in one
process, which is what is measured.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image

from contentshop.resuming import build
from contentshop.runs import Options

_PHONE = 375
"""In px: how wide a phone shows a poster, before its screen's density."""
_COLUMNS, _GAP = 6, 12


def main(given: Sequence[str] | None = None) -> None:
    """Build, measure, and lay the posters out on sheets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path)
    parser.add_argument("--output", type=Path, default=Path("posters"))
    arguments = parser.parse_args(given)
    with tempfile.TemporaryDirectory() as scratch:
        made = _built(arguments.site, Path(scratch))
        found = sorted((made / "moments").rglob("*.jpg"))
        arguments.output.mkdir(parents=True, exist_ok=True)
        for number, sheet in enumerate(_sheets(found)):
            sheet.save(arguments.output / f"sheet-{number + 1}.png")
    print(f"sheets: {arguments.output}")


def _built(site: Path, scratch: Path) -> Path:
    """Return the output of a copy of a site, and say what its posters cost."""
    copy = scratch / "site"
    names = ("articles", "products", "images", "static", "templates", "config.yaml", "outlets.yaml")
    for name in names:
        source = site / name
        if source.is_dir():
            shutil.copytree(source, copy / name)
        elif source.exists():
            copy.mkdir(exist_ok=True)
            shutil.copy(source, copy)
    options = Options(now=datetime.now(UTC), jobs=1)
    build(copy, options)
    posters = sorted((copy / "build/moments").rglob("*.jpg"))
    sizes = [path.stat().st_size for path in posters]
    shutil.rmtree(copy / "build/moments")
    begun = time.process_time()
    outcome = build(copy, options)
    spent = time.process_time() - begun
    begun = time.process_time()
    build(copy, options)
    rest = time.process_time() - begun
    count = len(outcome.written)
    print(f"posters: {count}, {sum(sizes) / len(sizes) / 1000:.0f} KB on average, {max(sizes) / 1000:.0f} at most")
    print(f"CPU: {(spent - rest) / count:.3f} s a poster; an unchanged build {rest:.2f} s")
    return copy / "build"


def _sheets(posters: list[Path]) -> Iterator[Image.Image]:
    """Yield posters as a phone shows them, twelve on a sheet."""
    for start in range(0, len(posters), 2 * _COLUMNS):
        some = posters[start : start + 2 * _COLUMNS]
        height = _PHONE * 16 // 9
        sheet = Image.new("RGB", (_COLUMNS * (_PHONE + _GAP), 2 * (height + _GAP)), "#777777")
        for number, path in enumerate(some):
            with Image.open(path) as image:
                shown = image.resize((_PHONE, round(image.height * _PHONE / image.width)), Image.Resampling.LANCZOS)
            sheet.paste(shown, (number % _COLUMNS * (_PHONE + _GAP), number // _COLUMNS * (height + _GAP)))
        yield sheet


if __name__ == "__main__":
    main()
