"""Markdown inside containers: verdicts, quotations, questions and answers."""

import pytest

from contentshop.markup import Settings, convert, locate
from contentshop.model import (
    Address,
    Card,
    Faq,
    Html,
    Picture,
    Price,
    ProductLink,
    ProductList,
    Question,
    Quote,
    Scope,
    TextPlace,
    Verdict,
    walk,
)

QUOTED = ':::quote{from="甲" source="乙" consent="丙"}'


def only(body, **options):
    """Return the one container of a body, which has nothing else to say."""
    document = convert(body, Settings(**options))
    [found] = [one for one in document.segments if not isinstance(one, Html) or one.html.strip()]
    assert not document.problems
    return found


def said(flow):
    """Return the HTML of segments, with ‹› where another segment stands."""
    return "".join(one.html if isinstance(one, Html) else "‹›" for one in flow)


@pytest.mark.parametrize(
    "body",
    [
        ":::verdict{tea badge=budget rating=4.5 key=b}\n+ **香**\n- 贵，:price{tea}\n> [老人](b.md)\n+ 久\n:::",
        "：：：评测{tea　推荐＝实惠 评分＝４．５ key=b}\n＋**香**\n－　贵，:price{tea}\n＞[老人](b.md)\n+ 久\n：：：",
        ":::结论{tea 推荐=实惠之选 评分=4.5 key=b}\n+   **香**  \n- 贵，:price{tea}\n>[老人](b.md)\n+ 久\n::::",
    ],
)
def test_a_verdict_has_merits_drawbacks_and_an_audience(body):
    """Each line is Markdown inside a line, however it was typed."""
    verdict = only(body)
    assert isinstance(verdict, Verdict)
    assert (verdict.product, verdict.badge, verdict.rating, verdict.key) == ("tea", "budget", "4.5", "b")
    assert [said(one) for one in verdict.pros] == ["<strong>香</strong>", "久"]
    assert [said(one) for one in verdict.cons] == ["贵，‹›"]
    assert verdict.cons[0][1].product == "tea"
    assert verdict.audience == (Html('<a href="'), Address("b.md"), Html('">老人</a>'))


@pytest.mark.parametrize("rating", ["0.5", "1", "4.9", "5", "5.0"])
def test_ratings(rating):
    """From a half to five, in tenths."""
    assert only(f":::verdict{{x rating={rating}}}\n+ 好\n:::").rating == rating


def test_a_quotation_holds_paragraphs():
    """Words, speaker, source, day, and the consent that readers never see."""
    quote = only(f"{QUOTED[:-1]} date=2026-11-02}}\n好*喝*。\n\n![图](a.png) [茶](product:x)\n:::")
    assert (quote.speaker, quote.source, quote.consent, quote.date) == ("甲", "乙", "丙", "2026-11-02")
    assert said(quote.body).strip() == "<p>好<em>喝</em>。</p>\n<p>‹› ‹›</p>"
    assert [type(one) for one in quote.body if not isinstance(one, Html)] == [Picture, ProductLink]


def test_questions_are_headings():
    """The first one sets the level; deeper ones belong to the answer; all are anchors, none a line of the contents."""
    body = "## 外\n\n:::faq\n<!-- 注 -->\n\n### 能放 *多久* :price{x}？ {#long}\n\n三年。\n\n"
    body += "#### 细说\n\n字\n\n问\n---\n\n- 答\n:::\n\n[去](#long) [去](#细说) [去](#问)"
    document = convert(body, Settings())
    assert not document.problems
    [faq] = [one for one in document.segments if isinstance(one, Faq)]
    [first, second] = faq.items
    assert first == Question(
        3,
        "long",
        (Html("能放 <em>多久</em> "), Price("x", ":price{x}"), Html("？")),
        (Html('<p>三年。</p>\n<h4 id="'), Scope(), Html('细说">细说</h4>\n<p>字</p>\n')),
    )
    assert (second.level, second.anchor, said(second.question)) == (2, "问", "问")
    assert said(second.answer).strip() == "<ul>\n<li>答</li>\n</ul>"
    assert document.anchors == ("long", "外", "细说", "问")
    assert [one.anchor for one in document.headings] == ["外"]


def test_containers_hold_containers_and_code():
    """The outer one has more colons; code fences hide what looks like an end."""
    faq = only(
        "::::faq\n### 问\n\n- 项\n\n    ::product{a}\n\n:::products\n- b\n:::\n\n"
        f"{QUOTED}\n> 引\n\n:::\n\n```\n::::\n```\n\n    ::::\n::::"
    )
    [one] = faq.items
    assert [type(inner) for inner in one.answer if not isinstance(inner, Html)] == [Card, ProductList, Quote]
    assert "<pre><code>::::\n</code></pre>" in said(one.answer)
    assert "codehilite" in said(one.answer)
    [quote] = [inner for inner in one.answer if isinstance(inner, Quote)]
    assert said(quote.body).strip() == "<blockquote>\n<p>引</p>\n</blockquote>"


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (f"前文\n{QUOTED}\n字\n:::\n后文", "<p>前文</p>\n‹›\n<p>后文</p>"),
        (f"> {QUOTED}\n> 字\n> :::", "<blockquote>\n‹›\n</blockquote>"),
        (f"- 甲\n  {QUOTED}\n  字\n  :::\n- 乙", "<ul>\n<li>甲‹›\n</li>\n<li>乙</li>\n</ul>"),
        (f'!!! note ""\n    {QUOTED}\n    字\n    :::', '<div class="admonition note">\n‹›\n</div>'),
    ],
)
def test_where_containers_stand(body, shown):
    """In quotes, lists and admonitions too; what stands inside are paragraphs of their own."""
    segments = convert(body, Settings()).segments
    assert said(segments) == shown
    [quote] = [one for one in segments if isinstance(one, Quote)]
    assert said(quote.body) == "<p>字</p>\n"


def test_lists_and_lines_do_not_run_into_a_container():
    """A list before it and a list inside it are two."""
    [before, quote, after] = convert(f"- 甲\n\n{QUOTED}\n- 乙\n:::\n\n- 丙", Settings()).segments
    assert said([before, after]).count("<ul>") == 2
    assert said(quote.body) == "<ul>\n<li>乙</li>\n</ul>\n"


def test_the_lead_is_the_articles_own():
    """Words of others and answers do not sum the article up; footnotes inside stand at the end of the page."""
    document = convert(f"{QUOTED}\n别人的话[^1]。\n:::\n\n自己的话。\n\n[^1]: 注", Settings())
    assert document.lead == "自己的话。"
    assert 'class="footnote"' in said(document.segments)


@pytest.mark.parametrize("mode", ["allow", "clean", "escape"])
def test_containers_survive_sanitising_and_cannot_be_forged(mode):
    """Wrappers come through, and neither tags nor private characters in an article make or end one."""
    body = f"{QUOTED}\n</cs-box>字 &#2;\ue017&#3;</cs-box> <cs-box>\ue016\ue000\n:::\n\n尾"
    [quote, *rest] = convert(body, Settings(mode)).segments
    assert isinstance(quote, Quote)
    assert "字" in said(quote.body)
    assert "尾" in said(rest)
    assert "尾" not in said(quote.body)


@pytest.mark.parametrize("mode", ["allow", "clean", "escape"])
@pytest.mark.parametrize(
    "typed", ["<cs-box>字</cs-box>", "<cs-box>\ue016\ue000</cs-box>", '<cs-box markdown="1">\n## 字\n</cs-box>']
)
def test_tags_named_like_wrappers_are_ordinary_ones(typed, mode):
    """Also where Markdown inside HTML makes elements of them."""
    document = convert(f'<div markdown="1">\n{typed}\n\n{QUOTED}\n话\n:::\n</div>', Settings(mode))
    assert not document.problems
    [quote] = [one for one in document.segments if isinstance(one, Quote)]
    assert said(quote.body).strip() == "<p>话</p>"


def test_sanitising_ends_an_element_with_its_container():
    """What is left open inside is closed inside, and the text after it stands outside."""
    body = f"{QUOTED}\n<span>字\n:::\n\n尾 <b>粗"
    [quote, rest] = convert(body, Settings("clean")).segments
    assert said(quote.body).count("<span>") == said(quote.body).count("</span>") > 0
    assert said([rest]).strip() == "<p>尾 <b>粗</b></p>"


def test_a_link_left_open_inside_ends_with_the_container():
    """When sanitising tears a link's end from its place, nothing outside gets into its label."""
    body = f"{QUOTED}\n[<b>x](product:y)\n:::\n\n尾"
    [quote, rest] = convert(body, Settings("clean")).segments
    assert isinstance(quote, Quote)
    assert "尾" in said([rest])


def test_problems_inside_are_counted_and_found():
    """Equal things count through the document, inside and outside, and so have their own places."""
    body = ":price{x} ::pric{x}\n\n::::faq\n### :price{x}\n\n::pric{x}\n\n"
    body += f"{QUOTED}\n:price{{x}}\n:::\n::::\n\n::pric{{x}}"
    document = convert(body, Settings())
    assert [one.nth for one in walk(document.segments) if isinstance(one, Price)] == [0, 1, 2]
    assert [one.where for one in document.problems] == [TextPlace("", "::pric{x}", nth) for nth in range(3)]
    assert [locate(body, "::pric{x}", nth)[0] for nth in range(3)] == [1, 6, 13]


def test_a_wrong_container_keeps_what_stands_in_it():
    """Its text stays on the page as ordinary Markdown, with one problem."""
    document = convert(":::faq\n很**好** :price{x}\n:::\n\n尾", Settings())
    assert [one.code for one in document.problems] == ["faq-without-questions"]
    assert said(document.segments) == "<p>:::faq</p>\n<p>很<strong>好</strong> ‹›</p>\n<p>尾</p>"


def test_containers_nest_only_so_deep():
    """Nesting beyond reason is a problem, not a crash."""
    body = "\n".join(f"{':' * (90 - n)}{QUOTED[3:]}" for n in range(80))
    body += "\n字\n" + "\n".join(":" * (11 + n) for n in range(80))
    assert [one.code for one in convert(body, Settings()).problems] == ["too-deep"]
