"""Offers of products that changed alone: what shows the products is planned, and nothing else; else all is as ever."""

from __future__ import annotations

from pathlib import Path

import pytest
from sites import codes
from test_again import Edited

SITE = """
-- config.yaml --
site: {title: 晋味小铺, base_url: "https://jinwei.test/", per_page: 2}
shops:
  own: {kind: web, name: 官网, url: "https://shop.jinwei.test"}
  club: {kind: web, name: 会员店, url: "https://club.jinwei.test"}
kits: {newest: 1}
home: {products: [lamp]}
-- products/all.yaml --
- id: vinegar
  title: 老陈醋
  price: 39.90
  as_of: 2026-11-20
  image: images/one.svg
  tags: [醋]
  brand: 晋味
  specs: {产地: 山西, 净含量: 500ml}
  offers: [{shop: own, path: /p/vinegar}, {shop: club, path: /v, price: 38.00, as_of: 2026-11-20}]
  alternatives: [young]
- id: young
  title: 陈醋
  price: 19.90
  as_of: 2026-11-20
  tags: [醋]
  brand: 晋味
  offers: [{shop: own, path: /p/young}]
- id: bowl
  title: 碗
  price: 9.90
  as_of: 2026-11-20
  stock: out_of_stock
  offers: [{shop: own, path: /p/bowl}]
  alternatives: [vase]
- id: vase
  title: 瓶
  price: 8.80
  as_of: 2026-11-20
  image: images/two.svg
  offers: [{shop: own, path: /p/vase, links: {group: "https://s.test/vase"}}]
- id: lamp
  title: 灯
  price: 7.70
  as_of: 2026-11-20
  offers: [{shop: own, path: /p/lamp}]
- id: hidden
  title: 无人提起
  price: 6.60
  as_of: 2026-11-20
  offers: [{shop: own, path: /p/hidden}]
-- products/more.yaml --
- {id: salt, title: 盐, price: 3.00, as_of: 2026-11-20, offers: [{shop: own, path: /p/salt, links: {group: "https://s.test/a"}}]}
-- images/one.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>
-- images/two.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>
-- articles/card.md --
---
date: 2026-11-01
pinned: true
aliases: [/before/]
---
一句。

::product{vinegar}

一张[碗](product:bowl)。
-- articles/query.md --
---
date: 2026-11-02
---
:::products{tag=醋 sort=price limit=1}
:::
-- articles/instead.md --
---
date: 2026-11-03
---
::product{bowl}
-- articles/plain.md --
---
date: 2026-11-04
summary: 说闲话。
---
没有商品，见[上一篇](card.md)。

还有一段。
-- articles/salt.md --
---
date: 2026-11-05
---
看[盐](product:salt)。
-- articles/newest.md --
---
date: 2026-11-20
summary: 说盐。
---
::product{salt}
"""
FEEDS = {"feed.xml", "feed.json"}


def replaced(site: Edited, old: str, new: str, path: str = "products/all.yaml") -> set[str]:
    """Replace a text, build, and return what was written below `web/`, codes and go pages as one each."""
    site.edit(path, old, new)
    written = (path.split("/") for path in site.build().written)
    return {"/".join(parts[1:-1] if parts[-1] == "index.html" else parts[1:]) for parts in written if parts[0] == "web"}


def go_pages(written: set[str]) -> set[str]:
    """Return the go pages."""
    return {one for one in written if one.startswith("go/")}


def pages(written: set[str]) -> set[str]:
    """Return the pages but go pages; home is a dot."""
    return {one or "." for one in written if not one.startswith("go/")}


@pytest.fixture
def shop(tmp_path: Path) -> Edited:
    """Return a shop that was built, and is built each time by another process."""
    shop = Edited(tmp_path, in_one_process=False, site=SITE)
    shop.build()
    return shop


OFFERS: dict[str, tuple[tuple[str, str], set[str]]] = {
    "price": (
        ("price: 39.90", "price: 41.00"),
        {"articles/card", "products/vinegar", "products/page/3", "brands/晋味"} | FEEDS,
    ),
    "of an alternative": (
        ("price: 8.80", "price: 8.00"),
        {"articles/instead", "products/vase", "products/bowl", "products"} | FEEDS,
    ),
    "of what the home page shows": (("price: 7.70", "price: 7.00"), {".", "products/lamp", "products"}),
    "of what nothing shows": (("price: 6.60", "price: 6.00"), set()),
    "last day": (
        ("price: 7.70\n", "price: 7.70\n  valid_until: 2027-01-01\n"),
        {".", "products/lamp", "products"},
    ),
    "reference": (
        (
            "price: 7.70\n",
            "price: 7.70\n  reference_price: {amount: 9, kind: msrp, evidence: 标价, date: 2026-11-01}\n",
        ),
        {".", "products/lamp", "products"},
    ),
    "at one shop": (("price: 38.00", "price: 37.00"), {"products/vinegar"}),
    "digits": (("price: 38.00", "price: 38"), {"products/vinegar"}),
}


@pytest.mark.parametrize("name", OFFERS)
def test_what_shows_a_product_is_planned_alone(shop: Edited, name: str) -> None:
    """After a change of an offer what shows the product is written, and is what a clean build makes."""
    edit, expected = OFFERS[name]
    written = pages(replaced(shop, *edit))
    assert not shop.is_anew
    assert written == expected
    assert not shop.is_planned_anew()


MORE: dict[str, tuple[str, str, str]] = {
    "title": ("products/all.yaml", "title: 灯", "title: 新灯"),
    "summary": ("products/all.yaml", "title: 灯", "title: 灯\n  summary: 照亮厨房。"),
    "tags": ("products/all.yaml", "tags: [醋]\n  brand: 晋味\n  offers: [{shop: own, path: /p/young}]", "brand: 晋味"),
    "order of specs": ("products/all.yaml", "产地: 山西, 净含量: 500ml", "净含量: 500ml, 产地: 山西"),
    "picture": ("products/all.yaml", "image: images/two.svg", "image: images/one.svg"),
    "alternatives": ("products/all.yaml", "alternatives: [vase]", "alternatives: [lamp]"),
    "the cheapest in a list": ("products/all.yaml", "price: 39.90", "price: 9.00"),
    "sold out": ("products/all.yaml", "price: 39.90", "stock: out_of_stock\n  price: 39.90"),
    "to be had again": ("products/all.yaml", "  stock: out_of_stock\n", ""),
    "another shop": ("products/all.yaml", "{shop: own, path: /p/lamp}", "{shop: club, path: /p/lamp}"),
    "another address": ("products/all.yaml", "path: /p/vase", "path: /p/vases"),
    "an address in one channel": ("products/more.yaml", "s.test/a", "s.test/b"),
    "an address in a channel that shows it no more": ("products/all.yaml", "s.test/vase", "s.test/vases"),
    "an address in one more": ("products/more.yaml", "links: {", 'links: {moments: "https://s.test/m", '),
    "a price that is told of": (
        "products/all.yaml",
        "price: 7.70\n  as_of: 2026-11-20",
        "price: 7.70\n  as_of: 2026-01-01",
    ),
    "a price to come": ("products/all.yaml", "price: 6.60\n  as_of: 2026-11-20", "price: 6.60\n  as_of: 2027-01-01"),
    "a product more": ("products/more.yaml", "- {id: salt", "- {id: rice, title: 米}\n- {id: salt"),
    "a product of that name": ("products/more.yaml", "id: salt", "id: vase"),
    "a price without a day": ("products/all.yaml", "price: 7.70\n  as_of: 2026-11-20", "price: 7.70"),
    "broken": ("products/more.yaml", "- {id", "- [{id"),
}


@pytest.mark.parametrize("name", MORE)
def test_more_than_an_offer_is_planned_as_ever(shop: Edited, name: str) -> None:
    """After any other change of a product the whole site is planned, and is what a clean build makes."""
    path, old, new = MORE[name]
    shop.edit(path, old, new)
    assert shop.is_planned_anew()


def test_one_build_after_another(shop: Edited) -> None:
    """Builds that planned little leave all that the next ones need: for words, for prices, for the whole site."""
    assert "articles/card" in replaced(shop, "price: 39.90", "price: 41.00")
    assert "articles/card" in replaced(shop, "price: 41.00", "price: 42.00")
    assert "articles/plain" in replaced(shop, "还有一段", "还有两段", "articles/plain.md")
    assert not shop.is_anew
    assert "articles/card" in replaced(shop, "price: 42.00", "price: 43.00")
    assert not shop.is_anew
    replaced(shop, "title: 灯", "title: 新灯")
    assert shop.is_anew
    assert pages(replaced(shop, "price: 7.70", "price: 7.00")) == {".", "products/lamp", "products"}
    assert not shop.is_anew


def test_prices_of_the_newest_reach_other_channels(shop: Edited) -> None:
    """What other channels show of a product of the newest article is written again."""
    shop.edit("products/more.yaml", "3.00", "4.00")
    written = shop.build().written
    assert not shop.is_anew
    assert any(path.startswith("wechat/newest/") for path in written)
    assert "web/articles/newest/index.html" in written


def test_words_and_prices_at_once(shop: Edited) -> None:
    """Where an article changed too, the whole site is planned."""
    shop.edit("articles/plain.md", "没有", "还没有")
    shop.edit("products/more.yaml", "3.00", "4.00")
    assert shop.is_planned_anew()


def test_tokens_asked_for_no_more_have_the_new_price(shop: Edited) -> None:
    """A go page that only the ledger knows of shows the product as it is now."""
    before = len(go_pages(replaced(shop, "price: 8.80", "price: 8.00")))
    replaced(shop, "一张[碗](product:bowl)", "一张碗", "articles/card.md")
    assert len(go_pages(replaced(shop, "price: 8.00", "price: 8.50"))) == before
    assert not shop.is_anew


def test_tokens_of_a_deleted_article(shop: Edited) -> None:
    """A go page of a token that belongs to nothing any more shows the product as it is now."""
    shop.site.delete("articles/instead.md")
    shop.build()
    written = replaced(shop, "price: 8.80", "price: 8.00")
    assert not shop.is_anew
    assert len(go_pages(written)) > 3


def test_a_picture_that_nothing_showed(shop: Edited) -> None:
    """A go page of a deleted article that shows another product has its picture, which goes with that again."""
    shop.site.write("images/three.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="7" height="7"/>')
    shop.site.write(
        "products/cups.yaml",
        "- {id: cup, title: 杯, price: 2.00, as_of: 2026-11-20, offers: [{shop: tao, item_id: '1'}]}\n"
        "- {id: mug, title: 缸, price: 1.00, as_of: 2026-11-20, image: images/three.svg,\n"
        "   offers: [{shop: own, path: /p/mug}]}\n",
    )
    shop.edit("config.yaml", "  club:", "  tao: {kind: taobao, name: 淘宝店}\n  club:")
    shop.site.write("articles/cup.md", "---\ndate: 2026-10-01\n---\n::product{cup}\n")
    shop.build()
    shop.site.delete("articles/cup.md")
    replaced(shop, "title: 杯", "title: 杯, alternatives: [mug]", "products/cups.yaml")
    written = replaced(shop, "title: 杯", "title: 杯, stock: out_of_stock", "products/cups.yaml")
    assert shop.is_anew
    assert any(one.endswith(".svg") for one in written)
    replaced(shop, "stock: out_of_stock", "stock: in_stock", "products/cups.yaml")
    assert shop.is_anew


def test_products_saved_by_a_new_file(shop: Edited) -> None:
    """An editor that puts a new file in the place of the old one makes no difference."""
    old = shop.site.folder / "products/more.yaml"
    new = old.with_name("more.yaml~")
    new.write_text(old.read_text("utf-8").replace("3.00", "4.00"), "utf-8")
    new.replace(old)
    assert not shop.is_planned_anew()


def test_another_file_of_products(shop: Edited) -> None:
    """Where a file of products came or went, the whole site is planned."""
    shop.site.write("products/new.yaml", "- {id: rice, title: 米}\n")
    shop.edit("products/more.yaml", "3.00", "4.00")
    assert shop.is_planned_anew()


def test_products_touched_but_not_changed(shop: Edited) -> None:
    """A file that was saved as it was has nothing written."""
    text = (shop.site.folder / "products/more.yaml").read_text("utf-8")
    shop.site.write("products/more.yaml", text)
    assert not shop.build().written
    assert not shop.is_anew


def test_a_file_that_a_hand_deleted(shop: Edited) -> None:
    """What does not stand as it was written is made again."""
    (shop.site.folder / "build/web/articles/plain/index.html").unlink()
    shop.edit("products/more.yaml", "3.00", "4.00")
    assert shop.is_planned_anew()


def test_what_was_told_of_products_is_told_of_them_no_more(shop: Edited) -> None:
    """A warning that a new price ends is gone with it."""
    old = "price: 7.70\n  as_of: 2026-11-20"
    shop.edit("products/all.yaml", old, "price: 7.70\n  as_of: 2026-01-01")
    assert "old-price" in [one.code for one in shop.build().problems]
    shop.edit("products/all.yaml", "2026-01-01", "2026-11-20")
    assert "old-price" not in [one.code for one in shop.build().problems]


def test_a_row_that_may_be_wrong_decides_no_more(tmp_path: Path) -> None:
    """A warning about a row of the policy is gone with the last offer for which that row decided."""
    rows = """\
  tao: {kind: taobao, name: 淘宝店}
  tmall: {kind: tmall, name: 天猫店}
channels: {wechat: {enabled: false}, group: {enabled: true}}
policy:
- {channel: group, kind: taobao, carriers: [text], warn: true, confidence: M}
- {channel: group, kind: tmall, carriers: [text], confidence: H}
"""
    site = SITE.replace("kits: {newest: 1}\n", rows + "kits: {newest: 1}\n")
    old = 'own, path: /p/salt, links: {group: "https://s.test/a"}'
    shop = Edited(tmp_path, in_one_process=False, site=site.replace(old, 'tao, item_id: "1234567"'))
    assert codes(shop.build()) == ["policy-unsure"]
    shop.edit("products/more.yaml", "shop: tao", "shop: tmall")
    assert codes(shop.build()) == []
