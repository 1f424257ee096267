"""`contentshop fmt`: the plain form of directives."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentshop.markup import Settings, convert, plain
from contentshop.model import Address, Html, Picture, Scope, with_inside


@pytest.mark.parametrize(
    ("source", "formed"),
    [
        ("价格：价格｛x｝元", "价格:price{x}元"),
        ("价格：：价格｛x｝元", "价格：:price{x}元"),
        ("：：商品｛tea　备注=“很香 啊”　布局＝紧凑｝", '::product{tea note="很香 啊" layout=compact}'),
        ("::product{tea   note=香 }", '::product{tea note="香"}'),
        (r"::product{tea note='说 \"好\" \\'}", r'::product{tea note="说 \"好\" \\"}'),
        ("::qr{}  ", "::qr  "),
        ("：：：商品组｛布局＝对比｝\n－ ａ\n* b\n：：：\n", ":::products{layout=compare}\n- a\n* b\n:::\n"),
        (
            "：：：评测｛x　推荐＝首选　评分＝４.5｝\n＋好\n－　坏\n＞ 你\n：：：",
            ":::verdict{x badge=top-pick rating=4.5}\n+ 好\n- 坏\n> 你\n:::",
        ),
        ("> ：：：评测｛x｝\n> ＋ 好\n> ＞ 你\n> ：：：", "> :::verdict{x}\n> + 好\n> > 你\n> :::"),
        (
            "：：：引言｛来自=甲 出处=乙 同意=丙 日期=２０２６-11-02｝\n－ 字 ：价格｛x｝\n\n```\n：：：\n```\n：：：",
            (':::quote{from="甲" source="乙" consent="丙" date=2026-11-02}\n－ 字 :price{x}\n\n```\n：：：\n```\n:::'),
        ),
        (
            "：：：：问答\n### 问 ：价格｛x｝\n\n：：：商品组\n－ a\n：：：\n：：：：",
            "::::faq\n### 问 :price{x}\n\n:::products\n- a\n:::\n::::",
        ),
        ("> :::商品组\n> －　ａ\n> ：：：", "> :::products\n> - a\n> :::"),
        ("- 甲\n  ：：商品｛x｝", "- 甲\n  ::product{x}"),
        ("[字](product：x)", "[字](product:x)"),
        ("---\ntitle: ：价格｛x｝\n---\n：价格｛x｝", "---\ntitle: ：价格｛x｝\n---\n:price{x}"),
        ("：价格｛x｝\r\n\r\n- a\r\n", ":price{x}\r\n\r\n- a\r\n"),
        ("\ufeff---\na: 1\n...\n：价格｛x｝", "\ufeff---\na: 1\n...\n:price{x}"),
    ],
)
def test_plain_form(source, formed):
    """Half-width signs, English names, quotes around all but plain words."""
    assert plain(source) == formed
    assert plain(formed) == formed


@pytest.mark.parametrize(
    "source",
    [
        "`：价格｛x｝`",
        "```\n：：商品｛x｝\n```",
        "    ：：商品｛x｝",
        r"\：价格｛x｝",
        "<!-- ：价格｛x｝ -->",
        "：：商品｛x 布局=错｝",
        "：：：商品组\n- a",
        "：：：商品组\n很好\n：：：",
        "：：：商品组｛错=1｝\n- a\n：：：",
        "12：30 ：） 价格：很低 ：未知｛x｝",
        "字  \n\t字 \n\n\n\n* a\n+ b",
        "---\ntitle: x\n",
        "",
    ],
)
def test_everything_else_stays(source):
    """Code, escapes, comments, wrong directives and all other text keep their bytes."""
    assert plain(source) == source


PARTS = st.sampled_from(
    [
        *(
            "：价格｛x｝",
            "：：商品｛x 备注＝“好”｝",
            "\n：：商品｛x　布局=紧凑｝\n",
            "\n：：：商品组\n－ a\n：：：\n",
            "\n:::products{}\n- a\n:::\n",
            "\n：：：评测｛x 评分＝４｝\n＋好\n－ 坏 ：价格｛y｝\n＞ 你\n：：：\n",
            "\n：：：：引言｛来自=a 出处=b 同意=c｝\n",
            "\n：：：：常见问题\n### 问 ：价格｛x｝\n\n",
            "\n：：：：\n",
            "\n：：：\n",
        ),
        *(
            ":price{ x }",
            "[a](product：x)",
            "`",
            "```\n",
            "~~~\n",
            "\\",
            "    ",
            "> ",
            "- ",
            "\n",
            "\n\n",
            "<!--",
            "-->",
            "<div>",
            "</div>",
        ),
        *("字", "*", "**", "# ", "| ", "\n|---|\n", "[^1]", "\n[^1]: ", "：", "::", "{", "｝", "\r\n", "\t", "---\n"),
    ]
)


def said(source):
    """Return the document without what tells how its directives were typed."""
    document = convert(source.replace("\r\n", "\n"), Settings())

    def bare(one):
        if isinstance(one, Html | Scope | Address | Picture):
            return one
        return msgspec.structs.replace(with_inside(one, lambda flow: tuple(map(bare, flow))), raw="", nth=0)

    return [bare(one) for one in document.segments], document.title, document.lead, document.anchors


@settings(max_examples=200, deadline=None)
@given(st.lists(PARTS, max_size=25).map("".join))
def test_plain_changes_nothing_but_the_form(source):
    """The article says the same, and a second run changes nothing."""
    formed = plain(source)
    assert plain(formed) == formed
    if not source.startswith("---"):
        assert said(formed) == said(source)
    assert len(formed.split("\n")) == len(source.split("\n"))
