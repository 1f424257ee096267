"""The bar with which readers pass a page on: which buttons, and where they lead."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import get_args
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from examples import built
from sites import CONFIG, Site, codes

from contentshop.links import Shared, share_places
from contentshop.model import ShareButton

PLACES = [name for name in get_args(ShareButton) if name != "copy"]
AWKWARD = Shared(
    url="https://jinwei.test/articles/怎么挑/?a=1&b=2#c",
    title="“醋” & <酱>：100% 好？+ #1",
    summary="看年份；看总酸",
    picture="https://jinwei.test/a b.jpg",
)
VALUES = {"url": AWKWARD.url, "title": AWKWARD.title, "summary": AWKWARD.summary, "picture": AWKWARD.picture}


@pytest.mark.parametrize("name", PLACES)
def test_a_place_gets_what_it_takes_whole(name: ShareButton) -> None:
    """Whatever stands in a title, the platform reads back the same, in ASCII, and nothing beside it."""
    place = share_places()[name]
    address = place.address(AWKWARD)
    assert address.isascii()
    assert not set(address) & set(" <>\"'")
    parts = urlsplit(address)
    assert parts.fragment == ""
    found = {key: one for key, (one,) in parse_qs(parts.query, strict_parsing=True).items()}
    assert found == {key: VALUES[field] for key, field in place.keys.items()}
    assert found[next(key for key, field in place.keys.items() if field == "url")] == AWKWARD.url


@pytest.mark.parametrize("name", PLACES)
def test_what_there_is_none_of_is_left_out(name: ShareButton) -> None:
    """An empty value takes its key along."""
    assert "=&" not in share_places()[name].address(Shared(url="https://a.test/", title="")) + "&"


@pytest.mark.parametrize("name", PLACES)
def test_rows_say_where_they_are_from(name: ShareButton) -> None:
    """Every row has a source and a day that is not to come."""
    place = share_places()[name]
    assert place.source
    assert place.checked <= date(2026, 11, 22)
    assert place.href.startswith(("https://", "mailto:"))


def bar(site: Site, path: str) -> tuple[list[str], bool]:
    """Return the buttons of a page's bar by their words, and whether its address can be copied."""
    tree = BeautifulSoup(site.read(f"web/{path}index.html"), "lxml")
    (found,) = tree.select(".share")
    return [link.get_text() for link in found.select("a.button")], bool(found.select("[data-copy]"))


@pytest.mark.parametrize(
    ("line", "words", "copies"),
    [
        ("", ["微博", "QQ", "QQ空间", "邮件"], True),
        ("share: [qzone, weibo]", ["QQ空间", "微博"], False),
        ("share: [copy, weibo, weibo]", ["微博"], True),
        ("share: []", [], False),
    ],
)
def test_the_author_says_which_buttons(tmp_path: Path, line: str, words: list[str], *, copies: bool) -> None:
    """They stand in the author's order on articles and products; the code stands there in any case."""
    site = Site(tmp_path)
    site.write("config.yaml", CONFIG + line + "\n")
    site.write("articles/a.md", "# 题\n\n::product{vinegar}\n")
    assert not codes(site.build())
    for path in ("articles/a/", "products/vinegar/"):
        assert bar(site, path) == (words, copies)
        assert BeautifulSoup(site.read(f"web/{path}index.html"), "lxml").select(".share .share-code img")


def test_the_shops_of_a_page_say_which_buttons(tmp_path: Path) -> None:
    """One abroad is passed on where its readers are; with both, both; what the author says wins."""
    site = Site(tmp_path)
    abroad = "  us: {kind: amazon, name: US, tag: jinwei-20}\n"
    site.write("config.yaml", CONFIG + abroad)
    offers = "- id: {}\n  title: {}\n  offers: [{}]\n"
    own, us = "{shop: own, path: /p/1}", '{shop: us, item_id: "B000000001"}'
    rows = [("tea", "茶", us), ("both", "醋", f"{own}, {us}"), ("jar", "坛", own)]
    site.write("products/all.yaml", "".join(offers.format(*row) for row in rows))
    site.write("articles/a.md", "# 题\n\n::product{tea}\n")
    site.write("articles/b.md", "# 题二\n\n::product{both}\n\n::product{jar}\n")
    site.write("articles/c.md", "# 题三\n\n字。\n")
    site.build()
    chinese, abroads = ["微博", "QQ", "QQ空间", "邮件"], ["邮件", "Facebook", "X"]
    assert bar(site, "articles/a/") == bar(site, "products/tea/") == (abroads, True)
    assert bar(site, "articles/b/") == bar(site, "products/both/") == ([*chinese, "Facebook", "X"], True)
    assert bar(site, "articles/c/") == bar(site, "products/jar/") == (chinese, True)
    site.write("config.yaml", CONFIG + abroad + "share: [qq]\n")
    site.build()
    assert bar(site, "products/tea/") == (["QQ"], False)


def test_a_button_that_is_not_known(tmp_path: Path) -> None:
    """It is told where it is written, with what there is."""
    site = Site(tmp_path)
    site.write("config.yaml", CONFIG + "share: [weibo, wiebo]\n")
    (found,) = [one for one in site.build().problems if one.where is not None]
    assert "weibo" in str(found.values)


def test_a_page_is_shared_with_its_words_and_picture(tmp_path: Path) -> None:
    """QQ gets address, title, summary and picture of the page."""
    site = built("example", tmp_path)
    tree = BeautifulSoup(site.read("web/articles/how-to-choose-vinegar/index.html"), "lxml")
    (link,) = [str(one["href"]) for one in tree.select(".share a") if one.get_text() == "QQ"]
    found = {key: one for key, (one,) in parse_qs(urlsplit(link).query).items()}
    heads = {str(one.get("property")): str(one["content"]) for one in tree.select("meta[property]")}
    assert found["url"] == heads["og:url"]
    assert found["title"] == heads["og:title"]
    assert found["desc"] == heads["og:description"]
    assert found["pics"] == heads["og:image"]
