"""The example site in an official account: no article, in no theme, breaks a rule of WeChat."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from examples import built
from playwright.sync_api import sync_playwright
from sites import Site

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))

import measure_article

from contentshop.model import Place
from contentshop.problems import hint, is_error, message

ROOT = Path(__file__).parent.parent
THEMES = sorted(path.stem for path in (ROOT / "templates/wechat/themes").glob("*.toml"))


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return the example site, built."""
    return built("example", tmp_path_factory.mktemp("example"))


@pytest.mark.browser
def test_every_article_of_the_example_fits(example: Site, chromium: str) -> None:
    """Laid out at 375, 585 and 677 px nothing sticks out, overlaps or is cut."""
    contents = {
        path.parent.name: path.read_text("utf-8") for path in example.folder.glob("build/wechat/*/content.html")
    }
    assert contents
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(measure_article.ARGUMENTS))
        page = browser.new_page(viewport={"width": 800, "height": 1000})
        page.route("**/*", lambda route: route.abort())
        found = {name: measure_article.measured(page, text) for name, text in contents.items()}
        browser.close()
    assert {name: rows for name, rows in found.items() if rows} == {}


def test_what_breaks_a_rule_is_a_problem_of_its_article(tmp_path: Path) -> None:
    """Text that a theme of one's own makes too faint is told by the build, with the article and the rule."""
    site = Site(
        tmp_path, f"\n-- articles/a.md --\n---\ntitle: {'醋' * 65}\nauthor: {'杜' * 17}\ndate: 2026-11-18\n---\n文。\n"
    )
    theme = (ROOT / "templates/wechat/themes/vinegar.toml").read_text("utf-8")
    site.write("templates/wechat/themes/vinegar.toml", re.sub(r'(?m)^ink = ".*"$', 'ink = "#a59b93"', theme))
    found = {one.values["rule"]: one for one in site.build().problems if one.code.startswith("wechat-finding")}
    assert set(found) == {"contrast-light", "title-long", "author-long"}
    assert not any(is_error(one) for one in found.values())
    assert {one.where for one in found.values()} == {Place("articles/a.md")}
    assert message(found["contrast-light"], "zh").startswith(
        "公众号正文可能走样，依据规则 contrast-light（1 处）：文字 #a59b93 与背景 #ffffff 的对比度为 2.72"
    )
    assert "文。" in hint(found["contrast-light"], "en")
    assert hint(found["title-long"], "en").endswith("醋" * 40)
