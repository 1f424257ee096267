"""What the placements of an article become in each channel, and what is told where nothing is left."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.cells import cell_len
from sites import Site

from contentshop.cli import main
from contentshop.crossing import Crossed, crossing
from contentshop.link_reports import matrix_text, meets
from contentshop.model import Channel, Place, Problem
from contentshop.problems import Language

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
SITE = """
-- config.yaml --
site: {title: 晋味小铺, base_url: "https://jinwei.test/"}
shops:
  own: {kind: web, name: 官网, url: "https://shop.jinwei.test"}
  jd: {kind: jd, name: 京东店, affiliate: true}
  tao: {kind: taobao, name: 淘宝店, affiliate: true}
policy: [{channel: weibo, kind: taobao, carriers: [], note: 试过了}]
-- products/all.yaml --
- id: vinegar
  title: 老陈醋
  tags: [酸]
  offers:
    - {shop: own, path: /p/1}
    - {shop: jd, item_id: "1000", links: {group: "https://u.jd.com/AbCdEf1"}}
- id: bowl
  title: 碗
  tags: [酸]
  offers: [{shop: tao, item_id: "88"}]
- {id: jar, title: 坛子, stock: out_of_stock, offers: [{shop: own, path: /p/3}]}
-- articles/a.md --
---
id: first
---
# 醋

买[醋](product:vinegar)，再买[醋](product:vinegar)。

::product{bowl}

::product{vinegar offer=jd key=side}

:::products{tag=酸}
:::

::product{jar}

`::product{vinegar key=example}`
"""
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site with one article."""
    return Site(tmp_path, SITE)


def crossed(
    site: Site, *channels: Channel, problems: list[Problem] | None = None
) -> dict[tuple[str, str, str], Crossed]:
    """Return what the article's placements become, by product, form and channel."""
    report = (problems if problems is not None else []).append
    rows = crossing(site.folder, "first", NOW, channels, report)
    return {(one.product, one.form, one.channel): one for one in rows}


def test_every_placement_is_there_once(site: Site) -> None:
    """Those that share a token are counted; code is no placement."""
    rows = crossing(site.folder, "first", NOW, ("web",), lambda _: None)
    assert [(one.product, one.form, one.key, one.nth) for one in rows] == [
        ("vinegar", "link", "", 2),
        ("bowl", "card", "", 1),
        ("vinegar", "card", "side", 1),
        ("vinegar", "list", "", 1),
        ("bowl", "list", "", 1),
        ("jar", "card", "", 1),
    ]


def test_each_channel_has_its_carrier_and_its_reason(site: Site) -> None:
    """The shop that an article asks for counts; a ready-made link tells the channel."""
    found = crossed(site)
    assert found["vinegar", "link", "web"].link.carrier == "url"
    assert found["vinegar", "link", "web"].traced == "placement"
    assert found["vinegar", "card", "wechat"].shop == "京东店"
    assert found["vinegar", "card", "group"].link.ready == "group"
    assert found["vinegar", "card", "group"].traced == "channel"
    assert found["jar", "card", "web"].why == "out_of_stock"


def test_a_shop_that_earns_nothing_is_passed_over_and_named(site: Site) -> None:
    """JD's card needs a union link of the channel's own to be worth more than the own shop's code."""
    found = crossed(site, "wechat", "group")
    code, card = found["vinegar", "link", "wechat"], found["vinegar", "card", "wechat"]
    assert (code.shop, code.link.carrier, code.traced, code.passed) == ("官网", "code", "placement", "京东店")
    assert (card.shop, card.link.carrier, card.traced, card.passed) == ("京东店", "miniprogram", "none", "")
    assert found["vinegar", "link", "group"].passed == ""
    assert "官网；不走京东店：那里的成交追不到，没有佣金" in meets(code, "zh")
    assert "not 京东店" in meets(code, "en")


def test_the_tokens_are_those_of_a_build(site: Site) -> None:
    """What the matrix names is what stands in the pages."""
    site.build()
    ledger = (site.folder / "ledger.csv").read_text("utf-8")
    assert crossed(site)["vinegar", "link", "web"].token in ledger


def test_products_and_shops_are_named_in_the_language_of_the_reader(site: Site, run: Run) -> None:
    """As far as the site says so; what it says in its own language alone stays."""
    config = (site.folder / "config.yaml").read_text("utf-8")
    site.write("config.yaml", config.replace("name: 官网,", "name: 官网, translations: {en: {name: our shop}},"))
    text = (site.folder / "products/all.yaml").read_text("utf-8")
    site.write(
        "products/all.yaml", text.replace("title: 老陈醋", "title: 老陈醋\n  translations: {en: {title: Vinegar}}")
    )
    code, out, _ = run("first", "--channel", "web")
    assert code == 0
    assert all(one in out for one in ("Vinegar", "→ our shop", "碗"))
    assert not any(one in out for one in ("老陈醋", "官网"))


def test_nothing_left_is_told_at_the_placement(site: Site) -> None:
    """Once for each product and channel, with what to add."""
    problems: list[Problem] = []
    assert crossed(site, "weibo", problems=problems)["bowl", "card", "weibo"].why == "no_carrier"
    assert [(one.code, one.values["id"], one.values["channel"]) for one in problems] == [
        ("nothing-carries", "bowl", "weibo")
    ]


def test_a_build_tells_it_at_the_product(site: Site) -> None:
    """Once for each product and channel, unless the channel is off."""
    told = [one for one in site.build().problems if one.code == "nothing-carries"]
    assert [(one.values["id"], one.values["channel"]) for one in told] == [("bowl", "weibo")]
    assert isinstance(told[0].where, Place)
    assert told[0].where.file == "products/all.yaml"
    config = (site.folder / "config.yaml").read_text("utf-8")
    site.write("config.yaml", config + "channels: {weibo: {enabled: false}, moments: {enabled: false}}\n")
    assert not [one for one in site.build().problems if one.code == "nothing-carries"]


def test_a_channel_that_is_off_is_not_shown(site: Site) -> None:
    """Unless it is asked for."""
    config = (site.folder / "config.yaml").read_text("utf-8")
    site.write("config.yaml", config + "channels: {moments: {enabled: false}}\n")
    assert "moments" not in {channel for _, _, channel in crossed(site)}
    assert "moments" in {channel for _, _, channel in crossed(site, "moments")}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", ["60", "80", "160"])
def test_the_table_fits_the_terminal(
    site: Site, language: Language, width: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred columns at most; placements that meet the same share a table; reasons stand below, once each."""
    monkeypatch.setenv("COLUMNS", width)
    told = matrix_text(crossing(site.folder, "first", NOW, (), lambda _: None), language)
    assert all(cell_len(line) <= min(int(width), 100) for line in told.splitlines())
    assert told.count("老陈醋") == 2
    assert told.count("(1)") >= 2


@pytest.fixture
def run(site: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `links matrix` in the site."""
    monkeypatch.chdir(site.folder)

    def command(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ending:
            main(["links", "matrix", *arguments, "--lang", "en"])
        out, err = capsys.readouterr()
        return int(ending.value.code or 0), out, err

    return command


@pytest.mark.parametrize("name", ["first", "a", "articles/a.md"])
def test_an_article_is_named_by_id_address_or_file(run: Run, name: str) -> None:
    """All three find it."""
    code, out, _ = run(name, "--channel", "web")
    assert (code, "老陈醋" in out) == (0, True)


def test_an_unknown_article_is_told_with_the_nearest(run: Run) -> None:
    """Exit code 2."""
    code, _, err = run("firts")
    assert code == 2
    assert "first" in err


def test_json_has_a_record_for_each_placement_and_channel(run: Run) -> None:
    """With the row that decided, what readers meet in words, and the problems."""
    code, out, _ = run("first", "--channel", "group", "--channel", "weibo", "--json")
    told = json.loads(out)
    assert code == 0
    assert len(told["placements"]) == 12
    side = next(one for one in told["placements"] if one["key"] == "side" and one["channel"] == "group")
    assert (side["carrier"], side["ready"], side["traced"]) == ("url", "group", "channel")
    assert side["row"]["source"] in side["because"]
    assert told["problems"][0]["code"] == "nothing-carries"
    assert told["problems"][0]["line"] > 0


def test_json_says_what_a_mini_programs_code_takes(site: Site, run: Run) -> None:
    """The page without its query, and the token as its scene; nothing where there is no mini-program."""
    config = (site.folder / "config.yaml").read_text("utf-8")
    site.write(
        "config.yaml", config.replace("own: {", "mini: {kind: miniprogram, appid: wx0123456789abcdef}\n  own: {")
    )
    text = (site.folder / "products/all.yaml").read_text("utf-8")
    site.write("products/all.yaml", text.replace("{shop: own, path: /p/1}", '{shop: mini, path: "/pages/goods?id=1"}'))
    rows = json.loads(run("first", "--channel", "wechat", "--json")[1])["placements"]
    link = next(one for one in rows if (one["product"], one["form"]) == ("vinegar", "link"))
    assert link["miniprogram_code"] == {"page": "pages/goods", "scene": link["token"]}
    assert next(one for one in rows if one["product"] == "bowl")["miniprogram_code"] is None


NEAR = """
-- articles/near.md --
---
id: near
---
# 醋

买[醋](product:vinegar)。

::product{jar}

::product{vinegar}

::qr{pot}

::product{vinegar key=again}
"""


def near(tmp_path: Path, text: str = NEAR) -> Site:
    """Return a site of one article whose codes stand close together."""
    site = Site(tmp_path, text)
    names = ("vinegar", "jar", "pot")
    site.write(
        "products/all.yaml",
        "".join(f"- {{id: {name}, title: {name}, offers: [{{shop: own, path: /{name}}}]}}\n" for name in names),
    )
    return site


@pytest.mark.parametrize(("drop", "served"), [
    ("", {("vinegar", "link"): "readmore", ("jar", "card"): "readmore", ("pot", "code"): ""}),
    ("::qr{pot}\n", {("vinegar", "link"): "article", ("jar", "card"): "article", ("vinegar", "card"): "article"}),
    ("::qr{pot}\n\n::product{vinegar key=again}", {("vinegar", "link"): "article", ("jar", "card"): "article"}),
    ("::product{jar}\n\n::product{vinegar}\n\n::qr{pot}\n", {("vinegar", "link"): "product", ("vinegar", "card"): ""}),
])  # fmt: skip
def test_each_card_says_whose_code_it_is_bought_by(
    tmp_path: Path, drop: str, served: dict[tuple[str, str], str]
) -> None:
    """In an official-account article, where one code stands on a screen; as the article that is built does."""
    site = near(tmp_path, NEAR.replace(drop, ""))
    rows = crossing(site.folder, "near", NOW, ("wechat",), lambda _: None)
    found = {(one.product, one.form): one.served for one in rows}
    assert {name: found[name] for name in served} == served
    site.build()
    (article,) = (site.folder / "build/wechat").glob("*/content.html")
    shown = article.read_text("utf-8")
    for one in rows:
        assert (f"codes/{one.token}.png" in shown) == (one.form != "link" and not one.served)


@pytest.mark.parametrize(("language", "here", "why"), [
    ("zh", "这里离别的码太近，改走“阅读原文”", "一屏只放一个码"),
    ("en", "here by 阅读原文", "codes stand a screen apart"),
])  # fmt: skip
def test_the_matrix_says_it_at_the_card_and_why(tmp_path: Path, language: Language, here: str, why: str) -> None:
    """Not where no code gives way."""
    site = near(tmp_path)

    rows = crossing(site.folder, "near", NOW, (), lambda _: None)
    assert any(here in meets(one, language) for one in rows)
    assert why in matrix_text(rows, language)
    assert why not in matrix_text([one for one in rows if one.channel != "wechat"], language)
