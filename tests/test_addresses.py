"""Adding to addresses: what a shop gave is text and stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentshop.links import append, appended, is_opaque, is_safe, strip
from contentshop.links.addresses import append_within

UTM = (("utm_source", "jinwei"), ("utm_content", "75y9p4yywdb4"))

NASTY = [
    "https://shop.example.com",
    "https://shop.example.com/p?",
    "https://shop.example.com/p?a=1&",
    "https://shop.example.com/p?a=1&&b=2",
    "https://s.taobao.com/search?q=%B4%D7&ie=gbk",
    "https://shop.example.com/p?data=YWJj%2BZA%3d%3D",
    "https://shop.example.com/p?id=1&id=2&empty=&flag#part",
    "https://shop.example.com/go?to=https%3A%2F%2Fa.example%2F%3Fx%3D1%26y%3D2",
    "https://shop.example.com/go?to=https://a.example/?x=1&y=2",
    "https://shop.example.com/p?a=1;b=2;flag",
    "https://shop.example.com/?m=app#/goods/detail?id=10&from=a",
    "https://shop.example.com/#/goods/detail?id=10",
    "https://shop.example.com/#",
    "https://shop.example.com/p?q=a+b%20c",
    "https://商城.example/搜索?词=陈醋&%zz=%",
    "https://shop.example.com/p?=nameless&?=mark",
]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.example/p", "https://a.example/p?k=v"),
        ("https://a.example", "https://a.example?k=v"),
        ("https://a.example/p?", "https://a.example/p?k=v"),
        ("https://a.example/p?x=1", "https://a.example/p?x=1&k=v"),
        ("https://a.example/p?x=1&", "https://a.example/p?x=1&k=v"),
        ("https://a.example/p#top", "https://a.example/p?k=v#top"),
        ("https://a.example/p?x=1#a?b#c", "https://a.example/p?x=1&k=v#a?b#c"),
        ("https://a.example/#/item?id=1", "https://a.example/?k=v#/item?id=1"),
        ("https://a.example/p?q=%b4%D7", "https://a.example/p?q=%b4%D7&k=v"),
    ],
)
def test_pairs_stand_before_the_fragment_with_the_right_joiner(address: str, expected: str) -> None:
    """Text goes before the first `#`, after `?` or `&`, and no second joiner follows one that stands there."""
    assert append(address, [("k", "v")]) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.example/?k=shop", ""),
        ("https://a.example/?k", ""),
        ("https://a.example/?k=", ""),
        ("https://a.example/?%6b=shop", ""),
        ("https://a.example/?x=1;k=2", ""),
        ("https://a.example/?K=shop", "&k=v"),
        ("https://a.example/?kk=1&x=k", "&k=v"),
        ("https://a.example/?x=1#k=2", "&k=v"),
    ],
)
def test_a_key_that_stands_in_the_query_is_left_alone(address: str, expected: str) -> None:
    """The shop's value wins; keys are case-sensitive, and one in a value or a fragment does not count."""
    assert appended(address, [("k", "v")]) == expected


def test_values_are_percent_encoded_as_utf8() -> None:
    """Letters, digits and `-._~` stay, everything else is encoded byte by byte."""
    assert appended("https://a.example/", [("c", "双 11/a&b=~x")]) == "?c=%E5%8F%8C%2011%2Fa%26b%3D~x"


def test_of_two_equal_keys_the_first_is_added() -> None:
    """Our own keys do not repeat either."""
    assert appended("https://a.example/", [("k", "1"), ("k", "2")]) == "?k=1"


@pytest.mark.parametrize("address", NASTY)
def test_taking_our_part_away_gives_the_same_bytes(address: str) -> None:
    """Real addresses come back byte by byte, and nothing but our text was put in."""
    added = appended(address, UTM)
    longer = append(address, UTM)
    assert strip(longer, added) == address
    assert len(longer) == len(address) + len(added)


@given(
    address=st.one_of(st.sampled_from(NASTY), st.text(st.sampled_from("a=&;?#%+/:é醋 \ud800"), max_size=40)),
    more=st.text(st.sampled_from("ab=&;?#%/B4醋"), max_size=20),
    pairs=st.lists(st.tuples(st.text("ab&=", max_size=3), st.text(max_size=5).filter(str.isprintable)), max_size=3),
)
def test_any_text_comes_back(address: str, more: str, pairs: list[tuple[str, str]]) -> None:
    """Whatever the address is, `strip` undoes `append`, and appending twice adds nothing."""
    address += more
    longer = append(address, pairs)
    assert strip(longer, appended(address, pairs)) == address
    assert append(longer, pairs) == longer
    assert longer.partition("#")[2] == address.partition("#")[2]


def test_strip_refuses_what_was_not_added() -> None:
    """Text that does not stand before the fragment is an error, not a guess."""
    with pytest.raises(ValueError, match="does not end"):
        strip("https://a.example/?k=v", "&k=w")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("weixin://dl/business/?appid=wx&path=p&query=id%3D1", "%26k%3Dv"),
        ("weixin://dl/business/?appid=wx&path=p&query=", "k%3Dv"),
        ("weixin://dl/business/?appid=wx&path=p&query=k%3D9", ""),
        ("weixin://dl/business/?appid=wx&query=id%3D1&env_version=trial", ""),
        ("weixin://dl/business/?t=AbCd", ""),
    ],
)
def test_a_scheme_takes_pairs_inside_its_query(address: str, expected: str) -> None:
    """The query of a plain Scheme is one encoded value at the end; elsewhere nothing is added."""
    assert append_within(address, "query", [("k", "v")]) == address + expected


@pytest.mark.parametrize(
    "address",
    [
        "https://s.click.taobao.com/t?e=m%3D2%26s%3D",
        "https://s.click.taobao.com/aB3dE5f",
        "https://uland.taobao.com/item/edetail?id=AbC-dEf",
        "https://detail.taobao.com/x?E=abc",
        "https://m.tb.cn/h.5abcdef?tk=AbCdEfGhIjK",
        "https://u.jd.com/AbCdEf",
        "HTTPS://U.JD.COM:443/AbCdEf",
        "https://union-click.jd.com/jdc?e=1&p=2",
        "https://p.pinduoduo.com/AbCdEfGh",
        "https://mobile.yangkeduo.com/duo_coupon_landing.html?goods_id=1&cpsSign=CM_1",
        "https://t.vip.com/AbCdEf",
        "https://store.weixin.qq.com/shop/a/AbCd",
        "https://mp.weixin.qq.com/s?__biz=Mz&mid=1&idx=1&sn=a",
        "https://k.youshop10.com/AbCdEfGh",
        "https://a.example/f?Signature=abc",
        "https://a.example/f?x=1&X-Amz-Date=20261121",
        "https://a.example/f?x=1;auth%5Fkey=1",
        "https://a.example/#/f?token=abc",
        "weixin://dl/business/?t=AbCd",
    ],
)
def test_signed_and_short_addresses_are_opaque(address: str) -> None:
    """Hosts and keys of the opaque table count, keys in any case."""
    assert is_opaque(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://shop.example.com/p?e=1&p=2",
        "https://item.jd.com/100012345678.html",
        "https://item.taobao.com/item.htm?id=558812344321",
        "https://k.youshop10.com/item.html?itemID=4012345601",
        "https://store.weixin.qq.com/help",
        "https://notu.jd.com.example/AbCdEf",
        "https://shop.example.com/p?design=1&signal=2&expired=3",
        "weixin://dl/business/?appid=wx0123456789abcdef&path=p&query=",
        "/p/relative?x=1",
    ],
)
def test_plain_addresses_are_not_opaque(address: str) -> None:
    """`e`, `p` and `cpsSign` count only at their hosts, and a part of a name is not the name."""
    assert not is_opaque(address)


@pytest.mark.parametrize(
    "address",
    [*NASTY, "http://a.example:8080/'x'", "weixin://dl/business/?appid=wx0123456789abcdef&path=p&query="],
)
def test_shop_addresses_are_safe(address: str) -> None:
    """http, https and weixin Schemes may stand in a page, Chinese characters too."""
    assert is_safe(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)",
        "JavaScript://a.example/%0aalert(1)",
        "data:text/html,x",
        "//a.example/",
        "/p/1",
        "https:///p",
        "https://taobao.com@evil.example/",
        "https://a.example\\@evil.example/",
        "https://a.example/ x",
        "https://a.example/\tx",
        "https://a.example/\nx",
        "\x01https://a.example/",
        'https://a.example/"onclick=x',
        "https://a.example/<script>",
        "https://a.example/\u202egpj.exe",
        "https://a.example/\u200bx",
        "https://a.example/\u3000x",
        "https://a.example/\ud800",
        "weixin://profile/gh_1",
    ],
)
def test_hostile_text_is_not_safe(address: str) -> None:
    """Other schemes, hidden hosts and characters, and what breaks out of an attribute are refused."""
    assert not is_safe(address)
