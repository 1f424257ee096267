"""Take the pictures of the chapters on directives: each shows what the example above it becomes on a page.

A picture `![…](../pictures/directives/NAME.png)` belongs to the Markdown example before it. All examples are built
as articles of a copy of the example site, with the same clock every time, and photographed with the system's
Chromium. Needs the test dependencies.

    python tools/picture_directives.py
"""

from __future__ import annotations

import functools
import http.server
import io
import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from take_pictures import CHROMIUM, COLOURS, NOW, ROOT, Quiet

from contentshop.resuming import build
from contentshop.runs import Options

CHAPTERS = {"zh-CN": ROOT / "docs/zh/directives.md", "en": ROOT / "docs/en/directives.md"}
SITE = ("config.yaml", "outlets.yaml", "products", "images")
WIDTH = 700
QUIET = ".disclosure { display: none } .text { padding: 12px } .text > :first-child { margin-top: 0 }"
_PART = re.compile(r"^```markdown\n(?P<text>.*?)^```$|^!\[[^\]]*\]\((?P<path>\S+)\)$", re.MULTILINE | re.DOTALL)


class Sample(NamedTuple):
    """An example with the picture it is shown in."""

    language: str
    text: str
    path: Path


def samples() -> Iterator[Sample]:
    """Yield the examples of the chapters that have pictures."""
    for language, chapter in CHAPTERS.items():
        text = ""
        for found in _PART.finditer(chapter.read_text("utf-8")):
            if found["path"]:
                yield Sample(language, text, (chapter.parent / found["path"]).resolve())
            else:
                text = found["text"]


def picture(browser: Browser, address: str) -> Image.Image:
    """Return the text of an article as a page shows it."""
    page = browser.new_page(viewport={"width": WIDTH, "height": 900}, color_scheme="light", device_scale_factor=1.5)
    page.goto(address)
    page.add_style_tag(content=QUIET)
    page.evaluate("document.querySelectorAll('img').forEach(image => { image.loading = 'eager' })")
    page.wait_for_function("[...document.images].every(image => image.complete)", timeout=20_000)
    data = page.locator(".text").screenshot()
    page.close()
    return Image.open(io.BytesIO(data)).convert("RGB")


def main() -> int:
    """Build, serve, photograph, save."""
    every = list(samples())
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        for part in SITE:
            (shutil.copytree if (ROOT / part).is_dir() else shutil.copy)(ROOT / part, scratch / part)
        (scratch / "articles").mkdir()
        for number, one in enumerate(every):
            head = f"---\ntitle: {number}\nlanguage: {one.language}\n---\n\n"
            (scratch / f"articles/a{number}.md").write_text(head + one.text, "utf-8")
        if not build(scratch, Options(now=NOW)).completed:
            return 1
        handler = functools.partial(Quiet, directory=str(scratch / "build/web"))
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as playwright:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
            browser = playwright.chromium.launch(executable_path=path)
            for number, one in enumerate(every):
                shot = picture(browser, f"http://127.0.0.1:{server.server_port}/articles/a{number}/")
                one.path.parent.mkdir(parents=True, exist_ok=True)
                shot.quantize(COLOURS // 2, dither=Image.Dither.NONE).save(one.path, optimize=True)
                print(one.path.relative_to(ROOT), *shot.size, one.path.stat().st_size)
            browser.close()
            server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
