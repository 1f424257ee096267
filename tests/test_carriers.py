"""What carries a link where: cards, texts and codes, ready-made links, and how far a sale is traced."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, get_args

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from contentshop.links import (
    advice,
    choose,
    code_page,
    in_code,
    kinds,
    policy_rows,
    resolve,
    row_of,
    scene,
    stale,
    traced,
    unsure,
)
from contentshop.links.policy import check_rows, table
from contentshop.model import (
    Carrier,
    Channel,
    Config,
    Identity,
    KeyPlace,
    Link,
    MiniProgram,
    PolicyRow,
    Product,
    ReadyLink,
)
from contentshop.problems import Language, hint, message

TODAY = date(2026, 11, 22)
SITE: dict[str, Any] = {"title": "晋味小铺", "base_url": "https://jinwei.example.com/"}
APP = "wx0123456789abcdef"
SHOPS: dict[str, Any] = {
    "own": {"kind": "web", "url": "https://shop.example.com"},
    "youzan": {"kind": "youzan", "appid": APP, "jump": "https://jinwei.example.com/mp/"},
    "mini": {"kind": "miniprogram", "appid": APP},
    "live": {"kind": "live", "appid": APP},
    "store": {"kind": "wechat-store"},
    "weidian": {"kind": "weidian"},
    "jd": {"kind": "jd", "affiliate": True},
    "pdd": {"kind": "pdd", "affiliate": True},
    "taobao": {"kind": "taobao", "affiliate": True},
    "tmall": {"kind": "tmall"},
    "alipay": {"kind": "alipay"},
    "amazon": {"kind": "amazon", "tag": "jinwei-21"},
    "sub": {"kind": "amazon", "tag": "jinwei-21", "append": ["ascsubtag"]},
}
OFFERS: dict[str, dict[str, Any]] = {
    "own": {"shop": "own", "path": "/p/vinegar"},
    "youzan": {"shop": "youzan", "alias": "2xbq7k1m9t3w8"},
    "mini": {"shop": "mini", "path": "pages/goods?id=1"},
    "live": {"shop": "live", "item_id": "8"},
    "store": {"shop": "store", "item_id": "10000438718054"},
    "weidian": {"shop": "weidian", "item_id": "4012345601"},
    "jd": {"shop": "jd", "item_id": "100012345678"},
    "pdd": {"shop": "pdd", "item_id": "123456789"},
    "taobao": {"shop": "taobao", "item_id": "558812344321"},
    "tmall": {"shop": "tmall", "item_id": "558812344321"},
    "alipay": {"shop": "alipay", "url": "https://qr.alipay.com/fkx01234"},
    "amazon": {"shop": "amazon", "item_id": "B000123456"},
    "sub": {"shop": "sub", "item_id": "B000123456"},
}
UNION = "https://u.jd.com/AbCdEf"
LANDING = "https://mobile.yangkeduo.com/duo_coupon_landing.html?goods_id=1&pid=2_3&cpsSign=CC_x"
URL_LINK = "https://wxaurl.cn/AbCdEf"
SHORT = "#小程序://晋味/老陈醋/AbCdEf012345678"
KOULING = {"text": "8￥EXaMpLe6Yv0￥", "expires": "2026-12-01"}


def config(**more: Any) -> Config:
    """Return a config with these shops."""
    return msgspec.convert({"site": SITE, "shops": SHOPS, **more}, Config)


def at(name: str, **more: Any) -> dict[str, Any]:
    """Return the offer at a shop as an author types it."""
    return {**OFFERS[name], **more}


def product(*offers: dict[str, Any]) -> Product:
    """Return a product with these offers."""
    return msgspec.convert({"id": "vinegar", "title": "老陈醋", "offers": offers}, Product)


def link(offer: dict[str, Any], channel: Channel, outlet: str = "", **more: Any) -> Link:
    """Return the link to a product with one offer."""
    identity = Identity("a", "vinegar", "card", "", channel, outlet)
    return resolve(identity, product(offer), config(**more), TODAY)


# --- what the table decides


@pytest.mark.parametrize(
    ("offer", "channel", "carrier"),
    [
        (at("own"), "wechat", "code"),
        (at("youzan"), "wechat", "code"),
        (at("youzan", miniprogram="pages/goods?alias=x"), "wechat", "miniprogram"),
        (at("mini"), "wechat", "miniprogram"),
        (at("jd"), "wechat", "miniprogram"),
        (at("pdd"), "wechat", "code"),
        (at("pdd", links={"wechat": LANDING}), "wechat", "miniprogram"),
        (at("store"), "wechat", "miniprogram"),
        (at("live"), "wechat", "miniprogram"),
        (at("taobao"), "wechat", "code"),
        (at("own"), "readmore", "url"),
        (at("own"), "moments", "code"),
        (at("mini"), "moments", "code"),
        (at("taobao"), "chat", "url"),
        (at("mini"), "chat", "code"),
        (at("mini", taglink=SHORT), "chat", "text"),
        (at("mini", links={"group": SHORT}), "group", "text"),
        (at("mini", links={"group": URL_LINK}), "group", "url"),
        (at("store"), "group", "url"),
        (at("store", links={"group": "#微信小店://晋味/AbCdEf"}), "group", "text"),
        (at("mini"), "weibo", "miniprogram"),
        (at("mini"), "print", "code"),
        (at("mini", links={"readmore": URL_LINK}), "readmore", "url"),
        (at("own"), "print", "code"),
        (at("alipay"), "print", "code"),
    ],
)
def test_each_channel_has_its_own_carrier(offer: dict[str, Any], channel: Channel, carrier: Carrier) -> None:
    """What an offer has decides together with the table."""
    found = link(offer, channel)
    assert found.carrier == carrier
    assert found.row is not None
    assert carrier in found.row.carriers


@pytest.mark.parametrize(
    ("offer", "channel"), [(at("mini"), "readmore"), (at("alipay"), "wechat"), (at("alipay"), "moments")]
)
def test_where_nothing_is_allowed_the_row_that_says_so_is_told(offer: dict[str, Any], channel: Channel) -> None:
    """Nothing is carried, and the reason can be shown with its date."""
    choice = choose(product(offer), channel, config(), TODAY)
    assert (choice.offer, choice.carrier, choice.why) == (None, "none", "no_carrier")
    assert choice.row is not None
    assert choice.row.carriers == ()
    assert link(offer, channel).row == choice.row


def test_a_live_room_without_a_link_is_found_in_articles_only() -> None:
    """Its page is no Scheme: outside an article there is no way to it but a ready-made link."""
    assert choose(product(at("live")), "web", config(), TODAY).why == "no_carrier"
    assert link(at("live", links={"web": URL_LINK}), "web").carrier == "url"


def test_a_url_link_is_passed_over_on_paper() -> None:
    """It lives for 30 days; the code then leads by the go page."""
    found = link(at("mini", links={"print": URL_LINK}), "print")
    assert (found.carrier, found.ready) == ("code", "")
    assert found.address.startswith("weixin:")


@pytest.mark.parametrize(("channel", "spoken"), [("chat", True), ("group", True), ("weibo", True), ("moments", False)])
def test_a_kouling_is_never_spoken_in_moments(channel: Channel, *, spoken: bool) -> None:
    """Whatever the author asks for in the channel; a row of the author's own may say otherwise."""
    offer, wish = at("taobao", kouling=KOULING), {channel: {"kouling": True}}
    assert bool(link(offer, channel, channels=wish).kouling) is spoken
    assert not link(offer, channel).kouling
    row = {"channel": channel, "kind": "taobao", "carriers": ["kouling"]}
    assert link(offer, channel, channels=wish, policy=[row]).carrier == "kouling"


# --- ready-made links


def test_an_outlet_has_its_own_ready_made_link() -> None:
    """The outlet's first, then the channel's, then the usual address."""
    offer = at("taobao", links={"group": "https://s.click.taobao.com/Aa", "group@tea": "https://s.click.taobao.com/Bb"})
    assert (link(offer, "group", "tea").address, link(offer, "group", "tea").ready) == (
        "https://s.click.taobao.com/Bb",
        "group@tea",
    )
    assert link(offer, "group", "rice").address == link(offer, "group").address == "https://s.click.taobao.com/Aa"
    assert link(offer, "chat").address == "https://item.taobao.com/item.htm?id=558812344321"


@pytest.mark.parametrize(("day", "used"), [(TODAY, True), (TODAY - timedelta(days=1), False)])
def test_an_expired_ready_made_link_is_passed_over(day: date, *, used: bool) -> None:
    """Its last day counts; after it the next best address is taken."""
    offer = at("jd", links={"chat@tea": {"url": UNION, "expires": day.isoformat()}, "chat": "https://u.jd.com/Zz"})
    assert link(offer, "chat", "tea").address == (UNION if used else "https://u.jd.com/Zz")


# --- mini-programs


@pytest.mark.parametrize(
    ("offer", "page"),
    [
        (at("mini"), MiniProgram(APP, "pages/goods?id=1&utm_content={token}")),
        (at("youzan", miniprogram="pages/goods"), MiniProgram(APP, "pages/goods?utm_content={token}")),
        (at("jd"), MiniProgram("wx91d27dbf599dff74", "pages/item/detail/detail?sku=100012345678")),
        (
            at("jd", links={"wechat": UNION}),
            MiniProgram("wx91d27dbf599dff74", "pages/union/proxy/proxy?spreadUrl=https%3A%2F%2Fu.jd.com%2FAbCdEf"),
        ),
        (
            {"shop": "jd", "url": "https://union-click.jd.com/jdc?e=&p=AbC"},
            MiniProgram(
                "wx91d27dbf599dff74",
                "pages/union/proxy/proxy?spreadUrl=https%3A%2F%2Funion-click.jd.com%2Fjdc%3Fe%3D%26p%3DAbC",
            ),
        ),
        (
            at("pdd", links={"wechat": LANDING}),
            MiniProgram(
                "wxa918198f16869201",
                "pages/web/web?specialUrl=1&src=https%3A%2F%2Fmobile.yangkeduo.com%2Fduo_coupon_landing.html"
                "%3Fgoods_id%3D1%26pid%3D2_3%26cpsSign%3DCC_x",
            ),
        ),
        (
            at("live"),
            MiniProgram(
                APP,
                "plugin-private://wx2b03c6e691cd7370/pages/live-player-plugin?room_id=8&type=10"
                "&custom_params=%7B%22token%22%3A%22{token}%22%7D",
            ),
        ),
        (at("own"), None),
        (at("pdd"), None),
        (at("store"), None),
    ],
)
def test_a_card_is_made_offline(offer: dict[str, Any], page: MiniProgram | None) -> None:
    """From the page, the union address or the number; the token in it where the author's own program reads it."""
    found = link(offer, "wechat")
    wanted = page and MiniProgram(page.appid, page.path.replace("{token}", found.token))
    assert found.miniprogram == wanted


def test_a_product_of_a_wechat_store_is_picked_by_its_number() -> None:
    """Its card has no page and is never built by hand."""
    assert link(at("store"), "wechat").store_product == "10000438718054"
    assert link(at("mini"), "wechat").store_product == ""


def test_a_jump_rule_puts_page_and_token_into_the_code() -> None:
    """A code then opens the mini-program; without the rule it holds the go page, or the destination if wished."""
    found = link(at("youzan", miniprogram="/pages/goods?alias=x"), "scan")
    assert found.jump == f"https://jinwei.example.com/mp/pages/goods?alias=x&utm_content={found.token}"
    assert in_code(found, config(), "https://go/") == found.jump
    plain = link(at("own"), "scan")
    assert in_code(plain, config(), "https://go/") == "https://go/"
    assert in_code(plain, config(codes="direct"), "https://go/") == plain.address
    amazon = link(at("amazon"), "scan")
    assert in_code(amazon, config(), "https://go/") == amazon.address


@pytest.mark.parametrize("text", ["75y9p4yywdb4", "a" * 32, "0-9._~!#$&'()*+,/:;=?@"])
def test_a_scene_holds_32_characters_of_its_alphabet(text: str) -> None:
    """A token is one as it stands."""
    assert scene(text) == text


@pytest.mark.parametrize("text", ["", "a" * 33, "a%20", "醋", "a b", "a\n", '"'])
def test_what_is_no_scene_is_refused(text: str) -> None:
    """WeChat would answer with error 40169."""
    with pytest.raises(ValueError, match="scene"):
        scene(text)


def test_the_page_of_a_mini_program_code_has_no_query() -> None:
    """Nor a slash before it."""
    assert code_page("/pages/goods?id=1") == "pages/goods"


# --- tracing


@pytest.mark.parametrize(
    ("offer", "channel", "expected"),
    [
        (at("own"), "web", "placement"),
        (at("mini"), "wechat", "placement"),
        (at("live"), "wechat", "placement"),
        (at("youzan", miniprogram="pages/goods"), "wechat", "placement"),
        (at("weidian"), "web", "account"),
        (at("store"), "wechat", "account"),
        (at("taobao"), "chat", "none"),
        (at("tmall"), "chat", "none"),
        (at("jd"), "wechat", "none"),
        (at("jd", links={"wechat": UNION}), "wechat", "channel"),
        (at("jd", links={"wechat": UNION, "chat": UNION}), "wechat", "account"),
        (at("jd", url=UNION), "wechat", "account"),
        (at("taobao", links={"group@tea": "https://s.click.taobao.com/Bb"}), "group", "none"),
        (at("taobao", kouling=KOULING), "chat", "none"),
        (at("mini", taglink=SHORT), "chat", "account"),
        (at("mini", links={"chat": URL_LINK}), "chat", "account"),
        (at("amazon"), "web", "account"),
        (at("sub"), "web", "placement"),
    ],
)
def test_a_sale_is_traced_as_far_as_the_link_allows(offer: dict[str, Any], channel: Channel, expected: str) -> None:
    """By the token, by a link of the channel's own, by the account, or not at all."""
    assert traced(link(offer, channel), config()) == expected


def test_an_outlets_link_tells_the_outlet() -> None:
    """And a 口令 only the account it was made with."""
    offer = at("taobao", links={"group@tea": "https://s.click.taobao.com/Bb"}, kouling=KOULING)
    assert traced(link(offer, "group", "tea"), config()) == "channel"
    own = [{"channel": "group", "kind": "taobao", "carriers": ["kouling"]}]
    spoken = link(offer, "group", channels={"group": {"kouling": True}}, policy=own)
    assert traced(spoken, config()) == "account"


def test_a_shop_that_takes_nothing_is_not_traced() -> None:
    """`append: []` is the author's word, and a share code sells nothing."""
    quiet = config(shops={"own": {"kind": "web", "url": "https://a.example", "append": []}})
    identity = Identity("a", "vinegar", "card", "", "web")
    assert traced(resolve(identity, product(at("own")), quiet, TODAY), quiet) == "none"
    assert traced(resolve(Identity("a"), None, quiet, TODAY), quiet) == "none"


# --- what the author is told


def test_advice_names_shops_that_work_there() -> None:
    """Those of the site that lack the product; else kinds of shop."""
    found = advice(product(at("mini")), "readmore", config(), TODAY, KeyPlace("a.md"))
    assert found is not None
    assert (found.code, found.where) == ("nothing-carries", KeyPlace("a.md"))
    assert "own" in found.values["shops"].split(", ")
    assert not {"mini", "alipay", "live"} & set(found.values["shops"].split(", "))
    assert all(message(found, lang) and hint(found, lang) for lang in ("zh", "en"))  # type: ignore[arg-type]
    assert found.values["kinds"] == "readmore × miniprogram"
    lonely = advice(product(at("mini")), "readmore", config(shops={"mini": SHOPS["mini"]}), TODAY)
    assert lonely is not None
    assert {"web", "youzan"} <= set(lonely.values["shops"].split(", "))


@pytest.mark.parametrize("offer", [at("own"), at("own", stock="out_of_stock"), {"shop": "nowhere"}])
def test_there_is_no_advice_where_a_carrier_is_not_what_is_missing(offer: dict[str, Any]) -> None:
    """Sold out and unknown shops are told elsewhere."""
    assert advice(product(offer), "readmore", config(), TODAY) is None


def test_a_doubtful_row_is_told_once_where_it_decides() -> None:
    """Rows of confidence L and rows that say so; not on pages of the site, where readers are told themselves."""
    rows = [link(at(name), channel).row for name in ("taobao", "pdd", "own") for channel in get_args(Channel)] * 2
    used = config(channels={channel: {} for channel in get_args(Channel)})
    found = list(unsure([row for row in rows if row is not None], used))
    told = {(one.values["channel_zh"], one.values["kind_zh"]) for one in found}
    assert len(told) == len(found)
    assert told == {
        ("公众号正文", "淘宝"),
        ("阅读原文", "淘宝"),
        ("阅读原文", "拼多多"),
        ("私聊", "拼多多"),
        ("微信群", "拼多多"),
        ("朋友圈", "拼多多"),
    }
    assert all(one.code == "policy-unsure" and one.where is None for one in found)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, []),
        ({"account": {"name": "晋味小铺"}}, ["公众号正文", "朋友圈", "阅读原文"]),
        ({"channels": {"chat": {}}}, ["私聊"]),
    ],
)
def test_nothing_is_told_of_channels_that_are_not_used(more: dict[str, Any], told: list[str]) -> None:
    """The config names the channel, or the account that has such channels."""
    rows = [row for name in ("taobao", "pdd") for channel in get_args(Channel) if (row := link(at(name), channel).row)]
    assert sorted({one.values["channel_zh"] for one in unsure(rows, config(**more))}) == told


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_doubtful_row_says_to_type_ends_the_doubt(language: Language) -> None:
    """The two lines under the hint, put into config.yaml as they are, decide the same and are not told of."""
    row = link(at("pdd"), "chat").row
    assert row is not None
    (told,) = unsure([row], config(channels={"chat": {}}))
    lines = hint(told, language).split("\n", 1)[1]
    tried = link(at("pdd"), "chat", **yaml.safe_load(lines)).row
    assert tried is not None
    assert (tried.carriers, tried.confidence) == (row.carriers, "H")
    assert list(unsure([tried], config(channels={"chat": {}}, **yaml.safe_load(lines)))) == []


def test_a_doubtful_row_of_the_authors_own_is_told_at_its_place() -> None:
    """It stands in config.yaml."""
    own = {"channel": "chat", "kind": "web", "carriers": ["url"], "confidence": "L"}
    found = link(at("own"), "chat", policy=[own])
    assert found.row is not None
    (one,) = unsure([found.row], config(policy=[own], channels={"chat": {}}))
    assert one.where == KeyPlace("config.yaml", ("policy", 0))


def test_old_rows_are_told_once_with_their_number_and_the_oldest() -> None:
    """180 days after they were checked, only those for the site's shops, and not those the author replaced."""
    few = config(shops={"own": SHOPS["own"]})
    assert list(stale(few, date(2027, 5, 20))) == []
    (one,) = stale(few, date(2027, 5, 21))
    assert (one.code, one.values["checked"], one.values["count"]) == ("policy-stale", "2026-11-21", "11")
    own = [{"channel": "web", "kind": "web", "carriers": ["url"]}]
    (one,) = stale(config(shops={"own": SHOPS["own"]}, policy=own), date(2027, 5, 21))
    assert one.values["count"] == "10"


# --- the table itself


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (PolicyRow(channel="chat", kind="web", carriers=(), confidence="L", address="page"), "forbids"),
        (PolicyRow(channel="chat", kind="web", carriers=("none",), confidence="L", address="page"), "forbids"),
        (PolicyRow(channel="chat", kind="wbe", carriers=("url",)), "unknown kind"),
        (PolicyRow(channel="web", kind="web", carriers=("url",)), "two rows"),
    ],
)
def test_a_wrong_row_of_the_table_is_refused(row: PolicyRow, says: str) -> None:
    """An inference never forbids; no cell is decided twice; kinds are known."""
    check_rows(policy_rows())
    with pytest.raises(ValueError, match=says):
        check_rows([*policy_rows(), row])


def test_the_authors_row_replaces_the_rows_for_all_forms_of_address() -> None:
    """One for a single form stands beside them; a kind that is like another follows its rows."""
    general = PolicyRow(channel="print", kind="miniprogram", carriers=("text",))
    special = PolicyRow(channel="print", kind="miniprogram", carriers=("code",), address="urllink")
    assert row_of("print", "miniprogram", (general,), "urllink") == general
    assert row_of("print", "see", (general,)) == general
    assert row_of("print", "miniprogram", (special, general), "urllink") == special
    assert row_of("print", "miniprogram", (special,)) == row_of("print", "miniprogram")
    assert table((general,))["print", "live"] == table()["print", "live"]


# --- over random tables

KINDS = sorted({shop["kind"] for shop in SHOPS.values()})
CHOSEN = st.lists(st.sampled_from(get_args(Carrier)), unique=True).map(tuple)
ROWS = st.dictionaries(
    st.tuples(st.sampled_from(KINDS), st.sampled_from(["", "page", "signed", "scheme", "urllink"])), CHOSEN, max_size=20
)
DAYS = st.none() | st.integers(-3, 3).map(lambda days: TODAY + timedelta(days=days))
READY = st.sampled_from([UNION, URL_LINK, SHORT, LANDING, "https://s.click.taobao.com/Aa"])
LINKS = st.dictionaries(st.sampled_from(["", "@tea", "@rice"]), READY | st.builds(ReadyLink, url=READY, expires=DAYS))
PRODUCTS = st.lists(
    st.tuples(st.sampled_from(sorted(OFFERS)), LINKS, st.booleans(), st.sampled_from(["", "pages/x?a=1"])),
    min_size=1,
    max_size=4,
)


@given(
    rows=ROWS,
    offers=PRODUCTS,
    channel=st.sampled_from(get_args(Channel)),
    outlet=st.sampled_from(["", "tea"]),
    kouling=st.booleans(),
)
def test_no_link_goes_beyond_its_row_and_none_is_past_its_day(
    rows: dict[tuple[str, Any], tuple[Carrier, ...]],
    offers: list[tuple[str, dict[str, Any], bool, str]],
    channel: Channel,
    outlet: str,
    *,
    kouling: bool,
) -> None:
    """Over random tables: the carrier is one of the row that decided, which is in force, and what it needs is there."""
    policy = tuple(PolicyRow(channel, kind, chosen, address) for (kind, address), chosen in rows.items())
    own = msgspec.structs.replace(config(channels={channel: {"kouling": kouling}}), policy=policy)
    raw = [
        at(
            name,
            links={channel + where: msgspec.to_builtins(one) for where, one in links.items()},
            miniprogram=page,
            **({"kouling": KOULING} if speaks else {}),
        )
        for name, links, speaks, page in offers
    ]
    sold = product(*raw)
    choice = choose(sold, channel, own, TODAY, outlet=outlet)
    found = resolve(Identity("a", "vinegar", "card", "", channel, outlet), sold, own, TODAY)
    assert (found.carrier, found.offer, found.row) == (choice.carrier, choice.offer, choice.row)
    if found.offer is None:
        assert (found.carrier, found.address, found.miniprogram, found.kouling) == ("none", "", None, "")
        return
    row = found.row
    assert row is not None
    assert row in table(policy)[channel, own.shops[found.offer.shop].kind].values()
    assert found.carrier in row.carriers
    assert not found.kouling or (kouling and "kouling" in row.carriers)
    assert not found.taglink or "text" in row.carriers
    if found.ready:
        made = found.offer.links[found.ready]
        assert found.ready in {channel, f"{channel}@{outlet}"}
        assert isinstance(made, str) or made.expires is None or made.expires >= TODAY
    match found.carrier:
        case "url":
            assert found.address.startswith("http")
        case "miniprogram":
            assert found.miniprogram or found.store_product or found.address.startswith("weixin:")
        case "kouling":
            assert found.kouling
        case "code":
            assert found.address or found.jump
        case _:
            assert found.taglink or found.address
    assert traced(found, own) in {"placement", "channel", "account", "none"}


@given(channel=st.sampled_from(get_args(Channel)), kind=st.sampled_from(sorted(kinds())))
def test_what_is_only_inferred_never_forbids(channel: Channel, kind: str) -> None:
    """Every cell of the packaged table."""
    for row in table()[channel, kind].values():
        assert row.confidence != "L" or row.carriers
