"""Which offer a reader gets, where it leads, and what is told when something is wrong with it."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from contentshop.links import (
    Choice,
    Shown,
    alternative,
    by_shop,
    cheapest,
    choose,
    destination,
    kinds,
    price_of,
    problems_of_config,
    problems_of_offers,
    rel,
    resolve,
    row_of,
    tracked,
)
from contentshop.model import (
    Channel,
    Config,
    Identity,
    KeyPlace,
    Link,
    Money,
    Offer,
    Origin,
    PolicyRow,
    Product,
    ShopConfig,
)
from contentshop.problems import hint, message

TODAY = date(2026, 11, 21)
SITE: dict[str, Any] = {"title": "晋味小铺", "base_url": "https://jinwei.example.com:8443/blog/"}
SHOPS: dict[str, Any] = {
    "own": {"kind": "web", "url": "https://shop.example.com"},
    "youzan": {"kind": "youzan"},
    "mini": {"kind": "miniprogram", "appid": "wx0123456789abcdef"},
    "weidian": {"kind": "weidian"},
    "jd": {"kind": "jd", "affiliate": True},
    "taobao": {"kind": "taobao", "affiliate": True},
}
SIGNED = "https://s.click.taobao.com/t?e=m%3D2%26s%3D"
OFFERS: dict[str, dict[str, Any]] = {
    "own": {"shop": "own", "path": "/p/vinegar-6y"},
    "youzan": {"shop": "youzan", "alias": "2xbq7k1m9t3w8"},
    "mini": {"shop": "mini", "path": "pages/goods/detail?id=1024"},
    "weidian": {"shop": "weidian", "item_id": "4012345601"},
    "jd": {"shop": "jd", "item_id": "100012345678"},
    "taobao": {"shop": "taobao", "item_id": "558812344321"},
}


def config(**more: Any) -> Config:
    """Return a config with every kind of shop."""
    return msgspec.convert({"site": SITE, "shops": SHOPS, **more}, Config)


def at(name: str, **more: Any) -> dict[str, Any]:
    """Return the offer at a shop as an author types it."""
    return {**OFFERS[name], **more}


def product(*offers: dict[str, Any], **more: Any) -> Product:
    """Return a product with these offers."""
    raw = {"id": "vinegar-6y", "title": "六年陈", "price": "39.90", "as_of": "2026-11-20", "offers": offers}
    return msgspec.convert({**raw, **more}, Product)


def shop_of(choice: Choice | Link) -> str:
    """Return the chosen shop."""
    return choice.offer.shop if choice.offer else ""


# choosing


@pytest.mark.parametrize(
    ("offers", "channel", "expected"),
    [
        ((at("taobao"), at("own")), "web", ("own", "url")),
        ((at("mini"), at("own")), "web", ("own", "url")),
        ((at("mini"),), "web", ("mini", "miniprogram")),
        ((at("mini"),), "feed", ("mini", "miniprogram")),
        ((at("mini"), at("youzan")), "scan", ("youzan", "url")),
        ((at("youzan", price="10"), at("own", price="20")), "web", ("own", "url")),
    ],
)
def test_the_best_carrier_counts_first_then_the_order_of_shops(
    offers: tuple[dict[str, Any], ...], channel: Channel, expected: tuple[str, str]
) -> None:
    """An address beats a mini-program beats a code; between equals the shop named first in config wins."""
    choice = choose(product(*offers), channel, config(), TODAY)
    assert (shop_of(choice), choice.carrier, choice.why) == (*expected, "")


@pytest.mark.parametrize(
    ("offers", "expected"),
    [
        ((at("own", price="20"), at("taobao", price="10")), "taobao"),
        ((at("own", price="20"), at("mini", price="10")), "own"),
        ((at("own", price="9.9"), at("taobao", price="10.00")), "own"),
        ((at("jd", price="10.0"), at("youzan", price="10.00")), "youzan"),
        ((at("own", price="20"), at("jd", price={"amount": "1", "currency": "USD"})), "own"),
    ],
)
def test_cheapest_puts_the_price_before_the_order_of_shops(offers: tuple[dict[str, Any], ...], expected: str) -> None:
    """Carriers still come first; amounts are decimal, and other currencies cannot be compared."""
    assert shop_of(choose(product(*offers), "web", config(prefer="cheapest"), TODAY)) == expected


UNION = "https://u.jd.com/AbCdEf1"


@pytest.mark.parametrize(
    ("offers", "channel", "more", "expected"),
    [
        ((at("jd"), at("own")), "wechat", {}, ("own", "code", "jd")),
        ((at("jd", links={"wechat": UNION}), at("own")), "wechat", {}, ("jd", "miniprogram", "")),
        ((at("jd", links={"group": UNION}), at("own")), "wechat", {}, ("own", "code", "jd")),
        ((at("taobao"), at("mini")), "web", {}, ("mini", "miniprogram", "taobao")),
        ((at("jd"), at("taobao")), "wechat", {}, ("jd", "miniprogram", "")),
        ((at("jd", price="9"), at("own", price="20")), "wechat", {"prefer": "cheapest"}, ("jd", "miniprogram", "")),
        ((at("jd", price="29"), at("own", price="20")), "wechat", {"prefer": "cheapest"}, ("own", "code", "jd")),
        ((at("jd", price="9"), at("own", price="20")), "web", {"prefer": "cheapest"}, ("jd", "url", "")),
        ((at("jd"),), "wechat", {}, ("jd", "miniprogram", "")),
    ],
)
def test_a_sale_that_earns_nothing_comes_after_one_that_does(
    offers: tuple[dict[str, Any], ...], channel: Channel, more: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    """An affiliate shop without a link of the channel's own does not win by its carrier; by its price it may."""
    choice = choose(product(*offers), channel, config(**more), TODAY)
    assert (shop_of(choice), choice.carrier, choice.passed) == expected


def test_a_shop_that_was_asked_for_is_chosen_without_a_commission() -> None:
    """What the author says goes."""
    choice = choose(product(at("jd"), at("own")), "wechat", config(), TODAY, "jd")
    assert (shop_of(choice), choice.carrier, choice.passed) == ("jd", "miniprogram", "")


def test_shops_stand_in_the_authors_preference() -> None:
    """In the order of the config or by price; where it cannot be had comes last, an unknown shop not at all."""
    offers = (at("taobao", price="35"), at("own", stock="out_of_stock"), at("jd"), {"shop": "nowhere"}, at("jd"))
    sold = product(*offers)
    for prefer, wanted in (("order", ["jd", "taobao", "own"]), ("cheapest", ["taobao", "jd", "own"])):
        found = by_shop(sold, "web", config(prefer=prefer), TODAY)
        assert [one.shop for one in found] == wanted
        assert [one.choice.why for one in found] == ["", "", "out_of_stock"]
        assert found[2].offer == sold.offers[1]


@pytest.mark.parametrize(
    ("offers", "shop"),
    [
        ((at("own"), at("jd", price="38")), "jd"),
        ((at("own"), at("jd", price="39.9")), ""),
        ((at("own"), at("jd", price="38"), at("taobao", price="38.0")), ""),
        ((at("own"),), ""),
        ((at("own"), at("jd", price="38", stock="out_of_stock")), ""),
        ((at("own"), at("jd", price={"amount": "3", "currency": "USD"})), ""),
        ((at("own"), at("youzan", price="40"), at("jd", price={"amount": "3", "currency": "USD"})), "own"),
    ],
)
def test_only_one_of_several_comparable_prices_is_the_cheapest(offers: tuple[dict[str, Any], ...], shop: str) -> None:
    """Of shops that have it, at current prices in the site's currency."""
    sold = product(*offers)
    assert cheapest(sold, by_shop(sold, "web", config(), TODAY), config(), TODAY) == shop


def test_a_price_that_is_past_is_not_cheapest() -> None:
    """The product's date makes its price old without taking the offer away."""
    old = product(at("own"), at("jd", price="50", valid_until="2026-12-31"), valid_until="2026-11-20")
    assert shop_of(choose(old, "web", config(prefer="cheapest"), TODAY)) == "jd"
    assert shop_of(choose(old, "web", config(), TODAY)) == "own"


@pytest.mark.parametrize(
    ("offers", "more", "why"),
    [
        ((), {}, "no_offer"),
        ((at("own"),), {"stock": "out_of_stock"}, "out_of_stock"),
        ((at("own", stock="out_of_stock"),), {}, "out_of_stock"),
        ((at("own", valid_until="2026-11-20"),), {}, "expired"),
        ((at("own", stock="out_of_stock"), at("jd", valid_until="2026-11-20")), {}, "out_of_stock"),
        ((at("own", shop="gone"),), {}, "no_offer"),
        ((at("own", path=""),), {}, "no_offer"),
        ((at("jd", item_id="abc"),), {}, "no_offer"),
        ((at("own", url="javascript://a.example/%0aalert(1)"),), {}, "no_offer"),
    ],
)
def test_when_nothing_is_left_the_reason_is_told(
    offers: tuple[dict[str, Any], ...], more: dict[str, Any], why: str
) -> None:
    """Sold out, expired, or nowhere to go: the card says which."""
    found = choose(product(*offers, **more), "web", config(), TODAY)
    assert (found.offer, found.carrier, found.why) == (None, "none", why)


def test_a_channel_without_a_carrier_has_no_offer() -> None:
    """What can be bought elsewhere is not sold out here."""
    assert choose(product(at("mini")), "readmore", config(), TODAY).why == "no_carrier"
    own = [{"channel": "web", "kind": "jd", "carriers": ["none"]}]
    assert (
        choose(product(at("jd"), at("own", stock="out_of_stock")), "web", config(policy=own), TODAY).why == "no_carrier"
    )


@pytest.mark.parametrize(
    ("offers", "more", "expected"),
    [
        ((at("own", valid_until="2026-11-21"),), {}, "own"),
        ((at("own", valid_until="2026-11-20"), at("jd")), {}, "jd"),
        ((at("own"),), {"valid_until": "2026-11-20"}, "own"),
        ((at("own", stock="out_of_stock"), at("jd")), {}, "jd"),
        ((at("own"), at("jd", stock="in_stock")), {"stock": "out_of_stock"}, "jd"),
        ((at("own"),), {"stock": "preorder"}, "own"),
    ],
)
def test_offers_that_cannot_be_had_are_passed_over(
    offers: tuple[dict[str, Any], ...], more: dict[str, Any], expected: str
) -> None:
    """The last day counts as valid, an offer's stock goes before the product's, and a preorder can be bought."""
    assert shop_of(choose(product(*offers, **more), "web", config(), TODAY)) == expected


def test_a_forced_shop_is_the_only_one() -> None:
    """`::product{vinegar-6y offer=taobao}` never leads anywhere else."""
    both = product(at("own"), at("taobao"))
    assert shop_of(choose(both, "web", config(), TODAY, offer="taobao")) == "taobao"
    assert choose(both, "web", config(), TODAY, offer="jd") == Choice(why="no_offer")
    gone = product(at("own"), at("taobao", stock="out_of_stock"))
    assert choose(gone, "web", config(), TODAY, offer="taobao") == Choice(why="out_of_stock")


@pytest.mark.parametrize(
    ("channels", "expires", "carrier"),
    [
        ({"web": {"kouling": True}}, "2026-11-21", "kouling"),
        ({"web": {"kouling": True}}, None, "kouling"),
        ({"web": {"kouling": True}}, "2026-11-20", "code"),
        ({"web": {"kouling": False}}, None, "code"),
        ({"scan": {"kouling": True}}, None, "code"),
        ({}, None, "code"),
    ],
)
def test_a_kouling_needs_the_policy_the_authors_wish_and_a_day_left(
    channels: dict[str, Any], expires: str | None, carrier: str
) -> None:
    """No channel shows a 口令 unless its owner asked for it."""
    own = [{"channel": "web", "kind": "taobao", "carriers": ["kouling", "code"]}]
    one = product(at("taobao", kouling={"text": "8￥EXaMpLe6Yv0￥", "expires": expires}))
    assert choose(one, "web", config(policy=own, channels=channels), TODAY).carrier == carrier


# alternatives


def test_the_first_alternative_that_can_be_bought_is_shown() -> None:
    """Its own alternatives go before theirs, unknown ids are passed over, and circles end."""
    catalogue = {
        "a": product(id="a", alternatives=["a", "gone", "b", "c"]),
        "b": product(id="b", alternatives=["d", "a"]),
        "c": product(at("own"), id="c"),
        "d": product(at("own"), id="d", alternatives=["b"]),
    }
    assert alternative(catalogue["a"], catalogue, "web", config(), TODAY) == catalogue["c"]
    assert alternative(catalogue["b"], catalogue, "web", config(), TODAY) == catalogue["d"]
    nothing = [{"channel": "web", "kind": "web", "carriers": []}]
    assert alternative(catalogue["a"], catalogue, "web", config(policy=nothing), TODAY) is None


# destinations


@pytest.mark.parametrize(
    ("offer", "expected"),
    [
        (at("own"), "https://shop.example.com/p/vinegar-6y"),
        (at("own", path="p/六年陈?x=%B4%D7"), "https://shop.example.com/p/六年陈?x=%B4%D7"),
        (at("own", path="@evil.example/"), "https://shop.example.com/@evil.example/"),
        (at("youzan"), "https://h5.youzan.com/wscgoods/detail/2xbq7k1m9t3w8"),
        (at("youzan", alias="Odd/?#"), "https://h5.youzan.com/wscgoods/detail/Odd%2F%3F%23"),
        (at("weidian"), "https://weidian.com/item.html?itemID=4012345601"),
        (at("jd"), "https://item.jd.com/100012345678.html"),
        (at("taobao"), "https://item.taobao.com/item.htm?id=558812344321"),
        (
            at("mini"),
            "weixin://dl/business/?appid=wx0123456789abcdef&path=pages/goods/detail&query=id%3D1024",
        ),
        (at("mini", path="pages/home"), "weixin://dl/business/?appid=wx0123456789abcdef&path=pages/home&query="),
        (at("taobao", links={"web": SIGNED}), SIGNED),
        (at("taobao", links={"scan": SIGNED}), "https://item.taobao.com/item.htm?id=558812344321"),
        ({"shop": "jd", "url": "https://item.m.jd.com/product/1.html"}, "https://item.m.jd.com/product/1.html"),
        ({"shop": "jd"}, ""),
        (at("own", path="/a b"), ""),
        (at("taobao", links={"web": "data:text/html,x"}), ""),
    ],
)
def test_an_offer_leads_to_its_ready_made_link_its_url_or_its_kinds_address(
    offer: dict[str, Any], expected: str
) -> None:
    """In that order, and nowhere when a field is missing or the result is not safe."""
    shop = config().shops[offer["shop"]]
    assert destination(msgspec.convert(offer, Offer), shop, "web") == expected


@pytest.mark.parametrize(
    ("url", "path", "expected"),
    [
        ("https://a.example", "/p", "https://a.example/p"),
        ("https://a.example/", "/p", "https://a.example/p"),
        ("https://a.example/", "p", "https://a.example/p"),
        ("https://a.example/shop", "/p", "https://a.example/shop/p"),
        ("https://a.example", "?p=1", "https://a.example?p=1"),
        ("https://a.example/?p=", "12", "https://a.example/?p=12"),
    ],
)
def test_the_shops_address_and_the_path_join_with_one_slash(url: str, path: str, expected: str) -> None:
    """However the author splits them, and a path never becomes part of the host."""
    assert destination(Offer(shop="own", path=path), ShopConfig(kind="web", url=url), "web") == expected


@pytest.mark.parametrize(
    ("kind", "append", "address", "expected"),
    [
        ("web", None, "https://a.example/p#x", "https://a.example/p?utm_source=s&utm_content=t#x"),
        ("web", ("ref",), "https://a.example/p", "https://a.example/p?ref=t"),
        ("web", None, "https://a.example/p?sign=1", "https://a.example/p?sign=1"),
        ("web", None, "https://u.jd.com/AbCdEf", "https://u.jd.com/AbCdEf"),
        ("jd", None, "https://item.jd.com/1.html", "https://item.jd.com/1.html"),
        ("youzan", None, "https://other.example/1", "https://other.example/1"),
        ("youzan", ("utm_content",), "https://other.example/1", "https://other.example/1?utm_content=t"),
        (
            "weidian",
            None,
            "https://weidian.com/item.html?itemID=1",
            "https://weidian.com/item.html?itemID=1&utm_content=t",
        ),
        ("miniprogram", None, "https://wxaurl.cn/AbCdEf", "https://wxaurl.cn/AbCdEf"),
        ("miniprogram", None, "weixin://dl/business/?t=AbCd", "weixin://dl/business/?t=AbCd"),
        (
            "miniprogram",
            None,
            "weixin://dl/business/?appid=wx&path=p&query=id%3D1",
            "weixin://dl/business/?appid=wx&path=p&query=id%3D1%26utm_content%3Dt",
        ),
    ],
)
def test_tracking_adds_the_keys_a_shop_accepts_and_touches_nothing_signed(
    kind: str, append: tuple[str, ...] | None, address: str, expected: str
) -> None:
    """Empty values are left out; addresses of other hosts stay unless the shop names its keys."""
    values = {"source": "s", "medium": "", "campaign": "", "token": "t"}
    assert tracked(address, kinds()[kind], ShopConfig(kind=kind, append=append), values) == expected


@pytest.mark.parametrize(
    ("shop", "expected"),
    [
        (ShopConfig(kind="jd", affiliate=True), "sponsored nofollow noopener"),
        (ShopConfig(kind="jd", affiliate=True, nofollow=True), "sponsored nofollow noopener"),
        (ShopConfig(kind="web", nofollow=True), "nofollow noopener"),
        (ShopConfig(kind="web"), "noopener"),
    ],
)
def test_a_link_that_earns_says_so(shop: ShopConfig, expected: str) -> None:
    """`sponsored` marks a commission."""
    assert rel(shop) == expected


# links


def test_a_link_ties_offer_carrier_address_and_token_together() -> None:
    """The source is the site's host, the medium the channel, the campaign the article."""
    one = product(at("own"))
    identity = Identity(article="vinegar", product="vinegar-6y", form="card", channel="web")
    assert resolve(identity, one, config(), TODAY) == Link(
        token="a74e56sq4qhz",
        identity=identity,
        carrier="url",
        offer=one.offers[0],
        address="https://shop.example.com/p/vinegar-6y"
        "?utm_source=jinwei.example.com&utm_medium=web&utm_campaign=vinegar&utm_content=a74e56sq4qhz",
        row=row_of("web", "web"),
    )


def test_source_campaign_and_medium_can_be_named() -> None:
    """The author's words win and are encoded."""
    named = config(tracking={"source": "jinwei", "campaign": "双11"}, channels={"web": {"medium": "blog"}})
    identity = Identity(article="vinegar", product="vinegar-6y", form="card", channel="web")
    assert resolve(identity, product(at("own")), named, TODAY).address.partition("?")[2] == (
        "utm_source=jinwei&utm_medium=blog&utm_campaign=%E5%8F%8C11&utm_content=a74e56sq4qhz"
    )


def test_a_ready_made_link_is_used_as_it_is() -> None:
    """It was made for this channel; even an unsigned one is not edited."""
    for address in (SIGNED, "https://weidian.com/item.html?itemID=1&wfr=c"):
        offer = at("weidian", links={"web": address})
        identity = Identity(article="vinegar", product="vinegar-6y", form="card", channel="web")
        assert resolve(identity, product(offer), config(), TODAY).address == address


def test_nothing_to_buy_and_share_codes_are_links_too() -> None:
    """They keep their token; a share code's address is filled in by whoever knows the article's."""
    identity = Identity(article="vinegar", product="vinegar-6y", form="card", channel="web")
    nothing = resolve(identity, product(), config(), TODAY)
    assert (nothing.token, nothing.carrier, nothing.offer, nothing.address) == ("a74e56sq4qhz", "none", None, "")
    share = resolve(Identity(article="山西老陈醋怎么挑"), None, config(), TODAY)
    assert (share.token, share.carrier, share.offer, share.address) == ("p2bv91kv50t7", "url", None, "")


# prices


@pytest.mark.parametrize(
    ("offer", "more", "expected"),
    [
        (at("own"), {}, Shown(Decimal("39.90"), "CNY", date(2026, 11, 20))),
        (at("own", price="41.90", as_of="2026-11-19"), {}, Shown(Decimal("41.90"), "CNY", date(2026, 11, 19))),
        (
            at("own", price={"amount": "5.80", "currency": "USD"}, valid_until="2026-11-30"),
            {"valid_until": "2026-12-20"},
            Shown(Decimal("5.80"), "USD", date(2026, 11, 20), date(2026, 11, 30)),
        ),
        (
            at("own"),
            {"valid_until": "2026-12-20"},
            Shown(Decimal("39.90"), "CNY", date(2026, 11, 20), date(2026, 12, 20)),
        ),
        (at("own"), {"price": None}, None),
        (at("own"), {"as_of": None}, None),
    ],
)
def test_what_an_offer_leaves_out_is_the_products(
    offer: dict[str, Any], more: dict[str, Any], expected: Shown | None
) -> None:
    """A price keeps its digits and is never shown without its day."""
    one = product(offer, **more)
    found = price_of(one, one.offers[0], "CNY")
    assert found == expected
    assert found is None or str(found.amount) == str(expected and expected.amount)


def test_a_product_without_offers_has_its_own_price() -> None:
    """A sold-out card may still say what it cost."""
    one = msgspec.structs.replace(product(), price=Money(amount=Decimal("5.80"), currency="USD"))
    assert price_of(one, None, "CNY") == Shown(Decimal("5.80"), "USD", date(2026, 11, 20))


def test_the_last_day_of_a_price_is_included() -> None:
    """After it the price is no longer shown as current."""
    price = Shown(Decimal(1), "CNY", date(2026, 11, 20), TODAY)
    assert price.is_current(TODAY)
    assert not price.is_current(date(2026, 11, 22))
    assert Shown(Decimal(1), "CNY", date(2026, 11, 20)).is_current(date(2099, 1, 1))


# problems


@pytest.mark.parametrize(
    ("offer", "code", "keys"),
    [
        (at("own", shop="owm"), "unknown-shop", ("shop",)),
        ({"shop": "jd"}, "offer-needs", ()),
        (at("jd", item_id="1000x"), "offer-field", ("item_id",)),
        (at("youzan", alias="short"), "offer-field-odd", ("alias",)),
        (at("mini", path="pages/a?" + "x" * 500), "query-too-long", ("path",)),
        (at("own", path="/a b"), "offer-field", ("path",)),
        (at("own", path="/a<b>"), "unsafe-address", ("path",)),
        (at("own", url="javascript:alert(1)"), "unsafe-address", ("url",)),
        (at("own", url="http://a.example/p"), "plain-http", ("url",)),
        (at("taobao", links={"feed": "https://a@b.example/"}), "unsafe-address", ("links", "feed")),
    ],
)
def test_what_is_wrong_with_an_offer_is_told_at_its_key(
    offer: dict[str, Any], code: str, keys: tuple[str, ...]
) -> None:
    """The place is the value in the product's file; both languages have words for it."""
    problems = problems_of_offers(product(at("weidian"), offer), Origin("products/vinegar.yaml", 3), config())
    place = KeyPlace(file="products/vinegar.yaml", keys=(3, "offers", 1, *keys))
    assert [(found.code, found.where) for found in problems] == [(code, place)]
    assert all(message(found, lang) and hint(found, lang) is not None for found in problems for lang in ("zh", "en"))


def test_an_unknown_shop_names_the_nearest() -> None:
    """A slip of a finger is answered with the right name."""
    (found,) = problems_of_offers(product(at("own", shop="yuzan")), Origin("p.yaml", 0), config())
    assert found.values["near"] == "youzan"


@pytest.mark.parametrize(
    ("offer", "english", "chinese"),
    [
        ({"shop": "jd", "item_id": "1000x"}, "Its form: digits alone.", "它的写法：全是数字。"),
        ({"shop": "store", "item_id": "12"}, "so far: 10–20 digits;", "写法都是：10–20 位数字；"),
        ({"shop": "youzan", "alias": "short"}, "so far: [", "写法都是：["),
    ],
)
def test_a_form_of_digits_is_told_in_words(offer: dict[str, str], english: str, chinese: str) -> None:
    """Nobody has to read a pattern for that; another form is shown as it is."""
    shops = config(shops=SHOPS | {"store": {"kind": "wechat-store"}})
    (found,) = problems_of_offers(product(offer), Origin("p.yaml", 0), shops)
    assert english in hint(found, "en")
    assert chinese in hint(found, "zh")


def test_a_number_of_digits_is_told_in_words() -> None:
    """Also for what a shop needs."""
    (found,) = problems_of_config(config(shops={"x": {"kind": "ebay", "tag": "12"}}))
    assert (hint(found, "en"), hint(found, "zh")) == ("Its form: 10 digits.", "它的写法：10 位数字。")


def test_good_offers_have_no_problems() -> None:
    """A whole address needs no parts, and every example of the manual is clean."""
    offers = [at(name) for name in OFFERS] + [{"shop": "jd", "url": "https://u.jd.com/AbCdEf"}]
    assert problems_of_offers(product(*offers), Origin("p.yaml", 0), config()) == ()


@pytest.mark.parametrize(
    ("shop", "code", "keys"),
    [
        ({"kind": "taobo"}, "unknown-shop-kind", ("kind",)),
        ({"kind": "web"}, "shop-needs", ()),
        ({"kind": "miniprogram", "appid": "gh_123"}, "shop-field", ("appid",)),
        ({"kind": "web", "url": "http://a.example"}, "plain-http", ("url",)),
        ({"kind": "web", "url": "https://a.example/<x>"}, "unsafe-address", ("url",)),
    ],
)
def test_what_is_wrong_with_a_shop_is_told_at_its_key(shop: dict[str, str], code: str, keys: tuple[str, ...]) -> None:
    """A shop of config.yaml needs what its kind needs."""
    problems = problems_of_config(config(shops={"x": shop}))
    place = KeyPlace(file="config.yaml", keys=("shops", "x", *keys))
    assert [(found.code, found.where) for found in problems] == [(code, place)]
    assert all(message(found, lang) and hint(found, lang) is not None for found in problems for lang in ("zh", "en"))


def test_a_policy_row_names_a_known_kind() -> None:
    """A row for a kind that does not exist would do nothing in silence."""
    row = msgspec.to_builtins(PolicyRow(channel="web", kind="tabao", carriers=("url",)))
    (found,) = problems_of_config(config(policy=[row]))
    assert (found.code, found.where) == ("unknown-shop-kind", KeyPlace("config.yaml", ("policy", 0, "kind")))
    assert found.values["near"] == "taobao"
