"""WeChat's rules restated: each is broken by one content and kept by another, and no content stops the checker."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from contentshop.channels.wechat.checking import (
    CHECKS,
    Finding,
    PictureFile,
    check,
    check_article,
    grouped,
    problems_of,
    rules,
    sources,
    words,
)
from contentshop.model import Place
from contentshop.problems import hint, is_error, message

TEXT = "山西老陈醋，酸得有层次，蘸饺子正好。"
LONG = TEXT * 5
PIXEL = "data:image/png;base64,iVBORw0KGgo="
PROGRAM = 'data-miniprogram-appid="wx1" data-miniprogram-path="p"'
ARTICLE = "https://mp.weixin.qq.com/s/abcdefghijklmnop"


def deep(levels: int, style: str = "") -> str:
    """Return sections in sections, the innermost with text."""
    return f'<section style="{style}">' * levels + TEXT + "</section>" * levels


CASES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "no-div": (
        (f"<div><p>{TEXT}</p></div>", "<div><div>a</div></div>"),
        (f"<section><p>{TEXT}</p></section>", "<div>a</div>"),
    ),
    "div-plain": ((f"<div>{TEXT}</div>", "<div><span>a</span></div>"), ("<div><p>a</p></div>", "<section>a</section>")),
    "tag-lost": (('<p><input type="checkbox">买醋</p>', "<form><p>a</p></form>"), ("<p>☐ 买醋</p>",)),
    "media-lost": (
        ('<iframe src="https://player.test/1"></iframe>', "<video src=a.mp4></video>"),
        ('<iframe class="video_iframe" data-mpvid="wxv_1"></iframe>', "<p>视频见小店</p>"),
    ),
    "no-script": (
        ("<script>alert(1)</script>", '<p onclick="go()">a</p>', '<a href=" javascript:go()">a</a>'),
        ("<p>onclick</p>", '<p data-on="1">a</p>'),
    ),
    "no-style-sheet": (
        ("<style>p{color:red}</style>", '<link rel="stylesheet" href="a.css">'),
        ('<p style="color:#333">a</p>',),
    ),
    "tag-unknown": (
        ("<details><summary>a</summary></details>", "<ruby>醋<rt>cù</rt></ruby>", "<o:p></o:p>"),
        ("<section><p><strong>a</strong><br></p></section>", '<mp-common-profile data-id="1"></mp-common-profile>'),
    ),
    "no-id": (('<h2 id="a">a</h2>',), ("<h2>a</h2>", '<p data-id="a">a</p>')),
    "class-dropped": (
        ('<p class="lead">a</p>',),
        ('<ul class="list-paddingleft-2"><li>a</li></ul>', '<img class="rich_pages wxw-img" src="a.jpg">'),
    ),
    "nesting": ((deep(10), deep(16, "color:#333")), (deep(9), "<section><p>" * 12)),
    "empty-children": (
        ("<section>" + "<p></p>" * 16 + "<p>a</p>" * 5 + "</section>",),
        ("<section>" + "<p></p>" * 15 + "<p>a</p>" * 6 + "</section>", "<section>" + "<p></p>" * 20 + "</section>"),
    ),
    "leaf": (
        ('<span leaf=""><section>a</section></span>', "<span leaf><b><p>a</p></b></span>"),
        ('<section><span leaf="">a<b>b</b></span></section>', "<span><section>a</section></span>"),
    ),
    "nodeleaf": (
        ('<section nodeleaf=""><section>a</section></section>', '<section nodeleaf=""><img src="a.jpg">b</section>'),
        ('<section nodeleaf=""><img src="a.jpg"></section>', "<section nodeleaf><mp-common-profile /></section>"),
    ),
    "outer-frame": (
        (f'<section style="background:#faf6ee"><p>{TEXT}</p></section>', '<section style="padding:20px 0">a</section>'),
        (
            f'<section><section style="background:#faf6ee">{TEXT}</section></section>',
            '<p style="padding:9px">a</p><p>b</p>',
        ),
    ),
    "outer-padding": (
        ('<section style="padding:0 16px"><p>a</p></section>', '<section style="padding-left:1em"><p>a</p></section>'),
        ('<section style="padding:0"><p style="padding:0 16px">a</p></section>',),
    ),
    "style-entity": (
        ('<p style="font-family:&#39;PingFang SC&#39;">a</p>', '<p style="background:url(&quot;a.png&quot;)">a</p>'),
        ("<p style=\"background:url('a.png')\">&quot;a&quot;</p>",),
    ),
    "style-empty": (('<p style="">a</p>', '<p style=" ">a</p>'), ("<p>a</p>", '<p style="color:#333">a</p>')),
    "no-position": (
        ('<section style="position:absolute">a</section>', '<p style="color:#333;POSITION: Relative">a</p>'),
        ('<p style="background-position:top">a</p>', '<p style="position:static">a</p>'),
    ),
    "no-offset": (('<p style="top:4px">a</p>', '<p style="inset:0">a</p>'), ('<p style="margin-top:4px">a</p>',)),
    "no-float": (('<img style="float:left" src="a.jpg">',), ('<p style="float:none">a</p>',)),
    "no-grid": (('<section style="display:grid">a</section>',), ('<section style="display:flex">a</section>',)),
    "no-variable": (
        ('<p style="color:var(--ink)">a</p>', '<p style="--ink:#333">a</p>'),
        ('<p style="color:#333">var(--ink)</p>',),
    ),
    "no-animation": (
        ('<p style="animation:in 1s">a</p>', '<p style="-webkit-transition:all 1s">a</p>'),
        ('<p style="animation:none">a</p>', '<p style="transform:rotate(2deg)">a</p>'),
    ),
    "important": (
        ('<p style="color:#333 !important">a</p>', '<p style="margin:0!important">a</p>'),
        ("<p style=\"background:url('!important')\">a</p>",),
    ),
    "font-family": (
        ('<p style="font-family:KaiTi,serif">a</p>', '<p style="font-family:-apple-system,PingFang SC">a</p>'),
        ('<p style="font-family:mp-quote,PingFang SC,system-ui,-apple-system,sans-serif">a</p>', "<p>a</p>"),
    ),
    "text-align": (
        ('<p style="text-align:start">a</p>', '<p style="text-align: END">a</p>'),
        ('<p style="text-align:left">a</p>', '<p style="text-align:justify">start</p>'),
    ),
    "line-height": (
        (
            f'<section style="line-height:0"><p>{TEXT}</p></section>',
            f'<p style="font-size:16px;line-height:12px">{LONG}</p>',
            '<p style="line-height:.8">一行<br>又一行</p>',
        ),
        (
            '<section style="line-height:0"><img src="a.jpg"></section>',
            '<p style="line-height:.8">一行</p>',
            '<p style="font-size:1px;line-height:0;height:0">\xa0</p>',
            f'<section style="line-height:0"><p style="line-height:1.75">{LONG}</p></section>',
        ),
    ),
    "height-zero": (
        (f'<section style="height:0"><p>{TEXT}</p></section>', '<p style="max-height:0px">a</p>'),
        (
            '<p style="height:0">\xa0</p>',
            '<section style="height:0"><img src="a.jpg"></section>',
            '<section data-mode="svg"><section style="height:0">a</section></section>',
        ),
    ),
    "height-fixed": (
        (f'<section style="height:40px"><p>{LONG}</p></section>',),
        (
            f'<section style="height:400px"><p>{LONG}</p></section>',
            f'<section style="height:40px;overflow-y:auto"><p>{LONG}</p></section>',
            f'<table><tr style="height:20px"><td>{LONG}</td></tr></table>',
            f'<section style="min-height:40px"><p>{LONG}</p></section>',
        ),
    ),
    "caret": (('<p style="caret-color:rgba(0, 0, 0, 0)">a</p>',), ('<p style="caret-color:#333">a</p>',)),
    "width-fixed": (
        ('<section style="width:500px">a</section>', '<p style="width:586.4px">a</p>'),
        (
            '<section style="width:100%">a</section>',
            '<section style="width:120px">a</section>',
            '<section data-ignore-width><p style="width:500px">a</p></section>',
            '<section style="overflow-x:auto"><p style="width:500px">a</p></section>',
            '<section style="max-width:500px">a</section>',
        ),
    ),
    "width-overflow": (
        ('<section style="min-width:600px">a</section>', '<p style="margin-left:294pt">a</p>'),
        (
            '<section style="min-width:60px">a</section>',
            '<p style="margin:0 -16px">a</p>',
            '<section style="overflow:auto"><p style="min-width:600px">a</p></section>',
        ),
    ),
    "table-width": (
        (
            '<table><tr><th style="width:200px">a</th><th style="width:400px">b</th></tr></table>',
            '<table><tbody><tr><td width="246">a</td><td width="246">b</td></tr></tbody></table>',
        ),
        (
            '<table><tr><th style="width:40%">a</th><th>b</th></tr></table>',
            '<section style="overflow-x:auto"><table><tr><th style="width:600px">a</th></tr></table></section>',
        ),
    ),
    "table-words": (
        (
            "<table><tr>" + '<td style="padding:0 6px">Motorcycle12345</td>' * 3 + "</tr></table>",
            f'<table><tr><td style="white-space:nowrap"><b>{LONG}</b></td></tr></table>',
        ),
        (
            "<table><tr>" + "<td>醋醋醋醋醋醋醋醋醋醋 a b</td>" * 6 + "</tr></table>",
            '<table style="word-break:break-all"><tr>' + "<td><b>Motorcycle12345</b></td>" * 3 + "</tr></table>",
            '<section style="overflow-x:auto"><table><tr>' + "<td>Motorcycle12345</td>" * 4 + "</tr></table></section>",
            "<table>" + "<tr><td>Motorcycle12345</td></tr>" * 4 + "</table>",
        ),
    ),
    "image-foreign": (
        ('<img src="https://shop.test/a.jpg">', '<img src="pictures/a.jpg">', f'<img src="{PIXEL}">'),
        ('<img data-src="https://mmbiz.qpic.cn/mmbiz_png/abc/640?wx_fmt=png">',),
    ),
    "image-source": (
        ("<img>", '<img src="file:///C:/a.jpg">', '<img src="blob:https://a.test/1">', '<img src="data:text/html,a">'),
        ('<img src="pictures/a.jpg">', '<img src="https://shop.test/a.jpg">', f'<img src="{PIXEL}">'),
    ),
    "image-type": (
        ('<img src="a.webp">', '<img src="https://shop.test/a.svg?v=2">', '<img src="data:image/svg+xml,%3Csvg/%3E">'),
        ('<img src="a.jpg">', '<img src="https://mmbiz.qpic.cn/a.webp/640">', '<img src="webp/a.png">'),
    ),
    "image-data-small": ((f'<img src="{PIXEL}">',), (f'<img src="{PIXEL}{"A" * 4000}">', '<img src="a.png">')),
    "image-hidden": (
        ('<img src="a.jpg" style="opacity:0">', '<img src="a.jpg" style="opacity: 0.00">'),
        ('<img src="a.jpg" style="opacity:0.5">', '<section style="opacity:0"></section>'),
    ),
    "image-width": (
        ('<img src="a.jpg" style="width:500px">', '<img src="a.jpg" data-w="538">', '<img src="a.jpg" width="400">'),
        (
            '<img src="a.jpg" style="width:100%" data-w="538">',
            '<img src="a.jpg" data-w="1080">',
            '<img src="a.jpg" style="width:160px">',
        ),
    ),
    "image-attributes": (
        ('<img src="a.jpg" width="300" height="200">',),
        ('<img src="a.jpg" style="width:100%" height="200">', '<img src="a.jpg">'),
    ),
    "image-facts": (
        ('<img src="a.jpg">', '<img src="a.jpg" data-w="1080">'),
        ('<img src="a.jpg" data-w="1080" data-ratio="0.75">',),
    ),
    "link-foreign": (
        (
            '<a href="https://shop.test/p/1">a</a>',
            f'<a href="{ARTICLE.replace("https", "http")}">a</a>',
            "<a href=a>a</a>",
        ),
        (
            f'<a href="{ARTICLE}">a</a>',
            "<a>a</a>",
            f'<a href="" {PROGRAM}>a</a>',
        ),
    ),
    "link-page": (
        ('<a href="https://mp.weixin.qq.com/mp/profile_ext?action=home&amp;__biz=1">a</a>',),
        (
            f'<a href="{ARTICLE}">a</a>',
            '<a href="https://mp.weixin.qq.com/s?__biz=1&amp;mid=2&amp;idx=1&amp;sn=3">a</a>',
        ),
    ),
    "link-temporary": ((f'<a href="{ARTICLE}?tempkey=1">a</a>',), (f'<a href="{ARTICLE}">a</a>',)),
    "link-anchor": (('<a href="#a">a</a>',), ("<a>a</a>",)),
    "miniprogram": (
        (
            '<a data-miniprogram-appid="wx1">a</a>',
            f"<mp-miniprogram {PROGRAM}></mp-miniprogram>",
        ),
        (f'<mp-miniprogram {PROGRAM} data-miniprogram-title="t" data-progarm-imageurl="a"></mp-miniprogram>',),
    ),
    "components-apart": (
        ("<p><mp-common-product></mp-common-product><mp-common-product></mp-common-product></p>",),
        ("<p><mp-common-product></mp-common-product></p><p><mp-common-product></mp-common-product></p>",),
    ),
    "code-space": (
        ("<pre>a\nb</pre>", "<code>if a:  b</code>", '<section style="white-space:pre"><span>a\n  b</span></section>'),
        ("<pre>a<br>\xa0\xa0b</pre>", "<code>a = b</code>", "<p>a  b</p>"),
    ),
    "pre-text": (
        ("<pre>a</pre>",),
        ('<pre style="white-space:pre-wrap">a</pre>', "<pre>\n</pre>", "<section>a</section>"),
    ),
    "list-item": (
        ("<ul><li><strong>香</strong>，久</li></ul>", "<ul><li><p>a</p><p>b</p></li></ul>"),
        ("<ul><li>a</li><li> <section><b>香</b>，久</section></li></ul>",),
    ),
    "list-nested": (
        ("<ul><li><section>a<ul><li>b</li></ul></section></li></ul>",),
        ("<ul><li>a</li></ul><ol><li>b</li></ol>",),
    ),
    "list-depth": (("<ul><li>" * 3 + "a",), ("<ul><li>" * 2 + "a",)),
    "raw-newline": (
        ("<p>一行\n又一行</p>", "<p><b>香</b>\n久</p>"),
        ("<p>\n  一行\n</p>\n<p>又一行<br>\n第三行</p>", "<pre>a\nb</pre>"),
    ),
    "svg-reference": (
        (
            '<svg viewBox="0 0 1 1"><defs><marker id="m"/></defs></svg>',
            '<svg viewBox="0 0 1 1"><path marker-end="url(#m)"/></svg>',
            '<svg viewBox="0 0 1 1"><g class="a"/></svg>',
        ),
        ('<svg viewBox="0 0 1 1"><path d="M0 0" fill="#333"/></svg>', '<p id="a">a</p>'),
    ),
    "svg-width": (
        ('<svg width="100%" viewBox="0 0 9 9"></svg>', '<svg width="900" viewBox="0 0 9 9"></svg>'),
        ('<svg width="300" viewBox="0 0 9 9"></svg>', '<svg viewBox="0 0 9 9"></svg>'),
    ),
    "svg-view-box": (("<svg><path/></svg>",), ('<svg viewBox="0 0 9 9"></svg>',)),
    "svg-foreign-object": (
        ('<svg viewBox="0 0 9 9"><foreignObject><p>a</p></foreignObject></svg>',),
        ('<svg viewBox="0 0 9 9"><foreignObject><section>a</section></foreignObject></svg>',),
    ),
    "svg-animation": (
        ('<svg viewBox="0 0 9 9"><rect><animate attributeName="rx" begin="click"/></rect></svg>',),
        ('<svg viewBox="0 0 9 9"><rect><animate attributeName="opacity" begin="click"/></rect></svg>',),
    ),
    "svg-begin": (
        ('<svg viewBox="0 0 9 9"><rect><animate attributeName="x" begin="touchstart"/></rect></svg>',),
        ('<svg viewBox="0 0 9 9"><rect><animate attributeName="x" begin="touchstart; click"/></rect></svg>',),
    ),
    "svg-text": (
        ('<svg viewBox="0 0 9 9"><text>a</text></svg>', '<svg viewBox="0 0 9 9"><text fill="#000">a</text></svg>'),
        (
            '<svg viewBox="0 0 9 9"><g fill="currentColor"><text>a</text></g></svg>',
            '<svg viewBox="0 0 9 9"><text><tspan fill="currentColor">a</tspan></text></svg>',
        ),
    ),
    "contrast-dark": (
        (
            '<section style="background:#8bc34a">没有自己的颜色</section>',
            '<section style="background:linear-gradient(#4dbb6c,#b8ee84);color:#fff">a</section>',
            '<p style="color:rgba(0,0,0,.1)">a</p>',
        ),
        (
            '<section style="background:#8bc34a;color:#191919">a</section>',
            '<section style="background:#fff"><p style="color:#000">a</p></section>',
            '<section style="background:#8bc34a" data-ignore-dm="low-contrast">a</section>',
            '<section style="background:url(a.png)"><p style="color:#191919">a</p></section>',
            "<p>a</p>",
        ),
    ),
    "contrast-dark-low": (
        ('<p style="color:#5e5b5b">a</p>', '<section style="background:#a7d878;color:#fff">a</section>'),
        ('<p style="color:#333">a</p>', '<p style="color:#576b95">a</p>', '<p style="color:#fff">a</p>'),
    ),
    "contrast-light": (
        (
            '<p style="color:#888">a</p>',
            '<section style="background:#333"><section style="color:#595959">a</section></section>',
            '<section style="opacity:.4">a</section>',
            '<p><font color="#ccc">a</font></p>',
            '<table><tr bgcolor="#222"><td>a</td></tr></table>',
        ),
        (
            '<p style="color:#737373">a</p>',
            '<h2 style="font-size:24px;color:#888">a</h2>',
            '<p style="font-size:20px;font-weight:bold;color:#888">a</p>',
            '<section style="background:rgba(0,0,0,.8);color:#fff">a</section>',
            '<p style="display:none;color:#eee">a</p>',
        ),
    ),
    "gradient-text": (
        ('<section style="background:linear-gradient(#fff,#eee)"><p>a</p></section>',),
        (
            '<section style="background:linear-gradient(#fff,#eee);height:2px"></section>',
            '<section style="background:linear-gradient(#fff,#eee)" data-ignore-dm="text-bg-gradient">a</section>',
        ),
    ),
    "background-repeated": (
        ("<section>" + '<p style="background:#faf6ee">a</p>' * 3 + "</section>",),
        (
            '<section style="background:#faf6ee">' + "<p>a</p>" * 3 + "</section>",
            "<section>" + '<p style="background:#faf6ee;margin:8px 0">a</p>' * 3 + "</section>",
            "<section>" + '<p style="background:#faf6ee">a</p><p>b</p>' * 3 + "</section>",
        ),
    ),
}


def cases(kind: int) -> list[Any]:
    """Return the contents that break a rule (0) or keep it (1), each with the rule."""
    return [
        pytest.param(rule, content, id=f"{rule}-{at}")
        for rule, both in CASES.items()
        for at, content in enumerate(both[kind])
    ]


def broken(content: str, way: Any = "api") -> set[str]:
    """Return the ids of the rules a content breaks."""
    return {one.rule for one in check(content, way)}


@pytest.mark.parametrize(("rule", "content"), cases(0))
def test_a_rule_is_broken(rule: str, content: str) -> None:
    """Each of these contents breaks the rule, and its words can be said in both languages."""
    found = [one for one in check(content, "api") if one.rule == rule]
    assert found
    for one in found:
        assert set(one.values) == set(rules()[rule].values)
        assert one.severity == rules()[rule].severity
        for language in ("zh", "en"):
            said = words(one, language)  # type: ignore[arg-type]
            assert "{" not in said.what + said.do


@pytest.mark.parametrize(("rule", "content"), cases(1))
def test_a_rule_is_kept(rule: str, content: str) -> None:
    """Each of these contents keeps the rule, whatever others it breaks."""
    assert rule not in broken(content)


def test_every_rule_has_its_check_and_its_tests() -> None:
    """No row of the table goes unchecked, and no check without a row or a test."""
    rows = [one.id for one in rules().values() if one.subject == "content"]
    assert sorted(CHECKS) == sorted(rows)
    assert sorted(CASES) == sorted(rows)


def test_what_is_unsure_never_forbids() -> None:
    """An error is a rule of confidence H with a source; unconfirmed facts are warnings."""
    assert {one.id for one in rules().values() if one.severity == "error" and one.confidence != "H"} == set()
    assert {rules()[name].severity for name in ("no-grid", "no-variable", "no-float")} == {"warning"}
    assert {key for one in rules().values() for key in one.source} <= set(sources())


def test_words_are_of_their_language() -> None:
    """Chinese words have Han characters, English ones none but for signs that are quoted; both end alike."""
    for one in rules().values():
        assert re.search("[\u4e00-\u9fff]", one.zh.what + one.zh.do), one.id
        assert not re.search("[\u4e00-\u9fff，。；：]", one.en.what + one.en.do), one.id
        assert one.zh.do.endswith(("。", "…")), one.id
        assert one.en.do.endswith((".", "…")), one.id
        assert not one.zh.what.endswith("。"), one.id
        assert not one.en.what.endswith("."), one.id


def test_a_sound_content_has_no_findings() -> None:
    """An article as this program writes it: sections, inline styles, a card, a list, code."""
    content = (
        '<section style="color:#333;font-size:16px;line-height:1.75">'
        f'<p style="margin:0 0 16px">{LONG}</p>'
        '<h2 style="font-size:18px;border-left:4px solid #b23a2e;padding-left:8px">怎么挑</h2>'
        '<section style="margin:16px 0;padding:12px;background:#faf6ee;border-radius:8px">'
        '<img src="pictures/a.jpg" data-w="1080" data-ratio="0.75" style="width:100%;vertical-align:top">'
        '<p style="color:#8a2b20"><strong>六年陈老陈醋</strong></p></section>'
        "<ul><li><section><strong>看年份</strong>：越久越香</section></li></ul>"
        '<section style="overflow-x:auto;background:#f6f6f6;font-size:13px">a<br>\xa0\xa0b</section>'
        f'<p>参见<a href="{ARTICLE}" style="color:#576b95">上一篇</a></p></section>'
    )
    assert check(content) == ()


def test_pictures_are_held_to_the_api_only_when_sent_through_it() -> None:
    """Pasting uploads pictures by itself."""
    content = '<p><img src="pictures/a.jpg" style="width:100%"></p>'
    assert broken(content, "paste") == set()
    assert broken(content, "api") == {"image-foreign", "image-facts"}


def test_a_finding_says_where_and_what() -> None:
    """Line and column count from 1; the excerpt is the tag as written with the beginning of its text."""
    content = f'<p>{TEXT}</p>\n  <p\n style="position:fixed;color:&#39;">{LONG}</p>'
    found = {one.rule: one for one in check(content)}
    assert found["style-entity"].excerpt == f'<p style="position:fixed;color:&#39;">{LONG[:24]}…'
    assert (found["style-entity"].line, found["style-entity"].column) == (2, 3)
    assert found["no-position"] == Finding(
        "no-position", "error", found["style-entity"].excerpt, {"value": "fixed"}, line=2, column=3
    )


# --- as problems of an article


def test_findings_become_one_problem_for_each_rule() -> None:
    """Errors come first; the count and the first excerpt are told."""
    content = '<p class="a">a</p>' + "<div><p>b</p></div>" * 3
    found = problems_of(check(content), "articles/2026-11-18-a.md")
    assert [one.values["rule"] for one in found] == ["no-div", "class-dropped"]
    assert [is_error(one) for one in found] == [True, False]
    assert found[0].where == Place("articles/2026-11-18-a.md")
    assert message(found[0], "zh") == (
        "公众号正文不合微信的规则 no-div（3 处）：<div> 里放了块级内容，保存时会被拆成 p 和 span，样式丢失。"
    )
    assert "a <div> that holds blocks is dissolved" in message(found[0], "en")
    assert "<div>b" in hint(found[0], "en")
    assert hint(found[1], "zh").startswith("样式写进 style")


# --- title, digest, sizes, numbers


FIELDS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "title-long": ({"title": "醋" * 65}, {"title": "醋" * 64}),
    "title-api": ({"title": "醋" * 33}, {"title": "醋" * 32}),
    "author-long": ({"author": "醋" * 17}, {"author": "醋" * 16}),
    "digest-long": ({"digest": "醋" * 129}, {"digest": "醋" * 128}),
    "digest-editor": ({"digest": "醋" * 121}, {"digest": "醋" * 120}),
    "source-url": ({"content_source_url": "/p/1"}, {"content_source_url": "https://shop.test/" + "a" * 1006}),
    "escapes": ({"title": "\\u918b"}, {"title": "醋"}),
    "content-long": ({"content": "a" * 20_000}, {"content": "a" * 19_999}),
    "content-heavy": ({"content": "醋" * 340_000}, {"content": "醋" * 333_333}),
    "videos": (
        {"content": '<iframe data-mpvid="1"></iframe>' * 4},
        {"content": '<iframe data-mpvid="1"></iframe>' * 3},
    ),
    "cards": ({"content": "<mpcard></mpcard>" * 6}, {"content": "<mpcard></mpcard>" * 5}),
    "miniprograms": (
        {"content": '<a data-miniprogram-appid="wx1">a</a>' * 51},
        {"content": '<a data-miniprogram-appid="wx1">a</a>' * 50},
    ),
    "miniprogram-accounts": (
        {"content": "".join(f'<a data-miniprogram-appid="wx{n}">a</a>' for n in range(11))},
        {"content": "".join(f'<a data-miniprogram-appid="wx{n}">a</a>' for n in range(10))},
    ),
    "products": (
        {"content": "<p><mp-common-product></mp-common-product></p>" * 51},
        {"content": "<p><mp-common-product></mp-common-product></p>" * 50},
    ),
    "picture-type": (
        {"pictures": (PictureFile("a.webp", "webp", 1),)},
        {"pictures": (PictureFile("a.jpg", "JPEG", 1),)},
    ),
    "picture-size": (
        {"pictures": (PictureFile("a.jpg", "jpeg", 1_000_000),)},
        {"pictures": (PictureFile("a.jpg", "jpeg", 999_999),)},
    ),
    "cover-type": ({"covers": (PictureFile("a.gif", "gif", 1),)}, {"covers": (PictureFile("a.png", "png", 1),)}),
    "cover-size": (
        {"covers": (PictureFile("a.jpg", "jpeg", 10_000_000),)},
        {"covers": (PictureFile("a.jpg", "jpeg", 9_999_999),)},
    ),
}


@pytest.mark.parametrize("rule", FIELDS)
def test_a_limit_holds_to_the_character(rule: str) -> None:
    """One more breaks the rule, and the most that is allowed does not."""
    over, within = FIELDS[rule]
    found = [one for one in check_article(**over) if one.rule == rule]
    assert len(found) == 1
    assert set(found[0].values) == set(rules()[rule].values)
    assert rule not in {one.rule for one in check_article(**within)}


def test_every_rule_of_fields_has_its_test() -> None:
    """No row for fields goes unchecked."""
    assert sorted(FIELDS) == sorted(one.id for one in rules().values() if one.subject == "fields")


def test_a_limit_is_told_once() -> None:
    """A title no way takes is not told again as one the API does not take."""
    assert [one.rule for one in check_article(title="醋" * 65, digest="醋" * 129)] == ["title-long", "digest-long"]
    assert check_article(title="山西老陈醋怎么挑", digest="看年份", content="<p>a</p>") == ()


# --- whatever the content is

PIECES = st.sampled_from(
    [
        *(
            "<div>",
            "</div>",
            "<p>",
            "</p>",
            "<span leaf>",
            "<section nodeleaf>",
            "<svg>",
            "</svg>",
            "<li>",
            "<ul>",
            "<pre>",
        ),
        *(
            "<table>",
            "<tr>",
            "<td width=9>",
            "<style>",
            "<script>",
            "<!--",
            "-->",
            "<![CDATA[",
            "<?x",
            "</",
            "<",
            ">",
            "&#39;",
        ),
        *(
            "<img src=x>",
            "<a href='//[x'>",
            '<p style="',
            '<p style="color:rgb(1,2',
            "&#xFFFFFFFF;",
            "\0",
            "\ud800",
            "\n",
            "醋",
        ),
        *(
            "style='color:hsl(1e99 1% 1%)'",
            "<p style='font-size:9e9em;line-height:nan;opacity:inf;width:1e9em'>",
            "='",
            '"',
        ),
        *(
            "<p style='background:linear-gradient(red,'>",
            "<font color=#12>",
            "<a data-miniprogram-appid>",
            "<br/>",
            "</br>",
        ),
    ]
)


@settings(max_examples=300)
@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=60).map("".join))
@example("<p style='color:#&;background:url(;)'>")
@example("<section style='padding:9e307px 1e400em'><p style='width:1e400%'>a")
@example("<p>a<table><td><p style='margin:1 2 3 4 5 6'>")
def test_no_content_stops_the_checker(content: str) -> None:
    """Whatever is in the content, the findings are the same twice, and all can be said."""
    found = check(content, "api")
    assert found == check(content, "api")
    check_article(content=content, title=content, digest=content, content_source_url=content)
    for group in grouped(found):
        for language in ("zh", "en"):
            words(group[0], language)  # type: ignore[arg-type]
    for one in found:
        assert content.split("\n")[one.line - 1][one.column - 1] == "<"


def deterministic(seed: str) -> str:
    """Return the findings of a content as another process with this hash seed prints them."""
    program = (
        "from contentshop.channels.wechat.checking import check\n"
        "print(check('<div id=a class=\"b c\"><p style=\"top:0;color:#ccc\" onclick=x>a</p></div>' * 3, 'api'))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
    )
    return run.stdout


def test_findings_do_not_depend_on_the_process() -> None:
    """Sets are never walked through in their own order."""
    assert deterministic("1") == deterministic("2")


NESTED = {
    "sections": ("<section>", TEXT),
    "styles": ("<section style='width:500px;height:9px;overflow:auto'>", TEXT),
    "leaves": ("<span leaf>", "<p>"),
    "lists": ("<ul><li>", TEXT),
    "drawings": ("<svg viewBox='0 0 1 1'>", ""),
    "tables": ("<table><td>", TEXT),
    "code": ("<pre>", TEXT),
    "components": ("<section nodeleaf>", ""),
    "bold": ("<p><b>", "<section></section>" * 500),
    "unclosed": ("<p>a<br></x></b>", ""),
    "pictures": ("<img src=a.webp width=400>\n", ""),
}


@pytest.mark.parametrize("name", NESTED)
def test_five_thousand_levels_are_read(name: str) -> None:
    """Depth neither overflows the stack nor makes the work grow with its square: the lines run are counted."""
    level, inside = NESTED[name]
    check(level * 5000 + inside)
    once, twice = (steps(level * count + inside) for count in (500, 1000))
    assert twice < 2.5 * once


def steps(content: str) -> int:
    """Return how many lines of the checker run for a content."""
    counts: Counter[str] = Counter()

    def local(frame: Any, event: str, argument: Any) -> Any:
        del frame, argument
        counts[event] += 1
        return local

    def trace(frame: Any, event: str, argument: Any) -> Any:
        del event, argument
        return local if "checking" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        check(content, "api")
    finally:
        sys.settrace(before)
    return counts["line"]
