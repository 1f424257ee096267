"""The preview in a real browser: what is saved is shown where the reader is, by as little as does it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import closing
from importlib import resources
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page
from test_preview import PAGE, PATIENCE, PICTURE, Served, eventually, made, serving

from contentshop import preview
from contentshop.preview.pages import known_scripts
from contentshop.sources import built_in

LONG = "# 题\n\n" + "长长的一段。\n\n" * 200


@pytest.fixture
def page(chrome: Browser) -> Iterator[Page]:
    """An empty page; at the end of the test no error stands in its console."""
    complaints: list[str] = []
    with closing(chrome.new_page()) as found:
        found.set_default_timeout(PATIENCE * 1000)
        found.on("console", lambda one: complaints.append(one.text) if one.type in {"error", "warning"} else None)
        found.on("pageerror", lambda error: complaints.append(str(error)))
        yield found
    assert [one for one in complaints if "404" not in one] == []


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A site with a long article, being served."""
    site = made(tmp_path)
    site.write("articles/a.md", LONG)
    with serving(site) as found:
        yield found


def opened(page: Page, served: Served, path: str = PAGE) -> None:
    """Open a page and leave a mark that a reload takes away, far below its top."""
    page.goto(served.address + path[1:])
    page.evaluate("window.stayed = true; scrollTo(0, 1500)")


def stayed(page: Page) -> bool:
    """Return whether the page was never reloaded."""
    return bool(page.evaluate("window.stayed === true"))


class TestInPlace:
    """Text, panels and style sheets change where they stand."""

    pytestmark = pytest.mark.browser

    def test_text(self, served: Served, page: Page) -> None:
        """A save is shown without a reload, where the reader was; what did not change are the same nodes."""
        opened(page, served)
        page.evaluate("window.heading = document.querySelector('h1')")
        served.site.write("articles/a.md", LONG.replace("长长的", "新写的", 1))
        page.get_by_text("新写的一段").wait_for()
        assert page.evaluate("[scrollY, heading === document.querySelector('h1')]") == [1500, True]
        served.site.write("articles/a.md", LONG.replace("长长的", "又写的", 1).rstrip() + "\n\n## 小题\n\n- 末\n")
        page.get_by_text("小题").wait_for()
        assert page.get_by_text("又写的一段").count() == 1
        assert page.locator("meta[property='og:description']").get_attribute("content", timeout=0).startswith("又写的")
        assert stayed(page)

    def test_a_card(self, served: Served, page: Page) -> None:
        """A product with its card, its code and the sheets they need."""
        served.site.write("articles/a.md", f"::product{{vinegar}}\n\n{LONG}")
        eventually(lambda: served.shows(PAGE, "card-deal"))
        opened(page, served)
        served.site.write("articles/a.md", f"::product{{vinegar}}\n\n{LONG}\n\n::product{{vinegar key=b}}\n")
        page.wait_for_function("document.querySelectorAll('.card-deal').length === 2")
        assert stayed(page)

    def test_problems(self, served: Served, page: Page) -> None:
        """The panel comes over the last good page, changes, and goes when all is mended."""
        opened(page, served)
        served.site.write("articles/a.md", "# 题\n\n:price{nothing}\n")
        page.get_by_text("articles/a.md:3:1").wait_for()
        assert page.get_by_text("长长的").count() == 200
        assert page.evaluate("scrollY") == 1500
        served.site.write("articles/a.md", "# 题\n\n字。\n\n:price{nothing}\n")
        page.get_by_text("articles/a.md:5:1").wait_for()
        assert page.locator("#contentshop-problems").count() == 1
        served.site.write("articles/a.md", "# 题\n\n改好的一段。\n")
        page.get_by_text("改好的一段").wait_for()
        page.wait_for_function("!document.getElementById('contentshop-problems')")
        assert stayed(page)

    def test_a_folded_panel_stays_folded(self, served: Served, page: Page) -> None:
        """A save that leaves the problems as they are does not open the panel again."""
        served.site.write("articles/b.md", "# 乙\n\n:price{nothing}\n")
        eventually(lambda: served.shows(PAGE, "contentshop-problems"))
        opened(page, served)
        page.locator("summary").click()
        served.site.write("articles/a.md", LONG.replace("长长的", "新写的", 1))
        page.get_by_text("新写的一段").wait_for()
        assert not page.locator("#contentshop-problems details").evaluate("panel => panel.open")

    def test_another_article(self, served: Served, page: Page) -> None:
        """A page that did not change is left alone."""
        opened(page, served)
        page.evaluate(
            "new MutationObserver(() => window.stayed = false).observe(document, {subtree: true, childList: true})"
        )
        with served.events() as following:
            first = following()
            served.site.write("articles/b.md", "---\ntitle: 草\ndraft: true\n---\n草稿里，改过。\n")
            assert following() != first
        eventually(lambda: served.shows("/articles/b/", "改过"))
        page.wait_for_timeout(300)
        assert stayed(page)

    def test_a_style_sheet(self, served: Served, page: Page) -> None:
        """One of the theme, whose address changes, and one of the site's, whose address stays."""
        site = served.site
        head = "<link rel='stylesheet' href='{{ page.site.assets['own.css'] }}'><link rel='stylesheet' href='/s.css'>"
        site.write("templates/web/404.html", f"<head>{head}</head><p>无</p>")
        site.write("templates/web/assets/own.css", "p { color: rgb(1, 2, 3); height: 3000px }")
        site.write("static/s.css", "p { width: 101px }")
        eventually(lambda: served.shows("/nowhere/", "own-") and served.get("/s.css").status == 200)
        opened(page, served, "/nowhere/")
        site.write("templates/web/assets/own.css", "p { color: rgb(4, 5, 6); height: 3000px }")
        page.wait_for_function("getComputedStyle(document.querySelector('p')).color === 'rgb(4, 5, 6)'")
        site.write("static/s.css", "p { width: 102px }")
        page.wait_for_function("getComputedStyle(document.querySelector('p')).width === '102px'")
        page.wait_for_function("document.querySelectorAll('link').length === 2")
        site.write("templates/web/404.html", f"<head>{head}</head><p>没有</p>")
        page.get_by_text("没有").wait_for()
        assert page.evaluate("scrollY") == 1500
        assert stayed(page)


class TestReload:
    """What scripts or the browser see to when a page loads is loaded anew, where the reader was."""

    pytestmark = pytest.mark.browser

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("```\nx = 1\n```", "```\nx = 2\n```"),
            ("| a |\n| - |\n| b |", "| a |\n| - |\n| c |"),
            ("字。", "<script>document.title = 'ran'</script>"),
        ],
        ids=["code", "table", "script"],
    )
    def test_lively_parts(self, served: Served, page: Page, before: str, after: str) -> None:
        """The page is loaded anew and the reader is where he was."""
        served.site.write("articles/a.md", f"{LONG}\n\n末尾。\n\n{before}\n")
        eventually(lambda: served.shows(PAGE, "末尾"))
        opened(page, served)
        served.site.write("articles/a.md", f"{LONG}\n\n末尾。\n\n{after}\n")
        page.wait_for_function("window.stayed === undefined && scrollY === 1500")

    def test_scripts_of_the_site(self, served: Served, page: Page) -> None:
        """With a script that is not the theme's, nobody knows what it makes of the page."""
        served.site.write("static/own.js", "document.querySelector('h1').append('!')")
        served.site.write(
            "templates/web/base.html",
            built_in()["web/base.html"].replace("</body>", "<script src='/own.js'></script></body>"),
        )
        eventually(lambda: served.shows(PAGE, "own.js"))
        opened(page, served)
        served.site.write("articles/a.md", LONG.replace("长长的", "新写的", 1))
        page.get_by_text("新写的一段").wait_for()
        page.wait_for_function("window.stayed === undefined && scrollY === 1500")
        assert page.locator("h1").inner_text() == "题!"

    def test_nodes_that_something_touched(self, served: Served, page: Page) -> None:
        """What was changed in the page itself, as extensions do, is not what was sent."""
        opened(page, served)
        page.evaluate("document.querySelectorAll('article p').forEach((one) => one.append('*'))")
        served.site.write("articles/a.md", "# 题\n\n短。\n")
        page.get_by_text("短。").wait_for()
        assert not stayed(page)

    def test_a_picture_with_the_same_address(self, served: Served, page: Page) -> None:
        """Any page may show it."""
        served.site.write("static/logo.png", PICTURE)
        eventually(lambda: served.get("/logo.png").status == 200)
        opened(page, served)
        served.site.write("static/logo.png", PICTURE + b"\0")
        page.wait_for_function("window.stayed === undefined && scrollY === 1500")

    def test_an_article_that_is_gone(self, served: Served, page: Page) -> None:
        """The page becomes the one that says so, and comes back."""
        opened(page, served)
        served.site.delete("articles/a.md")
        page.wait_for_function("!document.body.textContent.includes('长长的')")
        served.site.write("articles/a.md", LONG)
        page.get_by_text("长长的").first.wait_for()


STATES = [
    "---\ntitle: 题\n---\n一。\n",
    "---\ntitle: 题\n---\n一。\n\n二。\n\n三。\n",
    "---\ntitle: 题\n---\n零。\n\n一。\n\n三。\n",
    "---\ntitle: 新题\ntags: [醋]\n---\n零。\n\n## 小题\n\n- 甲\n- 乙\n\n三。\n",
    "---\ntitle: 新题\ntags: [醋, 面]\n---\n零。\n\n## 又一题\n\n- 甲\n- 丙\n- 乙\n\n> 三。\n",
    "---\ntitle: 新题\ntags: [面]\n---\n::product{vinegar}\n\n零。\n\n## 又一题\n",
    "---\ntitle: 新题\nsummary: 摘要\n---\n零。::product{vinegar}\n\n::product{vinegar key=b}\n\n末。\n",
    "---\ntitle: 新题\nsummary: 另一\n---\n[买](product:vinegar)，:price{vinegar}。\n\n![图](/static/p.png)\n\n末。\n",
    "---\ntitle: 新题\n---\n| a | b |\n| - | - |\n| c | d |\n\n```\ncode\n```\n\n末。\n",
    "---\ntitle: 新题\nlang: en\n---\nWords *and* more.\n\n```\ncode\n```\n\n<template>t</template>\n",
    "---\ntitle: 新题\nlang: en\n---\nWords **and** more.\n\n```\ncode\n```\n\n<template>u</template>\n",
    "---\ntitle: 题\n---\n一。\n",
]
SHOWN = """() => {
    const root = document.documentElement.cloneNode(true);
    const added = "#contentshop-kits, #contentshop-problems, script[data-events]";
    for (const one of root.querySelectorAll(added)) one.remove();
    return root.outerHTML.replace(/\\s+<.body>/, "</body>");
}"""


def shown(page: Page) -> str:
    """Return what a page shows; nothing while it is being loaded anew."""
    try:
        return str(page.evaluate(SHOWN))
    except Error as error:
        if "navigation" not in error.message:
            raise
        return ""


@pytest.mark.browser
def test_a_page_that_was_changed_is_one_that_was_loaded(tmp_path: Path, page: Page, chrome: Browser) -> None:
    """After each of many saves the open page equals the same page opened afresh."""
    site = made(tmp_path)
    site.write("static/p.png", PICTURE)
    with serving(site) as served, closing(chrome.new_page()) as fresh:
        fresh.route("**/.contentshop/events", lambda route: route.abort())  # its own reload would break off ours
        page.goto(served.address + PAGE[1:])
        for state in STATES:
            site.write("articles/a.md", state)
            page.wait_for_timeout(100)
            fresh.goto(served.address + PAGE[1:])
            until = time.monotonic() + PATIENCE
            while shown(page) != shown(fresh):
                assert time.monotonic() < until, state
                page.wait_for_timeout(50)
                fresh.reload()


def test_what_the_theme_scripts_treat_is_lively() -> None:
    """What the theme's scripts look for on every page is among what the preview leaves to a reload."""
    source = resources.files(preview).joinpath("reload.js").read_text("ascii")
    lively = re.findall(r"[^', \n][^',]*", source.partition("LIVELY =")[2].partition(";")[0])
    looked_for = re.findall(r"querySelectorAll\('([^']+)'", built_in()["web/assets/script.js"])
    assert looked_for
    assert {one for found in looked_for for one in found.split(",")} <= set(lively)
    assert "script-" in known_scripts()
