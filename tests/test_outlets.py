"""`outlets.yaml`, `::follow` and `::join`: codes of the account and of groups, and who hands content on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sites import CONFIG, NOW, Site, codes

from contentshop.channels.outlets import outlet_channels
from contentshop.media import qr_png
from contentshop.model import Outlet, OutletKind, Place

ACCOUNT = "account: {name: 晋味, wechat_id: jinwei-test, code: images/account.png}\n"
ELSEWHERE = "channels: {wechat: {enabled: false}}\n"
"""The account's own articles have tests of their own."""
GROUPS = """\
- id: tea
  kind: group
  name: 茶友群 <b>
  code: images/tea.png
  expires: 2026-12-01
  note: 说说茶
  fallback: 加客服微信 jinwei-test
- {id: forever, kind: group, name: 老群, code: images/tea.png}
"""
PAGE = "web/articles/a/index.html"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site with an account and two groups."""
    made = Site(tmp_path)
    made.write("config.yaml", CONFIG + ACCOUNT + ELSEWHERE)
    made.write("outlets.yaml", GROUPS)
    made.write("images/account.png", qr_png("https://a.test"))
    made.write("images/tea.png", qr_png("https://b.test"))
    return made


def article(site: Site, body: str) -> BeautifulSoup:
    """Build a site of one article and return its page."""
    site.write("articles/a.md", f"---\ntitle: 题\ndate: 2026-11-18\n---\n\n{body}\n")
    assert not codes(site.build())
    return BeautifulSoup(site.read(PAGE), "lxml")


def told(site: Site, body: str = "字") -> list[tuple[str, str, int, int]]:
    """Build a site of one article and return the problems with their places."""
    site.write("articles/a.md", f"# 题\n\n{body}\n")
    places = [(one.code, one.where) for one in site.build().problems]
    return [(code, where.file, where.line, where.column) for code, where in places if isinstance(where, Place)]


# --- the account


def test_the_account_is_shown_with_its_code(site: Site) -> None:
    """A picture of its own that a long press finds, name, id, and how it is scanned."""
    tree = article(site, "::follow")
    (image,) = tree.select(".text img")
    assert image["alt"] == "公众号二维码：晋味"
    assert (site.folder / "build/web" / str(image["src"]).lstrip("/")).exists()
    text = tree.select(".text")[0].get_text(" ", strip=True)
    assert text == "关注公众号 晋味 微信号：jinwei-test 用微信扫一扫；在微信里看，长按图片识别。"


def test_without_a_code_the_name_is_searched_for(site: Site) -> None:
    """Name and id stand as text."""
    site.write("config.yaml", CONFIG + "account: {name: 晋味, wechat_id: jinwei-test}\n" + ELSEWHERE)
    text = article(site, "::关注").select(".text")[0].get_text(" ", strip=True)
    assert text == "关注公众号 晋味 微信号：jinwei-test 在微信里搜索“晋味”。"


def test_without_an_account_the_error_says_what_to_add(site: Site) -> None:
    """At the directive."""
    site.write("config.yaml", CONFIG)
    assert told(site, "::follow") == [("no-account", "articles/a.md", 3, 1)]


@pytest.mark.parametrize(("data", "code"), [(None, "missing-picture"), (b"nothing", "broken-picture")])
def test_a_wrong_code_of_the_account_is_told_in_the_config(site: Site, data: bytes | None, code: str) -> None:
    """Once, whether it is used or not; pages that show it wait as they are, others go on."""
    site.delete("images/account.png")
    if data:
        site.write("images/account.png", data)
    line = CONFIG.count("\n") + 1
    assert told(site) == [(code, "config.yaml", line, 51)]
    assert (site.folder / "build" / PAGE).exists()
    before = site.read(PAGE)
    assert told(site, "::follow") == [(code, "config.yaml", line, 51)]
    assert site.read(PAGE) == before


# --- groups


def test_a_group_is_shown_with_its_code_and_its_last_day(site: Site) -> None:
    """What comes after stands in a template beside it, for pages that were built earlier."""
    tree = article(site, "::join{tea}")
    card = tree.select(".text > [data-until]")[0]
    assert card["data-until"] == "2026-12-02T00:00:00+08:00"
    assert card.get_text(" ", strip=True) == (
        "加入微信群 茶友群 <b> 说说茶 用微信扫一扫；在微信里看，长按图片识别。 这张码有效至 2026年12月1日。"
    )
    later = card.find_next_sibling()
    assert later is not None
    assert later.name == "template"
    assert "加客服微信 jinwei-test" in str(later)


def test_another_picture_of_a_groups_code_is_shown_by_the_next_build(site: Site) -> None:
    """The article is the same, and its page names the picture that is there now."""
    before = article(site, "::join{forever}").select(".text img")[0]["src"]
    site.write("images/tea.png", qr_png("https://c.test"))
    assert not codes(site.build())
    (image,) = BeautifulSoup(site.read(PAGE), "lxml").select(".text img")
    assert image["src"] != before
    assert (site.folder / "build/web" / str(image["src"]).lstrip("/")).exists()


def test_a_group_without_a_last_day_has_nothing_after_it(site: Site) -> None:
    """Neither template nor date."""
    tree = article(site, "::join{forever}")
    assert tree.select(".text img")
    assert not tree.select("template, [data-until]")
    assert "有效至" not in tree.get_text()


@pytest.mark.parametrize(
    ("change", "config", "said"),
    [
        ("", ACCOUNT, "加客服微信 jinwei-test"),
        ("  fallback: 加客服微信 jinwei-test\n", ACCOUNT, "群二维码已过期，可以到公众号里问。 关注公众号 晋味"),
        ("  fallback: 加客服微信 jinwei-test\n", "", "群二维码已过期。"),
    ],
)
def test_after_its_last_day_a_code_is_not_shown(site: Site, change: str, config: str, said: str) -> None:
    """The fallback, else the account, else a plain sentence stands there, on the page and in the feed."""
    site.write("config.yaml", CONFIG + config)
    site.write("outlets.yaml", GROUPS.replace(change, "") if change else GROUPS)
    site.write("articles/a.md", "---\ndate: 2026-11-18\n---\n# 题\n\n::join{tea}\n")
    site.build(now=NOW + timedelta(days=10))
    assert "群二维码：" in site.read(PAGE)
    outcome = site.build(now=NOW + timedelta(days=11))
    assert PAGE in outcome.written
    tree = BeautifulSoup(site.read(PAGE), "lxml")
    assert said in tree.select(".text")[0].get_text(" ", strip=True)
    assert "群二维码：" not in site.read(PAGE) + site.read("web/feed.xml")
    assert said.split("，", maxsplit=1)[0] in site.read("web/feed.xml")


@pytest.mark.parametrize(
    ("days", "code"),
    [(6, None), (7, "code-expires"), (10, "code-expires"), (11, "code-expired")],
)
def test_a_code_that_expires_is_told(site: Site, days: int, code: str | None) -> None:
    """Three days before its last day, and after it, where the day is written."""
    site.write("articles/a.md", "# 题\n")
    found = [(one.code, one.where) for one in site.build(now=NOW + timedelta(days=days)).problems]
    assert found == ([(code, Place("outlets.yaml", 5, 12))] if code else [])


def test_the_last_day_is_a_day_of_the_sites_time_zone(site: Site) -> None:
    """At half past midnight in Shanghai the day is over, though not in London."""
    site.write("articles/a.md", "# 题\n\n::join{tea}\n")
    site.build(now=NOW.replace(month=12, day=1, hour=15, minute=59))
    assert "群二维码：" in site.read(PAGE)
    site.build(now=NOW.replace(month=12, day=1, hour=16))
    assert "群二维码：" not in site.read(PAGE)


def test_the_feed_says_the_last_day_and_what_comes_after(site: Site) -> None:
    """It has no script to take the code back."""
    article(site, "::join{tea}\n\n::follow")
    feed = site.read("web/feed.xml")
    assert "这张码有效至 2026年12月1日。" in feed
    assert "过了这天：加客服微信 jinwei-test" in feed
    assert "公众号二维码：晋味" in feed


def test_an_unknown_group_is_an_error_with_the_nearest_name(site: Site) -> None:
    """At the directive; so is one in a site without outlets."""
    site.write("articles/a.md", "# 题\n\n::join{te}\n")
    (found,) = site.build().problems
    assert (found.code, found.values, found.where) == (
        "unknown-outlet",
        {"id": "te", "near": "tea"},
        Place("articles/a.md", 3, 1),
    )
    site.delete("outlets.yaml")
    assert told(site, "::join{tea}") == [("unknown-outlet", "articles/a.md", 3, 1)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (GROUPS.replace("id: forever", "id: tea"), [("duplicate-outlet", 8, 8)]),
        (GROUPS.replace("kind: group\n", "kind: grup\n"), [("wrong-value", 2, 9)]),
        (GROUPS.replace("note:", "noet:"), [("unknown-key", 6, 3)]),
        (GROUPS.replace("  name: 茶友群 <b>\n", ""), [("missing-key", 1, 3)]),
        (GROUPS.replace("2026-12-01", "soon"), [("wrong-type", 5, 12)]),
        (GROUPS.replace("code: images/tea.png\n", "code: images/none.png\n"), [("missing-picture", 4, 9)]),
        ("tea: {}\n", [("wrong-type", 1, 1)]),
        ("- {id: [}\n" + GROUPS, [("not-closed", 1, 8)]),
    ],
)
def test_what_is_wrong_in_outlets_is_located(site: Site, text: str, found: list[tuple[str, int, int]]) -> None:
    """An article that needs a group which is wrong waits without a problem of its own."""
    article(site, "字")
    before = site.read(PAGE)
    site.write("outlets.yaml", text)
    places = told(site, "::join{tea}")
    assert [(code, line) for code, _, line, _ in places] == [(code, line) for code, line, _ in found]
    assert {file for _, file, _, _ in places} == {"outlets.yaml"}
    assert site.read(PAGE) == before
    site.write("outlets.yaml", GROUPS)
    assert told(site, "::join{tea}") == []


def test_an_empty_list_of_outlets_is_one(site: Site) -> None:
    """A file with nothing but comments is no mistake."""
    site.write("outlets.yaml", "# later\n")
    assert told(site) == []


# --- other kinds of outlets

KINDS = """\
- {id: 茶友群A, kind: group, name: 茶友群, texts: true}
- {id: zhou, kind: promoter, name: 小周, texts: true, posters: true, shop: tao, signature: 小周, contact: zhou-test}
- {id: 柜台, kind: counter, name: 柜台, posters: true}
- {id: letter, kind: newsletter, name: 每月一信, texts: true}
"""


@pytest.mark.parametrize(
    ("kind", "channels"),
    [
        ("group", ("group",)),
        ("promoter", ("moments", "group", "chat")),
        ("counter", ("print",)),
        ("newsletter", ("email",)),
    ],
)
def test_each_kind_hands_on_in_its_channels(kind: OutletKind, channels: tuple[str, ...]) -> None:
    """A promoter posts in three places, the others in one."""
    assert outlet_channels(Outlet(id="a", kind=kind, name="a")) == channels


def test_every_kind_of_outlet_is_read(site: Site) -> None:
    """Ids may be Chinese, and none but a group to be joined needs a code."""
    site.write("outlets.yaml", KINDS)
    assert told(site) == []


@pytest.mark.parametrize(
    ("outlet", "code"),
    [("zhou", "join-other-kind"), ("茶友群A", "join-without-code")],
)
def test_only_a_group_with_a_code_is_joined(site: Site, outlet: str, code: str) -> None:
    """At the directive."""
    site.write("outlets.yaml", KINDS)
    assert told(site, f"::join{{{outlet}}}") == [(code, "articles/a.md", 3, 1)]


def test_an_unknown_shop_of_an_outlet_is_told(site: Site) -> None:
    """Where it is written, with the nearest one."""
    site.write("outlets.yaml", KINDS.replace("shop: tao", "shop: toa"))
    site.write("articles/a.md", "# 题\n")
    (found,) = site.build().problems
    assert (found.code, found.where) == ("unknown-shop", Place("outlets.yaml", 2, 74))
    assert found.values["near"] == "tao"


def test_an_outlet_for_which_nothing_is_made_is_told(site: Site) -> None:
    """It has no code, no texts and no posters; the last day of a code it does not have is of no interest."""
    site.write("outlets.yaml", "- {id: a, kind: promoter, name: 小周, expires: 2026-11-20}\n")
    assert told(site) == [("idle-outlet", "outlets.yaml", 1, 8)]


def test_outlets_that_differ_in_case_only_are_one(site: Site) -> None:
    """Folders are named after them, and many disks do not tell them apart."""
    site.write("outlets.yaml", KINDS.replace("id: letter", "id: ZHOU"))
    assert told(site) == [("duplicate-outlet", "outlets.yaml", 4, 8)]
