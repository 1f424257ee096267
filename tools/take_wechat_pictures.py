"""Take the pictures of the chapter on official-account articles: each theme, light and dark, and the copy page.

They show the article that `contentshop new site` begins with, in both languages, photographed with the system's
Chromium. Needs the test dependencies.

    python tools/take_wechat_pictures.py
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from take_pictures import CHROMIUM, ROOT, row, save

from contentshop.problems import Language
from contentshop.resuming import build
from contentshop.runs import Options
from contentshop.sources import new_site

PICTURES = ROOT / "docs/pictures"
THEMES = tuple(sorted(path.stem for path in (ROOT / "templates/wechat/themes").glob("*.toml")))
NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
LANGUAGES: tuple[Language, ...] = ("zh", "en")
WINDOW = {"width": 1240, "height": 800}
TALL = {"width": 1240, "height": 1300}


def made(folder: Path, language: Language, theme: str) -> str:
    """Make and build a new site with a theme; return the address of its article's copy page."""
    new_site(folder, language, NOW)
    config = folder / "config.yaml"
    lines = f"\nwechat: {{theme: {theme}}}\nchannels: {{moments: {{enabled: false}}}}\n"
    config.write_text(config.read_text("utf-8") + lines, "utf-8")
    build(folder, Options(now=NOW))
    return (next(folder.glob("build/wechat/*/index.html"))).as_uri()


def opened(browser: Browser, address: str, language: Language, size: dict[str, int]) -> Page:
    """Return the copy page once its preview stands."""
    page = browser.new_page(viewport=size, color_scheme="light", locale=language)  # type: ignore[arg-type]
    page.goto(address)
    page.evaluate("document.querySelectorAll('img').forEach(image => { image.loading = 'eager' })")
    page.wait_for_function("!document.querySelector('#copy').disabled")
    return page


def preview(page: Page, mode: str) -> Image.Image:
    """Return the article as the copy page shows it, light or dark, from its first heading or card on."""
    page.click(f".modes button[value={mode}]")
    frame = page.locator("#article")
    frame.evaluate("one => one.contentWindow.scrollTo(0, 0)")
    return Image.open(io.BytesIO(frame.screenshot())).convert("RGB")


def main() -> int:
    """Build, photograph, save."""
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
        browser = playwright.chromium.launch(executable_path=path)
        for language in LANGUAGES:
            for theme in THEMES:
                address = made(Path(scratch) / f"{language}-{theme}", language, theme)
                page = opened(browser, address, language, TALL)
                page.add_style_tag(
                    content=".frame{height:900px!important;border:0!important;border-radius:0!important}"
                )
                save(row([preview(page, "light"), preview(page, "dark")]), PICTURES / f"wechat-{theme}-{language}.png")
                page.close()
            page = opened(browser, address, language, WINDOW)
            save(Image.open(io.BytesIO(page.screenshot())), PICTURES / f"wechat-copy-{language}.png")
            page.locator("#cover-title").evaluate("one => scrollTo(0, one.closest('section').offsetTop - 320)")
            save(Image.open(io.BytesIO(page.screenshot())), PICTURES / f"wechat-cover-{language}.png")
            page.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
