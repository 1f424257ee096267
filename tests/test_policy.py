"""The tables of outside facts: shop kinds, and what carries a link where."""

import re
from datetime import date
from typing import get_args

import pytest

from contentshop.links import (
    carriers,
    kinds,
    policy_groups,
    policy_rows,
    rank,
    retired,
    row_of,
)
from contentshop.links.shops import opaque, tracking
from contentshop.model import Carrier, Channel, PolicyRow, ShopConfig

CHANNELS: tuple[Channel, ...] = get_args(Channel)
OWN = ["web", "youzan", "weidian", "weimob", "jd"]


def test_every_kind_and_channel_has_a_row() -> None:
    """A cell nobody thought of would hide a shop in silence."""
    assert [(channel, kind) for channel in CHANNELS for kind in kinds() if row_of(channel, kind) is None] == []


def test_no_two_entries_of_the_table_have_the_same_name() -> None:
    """By it the Chinese notes are found."""
    names = [one.name for one in policy_groups()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("row", [*kinds().values(), *policy_rows()], ids=lambda row: f"{row.kind}")
def test_a_row_says_where_it_is_from_and_when_it_was_looked_at(row: PolicyRow) -> None:
    """Outside facts grow old; each carries its source, day and confidence."""
    assert row.source
    assert row.checked is not None
    assert row.since is None or row.since <= row.checked
    assert row.confidence in {"H", "M", "L"}


@pytest.mark.parametrize(
    ("channel", "kind", "expected"),
    [
        ("web", "web", ("url", "code")),
        ("web", "taobao", ("url", "kouling", "code")),
        ("web", "miniprogram", ("miniprogram", "code")),
        ("scan", "jd", ("url", "code")),
        ("feed", "youzan", ("url",)),
        ("feed", "miniprogram", ("miniprogram", "code")),
        ("wechat", "taobao", ("code",)),
        ("wechat", "own", ("none",)),
        ("web", "pinduoduo", ("none",)),
        *(("wechat", kind, ("miniprogram", "code")) for kind in (*OWN, "miniprogram", "pdd", "wechat-store", "see")),
        *(("moments", kind, ("code", "url")) for kind in OWN),
        *((channel, kind, ("url", "code")) for channel in ("chat", "group", "weibo") for kind in OWN),
        *((channel, kind, ("url",)) for channel in ("readmore", "email") for kind in OWN),
        ("readmore", "taobao", ("url",)),
        ("readmore", "miniprogram", ("none",)),
        ("moments", "tmall", ("code",)),
        ("chat", "taobao", ("url", "kouling", "code")),
        ("group", "wechat-store", ("url", "text", "code")),
        ("group", "diandianke", ("text", "code")),
        ("print", "miniprogram", ("code",)),
        ("wechat", "alipay", ("none",)),
        ("email", "amazon", ("url",)),
    ],
)
def test_the_policy_names_carriers_best_first(channel: Channel, kind: str, expected: tuple[Carrier, ...]) -> None:
    """Without a row nothing carries a link."""
    assert carriers(channel, kind) == expected


def test_the_authors_rows_win() -> None:
    """A row of config.yaml replaces the built-in one for its channel and kind, and no other."""
    own = (
        PolicyRow(channel="web", kind="taobao", carriers=("kouling", "code")),
        PolicyRow(channel="feed", kind="jd", carriers=()),
        PolicyRow(channel="wechat", kind="jd", carriers=("code",)),
    )
    assert carriers("web", "taobao", own) == ("kouling", "code")
    assert carriers("feed", "jd", own) == ("none",)
    assert carriers("wechat", "jd", own) == ("code",)
    assert carriers("scan", "taobao", own) == ("url", "kouling", "code")


def test_a_row_for_one_form_of_address_leaves_a_kind_the_rows_of_the_one_it_is_like() -> None:
    """天猫 is like 淘宝: a row of the author's for signed addresses alone changes nothing for the others."""
    own = (PolicyRow(channel="chat", kind="tmall", address="signed", carriers=("none",)),)
    assert carriers("chat", "tmall", own) == carriers("chat", "taobao") != ("none",)
    assert carriers("chat", "tmall", own, "signed") == ("none",)


def test_carriers_are_ranked_from_best_to_worst() -> None:
    """An address is best, nothing is worst, and every carrier has a place."""
    ordered = sorted(get_args(Carrier), key=rank)
    assert (ordered[0], ordered[-1]) == ("url", "none")
    assert sorted(map(rank, ordered)) == list(range(len(ordered)))


@pytest.mark.parametrize(
    ("kind", "shop", "expected"),
    [
        ("web", ShopConfig(kind="web"), ["utm_source", "utm_medium", "utm_campaign", "utm_content"]),
        ("taobao", ShopConfig(kind="taobao"), []),
        ("web", ShopConfig(kind="web", append=()), []),
        ("web", ShopConfig(kind="web", append=("ascsubtag",)), ["ascsubtag"]),
    ],
)
def test_a_shop_may_name_the_keys_it_accepts(kind: str, shop: ShopConfig, expected: list[str]) -> None:
    """`append` in config.yaml replaces the kind's keys; `[]` appends nothing."""
    assert [key for key, _ in tracking(kinds()[kind], shop)] == expected


def test_a_key_of_the_authors_own_takes_the_token() -> None:
    """An affiliate network's sub-id is where the token belongs; known keys keep their meaning."""
    shop = ShopConfig(kind="web", append=("clickref", "utm_source"))
    assert tracking(kinds()["web"], shop) == (("clickref", "{token}"), ("utm_source", "{source}"))


@pytest.mark.parametrize(
    ("kind", "field", "value", "fits"),
    [
        ("jd", "item_id", "100012345678", True),
        ("jd", "item_id", "100012345678\n", False),
        ("jd", "item_id", "１００", False),
        ("taobao", "item_id", "AbC-dEf", False),
        ("youzan", "alias", "2xbq7k1m9t3w8", True),
        ("youzan", "alias", "2xbq7k1m9t3w8zz", True),
        ("youzan", "alias", "2XBQ7K1M9T3W8", False),
        ("miniprogram", "path", "pages/goods/detail?id=1024", True),
        ("miniprogram", "path", "pages/goods detail", False),
    ],
)
def test_fields_have_the_form_seen_in_public_samples(kind: str, field: str, value: str, *, fits: bool) -> None:
    """A form is a fact of the table, matched as a whole."""
    assert kinds()[kind].offer[field].fits(value) is fits


def test_an_appid_is_wx_and_sixteen_hex_digits() -> None:
    """The shop row of a mini-program holds it."""
    form = kinds()["miniprogram"].shop["appid"]
    assert form.fits("wx0123456789abcdef")
    assert not form.fits("wx0123456789ABCDEF0")


def test_the_opaque_table_can_be_matched() -> None:
    """Hosts are bare, patterns compile, keys are in lower case."""
    assert all(re.fullmatch(r"[a-z0-9.-]+", row.host) and re.compile(row.path) for row in opaque().hosts)
    assert all(key == key.lower() for key in opaque().keys)


def test_the_rows_were_checked_against_the_facts() -> None:
    """The day stands in every row; a build may say that it is long ago."""
    days = {row.checked for row in (*kinds().values(), *retired(), *policy_rows())}
    assert days == {date(2026, 11, 21), date(2026, 11, 22)}
