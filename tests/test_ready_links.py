"""Ready-made links: which are to be made, the list of them out and in again, and the tokens they carry."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sites import Site

from contentshop.cli import main
from contentshop.linking import Wanted, links_to_make
from contentshop.links import sub_id

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
SITE = """
-- config.yaml --
site: {title: 晋味小铺, base_url: "https://jinwei.test/"}
shops:
  tao: {kind: taobao, name: 淘宝店, affiliate: true}
  jd: {kind: jd, name: 京东店, affiliate: true}
  own: {kind: web, url: "https://shop.jinwei.test"}
  mine: {kind: tmall}
-- products/all.yaml --
# 头上的注释
- id: vinegar
  title: 老陈醋
  price: 39.90    # 瓶身标价
  as_of: 2026-11-20
  offers:
    - {shop: tao, item_id: "5588"}   # 行尾的注释
    - shop: jd
      item_id: "1000"
- id: jar
  title: 坛子
  offers: [{shop: mine, item_id: "77"}]
- id: bowl
  title: 碗
  offers: [{shop: tao, item_id: "88"}]
-- outlets.yaml --
- {id: tea, kind: group, name: 茶友群, texts: true}
- {id: quiet, kind: group, name: 静群}
- {id: 小满, kind: promoter, name: 小满, posters: true}
-- articles/a.md --
# 醋

::product{vinegar}

::product{jar}
"""
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site with shops that make links beforehand and shops that do not."""
    return Site(tmp_path, SITE)


@pytest.fixture
def run(site: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs a command of `links` in the site."""
    monkeypatch.chdir(site.folder)

    def command(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ending:
            main(["links", *arguments, "--lang", "en"])
        out, err = capsys.readouterr()
        return int(ending.value.code or 0), out, err

    return command


def listed(site: Site, **wanted: object) -> list[tuple[str, str, str, str]]:
    """Return product, shop, channel and outlet of the links to be made."""
    rows = links_to_make(site.folder, NOW, Wanted(**wanted), lambda _: None)  # type: ignore[arg-type]
    return [(one.product, one.shop, one.channel, one.outlet) for one in rows]


def sheet(text: str) -> list[dict[str, str]]:
    """Return the rows of a sheet by their headings."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_links_are_listed_for_shops_that_bring_a_commission(site: Site) -> None:
    """Those by which something in the output leads there: cards, texts, posters, each outlet's own."""
    config = (site.folder / "config.yaml").read_text("utf-8")
    site.write("config.yaml", config + "channels: {web: {medium: page}}\n")
    rows = listed(site, channels=("web", "wechat", "group", "moments"))
    assert rows == [
        ("vinegar", "tao", "web", ""),
        ("vinegar", "tao", "moments", ""),
        ("vinegar", "tao", "moments", "小满"),
        ("vinegar", "tao", "group", ""),
        ("vinegar", "tao", "group", "tea"),
        ("vinegar", "jd", "web", ""),
        ("vinegar", "jd", "wechat", ""),
    ]


EVERY = """\
- {id: tea, kind: group, name: 茶友群, texts: true, posters: true}
- {id: 小满, kind: promoter, name: 小满, posters: true}
- {id: 柜台, kind: counter, name: 柜台, texts: true}
- {id: 月信, kind: newsletter, name: 月信, texts: true, posters: true}
- {id: quiet, kind: group, name: 静群}
"""


@pytest.mark.font
def test_just_what_the_output_uses_is_listed(site: Site) -> None:
    """The tokens of a build say so: a print text names no product, each outlet with posters has one for Moments."""
    config = (site.folder / "config.yaml").read_text("utf-8")
    site.write("config.yaml", config + "channels: {web: {medium: page}}\n")
    products = (site.folder / "products/all.yaml").read_text("utf-8")
    site.write("products/all.yaml", products.replace('    - shop: jd\n      item_id: "1000"\n', ""))
    site.write("outlets.yaml", EVERY)
    site.write("articles/b.md", "---\ntitle: 碗\ndraft: true\n---\n::product{bowl}\n")
    used = {
        (row["product"], row["channel"], row["outlet"])
        for row in csv.DictReader(io.StringIO(ledger(site)))
        if row["product"] == "vinegar" and row["form"] != "offers"
    }
    rows = listed(site)
    assert {(product, channel, outlet) for product, _, channel, outlet in rows if product == "vinegar"} == used
    assert {outlet for _, _, channel, outlet in rows if channel == "moments"} == {"", "tea", "小满", "月信"}
    assert {channel for product, _, channel, _ in rows if product == "bowl"} >= {"web", "group", "moments"}
    assert not [row for row in rows if row[2] == "print" or row[3] in ("柜台", "quiet")]


def ledger(site: Site) -> str:
    """Return the ledger that a build makes."""
    site.build()
    return (site.folder / "ledger.csv").read_text("utf-8")


def test_nothing_to_do_is_said(site: Site, run: Run) -> None:
    """Whatever is asked for, and no empty file is left."""
    site.delete("articles/a.md")
    code, out, err = run("todo")
    assert (code, sheet(out), err) == (0, [], "No link is to be made.\n")
    assert run("todo", "--format", "json")[1:] == ("[]\n", "No link is to be made.\n")
    assert run("todo", "-o", "links.csv") == (0, "No link is to be made.\n", "")
    assert not (site.folder / "links.csv").exists()
    assert run("todo", "--format", "table") == (0, "No link is to be made.\n", "")


def test_more_is_listed_when_asked_for(site: Site) -> None:
    """A shop without commission by its name, a quiet outlet by its own, and with --all products in no article."""
    assert ("jar", "mine", "chat", "") in listed(site, shops=("mine",))
    assert ("jar", "mine", "group", "") not in listed(site, shops=("mine",))
    assert ("jar", "mine", "group", "") in listed(site, shops=("mine",), everything=True)
    assert {row[3] for row in listed(site, outlets=("quiet",))} == {"quiet"}
    assert {row[0] for row in listed(site, everything=True)} == {"vinegar", "bowl"}
    assert {row[0] for row in listed(site, products=("bowl",))} == {"bowl"}


def test_a_channel_that_is_off_needs_no_link(site: Site) -> None:
    """Neither does a product that is sold out."""
    config = (site.folder / "config.yaml").read_text("utf-8")
    site.write("config.yaml", config + "channels: {group: {enabled: false}}\n")
    assert not [row for row in listed(site) if row[2] == "group"]
    text = (site.folder / "products/all.yaml").read_text("utf-8")
    site.write("products/all.yaml", text.replace("title: 老陈醋", "title: 老陈醋\n  stock: out_of_stock"))
    assert listed(site) == []


@pytest.mark.parametrize(
    ("written", "state"),
    [
        ('"https://s.click.taobao.com/t?e=a"', None),
        ('{url: "https://s.click.taobao.com/t?e=a", expires: 2027-01-01}', None),
        ('{url: "https://s.click.taobao.com/t?e=a", expires: 2026-11-28}', "expires"),
        ('{url: "https://s.click.taobao.com/t?e=a", expires: 2026-11-20}', "expired"),
    ],
)
def test_links_that_are_there_are_listed_when_they_end_soon(site: Site, written: str, state: str | None) -> None:
    """Within the days asked for; without a last day never."""
    text = (site.folder / "products/all.yaml").read_text("utf-8")
    site.write("products/all.yaml", text.replace('item_id: "5588"', f'item_id: "5588", links: {{web: {written}}}'))
    rows = links_to_make(site.folder, NOW, Wanted(channels=("web",), shops=("tao",)), lambda _: None)
    assert [one.state for one in rows] == ([state] if state else [])


def test_the_list_says_what_to_convert_and_what_to_give(site: Site, run: Run) -> None:
    """The token is that of product, channel and outlet; the file begins with a byte order mark for Excel."""
    code, out, _ = run("todo", "--channel", "group", "--outlet", "tea")
    (row,) = sheet(out)
    assert code == 0
    assert out.startswith("\ufeff")
    assert row["address to convert"] == "https://item.taobao.com/item.htm?id=5588"
    assert row["what to give there"].strip('="') == sub_id("vinegar", "group", "tea")
    assert (row["channel"], row["outlet"]) == ("WeChat groups", "tea")
    assert json.loads(run("todo", "--format", "json", "--outlet", "tea")[1])[0]["state"] == "missing"
    assert "not made yet" in run("todo", "--format", "table")[1]
    assert site.folder.is_dir()


def test_an_unknown_outlet_is_told_with_the_nearest(run: Run) -> None:
    """Wrong use, exit code 2 or 1 as the catalogue of problems says."""
    code, _, err = run("todo", "--outlet", "teo")
    assert code != 0
    assert "tea" in err


def filled(
    run: Run, links: dict[tuple[str, str, str], str], days: dict[tuple[str, str, str], str] | None = None
) -> str:
    """Return the list with links filled in by shop, channel and outlet, and saved as a spreadsheet saves it."""
    _, out, _ = run("todo")
    rows = sheet(out)
    for row in rows:
        key = (row["shop"], row["channel"], row["outlet"])
        row["link"], row["last day"] = links.get(key, ""), (days or {}).get(key, "")
        row["what to give there"] = row["what to give there"].strip('="')
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


UNION = "https://s.click.taobao.com/t?e=m%3D2%26s%3Dabc"
SHORT = "https://u.jd.com/AbCdEf1"


def test_the_answers_are_written_and_nothing_else_changes(site: Site, run: Run) -> None:
    """Comments, quotes and order stay; JD's short link gets its last day; a second import finds nothing to do."""
    before = (site.folder / "products/all.yaml").read_text("utf-8")
    links = {("tao", "WeChat groups", "tea"): UNION, ("jd", "web pages", ""): SHORT}
    site.write("back.csv", filled(run, links, {("tao", "WeChat groups", "tea"): "2026-12-31"}))
    code, out, err = run("import", "back.csv")
    after = (site.folder / "products/all.yaml").read_text("utf-8")
    assert (code, err) == (0, "")
    assert "Links new or changed: 2, unchanged: 0." in out
    assert "articles/a.md" in out
    mended = f'links: {{group@tea: {{url: "{UNION}", expires: 2026-12-31}}}}}}   # 行尾的注释'
    assert mended in after
    removed = [line for line in before.splitlines() if line not in after.splitlines()]
    assert removed == ['    - {shop: tao, item_id: "5588"}   # 行尾的注释']
    assert f"          url: {SHORT}\n          expires: 20" in after
    assert "Links new or changed: 0, unchanged: 2." in run("import", "back.csv")[1]


def test_a_list_is_read_in_both_languages_and_encodings(site: Site, run: Run) -> None:
    """As WPS saves it: GBK, Chinese headings, names of channels in Chinese."""
    text = "商品 id,店铺,渠道,出口,转好的链接,最后一天\nvinegar,tao,微信群,tea," + UNION + ",2026/12/31\n"
    site.write("back.csv", text.encode("gb18030"))
    assert run("import", "back.csv")[0] == 0
    assert "group@tea: {url:" in (site.folder / "products/all.yaml").read_text("utf-8")


def test_a_link_without_a_day_keeps_the_one_that_is_written(site: Site, run: Run) -> None:
    """A new one takes its place, with a day or without."""
    text = (site.folder / "products/all.yaml").read_text("utf-8")
    known = f'item_id: "5588", links: {{web: {{url: "{UNION}", expires: 2026-11-25}}}}'
    site.write("products/all.yaml", text.replace('item_id: "5588"', known))
    site.write("back.csv", f"id,shop,channel,link\nvinegar,tao,web,{UNION}\n")
    assert "unchanged: 1" in run("import", "back.csv")[1]
    site.write("back.csv", f"id,shop,channel,link\nvinegar,tao,web,{UNION}9\n")
    assert run("import", "back.csv")[0] == 0
    assert f"links: {{web: {{url: {UNION}9}}}}" in (site.folder / "products/all.yaml").read_text("utf-8")


WRONG = {
    "unknown-product": "vinegat,tao,web,,{link},",
    "no-such-offer": "vinegar,own,web,,{link},",
    "cell-not": "vinegar,tao,web,,{link},8/1/2026",
    "unknown-outlet": "vinegar,tao,group,tee,{link},",
    "link-not": "vinegar,tao,web,,￥aB3dE5fG7hJ￥,",
    "link-is-over": "vinegar,tao,web,,{link},2026-01-01",
    "link-of-another": "vinegar,tao,web,,https://u.jd.com/AbCdEf1,",
    "row-without": ",tao,web,,{link},",
}


@pytest.mark.parametrize("code", WRONG)
def test_one_wrong_row_stops_the_whole_import(site: Site, run: Run, code: str) -> None:
    """It is told with its file, row and column, and no file is written."""
    before = (site.folder / "products/all.yaml").read_bytes()
    good = f"vinegar,jd,web,,{SHORT},"
    bad = WRONG[code].format(link=UNION)
    site.write("back.csv", f"id,shop,channel,outlet,link,expires\n{good}\n{bad}\n")
    ending, out, err = run("import", "back.csv")
    assert ending == 1
    assert f"[{code}]" in err
    assert "back.csv:3:" in err
    assert "Nothing was written" in out
    assert (site.folder / "products/all.yaml").read_bytes() == before


def test_a_channel_nobody_knows_is_told(site: Site, run: Run) -> None:
    """As a cell that holds no channel."""
    site.write("back.csv", f"id,shop,channel,link\nvinegar,tao,wibo,{UNION}\n")
    assert "is not a channel" in run("import", "back.csv")[2]


def test_the_same_link_in_two_rows_is_a_warning(site: Site, run: Run) -> None:
    """Orders through it cannot be told apart; both are written all the same."""
    site.write("back.csv", f"id,shop,channel,link\nvinegar,tao,web,{UNION}\nvinegar,tao,group,{UNION}\n")
    code, out, err = run("import", "back.csv")
    assert (code, "[link-twice]" in err) == (0, True)
    assert "Links new or changed: 2" in out


def test_a_dry_run_writes_nothing(site: Site, run: Run) -> None:
    """It says what would be written."""
    before = (site.folder / "products/all.yaml").read_bytes()
    site.write("back.csv", f"id,shop,channel,link\nvinegar,tao,web,{UNION}\n")
    code, out, _ = run("import", "back.csv", "--dry-run", "--json")
    assert code == 0
    assert json.loads(out)["written"] == ["products/all.yaml"]
    assert json.loads(out)["changes"][0]["field"] == "links.web"
    assert (site.folder / "products/all.yaml").read_bytes() == before


def test_the_token_of_a_ready_made_link_is_in_the_ledger(site: Site, run: Run) -> None:
    """So that an order that brings it back can be told; it has a go page like every token."""
    site.write("back.csv", f"id,shop,channel,outlet,link\nvinegar,tao,group,tea,{UNION}\n")
    run("import", "back.csv")
    outcome = site.build()
    name = sub_id("vinegar", "group", "tea")
    assert not [one for one in outcome.problems if one.code == "token-collision"]
    assert f"{name},,vinegar,link,,group,tea," in (site.folder / "ledger.csv").read_text("utf-8")
    assert (site.folder / f"build/web/go/{name}/index.html").is_file()


def test_a_workbook_is_read_too(site: Site, run: Run) -> None:
    """As Excel saves the list, days as days; a wrong cell is named by row and column."""
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["product id", "shop", "channel", "link", "last day"])  # type: ignore[union-attr]
    book.active.append(["vinegar", "tao", "chats", UNION, datetime(2026, 12, 31)])  # type: ignore[union-attr]  # noqa: DTZ001
    book.save(site.folder / "back.xlsx")
    assert run("import", "back.xlsx")[0] == 0
    assert "chat: {url:" in (site.folder / "products/all.yaml").read_text("utf-8")
    book.active["D2"] = "nothing"  # type: ignore[index]
    book.save(site.folder / "back.xlsx")
    assert "in D2 is neither" in run("import", "back.xlsx")[2]
