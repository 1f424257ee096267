"""Take the pictures of the README: the example site in one sheet, one article in several channels in another.

Builds a copy of the example site in a scratch folder, with the same clock every time, and photographs it with the
system's Chromium. Needs the test dependencies.

    python tools/take_pictures.py
"""

from __future__ import annotations

import functools
import http.server
import io
import shutil
import sys
import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from contentshop.build import Options, build

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs/pictures/site.png"
CHANNELS = ROOT / "docs/pictures/channels.png"
NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
SITE = ("config.yaml", "outlets.yaml", "ledger.csv", "articles", "products", "images", "static")
SLUG = "how-to-choose-vinegar"
ARTICLE = f"articles/{SLUG}/"
HEIGHT, GAP, PAPER = 900, 28, "#e9e2d8"
PHONE = (375, 812)
"""A phone's window in CSS px."""
WECHAT = '<!doctype html><meta charset="utf-8"><body style="margin:16px;font-family:sans-serif">'
"""What WeChat has around an article's content."""
COLOURS = 200
"""Enough for drawings and text; a third of the size of full colour."""
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def shot(browser: Browser, address: str, width: int, selector: str = "") -> Image.Image:
    """Return a page as seen through a window of the given width, or one element of it."""
    page = browser.new_page(viewport={"width": width, "height": HEIGHT}, color_scheme="light", locale="zh-CN")
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelectorAll('img').forEach(image => { image.loading = 'eager' })")
    page.wait_for_function("[...document.images].every(image => image.complete)", timeout=20_000)
    data = page.locator(selector).last.screenshot() if selector else page.screenshot()
    page.close()
    return Image.open(io.BytesIO(data)).convert("RGB")


def sheet(left: Image.Image, right: Image.Image, below: Image.Image) -> Image.Image:
    """Return three pictures on one sheet: a tall one, and two above each other beside it."""
    below = below.resize((right.width, round(below.height * right.width / below.width)), Image.Resampling.LANCZOS)
    right = right.crop((0, 0, right.width, max(200, left.height - below.height - GAP)))
    size = (left.width + right.width + 3 * GAP, max(left.height, right.height + below.height + GAP) + 2 * GAP)
    canvas = Image.new("RGB", size, PAPER)
    canvas.paste(left, (GAP, GAP))
    canvas.paste(right, (left.width + 2 * GAP, GAP))
    canvas.paste(below, (left.width + 2 * GAP, right.height + 2 * GAP))
    return canvas


def phone(browser: Browser, address: str, selector: str, above: int = 24) -> Image.Image:
    """Return what a phone shows of a page that is scrolled to an element, so many px `above` it included."""
    page = browser.new_page(viewport={"width": PHONE[0], "height": PHONE[1]}, color_scheme="light", locale="zh-CN")
    page.goto(address)
    page.evaluate("document.querySelectorAll('img').forEach(image => { image.loading = 'eager' })")
    page.wait_for_function("[...document.images].every(image => image.complete)", timeout=20_000)
    page.locator(selector).first.evaluate(f"element => scrollTo(0, element.getBoundingClientRect().top - {above})")
    data = page.screenshot()
    page.close()
    return Image.open(io.BytesIO(data)).convert("RGB")


def row(pictures: list[Image.Image]) -> Image.Image:
    """Return pictures beside each other, all as high as a phone."""
    shown = [
        one.resize((round(one.width * PHONE[1] / one.height), PHONE[1]), Image.Resampling.LANCZOS) for one in pictures
    ]
    canvas = Image.new("RGB", (sum(one.width + GAP for one in shown) + GAP, PHONE[1] + 2 * GAP), PAPER)
    left = GAP
    for one in shown:
        canvas.paste(one, (left, GAP))
        left += one.width + GAP
    return canvas


def save(picture: Image.Image, path: Path) -> None:
    """Write a picture with few colours, and say how large it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(path.relative_to(ROOT), *picture.size, path.stat().st_size)


def main() -> int:
    """Build, serve, photograph, save."""
    with tempfile.TemporaryDirectory() as scratch:
        for name in SITE:
            source = ROOT / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, Path(scratch) / name)
        build(Path(scratch), Options(now=NOW))
        handler = functools.partial(Quiet, directory=scratch + "/build/web")
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as playwright:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            base = f"http://127.0.0.1:{server.server_port}/"
            path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
            browser = playwright.chromium.launch(executable_path=path)
            home, article = shot(browser, base, 760), shot(browser, base + ARTICLE, 760)
            card = shot(browser, base + ARTICLE, 760, ".card")
            kits = Path(scratch) / "build"
            content = kits / f"wechat/{SLUG}/content.html"
            content.write_text(WECHAT + content.read_text("utf-8"), "utf-8")
            channels = [
                phone(browser, base + ARTICLE, ".card"),
                phone(browser, content.as_uri(), "img[src^=codes]"),
                Image.open(kits / f"moments/articles/{SLUG}/poster-9x16.jpg").convert("RGB"),
                phone(browser, (kits / f"kit/{SLUG}/index.html").as_uri(), "#moments", 90),
            ]
            browser.close()
            server.shutdown()
    save(sheet(home, article, card), PICTURE)
    save(row(channels), CHANNELS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
