"""Take the pictures of the README and of the chapter on the theme.

The example site in one sheet, one article in several channels in another; the parts of two pages with the names of
their templates and blocks; and what pages look like on a phone, in the dark and on paper.

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

from contentshop.resuming import build
from contentshop.runs import Options

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs/pictures/site.png"
CHANNELS = ROOT / "docs/pictures/channels.png"
PARTS = ROOT / "docs/pictures/theme.png"
LOOKS = ROOT / "docs/pictures/looks.png"
NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
SITE = ("config.yaml", "outlets.yaml", "ledger.csv", "articles", "products", "images", "static")
SLUG = "how-to-choose-vinegar"
ARTICLE = f"articles/{SLUG}/"
PRODUCT = "products/vinegar-6y/"
HEIGHT, GAP, PAPER = 900, 28, "#e9e2d8"
PHONE = (375, 812)
"""A phone's window in CSS px."""
WECHAT = '<!doctype html><meta charset="utf-8"><body style="margin:16px;font-family:sans-serif">'
"""What WeChat has around an article's content."""
HOME_PARTS = (
    (".top", "base.html · top"),
    (".lead", "home.html · lead"),
    (".entries", "entries.html"),
    (".shelf", "home.html · shelf · tiles.html"),
)
ARTICLE_PARTS = (
    (".article-head", "article.html · content"),
    (".goods", "article.html · beside"),
    (".text", "parts.html"),
)
"""What is framed, by its selector, with the template and the block that make it."""
FRAMES = """parts => parts.forEach(([selector, label]) => {
  const part = document.querySelector(selector)
  if (!part) return
  const box = part.getBoundingClientRect(), frame = document.createElement('div')
  const place = `left:${box.left + scrollX - 6}px;top:${box.top + scrollY - 6}px`
  const size = `width:${box.width + 12}px;height:${box.height + 12}px`
  frame.style.cssText = `position:absolute;z-index:99;${place};${size};border:4px solid #1668b8;border-radius:8px`
  const name = frame.appendChild(document.createElement('b'))
  name.style.cssText = (box.top > 60 ? 'right:-4px;bottom:100%' : 'left:40%;top:8px') + ';position:absolute;' +
    'padding:4px 14px;background:#1668b8;color:#fff;border-radius:8px;font:600 22px/1.4 monospace;white-space:nowrap'
  name.textContent = label
  document.body.append(frame)
})"""
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


def framed(browser: Browser, address: str, parts: tuple[tuple[str, str], ...], *, height: int) -> Image.Image:
    """Return a wide page from its top, so many px of it, with its parts framed and named; at half its size."""
    page = browser.new_page(viewport={"width": 1280, "height": height}, color_scheme="light", locale="zh-CN")
    page.goto(address)
    page.evaluate("document.querySelectorAll('img').forEach(image => { image.loading = 'eager' })")
    page.wait_for_function("[...document.images].every(image => image.complete)", timeout=20_000)
    page.evaluate(FRAMES, parts)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    page.close()
    return picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.LANCZOS)


def look(
    browser: Browser, address: str, *, scheme: Any = "light", media: Any = "screen", width: int = 375
) -> Image.Image:
    """Return the top of a page on a phone, or of a sheet of paper."""
    page = browser.new_page(viewport={"width": width, "height": round(width * PHONE[1] / PHONE[0])}, locale="zh-CN")
    page.emulate_media(media=media, color_scheme=scheme)
    page.goto(address)
    page.evaluate("document.querySelectorAll('img').forEach(image => { image.loading = 'eager' })")
    page.wait_for_function("[...document.images].every(image => image.complete)", timeout=20_000)
    data = page.screenshot()
    page.close()
    return Image.open(io.BytesIO(data)).convert("RGB")


def row(pictures: list[Image.Image], height: int = PHONE[1]) -> Image.Image:
    """Return pictures beside each other, all as high as a phone, or as asked for."""
    shown = [one.resize((round(one.width * height / one.height), height), Image.Resampling.LANCZOS) for one in pictures]
    canvas = Image.new("RGB", (sum(one.width + GAP for one in shown) + GAP, height + 2 * GAP), PAPER)
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
            parts = [
                framed(browser, base, HOME_PARTS, height=1800),
                framed(browser, base + ARTICLE, ARTICLE_PARTS, height=1800),
            ]
            looks = [
                look(browser, base),
                look(browser, base, scheme="dark"),
                look(browser, base + PRODUCT),
                look(browser, base + ARTICLE, media="print", width=794),
            ]
            browser.close()
            server.shutdown()
    save(sheet(home, article, card), PICTURE)
    save(row(channels), CHANNELS)
    save(row(parts, parts[0].height), PARTS)
    save(row(looks, 620), LOOKS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
