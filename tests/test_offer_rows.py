"""`::offers` and `::alternatives`: where one product is sold, and what can be had in its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from sites import Site, codes

from contentshop.links import token
from contentshop.model import Identity

CATALOGUE = """\
- id: vinegar
  title: 老陈醋 <b>
  price: 39.90
  as_of: 2026-11-20
  reference_price: {amount: 59, kind: msrp, evidence: 瓶身标价, date: 2026-11-01}
  offers:
    - {shop: tao, item_id: "558812344321", price: 41.90, as_of: 2026-11-19}
    - {shop: mini, path: "pages/goods/detail?id=1024", stock: preorder}
    - {shop: own, path: /p/vinegar}
  alternatives: [noodles, flour, bare]
- id: noodles
  title: 拉面
  price: 9.90
  as_of: 2026-11-20
  offers: [{shop: own, path: /p/noodles, stock: out_of_stock}, {shop: tao, item_id: "123"}]
- {id: flour, title: 莜面, stock: out_of_stock, offers: [{shop: own, path: /p/flour}], alternatives: [vinegar]}
- {id: bare, title: 样品}
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site with products at several shops."""
    made = Site(tmp_path)
    made.write("products/all.yaml", CATALOGUE)
    return made


def article(site: Site, body: str) -> Tag:
    """Build a site of one article and return its page."""
    site.write("articles/a.md", f"---\ntitle: 题\ndate: 2026-11-18\n---\n\n{body}\n")
    assert not codes(site.build())
    return BeautifulSoup(site.read("web/articles/a/index.html"), "lxml")


def name_of(product: str, key: str, channel: str = "web", form: str = "offers") -> str:
    """Return the token of a row of the article `a`."""
    return token(Identity("a", product, form, key, channel))  # type: ignore[arg-type]


def rows(tree: Tag) -> list[str]:
    """Return the rows as text."""
    return [one.get_text(" ", strip=True) for one in tree.select(".offers li")]


def test_each_shop_has_a_row_in_the_order_of_preference(site: Site) -> None:
    """Its name, the price there with its day, where it opens, a button; the cheapest is marked only if it is one."""
    tree = article(site, "::offers{vinegar}")
    assert rows(tree) == [
        "官网 ¥39.90 微信和浏览器里都能打开 去购买",
        "小程序 预售 ¥39.90 从浏览器打开微信小程序 去购买",
        "淘宝店 ¥41.90 2026年11月19日价 在浏览器或淘宝 App 里打开 去购买",
    ]
    assert tree.select(".offers > .price")[0].get_text(strip=True) == "没有另注日期的，都是2026年11月20日价"
    assert "老陈醋 <b>" in tree.select(".offers")[0].get_text()
    assert "59" not in tree.select(".offers")[0].get_text()


def test_the_cheapest_is_marked_beside_its_price(site: Site) -> None:
    """So that the mark goes with the price when a page built earlier hides that."""
    site.write("products/all.yaml", CATALOGUE.replace("price: 41.90", "price: 35.00, valid_until: 2026-12-01"))
    tree = article(site, "::offers{vinegar}")
    (mark,) = tree.select(".offers .price .badge")
    price = mark.find_parent(class_="price")
    assert price is not None
    assert "¥35.00" in price.get_text()
    assert price["data-until"] == "2026-12-02T00:00:00+08:00"


def test_what_cannot_be_had_comes_last_with_the_reason(site: Site) -> None:
    """Without price and button."""
    assert rows(article(site, "::offers{noodles}")) == [
        "淘宝店 ¥9.90 2026年11月20日价 在浏览器或淘宝 App 里打开 去购买",
        "官网 暂时缺货",
    ]


def test_a_row_is_a_placement_of_its_own(site: Site) -> None:
    """Its key is the shop, after the author's own key; the token rides to that shop."""
    tree = article(site, "::offers{vinegar}\n\n::offers{vinegar key=end}")
    hrefs = [str(one["href"]) for one in tree.select(".offers a.button")]
    assert hrefs[0].endswith(f"utm_content={name_of('vinegar', 'own')}")
    assert hrefs[3].endswith(f"utm_content={name_of('vinegar', 'end/own')}")
    assert f"https://jinwei.test/go/{name_of('vinegar', 'tao')}/" in hrefs
    assert f"https://jinwei.test/go/{name_of('vinegar', 'end/mini')}/" in hrefs
    assert "item.taobao.com" in site.read(f"web/go/{name_of('vinegar', 'tao')}/index.html")


def test_a_row_leads_to_its_shop_after_its_placement_is_gone(site: Site) -> None:
    """A token in the ledger goes to the shop it was made for, or to another one that has the product."""
    article(site, "::offers{vinegar}")
    article(site, "没有了。")
    page = f"web/go/{name_of('vinegar', 'tao')}/index.html"
    assert "item.taobao.com" in site.read(page)
    site.write("products/all.yaml", CATALOGUE.replace("price: 41.90, as_of: 2026-11-19}", "stock: out_of_stock}"))
    site.build()
    assert "https://shop.jinwei.test/p/vinegar" in site.read(page)


def test_shops_are_marked_and_disclosed_as_advertisements(site: Site) -> None:
    """They sell: the page has the mark and the line before the first of them; a list without a way to buy has none."""
    site.write("config.yaml", (site.folder / "config.yaml").read_text("utf-8") + "disclosure: {text: 有佣金}\n")
    tree = article(site, "字\n\n::offers{vinegar}")
    assert tree.select(".offers .ad")
    assert tree.select(".ad-page")
    (line,) = tree.select(".disclosure")
    following = line.find_next_sibling()
    assert following is not None
    assert "offers" in following["class"]
    assert not article(site, "::offers{flour}").select(".ad-page")


def test_only_pages_that_show_shops_link_their_styles(site: Site) -> None:
    """The file with the styles of blocks is not on other pages."""
    assert "blocks-" in str(article(site, "::offers{vinegar}").head)
    assert "blocks-" not in str(article(site, "::alternatives{vinegar}").head)


def test_the_feed_lists_shops_plainly(site: Site) -> None:
    """With its own tokens, dated prices and links, without what would have to be taken back."""
    article(site, "::offers{vinegar}")
    feed = site.read("web/feed.xml")
    assert name_of("vinegar", "own", "feed") in feed
    assert "¥41.90（2026年11月19日价）" in feed
    assert "价低" not in feed


def test_alternatives_that_can_be_had_are_a_list(site: Site) -> None:
    """Compact cards under a line that says instead of what; the rest is passed over."""
    tree = article(site, "::alternatives{vinegar key=x}")
    assert [one.get_text() for one in tree.select(".products-list .card-title")] == ["拉面"]
    assert "除了老陈醋 <b>，还可以看看：" in tree.select(".text")[0].get_text()
    assert f"/go/{name_of('noodles', 'x', form='list')}/" in str(tree.select(".products-list a.button")[0]["href"])
    assert "除了老陈醋 &amp;lt;b&amp;gt;，还可以看看：" in site.read("web/feed.xml")


@pytest.mark.parametrize(
    ("body", "code"), [("::offers{bare}", "nothing-on-offer"), ("::alternatives{noodles}", "no-alternatives")]
)
def test_nothing_to_show_is_told_with_its_place(site: Site, body: str, code: str) -> None:
    """A warning: the page is built without it."""
    site.write("articles/a.md", f"# 题\n\n{body}\n")
    (found,) = site.build().problems
    assert (found.code, found.where.line, found.where.column) == (code, 3, 1)  # type: ignore[union-attr]
    assert "products-list" not in site.read("web/articles/a/index.html")


def test_an_unknown_product_is_an_error_with_the_nearest_name(site: Site) -> None:
    """For both, at the directive."""
    site.write("articles/a.md", "# 题\n\n::offers{vinegr}\n\n::alternatives{noodle}\n")
    found = site.build().problems
    assert [(one.code, one.values["near"]) for one in found] == [
        ("unknown-product", "vinegar"),
        ("unknown-product", "noodles"),
    ]


def test_a_page_follows_the_catalogue(site: Site) -> None:
    """A price, a stock or a shop that changes anywhere in the rows is a page that is written anew."""
    article(site, "::offers{vinegar}\n\n::alternatives{vinegar}")
    page = "web/articles/a/index.html"
    site.write("products/all.yaml", CATALOGUE.replace("41.90", "42.00"))
    assert page in site.build().written
    site.write("products/all.yaml", CATALOGUE.replace("title: 拉面", "title: 刀削面"))
    assert page in site.build().written


@pytest.mark.parametrize("order", [("noodles offer=tao", "soldout"), ("soldout", "noodles offer=tao")])
def test_a_stand_in_takes_no_shop_from_a_card(site: Site, order: tuple[str, str]) -> None:
    """The go page of a card leads to the shop its author asked for, though the product stands in for another too."""
    more = "  offers: [{shop: own, path: /p/noodles}, {shop: tao, item_id: '123'}]\n"
    sold_out = "- {id: soldout, title: 无, offers: [], alternatives: [noodles]}\n"
    site.write("products/all.yaml", f"- id: noodles\n  title: 拉面\n{more}{sold_out}")
    site.write("articles/a.md", "\n\n".join(f"::product{{{one}}}" for one in order))
    assert not codes(site.build())
    for channel in ("web", "scan"):
        name = token(Identity(article="a", product="noodles", form="card", channel=channel))  # type: ignore[arg-type]
        assert 'data-target="https://item.taobao.com/' in site.read(f"web/go/{name}/index.html")
