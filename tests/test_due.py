"""`contentshop products due`: what of the catalogue and of groups comes to its end, and who shows it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sites import CONFIG, NOW, Site
from test_cli import Run, run

from contentshop.model import Problem
from contentshop.pricing import due_lines

__all__ = ["run"]

PRODUCTS = """\
- id: vinegar
  title: 老陈醋
  price: 39.90
  as_of: 2026-10-25
  valid_until: 2026-11-23
  reference_price: {amount: 59, kind: 7d_low, evidence: 价格记录, date: 2026-11-12}
  tags: [醋]
  offers:
    - {shop: own, path: /p/vinegar}
    - shop: tao
      item_id: "1"
      price: 38
      as_of: 2026-11-20
      valid_until: 2026-11-28
      kouling: {text: 口令, expires: 2026-11-20}
      links: {web: {url: "https://s.click.taobao.com/Aa", expires: 2026-11-27}}
- id: noodles
  title: 拉面
  price: 9.90
  as_of: 2026-10-26
  offers: [{shop: own, path: /n}]
- id: flour
  title: 莜面
  price: 9.90
  as_of: 2026-11-20
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site with three products and articles that show two of them, one by asking for a tag."""
    made = Site(tmp_path)
    made.write("products/all.yaml", PRODUCTS)
    made.write("articles/a.md", "# 甲\n\n::product{vinegar}\n")
    made.write("articles/b.md", "---\ndraft: yes\n---\n# 乙\n\n:::products{tag=醋}\n:::\n\n:price{noodles}\n")
    made.write("articles/c.md", "# 丙\n\n`::product{vinegar}`\n")
    return made


def lines(site: Site, days: int, now: datetime = NOW) -> list[str]:
    """Return what is due as short texts."""
    found: list[Problem] = []
    due = due_lines(site.folder, now, days, found.append)
    assert found == []
    return [
        f"{one.day:%m-%d} {one.left:+} {one.product}{one.shop and '@' + one.shop} {one.what} {one.line}" for one in due
    ]


def test_everything_with_a_last_day_is_listed_by_that_day(site: Site) -> None:
    """Prices, offers, 口令, evidence and days not looked up again, what is past too; a day that comes later is not."""
    assert lines(site, 7) == [
        "11-19 -2 vinegar reference 6",
        "11-20 -1 vinegar@tao kouling 15",
        "11-23 +2 vinegar price 5",
        "11-25 +4 noodles as_of 20",
        "11-27 +6 vinegar@tao link 16",
        "11-28 +7 vinegar@tao price 14",
    ]
    assert lines(site, 0) == lines(site, 7)[:2]


def test_a_price_grows_old_by_the_sites_own_measure(site: Site) -> None:
    """Its last fresh day is `stale_after` days after it was seen, unless the price ends before."""
    config = (site.folder / "config.yaml").read_text()
    site.write("config.yaml", config + "products: {stale_after: 2}\n")
    assert [one for one in lines(site, 1) if "as_of" in one] == [
        "10-27 -25 vinegar as_of 4",
        "10-28 -24 noodles as_of 20",
        "11-22 +1 vinegar@tao as_of 13",
        "11-22 +1 flour as_of 25",
    ]
    site.write("config.yaml", config + "products: {stale_after: 0}\n")
    assert not [one for one in lines(site, 3650) if "as_of" in one]


def test_the_last_days_there_are(site: Site) -> None:
    """What would come to its end after them is not due."""
    site.write("config.yaml", CONFIG + "products: {stale_after: 9999}\n")
    site.write("products/all.yaml", "- {id: a, title: 甲, price: 1, as_of: 9998-12-31}\n")
    assert lines(site, 7) == []


def test_days_are_those_of_the_sites_time_zone(site: Site) -> None:
    """At 20:00 UTC it is the next day in Shanghai."""
    assert lines(site, 0, datetime(2026, 11, 21, 20, tzinfo=UTC))[0].startswith("11-19 -3")


def test_each_line_names_the_articles_that_show_the_product(site: Site) -> None:
    """By name or by asking for it, drafts too; what stands in code does not count."""
    found = {one.product: one.articles for one in due_lines(site.folder, NOW, 30, lambda _: None)}
    assert found == {"vinegar": ("articles/a.md", "articles/b.md"), "noodles": ("articles/b.md",), "flour": ()}


OUTLETS = """\
- id: vinegar
  kind: group
  name: 吃醋群
  code: images/a.png
  expires: 2026-11-24
- {id: late, kind: group, name: 晚群, code: images/a.png, expires: 2027-01-01}
- {id: forever, kind: group, name: 老群, code: images/a.png}
"""


def test_codes_of_groups_are_listed_with_the_articles_that_show_them(site: Site) -> None:
    """Also where group and product have the same id."""
    site.write("outlets.yaml", OUTLETS)
    site.write("articles/d.md", "# 丁\n\n::join{vinegar}\n\n::join{late}\n")
    (one,) = [one for one in due_lines(site.folder, NOW, 7, lambda _: None) if one.what == "code"]
    assert (f"{one.day:%m-%d}", one.left, one.product, one.outlet) == ("11-24", 3, "", "vinegar")
    assert (one.file, one.line, one.articles) == ("outlets.yaml", 5, ("articles/d.md",))
    prices = [one for one in due_lines(site.folder, NOW, 7, lambda _: None) if one.product == "vinegar"]
    assert {one.articles for one in prices} == {("articles/a.md", "articles/b.md")}


@pytest.mark.parametrize("width", ["60", "80"])
def test_the_list_breaks_no_name(site: Site, run: Run, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    """Nor is it wider than the terminal; articles are named without their day, and what ends with words."""
    site.write("articles/2026-11-01-a-long-story-of-vinegar.md", "# 丁\n\n::product{vinegar}\n")
    monkeypatch.setenv("COLUMNS", width)
    out = run("products", "due")[1]
    assert all(len(line) <= int(width) for line in out.splitlines())
    assert "a-long-story-of-vinegar +2" in out
    assert "2026-11-01" not in out
    assert "price to check" in out
    assert "as_of" not in out


@pytest.mark.parametrize(
    "line", ["：：进群｛ｓａｕｃｅ_a｝", "[x](product:sauce%5Fa)", "[x](product:sauce\\_a)", ":price{ｓａｕｃｅ＿ａ}"]
)
def test_articles_are_found_however_they_type_an_id(site: Site, line: str) -> None:
    """At full width, and escaped in the address of a link."""
    site.write("products/more.yaml", "- {id: sauce_a, title: 酱, price: 1, as_of: 2026-10-25}\n")
    site.write("outlets.yaml", OUTLETS.replace("vinegar", "sauce_a"))
    site.write("articles/d.md", f"# 丁\n\n{line}\n")
    found = [one for one in due_lines(site.folder, NOW, 7, lambda _: None) if "sauce_a" in (one.product, one.outlet)]
    assert [one.articles for one in found if one.articles] == [("articles/d.md",)]


def test_codes_are_listed_where_no_product_ends(site: Site, run: Run) -> None:
    """What is wrong with the file of outlets is told at its place."""
    site.write("products/all.yaml", "")
    site.write("articles/d.md", "# 丁\n\n：：进群｛late｝\n")
    site.write("outlets.yaml", OUTLETS)
    code, out, _ = run("products", "due", "--days", "3650")
    assert code == 0
    found = [line.split() for line in out.splitlines()]
    assert [(one[0], one[-2:]) for one in found[::2]] == [
        ("2026-11-24", ["group", "code"]),
        ("2027-01-01", ["group", "code"]),
    ]
    assert found[1::2] == [["vinegar", "outlets.yaml:5"], ["late", "outlets.yaml:6", "d"]]
    site.write("outlets.yaml", OUTLETS.replace("expires: 2026-11-24", "expires: soon"))
    code, _, err = run("products", "due")
    assert code == 1
    assert "outlets.yaml:5:12" in err
    assert "    5 |   expires: soon" in err


@pytest.mark.usefixtures("site")
def test_the_command_prints_a_list_and_ends_well(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is due is no error."""
    monkeypatch.setenv("COLUMNS", "120")
    code, out, _ = run("products", "due", "--days", "3650")
    assert code == 0
    assert "vinegar @tao" in out
    assert "products/all.yaml:15" in out
    assert "a +1" in out


@pytest.mark.usefixtures("site")
def test_the_command_prints_json(run: Run) -> None:
    """With file, line, day and all articles."""
    code, out, _ = run("products", "due", "--days", "3650", "--json")
    assert code == 0
    (one,) = [row for row in json.loads(out)["due"] if row["what"] == "kouling"]
    assert one["day"] == "2026-11-20"
    assert (one["file"], one["line"]) == ("products/all.yaml", 15)
    assert one["articles"] == ["articles/a.md", "articles/b.md"]


def test_nothing_due_is_said(site: Site, run: Run) -> None:
    """And what could not be read is told."""
    site.write("products/all.yaml", "- id: vinegar\n  title: 老陈醋\n")
    assert run("products", "due")[:2] == (0, "Nothing expires within 7 days.\n")
    site.write("products/all.yaml", "- id: [\n")
    code, _, err = run("products", "due")
    assert code == 1
    assert "not-closed" in err
