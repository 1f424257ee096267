"""What becomes of HTML on its way into an official-account article, quirk by quirk."""

from __future__ import annotations

import msgspec
import pytest

from contentshop.channels.wechat import check
from contentshop.channels.wechat.adapting import adapt
from contentshop.channels.wechat.themes import Theme
from contentshop.channels.wechat.views import Adapted, CodeFile, Insert, Way, WechatArticle
from contentshop.media import qr_png

PLAIN = Theme("plain", {}, {})
WORDS = (
    '<section data-role="words" data-video="视频：{text}" data-audio="音频：{text}" data-page="网页：{text}" '
    'data-picture="图片：{text}" data-drawing="图：{text}" data-elsewhere="见网页版" data-note="注{number}" '
    'data-notes="注释" data-references="链接" data-both="商品和链接" data-products="商品" '
    'data-in-app="{title}：微信里搜“{shop}”" data-by-code="{title}：{shop}，长按二维码" '
    'data-by-text="{title}：复制 {text}" data-insert="【卡片 {number}】" '
    'data-insert-store="【小店 {number}】" data-insert-account="【名片 {number}】"></section>'
)
END = '<section data-role="endnotes-place"></section>'
ARTICLE = WechatArticle(
    id="a",
    slug="a",
    file="articles/a.md",
    language="zh-CN",
    title="醋",
    digest="",
    author="",
    source_url="",
    address="https://jinwei.test/articles/a/",
    readmore="article",
    miniprogram="card",
    cover="",
    ad=False,
    disclosure="",
    commission="",
    theme=PLAIN,
    parts=(),
    joint="joint",
)


def made(html: str, article: WechatArticle = ARTICLE, **changes: object) -> Adapted:
    """Return what becomes of HTML between the words of the template and its end."""
    return adapt(msgspec.structs.replace(article, **changes), WORDS + html + END)


def content(html: str, **changes: object) -> str:
    """Return the same without the two sections around it."""
    found = made(html, **changes).content
    start, end = '<section><section style="">', "</section></section>"
    assert found.startswith(start)
    assert found.endswith(end)
    return found[len(start) : -len(end)]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # facts 11, 18: what is deleted anyway
        ("<p>a</p><script>x()</script><style>p{}</style><!-- note -->", "<p>a</p>"),
        ("<form><label>名字</label><input name=n><button>交</button></form>", "<p>名字交</p>"),
        ('<p><input type="checkbox" checked> 买醋</p>', "<p>☑ 买醋</p>"),
        (
            '<ul><li><input type="checkbox"> 买醋</li></ul>',
            '<ul style="list-style:none"><li><section>☐ 买醋</section></li></ul>',
        ),
        # facts 13, 17: tags
        ("<div><div>a</div><div>b</div></div>", "<p>a</p><p>b</p>"),
        ("<article>一<p>二</p></article>", "<p>一</p><p>二</p>"),
        ("<details><summary>说明</summary><p>内容</p></details>", "<p>说明</p><p>内容</p>"),
        ("<dl><dt>总酸</dt><dd>每百毫升的克数</dd></dl>", "<p>总酸</p><p>每百毫升的克数</p>"),
        (
            "<p><b>粗</b><i>斜</i><strike>删</strike><ins>加</ins></p>",
            "<p><strong>粗</strong><em>斜</em><del>删</del><u>加</u></p>",
        ),
        ("<p><ruby>醋<rt>cù</rt></ruby>香</p>", "<p>醋(cù)香</p>"),
        ("<p><ruby>汉<rp>(</rp><rt>hàn</rt><rp>)</rp>字<rt>zì</rt></ruby></p>", "<p>汉(hàn)字(zì)</p>"),
        ("<p>按<kbd>Ctrl</kbd></p>", "<p>按Ctrl</p>"),
        ("<p>他说<q>好</q></p>", "<p>他说“好”</p>"),
        ('<p><abbr title="国家标准">GB</abbr>，<abbr title="国家标准">GB</abbr></p>', "<p>GB(国家标准)，GB</p>"),
        ("<p>H<sub>2</sub>O <mark>要</mark></p>", "<p>H<sub>2</sub>O <mark>要</mark></p>"),
        ("<h1>一</h1><h3>二</h3>", "<h2>一</h2><h3>二</h3>"),
        ("<h3>一</h3><h5>二</h5>", "<h2>一</h2><h3>二</h3>"),
        # facts 11, 14, 15, 19: attributes and styles
        ('<p id="x" class="y" onclick="z()" style="position:absolute;color:red">a</p>', '<p style="color:red">a</p>'),
        ("<p style=\"font-family:'宋体';text-align:center\">a</p>", '<p style="text-align:center">a</p>'),
        ('<p style="color:red !important;width:var(--w)">a</p>', "<p>a</p>"),
        # fact 21: code
        (
            '<div class="codehilite"><pre><span></span><code>if x:\n\ty  = 1\n</code></pre></div>',
            "<section><code>if x:<br>\u00a0\u00a0\u00a0\u00a0y\u00a0\u00a0= 1</code></section>",
        ),
        # fact 22: lists
        (
            "<ul><li>一</li><li><p>二</p></li></ul>",
            "<ul><li><section>一</section></li><li><section>二</section></li></ul>",
        ),
        (
            "<ol start=3><li>一<ul><li>二<ul><li>三</li></ul></li></ul></li></ol>",
            '<ol start="3"><li><section>一<section>◦ 二</section><section>– 三</section></section></li></ol>',
        ),
        (
            "<ul><li>一<ol start=2><li>二</li></ol></li></ul>",
            "<ul><li><section>一<section>2. 二</section></section></li></ul>",
        ),
        ("<p>一\n二</p>\n<p>one\ntwo</p>\n", "<p>一二</p><p>one two</p>"),
        # facts 25, 26: tables
        (
            (
                '<table width=900><colgroup><col width=5></colgroup><tr><td style="text-align: right;width:9em">1</td>'
                "</tr></table>"
            ),
            '<table><tr><td style="text-align:right">1</td></tr></table>',
        ),
        # fact 30: what is empty
        ("<p></p><p> </p><p>a<span></span></p><section></section>", "<p>a</p>"),
    ],
)
def test_what_becomes_of_html(html: str, expected: str) -> None:
    """Each quirk is met by a pass of its own."""
    assert content(html) == expected


@pytest.mark.parametrize(
    ("html", "text", "address"),
    [
        ('<iframe src="https://v.test/1" title="熬醋"></iframe>', "网页：熬醋", "https://v.test/1"),
        ('<video><source src="https://v.test/a.mp4"></video>', "视频：v.test", "https://v.test/a.mp4"),
        ('<audio src="https://v.test/a.mp3">听</audio>', "音频：听", "https://v.test/a.mp3"),
        ("<svg><title>流程</title><path d='M0 0'/></svg>", "图：流程", ARTICLE.address),
        ('<img src="https://cdn.test/a.png" alt="瓶">', "图片：瓶", "https://cdn.test/a.png"),
    ],
)
def test_what_cannot_be_shown_is_named_with_its_address(html: str, text: str, address: str) -> None:
    """Readers learn what was there and where it is (facts 6, 18, 23)."""
    found = made(html)
    assert f"<p>{text}<sup>[1]</sup></p>" in found.content
    assert found.references == ((text, address),)
    assert address in found.content


def test_formulas_are_written_as_text() -> None:
    """A formula keeps its source, or its characters (fact 17)."""
    tex = '<math><mi>x</mi><annotation encoding="application/x-tex">x^2</annotation></math>'
    assert content(f"<p>{tex}</p><p><math><mi>a</mi><mo>+</mo><mi>b</mi></math></p>") == (
        "<p><code>x^2</code></p><p><code>a+b</code></p>"
    )


def test_outside_links_become_numbers_once_for_each_address() -> None:
    """The address stands at the end; a link that is its own address needs no number (fact 20)."""
    found = made(
        '<p><a href="https://a.test/x">甲</a>、<a href="https://a.test/x">又是甲</a>、'
        '<a href="http://b.test/">b.test</a>、<a href="#part">上文</a>、<a href="mailto:a@b.test">写信</a></p>'
    )
    assert "甲<sup>[1]</sup>、又是甲<sup>[1]</sup>、b.test、上文、写信(a@b.test)" in found.content
    assert found.references == (("甲", "https://a.test/x"),)
    assert "<p>[1] 甲 https://a.test/x</p>" in found.content
    assert "href" not in found.content


def test_published_articles_stay_links() -> None:
    """Links to articles of official accounts are kept, without their place in the page (fact 20)."""
    html = '<p><a href="http://mp.weixin.qq.com/s/abc#part" class="x">旧文</a></p>'
    assert content(html) == '<p><a href="https://mp.weixin.qq.com/s/abc">旧文</a></p>'


def test_footnotes_stand_at_the_end_with_what_they_link_to() -> None:
    """A mark names its note; links inside notes are numbered like others."""
    html = (
        '<p>醋<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup></p><div class="footnote"><hr><ol>'
        '<li id="fn:1"><p>见<a href="https://gb.test/">标准</a>&#160;<a class="footnote-backref" href="#fnref:1">'
        "↩</a></p></li></ol></div>"
    )
    found = made(html)
    assert "<p>醋<sup>注1</sup></p>" in found.content
    assert "<p>注释</p>" in found.content
    assert "注1 见标准<sup>[1]</sup>" in found.content
    assert "↩" not in found.content


WAYS = (
    Way("t1", "vinegar", "老陈醋", "官网", "own", "code"),
    Way("t2", "pot", "砂锅", "晋味小程序", "mini", "miniprogram", appid="wx0", path="p?id=1", own=True),
    Way("t3", "knife", "面刀", "淘宝店", "tao", "kouling", text="￥abc￥"),
)


def test_a_product_link_is_never_dead() -> None:
    """Its number leads to how the product is bought: by the code, in the mini program, by a text."""
    html = '<p><a href="way:t1">醋</a><a href="way:t2">锅</a><a href="way:t3">刀</a><a href="way:t1">还是醋</a></p>'
    found = made(html, ways=WAYS)
    assert "醋<sup>[1]</sup>锅<sup>[2]</sup>刀<sup>[3]</sup>还是醋<sup>[1]</sup>" in found.content
    assert "[1] 老陈醋：官网，长按二维码<br>[2] 砂锅：微信里搜“晋味小程序”<br>[3] 面刀：复制 ￥abc￥" in found.content


def test_mini_programs_are_linked_in_the_text_where_the_author_wants_it() -> None:
    """With `miniprogram: text` the link opens at a tap, one in a paragraph (facts, section 3.4)."""
    html = '<p><a href="way:t2">锅</a>和<a href="way:t2">它</a></p>'
    found = made(html, ways=WAYS, miniprogram="text").content
    assert found.count('data-miniprogram-appid="wx0"') == 1
    assert 'data-miniprogram-path="p?id=1"' in found
    assert "data-miniprogram" not in made(html, ways=WAYS).content


def test_pictures_have_their_size_as_data_and_a_caption() -> None:
    """Sizes in attributes are lost; a picture alone gets a block, with its title below (facts 10, 35)."""
    html = '<p><img src="pictures/a.jpg" alt="坛" title="醋坛" width="800" height="600"></p>'
    assert content(html) == (
        '<section><img alt="坛" data-ratio="0.75" data-w="800" src="pictures/a.jpg"><p>醋坛</p></section>'
    )
    small = content('<p>点<img src="pictures/i.png" alt="" width="40" height="40">这里</p>')
    assert small.startswith(
        '<p>点<img alt="" data-ratio="1" data-w="40" src="pictures/i.png" style="width:40px;max-width:100%">'
    )


def test_a_wide_table_becomes_records() -> None:
    """What would be five narrow columns on a phone is one block a row, with the names before the values (fact 26)."""
    head = "".join(f"<th>列{number}</th>" for number in range(5))
    row = "".join(f"<td>值{number}</td>" for number in range(4)) + "<td></td>"
    assert content(f"<table><thead><tr>{head}</tr></thead><tbody><tr>{row}</tr></tbody></table>") == (
        "<section><strong>值0</strong><br>列1 值1<br>列2 值2<br>列3 值3</section>"
    )


def test_code_has_few_colours() -> None:
    """Neighbours of one colour share an element, names and signs have none of their own."""
    theme = Theme("t", {"code-word": "color:red", "code-text": "color:green"}, {})
    name, word = '<span class="k">if</span> <span class="n">x</span>', '<span class="s1">"a"</span>'
    html = f"<pre>{name} {word}{word}</pre>"
    assert content(html, theme=theme) == (
        '<section><code><span style="color:red">if </span>x <span style="color:green">"a""a"</span></code></section>'
    )


def slot(code: str, joint: str = "joint", **marks: str) -> str:
    """Return a place for a code as the template writes it."""
    more = "".join(f' data-{name}="{value}"' for name, value in marks.items())
    return (
        f'<section data-slot="{code}" data-joint="{joint}"{more}>'
        f'<p data-when="own">自己<img src="codes/{code}.png"></p>'
        f'<p data-when="joint">合用<img src="codes/{joint}.png"></p>'
        '<p data-when="above">见上</p><p data-when="below">见下</p><p data-when="more">原文</p></section>'
    )


def asked(code: str, **marks: str) -> str:
    """Return a place for a code that the author asked for."""
    return slot(code, asked="1", **marks).replace("自己", "自己<b data-shared='1'>都在</b>")


def tokens(found: Adapted) -> tuple[str, ...]:
    """Return the tokens of the codes that are shown."""
    return tuple(one.token for one in found.codes)


FAR = "<p>" + "字" * 1200 + "</p>"


def test_a_code_alone_is_its_products_own() -> None:
    """Where no other code is near, a product's own is shown."""
    found = made(slot("t1") + FAR + slot("t2"), ways=WAYS)
    assert tokens(found) == ("t1", "t2")
    assert "合用" not in found.content


def test_codes_that_are_near_share_one_that_leads_to_the_article() -> None:
    """One screen shows one code: the first place shows the joint one, the second says so."""
    found = made(slot("t1") + "<p>短</p>" + slot("t2"), ways=WAYS)
    assert tokens(found) == ("joint",)
    assert found.content.count("<img") == 1
    assert "见上" in found.content


def test_the_same_product_twice_keeps_its_own_code() -> None:
    """Two places of one product need no joint code."""
    again = msgspec.structs.replace(WAYS[0], token="t9")
    found = made(slot("t1") + "<p>短</p>" + slot("t9"), ways=(*WAYS, again))
    assert tokens(found) == ("t1",)


def test_a_code_that_must_stand_wins() -> None:
    """A group's code is always shown; a product before it is bought another way, the account's code gives way."""
    group = '<section data-slot="" data-fixed="1"><p data-when="own">群<img src="pictures/g.png"></p></section>'
    account = (
        '<section data-slot="" data-light="1"><p data-when="own">码<img src="pictures/f.png"></p>'
        '<p data-when="above">点名字关注</p></section>'
    )
    found = made(slot("t1") + group + account, ways=WAYS)
    assert tokens(found) == ()
    assert "原文" in found.content
    assert "群<img" in found.content
    assert "点名字关注" in found.content


def test_cards_that_are_put_in_by_hand_are_numbered() -> None:
    """The place says its number; a product without such a card has no place."""
    insert = Insert(1, "t2", "miniprogram", "card", "晋味小程序", "砂锅", "wx0", "p?id=1", "")
    html = '<p data-role="insert" data-insert="t2" data-label="打开"></p><p data-role="insert" data-insert="t1"></p>'
    found = made(html, inserts=(insert,))
    assert '<p data-insert="1">【卡片 1】</p>' in found.content
    assert [one.text for one in found.inserts] == ["【卡片 1】"]
    assert found.content.count("data-insert") == 1


def test_drafts_hold_the_cards_that_pasting_loses() -> None:
    """A mini program's card and the account's stand in them, each alone; a shop's product keeps its place."""
    path, image = "p?id=1&b=2", "pictures/a.jpg"
    program = Insert(0, "t1", "miniprogram", "card", "晋味", "砂锅 & 锅", "wx0", path, "a.jpg", image)
    store = Insert(0, "t2", "store", "card", "小店", "醋", "", "1001", "")
    account = Insert(0, "account", "account", "card", "", "晋味", "MzA=", "jinwei", "", "https://mmbiz.test/0", "说醋")
    bare = msgspec.structs.replace(program, token="t3", cover="", image="")
    places = "".join(f'<p data-role="insert" data-insert="{name}"></p>' for name in ("t2", "account", "t1", "t3"))
    theme = Theme("t", {"body": "color:#333"}, {})
    found = made(places, inserts=(program, store, account, bare), theme=theme)
    assert [(one.number, one.kind) for one in found.inserts] == [
        (1, "store"),
        (2, "account"),
        (3, "miniprogram"),
        (4, "miniprogram"),
    ]
    assert found.content.count("data-insert") == 4
    assert "mp-" not in found.content
    assert found.draft.count("data-insert") == 2
    assert (
        '<section><mp-miniprogram data-miniprogram-appid="wx0" data-miniprogram-imageurl="pictures/a.jpg" '
        'data-miniprogram-path="p?id=1&amp;b=2" data-miniprogram-title="砂锅 &amp; 锅"></mp-miniprogram></section>'
    ) in found.draft
    assert (
        '<section nodeleaf=""><mp-common-profile class="js_uneditable custom_select_card mp_profile_iframe" '
        'data-headimg="https://mmbiz.test/0" data-id="MzA=" data-nickname="晋味" data-pluginname="mpprofile" '
        'data-signature="说醋"></mp-common-profile></section>'
    ) in found.draft
    assert [one.rule for one in check(found.draft, "api")] == []


def test_entities_never_stand_in_styles() -> None:
    """Only `&amp;`, `&lt;` and `&gt;` are written, and no style has one (fact 12)."""
    found = content("<p style='background:url(\"a&b\");color:red'>a &amp; b &lt; c &nbsp;&hellip;</p>")
    assert found == '<p style="color:red">a &amp; b &lt; c \u00a0…</p>'


def test_the_heaviest_blocks_are_named() -> None:
    """An author of an article that is too long learns which parts weigh most."""
    found = made("<p>短</p><p>" + "很长" * 50 + "</p>")
    assert found.weight.heaviest[0] == ("很长" * 8 + "…", 107)
    assert found.weight.visible == 101


def test_a_code_that_was_asked_for_goes_before_those_of_cards() -> None:
    """The article's own code stays; a card near it says where to press, and the code says that it serves cards too."""
    found = made(slot("t1") + "<p>短</p>" + asked("joint", reading="1") + "<p>短</p>" + slot("t2"), ways=WAYS)
    assert tokens(found) == ("joint",)
    assert "见下" in found.content
    assert "见上" in found.content
    assert "自己" in found.content
    assert "都在" in found.content
    assert found.left_out == ()


def test_a_code_that_stands_alone_speaks_of_no_cards() -> None:
    """What is said for products near by stays out where there are none."""
    found = made(asked("joint", reading="1"))
    assert tokens(found) == ("joint",)
    assert "都在" not in found.content


def test_a_products_code_that_was_asked_for_serves_that_product_alone() -> None:
    """Another product's card near it is bought another way; a card of the same one points to it."""
    again = msgspec.structs.replace(WAYS[0], token="t9")
    found = made(slot("t2") + asked("t1") + slot("t9"), ways=(*WAYS, again))
    assert tokens(found) == ("t1",)
    assert "原文" in found.content
    assert "见上" in found.content
    assert "见下" not in found.content


def test_a_code_that_was_asked_for_and_is_served_by_none_is_told() -> None:
    """Of two near each other the second is left out; it is told where the first leads elsewhere."""
    apart = made(asked("t1") + asked("t2"), ways=WAYS)
    assert (tokens(apart), apart.left_out) == (("t1",), (1,))
    served = made(asked("joint", reading="1") + asked("t2"), ways=WAYS)
    assert (tokens(served), served.left_out) == (("joint",), ())
    reading = made(asked("t1") + asked("joint", reading="1"), ways=WAYS)
    assert (tokens(reading), reading.left_out) == (("t1",), ())


def test_a_code_says_the_size_of_its_file() -> None:
    """A longer text makes a larger code: the sides differ, and are those that are drawn (fact 10)."""
    texts = {"t1": "https://jinwei.test/go/t1/", "t2": "https://jinwei.test/go/t2/?" + "醋" * 60}
    files = tuple(CodeFile(token, text) for token, text in texts.items())
    found = made(slot("t1") + FAR + slot("t2"), ways=WAYS, codes=files)
    for one in found.codes:
        width = int.from_bytes(qr_png(texts[one.token])[16:20])
        assert f'data-w="{width}" src="codes/{one.token}.png"' in found.content
        assert one.side == width
    assert found.codes[0].side < found.codes[1].side


def test_addresses_are_legible() -> None:
    """Escaped letters are written as letters, escaped signs stay, and the address itself is kept."""
    address = "https://a.test/%E9%86%8B%20b/%ff%E2%80%AE/"
    found = made(f'<p><a href="{address}">醋</a></p>')
    assert "[1] 醋 https://a.test/醋%20b/%ff%E2%80%AE/" in found.content
    assert found.references == (("醋", address),)


def test_words_are_set_ragged_and_han_text_is_not() -> None:
    """WeChat sets both edges even, which tears words apart."""
    assert 'style="text-align:left"' in made("<p>a</p>", language="en").content
    assert "text-align" not in made("<p>醋</p>").content


@pytest.mark.parametrize(
    "html",
    [
        '<p><img src="pictures/a.jpg" width="50%" height="x" data-ratio="z"></p>',
        '<div data-role="insert"><div data-role="insert"><div data-copy="t3" data-role="card">a</div></div></div>',
        '<section data-slot="x"><h1 data-when="own">a</h1></section><section data-slot="t1" data-end="1"></section>',
        "<ul>字<ol>text<li>a</ol></ul><li>b<td>c<table><tr>d",
        '<div data-role="words"></div><div data-role="endnotes-place"><div class="footnote"></div></div>',
        "<pre></pre><svg></svg><math></math><ruby></ruby><table></table><iframe></iframe>",
        "<p>" * 300 + "深" + "<b>" * 300,
        "",
    ],
)
def test_any_html_gives_a_content(html: str) -> None:
    """HTML in articles may be anything; nothing of it stops a build."""
    assert made(html).content.startswith("<section><section")


def test_what_stands_in_a_list_beside_its_items_becomes_items() -> None:
    """Loose HTML keeps its text, and its inner lists are lines (fact 22)."""
    assert content("<ul>一<ul><li>二</li></ul></ul>") == (
        "<ul><li><section>一</section></li><li><section><section>◦ 二</section></section></li></ul>"
    )
