"""Texts that are posted: what stands in them, what fits, where their links lead, and what never stands there."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sites import CONFIG, EXAMPLE, NOW, Site, codes

from contentshop.channels.texts import plan_texts
from contentshop.channels.texts.limits import label, limit, shortened, weibo_length, width
from contentshop.channels.texts.lines import one_line
from contentshop.channels.web import Kept, open_web
from contentshop.engine import Backlog, templates_of
from contentshop.links import parse_ledger, share_places, without_kouling
from contentshop.links import tokens as kouling_tokens
from contentshop.model import Place, Problem, Render

SHOPS = (
    CONFIG
    + """\
  youzan: {kind: youzan, name: 有赞店}
  pay: {kind: alipay, name: 支付宝店}
"""
)
PRODUCTS = """\
- id: vinegar
  title: 六年陈老陈醋 500ml
  summary: 挂壁、绵酸。
  brand: 晋味
  price: 39.90
  as_of: 2026-11-20
  offers:
    - {shop: own, path: /p/vinegar}
    - {shop: youzan, alias: 2xbq7k1m9t3w8, price: 41.90, as_of: 2026-11-19}
- id: noodles
  title: 拉面
  price: 9.90
  as_of: 2026-11-19
  offers: [{shop: own, path: /p/noodles}]
- {id: gone, title: 面碗, stock: out_of_stock, offers: [{shop: own, path: /p/bowl}]}
"""
ARTICLE = """\
---
title: 醋怎么挑
date: 2026-11-18
tags: [醋, 厨房]
summary: 看总酸,看配料。
---

第一次买,从[六年陈](product:vinegar)开始。

::product{vinegar note="蘸饺子"}

::product{gone}

::product{noodles}
"""
OUTLETS = """\
- {id: 茶友群A, kind: group, name: 茶友群, texts: true, greeting: 各位茶友：, signature: 老陈}
- {id: zhou, kind: promoter, name: 小周, texts: true, posters: true, shop: youzan, signature: 小周, contact: 微信 zhou}
- {id: south, kind: counter, name: 柜台, texts: true}
- {id: letter, kind: newsletter, name: 月信, texts: true, greeting: 各位：, signature: 老陈}
- {id: mute, kind: promoter, name: 无声, posters: true}
"""
GO = re.compile(r"https://jinwei\.test/go/([0-9a-z]{12})/")
TEXTS = "texts/pick"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site with one article that shows three products, one of them sold out."""
    return made(tmp_path)


def made(folder: Path) -> Site:
    """Make that site in a folder."""
    found = Site(folder)
    configure(found)
    found.write("products/all.yaml", PRODUCTS)
    found.write("articles/pick.md", ARTICLE)
    return found


def configure(site: Site, more: str = "") -> None:
    """Write the config with every channel on: as bytes, so that Moments are not switched off for their posters."""
    site.write("config.yaml", (SHOPS + more).encode())


def written(site: Site, days: int = 0, told: list[Problem] | None = None) -> dict[str, str]:
    """Return every text by its path below `texts/` as a build writes it, without painting posters.

    What is wrong goes to `told`, without which nothing may be.
    """
    found: list[Problem] = [] if told is None else told
    inputs = site.inputs(NOW + timedelta(days=days), told)
    batch = plan_texts(inputs, open_web(inputs, Kept(), Backlog(), found.append).shown, steps, found.append)
    assert told is not None or not found
    theme = templates_of(inputs.theme)
    works = {task.path.removeprefix("texts/"): task.work for task in batch.tasks}
    return {path: theme.render(work.template, work.view) for path, work in works.items() if isinstance(work, Render)}


def steps(name: str, *_: object) -> list[bytes | Problem]:
    """Refuse to work anything out: texts are made by templates alone."""
    raise AssertionError(name)


def plain(site: Site, days: int = 0) -> dict[str, str]:
    """Return every text, tokens in it left out; nothing may be wrong."""
    return {path: GO.sub("<go>", text) for path, text in written(site, days).items()}


def quiet(site: Site, more: str = "") -> None:
    """Write the config without Moments, for tests that build the whole site."""
    site.write("config.yaml", SHOPS + more)


def built(site: Site) -> None:
    """Build the whole site; nothing may be wrong."""
    assert codes(site.build()) == []


def rows_of(text: str) -> list[list[str]]:
    """Return the rows of a sheet as an office program reads them."""
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


# --- the texts of an article


def test_every_article_has_its_texts(site: Site) -> None:
    """A title, one line that sells, the price with its day, one link; in a chat the first products; in Moments none."""
    found = plain(site)
    assert found["pick/group.txt"] == ("【广告】醋怎么挑\n六年陈老陈醋 500ml：蘸饺子\n截至 11月20日 ¥39.90\n<go>\n")
    assert found["pick/chat.txt"] == (
        "给您看一篇《醋怎么挑》：\n看总酸,看配料。\n<go>\n\n【广告】文中提到的：\n"
        "六年陈老陈醋 500ml：蘸饺子\n截至 11月20日 ¥39.90\n<go>\n\n拉面\n截至 11月19日 ¥9.90\n<go>\n"
    )
    assert found["pick/moments.txt"] == (
        "【广告】醋怎么挑\n看总酸,看配料。\n六年陈老陈醋 500ml · 截至 11月20日 ¥39.90\n二维码在图里，长按识别。\n"
    )
    assert found["pick/moments-comment.txt"] == "【广告】全文：<go>\n六年陈老陈醋 500ml：<go>\n"
    assert found["pick/weibo.txt"] == (
        "【广告】醋怎么挑\n看总酸,看配料。\n六年陈老陈醋 500ml · 截至 11月20日 ¥39.90 <go>\n#醋# #厨房# 全文：<go>\n"
    )
    assert {path for path in found if path.startswith("pick/")} == {
        f"pick/{name}.txt" for name in ("group", "chat", "weibo", "weibo-share", "moments", "moments-comment")
    }


def test_an_article_without_products_is_handed_on_itself(site: Site) -> None:
    """No mark, no price, its own address."""
    site.write("articles/pick.md", "---\ntitle: 一则\nsummary: 说说天气\ndate: 2026-11-18\n---\n\n字\n")
    found = plain(site)
    assert found["pick/group.txt"] == "一则\n说说天气\n<go>\n"
    assert found["pick/chat.txt"] == "给您看一篇《一则》：\n说说天气\n<go>\n"
    assert found["pick/moments.txt"] == "一则\n说说天气\n二维码在图里，长按识别。\n"


def test_an_english_article_has_english_texts(site: Site) -> None:
    """A product without English texts keeps its name; what it says of itself in Chinese is left out."""
    site.write("articles/pick.md", ARTICLE.replace("tags:", "language: en\ntags:").replace(' note="蘸饺子"', ""))
    assert plain(site)["pick/group.txt"] == "[Ad] 醋怎么挑\n六年陈老陈醋 500ml\nAs of Nov 20: CN¥39.90\n<go>\n"


def test_the_mark_goes_with_a_written_reason(site: Site) -> None:
    """As on the site."""
    configure(site, "disclosure: {off: 自用}\n")
    assert "广告" not in "".join(plain(site).values())


def test_what_the_law_wants_said_is_said(site: Site) -> None:
    """Beside the product, in every text that names it."""
    site.write("products/all.yaml", PRODUCTS.replace("  brand: 晋味", "  regulated: health_food"))
    found = plain(site)
    assert all("本品不能代替药物" in found[f"pick/{name}.txt"] for name in ("group", "chat", "weibo", "moments"))


def test_a_channel_that_is_off_has_no_texts(site: Site) -> None:
    """Neither of the site nor of an outlet; without posters Moments speak of no code."""
    configure(site, "channels: {group: {enabled: false}, weibo: {enabled: false}}\n")
    site.write("outlets.yaml", OUTLETS)
    found = plain(site)
    assert not [path for path in found if path.endswith(("group.txt", "weibo.txt", "weibo-share.txt"))]
    assert "pick/chat.txt" in found
    site.write("outlets.yaml", OUTLETS.replace("posters: true, shop", "shop"))
    assert "二维码" not in plain(site)["pick/zhou/moments.txt"]


def test_a_site_says_it_in_its_own_words(site: Site) -> None:
    """One template, or one word."""
    site.write("templates/texts/group.txt", "看这里 {{ page.title }} {{ page.goods[0].address }}\n")
    found = plain(site)
    assert found["pick/group.txt"] == "看这里 醋怎么挑 <go>\n"
    assert found["pick/moments.txt"].startswith("【广告】")


def test_hidden_prices_are_not_said(site: Site) -> None:
    """Only in the channel that hides them; the others show them with their day."""
    configure(site, "channels: {group: {price: hidden}}\n")
    found = plain(site)
    assert "\n价格以店铺页面为准\n" in found["pick/group.txt"]
    assert "39.90" in found["pick/chat.txt"]


def test_a_price_that_is_past_is_not_said(site: Site) -> None:
    """Shortly before, the author is told."""
    site.write("products/all.yaml", PRODUCTS.replace("  offers:\n", "  valid_until: 2026-11-25\n  offers:\n"))
    told: list[Problem] = []
    assert "39.90" in written(site, 4, told)["pick/group.txt"]
    assert {one.code for one in told} == {"price-ends"}
    assert "39.90" not in written(site, 5)["pick/group.txt"]


def test_only_the_newest_articles_have_texts(site: Site) -> None:
    """As many as `kits.newest` says; a token of an older one still leads on."""
    quiet(site, "kits: {newest: 1}\n")
    site.write("outlets.yaml", OUTLETS)
    built(site)
    name = GO.findall(site.read(f"{TEXTS}/zhou/group.txt"))[0]
    site.write("articles/new.md", "---\ntitle: 新\ndate: 2026-11-20\n---\n\n字\n")
    built(site)
    assert not (site.folder / "build/texts/pick").exists()
    assert "h5.youzan.com" in destination(site, name)


# --- where links lead


def destination(site: Site, token: str) -> str:
    """Return where the button of a go page leads."""
    tree = BeautifulSoup(site.read(f"web/go/{token}/index.html"), "lxml")
    return str(tree.select("a.go, a.button, main a[href]")[0]["href"])


def test_an_outlets_token_goes_all_the_way(site: Site) -> None:
    """From its text to the go page, to the shop's address with the token in it, and into the ledger."""
    site.write("outlets.yaml", OUTLETS)
    quiet(site)
    built(site)
    (token,) = GO.findall(site.read(f"{TEXTS}/茶友群A/group.txt"))
    address = destination(site, token)
    assert address.startswith("https://shop.jinwei.test/p/vinegar?")
    assert parse_qs(urlsplit(address).query)["utm_content"] == [token]
    assert parse_qs(urlsplit(address).query)["utm_medium"] == ["group"]
    row = parse_ledger((site.folder / "ledger.csv").read_text("utf-8"), lambda _: None)[token].identity
    assert (row.article, row.product, row.channel, row.outlet) == ("pick", "vinegar", "group", "茶友群A")


def test_every_text_has_tokens_of_its_own(site: Site) -> None:
    """No two texts share one, except a post to Weibo and its share address; each has a go page and a row."""
    site.write("outlets.yaml", OUTLETS)
    quiet(site)
    built(site)
    named = {path: set(GO.findall(text)) for path, text in written(site).items() if path.endswith(".txt")}
    named.pop("pick/weibo-share.txt")
    every = [token for tokens in named.values() for token in tokens]
    assert len(every) == len(set(every)) == 14
    rows = parse_ledger((site.folder / "ledger.csv").read_text("utf-8"), lambda _: None)
    assert set(every) <= set(rows)
    for path, tokens in named.items():
        outlet = path.split("/")[1] if path.count("/") == 2 else ""
        assert {rows[token].identity.outlet for token in tokens} <= {outlet}, path
        assert all((site.folder / f"build/web/go/{token}/index.html").exists() for token in tokens)


def test_each_kind_of_outlet_gets_what_it_hands_on(site: Site) -> None:
    """With its greeting and signature; one that asks for no texts gets none."""
    site.write("outlets.yaml", OUTLETS)
    found = plain(site)
    own = {path.removeprefix("pick/") for path in found if path.startswith("pick/") and path.count("/") == 2}
    assert own == {
        "茶友群A/group.txt",
        *(f"zhou/{name}.txt" for name in ("group", "chat", "moments", "moments-comment")),
        "south/print.txt",
        "letter/email.txt",
    }
    assert found["pick/茶友群A/group.txt"].startswith("各位茶友：\n【广告】醋怎么挑\n")
    assert found["pick/茶友群A/group.txt"].endswith("<go>\n老陈\n")
    assert found["pick/zhou/moments.txt"].endswith("\n小周 微信 zhou\n")
    email = found["pick/letter/email.txt"]
    assert email.startswith(
        "各位：\n\n【广告】醋怎么挑\n看总酸,看配料。\n全文：<go>\n\n文中提到的：\n\n六年陈老陈醋 500ml：蘸饺子\n"
    )
    assert email.endswith("<go>\n\n老陈\n")
    line = found["pick/south/print.txt"]
    assert re.fullmatch(r"【广告】扫码读《醋怎么挑》，或输入 jinwei\.test/go/[0-9a-z]{12}/\n", line)


def test_an_outlets_shop_comes_first(site: Site) -> None:
    """With that shop's price; a product it does not have is bought where it always is."""
    site.write("outlets.yaml", OUTLETS)
    quiet(site)
    built(site)
    text = site.read(f"{TEXTS}/zhou/chat.txt")
    _, vinegar, noodles = (destination(site, token) for token in GO.findall(text))
    assert vinegar.startswith("https://h5.youzan.com/wscgoods/detail/2xbq7k1m9t3w8?")
    assert noodles.startswith("https://shop.jinwei.test/p/noodles?")
    assert "截至 11月19日 ¥41.90" in text
    (token,) = GO.findall(site.read(f"{TEXTS}/group.txt"))
    assert destination(site, token).startswith("https://shop.jinwei.test/p/vinegar?")


@pytest.mark.parametrize(
    "wrong",
    [
        OUTLETS.replace("shop: youzan", "shop: none"),
        OUTLETS.replace("kind: promoter, name: 小周", "kind: friend, name: 小周"),
        OUTLETS + "- [\n",
    ],
)
def test_a_wrong_outlet_keeps_its_texts_and_tokens(site: Site, wrong: str) -> None:
    """Nothing of it changes or goes until it is right again; its go pages stand without lines of `_redirects`."""
    site.write("outlets.yaml", OUTLETS)
    quiet(site)
    built(site)
    before = site.output()
    site.write("outlets.yaml", wrong)
    assert len(codes(site.build())) == 1
    changed = {path for path, data in site.output().items() if before.get(path) != data}
    assert {path for path in changed if path.startswith(("texts/", "web/"))} <= {"web/_redirects"}
    assert site.output().keys() == before.keys()


def only(offer: str) -> str:
    """Return a catalogue whose first product is sold in one way only."""
    head, _, rest = PRODUCTS.partition("  offers:\n")
    return f"{head}  offers: [{offer}]\n{rest[rest.index('- id: noodles') :]}"


def test_a_ready_made_link_of_an_outlet_is_taken(site: Site) -> None:
    """An address that opens from a message and from no page stands there itself; others keep the general one."""
    links = 'links: {group: "https://s.click.taobao.com/t?e=1", group@茶友群A: "https://s.click.taobao.com/t?e=2"}'
    site.write("products/all.yaml", only("{shop: tao, item_id: '1', " + links + "}"))
    site.write("outlets.yaml", OUTLETS)
    found = plain(site)
    assert "\nhttps://s.click.taobao.com/t?e=2\n" in found["pick/茶友群A/group.txt"]
    assert "\nhttps://s.click.taobao.com/t?e=1\n" in found["pick/group.txt"]
    assert "taobao" not in found["pick/moments-comment.txt"] + found["pick/zhou/moments-comment.txt"]


def test_what_may_not_be_advertised_stands_in_no_text(site: Site) -> None:
    """Tobacco is in no text and no sheet, though the article that names it is handed on."""
    site.write("articles/t.md", "---\ntitle: 烟\ndate: 2026-11-20\n---\n\n::product{smoke}\n")
    site.write(
        "products/t.yaml",
        "- {id: smoke, title: 香烟, regulated: tobacco, offers: [{shop: own, path: /t}]}\n",
    )
    found = written(site)
    assert any(path.startswith("t/") for path in found)
    assert not [path for path, text in found.items() if "香烟" in text and not path.endswith("search.csv")]


def test_what_a_shops_terms_forbid_stands_in_no_text(site: Site) -> None:
    """Amazon wants no page in between and no price that stands still."""
    site.write("config.yaml", (SHOPS + "  us: {kind: amazon, tag: jinwei-20}\n").encode())
    site.write("products/all.yaml", only("{shop: us, item_id: B000000001}"))
    found = written(site)["pick/weibo.txt"].splitlines()[2]
    assert found == "六年陈老陈醋 500ml https://www.amazon.com/dp/B000000001?tag=jinwei-20"


def test_a_mini_programs_own_text_is_posted(site: Site) -> None:
    """WeChat opens it from a message; elsewhere the go page stands."""
    site.write("products/all.yaml", only("{shop: mini, path: pages/a, taglink: '#小程序://晋味/老陈醋/AbCdEfGhIjK12'}"))
    found = plain(site)
    assert found["pick/group.txt"].endswith("\n在微信里点开：\n#小程序://晋味/老陈醋/AbCdEfGhIjK12\n")
    assert "#小程序" not in found["pick/weibo.txt"]


KOULING = "{shop: tao, item_id: '1', kouling: {text: '￥AbC1dEf2GhI￥ 老陈醋', expires: 2026-12-01}}"


def test_a_kouling_stands_only_where_the_author_wants_it(site: Site) -> None:
    """Where policy allows it; in other channels the text leads to the article, and Moments never hold one."""
    site.write("products/all.yaml", only(KOULING))
    row = "policy: [{channel: group, kind: taobao, carriers: [kouling, code], confidence: H}]\n"
    configure(site, row)
    assert not list(kouling_tokens("".join(written(site).values())))
    configure(site, row + "channels: {group: {kouling: true}, moments: {kouling: true}}\n")
    found = written(site)
    assert found["pick/group.txt"].endswith("\n复制下面这行，再打开淘宝店的应用：\n￥AbC1dEf2GhI￥ 老陈醋\n")
    assert [path for path, text in found.items() if list(kouling_tokens(text))] == ["pick/group.txt"]
    assert GO.search(found["pick/chat.txt"])


def test_where_nothing_is_lawful_the_article_is_handed_on(site: Site) -> None:
    """And the author is told what to add, at the product, once."""
    row = "policy: [{channel: group, kind: alipay, carriers: []}]\n"
    configure(site, row)
    site.write("products/all.yaml", only("{shop: pay, url: 'https://render.alipay.com/p/1'}"))
    site.write("articles/pick.md", ARTICLE.replace("::product{noodles}\n", ""))
    site.write("articles/other.md", ARTICLE.replace("::product{noodles}\n", "").replace("title: 醋怎么挑", "title: 乙"))
    told: list[Problem] = []
    text = written(site, told=told)["pick/group.txt"]
    assert GO.sub("<go>", text) == "【广告】醋怎么挑\n看总酸,看配料。\n<go>\n"
    assert {(one.code, one.values["channel"]) for one in told} == {
        ("nothing-carries", "group"),
        ("nothing-carries", "moments"),
    }
    quiet(site, row)
    found = [one.where for one in site.build().problems if one.values.get("channel") == "group"]
    assert found == [Place("products/all.yaml", 7, 11)]
    (token,) = GO.findall(text)
    assert destination(site, token) == "https://jinwei.test/articles/pick/"


# --- what fits


def test_a_post_to_weibo_begins_at_its_address(site: Site) -> None:
    """Link, text and picture are encoded and come back as they were."""
    site.write("articles/pick.md", ARTICLE.replace("tags:", "cover: images/a.png\ntags:"))
    site.write("images/a.png", (EXAMPLE / "images/walnut.png").read_bytes())
    quiet(site)
    built(site)
    address = site.read(f"{TEXTS}/weibo-share.txt").strip()
    parts = {key: value for key, (value,) in parse_qs(urlsplit(address).query).items()}
    assert address.startswith("https://service.weibo.com/share/share.php?url=https%3A")
    post, _, link = site.read(f"{TEXTS}/weibo.txt").strip().rpartition(" 全文：")
    assert parts["url"] == link
    assert parts["title"] == post
    assert (site.folder / "build/web" / parts["pic"].removeprefix("https://jinwei.test/")).exists()


def test_a_post_without_a_picture_says_nothing_of_one(site: Site) -> None:
    """The address is the one that pages share by, as the table of places has it."""
    address = written(site)["pick/weibo-share.txt"].strip()
    assert list(parse_qs(urlsplit(address).query, keep_blank_values=True)) == ["url", "title"]
    assert address.startswith(share_places()["weibo"].href + "?")


SAID = st.text(st.sampled_from("醋酸，。 aB#《》👨‍👩‍👧-5\u202e\n"), max_size=160)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(title=SAID, summary=SAID, tags=st.lists(SAID, max_size=12), name=SAID, english=st.booleans())
def test_texts_keep_their_limits(title: str, summary: str, tags: list[str], name: str, english: bool) -> None:  # noqa: FBT001
    """A post to Weibo has at most 140 characters as Weibo counts, one in Moments five lines, whatever is typed."""
    with TemporaryDirectory() as folder:
        site = made(Path(folder))
        head = {"title": title or "题", "summary": summary, "tags": tags, "language": "en" if english else "zh-CN"}
        lines = "".join(f"{key}: {_quoted(value)}\n" for key, value in head.items())
        site.write("articles/pick.md", f"---\n{lines}date: 2026-11-18\n---\n\n::product{{vinegar}}\n")
        site.write("products/all.yaml", PRODUCTS.replace("六年陈老陈醋 500ml", _quoted(name or "醋")))
        site.write("outlets.yaml", OUTLETS)
        found = written(site, told=[])
        assert weibo_length(found["pick/weibo.txt"].strip()) <= limit("weibo_text")
        for outlet in ("", "zhou/"):
            moments = found[f"pick/{outlet}moments.txt"]
            assert 2 <= moments.count("\n") <= limit("moments_lines")
            assert "http" not in moments
        assert found["pick/moments-comment.txt"].count("\n") == 2
        assert "\u202e" not in "".join(found.values())


def _quoted(value: str | list[str]) -> str:
    """Return a value as YAML in double quotes."""
    if isinstance(value, list):
        return "[" + ", ".join(map(_quoted, value)) + "]"
    escaped = "".join(char if char.isalnum() else f"\\U{ord(char):08x}" for char in value)
    return f'"{escaped}"'


TAOBAO = "{shop: tao, item_id: '1', kouling: {text: '￥AbC1dEf2GhI￥'}, links: {moments: 'https://m.tb.cn/h.Abc12?tk=AbC1dEf2GhI'}}"
PIECES = (
    "￥AbC1dEf2GhI￥",
    "(zY9xW8vU7tS)",
    "/Ab1Cd2Ef3Gh",
    "tk=AbC1dEf2GhI",
    "醋",
    " ",
    "AbC1dEf2GhI",
    "《",
    "\u200b",
)
MEAN = st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join)
ROW = st.sampled_from(["", "policy: [{channel: moments, kind: taobao, carriers: [kouling, url, text, code]}]\n"])


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(title=MEAN, summary=MEAN, name=MEAN, signature=MEAN, row=ROW, offer=st.sampled_from([TAOBAO, KOULING]))
def test_moments_never_hold_a_kouling(
    title: str, summary: str, name: str, signature: str, row: str, offer: str
) -> None:
    """Whatever the config allows, the catalogue holds, and the author types."""
    with TemporaryDirectory() as folder:
        site = made(Path(folder))
        configure(site, "channels: {moments: {kouling: true}}\n" + row)
        site.write("products/all.yaml", only(offer).replace("六年陈老陈醋 500ml", _quoted(name)))
        head = f"title: {_quoted(title)}\nsummary: {_quoted(summary)}\ndate: 2026-11-18\n"
        site.write("articles/pick.md", f"---\n{head}---\n\n::product{{vinegar}}\n")
        site.write("outlets.yaml", OUTLETS.replace("signature: 小周", f"signature: {_quoted(signature)}"))
        found = {path: text for path, text in written(site, told=[]).items() if "moments" in path}
        assert len(found) == 4
        assert {path: text for path, text in found.items() if list(kouling_tokens(text))} == {}


@pytest.mark.parametrize(
    ("text", "length"),
    [("醋", 1), ("ab", 1), ("abc", 2), ("醋a", 2), ("😀", 2), ("看 https://a.test/long?x=1#y 吧", 13), ("", 0)],
)
def test_weibo_counts(text: str, length: int) -> None:
    """ASCII is half a character, an address ten, an emoji two."""
    assert weibo_length(text) == length


@pytest.mark.parametrize(
    ("text", "most", "short", "name"),
    [
        ("泡腊八醋", 8, "泡腊八醋", "泡腊八醋"),
        ("年货单子：腊月里该买的", 8, "年货单子…", "年货单子"),
        ("山西老陈醋怎么挑：四行字", 8, "山西老陈醋怎么…", "山西老陈醋怎么挑"),
        ("玻璃瓶是怎么寄到您家的", 8, "玻璃瓶是怎么寄…", "玻璃瓶是怎么寄…"),
        ("A field guide to vinegar", 8, "A field guide…", "A field guide"),
        ("醋", 0, "", ""),
    ],
)
def test_what_is_too_long_is_cut(text: str, most: int, short: str, name: str) -> None:
    """Where a part ends, if one does; a name that ends there needs no sign of it."""
    assert shortened(text, most) == short
    assert label(text, most) == name
    assert width(short) <= most


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\nb\r\n\tc\u2028d\u00a0e\u3000f", "a b c d e f"),
        ("\u202e价\u2066目\u200b表\ufeff\x07", "价目表"),
        ("👨\u200d👩\u200d👧 ❤️", "👨\u200d👩\u200d👧 ❤️"),
        ("\ud800x", "x"),
    ],
)
def test_a_text_stays_one_line(text: str, line: str) -> None:
    """Nothing ends it, turns it or hides in it; emoji stay whole."""
    assert one_line(text) == line


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_a_kouling_is_taken_out(text: str) -> None:
    """However it stands there; text without one stays."""
    found = without_kouling(text)
    assert not list(kouling_tokens(found))
    assert found == text or list(kouling_tokens(text))


# --- the account's sheets


def test_the_search_sheet_says_what_readers_type(site: Site) -> None:
    """Tags, names without their sizes, brands and categories; where it stands in the account, that address."""
    address = "https://mp.weixin.qq.com/s/abc"
    site.write("articles/two.md", f"---\ntitle: 二\ndate: 2026-11-17\nwechat_url: {address}\n---\n\n字\n")
    assert rows_of(written(site)["search.csv"]) == [
        ["标题", "搜一搜关键词", "网址"],
        ["醋怎么挑", "醋 厨房 六年陈老陈醋 面碗 拉面 晋味", "https://jinwei.test/articles/pick/"],
        ["二", "", address],
    ]


@pytest.mark.parametrize(
    ("category", "language", "words"),
    [("调味品", "zh-CN", ["调味品"]), ("food", "zh-CN", []), ("food", "en", ["food"]), ("", "zh-CN", [])],
)
def test_a_category_is_a_word_of_the_sites_language(site: Site, category: str, language: str, words: list[str]) -> None:
    """Nobody searches in Chinese for the short name that a catalogue uses."""
    site.write("config.yaml", SHOPS.replace("  title:", f"  language: {language}\n  title:"))
    site.write(
        "products/all.yaml", only("{shop: own, path: /p}").replace("  brand:", f"  category: '{category}'\n  brand:")
    )
    row = rows_of(written(site, told=[])["search.csv"])[1][1].split()
    assert [one for one in row if one in ("food", "调味品")] == words


def test_the_menu_fits_wechat(tmp_path: Path) -> None:
    """At most three groups of five entries, names that are shown whole, pages or mini-programs."""
    site = Site.example(tmp_path)
    head, *rows = rows_of(written(site, told=[])["menu.csv"])
    assert head == ["一级菜单", "二级菜单", "动作", "网址", "appid", "小程序页面路径"]
    groups = {row[0] for row in rows}
    assert len(groups) <= limit("menu_groups")
    assert all(sum(row[0] == group for row in rows) <= limit("menu_entries") for group in groups)
    assert all(width(row[0]) <= limit("menu_group_name") and width(row[1]) <= limit("menu_entry_name") for row in rows)
    assert all(urlsplit(row[3]).scheme == "https" for row in rows)
    cards = [row for row in rows if row[2] == "跳转小程序"]
    assert cards
    assert all(re.search(r"[?&]utm_content=[0-9a-z]{12}$", row[5]) and row[4].startswith("wx") for row in cards)


def test_answers_fit_wechat(tmp_path: Path) -> None:
    """Short keywords, each once, texts within the limit, marked; an address or a page of the mini-program."""
    site = Site.example(tmp_path)
    head, *rows = rows_of(written(site, told=[])["replies.csv"])
    assert head == ["关键词", "回复", "appid", "小程序页面路径"]
    assert 10 < len(rows) <= limit("reply_rules")
    assert len({row[0].casefold() for row in rows}) == len(rows)
    assert all(len(row[0]) <= limit("reply_keyword") and len(row[1]) <= limit("reply_text") for row in rows)
    assert all(row[1].startswith("【广告】") and ("https://" in row[1] or row[3]) for row in rows)


def test_sheets_hold_no_formulas(site: Site) -> None:
    """What begins like one is text; quotes and commas stay in their cells; the file begins with a mark of UTF-8."""
    tags = """['@SUM(1)', '+1', '-b', '＝2', 'a,"b"']"""
    head = f"""title: '=HYPERLINK("http://x","y")'\ntags: {tags}\n"""
    site.write("articles/pick.md", f"---\n{head}---\n\n::product{{vinegar}}\n")
    quiet(site)
    built(site)
    found = written(site)
    for name in ("search", "menu", "replies"):
        rows = rows_of(found[f"{name}.csv"])
        assert {len(row) for row in rows} == {len(rows[0])}
        assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "＝"))] == []
        assert (site.folder / f"build/texts/{name}.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert rows_of(found["search.csv"])[1][0] == '\'=HYPERLINK("http://x","y")'


def test_sheets_are_in_the_sites_language(site: Site) -> None:
    """Articles in another one are left out where the site has any in its own."""
    site.write("articles/en.md", "---\ntitle: Noodles\nlanguage: en\ndate: 2026-11-20\n---\n\nx\n")
    assert [row[0] for row in rows_of(written(site)["search.csv"])[1:]] == ["醋怎么挑"]
    site.write("config.yaml", SHOPS.replace("  title:", "  language: en\n  title:").encode())
    site.write("articles/pick.md", ARTICLE.replace("tags:", "language: zh-CN\ntags:"))
    assert rows_of(written(site)["search.csv"])[0] == ["Title", "Words for search", "Address"]
    assert [row[0] for row in rows_of(written(site)["search.csv"])[1:]] == ["Noodles"]


def test_sheets_stay_while_an_article_fails(site: Site) -> None:
    """So do their tokens; they are made anew once it can be shown."""
    site.write("articles/two.md", "---\ntitle: 二\ntags: [面]\ndate: 2026-11-19\n---\n\n::product{noodles}\n")
    quiet(site)
    built(site)
    before = site.output()
    site.write("articles/two.md", "---\ntitle: 新\ndate: 2026-11-19\n---\n\n::product{none}\n")
    assert codes(site.build()) == ["unknown-product"]
    changed = {path for path, data in site.output().items() if before.get(path) != data}
    assert {path for path in changed if path.startswith(("texts/", "web/"))} == set()
    site.write("articles/two.md", "---\ntitle: 新\ndate: 2026-11-19\n---\n\n字\n")
    built(site)
    assert [row[0] for row in rows_of(site.read("texts/search.csv"))[1:]] == ["新", "醋怎么挑"]


# --- words


ACTS = "转发|分享|转给|集赞|点赞|关注|下载|邀请|打卡|助力|砍价|在看|share|forward|follow|download|invite|like this"
BENEFITS = "送|领|奖|红包|优惠|免费|抽|返现|福利|礼|折扣|得.{0,4}(券|元)|coupon|free|win|gift|discount|reward"
INDUCING = re.compile(f"({ACTS}).*({BENEFITS})|({BENEFITS}).*({ACTS})|不转不是|转疯了", re.IGNORECASE)


@pytest.mark.parametrize(
    "text",
    [
        "转发本文送优惠券",
        "集赞满 38 个领礼品",
        "关注后免费领取",
        "不转不是中国人",
        "Share this and win a coupon",
        "免费下载",
    ],
)
def test_inducing_words_are_known(text: str) -> None:
    """A benefit for an act is what WeChat's rules on outside links (2019-10-28) forbid."""
    assert INDUCING.search(text)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_our_own_words_promise_nothing_for_an_act(language: str) -> None:
    """None of the theme's words, and no line of a text's template."""
    words = tomllib.loads((EXAMPLE / f"templates/words/{language}.toml").read_text("utf-8")).values()
    lines = [line for path in (EXAMPLE / "templates/texts").iterdir() for line in path.read_text("utf-8").splitlines()]
    assert [text for text in (*words, *lines) if INDUCING.search(text)] == []
