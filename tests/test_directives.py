"""The grammar of directives: what an author may type, and what he is told when it is wrong."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sites import Site

from contentshop.markup import DIRECTIVES, Settings, convert, locate
from contentshop.markup.directives import half, meaning, plain_form, read
from contentshop.model import (
    Alternatives,
    Card,
    Code,
    Faq,
    Follow,
    Html,
    Join,
    Offers,
    Price,
    ProductLink,
    ProductList,
    Query,
    Quote,
    Scope,
    TextPlace,
    Verdict,
)
from contentshop.problems import catalogue, hint, message


def found(body):
    """Return the segments of a body that are not HTML, and the codes of its problems."""
    document = convert(body, Settings())
    return [one for one in document.segments if not isinstance(one, Html | Scope)], [
        one.code for one in document.problems
    ]


def text(body):
    """Return the HTML of a body, with ‹› where another segment stands."""
    return "".join(one.html if isinstance(one, Html) else "‹›" for one in convert(body, Settings()).segments)


@pytest.mark.parametrize(
    ("typed", "segment"),
    [
        (":price{tea-01}", Price("tea-01")),
        ("::product{tea-01}", Card("tea-01")),
        ('::product{tea-01 note="蘸饺子、拌凉菜"}', Card("tea-01", note="蘸饺子、拌凉菜")),
        ("::product{tea-01 note='a \"b\"' layout=compact}", Card("tea-01", note='a "b"', layout="compact")),
        (r'::product{tea-01 note="他说 \"好\" \\ 了"}', Card("tea-01", note=r'他说 "好" \ 了')),
        ("::product{tea-01 offer=own key=b}", Card("tea-01", offer="own", key="b")),
        ("   ::product{ tea-01  key=b }", Card("tea-01", key="b")),
        ("::products{tag=茶 category=food sort=-price limit=3}", ProductList(query=Query("茶", "food", "-price", 3))),
        (":::products{layout=compare}\n- a\n- b\n:::", ProductList(("a", "b"), layout="compare")),
        (":::products\n- a\n\n* b\n:::::", ProductList(("a", "b"))),
        ("::::products{key=x}\n- a\n::::", ProductList(("a",), key="x")),
        (":::products{sort=as_of}\n:::", ProductList(query=Query(sort="as_of"))),
        ("::qr", Code()),
        ("::qr{}", Code()),
        ("::qr{tea-01 key=b}", Code("tea-01", key="b")),
        ("::offers{tea-01}", Offers("tea-01")),
        ("::offers{tea-01 key=b}", Offers("tea-01", key="b")),
        ("::alternatives{tea-01 key=b}", Alternatives("tea-01", key="b")),
        ("::follow", Follow()),
        ("::join{tea}", Join("tea")),
    ],
)
def test_every_form(typed, segment):
    """Each directive gives its segment, which knows the text it was typed as."""
    [got], problems = found(typed)
    assert not problems
    assert got.raw == typed.strip().split("\n")[0]
    assert half(str(got)).replace(repr(got.raw), "''") == half(str(segment)).replace(repr(segment.raw), "''")


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("：价格｛tea－０１｝", ":price{tea-01}"),
        ("：：ｐｒｏｄｕｃｔ｛tea　备注＝“很香”　布局＝紧凑｝", "::product{tea note=很香 layout=compact}"),
        ("::商品{tea 店铺=own 标记=b}", "::product{tea offer=own key=b}"),
        (
            "：：商品组｛标签＝茶　分类＝food　排序＝-价格　数量＝３｝",
            "::products{tag=茶 category=food sort=-price limit=3}",
        ),
        ("：：：商品组\n－ a\n- b\n：：：", ":::products\n- a\n- b\n:::"),
        (":::products{布局=对比}\n- a\n:::", ":::products{layout=compare}\n- a\n:::"),
        ("::二维码", "::qr"),
        ("：：比价｛tea　标记＝b｝", "::offers{tea key=b}"),
        ("::各店{tea}", "::offers{tea}"),
        ("::可替代{tea}", "::alternatives{tea}"),
        ("：：替代｛tea｝", "::alternatives{tea}"),
        ("::关注", "::follow"),
        ("：：进群｛茶友｝", "::join{茶友}"),
        ("::product{x note=‘a b’}", '::product{x note="a b"}'),
    ],
)
def test_full_width_signs_and_chinese_names_mean_the_same(typed, plain):
    """What a Chinese input method types is the same directive."""
    [one], [other] = found(typed)[0], found(plain)[0]
    assert str(one).replace(repr(one.raw), "") == str(other).replace(repr(other.raw), "")


@pytest.mark.parametrize(
    "typed",
    [
        "12:30",
        "12：30",
        "：）",
        "价格：很低",
        "注意：{x}",
        "::: warning",
        "std::vector{1}",
        "int::fact{1}",
        "{:price}",
        ":price",
        "：：商品",
        ":smile:",
        "a：foo｛x｝",
        "：未知｛x｝",
        r"\:price{x}",
        r"\::product{x}",
        r"\：：商品｛x｝",
        "`:price{x}`",
        "`` ` :price{x} ``",
        "    ::product{x}",
        "```\n::product{x}\n```",
        "~~~text\n:price{x}\n~~~",
        "- a\n\n    ```\n    ::product{x}\n\n    :price{y}\n    ```",
        "> ```\n> ::product{x}\n> ```",
        "`a\n::product{x}\nb`",
        "<!-- ::product{x} -->",
        "字 <!--\n::product{x}\n--> 字",
        '字 <b title=":price{x}">字</b>',
        "<div>\n::product{x}\n</div>",
        '[a](b.md ":price{x}")',
        "![:price{x}](a.png)",
    ],
)
def test_what_is_no_directive_is_left_alone(typed):
    """Clock times, smileys, code, comments, attributes and escaped colons are no directives, and no problems."""
    got, problems = found(typed)
    assert not problems
    assert not any(isinstance(one, Price | Card | Code | ProductList) for one in got)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("价格：:price{x}元", "<p>价格：‹›元</p>"),
        ("价格：：price{x}元", "<p>价格：‹›元</p>"),
        ("价格:：price{x}元", "<p>价格:‹›元</p>"),
        ("价格：：价格｛x｝", "<p>价格：‹›</p>"),
        ("**:price{x}** 和 [看:price{y}](http://a.cn)", '<p><strong>‹›</strong> 和 <a href="http://a.cn">看‹›</a></p>'),
        (r"\\:price{x}", "<p>\\‹›</p>"),
        (r"\:price{x}", "<p>:price{x}</p>"),
        (r"\：价格｛x｝", "<p>：价格｛x｝</p>"),
        (r"\::product{x}", "<p>::product{x}</p>"),
        ("前文\n::product{x}\n后文", "<p>前文</p>\n‹›\n<p>后文</p>"),
        ("- 甲\n- 乙\n  ::product{x}\n- 丙", "<ul>\n<li>甲</li>\n<li>乙‹›\n</li>\n<li>丙</li>\n</ul>"),
        ("- 甲\n\n    ::product{x}\n", "<ul>\n<li>\n<p>甲</p>\n‹›\n</li>\n</ul>"),
        ("> 甲\n> ::product{x}", "<blockquote>\n<p>甲</p>\n‹›\n</blockquote>"),
        ("> :::products\n> - a\n> :::", "<blockquote>\n‹›\n</blockquote>"),
        ('!!! note ""\n    ::product{x}', '<div class="admonition note">\n‹›\n</div>'),
        (
            "| 价 |\n|---|\n| :price{x} |",
            (
                '<div class="table"><table>\n<thead>\n<tr>\n<th>价</th>\n</tr>\n</thead>\n'
                "<tbody>\n<tr>\n<td>‹›</td>\n</tr>\n</tbody>\n</table></div>"
            ),
        ),
    ],
)
def test_where_directives_stand(typed, shown):
    """A directive keeps the text around it, and a card is never inside a paragraph."""
    assert text(typed) == shown


@pytest.mark.parametrize(
    ("typed", "code", "values"),
    [
        ("::prodct{x}", "unknown-directive", {"name": "prodct", "near": "product"}),
        ("::quux{x}", "unknown-directive", {"name": "quux", "near": ""}),
        (":::produts{}\n- a\n:::", "unknown-directive", {"near": "products"}),
        ("字 :pric{x} 字", "unknown-directive", {"near": "price"}),
        ("字 :product{x} 字", "misplaced-directive", {"name": "product", "right": "::product{…}"}),
        ("字 ::product{x}", "misplaced-directive", {}),
        ("::price{x}", "misplaced-directive", {"right": ":price{…}"}),
        (":::product{x}\n:::", "misplaced-directive", {}),
        ("::product", "missing-id", {}),
        (":price{}", "missing-id", {}),
        ("::offers", "missing-id", {"name": "offers", "right": "::offers{…}"}),
        ("::join", "missing-outlet", {"name": "join", "right": "::join{…}"}),
        ("::follow{tea}", "unknown-argument", {"argument": "tea"}),
        ("::join{tea key=b}", "unknown-argument", {"argument": "key"}),
        ("字 :offers{x}", "misplaced-directive", {"right": "::offers{…}"}),
        ("::product{note=x}", "missing-id", {}),
        ("::product{a/b}", "wrong-argument", {"argument": "id"}),
        ("::product{x nte=y}", "unknown-argument", {"argument": "nte", "near": "note"}),
        ("::product{x y}", "unknown-argument", {"argument": "y"}),
        ("::product{x key=a key=b}", "repeated-argument", {"argument": "key"}),
        ("::product{x layout=crd}", "wrong-choice", {"value": "crd", "near": "card", "known": "card, compact"}),
        ("::products{sort=cheap}", "wrong-choice", {"argument": "sort"}),
        ("::products{limit=many}", "wrong-argument", {"argument": "limit"}),
        ("::products{limit=0}", "wrong-argument", {}),
        ('::product{x note="abc}', "broken-directive", {}),
        ("::product{x", "broken-directive", {}),
        (":::products\n- a", "unclosed-directive", {"name": "products"}),
        ("::::products\n- a\n:::", "unclosed-directive", {}),
        (":::products\n- a\n很好\n:::", "not-an-item", {"line": "很好"}),
        (":::products{tag=x}\n- a\n:::", "list-and-query", {}),
        (":::products\n:::", "empty-list", {}),
        (":::products\n```\n- a\n```\n:::", "not-an-item", {"line": "…"}),
        (":::verdict{x}\n:::", "empty-verdict", {}),
        (":::verdict{x}\n> 你\n:::", "empty-verdict", {}),
        (":::verdict{x}\n+ 好\n坏\n:::", "not-a-note", {"line": "坏"}),
        (":::verdict{x}\n+ 好\n> 你\n> 我\n:::", "not-a-note", {"line": "> 我"}),
        (":::verdict{x}\n+ 好\n    - 坏\n:::", "not-a-note", {"line": "- 坏"}),
        (":::verdict{x}\n+\n:::", "not-a-note", {"line": "+"}),
        (":::verdict\n+ 好\n:::", "missing-id", {"right": ":::verdict{…}"}),
        (":::verdict{x rating=0.4}\n+ 好\n:::", "wrong-argument", {"argument": "rating", "value": "0.4"}),
        (":::verdict{x rating=5.1}\n+ 好\n:::", "wrong-argument", {}),
        (":::verdict{x rating=4.25}\n+ 好\n:::", "wrong-argument", {}),
        (":::verdict{x badge=best}\n+ 好\n:::", "wrong-choice", {"known": "top-pick, runner-up, budget"}),
        (":::verdict{x}\n+ 好", "unclosed-directive", {"name": "verdict"}),
        (":::quote{source=a consent=b}\n字\n:::", "quote-without", {"argument": "from"}),
        (":::quote{from=a consent=b}\n字\n:::", "quote-without", {"argument": "source"}),
        (':::quote{from=a source=b consent=" "}\n字\n:::', "quote-without", {"argument": "consent"}),
        (":::quote{from=a source=b consent=c date=2026-02-30}\n字\n:::", "wrong-argument", {"argument": "date"}),
        (":::quote{from=a source=b consent=c}\n\n:::", "empty-quote", {}),
        (":::quote{from=a source=b consent=c}\n[1]: http://a.cn\n:::", "empty-quote", {}),
        (":::faq\n字\n:::", "faq-without-questions", {}),
        (":::faq\n:::", "faq-without-questions", {}),
        (":::faq\n字\n\n### 问\n\n答\n:::", "text-before-question", {}),
        (":::faq\n### 问\n\n答\n\n### 又\n:::", "question-without-answer", {"line": "又"}),
        (":::faq\n### 问\n\n:::products\n- a\n:::", "too-few-colons", {"name": "faq", "inner": "products"}),
        ("::products{layout=list}", "empty-list", {}),
        ("::products{layout=比较}", "wrong-choice", {"near": "对比", "known": "grid, list, compare"}),
        ("::product{x 布局=卡牌}", "wrong-choice", {"near": "卡片"}),
        ("::product{x note=好看 又好用 吗}", "unquoted-value", {"argument": "note", "value": "好看 又好用 吗"}),
        ("::product{x 备注=好看 又好用 key=a}", "unquoted-value", {"argument": "备注", "value": "好看 又好用"}),
        ('::product{x note="好看" 又好用}', "unknown-argument", {"argument": "又好用"}),
        ("::product{x layout=card 又好用}", "unknown-argument", {"argument": "又好用"}),
        ("::product {x}", "nearly-directive", {"right": "::product{…}"}),
        ("字\n\n:: product{x}", "nearly-directive", {"raw": ":: product{x}"}),
        ("：：商品\u3000{x}", "nearly-directive", {"right": "::product{…}"}),
        ("::product（x）", "nearly-directive", {}),
        ("只要:价格 {x}一只", "nearly-directive", {"raw": ":价格 {x}", "right": ":price{…}"}),
        ("今天，:价格（x）", "nearly-directive", {"raw": ":价格（x）"}),
        ("::: products\n- a\n:::", "nearly-directive", {"right": ":::products"}),
        ("看［寿眉］（product:x）吧", "nearly-directive", {"raw": "［寿眉］（product:x）", "right": "[…](product:…)"}),
        ("【盖碗】(product:x)", "nearly-directive", {}),
        ("[盖碗]（product：x）", "nearly-directive", {}),
    ],
)
def test_what_is_wrong_is_told_and_left_as_text(typed, code, values):
    """Every mistake is one problem with its text, the values of its message in both languages, and no segment."""
    document = convert(typed, Settings())
    [problem] = document.problems
    assert problem.code == code
    assert {name: problem.values[name] for name in values} == values
    assert isinstance(problem.where, TextPlace)
    assert problem.where.text in typed
    assert "{" not in message(problem, "zh") + message(problem, "en") or "{" in typed or "{…}" in str(problem.values)
    assert hint(problem, "zh") is not None
    assert not any(isinstance(one, Card | Code | Verdict | Quote | Faq) for one in document.segments)
    shown = text(typed).replace("&lt;", "<").replace("&gt;", ">")
    assert problem.where.text.split("\n")[0].lstrip("+-> ") in shown


@pytest.mark.parametrize(
    "typed",
    [
        "价格：（12 元起）",
        "**说明**：商品（含税）",
        "：价格（元）",
        "12:30 到:价格 面议",
        "std::price (x)",
        "\\::product {x}",
        "字 `::product {x}` 字",
        "字\n\n    ::product {x}",
        "```\n::product（x）\n```",
        "<pre>\n::product {x}\n</pre>",
        "<!-- ::product {x} -->",
        "【[盖碗](product:x)】",
        "[看【热】的](product:x)",
    ],
)
def test_ordinary_text_is_not_nearly_a_directive(typed: str) -> None:
    """Chinese labels with a colon, code, comments, what a backslash protects, and right links in brackets."""
    assert convert(typed, Settings()).problems == ()


def test_what_is_nearly_a_directive_is_counted_outside_code() -> None:
    """So each warning stands where its own text does."""
    body = "`::product {x}`\n\n::product {x}\n\n字\n\n::product {x}\n"
    wheres = [one.where for one in convert(body, Settings()).problems]
    assert wheres == [TextPlace("", "::product {x}", 0), TextPlace("", "::product {x}", 1)]
    assert [locate(body, one.text, one.nth) for one in wheres if isinstance(one, TextPlace)] == [(3, 1), (7, 1)]


def test_equal_directives_are_counted_in_document_order():
    """The first occurrence has number 0; problems count their own text."""
    document = convert("## :price{x}\n\n**:price{x}** ::pric{x} :price{y} :price{x}\n\n::pric{x}\n", Settings())
    prices = [(one.product, one.nth) for one in document.segments if isinstance(one, Price)]
    assert prices == [("x", 0), ("x", 1), ("y", 0), ("x", 2)]
    assert [one.where for one in document.problems] == [
        TextPlace("", "::pric{x}", 0),
        TextPlace("", "::pric{x}", 1),
    ]


@pytest.mark.parametrize("row", DIRECTIVES, ids=lambda row: row.name)
def test_rows_are_whole(row):
    """Every row has a Chinese name, a form, and argument names used once."""
    assert row.aliases
    assert row.forms
    names = [name for argument in row.arguments for name in (argument.name, *argument.aliases)]
    assert len(set(names)) == len(names)


def test_every_code_of_the_grammar_is_in_the_catalogue():
    """No problem can be made that the catalogue does not know."""
    codes = "unknown-directive misplaced-directive broken-directive unclosed-directive missing-id unknown-argument"
    codes += " repeated-argument wrong-choice wrong-argument not-an-item list-and-query empty-list"
    codes += " not-a-note empty-verdict quote-without empty-quote faq-without-questions text-before-question"
    codes += " question-without-answer too-few-colons unsafe-link unknown-anchor too-deep unknown-extension"
    codes += " unused-footnote"
    assert set(codes.split()) <= set(catalogue())


SIGNS = st.sampled_from(
    [
        *":：{｛}｝=＝\"“”'\\ \u3000\n-+＋>",
        *("price", "product", "products", "商品", "价格", "x", "note", ":::", "::", "评测", "quote", "faq", "### "),
    ]
)


@given(st.lists(SIGNS | st.characters(), max_size=30).map("".join))
def test_anything_is_a_directive_or_text(typed):
    """Reading never fails, keeps the text it read, and its plain form reads as the same."""
    for start in range(len(typed)):
        reading = read(typed, start)
        if reading is None:
            continue
        assert typed[start : start + len(reading.raw)] == reading.raw
        for form in ("inline", "leaf", "block"):
            segment = meaning(reading, form)
            if hasattr(segment, "product"):
                again = read(plain_form(reading))
                assert again is not None
                assert str(meaning(again, form)).replace(repr(again.raw), "") == str(segment).replace(
                    repr(reading.raw), ""
                )


@given(st.lists(SIGNS, max_size=20).map("".join), st.sampled_from(["```", "~~~", "````"]))
def test_never_inside_fenced_code(typed, mark):
    """Whatever stands between fences is code."""
    got, problems = found(f"{mark}\n{typed}\n{mark}\n")
    if not any(line.strip().startswith(mark[0] * 3) for line in typed.split("\n")):
        assert (got, problems) == ([], [])


@given(st.lists(SIGNS, max_size=20).map(lambda parts: "".join(parts).replace("\n", "")))
def test_never_inside_indented_code_or_spans(typed):
    """Whatever stands in indented code or between backticks is code."""
    assert found(f"字\n\n    {typed}x\n") == ([], [])
    assert found(f"字 `{typed}x` 字\n") == ([], [])


def test_a_label_may_hold_a_price():
    """A text link keeps the directives of its label as segments."""
    [link], problems = found("[看 :price{a}](product:a)")
    assert not problems
    assert link == ProductLink("a", (Html("看 "), Price("a", ":price{a}")), "", "product:a")


@pytest.mark.parametrize(("line", "near"), [("::qrr", "qr"), ("::prodct", "product"), (":::product", "products")])
def test_a_misspelt_name_alone_on_a_line_is_told(line: str, near: str) -> None:
    """Although it has no brace; a line of prose that begins with colons is left alone."""
    (found,) = convert(f"字\n\n{line}\n", Settings()).problems
    assert found.code in ("unknown-directive", "misplaced-directive", "unclosed-directive")
    assert near in str(found.values) or found.code != "unknown-directive"
    assert not convert("字\n\n::before 是伪元素\n\n::after\n", Settings()).problems


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("Lift the noodles.\n\n:::products\n- vinegar\n- noodle\n:::\n", 5),
        ("::product{vinegar}\n\n看。\n\n::product\n", 5),
        (":price{vinegar-6y} 和 :price{vinegar-6}\n\n:price{vinegar-6}\n", 1),
    ],
)
def test_a_mistake_stands_where_it_was_typed_and_not_in_a_longer_word(tmp_path: Path, body: str, line: int) -> None:
    """What is wrong is not looked for inside other words, nor a directive without braces in one that has them."""
    site = Site(tmp_path)
    site.write("articles/a.md", body)
    found = [one for one in site.build().problems if one.where and one.where.file == "articles/a.md"]
    assert found
    assert found[0].where is not None
    assert found[0].where.line == line
