"""The web channel: what stands on pages, in the feed and in the files beside them."""

from __future__ import annotations

import json
import pickle
import sqlite3
import xml.etree.ElementTree as ET
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
import zxingcpp
from bs4 import BeautifulSoup, Tag
from PIL import Image
from sites import CONFIG, NOW, Site, codes

from contentshop.build import Options
from contentshop.channels.prices import PriceView
from contentshop.channels.web.containers import plain_text
from contentshop.channels.web.views import HtmlView, ImageView, LinkView
from contentshop.links import token
from contentshop.model import Html, Identity, Place
from contentshop.problems import fail

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
CATALOGUE = """\
- id: vinegar
  title: 老陈醋 <b>500ml</b>
  price: 39.90
  as_of: 2026-11-20
  reference_price: {amount: 59, kind: msrp, evidence: 瓶身标价, date: 2026-11-01}
  tags: [醋]
  specs: {总酸: 6.0 g}
  offers: [{shop: own, path: /p/vinegar}]
- id: noodles
  title: 拉面
  price: {amount: 2.50, currency: USD}
  as_of: 2026-11-19
  tags: [面]
  specs: {净重: 1 kg, 总酸: 无}
  offers: [{shop: mini, path: "pages/goods/detail?id=1024"}]
- id: flour
  title: 莜面
  price: 12.00
  as_of: 2026-11-18
  valid_until: 2026-11-20
  stock: out_of_stock
  offers: [{shop: own, path: /p/flour}]
  alternatives: [noodles]
- id: sauce
  title: 黄豆酱
  offers: [{shop: tao, item_id: "558812344321"}, {shop: own, path: /p/sauce}]
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site with a catalogue of four products."""
    made = Site(tmp_path)
    made.write("products/all.yaml", CATALOGUE)
    return made


def page(site: Site, path: str = "articles/a/index.html") -> BeautifulSoup:
    """Return a page of the site as a tree."""
    return BeautifulSoup(site.read(f"web/{path}"), "lxml")


def article(site: Site, body: str, head: str = "date: 2026-11-18") -> BeautifulSoup:
    """Build a site of one article and return its page."""
    site.write("articles/a.md", f"---\ntitle: 题\n{head}\n---\n\n{body}\n")
    outcome = site.build()
    assert set(codes(outcome)) <= {"price-ends"}
    return page(site)


def one(tree: Tag, selector: str) -> Tag:
    """Return the only element a selector finds."""
    found = tree.select(selector)
    assert len(found) == 1, f"{selector}: {len(found)}"
    return found[0]


def name_of(product: str, form: str, channel: str = "web", key: str = "") -> str:
    """Return the token of a placement in the article `a`."""
    return token(Identity("a", product, form, key, channel))  # type: ignore[arg-type]


def test_a_card_leads_to_the_shop_with_its_token(site: Site) -> None:
    """The button of a card carries source, medium, campaign and the token of that very placement."""
    tree = article(site, "::product{vinegar}")
    name = name_of("vinegar", "card")
    wanted = "https://shop.jinwei.test/p/vinegar?utm_source=jinwei.test&utm_medium=web&utm_campaign=a&utm_content="
    assert one(tree, ".card a.button")["href"] == wanted + name


def test_a_card_shows_the_catalogue_as_text(site: Site) -> None:
    """Markup in a title of the catalogue is shown, never obeyed."""
    tree = article(site, "::product{vinegar}")
    assert not tree.select(".card h3 b, .card h2 b")
    assert "老陈醋 <b>500ml</b>" in one(tree, ".card").get_text()


def test_a_price_stands_with_its_day_and_a_reference_with_its_label(site: Site) -> None:
    """Amount, day, reference price with kind and day: nothing of it stands alone."""
    text = one(article(site, "::product{vinegar}"), ".card").get_text(" ", strip=True)
    assert "¥39.90" in text
    assert "2026年11月20日" in text
    assert "厂商指导价" in text
    assert "¥59.00" in text
    assert "2026年11月1日" in text


def test_money_is_in_its_own_currency_and_the_pages_language(site: Site) -> None:
    """A price in dollars stays in dollars, written as the article's language writes it."""
    assert "US$2.50" in article(site, ":price{noodles}").get_text()
    assert "$2.50" in article(site, ":price{noodles}", "language: en").get_text()


def test_a_past_price_is_not_shown(site: Site) -> None:
    """After its last day a price has no amount on the page, not even hidden."""
    site.write("articles/a.md", "题\n===\n\n:price{flour}\n")
    site.build()
    assert "12.00" not in site.read("web/articles/a/index.html")
    assert "以店铺为准" in page(site).get_text()
    site.build(now=NOW.replace(day=20))
    assert "12.00" in site.read("web/articles/a/index.html")
    assert 'data-until="2026-11-21T00:00:00+08:00"' in site.read("web/articles/a/index.html")


def test_what_cannot_be_had_shows_why_and_what_instead(site: Site) -> None:
    """A card without a way to buy says so and shows the alternative's card."""
    tree = article(site, "::product{flour}")
    text = tree.get_text(" ")
    assert "暂时缺货" in text
    assert "拉面" in text
    assert "/p/flour" not in str(tree.select("a"))


def test_where_a_shop_does_not_open_everywhere_the_go_page_is_linked(site: Site) -> None:
    """A mini-program is reached by its go page, which knows what to do where."""
    tree = article(site, "::product{noodles}")
    assert one(tree, ".card a.button")["href"] == f"https://jinwei.test/go/{name_of('noodles', 'card')}/"


def test_the_first_shop_of_the_config_is_preferred(site: Site) -> None:
    """Between equally good carriers the order of shops in the config decides; the author may name one."""
    tree = article(site, "::product{sauce}\n\n::product{sauce offer=tao key=b}")
    first, second = tree.select(".card a.button")
    assert str(first["href"]).startswith("https://shop.jinwei.test/p/sauce?")
    assert second["href"] == f"https://jinwei.test/go/{name_of('sauce', 'card', key='b')}/"
    assert second["rel"] == ["sponsored", "nofollow", "noopener"]
    assert first["rel"] == ["noopener"]


def test_a_text_link_keeps_its_words(site: Site) -> None:
    """The label keeps its inline markup and gets the address; without a way to buy it is only text."""
    tree = article(site, "看[**老**陈醋](product:vinegar)和[莜面](product:flour)。")
    link = one(tree, "a[href*=utm_content]")
    assert str(link.decode_contents()) == "<strong>老</strong>陈醋"
    assert name_of("vinegar", "link") in str(link["href"])
    assert "莜面" in tree.get_text()
    assert "/p/flour" not in str(tree)


def test_only_prices_that_hold_in_the_sites_currency_are_sorted(site: Site) -> None:
    """Those past, in another currency or missing come last, by id, in both directions."""
    rows = (
        "a: 30",
        "b: 20",
        "c: 10, valid_until: 2026-11-20",
        "d: {amount: 15, currency: USD}",
        "e: 5, valid_until: 2026-11-21",
    )
    shop = "as_of: 2026-11-18, offers: [{shop: own, path: /x}]"
    items = (f"- {{id: {row[0]}, title: 商品{row[0]}, price: {row[3:]}, {shop}}}\n" for row in rows)
    site.write("products/all.yaml", "".join(items))
    orders = {}
    for sort in ("price", "-price"):
        tree = article(site, f":::products{{sort={sort}}}\n:::")
        orders[sort] = "".join(title.get_text()[-1] for title in tree.select(".text .card-title"))
    assert orders == {"price": "ebacd", "-price": "abecd"}


def test_tags_that_differ_in_signs_have_pages_of_their_own(site: Site) -> None:
    """C, C++ and C# are three; where two tags do share a page it is said, and case and blanks are no difference."""
    site.write("articles/a.md", "---\ntags: [C, C++, 'C#', '#醋', '好 吃']\n---\n# 甲\n")
    site.write("articles/b.md", "---\ntags: [c, 醋, '醋！', 好-吃]\n---\n# 乙\n")
    outcome = site.build()
    pages = {path.split("/")[2] for path in outcome.written if path.startswith("web/tags/")}
    assert pages == {"c", "c-plus-plus", "c-sharp", "醋", "好-吃"}
    told = [(one.where, one.values["tag"]) for one in outcome.problems if one.code == "same-tag-page"]
    assert told == [(Place("articles/b.md", 2, 7), "醋"), (Place("articles/b.md", 2, 7), "醋！")]


def test_a_comparison_has_a_row_for_each_spec(site: Site) -> None:
    """Products are columns; every spec any of them has is a row, in the order in which they come."""
    tree = article(site, ":::products{layout=compare}\n- vinegar\n- noodles\n:::")
    rows = [[cell.get_text(strip=True) for cell in row.select("th,td")] for row in tree.select("table tr")]
    assert ["总酸", "6.0 g", "无"] in rows
    assert ["净重", "", "1 kg"] in [[cell.replace("—", "").replace("–", "") for cell in row] for row in rows]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("tag=面", ["拉面"]),
        ("sort=-price limit=2", ["老陈醋 <b>500ml</b>", "莜面"]),
        ("sort=price limit=2", ["老陈醋 <b>500ml</b>", "莜面"]),
        ("sort=title limit=1", ["拉面"]),
    ],
)
def test_a_list_may_be_a_query(site: Site, query: str, titles: list[str]) -> None:
    """Products are picked by tag or category, sorted, and cut; those without a price come last."""
    tree = article(site, f":::products{{{query}}}\n:::")
    text = tree.get_text()
    places = [text.index(title) for title in titles]
    assert places == sorted(places)
    assert "黄豆酱" not in text


def test_a_query_that_fits_nothing_warns(site: Site) -> None:
    """An empty list is a warning at its place."""
    site.write("articles/a.md", "第一行\n\n:::products{tag=茶}\n:::\n")
    (found,) = site.build().problems
    assert (found.code, found.where.line, found.where.column) == ("query-without-products", 3, 1)  # type: ignore[union-attr]
    assert "第一行" in page(site).get_text()


class TestAdvertising:
    """The mark and the disclosure that the law asks for."""

    def test_an_article_with_a_way_to_buy_is_marked(self, site: Site) -> None:
        """“广告” stands near the top, on the card and on the home page."""
        tree = article(site, "[醋](product:vinegar)\n\n::product{vinegar}")
        assert "广告" in tree.get_text()
        assert "广告" in one(tree, ".card").get_text()
        assert tree.get_text().index("广告") < tree.get_text().index("老陈醋")
        assert "广告" in page(site, "index.html").get_text()
        assert "广告" in page(site, f"go/{name_of('vinegar', 'card')}/index.html").get_text()

    def test_an_article_without_one_is_not(self, site: Site) -> None:
        """Where nothing can be bought there is no mark."""
        assert "广告" not in article(site, "只有文字，:price{vinegar}").get_text()

    def test_the_line_stands_before_the_first_card(self, site: Site) -> None:
        """The author's words come before the first card, once."""
        site.write("config.yaml", (site.folder / "config.yaml").read_text() + "disclosure: {text: 有佣金哦}\n")
        text = article(site, "开头\n\n::product{vinegar}\n\n::product{noodles}").get_text()
        assert text.count("有佣金哦") == 1
        assert text.index("开头") < text.index("有佣金哦") < text.index("老陈醋")

    def test_switching_off_needs_a_reason(self, site: Site) -> None:
        """With a reason in the config neither mark nor line is shown."""
        site.write("config.yaml", (site.folder / "config.yaml").read_text() + "disclosure: {off: 内部站点}\n")
        assert "广告" not in article(site, "::product{vinegar}").get_text()
        assert "广告" not in site.read("web/feed.xml")


class TestCodes:
    """Codes and the go pages they lead to."""

    def test_every_card_has_its_own_code(self, site: Site) -> None:
        """The code's token is that of the card when it is scanned, and its file is there."""
        tree = article(site, "::product{vinegar}")
        name = name_of("vinegar", "card", "scan")
        assert {str(image["src"]) for image in tree.select(".card img[src*=codes]")} == {f"/codes/{name}.png"}
        assert (site.folder / f"build/web/codes/{name}.png").is_file()

    def test_an_article_has_a_share_code(self, site: Site) -> None:
        """It leads to a go page of its own, which leads to the article."""
        tree = article(site, "文字")
        name = token(Identity("a"))
        assert tree.select(f'img[src="/codes/{name}.png"]')
        assert "https://jinwei.test/articles/a/" in site.read(f"web/go/{name}/index.html")

    def test_the_same_code_asked_for_twice_is_one(self, site: Site) -> None:
        """`::qr` is the share code, however often it stands."""
        article(site, "::qr\n\n::qr")
        assert len(list((site.folder / "build/web/codes").iterdir())) == 1

    def test_a_direct_code_holds_the_shops_address(self, site: Site) -> None:
        """With `codes: direct` the code needs no go page, though there is one."""
        site.write("config.yaml", (site.folder / "config.yaml").read_text() + "codes: direct\n")
        article(site, "::qr{vinegar}")
        name = name_of("vinegar", "code", "scan")
        with Image.open(site.folder / f"build/web/codes/{name}.png") as image:
            (read,) = zxingcpp.read_barcodes(image)
        assert read.text.startswith("https://shop.jinwei.test/p/vinegar?utm_source=jinwei.test&utm_medium=scan")
        assert (site.folder / f"build/web/go/{name}/index.html").is_file()

    def test_a_long_address_is_not_put_into_a_code(self, site: Site) -> None:
        """With `codes: direct` it goes through its go page, which is said, and nothing else stops."""
        site.write("config.yaml", (site.folder / "config.yaml").read_text() + "codes: direct\n")
        long = "https://shop.jinwei.test/?q=" + "x" * 3000
        site.write("products/all.yaml", f"- {{id: tea, title: 茶, offers: [{{shop: own, url: '{long}'}}]}}\n")
        site.write("articles/a.md", "::product{tea}\n")
        outcome = site.build()
        assert codes(outcome) == ["long-address"]
        assert outcome.completed
        assert (site.folder / f"build/web/codes/{name_of('tea', 'card', 'scan')}.png").is_file()

    def test_a_code_once_printed_never_dies(self, site: Site) -> None:
        """The token of a placement that is gone keeps its go page: product, alternative, article, home."""
        article(site, "::product{vinegar}")
        name = name_of("vinegar", "card", "scan")
        go = f"web/go/{name}/index.html"
        before = site.read(go)
        site.write("articles/a.md", "# 题\n\n没有卡片了\n")
        assert not codes(site.build())
        assert site.read(go) == before
        site.write(
            "products/all.yaml",
            CATALOGUE.replace("stock: out", "stock: in").replace(
                "tags: [醋]", "stock: out_of_stock\n  alternatives: [sauce]"
            ),
        )
        site.build()
        assert "/p/sauce" in site.read(go)
        assert "老陈醋" in site.read(go)
        site.write("products/all.yaml", "- {id: sauce, title: 酱, offers: [{shop: own, path: /s}]}\n")
        site.build()
        assert "https://jinwei.test/articles/a/" in site.read(go)
        site.delete("articles/a.md")
        site.build()
        assert 'href="https://jinwei.test/"' in site.read(go)

    def test_go_pages_may_live_on_another_domain(self, site: Site) -> None:
        """Codes hold `go_base_url`, and the page refers to its picture by a relative address."""
        site.write("config.yaml", (site.folder / "config.yaml").read_text() + "go_base_url: https://go.test/x/\n")
        tree = article(site, "::product{noodles}")
        assert str(one(tree, ".card a.button")["href"]).startswith("https://go.test/x/go/")


class TestCarriers:
    """What carries a link where an address does not do."""

    KOULING = """\
- id: tea
  title: 茶
  offers:
    - {shop: tao, item_id: "558812344321", kouling: {text: "8￥<b>CZ0001￥", expires: 2026-11-30}}
"""

    @pytest.mark.parametrize(
        ("choice", "day", "shown"),
        [
            ("channels: {scan: {kouling: true}}", 21, True),
            ("channels: {scan: {kouling: false}}", 21, False),
            ("channels: {web: {kouling: true}}", 21, False),
            ("channels: {scan: {kouling: true}}\npolicy: [{channel: scan, kind: taobao, carriers: [url]}]", 21, False),
            ("channels: {scan: {kouling: true}}", 31, False),
        ],
    )
    def test_a_kouling_needs_policy_author_and_time(self, site: Site, choice: str, day: int, *, shown: bool) -> None:
        """It stands on the go page of a token whose channel may show it, until its last day, as text."""
        site.write("config.yaml", (site.folder / "config.yaml").read_text() + choice + "\n")
        site.write("products/all.yaml", self.KOULING)
        site.write("articles/a.md", "::qr{tea}\n")
        site.build(now=NOW.replace(month=12, day=1) if day == 31 else NOW)
        tree = page(site, f"go/{name_of('tea', 'code', 'scan')}/index.html")
        assert [area.get_text() for area in tree.select("textarea")] == ["8￥<b>CZ0001￥"] * shown
        assert bool(tree.select('[data-gone="2026-12-01T00:00:00+08:00"]')) == shown

    def test_a_code_alone_needs_no_button(self, site: Site) -> None:
        """Where the policy has only a code, the card shows the code and nothing to press."""
        row = "policy: [{channel: web, kind: web, carriers: [code]}]\n"
        site.write("config.yaml", (site.folder / "config.yaml").read_text() + row)
        tree = article(site, "::product{vinegar}")
        card = one(tree, ".card")
        assert card.select("img[src*=codes]")
        assert not card.select("a.button")

    def test_choices_without_effect_are_said(self, site: Site) -> None:
        """A channel that cannot be switched off is a warning at its place."""
        choices = "channels:\n  wechat: {enabled: false}\n  web: {enabled: false}\n"
        site.write("config.yaml", (site.folder / "config.yaml").read_text() + choices)
        found = site.build().problems
        assert [(one.code, one.where.line) for one in found] == [  # type: ignore[union-attr]
            ("channel-without-effect", 10),
        ]


class TestAddresses:
    """Addresses last, and everything is found under the site's own path."""

    def test_a_site_may_lie_under_a_path(self, site: Site) -> None:
        """With a path in base_url every link inside the site begins with it."""
        site.write(
            "config.yaml", (site.folder / "config.yaml").read_text().replace("jinwei.test/\n", "jinwei.test/blog\n")
        )
        site.write("images/a.png", (Path(__file__).parent.parent / "images/avatar.png").read_bytes())
        tree = article(site, "::product{vinegar}\n\n![图](images/a.png)", "tags: [吃]")
        inside = [str(tag.get("href") or tag.get("src")) for tag in tree.select("[href],[src]")]
        assert [link for link in inside if link.startswith("/") and not link.startswith("/blog/")] == []
        assert one(tree, 'link[rel="canonical"]')["href"] == "https://jinwei.test/blog/articles/a/"

    def test_chinese_addresses_are_percent_encoded_in_links_and_plain_on_disk(self, site: Site) -> None:
        """The file is written in Chinese, the link in ASCII."""
        site.write("articles/醋.md", "---\ntags: [好 吃]\n---\n\n字\n")
        site.build()
        assert (site.folder / "build/web/articles/醋/index.html").is_file()
        assert (site.folder / "build/web/tags/好-吃/index.html").is_file()
        assert page(site, "index.html").select('a[href="/articles/%E9%86%8B/"]')

    def test_old_addresses_lead_to_the_new_one(self, site: Site) -> None:
        """An alias is a page that moves on, and a line for hosts that redirect."""
        article(site, "字", "aliases: [/old/post/, /2019/x.html]")
        for path in ("old/post/index.html", "2019/x.html"):
            assert 'url=https://jinwei.test/articles/a/"' in site.read(f"web/{path}")
        assert "/old/post/ /articles/a/ 301\n" in site.read("web/_redirects")

    def test_only_what_opens_everywhere_is_redirected_by_the_host(self, site: Site) -> None:
        """A mini-program's go page must be seen; a web shop's may be skipped."""
        article(site, "::product{vinegar}\n\n::product{noodles}")
        lines = site.read("web/_redirects")
        assert f"/go/{name_of('vinegar', 'card')}/ https://shop.jinwei.test/p/vinegar?" in lines
        assert name_of("noodles", "card") not in lines

    def test_articles_link_to_each_other_by_file(self, site: Site) -> None:
        """A link to a file becomes a link to its page, with its anchor."""
        site.write("articles/2026-11-01-b.md", "# 乙\n\n## 小 标题\n")
        tree = article(site, "[乙](2026-11-01-b.md#小-标题) [标签](/tags/x/) [主页](/)", "tags: [x]")
        links = [str(link["href"]) for link in tree.select("article a, main a")]
        assert "/articles/b/#小-标题" in links or "/articles/b/#%E5%B0%8F-%E6%A0%87%E9%A2%98" in links
        assert "/tags/x/" in links


class TestMachines:
    """What search engines and feed readers get."""

    def test_the_feed_has_the_full_text_with_absolute_addresses(self, site: Site) -> None:
        """Atom, newest first, cards plain, ids of footnotes unique."""
        site.write("articles/b.md", "---\ndate: 2026-11-19\n---\n# 乙\n\n字[^1]\n\n[^1]: 注\n")
        article(site, "::product{vinegar}\n\n字[^1]\n\n[^1]: 注")
        root = ET.fromstring(site.read("web/feed.xml"))
        entries = root.findall(f"{ATOM}entry")
        assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["乙", "题"]
        body = BeautifulSoup(entries[1].findtext(f"{ATOM}content") or "", "lxml")
        assert name_of("vinegar", "card", "feed") in str(one(body, "a[href*=utm_content]")["href"])
        both = BeautifulSoup("".join(entry.findtext(f"{ATOM}content") or "" for entry in entries), "lxml")
        ids = [str(tag["id"]) for tag in both.select("[id]")]
        assert len(ids) == len(set(ids)) > 0
        assert all(str(tag["href"])[1:] in ids for tag in both.select('a[href^="#"]'))

    def test_the_feed_is_xml_whatever_an_article_holds(self, site: Site) -> None:
        """Characters that XML cannot hold are left out of it."""
        article(site, "甲\x0b乙\x1b&丙\uffff")
        body = ET.fromstring(site.read("web/feed.xml")).findtext(f".//{ATOM}content") or ""
        assert "甲乙&amp;丙" in body

    def test_undated_articles_come_last_and_are_in_no_feed(self, site: Site) -> None:
        """An article without a date is listed, after all others."""
        site.write("articles/z.md", "# 没有日期\n\n字\n")
        article(site, "字")
        text = page(site, "index.html").get_text()
        assert text.index("题") < text.index("没有日期")
        assert "没有日期" not in site.read("web/feed.xml")

    def test_the_sitemap_names_every_page_for_readers(self, site: Site) -> None:
        """Home, articles, tags, with the day of the last change; no go pages."""
        article(site, "::product{vinegar}", "date: 2026-11-18\nupdated: 2026-11-20\ntags: [吃]")
        root = ET.fromstring(site.read("web/sitemap.xml"))
        found = {url.findtext(f"{SITEMAP}loc"): url.findtext(f"{SITEMAP}lastmod") for url in root}
        assert found["https://jinwei.test/articles/a/"] == "2026-11-20"
        assert "https://jinwei.test/tags/%E5%90%83/" in found
        assert not any("/go/" in str(address) for address in found)
        assert "https://jinwei.test/sitemap.xml" in site.read("web/robots.txt")

    def test_an_article_describes_itself(self, site: Site) -> None:
        """JSON-LD and OpenGraph hold title, dates and picture, and cannot end their element early."""
        site.write("images/a.png", (Path(__file__).parent.parent / "images/avatar.png").read_bytes())
        site.write("articles/a.md", '---\ntitle: "</script><b>题"\ndate: 2026-11-18\ncover: images/a.png\n---\n字。\n')
        site.build()
        tree = page(site)
        facts = json.loads(one(tree, 'script[type="application/ld+json"]').get_text())["@graph"][0]
        assert facts["headline"] == "</script><b>题"
        assert facts["datePublished"] == "2026-11-18T00:00:00+08:00"
        assert str(facts["image"]).startswith("https://jinwei.test/media/a-")
        assert one(tree, 'meta[property="og:title"]')["content"] == "</script><b>题"
        assert one(tree, 'meta[property="og:image"]')["content"] == facts["image"]

    def test_pictures_have_their_size(self, site: Site) -> None:
        """Width and height are set, so that the page does not jump; the address leads to a file of that size."""
        data = (Path(__file__).parent.parent / "images/avatar.png").read_bytes()
        site.write("images/a b.png", data)
        tree = article(site, "![头像](<../images/a b.png> '提示')")
        image = one(tree, 'img[alt="头像"]')
        assert (image["width"], image["height"]) == ("240", "240")
        with Image.open(site.folder / "build/web" / str(image["src"]).lstrip("/")) as made:
            assert (made.format, made.size) == ("WEBP", (240, 240))


class TestPublishing:
    """Drafts, scheduled articles and what is pinned."""

    def test_drafts_and_scheduled_articles_wait(self, site: Site) -> None:
        """They are in the preview, marked, and not in the site."""
        site.write("articles/d.md", "---\ndraft: true\n---\n# 草稿\n")
        site.write("articles/f.md", "---\ndate: 2026-12-01\n---\n# 以后\n")
        site.build()
        assert sorted(path.name for path in (site.folder / "build/web").iterdir() if path.name == "articles") == []
        site.build(Options(now=NOW, jobs=1, drafts=True, future=True))
        preview = site.folder / ".contentshop/preview/web/articles"
        assert sorted(path.name for path in preview.iterdir()) == ["d", "f"]
        site.build(now=NOW.replace(month=12, day=2))
        assert (site.folder / "build/web/articles/f/index.html").is_file()

    def test_a_pinned_article_stands_first(self, site: Site) -> None:
        """Pinned before newer ones, and once only."""
        site.write("articles/b.md", "---\ndate: 2026-11-01\npinned: true\n---\n# 置顶的\n")
        article(site, "字")
        text = page(site, "index.html").select_one("main")
        assert text is not None
        assert text.get_text().index("置顶的") < text.get_text().index("题")
        assert text.get_text().count("置顶的") == 1

    @pytest.mark.parametrize("clash", ["404.html", "index.html", "articles", "FEED.xml", "articles/A/index.html"])
    def test_a_static_file_never_takes_the_place_of_a_page(self, site: Site, clash: str) -> None:
        """A clash is told at the static file, and the site's own page is written."""
        article(site, "字")
        before = site.output()
        site.write(f"static/{clash}", "mine")
        (found,) = site.build().problems
        assert (found.code, found.where.file) == ("duplicate-output", f"static/{clash}")  # type: ignore[union-attr]
        assert site.output() == before

    def test_static_files_are_copied_as_they_are(self, site: Site) -> None:
        """Also hidden ones and those that platforms ask for."""
        for name in ("CNAME", ".nojekyll", "MP_verify_abc.txt", "deep/x.bin"):
            site.write(f"static/{name}", b"\x00" + name.encode())
        site.build()
        assert (site.folder / "build/web/deep/x.bin").read_bytes() == b"\x00deep/x.bin"
        assert (site.folder / "build/web/.nojekyll").is_file()


class TestOddities:
    """What authors write by mistake costs no other page, no token and no build."""

    @pytest.mark.parametrize("tag", ["..", ".", "~", "CON", "🫖", "长" * 100, "a/../../b"])
    def test_any_tag_has_a_page_of_its_own(self, site: Site, tag: str) -> None:
        """Whatever its name, below `tags/` and nowhere else."""
        article(site, "字", f"tags: ['{tag}']")
        assert "题" in page(site, "index.html").get_text()
        (folder,) = (site.folder / "build/web/tags").iterdir()
        assert folder.is_dir()

    def test_one_code_cannot_lead_to_two_shops(self, site: Site) -> None:
        """Two cards of a product for different shops need a key; with one, each keeps its own."""
        cards = "::product{sauce offer=own}\n\n::product{sauce offer=tao%s}\n"
        site.write("articles/a.md", cards % "")
        (found,) = site.build().problems
        assert (found.code, found.where.line) == ("offer-needs-key", 3)  # type: ignore[union-attr]
        site.write("articles/a.md", cards % " key=b")
        assert not site.build().problems

    def test_an_alias_changes_no_tokens(self, site: Site) -> None:
        """An article that tokens know by its slug keeps its id when it takes over another's old address."""
        site.write("articles/a.md", "# 甲\n\n::product{vinegar}\n")
        site.build()
        before = (site.folder / "ledger.csv").read_bytes()
        site.write("articles/a.md", "---\naliases: [/articles/b/]\n---\n# 甲\n\n::product{vinegar}\n")
        assert not site.build().problems
        assert (site.folder / "ledger.csv").read_bytes() == before

    @pytest.mark.parametrize("alias", ["/", "", "/../x/", "https://old.test/x", "/old.php?id=3", "/x/*", "x" * 300])
    def test_an_alias_is_a_path_of_this_site(self, site: Site, alias: str) -> None:
        """Anything else is told at its place."""
        site.write("articles/a.md", f"---\ntitle: 题\naliases: [/ok/, '{alias}']\n---\n字\n")
        (found,) = site.build().problems
        assert (found.code, found.where.line, found.where.column) == ("wrong-alias", 3, 17)  # type: ignore[union-attr]

    def test_an_alias_takes_no_page_of_the_site(self, site: Site) -> None:
        """The home page and the feed stay what they are."""
        article(site, "字")
        before = site.read("web/index.html")
        site.write("articles/b.md", "---\naliases: [index.html, feed.xml]\n---\n乙\n")
        assert codes(site.build()) == ["duplicate-output", "duplicate-output"]
        assert "<feed" in site.read("web/feed.xml")
        assert "url=" not in site.read("web/index.html")
        assert before != site.read("web/index.html")

    def test_a_clean_build_keeps_what_is_wrong_now(self, site: Site) -> None:
        """`--clean` makes all anew, and a failed article stays as it last was."""
        article(site, "字")
        before = site.read("web/articles/a/index.html")
        site.write("articles/a.md", "---\ndate: never\n---\n")
        site.build(clean=True)
        assert site.read("web/articles/a/index.html") == before

    @pytest.mark.parametrize("off", ["false", "no", "' '"])
    def test_the_mark_is_not_switched_off_by_a_word(self, site: Site, off: str) -> None:
        """A reason is asked for, in words."""
        site.write("config.yaml", (site.folder / "config.yaml").read_text() + f"disclosure: {{off: {off}}}\n")
        assert codes(site.build()) == ["wrong-form"]

    def test_a_reference_price_of_another_currency_is_not_shown(self, site: Site) -> None:
        """It would compare yuan with dollars."""
        text = CATALOGUE.replace(
            "{shop: own, path: /p/vinegar}",
            "{shop: own, path: /v, price: {amount: 5.5, currency: USD}, as_of: 2026-11-20}",
        )
        site.write("products/all.yaml", text)
        tree = article(site, "::product{vinegar}")
        assert "US$5.50" in tree.get_text()
        assert "59" not in one(tree, ".card").get_text()

    def test_a_price_in_a_heading_is_not_in_the_contents(self, site: Site) -> None:
        """There it could not be hidden in time."""
        tree = article(site, "## 一 :price{vinegar}\n\n## 二\n\n## 三\n")
        assert "¥" not in one(tree, "nav.toc-side").get_text()

    def test_an_output_among_the_sources_is_refused(self, site: Site) -> None:
        """It would be copied into itself, more with every build."""
        site.write("static/a.txt", "a")
        assert codes(site.build(output=str(site.folder / "static/out"))) == ["output-in-sources"]

    def test_an_edited_extension_makes_documents_anew(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        """What a named extension does is part of what a document depends on."""
        monkeypatch.syspath_prepend(str(site.folder))
        code = "from markdown.extensions.sane_lists import makeExtension\n"
        site.write("own_extension.py", code)
        site.write("config.yaml", (site.folder / "config.yaml").read_text() + "markup: {extensions: [own_extension]}\n")
        article(site, "字")
        store = next((site.folder / ".contentshop").glob("build.sqlite3"))
        before = store.stat().st_size
        rows = documents(store)
        site.write("own_extension.py", code + "# edited\n")
        site.build()
        assert documents(store) > rows
        assert before

    def test_problems_cross_processes(self) -> None:
        """An error raised in a worker arrives whole."""
        error = pickle.loads(pickle.dumps(fail("unknown-product", id="x")))
        assert error.problem.values == {"id": "x"}

    def test_a_remote_picture_may_be_written_in_any_case(self, site: Site) -> None:
        """A scheme in capitals is a scheme."""
        assert (
            one(article(site, "![x](HTTPS://pictures.test/x.png)"), 'img[alt="x"]')["src"]
            == "HTTPS://pictures.test/x.png"
        )

    def test_templates_reach_nothing_of_python(self, site: Site) -> None:
        """Only the view model, the words and pure filters."""
        site.write("templates/web/group.html", "{{ cycler.__init__.__globals__ }}")
        site.write("articles/a.md", "---\ntags: [x]\n---\n字\n")
        assert codes(site.build()) == ["broken-template"]


def documents(store: Path) -> int:
    """Return how many results of steps a store remembers."""
    with closing(sqlite3.connect(store)) as connection:
        found: int = connection.execute("SELECT count(*) FROM memo").fetchone()[0]
        return found


def test_a_go_page_that_opens_an_app_has_a_code_for_the_phone(tmp_path: Path) -> None:
    """A desktop has no mini-program: the page's own address stands there to be scanned, and nowhere else."""
    site = Site(
        tmp_path,
        """
-- products/mini.yaml --
- id: mini
  title: 小程序里的醋
  price: 1
  as_of: 2026-11-20
  offers: [{shop: mini, path: "pages/g?id=1", links: {web: "weixin://dl/business/?t=abc"}}]
-- articles/a.md --
::product{mini}

::product{vinegar}
""",
    )
    site.build()
    mini, vinegar = (token(Identity("a", name, "card", "", "web")) for name in ("mini", "vinegar"))
    shown = page(site, f"go/{mini}/index.html")
    assert shown.select_one("figure img")["src"] == f"../../codes/{mini}.png"  # type: ignore[index]
    image = Image.open(tmp_path / f"build/web/codes/{mini}.png")
    assert zxingcpp.read_barcodes(image.convert("L"))[0].text == f"https://jinwei.test/go/{mini}/"
    assert not page(site, f"go/{vinegar}/index.html").select("figure")


VERDICT = ":::verdict{vinegar badge=top-pick rating=4.5 key=v}\n+ **香** <b>&amp;</b>\n- 贵\n> 你\n:::"


def test_a_verdict_sells_like_a_card(site: Site) -> None:
    """It has the mark, the price with its day, a button with its own token, and makes the page an advertisement."""
    site.write("config.yaml", CONFIG + "disclosure: {text: 我们有佣金。}\n")
    tree = article(site, f"::product{{vinegar}}\n\n{VERDICT}")
    box = one(tree, ".verdict")
    assert str(one(box, "a.button")["href"]).endswith(name_of("vinegar", "card", key="v"))
    assert name_of("vinegar", "card", key="v") != name_of("vinegar", "card")
    text = box.get_text(" ", strip=True)
    for shown in ("广告", "我们的选择", "老陈醋 <b>500ml</b>", "4.5 / 5", "¥39.90", "2026年11月20日", "适合 你"):
        assert shown in text
    assert one(box, ".stars")["style"] == "--full:90%"
    assert [[str(note) for note in notes("li")] for notes in box.select("ul")] == [
        ["<li><strong>香</strong> <b>&amp;</b></li>"],
        ["<li>贵</li>"],
    ]
    alone = article(site, VERDICT)
    assert one(alone, ".ad-page")
    assert one(alone, ".disclosure").find_next_sibling() == one(alone, ".verdict")


def test_a_verdict_without_rating_badge_or_shop(site: Site) -> None:
    """What the author left out is not shown; what cannot be had says why and shows the alternative."""
    box = one(article(site, ":::verdict{flour}\n- 贵\n:::"), ".verdict")
    assert not box.select(".stars, .badge, .pros, a.button[href*='/p/flour']")
    assert "暂时缺货" in box.get_text()
    assert "拉面" in one(box, ".alternative").get_text()


def test_a_verdict_and_a_card_that_asks_for_a_shop_need_a_key(site: Site) -> None:
    """They would share one token, although they lead to different shops."""
    site.write("articles/a.md", "::product{sauce offer=own}\n\n:::verdict{sauce}\n+ 香\n:::\n")
    assert codes(site.build()) == ["offer-needs-key"]


def test_a_quotation_shows_its_source_and_never_its_consent(site: Site) -> None:
    """An address is a link named by its host; how the speaker agreed stands nowhere in the output."""
    quoted = ':::quote{{from="老王" source="{}" date=2026-11-02 consent="当面签字"}}\n好。\n:::'
    tree = article(site, quoted.format("https://a.test/x?b=1&c=2") + "\n\n" + quoted.format("录音 <b>"))
    [linked, told] = tree.select("figure.quote")
    assert one(linked, "a")["href"] == "https://a.test/x?b=1&c=2"
    assert linked.get_text(" ", strip=True) == "好。 老王 2026年11月2日 出处：a.test"
    assert told.get_text(" ", strip=True) == "好。 老王 2026年11月2日 出处：录音 <b>"
    assert not any("当面签字".encode() in data for data in site.output().values())


def test_questions_have_anchors_and_full_answers(site: Site) -> None:
    """They stand open on the page; other articles link to them; a product inside an answer is disclosed before."""
    site.write("config.yaml", CONFIG + "disclosure: {text: 我们有佣金。}\n")
    site.write("articles/b.md", "# 别篇\n\n[看](a.md#能放多久)\n")
    Image.new("L", (8, 8)).save(site.folder / "a.png")
    tree = article(site, "字\n\n::::faq\n### 能放多久？\n\n![图](/a.png)\n\n::product{vinegar}\n::::")
    faq = one(tree, ".faq")
    assert one(faq, "h3#能放多久").get_text() == "能放多久？"
    assert one(faq, "img[alt=图]")
    assert faq.select(".card")
    assert not tree.select("nav a[href='#能放多久']")
    assert one(tree, ".disclosure").find_next_sibling() == faq


def test_only_pages_with_verdicts_have_their_styles(site: Site) -> None:
    """Other articles load no byte of them."""
    assert article(site, VERDICT).select("link[href*='/assets/verdicts-']")
    assert not article(site, "::product{vinegar}").select("link[href*='/assets/verdicts-']")


def test_only_pages_with_code_have_its_styles(site: Site) -> None:
    """Wherever on the page it stands."""
    assert article(site, ":::faq\n### 问\n\n```\nx\n```\n:::").select("link[href*='/assets/code-']")
    assert not article(site, "`x`").select("link[href*='/assets/code-']")


def test_the_feed_says_what_containers_say(site: Site) -> None:
    """Verdicts, words and questions are plain HTML there, without ids and classes."""
    quoted = ':::quote{from="老王" source="https://a.test/x" consent="当面签字"}\n好。\n:::'
    article(site, f"{VERDICT}\n\n{quoted}\n\n:::faq\n### 多久？\n\n三年，:price{{vinegar}}。\n:::")
    content = ET.fromstring(site.read("web/feed.xml")).findtext(f"{ATOM}entry/{ATOM}content") or ""
    wanted = (
        "我们的选择",
        "4.5 / 5",
        "<li>贵</li>",
        "https://a.test/x",
        "<h3>多久？</h3>",
        "¥39.90（2026年11月20日价）",
    )
    for shown in wanted:
        assert shown in content
    assert "class=" not in content
    assert "当面签字" not in content


def test_a_wrong_product_inside_a_container_is_told_where_it_stands(site: Site) -> None:
    """With the line of the article's file."""
    site.write("articles/a.md", "::::faq\n### 问\n\n答\n\n:::verdict{vinegr}\n+ 好 :price{noodls}\n:::\n::::\n")
    places = [(one.code, one.where.line) for one in site.build().problems]  # type: ignore[union-attr]
    assert places == [("unknown-product", 6)]


def test_what_parts_say_as_plain_text() -> None:
    """Without markup, scripts and codes; a price with its days, of a card the product's name."""
    price = PriceView("¥1", current=True, as_of="今天", as_of_iso="", until="明天")
    link = LinkView("/x", "", "题", (HtmlView(Html("<b>看</b>")), ImageView("/i.png", "图")))
    parts = (HtmlView(Html("<p>甲 &amp; 乙<br>丙<script>x</script> ")), link, price, HtmlView(Html("</p>")))
    assert plain_text(parts) == "甲 & 乙 丙 看图¥1 (今天 – 明天)"
    card = msgspec.structs.replace(price, current=False, text="")
    assert plain_text((card,)) == ""


def test_a_held_article_names_the_codes_of_its_go_pages(tmp_path: Path) -> None:
    """Whoever holds an article's files holds the code that stands on its go page too."""
    mini = '[{shop: mini, path: "pages/g?id=1", links: {web: "weixin://dl/business/?t=abc"}}]'
    site = Site(tmp_path, "\n-- articles/a.md --\n[醋](product:mini)\n")
    site.write("products/mini.yaml", f"- id: mini\n  title: 醋\n  price: 1\n  as_of: 2026-11-20\n  offers: {mini}\n")
    site.build()
    code = f"web/codes/{token(Identity('a', 'mini', 'link', '', 'web'))}.png"
    assert code in site.output()
    site.write("articles/a.md", "---\ntitle: [\n---\n")
    site.build()
    assert code in site.output()
    with closing(sqlite3.connect(tmp_path / ".contentshop/build.sqlite3")) as store:
        rows = store.execute("SELECT value FROM kept").fetchall()
    (kept,) = (one for (value,) in rows if (one := msgspec.msgpack.decode(value)).get("file"))
    assert code in kept["paths"]
