"""Markdown to documents: links, pictures, ids, titles, safety, positions."""

import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentshop.markup import Settings, convert, locate
from contentshop.model import (
    Address,
    Card,
    Document,
    Heading,
    Html,
    Picture,
    Price,
    ProductLink,
    Scope,
    TextPlace,
    walk,
)
from contentshop.problems import ProblemError


def segments(body, **options):
    """Return the segments of a body."""
    return convert(body, Settings(**options)).segments


def html(body, **options):
    """Return the HTML of a body, with ‹› where another segment stands."""
    return "".join(one.html if isinstance(one, Html) else "‹›" for one in segments(body, **options))


@pytest.mark.parametrize(
    ("body", "link"),
    [
        ("[六年陈](product:v-6)", ProductLink("v-6", (Html("六年陈"),), raw="product:v-6")),
        ("[六**年**陈](product:v-6)", ProductLink("v-6", (Html("六<strong>年</strong>陈"),), raw="product:v-6")),
        ("[x](product:茶.01_b?key=top)", ProductLink("茶.01_b", (Html("x"),), "top", "product:茶.01_b?key=top")),
        ("[x](product:%E8%8C%B6)", ProductLink("茶", (Html("x"),), raw="product:%E8%8C%B6")),
        ("[x](product：v-6)", ProductLink("v-6", (Html("x"),), raw="product：v-6")),
        ('[x](<product:v-6> "t")', ProductLink("v-6", (Html("x"),), raw="product:v-6")),
        ("[x][1]\n\n[1]: product:v-6", ProductLink("v-6", (Html("x"),), raw="product:v-6")),
        ("[`a<b`](product:v)", ProductLink("v", (Html("<code>a&lt;b</code>"),), raw="product:v")),
    ],
)
def test_text_links_to_products(body, link):
    """A link with the scheme `product:` is a segment that keeps the markup of its label."""
    assert segments(body) == (Html("<p>"), link, Html("</p>"))


def test_a_picture_may_be_the_label():
    """A linked picture stays a picture inside the link."""
    [_, link, _] = segments("[![图](a.png)](product:x)")
    assert link.label == (Picture("a.png", "图"),)


@pytest.mark.parametrize(
    ("target", "code"),
    [("product:", "missing-id"), ("product:a b", "missing-id"), ("product:a?kye=1", "unknown-argument")],
)
def test_wrong_product_links(target, code):
    """A product link that names nothing is told, and its label stays."""
    document = convert(f"[字](<{target}>)", Settings())
    assert [(one.code, one.where) for one in document.problems] == [(code, TextPlace("", target))]
    assert document.segments == (Html("<p><a>字</a></p>"),)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[a](other.md#部分)", ('<p><a href="', Address("other.md#部分"), '">a</a></p>')),
        ("[a](/tags/x/?a=1&b=2)", ('<p><a href="', Address("/tags/x/?a=1&b=2"), '">a</a></p>')),
        ('[a](b.md "t")', ('<p><a href="', Address("b.md"), '" title="t">a</a></p>')),
        ("[a](http://x.cn/)", ('<p><a href="http://x.cn/">a</a></p>',)),
        ("[a](//x.cn/)", ('<p><a href="//x.cn/">a</a></p>',)),
        ("[a](mailto:x@y.cn)", ('<p><a href="mailto:x@y.cn">a</a></p>',)),
        ("[a](weixin://dl)", ('<p><a href="weixin://dl">a</a></p>',)),
        ("<http://x.cn/a>", ('<p><a href="http://x.cn/a">http://x.cn/a</a></p>',)),
        ("[a](#)", ('<p><a href="#', Scope(), '">a</a></p>')),
        ('![图](images/a.png "题")', ("<p>", Picture("images/a.png", "图", "题"), "</p>")),
        ("![A & B](http://x.cn/a.png)", ("<p>", Picture("http://x.cn/a.png", "A & B"), "</p>")),
        ("![图][1]\n\n[1]: a.png", ("<p>", Picture("a.png", "图"), "</p>")),
        ('<img src="a.png">', ('<p><img src="a.png"></p>',)),
        ('<a href="b.md" id="x">a</a>', ('<p><a href="b.md" id="x">a</a></p>',)),
    ],
)
def test_addresses_and_pictures(body, expected):
    """Addresses of the site and pictures are segments; whole addresses and raw HTML stay as they are."""
    assert segments(body) == tuple(Html(one) if isinstance(one, str) else one for one in expected)


def test_equal_addresses_and_pictures_are_counted():
    """The second link to the same place has number 1, whatever else stands between."""
    got = segments("[a](x.md) ![](p.png) [b](y.md) ![](p.png) [c](x.md)")
    assert [(one.target, one.nth) for one in got if isinstance(one, Address)] == [("x.md", 0), ("y.md", 0), ("x.md", 1)]
    assert [one.nth for one in got if isinstance(one, Picture)] == [0, 1]


def test_ids_have_a_scope():
    """Headings, footnotes and links to them can be made unique where several bodies share a page."""
    got = segments("## 甲\n\n字[^1] [去](#甲)\n\n[^1]: 注")
    text = "".join("§" if isinstance(one, Scope) else one.html for one in got)
    assert re.findall(r'(?:id="|href="#)§?[^"]+', text) == [
        'id="§甲',
        'id="§fnref:1',
        'href="#§fn:1',
        'href="#§甲',
        'id="§fn:1',
        'href="#§fnref:1',
    ]


def test_anchors():
    """Every id of the body is an anchor, those of raw HTML too; a link to none is told with the nearest."""
    document = convert("## 甲\n\n## 乙 {#b}\n\n<a id=\"raw\"></a>字[^1]\n\n<div id='d'>x</div>\n\n[^1]: 注", Settings())
    assert document.anchors == ("b", "d", "fn:1", "fnref:1", "raw", "甲")
    [problem] = convert("## 怎么挑\n\n[去](#怎么挑醋) [上](#top)", Settings()).problems
    assert (problem.code, problem.where, problem.values["near"]) == (
        "unknown-anchor",
        TextPlace("", "#怎么挑醋"),
        "怎么挑",
    )
    assert not convert("## 怎么挑\n\n[去](#%E6%80%8E%E4%B9%88%E6%8C%91)", Settings()).problems


def test_a_footnote_without_its_mark():
    """Told where it is written; it has no way back, and a mark in code is none."""
    body = "字 `[^注]`。\n\n[^注]: 注"
    document = convert(body, Settings())
    [problem] = document.problems
    assert (problem.code, problem.where, problem.values["name"]) == ("unused-footnote", TextPlace("", "[^注]:"), "注")
    assert locate(body, "[^注]:", 0) == (3, 1)
    assert not any("fnref" in one.html for one in document.segments if isinstance(one, Html))


def test_headings():
    """Levels 2 to 4 with their text; links show their label, prices stay."""
    document = convert("# 一\n\n## 二 **粗** :price{x} [链](product:y) `a<b`\n\n#### 四\n\n##### 五", Settings())
    assert document.headings == (
        Heading(2, "二-粗-链-ab", (Html("二 粗 "), Price("x", ":price{x}"), Html(" 链 a&lt;b"))),
        Heading(4, "四", (Html("四"),)),
    )


@pytest.mark.parametrize(
    ("body", "given", "title"),
    [
        ("# 题目\n\n字", "", "题目"),
        ("题目\n====\n\n字", "", "题目"),
        ("[1]: http://a.cn\n\n<!-- 注 -->\n\n# 题 **目** `x`\n\n字", "", "题 目 x"),
        ("# 题目\n\n字", "题目", "题目"),
        ("# 题目\n\n字", "别的", ""),
        ("字\n\n# 题目", "", ""),
        ("# ![图](a.png)\n\n字", "", ""),
    ],
)
def test_titles(body, given, title):
    """A first-level heading that opens the body becomes the title, unless the head gives another one."""
    document = convert(body, Settings(), given)
    assert document.title == title
    assert any("<h1" in one.html for one in document.segments if isinstance(one, Html)) == (not title)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (
            "- [ ] 未\n- [x] 好\n- [链](http://a.cn)",
            (
                '<ul>\n<li class="task"><label><input disabled type="checkbox"> 未</label></li>\n'
                '<li class="task"><label><input checked disabled type="checkbox"> 好</label></li>\n<li><a href="http://a.cn">链</a></li>\n</ul>'
            ),
        ),
        ("~~旧~~", "<p><del>旧</del></p>"),
        ("甲\n:   乙", "<dl>\n<dt>甲</dt>\n<dd>乙</dd>\n</dl>"),
        ("HTML 好\n\n*[HTML]: 标记", '<p><abbr title="标记">HTML</abbr> 好</p>'),
        (
            '!!! note "注意"\n    字',
            '<div class="admonition note">\n<p class="admonition-title">注意</p>\n<p>字</p>\n</div>',
        ),
        (
            '<details markdown="1"><summary>题</summary>\n\n**粗**\n\n</details>',
            "<details>\n<summary>题</summary>\n<p><strong>粗</strong></p>\n</details>",
        ),
        ("<ruby>汉<rt>hàn</rt></ruby>", "<p><ruby>汉<rt>hàn</rt></ruby></p>"),
        ("字\n{.big}", '<p class="big">字</p>'),
        ("3. 三\n4. 四", '<ol start="3">\n<li>三</li>\n<li>四</li>\n</ol>'),
    ],
)
def test_what_markdown_can_say(body, shown):
    """Task lists, deletions, definitions, abbreviations, admonitions, details, ruby, attributes."""
    assert html(body) == shown


@pytest.mark.parametrize(
    "body",
    [
        "```python\nx = 1\n```",
        "``` {.python .extra}\nx = 1\n```",
        '~~~~ python title="a.py"\nx = 1\n~~~~~',
        "- 项\n\n    ```python\n    x = 1\n    ```",
        "1. 项\n   ```python\n   x = 1\n   ```\n2. 项",
        "> ```python\n> x = 1\n> ```",
        "字\n```python\nx = 1\n```\n字",
    ],
)
def test_fenced_code(body):
    """Fenced code is highlighted, also inside lists and quotes, and never inside a paragraph."""
    shown = html(body)
    assert 'codehilite"><pre><span></span><code><span class="n">x</span>' in shown
    assert "<p><div" not in shown
    assert "```" not in shown


def test_pygments_options_are_not_the_authors(tmp_path):
    """Words after a fence cannot make Pygments fail or write files."""
    target = tmp_path / "x.css"
    shown = html(f"``` {{.python full=1 cssfile={target} style=none tabsize=x linenos=table}}\nx\n```")
    assert "codehilite" in shown
    assert not target.exists()


def test_fences_may_wrap_blank_lines_and_longer_fences():
    """A fence ends at a fence at least as long; without one it is no fence."""
    assert html("````\n```\na\n\nb\n````").count("codehilite") == 1
    assert "codehilite" not in html("```\na")


@pytest.mark.parametrize(
    ("mode", "body", "shown"),
    [
        ("allow", "<b onclick='x'>字</b>", "<p><b onclick='x'>字</b></p>"),
        ("clean", "<b onclick='x'>字</b>", "<p><b>字</b></p>"),
        ("escape", "<b onclick='x'>字</b>", "<p>&lt;b onclick='x'&gt;字&lt;/b&gt;</p>"),
        ("clean", "<script>x</script>\n\n字", "\n\n<p>字</p>"),
        ("escape", "<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ("escape", "<!-- 注 -->", "<p>&lt;!-- 注 --&gt;</p>"),
        ("escape", "<div>\n**粗**\n</div>", "<p>&lt;div&gt;\n<strong>粗</strong>\n&lt;/div&gt;</p>"),
        ("clean", "<iframe src='x'></iframe>字", "<p>字</p>"),
        ("clean", '<a href="javascript:x">字</a>', "<p><a>字</a></p>"),
        ("clean", '<a href="data:text/html,x">字</a>', "<p><a>字</a></p>"),
        ("clean", '<p style="color:red" class="a" id="b">字</p>', '<p class="a" id="b">字</p>'),
        ("clean", "字\n{onclick=x style=y .big}", '<p class="big">字</p>'),
        ("escape", "字\n{onclick=x style=y .big}", '<p class="big">字</p>'),
        ("clean", "[字](http://a.cn)", '<p><a href="http://a.cn">字</a></p>'),
        ("clean", "<ruby>汉<rt>hàn</rt></ruby>", "<p><ruby>汉<rt>hàn</rt></ruby></p>"),
        (
            "clean",
            "| a |\n|:-:|\n| b |",
            (
                '<div class="table"><table>\n<thead>\n<tr>\n<th style="text-align:center">a</th>\n'
                '</tr>\n</thead>\n<tbody>\n<tr>\n<td style="text-align:center">b</td>\n</tr>\n</tbody>\n</table></div>'
            ),
        ),
        (
            "clean",
            "- [x] 好",
            '<ul>\n<li class="task"><label><input checked="" type="checkbox" disabled=""> 好</label></li>\n</ul>',
        ),
    ],
)
def test_html_settings(mode, body, shown):
    """Raw HTML is as it is, sanitised, or shown as text."""
    assert html(body, html=mode).strip() == shown.strip()


def test_sanitised_bytes_are_the_same_in_every_process():
    """Sanitising keeps one order of attributes, though its library hashes with a new seed in every process."""
    body = "- [x] a\n\n<b id=a class=b title=c>x</b>"
    code = f"from contentshop.markup import *; print(convert({body!r}, Settings('clean')))"
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, check=True) for _ in range(4)]
    assert len({run.stdout for run in runs}) == 1


@pytest.mark.parametrize("mode", ["allow", "clean", "escape"])
def test_placeholders_survive_and_cannot_be_forged(mode):
    """Every kind of segment comes through sanitising; a character reference makes none."""
    body = "[a](product:x) :price{x} [b](c.md) ![](d.png)\n\n::product{x}\n\n## 甲\n\n&#2;\ue014\ue000&#3; &#x02\ue014"
    kinds = [type(one).__name__ for one in segments(body, html=mode) if not isinstance(one, Html)]
    assert kinds == ["ProductLink", "Price", "Address", "Picture", "Card", "Scope"]
    assert segments("\x02\ue014\ue000\x03 :price{x}", html=mode)[1] == Price("x", ":price{x}")


@pytest.mark.parametrize("mode", ["allow", "clean", "escape"])
@pytest.mark.parametrize(
    "body",
    [
        "[a](javascript:alert(1))",
        "[a](JavaScript:alert)",
        "[a](<java script:alert>)",
        "[a](&#106;avascript:alert)",
        "[a](vbscript:x)",
        "[a](data:text/html,x)",
        "[a](data:image/svg+xml,x)",
        "![a](javascript:x)",
        "![a](data:text/html,x)",
        "[a][1]\n\n[1]: javascript:x",
        "[a](x){href=javascript:x}",
    ],
)
def test_unsafe_addresses(mode, body):
    """An address that runs code is taken out and told, whatever the setting."""
    document = convert(body, Settings(mode))
    assert [one.code for one in document.problems] == ["unsafe-link"]
    assert all(
        isinstance(one, Html) and "script:" not in one.html and "data:" not in one.html for one in document.segments
    )


def test_extensions():
    """More Python-Markdown extensions may be named; one that cannot be loaded is told."""
    assert "<br>" in html("a\nb", extensions=("markdown.extensions.nl2br",))
    assert "&lt;b&gt;" in html("<b>x</b>", html="escape", extensions=("extra",))
    for name in ("no.such.module", "json"):
        with pytest.raises(ProblemError) as caught:
            convert("x", Settings(extensions=(name,)))
        assert caught.value.problem.code == "unknown-extension"
        assert caught.value.problem.values["name"] == name


@pytest.mark.parametrize(
    ("body", "text", "nth", "place"),
    [
        ("甲\n:price{x} :price{x}", ":price{x}", 0, (2, 1)),
        ("甲\n:price{x} :price{x}", ":price{x}", 1, (2, 11)),
        ("甲\n:price{x}", ":price{x}", 7, (2, 1)),
        ("甲", ":price{x}", 0, (0, 0)),
        ("`:price{x}`\n```\n:price{x}\n```\n<!-- :price{x} -->\n\n    :price{x}\n\n:price{x}", ":price{x}", 0, (9, 1)),
        ("- 甲\n\n    ::product{x}", "::product{x}", 0, (3, 5)),
        (":::products{a}\n::products{a}", "::products{a}", 0, (2, 1)),
        ("a.md 和 [a.md](a.md) [b]( a.md )", "a.md", 1, (1, 26)),
        ("[a][1]\n\n[1]: x.md", "x.md", 0, (3, 6)),
        ("::product{x\tnote=y}", "::product{x note=y}", 0, (1, 1)),
        ("", "", 0, (0, 0)),
    ],
)
def test_locate(body, text, nth, place):
    """Positions count from 1 and pass over code; addresses are looked for where addresses stand."""
    assert locate(body, text, nth) == place


@pytest.mark.parametrize(
    "body", [">" * 2000 + " x", "> " * 300 + "x", "- " * 500 + "x", "[" * 1500 + "x" + "](y)" * 1500]
)
def test_too_deep(body):
    """Nesting beyond reason is a problem with its place, not a crash."""
    document = convert(body, Settings())
    if document.problems:
        assert [one.code for one in document.problems] == ["too-deep"]
    assert not document.problems or locate(body, document.problems[0].where.text, 0) == (1, 1)
    assert convert("字", Settings()).segments == (Html("<p>字</p>"),)


def test_quotes_are_counted_the_same_at_any_stack_depth():
    """What is too deep does not depend on who calls."""

    def deeper(n, body):
        return deeper(n - 1, body) if n else convert(body, Settings())

    for depth in (30, 59, 61, 100):
        body = "> " * depth + "x"
        assert deeper(300, body) == convert(body, Settings())


PARTS = st.sampled_from(
    [
        *"*_`~#>-+![](){}<>&|\\:\"'= \n\t^",
        *(
            "\n\n",
            "    ",
            "> ",
            "- ",
            "1. ",
            "## ",
            "```\n",
            "~~~\n",
            ":price{x}",
            "\n::product{x}\n",
            "\n:::products\n- a\n:::\n",
            "\n:::verdict{x}\n+ a :price{x}\n- [b](product:x)\n> c\n:::\n",
            "\n:::quote{from=a source=b consent=c}\n",
            "\n::::quote{from=a source=b consent=c}\n",
            "\n::::faq\n### a\n\n",
            "\n### b\n",
            "\n:::\n",
            "\n::::\n",
        ),
        *(
            "[a](product:x)",
            "![a](b.png)",
            "[^1]",
            "\n[^1]: ",
            "[1]",
            "\n[1]: x\n",
            "\n*[x]: y\n",
            "<b>",
            "</b>",
            "<!--",
            "-->",
        ),
        *(
            "<div markdown=1>",
            "</div>",
            "<p markdown>",
            "!!! note\n    ",
            "\n:   ",
            "| a |\n|---|\n| b |\n",
            "{#x}",
            "字",
            "“引”",
            "：：商品｛x｝",
        ),
        *(
            "\x02",
            "\x03",
            "&#2;",
            "&amp;",
            "\ue014\ue000",
            "klzzwxh:0001",
            "\r",
            "\x85",
            "\u2028",
            "<script>",
            "<table markdown=1>",
            "<pre>",
        ),
    ]
)
BODIES = st.lists(PARTS | st.text(max_size=3), max_size=40).map("".join)


@settings(max_examples=300, deadline=None)
@given(BODIES, st.sampled_from(["allow", "clean", "escape"]))
def test_any_text_is_a_document(body, mode):
    """No text makes it fail; no placeholder is left over; equal things are counted without gaps."""
    document = convert(body, Settings(mode))
    assert isinstance(document, Document)
    dump = repr(document.segments)
    assert "\\x02" not in dump
    assert "\\x03" not in dump
    assert "cs-block" not in dump
    assert "cs-box" not in dump
    assert "wzxhzdk" not in dump
    assert convert(body, Settings(mode)) == document
    places = [one.where for one in document.problems if isinstance(one.where, TextPlace)]
    counts = [one.nth for one in walk(document.segments) if isinstance(one, Card) and one.raw == "::product{x}"]
    counts += [one.nth for one in places if one.text == "::product{x}"]
    assert sorted(counts) == list(range(len(counts)))
    line, column = locate(body, ":price{x}", 0)
    assert (line > 0) == (column > 0)


@settings(max_examples=100, deadline=None)
@given(st.lists(BODIES, max_size=4), BODIES)
def test_a_document_depends_on_its_body_alone(before, body):
    """Earlier calls leave nothing behind."""
    expected = convert(body, Settings())
    for one in before:
        convert(one, Settings())
    assert convert(body, Settings()) == expected


@pytest.mark.parametrize(
    "source",
    [
        "    ::product{tea}\n    b",
        "- a\n\n        ::product{tea}\n        b",
        ">     ::product{tea}\n>     b",
        "```\n::product{tea}\nb\n```",
    ],
)
def test_code_that_begins_with_a_directive_is_shown_whole(source: str) -> None:
    """Code is never read and never shortened, whatever stands on its first line."""
    (made,) = convert(f"字\n\n{source}\n", Settings()).segments
    assert isinstance(made, Html)
    assert "::product{tea}\nb" in made.html


@pytest.mark.parametrize("element", ["script", "style", "template", "SCRIPT"])
def test_a_lead_has_no_program_in_it(element: str) -> None:
    """What a browser does not show as text is no part of the summary."""
    body = f"好醋要陈。<{element}>let a = 1 < 2</{element}>再看总酸。"
    assert convert(body, Settings(html="allow")).lead == "好醋要陈。再看总酸。"
