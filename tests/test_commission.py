"""Who pays a commission is said where readers are led there, if the author's own line does not say it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sites import NOW, Site

STARTER = "disclosure: {text: 文中的商品由我们自己售卖。}\n"
PRODUCTS = """
- {id: bowl, title: 碗, offers: [{shop: tao, item_id: "88"}]}
- {id: vinegar, title: 老陈醋, offers: [{shop: own, path: /p/1}]}
"""
ZH = "您从这里去淘宝店购买，我们会得到佣金。"
PLACES = ("web/articles/a/index.html", "web/feed.xml", "web/products/bowl/index.html", "wechat/a/content.html")


def built(folder: Path, body: str, config: str = STARTER, head: str = "") -> Site:
    """Return a small site with one article, built."""
    site = Site(folder)
    site.write("config.yaml", (folder / "config.yaml").read_text("utf-8") + config)
    site.write("products/all.yaml", PRODUCTS)
    site.write("articles/a.md", f"---\ntitle: 碗与醋\nslug: a\ndate: 2026-11-01\n{head}---\n{body}\n")
    outcome = site.build(now=NOW)
    assert outcome.completed
    return site


@pytest.mark.parametrize("body", ["::product{bowl}", "买[碗](product:bowl)。", "::qr{bowl}", "::offers{bowl}"])
def test_a_shop_that_pays_is_named(tmp_path: Path, body: str) -> None:
    """On the page, in the feed, on the product's page and in the official account, below the author's own line."""
    site = built(tmp_path, body)
    for path in PLACES:
        assert site.read(path).count(ZH) == 1, path
    page = site.read(PLACES[0])
    assert page.index("文中的商品由我们自己售卖。") < page.index(ZH)


def test_it_is_named_without_any_line_of_the_author(tmp_path: Path) -> None:
    """The comment in a new site's config promises so, whatever `disclosure` says."""
    site = built(tmp_path, "::product{bowl}", "")
    assert all(ZH in site.read(path) for path in PLACES)


@pytest.mark.parametrize("text", ["成交后我们有一份佣金。", "部分链接有返佣。", "We earn a Commission."])
def test_an_author_who_speaks_of_commission_is_not_corrected(tmp_path: Path, text: str) -> None:
    """The author's words are enough."""
    site = built(tmp_path, "::product{bowl}", f"disclosure: {{text: {text}}}\n")
    for path in PLACES:
        assert text in site.read(path)
        assert "我们会得到佣金" not in site.read(path)


def test_own_shops_pay_nothing(tmp_path: Path) -> None:
    """An article that leads to the author's own shop names none."""
    site = built(tmp_path, "::product{vinegar}")
    assert all("佣金" not in site.read(path) for path in (PLACES[0], PLACES[3]))


def test_it_is_said_in_the_language_of_the_article(tmp_path: Path) -> None:
    """With the shop's name in that language, where it has one."""
    site = built(tmp_path, "::product{bowl}", STARTER, "language: en\n")
    said = "by way of this page, we earn a commission."
    assert said in site.read(PLACES[0])
    assert said in site.read(PLACES[3])


def handed_on(site: Site) -> dict[str, str]:
    """Return the texts of the article and its go pages, by path."""
    files = {path: data for path, data in site.output().items() if path.startswith(("texts/a/", "web/go/"))}
    return {path: data.decode() for path, data in files.items()}


@pytest.mark.parametrize(("head", "text", "page"), [
    ("", "在淘宝店买，我们有佣金。", ZH),
    ("language: en\n", "If you buy at 淘宝店, we earn a commission.", "If you buy from 淘宝店 by way of this"),
])  # fmt: skip
def test_it_is_said_where_links_are_handed_on(tmp_path: Path, head: str, text: str, page: str) -> None:
    """In every text that names the product, and on its go pages, before the button."""
    site = built(tmp_path, "::product{bowl}", head=head)
    found = handed_on(site)
    for name in ("chat", "group", "weibo"):
        assert found[f"texts/a/{name}.txt"].count(text) == 1
    pages = [said for path, said in found.items() if "/go/" in path and "taobao.com/item.htm?id=88" in said]
    buying = [said for said in pages if f'<html lang="{head[10:-1] or "zh-CN"}">' in said]
    assert buying
    assert all(said.index(page) < said.index("button onward") for said in buying)


@pytest.mark.parametrize(
    ("body", "config"), [("::product{vinegar}", STARTER), ("::product{bowl}", "disclosure: {off: 样品}\n")]
)
def test_nothing_is_said_where_no_ad_is_marked_or_nothing_earned(tmp_path: Path, body: str, config: str) -> None:
    """Of the author's own shop, and where the author marks nothing."""
    assert not [path for path, said in handed_on(built(tmp_path, body, config)).items() if "佣金" in said]


def test_answers_of_the_account_say_it_too(tmp_path: Path) -> None:
    """Where a word leads to a shop that pays; a shop that does not is not named."""
    site = Site(tmp_path)
    config = (tmp_path / "config.yaml").read_text("utf-8")
    site.write("config.yaml", config.replace("  tao:", "  jd: {kind: jd, name: 京东店, affiliate: true}\n  tao:"))
    row = "- {{id: {0}, title: {0}, offers: [{{shop: {1}, item_id: '88', path: /p}}]}}\n"
    site.write("products/all.yaml", row.format("wok", "jd") + row.format("pot", "own"))
    site.write("articles/a.md", "---\ndate: 2026-11-01\n---\n# 锅\n\n::product{wok}\n\n::product{pot}\n")
    assert site.build(now=NOW).completed
    rows = {line.split(",")[0].strip('"'): line for line in site.read("texts/replies.csv").splitlines()}
    assert "【广告】wok 在京东店买，我们有佣金。 https://" in rows["wok"]
    assert "佣金" not in rows["pot"]
