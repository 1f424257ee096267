"""What pages say to machines: complete by the documentation, true to the page, and no rating but the author's."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import pytest
from examples import PLACES, built
from sites import NOW, Site

from contentshop.channels.web import structured

ROOT = Path(__file__).parent.parent
RULES = tomllib.loads((ROOT / "tests/rich_results.toml").read_text("utf-8"))
EXCEPTIONS = {(one["type"], one["property"]): one["reason"] for one in RULES["exception"]}


class Scripts(HTMLParser):
    """Collects the JSON-LD of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Any] = []
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where JSON-LD begins."""
        self._inside = tag == "script" and dict(attrs).get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        """Parse what stands in such a script, which is one piece."""
        if self._inside:
            self.found.append(json.loads(data))

    def handle_endtag(self, tag: str) -> None:
        """Note where it ends."""
        self._inside = self._inside and tag != "script"


def graph(html: str) -> list[dict[str, Any]]:
    """Return the things of a page."""
    scripts = Scripts(html).found
    assert len(scripts) <= 1
    assert all(one["@context"] == "https://schema.org" for one in scripts)
    return [thing for one in scripts for thing in one["@graph"]]


def of_type(html: str, name: str) -> dict[str, Any]:
    """Return the one thing of a type on a page."""
    (found,) = (one for one in graph(html) if one["@type"] == name)
    return found


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Yield a thing and all things inside it."""
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for one in value.values():
            yield from nodes(one)
    elif isinstance(value, list):
        for one in value:
            yield from nodes(one)


@pytest.fixture(scope="module", params=sorted(PLACES))
def pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return every page of a whole site."""
    site = built(request.param, tmp_path_factory.mktemp(request.param))
    return {path: data.decode() for path, data in site.output().items() if path.endswith(".html")}


def test_things_are_complete(pages: dict[str, str]) -> None:
    """Every thing has what the documentation requires, and what it recommends or a reason why not."""
    told: set[str] = set()
    seen: set[str] = set()
    for path, html in pages.items():
        for node in nodes(graph(html)):
            name = node["@type"]
            seen.add(name)
            assert name in RULES, f"{path}: no rule for {name}"
            told |= {f"{path}: {name} needs {rule}" for rule in RULES[name]["required"] if not has(node, rule)}
            told |= {
                f"{path}: {name} should have {rule}"
                for rule in RULES[name]["recommended"]
                if not has(node, rule) and (name, rule) not in EXCEPTIONS
            }
    assert told == set()
    assert {"Article", "BreadcrumbList", "ItemList"} <= seen


def has(node: dict[str, Any], rule: str) -> bool:
    """Return whether a thing has one of the properties that a rule names."""
    return any(node.get(name) not in (None, "", []) for name in rule.split("|"))


def test_values_have_their_form(pages: dict[str, str]) -> None:
    """Addresses are whole, positions count from 1, and nothing speaks of ratings gathered from others."""
    for path, html in pages.items():
        assert "ggregateRating" not in html, path
        for node in nodes(graph(html)):
            for name in ("url", "item", "image", "mainEntityOfPage"):
                value = node.get(name, ())
                said = [value] if isinstance(value, str) else value
                assert all(one.startswith("https://") for one in said), (path, node)
            positions = [one["position"] for one in node.get("itemListElement", ())]
            assert positions == list(range(1, len(positions) + 1)), path


def test_every_article_says_what_it_is(pages: dict[str, str]) -> None:
    """Each article's page holds one article with its title as the page shows it, and the way to it."""
    for path, html in pages.items():
        if path.startswith("web/articles/"):
            found = of_type(html, "Article")
            assert found["publisher"]["name"]
            steps = of_type(html, "BreadcrumbList")["itemListElement"]
            assert steps[-1]["item"] == found["mainEntityOfPage"]
            assert steps[-1]["name"] == found["headline"]


def test_rules_have_their_source() -> None:
    """Every type says where its rules are from, when that was read, and how sure it is; every exception says why."""
    for name, rule in RULES.items():
        if name != "exception":
            assert rule["source"].startswith("https://"), name
            assert rule["checked"].isoformat() >= "2026-11-01"
            assert rule["confidence"] in ("H", "M", "L")
    for (kind, name), reason in EXCEPTIONS.items():
        assert name in RULES[kind]["recommended"]
        assert reason


def test_no_rating_can_be_made_up() -> None:
    """Among all that can be said there is no rating gathered from others, nor any word for one."""
    said = [kind for kind in vars(structured).values() if isinstance(kind, type) and issubclass(kind, structured.Node)]
    words = {field.encode_name for kind in said for field in msgspec.structs.fields(kind)}
    assert not {kind.__name__ for kind in said} & {"AggregateRating", "EmployerAggregateRating"}
    assert not words & {"aggregateRating", "ratingCount", "reviewCount"}


def test_an_article_and_the_way_to_it(tmp_path: Path) -> None:
    """An article names its dates, author and publisher; the way leads from the home page by its first tag."""
    site = Site(tmp_path)
    site.write("articles/a.md", "---\ntitle: 挑醋\ndate: 2026-11-18\nauthor: 老陈\ntags: [醋, 厨房]\n---\n看总酸。\n")
    site.build()
    html = site.read("web/articles/a/index.html")
    found = of_type(html, "Article")
    assert found["datePublished"] == found["dateModified"] == "2026-11-18T00:00:00+08:00"
    assert found["author"] == {
        "@type": "Person",
        "name": "老陈",
        "url": "https://jinwei.test/authors/%E8%80%81%E9%99%88/",
    }
    assert found["publisher"] == {"@type": "Organization", "name": "晋味小铺", "url": "https://jinwei.test/"}
    steps = of_type(html, "BreadcrumbList")["itemListElement"]
    assert [one["name"] for one in steps] == ["晋味小铺", "醋", "挑醋"]
    assert steps[1]["item"] == "https://jinwei.test/tags/%E9%86%8B/"


def test_lists_name_their_articles(tmp_path: Path) -> None:
    """Home and tag pages name each article they list once, by its whole address, in the order shown."""
    site = Site(tmp_path)
    site.write("articles/2026-11-18-a.md", "---\npinned: true\ntags: [醋]\n---\n# 甲\n")
    site.write("articles/2026-11-19-b.md", "---\ntags: [醋]\n---\n# 乙\n")
    site.build()
    for path, names in (("web/index.html", ["甲", "乙"]), ("web/tags/醋/index.html", ["乙", "甲"])):
        items = of_type(site.read(path), "ItemList")["itemListElement"]
        assert [one["name"] for one in items] == names
        assert all(one["url"].startswith("https://jinwei.test/articles/") for one in items)
    empty = Site(tmp_path / "empty")
    empty.build()
    assert graph(empty.read("web/index.html")) == []


def test_hostile_words_stay_inside_the_script(tmp_path: Path) -> None:
    """A title cannot end the script; it is read back as it was."""
    title = "</script><script>alert(1)</script><!--\u2028&amp;"
    site = Site(tmp_path)
    site.write("articles/a.md", f"---\ntitle: '{title}'\n---\n字\n".replace("\u2028", ""))
    site.build()
    assert of_type(site.read("web/articles/a/index.html"), "Article")["headline"] == title.replace("\u2028", "")
    made = structured.script([structured.trail([("甲", "https://a.test/"), (title, "https://b.test/")])]).html
    assert made.count("<") == 2
    assert "\u2028" not in made


VERDICT = """\
---
title: 评醋
date: 2026-11-18
---

:::verdict{vinegar rating=4.5}
+ 酸得**绵**
+ 不呛
- 贵
:::
"""


def test_a_verdict_is_the_authors_review(tmp_path: Path) -> None:
    """An article with one verdict reviews that product: the author's rating, merits and drawbacks, as plain text."""
    site = Site(tmp_path)
    site.write("articles/a.md", VERDICT)
    assert not site.build().problems
    found = of_type(site.read("web/articles/a/index.html"), "Product")
    assert found["name"] == "老陈醋"
    assert "offers" not in found
    review = found["review"]
    assert review["reviewRating"] == {"@type": "Rating", "ratingValue": "4.5", "bestRating": "5", "worstRating": "0.5"}
    assert review["author"]["name"] == "晋味小铺"
    assert [one["name"] for one in review["positiveNotes"]["itemListElement"]] == ["酸得绵", "不呛"]
    assert [one["name"] for one in review["negativeNotes"]["itemListElement"]] == ["贵"]


@pytest.mark.parametrize(
    ("change", "is_review"),
    [
        (lambda text: text.replace(" rating=4.5", ""), True),
        (lambda text: text.replace(" rating=4.5", "").replace("+ 不呛\n", "").replace("- 贵\n", ""), False),
        (lambda text: text + VERDICT.partition("---\n\n")[2].replace("{vinegar", "{noodles"), False),
    ],
)
def test_what_is_no_review_of_one_product_is_none(tmp_path: Path, change: Any, *, is_review: bool) -> None:
    """Without rating it takes two notes; an article that judges several products is about none of them alone."""
    site = Site(tmp_path)
    site.write("products/more.yaml", "- {id: noodles, title: 面, offers: [{shop: own, path: /n}]}\n")
    site.write("articles/a.md", change(VERDICT))
    assert not site.build().problems
    assert ("Product" in {one["@type"] for one in graph(site.read("web/articles/a/index.html"))}) is is_review


def test_questions_are_told_with_their_answers(tmp_path: Path) -> None:
    """All questions of an article are one page of questions, as plain text."""
    site = Site(tmp_path)
    faq = ":::faq\n### 开盖后**放哪**？\n\n阴凉处。\n\n### 能炒菜吗？\n\n能，见[价](product:vinegar)。\n:::\n"
    site.write("articles/a.md", faq)
    site.build()
    asked = of_type(site.read("web/articles/a/index.html"), "FAQPage")["mainEntity"]
    assert [(one["name"], one["acceptedAnswer"]["text"]) for one in asked] == [
        ("开盖后放哪？", "阴凉处。"),
        ("能炒菜吗？", "能，见价。"),
    ]


def product_page(folder: Path, product: str, **options: Any) -> str:
    """Return the page of a product that an article names, on a site built at a time."""
    site = Site(folder)
    site.write("products/all.yaml", product)
    site.write("articles/a.md", "[醋](product:vinegar)\n")
    site.build(**options)
    return site.read("web/products/vinegar/index.html")


ONE_SHOP = """\
- id: vinegar
  title: 老陈醋
  summary: 蘸饺子。
  brand: 晋味
  price: 39.90
  as_of: 2026-11-20
  valid_until: 2026-12-20
  offers: [{shop: own, path: /p/vinegar}]
"""


def test_a_product_page_says_what_it_costs(tmp_path: Path) -> None:
    """Price, currency and last day are as shown, for search engines and for previews elsewhere; the way leads there."""
    html = product_page(tmp_path, ONE_SHOP)
    found = of_type(html, "Product")
    assert found["brand"] == {"@type": "Brand", "name": "晋味"}
    assert found["offers"] == {
        "@type": "Offer",
        "price": "39.90",
        "priceCurrency": "CNY",
        "url": "https://jinwei.test/products/vinegar/",
        "availability": "https://schema.org/InStock",
        "priceValidUntil": "2026-12-20",
        "seller": {"@type": "Organization", "name": "官网"},
    }
    for name, value in (("og:type", "product"), ("product:price:amount", "39.90"), ("product:price:currency", "CNY")):
        assert f'<meta property="{name}" content="{value}">' in html
    assert '<meta property="product:availability" content="in stock">' in html
    assert [one["name"] for one in of_type(html, "BreadcrumbList")["itemListElement"]] == ["晋味小铺", "老陈醋"]


def test_no_price_is_said_after_its_last_day(tmp_path: Path) -> None:
    """A page built after the last day speaks of no offer, in neither vocabulary, and so of no product."""
    html = product_page(tmp_path, ONE_SHOP, now=NOW + timedelta(days=40))
    assert [one["@type"] for one in graph(html)] == ["BreadcrumbList"]
    assert "product:price" not in html
    assert "39.90" not in html


def test_what_is_sold_out_is_said_to_be(tmp_path: Path) -> None:
    """What cannot be had for want of stock is out of stock; what nobody sells is not offered at all."""
    html = product_page(tmp_path, ONE_SHOP + "  stock: out_of_stock\n")
    assert of_type(html, "Product")["offers"]["availability"] == "https://schema.org/OutOfStock"
    html = product_page(tmp_path / "two", ONE_SHOP.replace("[{shop: own, path: /p/vinegar}]", "[]"))
    assert [one["@type"] for one in graph(html)] == ["BreadcrumbList"]


def test_several_shops_are_one_range_of_prices(tmp_path: Path) -> None:
    """Prices of several shops in one currency have a lowest and a highest, compared as numbers."""
    offers = "[{shop: own, path: /p, price: 100, as_of: 2026-11-20}, {shop: tao, item_id: '1', price: 39.9}]"
    text = ONE_SHOP.replace("[{shop: own, path: /p/vinegar}]", offers.replace("39.9}", "39.9, as_of: 2026-11-20}"))
    found = of_type(product_page(tmp_path, text), "Product")["offers"]
    assert found == {
        "@type": "AggregateOffer",
        "lowPrice": "39.9",
        "highPrice": "100",
        "priceCurrency": "CNY",
        "offerCount": 2,
        "availability": "https://schema.org/InStock",
        "priceValidUntil": "2026-12-20",
    }


def test_a_picture_elsewhere_keeps_its_address(tmp_path: Path) -> None:
    """One that begins with two slashes is not taken for a path of the site; a page is read without its scheme."""
    html = product_page(tmp_path, ONE_SHOP + "  image: //cdn.test/a.png\n  gallery: ['https://cdn.test/b.png']\n")
    assert of_type(html, "Product")["image"] == ["https://cdn.test/a.png", "https://cdn.test/b.png"]


def test_a_note_without_words_is_no_note(tmp_path: Path) -> None:
    """A picture alone says nothing to machines, and makes no review of two notes."""
    site = Site(tmp_path)
    text = VERDICT.replace("+ 不呛\n", "+ ![](https://cdn.test/a.png)\n").replace(" rating=4.5", "")
    site.write("articles/a.md", text)
    assert not site.build().problems
    found = of_type(site.read("web/articles/a/index.html"), "Product")["review"]
    assert [one["name"] for one in found["positiveNotes"]["itemListElement"]] == ["酸得绵"]
    site.write("articles/a.md", text.replace("- 贵\n", ""))
    assert not site.build().problems
    assert "Product" not in {one["@type"] for one in graph(site.read("web/articles/a/index.html"))}


def test_an_article_lists_the_products_it_shows(tmp_path: Path) -> None:
    """Several cards are a list of products' pages, each once; one card alone is none."""
    site = Site(tmp_path)
    site.write("products/more.yaml", "- {id: noodles, title: 面, offers: [{shop: own, path: /n}]}\n")
    site.write("articles/a.md", "::product{vinegar}\n\n:::products\n- vinegar\n- noodles\n:::\n")
    site.write("articles/b.md", "::product{vinegar}\n")
    site.build()
    items = of_type(site.read("web/articles/a/index.html"), "ItemList")["itemListElement"]
    assert [one["url"] for one in items] == [f"https://jinwei.test/products/{name}/" for name in ("vinegar", "noodles")]
    assert "ItemList" not in {one["@type"] for one in graph(site.read("web/articles/b/index.html"))}
