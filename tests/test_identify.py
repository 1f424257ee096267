"""What an address, a share text or a 口令 is told to be, and what may be done with it."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from datetime import date

import msgspec
import pytest
import yaml
from rich.cells import cell_len

from contentshop.cli import main
from contentshop.find_reports import WIDEST, finds_text
from contentshop.links import Find, config_of, identify, is_opaque, kinds, offer_of, openings, problems_of_config
from contentshop.links.forms import forms
from contentshop.model import Config, Offer, PolicyRow, ShopConfig
from contentshop.problems import Language
from contentshop.tables import load

TODAY = date(2026, 11, 22)
Run = Callable[..., tuple[int, str, str]]

SAMPLES = {
    "taobao-item": ("https://item.taobao.com/item.htm?spm=a1.2&id=558812344321", {"item_id": "558812344321"}),
    "taobao-item on a phone": (
        "https://h5.m.taobao.com/awp/core/detail.htm?id=558812344321",
        {"item_id": "558812344321"},
    ),
    "taobao-item abroad": ("https://m.intl.taobao.com/detail/detail.html?id=558812344321", {"item_id": "558812344321"}),
    "taobao-item of the world": ("https://world.taobao.com/item/558812344321.htm", {"item_id": "558812344321"}),
    "tmall-item": ("https://detail.tmall.com/item.htm?id=558812344321&skuId=1", {"item_id": "558812344321"}),
    "taobao-shop": ("https://shop.m.taobao.com/shop/shop_index.htm?shop_id=123456", {"shop_id": "123456"}),
    "taobao-union": ("https://s.click.taobao.com/t?e=m%3D2%26s%3Dabc", {}),
    "taobao-union coupon": ("https://uland.taobao.com/coupon/edetail?e=AbC%2B", {}),
    "taobao-union item": ("https://uland.taobao.com/item/edetail?id=AbC-dEf", {}),
    "taobao-union-short": ("https://s.click.taobao.com/AbC12dE", {"code": "AbC12dE"}),
    "taobao-short": ("https://m.tb.cn/h.5Xy7ZaB", {"code": "5Xy7ZaB"}),
    "jd-item": ("https://item.jd.com/100012345682.html", {"item_id": "100012345682"}),
    "jd-item on a phone": ("https://item.m.jd.com/product/100012345682.html", {"item_id": "100012345682"}),
    "jd-shop": ("https://shop.m.jd.com/shop/home?shopId=1000", {"shop_id": "1000"}),
    "jd-union-short": ("https://u.jd.com/AbCdEf1", {"code": "AbCdEf1"}),
    "jd-union": ("https://union-click.jd.com/jdc?e=&p=AbCd", {}),
    "pdd-item": ("https://mobile.yangkeduo.com/goods.html?goods_id=123456", {"item_id": "123456"}),
    "pdd-union": (
        "https://mobile.yangkeduo.com/duo_coupon_landing.html?goods_id=1&pid=2_3&cpsSign=CC_1&duoduo_type=2",
        {"item_id": "1"},
    ),
    "pdd-short": ("https://p.pinduoduo.com/AbCd12eF", {"code": "AbCd12eF"}),
    "weidian-item": ("https://weidian.com/item.html?itemID=1234567890&wfr=c", {"item_id": "1234567890"}),
    "weidian-item by its old host": ("https://k.youshop10.com/item.html?itemID=1234567890", {"item_id": "1234567890"}),
    "weidian-shop": ("https://weidian.com/?userid=1234567", {"shop_id": "1234567"}),
    "weidian-short": ("https://k.youshop10.com/AbCd12eF", {"code": "AbCd12eF"}),
    "youzan-item": ("https://h5.youzan.com/wscgoods/detail/2xbq7k1m9t3w8", {"alias": "2xbq7k1m9t3w8"}),
    "youzan-item by alias": ("https://detail.youzan.com/show/goods?alias=2xbq7k1m9t3w8", {"alias": "2xbq7k1m9t3w8"}),
    "youzan-item of a shop": (
        "https://shop123.m.youzan.com/wscgoods/detail/2xbq7k1m9t3w8",
        {"alias": "2xbq7k1m9t3w8", "shop_id": "123"},
    ),
    "youzan-item by its old host": (
        "https://wap.koudaitong.com/v2/goods/2xbq7k1m9t3w8",
        {"alias": "2xbq7k1m9t3w8"},
    ),
    "youzan-short": ("https://j.youzan.com/AbCd1_", {"code": "AbCd1_"}),
    "weimob-item": (
        "https://4020.retail.n.weimob.com/saas/retail/4020/77/goods/detail?id=9001",
        {"item_id": "9001", "shop_id": "4020", "store_id": "77"},
    ),
    "wechat-store-item": ("https://channels.weixin.qq.com/shop/a/10000438718054", {"item_id": "10000438718054"}),
    "wechat-store-promoter": ("https://store.weixin.qq.com/shop/a/AbCdEf123", {"code": "AbCdEf123"}),
    "wechat-store-text": ("#微信小店://晋味小铺/AbCdEfGhIjKlMnO", {"name": "晋味小铺", "code": "AbCdEfGhIjKlMnO"}),
    "miniprogram-text": (
        "#小程序://晋味小铺/老陈醋/AbCdEfGhIjKlMnO",
        {"name": "晋味小铺", "title": "老陈醋", "code": "AbCdEfGhIjKlMnO"},
    ),
    "plain-scheme": (
        "weixin://dl/business/?appid=wx0123456789abcdef&path=pages/a&query=id%3D1%26x%3D2",
        {"appid": "wx0123456789abcdef", "path": "pages/a?id=1&x=2"},
    ),
    "sealed-scheme": ("weixin://dl/business/?t=AbCd1234", {"code": "AbCd1234"}),
    "url-link": ("https://wxaurl.cn/AbCdEf12345", {"code": "AbCdEf12345"}),
    "url-link by its other host": ("https://wxmpurl.cn/AbCdEf12345", {"code": "AbCdEf12345"}),
    "wechat-article": ("https://mp.weixin.qq.com/s/AbCdEf-12_3", {}),
    "alipay": ("alipays://platformapi/startapp?appId=20000067", {}),
    "amazon-item": ("https://www.amazon.com/Some-Tea/dp/B012345678?tag=x-20", {"item_id": "B012345678"}),
    "ebay-item": ("https://www.ebay.com/itm/123456789012", {"item_id": "123456789012"}),
    "cj": ("https://www.anrdoezrs.net/click-1234567-89?sid=a", {"tag": "1234567"}),
    "kouling": ("￥aB3dE5fG7hJ￥", {"token": "aB3dE5fG7hJ"}),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_forms_are_told_with_their_parts(name: str) -> None:
    """By address or text; what is found can be made into a valid offer or is said to be none."""
    text, ids = SAMPLES[name]
    (found,) = identify(text)
    assert found.form == name.partition(" ")[0]
    assert found.ids == ids
    for field in offer_of(found, TODAY):
        assert field in Offer.__struct_fields__


def test_every_form_has_a_sample_here() -> None:
    """Besides those that stand inside others, which have tests of their own."""
    elsewhere = {"jd-card-union", "jd-card", "pdd-card", "live-room", "miniprogram-page", "miniprogram-appid"}
    elsewhere |= {"share-weibo", "share-qq", "weimob-shop", "youzan-shop", "vip-short", "amazon-short"}
    elsewhere |= {"awin", "rakuten", "impact"}
    assert {one.form for one in forms()} == {name.partition(" ")[0] for name in SAMPLES} | elsewhere


def test_signed_forms_are_those_that_links_leave_alone() -> None:
    """What is said to be signed is opaque to the linker, so that nothing is appended by either."""
    for name, (text, _) in SAMPLES.items():
        (found,) = identify(text)
        if found.what in ("union", "short", "urllink") and text.startswith("https:") and found.kind != "cj":
            assert found.signed, name
            assert is_opaque(text), name


@pytest.mark.parametrize(
    ("text", "clean", "dropped"),
    [
        (
            "https://item.taobao.com/item.htm?spm=a1.2&id=5588&ns=1#detail",
            "https://item.taobao.com/item.htm?id=5588#detail",
            ("spm", "ns"),
        ),
        (
            "https://weidian.com/item.html?itemID=1234567890&wfr=c&spider_token=9&x=%E9%86%8B+a",
            "https://weidian.com/item.html?itemID=1234567890&x=%E9%86%8B+a",
            ("wfr", "spider_token"),
        ),
        (
            "https://h5.youzan.com/v2/goods/2xbq7k1m9t?dc_ps=1.2&reft=1",
            "https://h5.youzan.com/v2/goods/2xbq7k1m9t?dc_ps=1.2",
            ("reft",),
        ),
        ("https://item.jd.com/100012345682.html?gclid=1", "https://item.jd.com/100012345682.html", ("gclid",)),
    ],
)
def test_noise_is_told_and_the_rest_is_left_byte_for_byte(text: str, clean: str, dropped: tuple[str, ...]) -> None:
    """What only says how an address was shared may go; the platform's own numbers stay."""
    (found,) = identify(text)
    assert (found.clean, found.noise) == (clean, dropped)


@pytest.mark.parametrize(
    "text",
    ["https://s.click.taobao.com/t?e=m&spm=1", "https://item.taobao.com/item.htm?id=1&spm=2&sign=abc"],
)
def test_signed_addresses_are_never_cleaned(text: str) -> None:
    """Also when only one of their keys says that they are signed."""
    (found,) = identify(text)
    assert found.signed
    assert (found.clean, found.noise, found.append) == ("", (), ())


def test_a_share_text_gives_its_link_and_its_token() -> None:
    """Both are listed; the 口令 is kept with its whole line."""
    text = "【淘宝】https://m.tb.cn/h.5Xy7ZaB?tk=aB3dE5fG7hJ CZ0001 「老陈醋」\n点击链接直接打开"
    link, spoken = identify(text)
    assert (link.form, spoken.form, spoken.inside) == ("taobao-short", "kouling", True)
    assert offer_of(spoken, TODAY) == {"shop": "taobao", "kouling": {"text": text.split("\n", maxsplit=1)[0]}}


def test_eleven_characters_alone_are_a_guess() -> None:
    """They are taken for a 口令, with little confidence."""
    (found,) = identify(" aB3dE5fG7hJ\n")
    assert (found.form, found.confidence) == ("kouling", "L")
    assert identify("MicroPython") == ()


@pytest.mark.parametrize(
    ("text", "forms_", "path"),
    [
        (
            "wx91d27dbf599dff74 pages/union/proxy/proxy?spreadUrl=https%3A%2F%2Fu.jd.com%2FAbCdEf1",
            ["jd-card-union", "jd-union-short"],
            "pages/union/proxy/proxy?spreadUrl=https%3A%2F%2Fu.jd.com%2FAbCdEf1",
        ),
        ("pages/item/detail/detail?sku=1234 wx91d27dbf599dff74", ["jd-card"], "pages/item/detail/detail?sku=1234"),
        (
            '<mp-miniprogram data-miniprogram-appid="wx0123456789abcdef" data-miniprogram-path="pages/a?id=1&amp;x=2">',
            ["miniprogram-page"],
            "pages/a?id=1&x=2",
        ),
        ("wx0123456789abcdef", ["miniprogram-appid"], None),
        ("pages/goods/detail?id=1024", ["miniprogram-page"], "pages/goods/detail?id=1024"),
        (
            "wx0123456789abcdef plugin-private://wx2b03c6e691cd7370/pages/live-player-plugin?room_id=12&type=10",
            ["live-room"],
            "plugin-private://wx2b03c6e691cd7370/pages/live-player-plugin?room_id=12&type=10",
        ),
        (
            "wxa918198f16869201 pages/web/web?src=https%3A%2F%2Fmobile.yangkeduo.com%2Fgoods.html%3Fgoods_id%3D9",
            ["pdd-card", "pdd-item"],
            "pages/web/web?src=https%3A%2F%2Fmobile.yangkeduo.com%2Fgoods.html%3Fgoods_id%3D9",
        ),
    ],
)
def test_mini_programs_are_told_by_appid_and_page(text: str, forms_: list[str], path: str | None) -> None:
    """In any order, as markup too; the address inside a page is listed as well."""
    found = identify(text)
    assert [one.form for one in found] == forms_
    assert found[0].ids.get("path") == path


def test_share_bars_hold_an_address() -> None:
    """The address inside is told too, decoded once."""
    outer, inner = identify(
        "https://service.weibo.com/share/share.php?title=x&url=https%3A%2F%2Fdetail.tmall.com%2Fitem.htm%3Fid%3D123456"
    )
    assert (outer.form, inner.form, inner.inside) == ("share-weibo", "tmall-item", True)
    assert inner.text == "https://detail.tmall.com/item.htm?id=123456"


@pytest.mark.parametrize("text", ["拍拍微店", "京东微店", "来往", "口袋通", "https://www.paipai.com/item/1"])
def test_what_there_was_once_is_told_to_be_gone(text: str) -> None:
    """By name and by address; nothing is proposed for an offer."""
    (found,) = identify(f"以前用{text} 的")
    assert found.form == "retired"
    assert offer_of(found, TODAY) == {}


def test_everything_in_a_text_is_listed_in_its_order() -> None:
    """Addresses without a scheme count when they are known, punctuation of the sentence does not."""
    text = "先看 u.jd.com/AbCdEf1，再看（https://item.jd.com/1000.html）。京东微店没了。https://unknown.example/a?b=1."
    found = identify(text)
    assert [one.form for one in found] == ["jd-union-short", "jd-item", "retired", ""]
    assert [one.text for one in found][:2] == ["u.jd.com/AbCdEf1", "https://item.jd.com/1000.html"]
    assert found[3].text == "https://unknown.example/a?b=1"


def test_the_sites_own_shops_are_told_by_name() -> None:
    """Their id stands in the offer, their own keys are those that may be added."""
    shops = {
        "own": ShopConfig(kind="web", name="官网", url="https://shop.jinwei.test", append=("src",)),
        "cat": ShopConfig(kind="tmall"),
    }
    mine, cat = identify("https://shop.jinwei.test/p/1?x=2 https://detail.tmall.com/item.htm?id=123456", shops)
    assert offer_of(mine, TODAY) == {"shop": "own", "path": "/p/1?x=2"}
    assert mine.append == ("src",)
    assert offer_of(cat, TODAY) == {"shop": "cat", "item_id": "123456"}
    assert config_of(cat) == {}


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("https://u.jd.com/AbCdEf1", {"url": "https://u.jd.com/AbCdEf1", "expires": date(2027, 1, 21)}),
        ("https://wxaurl.cn/AbCdEf12345", {"url": "https://wxaurl.cn/AbCdEf12345", "expires": date(2026, 12, 22)}),
        ("https://union-click.jd.com/jdc?e=&p=AbCd", "https://union-click.jd.com/jdc?e=&p=AbCd"),
    ],
)
def test_short_lives_are_counted_from_today(text: str, made: object) -> None:
    """JD's short link lives 60 days, a URL Link 30, JD's long link for ever."""
    (found,) = identify(text)
    assert offer_of(found, TODAY)["links"] == {"group": made}


def channels_of(found: Find, *carriers: str, own: tuple[PolicyRow, ...] = ()) -> set[str]:
    """Return the channels in which a find is carried by one of the carriers."""
    return {channel for one in openings(found, own) for channel in one.channels if set(carriers) & set(one.carriers)}


def test_where_it_works_comes_from_the_policy() -> None:
    """A 口令 is nothing for Moments or an article; a row of the site's own decides."""
    (spoken,) = identify("￥aB3dE5fG7hJ￥")
    assert channels_of(spoken, "kouling") >= {"chat", "group"}
    assert not channels_of(spoken, "kouling") & {"moments", "wechat"}
    own = (PolicyRow(channel="moments", kind="taobao", carriers=("kouling",)),)
    assert "moments" in channels_of(spoken, "kouling", own=own)
    (item,) = identify("https://item.taobao.com/item.htm?id=1")
    assert channels_of(item, "kouling") == set()
    assert channels_of(item, "url") >= {"chat", "group"}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> Run:
    """Return a function that runs a command outside any site."""
    monkeypatch.chdir(str(tmp_path))

    def command(*arguments: str, given: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(given))
        with pytest.raises(SystemExit) as ending:
            main(["links", "identify", *arguments])
        out, err = capsys.readouterr()
        return int(ending.value.code or 0), out, err

    return command


def test_the_command_reads_standard_input_and_prints_json(run: Run) -> None:
    """With the finds, where they work, and lines to paste that are YAML."""
    code, out, _ = run("-", "--json", given="买 ￥aB3dE5fG7hJ￥ https://item.jd.com/1000.html")
    spoken, item = json.loads(out)
    assert code == 0
    assert spoken["form"] == "kouling"
    assert item["opens"]
    assert yaml.safe_load(item["yaml"]["offer"]) == [{"shop": "jd", "item_id": "1000"}]
    assert yaml.safe_load(item["yaml"]["config"]) == {"jd": {"kind": "jd"}}


def test_nothing_found_is_exit_code_1(run: Run) -> None:
    """Said in the reader's language; an address of nobody known is listed all the same."""
    code, out, err = run("今天天气不错", "--lang", "zh")
    assert (code, out) == (1, "")
    assert "没认出什么" in err
    code, out, _ = run("https://unknown.example/a", "--lang", "en")
    assert code == 1
    assert "https://unknown.example/a" in out


@pytest.mark.parametrize(("language", "said"), [("zh", "认不出这是哪家店"), ("en", "Nobody knows which shop")])
def test_an_unknown_address_is_not_taken_for_the_own_shop(run: Run, language: Language, said: str) -> None:
    """It says that the kind is not known, what to do, and the lines make a shop that the config takes."""
    code, out, _ = run("https://v.douyin.com/abc123/", "--json", "--lang", language)
    (found,) = json.loads(out)
    assert (code, found["known"]) == (1, False)
    assert said in found["facts"]["note"]
    assert yaml.safe_load(found["yaml"]["offer"]) == [{"shop": "other", "url": "https://v.douyin.com/abc123/"}]
    shops = yaml.safe_load(found["yaml"]["config"])
    assert shops == {"other": {"kind": "web", "name": "…", "url": "https://v.douyin.com", "append": []}}
    site = {"title": "店", "base_url": "https://a.test/"}
    assert not list(problems_of_config(msgspec.convert({"site": site, "shops": shops}, Config)))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sample_can_be_told(language: Language) -> None:
    """In words of the reader's language, within a hundred columns but for lines to paste."""
    for text, _ in SAMPLES.values():
        told = finds_text(identify(text), TODAY, (), language)
        (found,) = identify(text)
        assert (found.name.zh if language == "zh" else found.name.en) in told
        assert all(cell_len(line) <= WIDEST for line in told.splitlines() if "/" not in line)


def test_the_kinds_of_forms_are_kinds_of_shops() -> None:
    """The two tables agree on hosts: what a form calls a shop's, the shop kind does too, or names no hosts."""
    for name, (text, _) in SAMPLES.items():
        (found,) = identify(text)
        if found.kind and text.startswith("https:") and kinds()[found.kind].hosts:
            host = text.split("/")[2]
            assert any(host == one or host.endswith(f".{one}") for one in kinds()[found.kind].hosts), name


def test_a_text_that_ends_is_written_with_its_last_day() -> None:
    """A Short Link lives for 30 days and needs the mini-program's appid; one of a 微信小店 lives on."""
    (short,) = identify("#小程序://晋味小铺/老陈醋/AbCdEfGhIjKlMn1")
    (store,) = identify("#微信小店://晋味/AbCdEfGhIjKlMn1")
    assert offer_of(short, date(2026, 11, 22)) == {
        "shop": "miniprogram",
        "links": {"group": {"url": short.text, "expires": date(2026, 12, 22)}},
    }
    assert config_of(short)["miniprogram"]["appid"] == "wx…"
    assert offer_of(store, date(2026, 11, 22)) == {"shop": "wechat-store", "taglink": store.text}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("https://u.jd.com/AbCdEf1", "# group 换成它所用的渠道；expires 按今天生成算"),
        ("https://s.click.taobao.com/t?e=abc", "# group 换成它所用的渠道\n"),
    ],
)
def test_a_remark_speaks_of_what_stands_there(text: str, said: str) -> None:
    """Of a last day only where one is written."""
    assert said in finds_text(identify(text), date(2026, 11, 22), (), "zh")


def test_every_source_is_told_in_both_languages() -> None:
    """No row of a table says where it was read in English alone, and no translation is left over."""
    tables = [(load("contentshop.links", f"{name}.yaml"), name) for name in ("policy", "shops", "scenes", "sharing")]
    rows = [row for table, _ in tables for some in table.values() if isinstance(some, list) for row in some]  # type: ignore[attr-defined]
    assert {row["source"] for row in rows if "source" in row} == set(load("contentshop.links", "sources.yaml"))  # type: ignore[call-overload]
