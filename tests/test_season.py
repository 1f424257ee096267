"""The shelf of products on the home page, and what stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sites import Site

from contentshop.channels.prices import PriceView
from contentshop.channels.web.shopping import common_day
from contentshop.channels.web.views import OfferRow, ShopLink
from contentshop.model import Place

CATALOGUE = """\
- {id: vinegar, title: 老陈醋, price: 39.90, as_of: 2026-11-20, offers: [{shop: own, path: /p/v}], tags: [冬]}
- {id: noodles, title: 拉面, price: 9.90, as_of: 2026-11-20, offers: [{shop: own, path: /p/n}]}
- {id: pot, title: 砂锅, stock: out_of_stock, offers: [{shop: own, path: /p/p}], tags: [冬]}
- {id: jujube, title: 红枣, offers: [{shop: own, path: /p/j}], tags: [冬]}
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site whose newest article shows noodles and a sold-out pot, the older one vinegar and noodles."""
    made = Site(tmp_path)
    made.write("products/all.yaml", CATALOGUE)
    made.write("articles/new.md", "---\ndate: 2026-11-20\n---\n# 新\n\n::product{noodles}\n\n::product{pot}\n")
    made.write("articles/old.md", "---\ndate: 2026-11-10\n---\n# 旧\n\n::product{vinegar}\n\n::product{noodles}\n")
    return made


def ask(site: Site, home: str) -> list[str]:
    """Build with these words under `home`; return the codes of what is wrong, but for the address."""
    config = (site.folder / "config.yaml").read_text("utf-8")
    site.write("config.yaml", f"{config}home: {home}\nchannels: {{moments: {{enabled: false}}}}\n")
    return [one.code for one in site.build().problems if one.code != "example-address"]


def shelf(site: Site) -> tuple[str, Sequence[str]]:
    """Return what stands above the shelf, and the products on it."""
    page = BeautifulSoup(site.read("web/index.html"), "lxml")
    heading = page.select_one("#shelf")
    return heading.text if heading else "", [one.text for one in page.select(".shelf .card-title")]


def test_without_a_word_the_shelf_shows_what_the_newest_articles_show(site: Site) -> None:
    """The newest article's products come first, each once, without what cannot be had."""
    assert ask(site, "{}") == []
    assert shelf(site) == ("文章里说到的", ["拉面", "老陈醋"])


def test_what_may_not_be_advertised_stands_on_no_shelf(site: Site) -> None:
    """Neither because an article shows it nor because the author names it."""
    site.write("products/all.yaml", CATALOGUE.replace("{id: noodles,", "{id: noodles, regulated: prescription_drug,"))
    assert ask(site, "{products: [noodles, vinegar]}") == ["not-advertised"]
    assert shelf(site) == ("当季", ["老陈醋"])


def test_products_in_season_are_named_or_have_a_tag(site: Site) -> None:
    """Named products come first and stay though sold out; those of the tag follow, and all of them have pages."""
    assert ask(site, "{products: [pot], tag: 冬}") == []
    assert shelf(site) == ("当季", ["砂锅", "老陈醋", "红枣"])
    assert "红枣" in site.read("web/products/jujube/index.html")


def test_the_author_says_what_stands_above_and_how_many(site: Site) -> None:
    """`title` and `limit` are the author's; a limit of 0 shows no shelf."""
    assert ask(site, "{title: 冬天用得上的, tag: 冬, limit: 1}") == []
    assert shelf(site) == ("冬天用得上的", ["老陈醋"])


def test_a_limit_of_nothing_shows_no_shelf_and_gives_no_pages(site: Site) -> None:
    """Without a shelf the products that it would show alone have no page."""
    assert ask(site, "{tag: 冬, limit: 0}") == []
    assert shelf(site) == ("", [])
    assert "红枣" not in site.read("web/products/index.html")


def test_a_shelf_that_asks_for_nothing_there_is_says_so(site: Site) -> None:
    """An unknown product is an error at its place, with the name that is near; a tag of no product a warning."""
    assert ask(site, "{products: [vinegr], tag: 夏}") == ["unknown-product", "query-without-products"]
    (found,) = (one for one in site.build().problems if one.code == "unknown-product")
    assert found.values["near"] == "vinegar"
    assert isinstance(found.where, Place)
    line = (site.folder / "config.yaml").read_text("utf-8").splitlines()[found.where.line - 1]
    assert line[found.where.column - 1 :].startswith("vinegr")


def test_a_shop_whose_articles_show_nothing_has_products_on_its_home_page(site: Site) -> None:
    """The shelf alone brings the list of products into every page."""
    for name in ("new", "old"):
        site.write(f"articles/{name}.md", "---\ndate: 2026-11-20\n---\n# 题\n\n字。\n")
    assert ask(site, "{products: [vinegar]}") == []
    assert 'href="/products/"' in site.read("web/articles/new/index.html")
    assert "老陈醋" in site.read("web/products/index.html")


def test_an_empty_shop_has_a_home_page_without_a_shelf(tmp_path: Path) -> None:
    """No product, no shelf, and no heading above nothing."""
    made = Site(tmp_path)
    made.write("products/all.yaml", "[]\n")
    made.write("articles/a.md", "---\ndate: 2026-11-20\n---\n# 题\n\n字。\n")
    assert ask(made, "{}") == []
    assert shelf(made) == ("", [])
    page = BeautifulSoup(made.read("web/index.html"), "lxml")
    assert [one.text for one in page.select("main :is(h1, h2)")] == ["晋味小铺", "题"]


def row(day: str, last: str = "", *, current: bool = True, sold: bool = True) -> OfferRow:
    """Return a shop with a price of a day."""
    price = PriceView("¥1" if current else "", current, day, day, last, last)
    buy = ShopLink("店", "https://a.test/", "nofollow") if sold else None
    return OfferRow("店", price, buy, "everywhere", "官网")


@pytest.mark.parametrize(
    ("rows", "day"),
    [
        ([row("1"), row("1"), row("2")], "1"),
        ([row("2"), row("1"), row("1")], "1"),
        ([row("1"), row("1", "3")], ""),
        ([row("1"), row("1", sold=False)], ""),
        ([row("1"), row("1", current=False)], ""),
        ([row("1"), row("2"), row("2"), row("1")], "1"),
        ([], ""),
    ],
)
def test_a_day_is_said_once_where_prices_have_it_in_common(rows: list[OfferRow], day: str) -> None:
    """Only current prices that one can pay count, and their last day belongs to it."""
    found = common_day(rows)
    assert (found.as_of if found else "") == day


def test_every_price_of_a_row_of_shops_has_its_day(tmp_path: Path) -> None:
    """The day most shops have in common stands above them, another one beside its price."""
    made = Site(tmp_path)
    made.write(
        "products/all.yaml",
        """\
- id: vinegar
  title: 老陈醋
  price: 39.90
  as_of: 2026-11-20
  offers:
    - {shop: own, path: /p/v}
    - {shop: tao, item_id: "558812344321"}
    - {shop: mini, path: pages/v, price: 41.00, as_of: 2026-11-18}
""",
    )
    made.write("articles/a.md", "---\ndate: 2026-11-20\n---\n# 题\n\n::offers{vinegar}\n")
    assert ask(made, "{}") == []
    offers = BeautifulSoup(made.read("web/articles/a/index.html"), "lxml").select_one(".offers")
    assert offers is not None
    assert [one["datetime"] for one in offers.select("time")] == ["2026-11-20", "2026-11-18"]
    (above,) = offers.find_all("p", class_="price", recursive=False)
    assert above.text.strip() == "没有另注日期的，都是2026年11月20日价"
    assert len(offers.select("li .amount")) == 3


def test_what_stands_beside_an_article_can_be_had_and_stands_once(site: Site) -> None:
    """Products with a card of their own come before those of lists; what is sold out is left to the text."""
    site.write(
        "articles/both.md",
        "---\ndate: 2026-11-19\n---\n# 题\n\n:::products\n- jujube\n- noodles\n:::\n\n"
        "::product{pot}\n\n::product{noodles key=b}\n",
    )
    assert ask(site, "{}") == []
    beside = BeautifulSoup(site.read("web/articles/both/index.html"), "lxml").select("aside .card-title")
    assert [one.text for one in beside] == ["拉面", "红枣"]


@pytest.mark.parametrize("home", ["{products: [lamp]}", "{tag: 光}"])
def test_pictures_of_what_no_article_names_are_shown_at_once(site: Site, home: str) -> None:
    """At the first build of all, too, which knows no token of the product yet."""
    lamp = "- {id: lamp, title: 灯, image: images/lamp.svg, tags: [光], offers: [{shop: own, path: /p/l}]}\n"
    site.write("products/lamp.yaml", lamp)
    site.write("images/lamp.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>')
    assert ask(site, home) == []
    assert ".svg" in site.read("web/products/lamp/index.html")
    once = site.output()
    site.build(clean=True)
    assert site.output() == once
