"""What an article says of a product it names: the sentence around it, as plain text."""

from __future__ import annotations

import pytest

from contentshop.markup import Settings, convert


def said(body: str) -> dict[str, str]:
    """Return what a body says of each product it names."""
    return {one.product: one.text for one in convert(body, Settings()).mentions}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("前面一句。家里买[六年**陈**](product:x)就行！后面一句。", "家里买六年陈就行！"),
        ("It is late, e.g. now. See [this *one*](product:x), it is good. Next.", "See this one, it is good."),
        ("A & B 都说 [好的醋](product:x) &lt;很好&gt;。", "A & B 都说 好的醋 <很好>。"),
        ("这一瓶老陈醋写这篇时 :price{x}。", "这一瓶老陈醋写这篇时…"),
        ("一碟<ruby>醋<rt>cù</rt></ruby>要蘸[六年陈](product:x)[^1]。\n\n[^1]: 注。", "一碟醋要蘸六年陈。"),
        ("- 面要配[老陈醋](product:x)才香\n- 另一项", "面要配老陈醋才香"),
        ("前面说明一句。看这一瓶就够了：\n\n::product{x}\n\n后面。", "看这一瓶就够了："),
        ("前面说明一句。\n\n::product{other}\n\n::product{x}", "前面说明一句。"),
        ("前面说明一句。\n\n::product{x note=蘸饺子}", "蘸饺子"),
        ("前面说明一句。\n\n::qr{x}", "前面说明一句。"),
        ("别的一节说的话。\n\n## 标题在这里\n\n::product{x}", ""),
        ("| 甲 | 乙 |\n|---|---|\n| 六 | [六年陈](product:x) |", ""),
        ("[六年陈](product:x)", ""),
        ("- :price{x}", ""),
        ("前面说明一句。\n\n:::products\n- x\n:::", ""),
        ("::product{x}\n\n这里买[六年陈](product:x)就行。", "这里买六年陈就行。"),
    ],
)
def test_a_product_is_mentioned_by_its_sentence(body: str, text: str) -> None:
    """A link or price has its own sentence, a card its note or the sentence before it; the first to say something."""
    assert said(body)["x"] == text


def test_a_long_sentence_is_cut_at_clauses() -> None:
    """The clauses around the product stay, as many as fit."""
    text = said("前头说了很久，" * 20 + "这里有[长的](product:x)东西，" + "后头再说一点，" * 20 + "完。")["x"]
    assert len(text) <= 120
    assert "这里有长的东西，" in text
    assert text.startswith("…")
    assert text.endswith("后头再说一点…")


def test_every_product_of_a_long_sentence_has_its_own_clauses() -> None:
    """Not those around the first one."""
    found = said("".join(f"第 {number} 样是很好的[东西](product:p{number})，" for number in range(40)) + "完。")
    assert all(f"第 {number} 样是很好的东西" in found[f"p{number}"] for number in range(40))


def test_a_sentence_without_clauses_is_cut_all_the_same() -> None:
    """No mention is longer than a lead."""
    assert len(said("字" * 200 + "[物](product:x)。")["x"]) == 120


def test_products_of_a_query_are_not_named() -> None:
    """Markup knows no catalogue; those named come in the order of the body, each once."""
    body = ":::products{tag=面}\n:::\n\n[乙](product:b)和[甲](product:a)还有[乙](product:b)。"
    assert list(said(body)) == ["b", "a"]
