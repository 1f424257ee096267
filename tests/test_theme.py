"""The theme shows a view model and nothing else, and stays small, legible and safe."""

from __future__ import annotations

import json
import re
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree as ET

import msgspec
import pytest
from browsers import Tabs
from msgspec.structs import replace
from playwright.sync_api import Browser, Page, Route

from contentshop.channels.frozen import FrozenWord
from contentshop.channels.prices import PriceView, ReferenceView
from contentshop.channels.web import smaller
from contentshop.channels.web.product_views import HomePage, MentionView, ProductPage, ProductsPage, TileView
from contentshop.channels.web.views import (
    AlternateView,
    ArticlePage,
    CardView,
    CodeView,
    DisclosureView,
    EntryView,
    FaqView,
    Feed,
    FeedEntry,
    FollowView,
    GoPage,
    GroupPage,
    HeadView,
    HtmlView,
    ImageView,
    JoinView,
    LinkView,
    ListView,
    MovedPage,
    NeighbourView,
    NoteView,
    NotFoundPage,
    OfferRow,
    OffersView,
    PageNumber,
    QuestionView,
    QuoteView,
    Robots,
    SearchPage,
    ShareLink,
    ShareView,
    ShopLink,
    Sitemap,
    SitemapEntry,
    SiteView,
    SpecRow,
    TagView,
    TocLine,
    TranslationView,
    VerdictView,
)
from contentshop.engine import Templates
from contentshop.model import Html, Record
from contentshop.sources import Theme, theme_folder

THEME = theme_folder()
WORDS = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted((THEME / "words").iterdir())}
SUFFIXES = (".html", ".xml", ".txt", ".json", ".css", ".js", ".toml")
FILES = {
    path.relative_to(THEME).as_posix(): path.read_text("utf-8")
    for path in sorted(THEME.rglob("*"))
    if path.suffix in SUFFIXES
}
ASSETS = sorted(name.removeprefix("web/assets/") for name in FILES if name.startswith("web/assets/"))
TEMPLATES = sorted(name for name in FILES if name.endswith((".html", ".xml", ".txt", ".json")))
HOSTILE = "\"'><script>alert(1)</script></style></title><!-- {{ 7*7 }} & javascript:alert(1)"
WECHAT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120 Mobile MicroMessenger/8.0.50"

SITE = SiteView(
    title="晋味小铺",
    description="山西的醋、面、杂粮。",
    language="zh-CN",
    base_url="https://jinwei.test/",
    home="/",
    feed="/feed.xml",
    search="/search/",
    products="/products/",
    assets={name: f"/assets/{name}" for name in ASSETS},
    account="晋味小铺",
    wechat_id="jinwei",
    icp="晋ICP备00000000号-1",
    police="晋公网安备 00000000000000号",
    footer="慢慢挑",
    analytics=Html(html="<!-- counted -->"),
    json_feed="/feed.json",
    locale="zh_CN",
)
PICTURE = ImageView(url="/media/v.png", alt="一瓶醋", title="醋", width=800, height=600)
PRICE = PriceView(
    text="¥39.90",
    current=True,
    as_of="2026年11月20日",
    as_of_iso="2026-11-20",
    until="2026年12月20日",
    until_iso="2026-12-21T00:00:00+08:00",
    per="¥7.98/100ml",
    reference=ReferenceView(text="¥59.00", label="建议零售价", date="2026年11月1日", date_iso="2026-11-01"),
)
PAST = PriceView(text="", current=False, as_of="2026年10月1日", as_of_iso="2026-10-01")
BUY = ShopLink(shop="晋味官网", href="https://shop.test/p/v6?utm_content=abc", rel="sponsored nofollow noopener")
CODE = CodeView(url="/codes/abc.png", address="https://jinwei.test/go/abc/", size=222, product="六年陈")
CARD = CardView(
    product="v6",
    title="六年陈老陈醋",
    brand="晋味",
    summary="挂壁、绵酸。",
    note="蘸饺子",
    layout="card",
    image=PICTURE,
    price=PRICE,
    buy=BUY,
    code=CODE,
    ad=True,
    preorder=True,
    sort="course",
    badges=("冬酿",),
    lines=("本品不能代替药物",),
)
PLAIN = replace(CARD, note="", layout="compact", image=None, price=PAST, code=None, preorder=False)
SOLD_OUT = replace(CARD, buy=None, code=None, reason="out_of_stock", alternative=replace(CARD, layout="compact"))
COMPARED = ListView(
    layout="compare", cards=(CARD, PLAIN, SOLD_OUT), rows=(SpecRow(name="总酸", values=("6.5", "6.0", "")),)
)
LINK = LinkView(href=BUY.href, rel=BUY.rel, title="六年陈", label=(HtmlView(html=Html(html="<b>六年陈</b>")),))
OFFERS = OffersView(
    product="六年陈老陈醋",
    rows=(
        OfferRow(shop="晋味官网", price=PRICE, buy=BUY, opens="everywhere", shop_kind="官网", cheapest=True),
        OfferRow(shop="晋味淘宝店", price=PAST, buy=BUY, opens="outside_wechat", shop_kind="淘宝", preorder=True),
        OfferRow(shop="小程序", price=None, buy=replace(BUY, opens_app=True), opens="app", shop_kind="小程序"),
        OfferRow(shop="小店", price=None, buy=BUY, opens="wechat", shop_kind="小店"),
        OfferRow(shop="有赞店", price=PRICE, buy=None, opens="everywhere", shop_kind="有赞", reason="out_of_stock"),
    ),
    ad=True,
)
FOLLOW = FollowView(name="晋味小铺", wechat_id="jinwei", image=PICTURE)
JOIN = JoinView(
    name="醋友群",
    note="问怎么挑",
    image=PICTURE,
    until="2026年12月1日",
    until_iso="2026-12-02T00:00:00+08:00",
    fallback="加客服微信 jinwei",
)
BLOCKS = (
    OFFERS,
    FOLLOW,
    replace(FOLLOW, image=None),
    JOIN,
    replace(JOIN, image=None),
    replace(JOIN, fallback="", account=FOLLOW),
    replace(JOIN, image=None, fallback="", account=FOLLOW),
    replace(JOIN, image=None, fallback=""),
)
NOTE = NoteView(parts=(HtmlView(html=Html(html="<b>香</b>")), LINK, PRICE), text="香")
VERDICT = VerdictView(
    card=CARD, badge="top-pick", rating="4.5", percent=90, pros=(NOTE, NOTE), cons=(NOTE,), audience=(LINK, PRICE)
)
QUOTE = QuoteView(
    body=(HtmlView(html=Html(html="<p>好喝</p>")),),
    text="好喝",
    speaker="刘师傅",
    source="录音",
    source_url="",
    date="2026年11月2日",
    date_iso="2026-11-02",
)
QUESTION = QuestionView(
    level=3,
    anchor="q",
    question=(HtmlView(html=Html(html="能放<i>多久</i>？")), PRICE),
    question_text="能放多久？",
    answer=(HtmlView(html=Html(html="<p>三年</p>")), CARD, COMPARED),
    answer_text="三年",
)
BODY = (
    HtmlView(html=Html(html="<p>先买")),
    LINK,
    replace(LINK, href=""),
    HtmlView(html=Html(html="，写这篇时")),
    PRICE,
    PAST,
    PICTURE,
    HtmlView(html=Html(html="</p>")),
    DisclosureView(text="文中的东西我们自己用。", commission="淘宝店"),
    CARD,
    PLAIN,
    SOLD_OUT,
    COMPARED,
    replace(COMPARED, layout="grid", rows=()),
    replace(COMPARED, layout="list", rows=()),
    replace(COMPARED, layout="list", rows=(), instead_of="八年陈"),
    *BLOCKS,
    CODE,
    replace(CODE, product=""),
    VERDICT,
    replace(VERDICT, card=SOLD_OUT, badge="", rating="", percent=0, pros=(), audience=()),
    replace(VERDICT, card=PLAIN, badge="budget", cons=()),
    QUOTE,
    replace(QUOTE, source="a.test", source_url="https://a.test/x", date="", date_iso=""),
    FaqView(items=(QUESTION, replace(QUESTION, level=2, anchor="r"))),
)
ALTERNATES = (
    AlternateView("zh-CN", "zh_CN", "https://jinwei.test/articles/x/"),
    AlternateView("en", "en_US", "https://jinwei.test/articles/y/"),
    AlternateView("x-default", "", "https://jinwei.test/articles/x/"),
)
HEAD = HeadView(
    title="怎么挑醋",
    description="看总酸。",
    canonical="https://jinwei.test/articles/x/",
    image="https://jinwei.test/media/v.png",
    type="article",
    published_iso="2026-11-18T00:00:00+08:00",
    updated_iso="2026-11-20T00:00:00+08:00",
    json_ld=Html(html='<script type="application/ld+json">{}</script>'),
    index=False,
    alternates=ALTERNATES,
)
TAGS = (TagView(name="醋", url="/tags/x/", count=3), TagView(name="厨房", url="/tags/y/", count=1))
ENTRY = EntryView(
    title="怎么挑醋",
    url="/articles/x/",
    summary="看总酸。",
    language="zh-CN",
    date="2026年11月18日",
    date_iso="2026-11-18",
    cover=PICTURE,
    tags=TAGS,
    ad=True,
    draft=True,
    pinned=True,
)
ENTRIES = (replace(ENTRY, pinned=False), replace(ENTRY, cover=None, pinned=False, title="第二篇"))
TOC = tuple(TocLine(level=2, anchor=f"a{n}", title=(HtmlView(html=Html(html="<i>看</i>")), LINK)) for n in range(3))
ARTICLE = ArticlePage(
    site=SITE,
    language="zh-CN",
    head=HEAD,
    title="怎么挑醋",
    author="老陈",
    author_url="/authors/%E8%80%81%E9%99%88/",
    date="2026年11月18日",
    date_iso="2026-11-18",
    updated="2026年11月20日",
    updated_iso="2026-11-20",
    tags=TAGS,
    summary="看总酸。",
    cover=PICTURE,
    toc=TOC,
    body=BODY,
    ad=True,
    share=ShareView(
        code=replace(CODE, product=""),
        address="https://jinwei.test/articles/x/",
        links=(ShareLink(name="微博", href="https://weibo.test/?u=x"),),
    ),
    draft=False,
    scheduled=False,
    translations=(TranslationView("中文", "zh-CN", ""), TranslationView("English", "en", "/articles/y/")),
    has_blocks=True,
    layouts=("compare", "list"),
    goods=(CARD, PLAIN),
    previous=NeighbourView("前一篇", "/articles/p/", "2026年11月1日", "2026-11-01"),
    next=NeighbourView("后一篇", "/articles/n/", "2026年11月3日", "2026-11-03"),
    related=(
        NeighbourView("A recipe", "/articles/r/", "November 2, 2026", "2026-11-02", language="en", cover=PICTURE),
        NeighbourView("无日期", "/articles/u/", "", ""),
    ),
)
GO = GoPage(
    site=SITE,
    language="zh-CN",
    head=replace(HEAD, json_ld=Html(html=""), canonical="https://jinwei.test/go/abc/"),
    title="六年陈老陈醋",
    summary="挂壁、绵酸。",
    image=PICTURE,
    price=PRICE,
    ad=True,
    shop="晋味淘宝店",
    target="https://s.click.test/t?e=m%3D2",
    rel="sponsored nofollow noopener",
    opens_in_wechat=False,
    opens_in_browser=True,
    opens_app=False,
    others=(BUY,),
    article_title="怎么挑醋",
    article_url="https://jinwei.test/articles/x/",
    commission="晋味淘宝店",
)
TO_ARTICLE = replace(
    GO, commission="", shop="", price=None, target=GO.article_url, opens_in_wechat=True, others=(), ad=False
)
INSTEAD = replace(GO, reason="out_of_stock", instead_of="八年陈")
NOWHERE = replace(GO, target="", reason="gone", price=None, image=None, others=())
IN_WECHAT_ONLY = replace(
    GO, target="weixin://dl/business/?t=x", opens_in_wechat=True, opens_in_browser=False, opens_app=True
)
FEED_ENTRY = FeedEntry(
    title="怎么挑醋",
    url="https://jinwei.test/articles/x/",
    language="zh-CN",
    published_iso="2026-11-18T00:00:00+08:00",
    updated_iso="2026-11-20T00:00:00+08:00",
    author="",
    summary="看总酸。",
    tags=("醋",),
    body=BODY,
    ad=True,
)
FEED = Feed(
    site=SITE,
    language="zh-CN",
    address="https://jinwei.test/feed.xml",
    updated_iso="2026-11-20T00:00:00+08:00",
    entries=(FEED_ENTRY, FEED_ENTRY),
)
SITEMAP_ENTRY = SitemapEntry("https://jinwei.test/articles/x/", "2026-11-20", ALTERNATES)
TILE = TileView(title="六年陈", url="/products/v6/", brand="晋味", image=PICTURE, price=PRICE, preorder=True)
MENTION = MentionView(
    title="怎么挑醋",
    url="/articles/x/",
    language="zh-CN",
    date="2026年11月18日",
    date_iso="2026-11-18",
    text="家里买六年陈就行。",
    cover=PICTURE,
)
PRODUCT = ProductPage(
    site=SITE,
    language="zh-CN",
    head=HEAD,
    product="v6",
    title="六年陈老陈醋",
    summary="挂壁、绵酸。",
    brand=TagView(name="晋味", url="/brands/x/"),
    category=TagView(name="醋", url=""),
    image=PICTURE,
    gallery=(PICTURE, PICTURE),
    price=PRICE,
    buy=BUY,
    code=CODE,
    reason="",
    preorder=True,
    sort="virtual",
    badges=("手工",),
    lines=("不是药。",),
    ad=True,
    disclosure="成交后我们有一份佣金。",
    commission="",
    offers=OFFERS,
    specs=(("总酸", "6.5 g"), ("净含量", "500 ml")),
    mentions=(MENTION, replace(MENTION, text="", cover=None)),
    alternatives=(TILE, replace(TILE, image=None, price=None, reason="out_of_stock")),
    share=replace(ARTICLE.share, code=CODE),
    availability="in_stock",
)
PAGES: dict[str, tuple[str, Record]] = {
    "article": ("web/article.html", ARTICLE),
    "draft": (
        "web/article.html",
        replace(
            ARTICLE,
            draft=True,
            has_blocks=False,
            has_verdicts=True,
            layouts=("grid",),
            cover=None,
            toc=(),
            ad=False,
            tags=(),
        ),
    ),
    "code": ("web/article.html", replace(ARTICLE, has_blocks=False, has_code=True)),
    "home": (
        "web/home.html",
        HomePage(
            site=SITE,
            language="zh-CN",
            head=HEAD,
            pinned=(ENTRY, ENTRY),
            entries=ENTRIES * 3,
            tags=TAGS,
            products=(TILE, replace(TILE, image=None, price=None, reason="out_of_stock")),
            shelf="冬天用得上的",
        ),
    ),
    "home-empty": ("web/home.html", HomePage(site=SITE, language="zh-CN", head=HEAD, pinned=(), entries=(), tags=())),
    "tag": ("web/group.html", GroupPage(site=SITE, language="zh-CN", head=HEAD, name="醋", of="tag", entries=ENTRIES)),
    "author": (
        "web/group.html",
        GroupPage(site=SITE, language="zh-CN", head=HEAD, name="老陈", of="author", entries=ENTRIES),
    ),
    "404": ("web/404.html", NotFoundPage(site=SITE, language="zh-CN", head=HEAD, entries=ENTRIES)),
    "search": (
        "web/search.html",
        SearchPage(site=SITE, language="zh-CN", head=HEAD, tags=TAGS, search_index="/assets/search-x.json"),
    ),
    "moved": (
        "web/moved.html",
        MovedPage(site=SITE, language="zh-CN", head=HEAD, target="/articles/x/", title="怎么挑醋"),
    ),
    "product": ("web/product.html", PRODUCT),
    "products": (
        "web/products.html",
        ProductsPage(
            site=SITE,
            language="zh-CN",
            head=replace(HEAD, previous="https://jinwei.test/products/", next="https://jinwei.test/products/page/3/"),
            of="brand",
            name="晋味",
            tiles=PRODUCT.alternatives,
            categories=TAGS,
            brands=TAGS,
            count=2,
            pages=(PageNumber(1, "/products/"), PageNumber(2), PageNumber(), PageNumber(9, "/products/page/9/")),
        ),
    ),
    "product-out": (
        "web/product.html",
        replace(PRODUCT, buy=None, code=None, reason="out_of_stock", ad=False, image=None, specs=(), mentions=()),
    ),
    "go": ("web/go.html", GO),
    "go-product": ("web/go.html", replace(TO_ARTICLE, article_title="", article_url="", leads_to="product")),
    "go-article": ("web/go.html", TO_ARTICLE),
    "go-gone": ("web/go.html", replace(TO_ARTICLE, reason="gone")),
    "go-nowhere": ("web/go.html", NOWHERE),
    "go-instead": ("web/go.html", INSTEAD),
    "go-wechat-only": ("web/go.html", IN_WECHAT_ONLY),
    "feed": ("web/feed.xml", FEED),
    "json-feed": ("web/feed.json", FEED),
    "sitemap": ("web/sitemap.xml", Sitemap(language="zh-CN", pages=(SITEMAP_ENTRY,))),
    "robots": ("web/robots.txt", Robots(language="zh-CN", sitemap="https://jinwei.test/sitemap.xml")),
}
HTML_PAGES = [name for name, (template, _) in PAGES.items() if template.endswith(".html")]
XML_PAGES = ["feed", "sitemap"]


@pytest.fixture(scope="module")
def templates() -> Templates:
    """Return the theme, compiled as a build compiles it."""
    return Templates(Theme(tuple(sorted(FILES.items()))))


def rendered(templates: Templates, name: str) -> str:
    """Return one of the sample pages."""
    template, view = PAGES[name]
    return templates.render(template, view)


def with_texts(value: Any, text: str) -> Any:
    """Return a view with every free text replaced, and everything that chooses what is shown left alone."""
    if isinstance(value, Html):
        return value
    if isinstance(value, tuple):
        return tuple(with_texts(one, text) for one in value)
    if not isinstance(value, msgspec.Struct):
        return text if isinstance(value, str) and value else value
    free = (field for field in msgspec.structs.fields(type(value)) if "Literal" not in str(field.type))
    changed = {field.name: with_texts(getattr(value, field.name), text) for field in free if field.name != "language"}
    return replace(value, **changed)


class Structure(HTMLParser):
    """Collects the tags of a page with the names of their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, ...]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, *(name for name, _ in attrs)))

    def handle_comment(self, data: str) -> None:
        """Note a comment."""
        self.tags.append(("!", data))


def test_words_are_complete_in_both_languages() -> None:
    """Both word files have the same keys in the same order, and the same names to fill in."""
    assert list(WORDS["zh-CN"]) == list(WORDS["en"])
    names = {language: [re.findall(r"\{(\w+)\}", text) for text in words.values()] for language, words in WORDS.items()}
    assert names["zh-CN"] == names["en"]
    assert all(isinstance(text, str) and text for words in WORDS.values() for text in words.values())


def test_words_are_reachable_from_templates() -> None:
    """No key hides behind a method of dict, every word a template asks for exists, and every word is asked for."""
    keys = set(WORDS["en"])
    reasons = {"out_of_stock", "expired", "no_offer", "no_carrier", "gone"}
    asked = {word for name in TEMPLATES for word in re.findall(r"\bwords\.(\w+)", FILES[name])}
    assert not keys & set(dir(dict))
    references = {f"reference_{kind}" for kind in ("7d_low", "last_sale", "msrp", "named")}
    opens = {f"opens_{where}" for where in ("everywhere", "outside_wechat", "wechat", "app")}
    kinds = {f"kind_{kind}" for kind in ("virtual", "course", "service", "ip")}
    badges = {f"badge_{badge}" for badge in ("top-pick", "runner-up", "budget")}
    desk = {f"desk_field_{name}" for name in ("title", "author", "digest", "source")}
    card = ("shop", "appid", "path", "product", "name", "account", "wechat_id", "title", "cover")
    desk |= {f"desk_card_{name}" for name in card} | {"desk_miniprogram", "desk_store", "desk_account"}
    frozen = set(get_args(FrozenWord))
    texts = ("moments", "group", "chat", "weibo", "email", "print")
    kit = {f"kit_{name}" for name in (*texts, "9x16", "3x4", "title", "digest", "author", "source")}
    kit |= {f"kit_step_{name}" for name in texts} | {f"kit_sheet_{name}" for name in ("search", "menu", "replies")}
    assert asked | kit | reasons | references | opens | kinds | badges | desk | frozen | {"pros", "cons"} == keys


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_name_what_they_use(templates: Templates, name: str) -> None:
    """Every template parses, and what it includes, extends or imports is a literal name that exists."""
    assert templates.digest(name)


@pytest.mark.parametrize("name", list(PAGES))
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_page_renders_in_every_language(templates: Templates, name: str, language: str) -> None:
    """Each kind of page renders, with nothing undefined."""
    template, view = PAGES[name]
    assert templates.render(template, replace(view, language=language))


@pytest.mark.parametrize("name", HTML_PAGES)
def test_hostile_text_changes_no_markup(templates: Templates, name: str) -> None:
    """Whatever stands in any text field, the page keeps its tags, attributes and comments."""
    template, view = PAGES[name]
    plain, hostile = (templates.render(template, with_texts(view, text)) for text in ("text", HOSTILE))
    assert Structure(hostile).tags == Structure(plain).tags
    assert "<script>alert" not in hostile
    assert "&lt;script&gt;alert(1)" in hostile


@pytest.mark.parametrize("name", XML_PAGES)
@pytest.mark.parametrize("text", ["text", HOSTILE, "]]>"])
def test_xml_stays_well_formed(templates: Templates, name: str, text: str) -> None:
    """The feed and the sitemap parse whatever their texts are, into the same elements."""
    template, view = PAGES[name]
    tags = [element.tag for element in ET.fromstring(templates.render(template, with_texts(view, text))).iter()]
    assert tags == [element.tag for element in ET.fromstring(templates.render(template, view)).iter()]


@pytest.mark.parametrize("text", ["text", HOSTILE, '</script>\\"\n\t\u2028', "\x00\x0b\ufffe"])
def test_both_feeds_say_the_same(templates: Templates, text: str) -> None:
    """Whatever their texts are, the JSON feed parses and holds what the Atom feed does, escaped as often."""
    view = with_texts(FEED, text)
    feed = json.loads(templates.render("web/feed.json", view))
    entries = ET.fromstring(templates.render("web/feed.xml", view)).findall("{*}entry")
    for item, entry in zip(feed["items"], entries, strict=True):
        for key, path in (("content_html", "content"), ("title", "title"), ("summary", "summary"), ("id", "id")):
            assert item[key].split() == (entry.findtext("{*}" + path) or "").split()
        assert "<script" not in item["content_html"]
        assert item["tags"] == [one.get("term") for one in entry.findall("{*}category")] or text != "text"


def test_hostile_text_is_escaped_twice_in_the_feed(templates: Templates) -> None:
    """A reader of the feed that unescapes the content finds the text still escaped in it."""
    template, view = PAGES["feed"]
    content = ET.fromstring(templates.render(template, with_texts(view, HOSTILE))).findtext(".//{*}content") or ""
    assert "<script>" not in content
    assert "&lt;script&gt;alert(1)" in content


@pytest.mark.parametrize("name", HTML_PAGES)
def test_pages_hold_no_handlers_and_no_script_addresses(templates: Templates, name: str) -> None:
    """No attribute runs script, and the theme makes no `javascript:` address."""
    html = rendered(templates, name)
    assert not [attribute for tag in Structure(html).tags for attribute in tag[1:] if attribute.startswith("on")]
    assert "javascript:" not in html


def served(name: str) -> bytes:
    """Return an asset as sites serve it."""
    text = FILES[f"web/assets/{name}"]
    return (smaller(text) if name.endswith(".css") else text).encode()


@pytest.mark.parametrize("name", HTML_PAGES)
def test_style_and_script_stay_small(templates: Templates, name: str) -> None:
    """A page has at most 15 KB of style and 5 KB of script."""
    html = rendered(templates, name)
    for suffix, limit in (("css", 15), ("js", 5)):
        used = re.findall(rf'(?:href|src)="/assets/([\w-]+\.{suffix})"', html)
        assert sum(len(served(one)) for one in used) <= limit * 1024


@pytest.mark.parametrize(
    ("typed", "less"),
    [
        ("/* a */\na > b ,\nc{ color: red ;  margin: 0 1px; }\n", "a>b,c{color:red;margin:0 1px}"),
        ("@media (min-width: 1px) {\n  a{top:calc(1px + 2em)}\n}", "@media (min-width:1px){a{top:calc(1px + 2em)}}"),
        ('a::after{content: "  /* > */ ; }  "}', 'a::after{content:"  /* > */ ; }  "}'),
        ("b :is(i , u){font-family: 'A  B'}", "b :is(i,u){font-family:'A  B'}"),
        ("", ""),
    ],
)
def test_styles_are_served_smaller(typed: str, less: str) -> None:
    """Comments and blanks go where they mean nothing; strings and blanks between selectors and numbers stay."""
    assert smaller(typed) == less


def test_the_style_inside_a_go_page_stays_small(templates: Templates) -> None:
    """The style inside a go page, the colours of all pages among it, is at most 3.5 KB."""
    inlined = re.search(r"<style>(.*?)</style>", rendered(templates, "go"), re.DOTALL)
    assert inlined is not None
    assert len(inlined[1].encode()) <= 3.5 * 1024


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rgb` or `#rrggbb` (WCAG 2.2)."""
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_text_has_contrast(dark: bool) -> None:  # noqa: FBT001
    """Every colour of text has a contrast of at least 4.5 on every ground it stands on, light and dark."""
    light, _, rest = FILES["web/assets/colours.css"].partition("prefers-color-scheme: dark")
    scheme = dict(re.findall(r"--([\w-]+): (#\w+)", light))
    if dark:
        scheme |= dict(re.findall(r"--([\w-]+): (#\w+)", rest))
    texts = ("ink", "soft", "accent", "press", "green", "blue")
    pairs = [*((text, ground) for text in texts for ground in ("bg", "paper", "tint")), ("on-accent", "accent")]
    low = {pair: contrast(scheme[pair[0]], scheme[pair[1]]) for pair in pairs}
    assert {pair: round(value, 2) for pair, value in low.items() if value < 4.5} == {}


def test_nothing_is_printed_between_inline_parts(templates: Templates) -> None:
    """A link or price inside a Chinese line brings no blanks with it."""
    before, between, after = (HtmlView(html=Html(html=text)) for text in ("<p>从", "起，", "。</p>"))
    body = (before, LINK, between, PRICE, after)
    html = templates.render("web/article.html", replace(ARTICLE, body=body))
    paragraph = next(line for line in html.splitlines() if line.startswith("<p>从"))
    assert re.sub(r"<[^>]*>", "", paragraph) == "从六年陈起，¥39.90（2026年11月20日价）。"


def card_html(templates: Templates, card: CardView) -> str:
    """Return an article that holds one card and no other product."""
    return templates.render("web/article.html", replace(ARTICLE, body=(card,), toc=(), ad=False, goods=()))


def test_a_card_shows_all_that_a_buyer_needs(templates: Templates) -> None:
    """A card has its mark, picture with size, note, dated prices, a button with `rel`, and its code twice."""
    html = card_html(templates, CARD)
    for shown in ("六年陈老陈醋", "晋味", "蘸饺子", "去晋味官网购买", "预售"):
        assert shown in html
    for shown in ("¥39.90", "2026年11月20日价", "<s>¥59.00</s>", "建议零售价", "2026年11月1日"):
        assert shown in html
    assert '<span class="ad">广告</span>' in html
    assert 'rel="sponsored nofollow noopener"' in html
    assert 'src="/media/v.png" alt="一瓶醋" title="醋" width="800" height="600" loading="lazy"' in html
    assert html.count('src="/codes/abc.png"') == 2 + 1  # shown, folded, and the article's own


def test_a_product_without_a_picture_has_its_letter(templates: Templates) -> None:
    """Wherever others have a picture: in cards of every shape, in comparisons, beside the text."""
    letter = '<span class="letter" aria-hidden="true">六</span>'
    bare = replace(CARD, image=None)
    for layout in ("card", "compact"):
        assert card_html(templates, replace(bare, layout=layout)).count(letter) == 1
    for layout in ("compare", "grid", "list"):
        view = ListView(layout=layout, cards=(bare, CARD))
        page = replace(ARTICLE, body=(view,), toc=(), ad=False, goods=())
        assert templates.render("web/article.html", page).count(letter) == 1
    html = templates.render("web/article.html", replace(ARTICLE, body=(), toc=(), goods=(bare, CARD)))
    assert html.partition('<aside class="goods"')[2].partition("</aside>")[0].count(letter) == 1


def test_a_past_price_shows_no_amount(templates: Templates) -> None:
    """After its last day a price is words only; before it the instant and the words stand in the page."""
    assert "¥" not in card_html(templates, PLAIN)
    assert "价格以店铺为准" in card_html(templates, PLAIN)
    assert 'data-until="2026-12-21T00:00:00+08:00" data-later="价格以店铺为准"' in card_html(templates, CARD)


def test_a_card_that_cannot_be_bought_says_why(templates: Templates) -> None:
    """Without a way to buy the card names the reason and shows the alternative, but not that one's alternative."""
    alternative = replace(SOLD_OUT, title="另一瓶", layout="compact")
    html = card_html(templates, replace(SOLD_OUT, alternative=alternative))
    assert "暂时缺货" in html
    assert "可以看看：" in html
    assert html.count('<p class="card-title">') == 2


def test_a_mini_program_button_says_so(templates: Templates) -> None:
    """A button that opens a mini-program does not promise a page."""
    assert "打开小程序" in card_html(templates, replace(CARD, buy=replace(BUY, opens_app=True)))


def test_an_ad_is_marked_before_the_text(templates: Templates) -> None:
    """The mark stands between the title and the body; without a way to buy there is none."""
    head = rendered(templates, "article").partition('<div class="text">')[0]
    assert '<span class="ad">广告</span>' in head
    assert "广告" not in templates.render("web/article.html", replace(ARTICLE, ad=False, body=(), goods=()))


def test_contents_hold_no_links_inside_links(templates: Templates) -> None:
    """A heading with a product link is plain text in the table of contents, which two headings do not need."""
    html = rendered(templates, "article")
    assert '<a href="#a0">看六年陈</a>' in html
    assert "toc-" not in templates.render("web/article.html", replace(ARTICLE, toc=TOC[:2]))


def test_home_shows_a_pinned_article_once(templates: Templates) -> None:
    """The first pinned article is the large one and does not come again among the latest."""
    view = HomePage(site=SITE, language="zh-CN", head=HEAD, pinned=(ENTRY,), entries=(ENTRY, *ENTRIES), tags=())
    html = templates.render("web/home.html", view)
    assert html.count('<article class="entry lead"') == 1
    assert html.count('<article class="entry"') == len(ENTRIES)


def test_the_feed_is_plain(templates: Templates) -> None:
    """The content of a feed entry has the mark, the dated price and the way to buy, and no classes or folding."""
    feed = ET.fromstring(rendered(templates, "feed"))
    content = feed.findtext(".//{*}content") or ""
    assert content.startswith("<p>[广告]")
    assert "<strong>六年陈老陈醋</strong>" in content
    assert "¥39.90（2026年11月20日价）" in content
    assert "去购买：晋味官网" in content
    assert "这张码有效至 2026年12月1日。" in content
    assert not re.search(r"class=|<details|<script|<table|<template|data-", content)
    assert feed.findtext(".//{*}author/{*}name") == SITE.title


def test_a_go_page_needs_no_script(templates: Templates) -> None:
    """Without script there is the mark, the dated price, the button, other shops and the address to copy."""
    html = rendered(templates, "go")
    assert '<meta name="robots" content="noindex">' in html
    for shown in ("广告", "¥39.90", "2026年11月20日价", "去晋味淘宝店购买"):
        assert shown in html
    for shown in ("<details>", "去晋味官网购买", "在浏览器打开"):
        assert shown in html
    assert f'<input readonly value="{GO.target}"' in html
    assert "stylesheet" not in html


def test_a_go_page_says_what_it_shows_instead(templates: Templates) -> None:
    """An alternative is introduced by what cannot be had; a page without product leads on to the article."""
    assert "八年陈：暂时缺货" in rendered(templates, "go-instead")
    assert "您要找的商品：这件商品已经下架" in rendered(templates, "go-gone")
    assert "继续阅读" in rendered(templates, "go-article")
    assert "这件商品已经下架" in rendered(templates, "go-nowhere")


@pytest.fixture(scope="module")
def browser(chrome: Browser) -> Tabs:
    """Give the tabs of readers."""
    return Tabs(chrome, ADDRESS, lambda context: context.route("**/*", lambda route: answer(route, "")))


ADDRESS = "https://jinwei.test/page/"


def answer(route: Route, html: str) -> None:
    """Answer with a page at its address, with the theme's assets, and everywhere else with `elsewhere`."""
    path = route.request.url.removeprefix("https://jinwei.test")
    asset = THEME / "web" / path.lstrip("/")
    if route.request.url == ADDRESS:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")
    elif path.startswith("/assets/") and asset.is_file():
        route.fulfill(path=asset)
    else:
        route.fulfill(body="<title>elsewhere</title>", content_type="text/html")


def opened(browser: Tabs, html: str, *, width: int = 375, until: str = "", **settings: Any) -> Page:
    """Return a tab that shows a page at `ADDRESS`; every other address answers `elsewhere`."""
    tab = browser.new_page(viewport={"width": width, "height": 800}, **settings)
    tab.route("**/*", lambda route: answer(route, html))
    tab.goto(ADDRESS, wait_until="load" if not until else "commit")
    if until:
        tab.wait_for_url(until)
    return tab


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 375, 720, 1280])
@pytest.mark.parametrize("name", ["article", "product", "products", "home", "tag", "404", "search", "go-nowhere"])
def test_no_page_scrolls_sideways(browser: Tabs, templates: Templates, name: str, width: int) -> None:
    """No page is wider than the screen, down to 320 px."""
    tab = opened(browser, rendered(templates, name), width=width)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.close()


@pytest.mark.browser
def test_a_product_can_be_bought_without_scrolling(browser: Tabs, templates: Templates) -> None:
    """On a phone picture, title, price and button are within the first screen."""
    tab = opened(browser, rendered(templates, "product"))
    for selector in (".product-picture", "h1", ".product-deal > .price", ".product-deal > .button"):
        box = tab.locator(selector).first.bounding_box()
        assert box["y"] + box["height"] <= 800, selector
    tab.close()


@pytest.mark.browser
@pytest.mark.parametrize("name", ["article", "product"])
def test_what_is_pressed_is_large_enough(browser: Tabs, templates: Templates, name: str) -> None:
    """Buttons, folds and fields are at least 44 px high on a phone."""
    tab = opened(browser, rendered(templates, name))
    small = "e => e.offsetParent && e.getBoundingClientRect().height < 44"
    pressed = ".button, summary, .tags a, input, .mention p a, .product .card-over a"
    found = f"[...document.querySelectorAll('{pressed}')].filter({small}).map(e => e.outerHTML)"
    assert tab.evaluate(found) == []
    tab.close()


@pytest.mark.browser
def test_the_code_is_shown_where_there_is_room(browser: Tabs, templates: Templates) -> None:
    """On wide screens a card shows its code; on phones it is behind one fold."""
    html = card_html(templates, CARD)
    wide, phone = opened(browser, html, width=1280), opened(browser, html)
    assert wide.locator(".code-shown img").is_visible()
    assert not phone.locator(".code-shown img").is_visible()
    phone.locator(".code-folded summary").click()
    assert phone.locator(".code-folded img").is_visible()
    for tab in (wide, phone):
        tab.close()


@pytest.mark.browser
def test_the_script_hides_a_price_after_its_last_day(browser: Tabs, templates: Templates) -> None:
    """A page that was built earlier takes the amount and the reference price back, in lines and in cards."""
    past = replace(PRICE, until_iso="2020-01-01T00:00:00+08:00")
    html = templates.render("web/article.html", replace(ARTICLE, body=(past, replace(CARD, price=past)), toc=()))
    tab = opened(browser, html)
    text = tab.inner_text(".text")
    assert "¥" not in text
    assert "价格以店铺为准" in text
    tab.close()


@pytest.mark.browser
def test_the_script_puts_what_comes_after_in_the_place_of_an_old_code(browser: Tabs, templates: Templates) -> None:
    """A page that was built earlier takes a group's code back after its last day."""
    past = replace(JOIN, until_iso="2020-01-01T00:00:00+08:00")
    plain = replace(past, fallback="", account=replace(FOLLOW, image=None))
    coming = replace(JOIN, until_iso="2120-01-01T00:00:00+08:00", name="新群")
    html = templates.render("web/article.html", replace(ARTICLE, body=(past, plain, coming), toc=()))
    tab = opened(browser, html)
    text = tab.inner_text(".text")
    assert tab.locator(".text img").count() == 1
    assert text.count("这张码有效至") == 1
    assert text.count("加客服微信 jinwei") == 1
    assert "在微信里搜索“晋味小铺”" in text
    assert tab.locator("template").count() == 3
    tab.close()


@pytest.mark.browser
def test_a_go_page_leads_on_where_the_shop_opens(browser: Tabs, templates: Templates) -> None:
    """In a browser the reader is sent on at once and going back does not bounce."""
    stays = opened(browser, rendered(templates, "go-nowhere"))
    leads_on = opened(browser, rendered(templates, "go"), until=GO.target)
    assert leads_on.evaluate("history.length") == stays.evaluate("history.length")
    for tab in (stays, leads_on):
        tab.close()


@pytest.mark.browser
def test_a_go_page_stays_where_the_shop_does_not_open(browser: Tabs, templates: Templates) -> None:
    """Inside WeChat the page stays, shows the shops that open there first, and copies the address."""
    tab = opened(browser, rendered(templates, "go"), user_agent=WECHAT)
    assert tab.url == ADDRESS
    assert tab.get_by_text("微信里打不开这家店").is_visible()
    assert tab.get_by_role("link", name="去晋味官网购买").is_visible()
    assert not tab.get_by_role("link", name="去晋味淘宝店购买").is_visible()
    tab.get_by_role("button", name="复制地址").click()
    tab.get_by_role("button", name="已复制").wait_for()
    tab.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    "view",
    [
        replace(IN_WECHAT_ONLY, opens_in_browser=True),
        IN_WECHAT_ONLY,
        INSTEAD,
        replace(GO, target="javascript:document.write(1)"),
    ],
)
def test_a_go_page_waits_for_a_press(browser: Tabs, templates: Templates, view: GoPage) -> None:
    """An app on a desktop, a shop that opens in WeChat only, an alternative and a bad address wait for the reader."""
    tab = opened(browser, templates.render("web/go.html", view))
    assert tab.url == ADDRESS
    tab.close()


def test_the_theme_folder_holds_nothing_else() -> None:
    """Every file of the theme is one that a build reads."""
    assert {path.relative_to(THEME).as_posix() for path in Path(THEME).rglob("*") if path.is_file()} == set(FILES)
