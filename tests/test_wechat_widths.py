"""What only a browser can tell of an article's content: what it measures at the widths WeChat measures at."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))

import measure_article as tool

from contentshop.channels.wechat import check, rules

LONG = "山西老陈醋，酸得有层次，蘸饺子正好。" * 5

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(chromium: str) -> Iterator[Page]:
    """Return a page that fetches nothing."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(tool.ARGUMENTS))
        found = browser.new_page(viewport={"width": 800, "height": 1000})
        found.route("**/*", lambda route: route.abort())
        yield found
        browser.close()


CASES = {
    "overflow-measured": (
        f'<p style="margin-left:300pt">{LONG}</p>',
        "<table><tr>" + '<td style="min-width:200px">a</td>' * 3 + "</tr></table>",
        '<section style="width:50%;margin-left:-40px">a</section>',
    ),
    "width-measured": (
        f'<section style="width:500px">{LONG}</section>',
        '<img src="a.jpg" data-w="538" data-ratio="0.7">',
    ),
    "height-measured": (f'<section style="height:40px;overflow:hidden"><p>{LONG}</p></section>',),
    "lines-measured": (
        f'<p style="font-size:16px;line-height:12px">{LONG}</p>',
        f'<section style="line-height:0;padding:9px">{LONG}</section>',
    ),
    "pre-measured": (f"<pre>{LONG}</pre>",),
}
SOUND = (
    f"<p>{LONG}</p>",
    '<img src="a.jpg" data-w="1080" data-ratio="0.7" style="width:100%">',
    '<section style="padding:0 16px"><img src="a.jpg" data-w="1080" data-ratio="0.7" style="width:100%"></section>',
    '<img src="a.jpg" data-w="160" data-ratio="1">',
    f'<section style="overflow-x:auto"><section style="width:900px;max-width:none">{LONG}</section></section>',
    f'<section data-ignore-width style="width:500px">{LONG}</section>',
    '<section style="margin:0 -8px">a</section>',
    f'<section style="width:50%">{LONG}</section>',
    f'<pre style="white-space:pre-wrap">{LONG}</pre>',
    f'<section style="height:60px;overflow-y:auto">{LONG}</section>',
    '<p style="font-size:1px;line-height:0;height:0">\xa0</p>',
    '<section style="line-height:0"><img src="a.jpg" data-w="1080" data-ratio="0.7" style="width:100%"></section>',
)


@pytest.mark.parametrize(("rule", "content"), [(rule, one) for rule, contents in CASES.items() for one in contents])
def test_what_does_not_fit_is_measured(page: Page, rule: str, content: str) -> None:
    """Each content breaks the rule at one of the widths at least."""
    found = [one for one in tool.measured(page, content) if one.rule == rule]
    assert found
    assert set(found[0].values) == set(rules()[rule].values)


@pytest.mark.parametrize("content", SOUND)
def test_what_fits_is_left_alone(page: Page, content: str) -> None:
    """Pictures in padding, halves of a line, what scrolls and what says so are fine."""
    assert tool.measured(page, content) == []


def test_every_measured_rule_has_its_test() -> None:
    """No row for browsers goes unmeasured."""
    assert sorted(CASES) == sorted(one.id for one in rules().values() if one.subject == "browser")


@pytest.mark.parametrize(
    ("content", "guess", "rule"),
    [
        (f'<section style="width:500px">{LONG}</section>', "width-fixed", "width-measured"),
        (f'<section style="height:40px"><p>{LONG}</p></section>', "height-fixed", "height-measured"),
        (f'<p style="font-size:16px;line-height:12px">{LONG}</p>', "line-height", "lines-measured"),
        ('<img src="a.jpg" data-w="538" data-ratio="0.7">', "image-width", "width-measured"),
        ('<p style="margin-left:294pt">a</p>', "width-overflow", "overflow-measured"),
        ("<table><tr>" + "<td>Motorcycle1234567</td>" * 3 + "</tr></table>", "table-words", "overflow-measured"),
    ],
)
def test_the_check_without_a_browser_foresees_it(page: Page, content: str, guess: str, rule: str) -> None:
    """What is judged from styles alone is what a browser measures."""
    assert guess in {one.rule for one in check(content)}
    assert rule in {one.rule for one in tool.measured(page, content)}
