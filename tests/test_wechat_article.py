"""The official-account article of whole sites: what stands in it, what is told, how heavy it is."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from examples import built
from playwright.sync_api import Browser
from sites import EXAMPLE, NOW, Site, codes

from contentshop.channels.wechat import check, check_article
from contentshop.model import Place, TextPlace
from contentshop.problems import Language
from contentshop.reporting import Outcome
from contentshop.sources import new_site

THEMES = ("celadon", "millet", "vinegar")
SCREEN = 812
"""In px: the height of a tall phone's screen."""


def content(site: Site, slug: str = "a") -> str:
    """Return the content of an article."""
    return site.read(f"wechat/{slug}/content.html")


def text(site: Site, slug: str = "a") -> str:
    """Return what a reader of an article sees, without white space."""
    return visible(content(site, slug))


def visible(html: str) -> str:
    """Return the text of HTML without white space."""
    return "".join(BeautifulSoup(html, "lxml").get_text().split())


def article(tmp_path: Path, body: str, config: str = "", products: str = "", head: str = "") -> tuple[Site, Outcome]:
    """Return a site with one article, built."""
    site = Site(tmp_path)
    site.write("articles/a.md", f"---\ntitle: 醋\ndate: 2026-11-18\n{head}---\n\n{body}\n")
    if config:
        site.write("config.yaml", (site.folder / "config.yaml").read_text("utf-8") + config)
    if products:
        site.write("products/all.yaml", products)
    return site, site.build()


def rows(site: Site, channel: str) -> list[dict[str, str]]:
    """Return the ledger's rows of a channel, without those of menus."""
    found = csv.DictReader(io.StringIO((site.folder / "ledger.csv").read_text("utf-8")))
    return [row for row in found if row["channel"] == channel and not row["key"]]


# --- the example site ---------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=THEMES)
def example(request, tmp_path_factory) -> Site:
    """Return the example site built with each theme."""
    site = built("example", tmp_path_factory.mktemp(request.param))
    config = (site.folder / "config.yaml").read_text("utf-8")
    config = re.sub(r"(?m)^wechat:.*\n", "", config)
    site.write("config.yaml", f"{config}\nwechat: {{theme: {request.param}}}\n")
    assert {"wechat-theme-faint", "wechat-theme-faint-dark"}.isdisjoint(codes(site.build()))
    return site


def contents(site: Site) -> Iterator[tuple[Path, str]]:
    """Yield the file and text of every content of a site."""
    found = sorted((site.folder / "build/wechat").glob("*/content.html"))
    assert len(found) > 10
    for path in found:
        yield path, path.read_text("utf-8")


def test_no_example_breaks_a_rule_in_any_theme(example: Site) -> None:
    """The checker, which knows nothing of the passes, finds nothing."""
    assert {path.parent.name: check(html) for path, html in contents(example) if check(html)} == {}
    assert {path.parent.name: found for path, html in contents(example) if (found := check_article(content=html))} == {}


def test_examples_are_lean(example: Site) -> None:
    """At most 4 characters for each that is seen in long articles, 8 in short ones with cards."""
    for path, html in contents(example):
        seen = len(visible(html))
        assert len(html) <= (4 if seen > 3000 else 8) * seen, path.parent.name


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_new_site_is_lean(language: Language, theme: str, tmp_path: Path) -> None:
    """What an author sees first holds what is asked of short articles, in every theme."""
    folder = tmp_path / "site"
    new_site(folder, language, NOW)
    site = Site.of(folder)
    site.write("config.yaml", (folder / "config.yaml").read_text("utf-8") + f"\nwechat: {{theme: {theme}}}\n")
    assert "wechat-heavy" not in codes(site.build())
    assert len(content(site, "hello")) <= 8 * len(text(site, "hello"))
    assert check(content(site, "hello")) == ()


def test_pictures_and_codes_are_there(example: Site) -> None:
    """Everything that a content names lies beside it."""
    for path, html in contents(example):
        missing = [name for name in re.findall(r'src="([^"]*)"', html) if not (path.parent / name).is_file()]
        assert missing == []


@pytest.mark.browser
def test_codes_are_a_screen_apart(example: Site, chrome: Browser) -> None:
    """In a browser as wide as a phone no screen shows two codes, and nothing sticks out to the right."""
    page = chrome.new_page(viewport={"width": 375, "height": SCREEN})
    for path, html in contents(example):
        reset = "<style>*{margin:0;padding:0}body{padding:0 16px;font-size:17px}</style>"
        shown = path.with_name("shown.html")
        shown.write_text(f"<!doctype html><meta charset=utf-8>{reset}{html}", "utf-8")
        page.goto(shown.as_uri())
        tops = page.evaluate(
            "[...document.querySelectorAll('[src^=codes]')].map(one => one.getBoundingClientRect().top)"
        )
        assert all(after - before > SCREEN for before, after in pairwise(tops)), path.parent.name
        assert page.evaluate("document.documentElement.scrollWidth") <= 375, path.parent.name
        shown.unlink()
    page.close()


# --- how heavy a content may be -----------------------------------------------------------------------


def long_article() -> str:
    """Return an article of 12,000 characters with 40 links, 40 pictures and the parts that real ones have."""
    sentence = "醋是粮食的第二口气，蒸、拌、酵、熏、淋，一步省不得，省了哪一步，舌头都知道。"
    parts = []
    for number in range(40):
        if number % 5 == 0:
            parts.append(f"## 第 {number // 5 + 1} 节")
        parts.append(
            f"{sentence * 4}详见[资料 {number}](https://source{number}.test/article/{number}.html)。{sentence * 3}"
        )
        parts.append(f"![第 {number} 张图](../images/p.png)")
        if number % 8 == 0:
            parts.append("- 看配料\n- 看总酸\n- 看日期")
    return "\n\n".join(parts)


def test_a_long_article_with_forty_links_and_pictures_stays_under_forty_thousand(tmp_path: Path) -> None:
    """WeChat was seen to take contents up to 39,347 characters (facts, rule 5)."""
    site = Site(tmp_path)
    site.write("images/p.png", (EXAMPLE / "images/vinegar-jar.png").read_bytes())
    site.write("articles/a.md", f"---\ntitle: 长文\ndate: 2026-11-18\n---\n\n{long_article()}\n")
    outcome = site.build()
    assert len(text(site)) > 12_000
    assert content(site).count("<img") == 40
    assert "[40]" in content(site)
    assert 20_000 < len(content(site)) < 40_000
    assert codes(outcome) == ["wechat-long"]
    assert outcome.problems[0].where == Place("articles/a.md")
    assert "第 1 节" not in outcome.problems[0].values["blocks"]
    assert check(content(site)) == ()


def test_an_article_that_is_long_for_its_text_is_told(tmp_path: Path) -> None:
    """With its size, what is aimed at, and its heaviest blocks."""
    bits = " ".join(f"**{number % 10}**" for number in range(300))
    _, outcome = article(tmp_path, f"一句话。\n\n{bits}")
    assert codes(outcome) == ["wechat-heavy"]
    found = outcome.problems[0]
    assert found.where == Place("articles/a.md")
    assert found.values["limit"] == "8"
    assert float(found.values["factor"]) > 8
    assert found.values["blocks"].startswith("“0 1 2 3 4 5 6 7 …”")


def test_a_content_over_a_megabyte_is_an_error(tmp_path: Path) -> None:
    """What WeChat does not take is told before anyone pastes it."""
    _, outcome = article(tmp_path, "\n\n".join("醋" * 1000 for _ in range(400)))
    assert codes(outcome) == ["wechat-too-heavy"]


# --- products -----------------------------------------------------------------------------------------


def test_an_article_that_sells_says_so_first(tmp_path: Path) -> None:
    """The mark stands before everything else (互联网广告管理办法 art. 9), and on the card."""
    site, _ = article(tmp_path, "老陈醋。\n\n::product{vinegar}")
    assert text(site).startswith("广告本文含有购买链接老陈醋。广告")
    assert "¥39.90截至11月20日" in text(site)


def test_an_article_that_sells_nothing_has_no_mark(tmp_path: Path) -> None:
    """Nor a code, nor a list of products."""
    site, _ = article(tmp_path, "只说说醋。")
    assert "广告" not in text(site)
    assert "codes/" not in content(site)


def test_a_card_has_the_code_of_its_own_placement(tmp_path: Path) -> None:
    """The code's token is that of the card in this channel, so that its sales are told apart from the web's."""
    site, _ = article(tmp_path, "老陈醋。\n\n::product{vinegar}")
    token = next(row["token"] for row in rows(site, "wechat") if row["form"] == "card")
    assert f'src="codes/{token}.png"' in content(site)
    assert (site.folder / f"build/wechat/a/codes/{token}.png").is_file()
    assert (site.folder / f"build/web/go/{token}/index.html").is_file()


def test_a_code_of_the_article_goes_before_a_cards_own(tmp_path: Path) -> None:
    """What the author asked for is shown; the card says where to press."""
    site, outcome = article(tmp_path, "::product{vinegar}\n\n发给一起吃饭的人：\n\n::qr")
    assert codes(outcome) == []
    joint = next(row["token"] for row in rows(site, "wechat") if row["form"] == "code" and not row["product"])
    assert re.findall(r'src="codes/(\w+)\.png"', content(site)) == [joint]
    assert "购买：长按下方的二维码，这一件也在里面。" in text(site)
    assert "长按识别，在网页里接着读文中的商品，网页里都能买。" in text(site)


def test_a_code_for_which_there_is_no_room_is_told(tmp_path: Path) -> None:
    """Two products' codes in one screen: the second is left out, and its directive named."""
    products = (
        "- {id: vinegar, title: 老陈醋, price: 39.90, as_of: 2026-11-20, offers: [{shop: own, path: /p/1}]}\n"
        "- {id: pot, title: 砂锅, price: 89, as_of: 2026-11-20, offers: [{shop: own, path: /p/2}]}\n"
    )
    site, outcome = article(tmp_path, "::qr{vinegar}\n\n::qr{pot}", products=products)
    assert codes(outcome) == ["wechat-code-near"]
    assert outcome.problems[0].where == Place("articles/a.md", 8, 1)
    assert content(site).count('src="codes/') == 1
    assert "购买：点文末左下角的“阅读原文”。" in text(site)


@pytest.mark.parametrize(
    "config", ["account: {name: 晋味}\n", "account: {wechat_id: jinwei}\n", "channels: {wechat: {enabled: true}}\n"]
)
def test_an_article_without_a_cover_is_told(tmp_path: Path, config: str) -> None:
    """The account asks for one."""
    _, outcome = article(tmp_path, "醋。", config=config)
    assert codes(outcome) == ["wechat-no-cover"]
    assert outcome.problems[0].where == Place("articles/a.md", 2, 8)


@pytest.mark.parametrize("config", ["", "account: {name: 晋味}\nchannels: {wechat: {enabled: false}}\n"])
def test_who_sends_no_articles_is_not_asked_for_covers(tmp_path: Path, config: str) -> None:
    """Whose config names neither an account nor the channel, or turns that off."""
    assert codes(article(tmp_path, "醋。", config=config)[1]) == []


def test_a_text_link_alone_has_a_code_at_the_end(tmp_path: Path) -> None:
    """No product link is dead: its number says where it is bought, and a code at the end leads there."""
    site, _ = article(tmp_path, "买[醋](product:vinegar)。")
    assert "买醋[1]。" in text(site)
    assert "[1]老陈醋：官网，长按文中的二维码" in text(site)
    joint = next(row["token"] for row in rows(site, "wechat") if row["form"] == "code")
    assert re.findall(r'src="codes/(\w+)\.png"', content(site)) == [joint]


def test_a_text_link_to_a_product_with_a_card_needs_no_second_code(tmp_path: Path) -> None:
    """The card's code serves both."""
    site, _ = article(tmp_path, "买[醋](product:vinegar)。\n\n::product{vinegar}")
    assert content(site).count('src="codes/') == 1


def test_a_mini_program_gets_a_place_for_its_card(tmp_path: Path) -> None:
    """Pasting carries no card, so the place is numbered; `off` leaves the code alone."""
    products = (
        '- id: pot\n  title: 砂锅\n  price: 89\n  as_of: 2026-11-20\n  offers: [{shop: mini, path: "pages/d?id=1"}]\n'
    )
    site, _ = article(tmp_path, "锅。\n\n::product{pot}", products=products)
    assert "【小程序卡片1插在这里】" in text(site)
    assert 'data-insert="1"' in content(site)
    site.write("config.yaml", (site.folder / "config.yaml").read_text("utf-8") + "wechat: {miniprogram: off}\n")
    site.build()
    assert "data-insert" not in content(site)


@pytest.mark.parametrize(("form", "inside"), [("text", "打开小程序：小程序"), ("picture", "<img")])
def test_a_mini_program_is_linked_as_text_or_picture(form: str, inside: str, tmp_path: Path) -> None:
    """The link has what the draft API asks for (facts, section 3.4)."""
    products = (
        "- id: pot\n  title: 砂锅\n  price: 89\n  as_of: 2026-11-20\n  image: images/p.png\n"
        '  offers: [{shop: mini, path: "pages/d?id=1"}]\n'
    )
    site = Site(tmp_path)
    site.write("images/p.png", (EXAMPLE / "images/sand-pot.png").read_bytes())
    site.write("products/all.yaml", products)
    site.write("articles/a.md", "---\ntitle: 锅\ndate: 2026-11-18\n---\n\n锅。\n\n::product{pot}\n")
    site.write("config.yaml", (site.folder / "config.yaml").read_text("utf-8") + f"wechat: {{miniprogram: {form}}}\n")
    site.build()
    link = BeautifulSoup(content(site), "lxml").find("a", attrs={"data-miniprogram-appid": "wx0123456789abcdef"})
    assert link is not None
    assert link["data-miniprogram-path"].startswith("pages/d?id=1&utm_content=")
    assert inside in str(link)


CARDS = """\
- id: pot
  title: 砂锅
  price: 89
  as_of: 2026-11-20
  image: images/p.png
  offers: [{shop: mini, path: "pages/d?id=1"}]
- id: jar
  title: 醋坛
  price: 59
  as_of: 2026-11-20
  image: images/p.png
  offers: [{shop: store, item_id: "10000123"}]
"""


def test_a_draft_has_cards_and_what_is_asked_for(tmp_path: Path) -> None:
    """Where people paste, numbers stand and the page tells what goes there; programs are told what is there already."""
    site = Site(tmp_path)
    site.write("images/p.png", (EXAMPLE / "images/sand-pot.png").read_bytes())
    site.write("products/all.yaml", CARDS)
    account = "account: {name: 晋味, fakeid: MzAwMDAwMDAwMA==, headimg: 'https://mmbiz.test/0', wechat_id: jinwei}\n"
    config = (site.folder / "config.yaml").read_text("utf-8").replace("  tao:", "  store: {kind: wechat-store}\n  tao:")
    site.write("config.yaml", config + account)
    head = "---\ntitle: 锅\ndate: 2026-11-18\ncover: images/p.png\n---\n\n"
    site.write("articles/a.md", head + "::product{jar}\n\n::product{pot}\n\n::follow\n")
    site.build()
    marks = re.findall("【.*?】", content(site))
    assert marks == ["【小店商品卡片 1 插在这里】", "【小程序卡片 2 插在这里】", "【公众号名片 3 插在这里】"]
    draft = json.loads(site.read("wechat/a/article.json"))
    (text,) = (one["content"] for one in draft["articles"])
    assert re.findall("【.*?】", text) == marks[:1]
    assert 'data-nickname="晋味"' in text
    image = re.findall('data-miniprogram-imageurl="(.*?)"', text)
    assert set(image) <= {one["src"] for one in draft["pictures"]}
    store, program, profile = draft["inserts"]
    assert store["send"] == {"product_id": "10000123", "article_type": "news", "card_type": 0}
    assert store["in_place_of"] == '[data-insert="1"]'
    assert (program["in"], profile["in"]) == ("content", "content")
    page = BeautifulSoup(site.read("wechat/a/index.html"), "lxml").select("#inserts .card")
    rows = [
        {one.dt.get_text(): one.dd.get_text() for one in card.select(".pair") if one.dt and one.dd} for card in page
    ]
    assert rows[0] | rows[2] == {
        "商品编号": "10000123",
        "商品名称": "醋坛",
        "卡片图片": image[0],
        "公众号名称": "晋味",
        "微信号": "jinwei",
    }
    assert [len(card.select("button[data-copy]")) for card in page] == [2, 3, 2]


def test_a_hidden_price_says_where_it_stands(tmp_path: Path) -> None:
    """With `price: hidden` no amount is sent."""
    body = "醋 :price{vinegar}。\n\n::product{vinegar}"
    site, _ = article(tmp_path, body, config="channels: {wechat: {price: hidden}}\n")
    assert "39.90" not in content(site)
    assert text(site).count("价格以店铺页面为准") == 2


def test_a_price_that_ends_soon_is_told(tmp_path: Path) -> None:
    """What was sent cannot be called back."""
    products = (
        "- id: vinegar\n  title: 老陈醋\n  price: 39.90\n  as_of: 2026-11-20\n  valid_until: 2026-11-25\n"
        "  offers: [{shop: own, path: /p}]\n"
    )
    _, outcome = article(tmp_path, "::product{vinegar}", products=products)
    assert codes(outcome) == ["price-ends"]


def test_other_articles_are_linked_where_they_are_published(tmp_path: Path) -> None:
    """A link to an article of the account opens there, another one is numbered with its web address."""
    site = Site(tmp_path)
    for name, head in (("b", "wechat_url: https://mp.weixin.qq.com/s/bbb\n"), ("c", "")):
        site.write(f"articles/{name}.md", f"---\ntitle: {name}\ndate: 2026-11-17\n{head}---\n\n正文\n")
    site.write("articles/a.md", "---\ntitle: 醋\ndate: 2026-11-18\n---\n\n看[乙](b.md)和[丙](c.md)。\n")
    site.build()
    assert '<a href="https://mp.weixin.qq.com/s/bbb"' in content(site)
    assert "丙[1]。" in text(site)
    assert "[1]丙https://jinwei.test/articles/c/" in text(site)


@pytest.mark.parametrize(
    ("config", "line", "product"),
    [
        ("", "点左下角“阅读原文”，打开网页版，文中商品可以直接买", ""),
        ("wechat: {readmore: shop}\n", "点左下角“阅读原文”，去店里看看", "vinegar"),
        ("wechat: {readmore: campaign, campaign: 'https://c.test/'}\n", "点左下角“阅读原文”，看这一期活动", None),
    ],
)
def test_the_end_says_where_readmore_leads(config: str, line: str, product: str | None, tmp_path: Path) -> None:
    """Its link has a token of its own, unless it is the author's own address."""
    site, _ = article(tmp_path, "::product{vinegar}", config=config)
    assert text(site).endswith(line)
    assert [row["product"] for row in rows(site, "readmore")] == ([] if product is None else [product])


def test_rows_of_shops_show_the_price_of_the_offer_they_lead_to(tmp_path: Path) -> None:
    """A shop's offer that is sold out lends its price to no other."""
    offers = "{shop: own, path: /s, price: 10, as_of: 2026-11-10, stock: out_of_stock}"
    offers += ", {shop: own, path: /b, price: 99, as_of: 2026-11-10}"
    site, _ = article(tmp_path, "::offers{tea}", products=f"- {{id: tea, title: 茶, offers: [{offers}]}}\n")
    assert "¥99.00" in text(site)
    assert "¥10.00" not in text(site)


def test_pictures_from_elsewhere_are_told(tmp_path: Path) -> None:
    """The account filters them, so their address stands there, and the author learns where the picture is named."""
    site, outcome = article(tmp_path, "![瓶](https://cdn.test/a.png)", config="account: {name: 晋味}\n")
    assert sorted(codes(outcome)) == ["wechat-no-cover", "wechat-picture"]
    assert "图片：瓶[1]" in text(site)
    assert isinstance(outcome.problems[-1].where, (Place, TextPlace))


def test_a_channel_that_is_off_makes_nothing(tmp_path: Path) -> None:
    """With `enabled: false` there is no folder."""
    site, _ = article(tmp_path, "醋。", config="channels: {wechat: {enabled: false}}\n")
    assert not (site.folder / "build/wechat").exists()


# --- themes -------------------------------------------------------------------------------------------

OWN = """\
colours = {ink = "#222", soft = "#444", accent = "#800", on = "#fff", paper = "#fff", tint = "#fff", line = "#ddd", \
green = "#060", blue = "#006"}
"""


def themed(tmp_path: Path, own: str, name: str = "own") -> tuple[Site, Outcome]:
    """Return a site with a theme of its own."""
    site = Site(tmp_path)
    site.write(f"templates/wechat/themes/{name}.toml", own)
    site.write("config.yaml", (site.folder / "config.yaml").read_text("utf-8") + "wechat: {theme: own}\n")
    site.write("articles/a.md", "---\ntitle: 醋\ndate: 2026-11-18\n---\n\n## 节\n\n正文\n")
    return site, site.build()


def test_a_site_has_themes_of_its_own(tmp_path: Path) -> None:
    """Colours are enough; styles and signs that it names replace those of the base."""
    site, outcome = themed(tmp_path, OWN + '[styles]\np = "margin:0 0 9px"\n[marks]\nh2 = "§ "\n')
    assert outcome.problems == ()
    assert '<p style="margin:0 0 9px">正文</p>' in content(site)
    assert "§ 节" in content(site)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_theme_of_the_documentation_is_one(language: str, tmp_path: Path) -> None:
    """What the chapter shows can be used as it stands."""
    chapter = (EXAMPLE / f"docs/{language}/wechat.md").read_text("utf-8")
    (own,) = re.findall("```toml\n(.*?)```", chapter, re.DOTALL)
    site, outcome = themed(tmp_path, own)
    assert outcome.problems == ()
    assert "border-left:6px solid #263" in content(site)


@pytest.mark.parametrize(
    ("own", "code", "line"),
    [
        (OWN + "[styles]\np = 1\n", "broken-wechat-theme", 2),
        (OWN + "[styles\n", "broken-wechat-theme", 2),
        (OWN + '[styles]\nheading = "margin:0"\n', "wechat-theme-unknown", 3),
        (OWN + '[style]\np = "margin:0"\n', "wechat-theme-unknown", 2),
        (OWN + '[styles]\n\np = "position:fixed"\n', "wechat-theme-style", 4),
        (OWN + "[styles]\np = \"background:url('x')\"\n", "wechat-theme-style", 3),
        (OWN + '[styles]\np = "color:{inc}"\n', "wechat-theme-name", 3),
        (OWN + '[styles]\np = "color:{ink:d}"\n', "wechat-theme-name", 3),
        ('[colours]\nink = "black"\n', "wechat-theme-colour", 2),
    ],
)
def test_what_is_wrong_in_a_theme_is_told_with_its_line(own: str, code: str, line: int, tmp_path: Path) -> None:
    """The built-in theme stands in for one that cannot be used."""
    site, outcome = themed(tmp_path, own)
    assert code in codes(outcome)
    found = next(one for one in outcome.problems if one.code == code)
    assert found.where == Place("templates/wechat/themes/own.toml", line)
    assert "正文" in content(site)


def test_faint_text_is_told(tmp_path: Path) -> None:
    """Contrast is looked at in the light and after WeChat's dark mode."""
    _, outcome = themed(tmp_path, OWN.replace('soft = "#444"', 'soft = "#bbb"'))
    assert "wechat-theme-faint" in codes(outcome)
    _, outcome = themed(tmp_path, OWN.replace('soft = "#444"', 'soft = "#5b5b5b"'))
    assert "wechat-theme-faint-dark" in codes(outcome)


def test_an_unknown_theme_is_told_with_the_nearest(tmp_path: Path) -> None:
    """The names that there are stand in the message."""
    site, outcome = article(tmp_path, "醋。", config="wechat: {theme: vinegr}\n")
    assert codes(outcome) == ["unknown-wechat-theme"]
    assert outcome.problems[0].values["near"] == "vinegar"
    assert "醋" in content(site)


def test_a_broken_template_leaves_what_was_made(tmp_path: Path) -> None:
    """As with every template, nothing of the build is written, and the place is told."""
    site, _ = article(tmp_path, "醋。")
    before = site.output()
    site.write("templates/wechat/parts.html", "{% macro body(parts, page, words) %}{{ nothing.here }}{% endmacro %}")
    outcome = site.build()
    assert "broken-template" in codes(outcome)
    assert not outcome.completed
    assert site.output() == before


def test_an_article_that_opens_with_a_price_has_a_digest_all_the_same(tmp_path: Path) -> None:
    """The title where no text may be told alone, so that WeChat does not take the opening with its price."""
    site = Site(tmp_path)
    site.write("articles/a.md", "---\ntitle: 今天的醋\n---\n买它，:price{vinegar}。\n\n::product{vinegar}\n")
    assert site.build(now=NOW).completed
    (told,) = json.loads(site.read("wechat/a/article.json"))["articles"]
    assert told["digest"] == "今天的醋"
    assert '<meta name="description" content="今天的醋">' in site.read("web/articles/a/index.html")
