"""Kits on a phone: opened from a folder and over plain http in a network, in WeChat and outside it."""

from __future__ import annotations

import functools
import http.server
import io
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from browsers import Tabs
from PIL import Image
from playwright.sync_api import Browser, Page
from sites import Site
from test_go_browser import AXE, HOST, Quiet, pasted, reading
from test_kit import WITH_POSTERS

from contentshop.links import token
from contentshop.model import Identity

pytestmark = pytest.mark.browser

TITLE = '老陈醋怎么挑 </textarea><b>"x"'
OUTLETS = "- {id: tea-a, kind: promoter, name: 小满, texts: yes, posters: yes}\n"
BODY = """\
---
title: '老陈醋怎么挑 </textarea><b>"x"'
summary: 看年份；看总酸。
date: 2026-11-18
---
::product{vinegar}
"""
PHONES = ["wechat on iphone", "wechat on android", "safari on iphone"]


def made(folder: Path, language: str = "zh-CN") -> Site:
    """Make and build a site with a kit."""
    site = Site(folder)
    site.write("config.yaml", WITH_POSTERS.replace("site:\n", f"site:\n  language: {language}\n"))
    site.write("outlets.yaml", OUTLETS)
    site.write("articles/a.md", BODY)
    assert site.build().completed
    return site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with a kit, built."""
    return made(tmp_path_factory.mktemp("kit"))


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    """Serve the output under a name that is no secure context, and give the kit's address."""
    folder = functools.partial(Quiet, directory=str(site.folder / "build"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), folder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://{HOST}:{server.server_port}/kit/a/index.html"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def opened(chrome: Browser, address: str) -> Tabs:
    """Give the tabs of authors."""
    return Tabs(chrome, address)


def codes_on(page: Page) -> list[str]:
    """Return what a phone that looks at the screen reads."""
    page.wait_for_function("[...document.images].every(one => one.complete || !one.checkVisibility())")
    image = Image.open(io.BytesIO(page.screenshot()))
    return [one.text for one in zxingcpp.read_barcodes(image.convert("L"))]


@pytest.mark.parametrize("agent", PHONES)
def test_a_tap_copies_a_text_on_plain_http(opened: Tabs, site: Site, address: str, agent: str) -> None:
    """What lands in the clipboard is the text as its file has it, whatever stands in it; its step is ticked off."""
    with reading(opened, agent) as page:
        page.goto(address)
        assert page.evaluate("!isSecureContext && !navigator.clipboard")
        for name in ("moments", "group", "chat", "weibo"):
            section = page.locator(f"#{name}")
            button = section.get_by_role("button", name="复制").first
            field = section.locator("textarea").first.input_value()
            assert field == site.read(f"texts/a/{name}.txt").strip("\n")
            assert TITLE in field
            button.tap()
            assert section.get_by_role("button", name="已复制").first.is_visible()
            step = section.locator("li").filter(has=page.locator("textarea")).first
            assert step.locator("input[type=checkbox]").is_checked()
            assert pasted(page) == field
            page.locator("#pasted").evaluate("one => one.remove()")


@pytest.mark.parametrize("agent", PHONES)
def test_a_copy_that_fails_says_what_to_do(opened: Tabs, address: str, agent: str) -> None:
    """A web view that lets scripts copy nothing is not believed to have copied."""
    with reading(opened, agent) as page:
        page.add_init_script("document.execCommand = () => false")
        page.goto(address)
        section = page.locator("#group")
        section.get_by_role("button").first.tap()
        assert "请长按文字" in section.get_by_role("status").first.inner_text()
        assert not section.locator("input[type=checkbox]").first.is_checked()
        assert page.evaluate("getSelection().toString() || document.activeElement.selectionEnd > 0")


def test_the_clipboard_is_used_where_there_is_one(opened: Tabs, site: Site) -> None:
    """From a folder, which counts as secure, a tap copies as well."""
    with reading(opened, "chrome on windows") as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto((site.folder / "build/kit/a/index.html").as_uri())
        page.locator("#group").get_by_role("button", name="复制").first.click()
        page.get_by_role("button", name="已复制").wait_for()
        assert pasted(page) == site.read("texts/a/group.txt").strip("\n")


def test_one_code_is_on_the_screen_at_a_time(opened: Tabs, address: str) -> None:
    """However one scrolls, and whichever poster is open, a phone that looks at the screen finds one code at most."""
    with reading(opened, "wechat on iphone") as page:
        page.goto(address)
        seen: set[str] = set()
        for at in range(page.locator(".poster").count()):
            fold = page.locator(".poster").nth(at)
            if not fold.evaluate("one => one.open"):
                fold.locator("summary").tap()
            for size in fold.locator("label").all():
                size.tap()
                assert fold.locator("img:visible").count() == 1
                end = page.locator("#posters").evaluate("one => one.offsetTop + one.offsetHeight")
                for top in range(0, int(end), 400):
                    page.evaluate("top => scrollTo(0, top)", top)
                    found = codes_on(page)
                    assert len(found) <= 1
                    seen |= set(found)
        posters = [Identity("a", "", "code", "", "moments"), Identity("", "vinegar", "card", "", "moments")]
        assert seen == {f"https://jinwei.test/go/{token(one)}/" for one in posters}


def test_posters_are_pictures_to_press_and_hold(opened: Tabs, address: str) -> None:
    """Nothing lies over them, and they are whole pictures with their own pixels."""
    with reading(opened, "wechat on android") as page:
        page.goto(address)
        image = page.locator(".poster img:visible")
        assert image.evaluate("one => one.decode().then(() => [one.naturalWidth, one.naturalHeight])") == [1080, 1920]
        image.scroll_into_view_if_needed()
        assert image.evaluate(
            "one => { const box = one.getBoundingClientRect();"
            " return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === one }"
        )


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("agent", ["safari on iphone", "chrome on windows"])
def test_pages_are_in_order(opened: Tabs, tmp_path: Path, agent: str, language: str, *, dark: bool) -> None:
    """No finding of axe-core, no sideways scroll, no word in the console, from a folder, in both languages."""
    site = made(tmp_path, language)
    with reading(opened, agent, dark=dark) as page:
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        for path in ("kit/index.html", "kit/a/index.html", "kit/a/tea-a/index.html"):
            page.goto((site.folder / "build" / path).as_uri())
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            page.add_script_tag(path=AXE)
            assert page.evaluate("axe.run().then(found => found.violations.map(one => one.id))") == [], path
            broken = "[...document.images].filter(one => one.complete && !one.naturalWidth).length"
            assert page.evaluate(broken) == 0
            heights = page.evaluate(
                "[...document.querySelectorAll('button, a, summary, .poster label, .step')]"
                ".map(one => one.getBoundingClientRect().height).filter(one => one)"
            )
            assert min(heights) >= 40
        assert said == []


def test_without_script_texts_can_be_selected(opened: Tabs, address: str) -> None:
    """Buttons that could do nothing are not offered; posters and texts are there."""
    context = opened.browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert not page.get_by_role("button").first.is_visible()
    assert page.locator("textarea").first.is_visible()
    assert page.locator(".poster img").first.is_visible()
    context.close()
