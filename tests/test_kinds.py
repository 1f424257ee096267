"""Kinds of shop: their addresses, what their terms forbid, which have gone; entrances as data."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from bs4 import BeautifulSoup
from sites import Site, codes

from contentshop.links import (
    destination,
    entrances,
    is_safe,
    kinds,
    opens,
    permits,
    retired,
    retired_kind,
    token,
    tracked,
)
from contentshop.model import Identity, Offer, Place, ShopConfig
from contentshop.problems import hint, message

VALUES = {"source": "s", "medium": "m", "campaign": "c", "token": "t0ken"}
AMAZON = """\
site: {title: Jinwei, base_url: "https://jinwei.test/", language: en}
shops:
  own: {kind: web, url: "https://shop.jinwei.test"}
  amazon: {kind: amazon, tag: jinwei-21}
"""
PAN = "- {id: pan, title: Pan, price: 20, as_of: 2026-11-20, offers: [{shop: amazon, item_id: B000123456}]}\n"


@pytest.mark.parametrize(
    ("shop", "offer", "expected"),
    [
        (
            {"kind": "weimob", "url": "https://100.retail.n.weimob.com/saas/retail/100/7"},
            {"item_id": "42"},
            "https://100.retail.n.weimob.com/saas/retail/100/7/goods/detail?id=42&utm_content=t0ken",
        ),
        (
            {"kind": "wechat-store"},
            {"item_id": "10000438718054"},
            "https://channels.weixin.qq.com/shop/a/10000438718054",
        ),
        ({"kind": "tmall"}, {"item_id": "55"}, "https://detail.tmall.com/item.htm?id=55"),
        ({"kind": "pdd"}, {"item_id": "12"}, "https://mobile.yangkeduo.com/goods.html?goods_id=12"),
        (
            {"kind": "see", "appid": "wx0123456789abcdef"},
            {"path": "pages/a?id=1"},
            "weixin://dl/business/?appid=wx0123456789abcdef&path=pages/a&query=id%3D1%26utm_content%3Dt0ken",
        ),
        ({"kind": "amazon", "tag": "j-21"}, {"item_id": "B000123456"}, "https://www.amazon.com/dp/B000123456?tag=j-21"),
        (
            {"kind": "amazon", "tag": "j-21", "url": "https://www.amazon.de/", "append": ["ascsubtag"]},
            {"item_id": "B000123456"},
            "https://www.amazon.de/dp/B000123456?tag=j-21&ascsubtag=t0ken",
        ),
        (
            {"kind": "ebay", "tag": "5338000000"},
            {"item_id": "123456789012"},
            (
                "https://www.ebay.com/itm/123456789012?mkevt=1&mkcid=1&mkrid=711-53200-19255-0&campid=5338000000"
                "&toolid=10001&customid=t0ken"
            ),
        ),
        (
            {"kind": "awin", "url": "https://shop.example", "tag": "9999", "merchant": "1234"},
            {"path": "/p?a=1&b=2"},
            (
                "https://www.awin1.com/cread.php?awinmid=1234&awinaffid=9999"
                "&ued=https%3A%2F%2Fshop.example%2Fp%3Fa%3D1%26b%3D2&clickref=t0ken"
            ),
        ),
        (
            {"kind": "rakuten", "url": "https://shop.example", "tag": "AbC", "merchant": "12"},
            {"path": "/p"},
            "https://click.linksynergy.com/deeplink?id=AbC&mid=12&murl=https%3A%2F%2Fshop.example%2Fp&u1=t0ken",
        ),
        (
            {"kind": "cj"},
            {"url": "https://www.anrdoezrs.net/click-1-2?url=https%3A%2F%2Fa.example"},
            "https://www.anrdoezrs.net/click-1-2?url=https%3A%2F%2Fa.example&sid=t0ken",
        ),
        (
            {"kind": "impact"},
            {"url": "https://brand.pxf.io/c/1/2/3?u=https%3A%2F%2Fa.example"},
            "https://brand.pxf.io/c/1/2/3?u=https%3A%2F%2Fa.example&subId1=t0ken",
        ),
        ({"kind": "cj"}, {}, ""),
        ({"kind": "alipay"}, {}, ""),
        ({"kind": "live", "appid": "wx0123456789abcdef"}, {"item_id": "8"}, ""),
        ({"kind": "amazon", "tag": "j-21"}, {"item_id": "short"}, ""),
        ({"kind": "amazon"}, {"item_id": "B000123456"}, ""),
    ],
)
def test_a_kind_makes_its_address_and_fills_its_own_slot(
    shop: dict[str, Any], offer: dict[str, Any], expected: str
) -> None:
    """A network's slot takes the token alone, and no campaign words go onto its links."""
    config = msgspec.convert(shop, ShopConfig)
    address = destination(msgspec.convert({"shop": "x", **offer}, Offer), config, "web")
    found = tracked(address, kinds()[config.kind], config, VALUES) if address else ""
    assert found == expected
    assert not found or is_safe(found)


def test_a_url_link_opens_everywhere_though_its_kind_does_not() -> None:
    """WeChat opens it in place, a browser by WeChat's own page."""
    mini = ShopConfig(kind="miniprogram")
    assert opens(mini, "https://wxaurl.cn/Ab") == "everywhere"
    assert opens(mini, "weixin://dl/business/?t=Ab") == "outside_wechat"
    assert opens(ShopConfig(kind="taobao"), "https://item.taobao.com/item.htm?id=1") == "outside_wechat"


def test_a_kind_that_is_like_another_shares_its_row() -> None:
    """Services that give their shops a mini-program are mini-programs by another name."""
    for name in ("see", "diandianke"):
        row, like = kinds()[name], kinds()["miniprogram"]
        assert (row.address, row.append, row.card, row.limit) == (like.address, like.append, like.card, like.limit)
        assert row.name != like.name


# --- what has gone


@pytest.mark.parametrize("kind", ["拍拍微店", "paipai", "京东微店", "来往", "口袋通"])
def test_a_kind_that_has_gone_is_said_to_have_gone(tmp_path: Path, kind: str) -> None:
    """In the config, by its name in either language; what took its place is named."""
    site = Site(tmp_path)
    config = (tmp_path / "config.yaml").read_text("utf-8")
    site.write("config.yaml", config.replace("kind: taobao", f"kind: {kind}"))
    (found,) = [one for one in site.build().problems if one.code == "retired-shop-kind"]
    row = retired_kind(kind)
    assert row is not None
    assert isinstance(found.where, Place)
    assert found.where.file == "config.yaml"
    assert row.names.zh in message(found, "zh")
    assert row.names.en in message(found, "en")
    assert found.values["near"] == row.now


def test_an_address_that_leads_to_what_has_gone_is_told(tmp_path: Path) -> None:
    """A warning at the address; the page is built."""
    site = Site(tmp_path)
    products = (tmp_path / "products/all.yaml").read_text("utf-8")
    site.write("products/all.yaml", products.replace("path: /p/vinegar", 'url: "https://wd.paipai.com/1"'))
    (found,) = site.build().problems
    assert (found.code, hint(found, "en") != "") == ("retired-address", True)


def test_names_that_have_gone_are_no_kinds() -> None:
    """One that is still there would never be reached."""
    assert not {row.kind for row in retired()} & set(kinds())
    assert {row.now for row in retired()} - {""} <= set(kinds())
    assert retired_kind("web") is None


# --- what terms forbid


def test_amazon_leaves_price_and_go_page_to_no_one() -> None:
    """Unless the author says that he may."""
    shop = ShopConfig(kind="amazon")
    assert not any(permits(shop, what) for what in ("price", "picture", "go"))
    assert permits(ShopConfig(kind="amazon", allow=("price",)), "price")
    assert permits(ShopConfig(kind="web"), "go")


def test_a_card_of_amazons_has_no_price_and_no_page_in_between(tmp_path: Path) -> None:
    """Its button and its code lead straight there; its go page leads back to the article."""
    site = Site(tmp_path)
    site.write("config.yaml", AMAZON)
    site.write("products/all.yaml", PAN)
    site.write("articles/a.md", "# Pans\n\nText.\n\n::product{pan}\n")
    assert codes(site.build()) == []
    page = BeautifulSoup(site.read("web/articles/a/index.html"), "lxml")
    assert [str(one["href"]) for one in page.select(".card a.button")] == [
        "https://www.amazon.com/dp/B000123456?tag=jinwei-21"
    ]
    assert "20" not in page.select(".card")[0].get_text()
    assert '"price"' not in str(page)
    go = site.read(f"web/go/{token(Identity('a', 'pan', 'card', '', 'scan'))}/index.html")
    assert "amazon" not in go
    assert 'data-target="https://jinwei.test/articles/a/"' in go


def test_an_author_may_show_amazons_price(tmp_path: Path) -> None:
    """`allow: [price]`, where it is fetched as the terms ask."""
    site = Site(tmp_path)
    site.write("config.yaml", AMAZON.replace("tag: jinwei-21", "tag: jinwei-21, allow: [price]"))
    site.write("products/all.yaml", PAN)
    site.write("articles/a.md", "# Pans\n\n::product{pan}\n")
    site.build()
    assert "20.00" in BeautifulSoup(site.read("web/articles/a/index.html"), "lxml").select(".card")[0].get_text()


# --- ready-made links in a site


LINKS = """\
- id: vinegar
  title: 老陈醋
  offers:
    - shop: tao
      item_id: "55"
      links:
        web: {url: "https://s.click.taobao.com/Aa", expires: EXPIRES}
"""


@pytest.mark.parametrize(
    ("expires", "told", "used"),
    [
        ("2026-11-20", ["link-expired"], False),
        ("2026-11-21", ["link-expires"], True),
        ("2026-11-28", ["link-expires"], True),
        ("2026-11-29", [], True),
    ],
)
def test_a_ready_made_link_is_told_before_its_end(tmp_path: Path, expires: str, told: list[str], *, used: bool) -> None:
    """From 7 days before, at its day; after it the usual address is used."""
    site = Site(tmp_path)
    site.write("products/all.yaml", LINKS.replace("EXPIRES", expires))
    site.write("articles/a.md", "# 题\n\n::product{vinegar}\n")
    found = [one for one in site.build().problems if one.code.startswith("link-")]
    assert [one.code for one in found] == told
    assert all(one.where == Place("products/all.yaml", 7, 62) for one in found)
    go = site.read(f"web/go/{token(Identity('a', 'vinegar', 'card', '', 'web'))}/index.html")
    assert ("s.click.taobao.com/Aa" in go) is used
    assert ("item.taobao.com/item.htm?id=55" in go) is not used


def test_a_channel_that_is_off_needs_no_links(tmp_path: Path) -> None:
    """Nothing is told of what is not used."""
    site = Site(tmp_path)
    site.write("config.yaml", (tmp_path / "config.yaml").read_text("utf-8") + "channels: {feed: {enabled: no}}\n")
    site.write("products/all.yaml", LINKS.replace("EXPIRES", "2026-11-20").replace("web:", "feed:"))
    assert codes(site.build()) == []


@pytest.mark.parametrize(
    ("offer", "code"),
    [
        ('{shop: own, path: /p, links: {"group@nobody": "https://a.example/"}}', "unknown-outlet"),
        ('{shop: mini, path: "pages/a", links: {web: "https://wxaurl.cn/Ab"}}', "link-without-day"),
        ("{shop: own, path: /p, miniprogram: pages/a}", "page-without-appid"),
        ('{shop: own, path: /p, taglink: "https://a.example/"}', "wrong-taglink"),
        ('{shop: own, path: /p, links: {group: {url: "javascript:x"}}}', "unsafe-address"),
        ('{shop: own, path: /p, miniprogram: "a b"}', "offer-field"),
        ("{shop: cj}", "offer-needs-url"),
    ],
)
def test_what_is_wrong_with_an_offer_is_told_where_it_stands(tmp_path: Path, offer: str, code: str) -> None:
    """With its line, and words in both languages."""
    site = Site(tmp_path)
    config = (tmp_path / "config.yaml").read_text("utf-8")
    site.write("config.yaml", config.replace("shops:\n", "shops:\n  cj: {kind: cj}\n"))
    site.write("products/all.yaml", f"- id: vinegar\n  title: 老陈醋\n  offers: [{offer}]\n")
    found = [one for one in site.build().problems if one.code == code]
    assert found
    assert isinstance(found[0].where, Place)
    assert found[0].where.line == 3
    assert all(message(found[0], language) for language in ("zh", "en"))  # type: ignore[arg-type]


def test_texts_for_wechat_may_stand_among_the_links(tmp_path: Path) -> None:
    """They are no addresses and need not look like one."""
    site = Site(tmp_path)
    offer = '{shop: mini, path: "pages/a", links: {group: "#小程序://晋味/醋/AbCdEf012345678"}}'
    site.write("products/all.yaml", f"- id: vinegar\n  title: 老陈醋\n  offers: [{offer}]\n")
    assert codes(site.build()) == []


def test_a_table_last_checked_long_ago_is_mentioned_once(tmp_path: Path) -> None:
    """Against the day of the build."""
    site = Site(tmp_path)
    assert codes(site.build()) == []
    assert codes(site.build(now=datetime(2027, 6, 1, tzinfo=UTC))) == ["policy-stale"]


# --- entrances


def test_entrances_are_known_by_their_scene() -> None:
    """Those that lead through what we hand on, each with its evidence."""
    assert {1011, 1012, 1013, 1047, 1048, 1049, 1065, 1179, 1194, 1286} == set(entrances())
    assert entrances()[1286].address == "scheme"
    assert all(row.source and row.name.zh and row.name.en for row in entrances().values())
