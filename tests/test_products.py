"""Product pages: which there are, what they show, and what stays when something breaks."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from sites import Site, codes

from contentshop.links import token
from contentshop.model import Form, Identity

CATALOGUE = """\
- id: vinegar
  title: 老陈醋 <b>500ml</b>
  summary: 挂壁绵酸。
  brand: 晋味
  price: 39.90
  as_of: 2026-11-20
  valid_until: 2026-12-20
  image: images/a.png
  specs: {总酸: 6.0 g}
  offers: [{shop: own, path: /p/vinegar}]
  alternatives: [flour]
- id: 面
  title: 拉面
  tags: [面]
  price: 9.90
  as_of: 2026-11-20
  offers: [{shop: mini, path: "pages/goods/detail?id=1024"}]
- id: flour
  title: 莜面
  stock: out_of_stock
  offers: [{shop: own, path: /p/flour}]
- id: lonely
  title: 没人提的
"""
BODY = "家里买[老陈醋](product:vinegar)就行。\n\n::product{vinegar}\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site with a catalogue of four products and one article about the first."""
    made = Site(tmp_path)
    made.write("products/all.yaml", CATALOGUE)
    made.write("images/a.png", (Path(__file__).parent.parent / "images/avatar.png").read_bytes())
    made.write("articles/a.md", f"---\ntitle: 题\ndate: 2026-11-18\n---\n{BODY}")
    return made


def page(site: Site, path: str) -> BeautifulSoup:
    """Return a page of the site as a tree."""
    return BeautifulSoup(site.read(f"web/{path}index.html"), "lxml")


def one(tree: Tag, selector: str) -> Tag:
    """Return the only element a selector finds."""
    (found,) = tree.select(selector)
    return found


def named(product: str, form: Form = "card", channel: str = "web") -> str:
    """Return the token of a placement on a product's page."""
    return token(Identity("", product, form, "", channel))  # type: ignore[arg-type]


def pages(site: Site) -> set[str]:
    """Return the products that have a page in the output."""
    return {path.split("/")[2] for path in site.output() if path.startswith("web/products/") and path.count("/") == 3}


def test_a_product_that_is_shown_has_a_page(site: Site) -> None:
    """Those that articles name or find, and what stands in for them; not the rest of the catalogue."""
    site.write("articles/b.md", ":::products{tag=面}\n:::\n")
    assert not codes(site.build())
    assert pages(site) == {"vinegar", "flour", "面"}
    addresses = site.read("web/sitemap.xml")
    assert "<loc>https://jinwei.test/products/vinegar/</loc>" in addresses
    assert "<loc>https://jinwei.test/products/%E9%9D%A2/</loc>" in addresses


def test_every_product_may_have_a_page(site: Site) -> None:
    """With `pages: all` the whole catalogue has; a product that nobody names has no sentence."""
    site.write("config.yaml", (site.folder / "config.yaml").read_text("utf-8") + "products: {pages: all}\n")
    assert not codes(site.build())
    assert pages(site) == {"vinegar", "flour", "面", "lonely"}
    assert not page(site, "products/lonely/").select(".mention")


def test_a_product_page_sells(site: Site) -> None:
    """Its button and code carry tokens of the page itself, which belong to no article."""
    site.build()
    tree = page(site, "products/vinegar/")
    wanted = "https://shop.jinwei.test/p/vinegar?utm_source=jinwei.test&utm_medium=web&utm_content="
    assert one(tree, ".product-deal > a.button")["href"] == wanted + named("vinegar")
    scan = named("vinegar", channel="scan")
    assert one(tree, ".code-shown img")["src"] == f"/codes/{scan}.png"
    assert "题" not in page(site, f"go/{scan}/").get_text()
    rows = site.read("../ledger.csv")
    for name in (named("vinegar"), scan, named("vinegar", "page", "scan")):
        assert name in rows


def test_a_product_page_shows_what_a_buyer_asks(site: Site) -> None:
    """Title as text, price with its days, specs, picture with its size, brand, and what articles say of it."""
    site.build()
    tree = page(site, "products/vinegar/")
    assert one(tree, "h1").get_text() == "老陈醋 <b>500ml</b>"
    text = tree.get_text(" ")
    for shown in ("挂壁绵酸。", "晋味", "¥39.90", "2026年11月20日价", "有效至 2026年12月20日", "总酸", "6.0 g"):
        assert shown in text
    assert one(tree, ".product-picture img")["width"] == "240"
    mention = one(tree, ".mention")
    assert one(mention, "blockquote").get_text() == "家里买老陈醋就行。"
    assert one(mention, "p a")["href"] == "/articles/a/"
    assert one(tree, ".tile h3 a")["href"] == "/products/flour/"
    assert one(tree, 'link[rel="canonical"]')["href"] == "https://jinwei.test/products/vinegar/"


def test_a_price_on_a_product_page_ends_in_time(site: Site) -> None:
    """After the last day there is no amount, and before it the script knows when."""
    site.build()
    assert 'data-until="2026-12-21T00:00:00+08:00"' in site.read("web/products/vinegar/index.html")


def test_a_product_page_names_every_shop(site: Site) -> None:
    """Where several have the product, each with its own token; a single one is the button alone."""
    site.write("products/all.yaml", CATALOGUE.replace("path: /p/vinegar}", "path: /v}, {shop: tao, item_id: '123'}"))
    site.build()
    assert len(page(site, "products/vinegar/").select(".offers li")) == 2
    row = token(Identity("", "vinegar", "offers", "own", "web"))
    assert f"utm_content={row}" in site.read("web/products/vinegar/index.html")
    assert not page(site, "products/flour/").select(".offers")


def test_what_cannot_be_had_says_why(site: Site) -> None:
    """Without a way to buy there is a reason, no mark and no code to buy."""
    site.build()
    tree = page(site, "products/flour/")
    assert "暂时缺货" in one(tree, ".reason").get_text()
    assert not tree.select(".ad, .product-code")


def test_the_share_code_leads_to_the_page(site: Site) -> None:
    """Like an article's own code leads to the article; printed, it lives on when the page is gone."""
    site.write("articles/b.md", "::product{flour}\n")
    site.build()
    name = named("vinegar", "page", "scan")
    assert one(page(site, "products/vinegar/"), ".share img")["src"] == f"/codes/{name}.png"
    assert one(page(site, f"go/{name}/"), "a.button")["href"] == "https://jinwei.test/products/vinegar/"
    site.delete("articles/a.md")
    site.build()
    assert one(page(site, f"go/{name}/"), "a.button")["href"] == "https://jinwei.test/products/flour/"
    site.write("products/all.yaml", "- {id: flour, title: 莜面}\n")
    site.build()
    assert one(page(site, f"go/{name}/"), "a.button")["href"] == "https://jinwei.test/"


def test_a_code_to_buy_leads_back_to_the_product_page(site: Site) -> None:
    """What was on sale when it was printed and is not now is still worth a look."""
    text = CATALOGUE.replace("  alternatives: [flour]\n", "")
    site.write("products/all.yaml", text)
    site.build()
    site.write("products/all.yaml", text.replace("valid_until: 2026-12-20", "stock: out_of_stock"))
    site.build()
    leads = one(page(site, f"go/{named('vinegar', channel='scan')}/"), "a.button")
    assert leads["href"] == "https://jinwei.test/products/vinegar/"
    assert leads.get_text() == "去看看"


def test_cards_lead_to_product_pages(site: Site) -> None:
    """The title does; button and picture go to the shop, and the feed has no such link."""
    site.build()
    tree = page(site, "articles/a/")
    assert one(tree, ".card-title a")["href"] == "/products/vinegar/"
    assert str(one(tree, "a.card-picture")["href"]).startswith("https://shop.jinwei.test/")
    assert "/products/vinegar/" not in site.read("web/feed.xml")


def test_authors_may_link_to_product_pages(site: Site) -> None:
    """By their address; one that does not exist is told, one whose product is broken waits for it."""
    site.write("articles/b.md", "[醋](/products/vinegar/) [无](/products/lonely/)\n")
    (found,) = site.build().problems
    assert found.code == "broken-link"
    site.write("articles/b.md", "[醋](/products/vinegar/)\n")
    assert not codes(site.build())
    assert page(site, "articles/b/").select('a[href="/products/vinegar/"]')


def test_a_broken_product_keeps_its_page(site: Site) -> None:
    """As it last was, with its codes, its place in the sitemap, and the pages it leads to."""
    site.build()
    before = site.output()
    site.write("products/all.yaml", CATALOGUE.replace("price: 39.90", "price: soon"))
    assert codes(site.build()) == ["wrong-type"]
    assert site.output() == before
    site.delete("articles/a.md")
    site.write("articles/b.md", "::product{vinegar}\n")
    site.build()
    assert "products/vinegar" not in site.read("web/sitemap.xml")
    site.write("products/all.yaml", CATALOGUE)
    site.delete("articles/b.md")
    assert not codes(site.build())
    assert pages(site) == set()


def test_nothing_is_deleted_while_something_is_held(site: Site) -> None:
    """What stays leads to pages, which lead to others: after any wrong build no address in the output is dead."""
    site.write("articles/b.md", "---\ntitle: 乙\ntags: [稀]\n---\n[丙](c.md)[面](product:面)\n")
    site.write("articles/c.md", "---\ntitle: 丙\n---\n[题](a.md)\n")
    site.write("articles/a.md", f"---\ntitle: 题\n---\n{BODY}[乙](b.md)\n")
    assert not codes(site.build())
    site.write("articles/a.md", "---\ndate: never\n---\n")
    site.delete("articles/b.md")
    site.delete("articles/c.md")
    site.write("products/all.yaml", CATALOGUE.replace("price: 9.90", "price: soon"))
    for _ in range(2):
        wrong = codes(site.build())
        assert codes(site.build(check=True, built=True)) == wrong
    site.write("products/all.yaml", CATALOGUE)
    site.write("articles/a.md", "# 好了\n")
    assert not codes(site.build())
    assert not [path for path in site.output() if path.startswith(("web/articles/b/", "web/articles/c/", "web/tags/"))]


def test_a_link_to_what_only_a_wrong_article_would_bring_is_told(site: Site) -> None:
    """Its tag has no page yet, nor has its old address."""
    site.write("articles/b.md", "---\ntags: [稀]\naliases: [/old/]\n---\n:price{nothing}\n")
    site.write("articles/c.md", "[稀](/tags/稀/) [旧](/old/)\n")
    assert codes(site.build()) == ["unknown-product", "broken-link", "broken-link"]
    site.write("articles/b.md", "---\ntags: [稀]\naliases: [/old/]\n---\n好了\n")
    assert not codes(site.build())


def test_what_a_held_article_names_only_now_has_no_page_yet(site: Site) -> None:
    """Others that link there are told: the article that would bring the page stays as it last was."""
    site.write("articles/b.md", "好\n")
    assert not codes(site.build())
    site.write("articles/b.md", ":price{lonely} :price{nothing}\n")
    site.write("articles/c.md", "[没人提](/products/lonely/)\n")
    assert codes(site.build()) == ["unknown-product", "broken-link"]


def test_a_page_stays_while_a_held_page_refers_to_it(site: Site) -> None:
    """A product leaves the catalogue while an article about it is wrong: the old article keeps its links."""
    site.build()
    site.write("articles/a.md", "---\ndate: never\n---\n")
    site.write("products/all.yaml", "- {id: flour, title: 莜面}\n")
    site.build()
    assert "web/products/vinegar/index.html" in site.output()
    site.write("articles/a.md", "# 好了\n")
    assert not codes(site.build())
    assert pages(site) == set()


def test_a_held_article_stays_on_product_pages(site: Site) -> None:
    """What it last said of the product is still there, and the product has its new price."""
    site.build()
    site.write("articles/a.md", "---\ndate: never\n---\n")
    site.write("products/all.yaml", CATALOGUE.replace("39.90", "35.00"))
    site.build()
    tree = page(site, "products/vinegar/")
    assert "家里买老陈醋就行。" in tree.get_text()
    assert "¥35.00" in tree.get_text()


def test_ids_that_differ_in_case_are_told(site: Site) -> None:
    """Their pages would be one file on many disks."""
    site.write("products/all.yaml", "- {id: a, title: 甲}\n- {id: A, title: 乙}\n")
    site.write("articles/a.md", "::product{a}\n\n::product{A}\n")
    assert "duplicate-output" in codes(site.build())


class TestLists:
    """All products, by brand and by category, and lists that go on over several pages."""

    def test_products_are_listed(self, site: Site) -> None:
        """All that have a page, by title; every page leads there."""
        site.build()
        tree = page(site, "products/")
        assert [str(link["href"]) for link in tree.select(".tile h2 a")] == ["/products/vinegar/", "/products/flour/"]
        assert one(tree, '.tags a[href^="/brands/"]')["href"] == "/brands/%E6%99%8B%E5%91%B3/"
        assert len(page(site, "brands/晋味/").select(".tile")) == 1
        assert page(site, "products/vinegar/").select('.card-over a[href="/brands/%E6%99%8B%E5%91%B3/"]')
        assert page(site, "").select('nav a[href="/products/"]')
        assert "<loc>https://jinwei.test/brands/%E6%99%8B%E5%91%B3/</loc>" in site.read("web/sitemap.xml")

    def test_without_products_there_is_no_list(self, site: Site) -> None:
        """Nor a way to one."""
        site.write("articles/a.md", "字。\n")
        site.build()
        assert "web/products/index.html" not in site.output()
        assert not page(site, "").select('nav a[href="/products/"]')

    def test_an_unknown_product_makes_no_list(self, site: Site) -> None:
        """The article that names it fails, and the others stay as they are."""
        site.write("articles/a.md", "字。\n")
        site.build()
        before = page(site, "")
        site.write("articles/b.md", "::product{none}\n")
        assert codes(site.build()) == ["unknown-product"]
        assert "web/products/index.html" not in site.output()
        assert page(site, "") == before

    def test_lists_go_on(self, site: Site) -> None:
        """With so many a page, each with its own address, the way to its neighbours, and the numbers."""
        config = (site.folder / "config.yaml").read_text("utf-8")
        site.write("config.yaml", config.replace("site:\n", "site:\n  per_page: 1\n"))
        for number in range(1, 6):
            site.write(
                f"articles/{number}.md", f"---\ntitle: 篇{number}\ndate: 2026-11-0{number}\ntags: [x]\n---\n字。\n"
            )
        assert not codes(site.build())
        assert "篇5" in page(site, "tags/x/").get_text()
        tree = page(site, "tags/x/page/3/")
        assert "篇3" in tree.get_text()
        assert "篇4" not in tree.get_text()
        assert one(tree, 'link[rel="canonical"]')["href"] == "https://jinwei.test/tags/x/page/3/"
        assert one(tree, 'link[rel="prev"]')["href"] == "https://jinwei.test/tags/x/page/2/"
        assert one(tree, 'link[rel="next"]')["href"] == "https://jinwei.test/tags/x/page/4/"
        assert one(page(site, "tags/x/page/2/"), 'link[rel="prev"]')["href"] == "https://jinwei.test/tags/x/"
        assert [part.get_text() for part in one(page(site, "tags/x/"), ".numbers").find_all(True)] == [
            "1",
            "2",
            "…",
            "5",
        ]
        assert "共 5 篇" in tree.get_text()
        assert "篇5" not in page(site, "").get_text()
        assert one(page(site, "page/2/"), ".entry h3").get_text() == "篇5"
        assert "篇4" not in page(site, "page/2/").get_text()
        assert one(page(site, "page/2/"), 'link[rel="prev"]')["href"] == "https://jinwei.test/"
        assert page(site, "products/page/2/").select('.tile h2 a[href="/products/flour/"]')

    def test_a_broken_product_stays_in_lists(self, site: Site) -> None:
        """As it last was, with its brand's page."""
        site.build()
        before = site.output()
        site.write("products/all.yaml", CATALOGUE.replace("price: 39.90", "price: soon"))
        site.build()
        after = site.output()
        assert after["web/brands/晋味/index.html"] == before["web/brands/晋味/index.html"]
        assert "老陈醋" in site.read("web/products/index.html")

    def test_an_author_has_a_page(self, site: Site) -> None:
        """Of all the articles of that name, which each lead to it; an article that fails stays there."""
        config = (site.folder / "config.yaml").read_text("utf-8")
        site.write("config.yaml", config.replace("site:\n", "site:\n  author: 老陈\n"))
        site.write("articles/b.md", "---\ntitle: 面\nauthor: 小王\n---\n字。[全部](/authors/老陈/)\n")
        site.write("articles/c.md", "---\ntitle: 醋\n---\n字。\n")
        assert not codes(site.build())
        assert one(page(site, "articles/b/"), 'a[rel="author"]')["href"] == "/authors/%E5%B0%8F%E7%8E%8B/"
        assert "面" in one(page(site, "authors/小王/"), ".entries").get_text()
        assert "醋" not in page(site, "authors/小王/").get_text()
        assert "醋" in one(page(site, "authors/老陈/"), ".entries").get_text()
        assert "<loc>https://jinwei.test/authors/%E5%B0%8F%E7%8E%8B/</loc>" in site.read("web/sitemap.xml")
        site.write("articles/b.md", "---\ntitle: 面\nauthor: 小王\n---\n::product{none}\n")
        assert codes(site.build()) == ["unknown-product"]
        assert "面" in one(page(site, "authors/小王/"), ".entries").get_text()

    def test_authors_may_link_to_lists(self, site: Site) -> None:
        """By their addresses."""
        site.write("articles/b.md", "[全部](/products/)[晋味](/brands/晋味/)\n")
        assert not codes(site.build())


def test_a_product_that_is_gone_brings_no_others(site: Site) -> None:
    """What stood in for a product that left the catalogue has no page, though a broken one still leads to the gone."""
    chain = CATALOGUE.replace("stock: out_of_stock", "alternatives: [lonely]")
    site.write("products/all.yaml", chain)
    site.build()
    assert "lonely" in pages(site)
    begin, end = chain.index("- id: flour"), chain.index("- id: lonely")
    site.write("products/all.yaml", chain[:begin] + chain[end:])
    first = codes(site.build()), site.read("web/sitemap.xml")
    assert (codes(site.build()), site.read("web/sitemap.xml")) == first
    assert "products/lonely/" not in first[1]
