"""Chinese text: line breaks, emphasis, ruby, anchors, the lead."""

import pytest

from contentshop.markup import Settings, convert
from contentshop.model import Html, ProductLink


def html(body):
    """Return the HTML of a body that holds nothing else."""
    return "".join(one.html if isinstance(one, Html) else "‹›" for one in convert(body, Settings()).segments)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("山西\n老陈醋", "<p>山西老陈醋</p>"),
        ("山西 \n  老陈醋", "<p>山西老陈醋</p>"),
        ("好。\n再来", "<p>好。再来</p>"),
        ("他说\n“好”", "<p>他说“好”</p>"),
        ("“好”\n他说", "<p>“好”他说</p>"),
        ("看总酸——\n看配料", "<p>看总酸——看配料</p>"),
        ("かな\n漢字", "<p>かな漢字</p>"),
        ("用 Linux\n的人", "<p>用 Linux\n的人</p>"),
        ("的人\nLinux", "<p>的人\nLinux</p>"),
        ("two\nlines", "<p>two\nlines</p>"),
        ("he said “yes”\n“no”", "<p>he said “yes”\n“no”</p>"),
        ("**粗**\n字", "<p><strong>粗</strong>字</p>"),
        ("字\n**粗**", "<p>字<strong>粗</strong></p>"),
        ("*斜*\n**粗**", "<p><em>斜</em><strong>粗</strong></p>"),
        ("**粗\n字**\n字", "<p><strong>粗字</strong>字</p>"),
        ("字\n[链](http://a.cn)\n字", '<p>字<a href="http://a.cn">链</a>字</p>'),
        ("字\n<ruby>汉<rt>hàn</rt></ruby>\n字", "<p>字<ruby>汉<rt>hàn</rt></ruby>字</p>"),
        ("字\n`代码\n字`", "<p>字<code>代码\n字</code></p>"),
        ("字\n\n    代码\n    字", None),
        ("字  \n字", "<p>字<br>\n字</p>"),
        ("价格\n:price{x}\n元", "<p>价格\n‹›\n元</p>"),
        ("- 甲\n  乙\n- 丙", "<ul>\n<li>甲乙</li>\n<li>丙</li>\n</ul>"),
    ],
)
def test_line_breaks(body, shown):
    """No space stands where a line breaks between Han characters; elsewhere the break stays."""
    if shown is None:
        assert "代码\n字" in html(body)
    else:
        assert html(body) == shown


def test_a_product_link_is_text_too():
    """A line that breaks before or after a text link to a product closes up."""
    first, link, last = convert("买\n[六年\n陈](product:v)\n很好", Settings()).segments
    assert (first, last) == (Html("<p>买"), Html("很好</p>"))
    assert isinstance(link, ProductLink)
    assert link.label == (Html("六年陈"),)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("前**“引用”**后", "前<strong>“引用”</strong>后"),
        ("**重要：**后面", "<strong>重要：</strong>后面"),
        ("这是**（括号）**的", "这是<strong>（括号）</strong>的"),
        ("*《书名》*，好", "<em>《书名》</em>，好"),
        ("~~“旧价”~~新价", "<del>“旧价”</del>新价"),
        ("**粗*斜*粗**", "<strong>粗<em>斜</em>粗</strong>"),
        ("波浪~号~不是", "波浪~号~不是"),
        (r"\~~不删\~~", "~~不删~~"),
    ],
)
def test_emphasis_beside_full_width_punctuation(body, shown):
    """Emphasis works without spaces around it, as Chinese is written."""
    assert html(body) == f"<p>{shown}</p>"


@pytest.mark.parametrize(
    ("body", "anchors"),
    [
        ("## 怎么挑", ["怎么挑"]),
        ("## 看 Total Acid", ["看-total-acid"]),
        ("## 一、看年份（重要）", ["一看年份重要"]),
        ("## 同\n\n## 同\n\n## 同", ["同", "同-2", "同-3"]),
        ("## 同 {#同-2}\n\n## 同\n\n## 同", ["同-2", "同", "同-3"]),
        ("## …", ["section"]),
        ("## 价 :price{x}", ["价"]),
        ("## :price{x} 起", ["起"]),
        ("## 买[六年*陈*](product:x)", ["买六年陈"]),
        ("## `code` 与 **粗**", ["code-与-粗"]),
        ("## <ruby>汉<rt>hàn</rt></ruby>字", ["汉字"]),
        ("## 注[^1]\n\n[^1]: x", ["注"]),
    ],
)
def test_anchors(body, anchors):
    """Anchors are readable: Han kept, Latin in lower case, spaces as hyphens, no directive in them."""
    assert [one.anchor for one in convert(body, Settings()).headings] == anchors


@pytest.mark.parametrize(
    ("body", "lead"),
    [
        ("# 题\n\n第一句。第二句。", "第一句。第二句。"),
        ("## 题\n\n![图](a.png)\n\n第一句。\n\n第二段", "第一句。第二段"),
        ("One sentence.\n\nAnother one.", "One sentence. Another one."),
        ("```\ncode\n```\n\n| a |\n|---|\n| b |\n\n正文。", "正文。"),
        ("> 引言。\n\n- 项\n\n正文。", "引言。正文。"),
        ("- 甲\n- 乙", "甲；乙"),
        ("- One\n- Two\n- Three.", "One; Two; Three."),
        ("::product{x}[^1]\n\n[^1]: 注。", ""),
        ("买它，现在 :price{x}。再说别的。", "再说别的。"),
        ("买它，:price{x}。\n\n## 题二\n\n- 现在 :price{x}。\n- 看总酸", "看总酸"),
        ("看**粗**和[链](product:x)。", "看粗和链。"),
        ("a &amp; b &lt; c", "a & b < c"),
        ("字" * 100 + "。" + "字" * 100 + "。", "字" * 100 + "。"),
        ("字" * 130, "字" * 119 + "…"),
        ("版本 3.5 好。" + "字" * 130, "版本 3.5 好。"),
        ("word " * 40, ("word " * 24).strip() + "…"),
        ("", ""),
        ("::product{x}", ""),
    ],
)
def test_lead(body, lead):
    """The lead is the first sentences as plain text; a sentence with a price in it is left out."""
    assert convert(body, Settings(), "题").lead == lead
