"""Lay an official-account article out in Chromium at three widths and say what does not fit.

    python tools/measure_article.py FILE...

WeChat measures articles at 375, 585 and 677 px: a phone, its editor, a wide window. This does the same
with the content of each file (HTML, as it would be pasted) and tells findings of the rules that need a
browser. Nothing is fetched: a picture takes the room that `data-w` and `data-ratio` give it.

Exit code 1 when something was found.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Page, sync_playwright

from contentshop.channels.wechat import Finding, body_of, number, of, rules, words

WIDTHS = (375, 585, 677)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
FRAME = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0 }
#article { font-size: 17px; line-height: 1.6; color: #191919; text-align: justify;
  font-family: "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", Arial, sans-serif }
#article * { max-width: 100% !important; box-sizing: border-box !important; overflow-wrap: break-word !important }
</style><div id="article"></div>"""
FILL = """content => {
  const article = document.getElementById("article")
  article.innerHTML = content
  for (const img of article.querySelectorAll("img")) {
    const wide = parseFloat(img.style.width ? "" : img.dataset.w || img.getAttribute("width"))
    const ratio = parseFloat(img.dataset.ratio)
    img.removeAttribute("src")
    img.style.display = img.style.display || "inline-block"
    if (wide > 0) img.style.width = wide + "px"
    if (ratio > 0) img.style.aspectRatio = 1 / ratio
  }
  return article.querySelectorAll("*").length
}"""
MEASURE = """width => {
  const article = document.getElementById("article")
  article.style.width = width + "px"
  const frame = article.getBoundingClientRect()
  const every = [...article.querySelectorAll("*")]
  return every.map((one, index) => {
    const box = one.getBoundingClientRect(), look = getComputedStyle(one)
    const around = one.parentElement.closest("svg")
    const scrolls = other => /auto|scroll/.test(getComputedStyle(other).overflowX)
    let exempt = !!one.closest("[data-ignore-width]") || !!around
    for (let other = one.parentElement; other !== article; other = other.parentElement) exempt ||= scrolls(other)
    const own = [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim())
    const shell = one.cloneNode(false).outerHTML.replace(/<\\/[^>]*>$/, "")
    const size = parseFloat(look.fontSize)
    return {
      index, exempt, own, size, tag: one.localName, parent: every.indexOf(one.parentElement),
      left: box.left - frame.left, right: box.right - frame.left, width: box.width, height: box.height,
      needed: one.scrollHeight, room: one.clientHeight, across: one.scrollWidth, span: one.clientWidth,
      line: look.lineHeight === "normal" ? size * 1.2 : parseFloat(look.lineHeight),
      fixed: /px|pt|em/.test(one.style.height + one.style.maxHeight), scrolls: /auto|scroll/.test(look.overflowY),
      wide: one.localName === "img" || !/^(|auto|100%)$/.test(one.style.width), inline: look.display === "inline",
      text: one.textContent.trim().length, shown: shell.slice(0, 120) + one.textContent.trim().slice(0, 24),
    }
  })
}"""


class Measured(NamedTuple):
    """An element as it was laid out at each of the widths."""

    boxes: tuple[dict[str, Any], ...]

    @property
    def shown(self) -> str:
        """Its tag and the beginning of its text."""
        return " ".join(str(self.boxes[0]["shown"]).split())

    def any(self, name: str) -> bool:
        """Return whether something is true of it at any width."""
        return any(box[name] for box in self.boxes)


def measured(page: Page, content: str) -> list[Finding]:
    """Return what does not fit when a content is laid out at the three widths."""
    page.set_content(FRAME)
    page.evaluate(FILL, content)
    layouts = [page.evaluate(MEASURE, width) for width in WIDTHS]
    elements = [Measured(tuple(boxes)) for boxes in zip(*layouts, strict=True)]
    found: list[Finding] = []
    out: set[int] = set()
    for one in elements:
        first = one.boxes[0]
        if one.any("inline") and first["tag"] != "img":
            continue
        over = list(overflow(one))
        if over:
            out.add(first["index"])
        found += over if first["parent"] not in out else []
        found += [*width(one), *height(one), *lines(one), *preformatted(one)]
    return found


def overflow(one: Measured) -> Iterator[Finding]:
    """Yield how far an element sticks out, at the first width where it does.

    What is exactly as wide as the screen only stands beside its place, as negative margins make it: that is fine.
    """
    slack = rules()["overflow-measured"].limits["slack"]
    for screen, box in zip(WIDTHS, one.boxes, strict=True):
        left, right = -box["left"], box["right"] - screen
        full = abs(box["width"] - screen) <= 1
        holds = box["width"] or box["text"]
        if not box["exempt"] and holds and not full and max(left, right) > slack:
            yield of(rules()["overflow-measured"], one.shown, screen=screen, by=round(max(left, right)))
            return


def width(one: Measured) -> Iterator[Finding]:
    """Yield a width that fills some screens and not others, or a very different part of them."""
    if one.any("exempt") or not one.any("wide"):
        return
    limits = rules()["width-measured"].limits
    widths = [box["width"] for box in one.boxes]
    shares = [wide / screen for wide, screen in zip(widths, WIDTHS, strict=True)]
    full = [abs(wide - screen) <= 1 for wide, screen in zip(widths, WIDTHS, strict=True)]
    differs = max(widths) - min(widths) > limits["tolerance"] and max(shares) - min(shares) > limits["ratio"]
    if (any(full) and not all(full)) or differs:
        yield of(rules()["width-measured"], one.shown, widths=" / ".join(number(wide) for wide in widths))


def height(one: Measured) -> Iterator[Finding]:
    """Yield a fixed height that its content does not fit into."""
    limits = rules()["height-measured"].limits
    for screen, box in zip(WIDTHS, one.boxes, strict=True):
        slack = limits["tall-slack"] if box["room"] > limits["tall"] else limits["slack"]
        if box["fixed"] and box["text"] and not box["scrolls"] and box["needed"] > box["room"] + slack:
            yield of(rules()["height-measured"], one.shown, screen=screen, height=box["room"], needed=box["needed"])
            return


def lines(one: Measured) -> Iterator[Finding]:
    """Yield lines that overlap."""
    limits = rules()["lines-measured"].limits
    for box in one.boxes:
        line, size = box["line"], box["size"]
        count = round(box["height"] / line) if line else limits["lines"]
        if box["own"] and box["height"] and size and line < size * limits["ratio"] and count >= limits["lines"]:
            yield of(rules()["lines-measured"], one.shown, line=number(line), size=number(size))
            return


def preformatted(one: Measured) -> Iterator[Finding]:
    """Yield preformatted text that is cut."""
    for screen, box in zip(WIDTHS, one.boxes, strict=True):
        if box["tag"] == "pre" and box["text"] and box["across"] > box["span"] + 1:
            yield of(rules()["pre-measured"], one.shown, screen=screen, by=box["across"] - box["span"])
            return


def main(files: Sequence[str]) -> int:
    """Measure files and tell what was found."""
    program = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    count = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": 800, "height": 1000})
        page.route("**/*", lambda route: route.abort())
        for file in files:
            for one in measured(page, body_of(Path(file).read_text("utf-8"))):
                count += 1
                said = words(one, "en")
                print(f"{file}: {one.severity}: {said.what} [{one.rule}]\n  {one.excerpt}\n      = {said.do}")
        browser.close()
    print(f"{count} found in {len(files)} files")
    return int(count > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
