"""Prices in what is sent: with their day or hidden, never when they are past, and told of shortly before."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sites import CONFIG, NOW, Site

from contentshop.channels.frozen import FrozenPrice, frozen_price, price_ends
from contentshop.model import Channel, KeyPlace

PRODUCTS = """\
- id: vinegar
  title: 老陈醋
  price: 39.90
  as_of: 2026-11-20
  valid_until: 2026-11-28
  offers:
    - {shop: own, path: /p/vinegar}
    - {shop: mini, path: pages/a, price: 38, as_of: 2025-12-31, valid_until: 2026-12-20}
- {id: free, title: 无价, offers: [{shop: own, path: /p/free}]}
"""
HIDDEN = CONFIG + "channels: {group: {price: hidden}}\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site with a product at two shops and one without a price."""
    made = Site(tmp_path)
    made.write("products/all.yaml", PRODUCTS)
    return made


def shown(
    site: Site,
    product: str = "vinegar",
    offer: int = 0,
    *,
    channel: Channel = "group",
    language: str = "zh-CN",
    days: int = 0,
) -> FrozenPrice | None:
    """Return the price that a channel shows, so many days after the clock of the tests."""
    inputs = site.inputs(NOW + timedelta(days=days))
    one = inputs.catalogue.products[product]
    return frozen_price(one, one.offers[offer], channel, inputs, language)


def test_a_price_stands_with_its_day(site: Site) -> None:
    """The year is said when it is another one."""
    assert shown(site) == FrozenPrice("frozen_price", "¥39.90", "11月20日", "2026-11-20")
    assert shown(site, offer=1) == FrozenPrice("frozen_price", "¥38.00", "2025年12月31日", "2025-12-31")
    assert shown(site, language="en") == FrozenPrice("frozen_price", "CN¥39.90", "Nov 20", "2026-11-20")


def test_a_price_that_is_past_or_not_known_is_not_there(site: Site) -> None:
    """Its last day included it is."""
    assert shown(site, days=7) is not None
    assert shown(site, days=8) is None
    assert shown(site, "free") is None


def test_a_channel_may_hide_prices(site: Site) -> None:
    """What stands there instead names the mini-program where that is the shop; other channels show the price."""
    site.write("config.yaml", HIDDEN)
    assert shown(site) == FrozenPrice("frozen_hidden")
    assert shown(site, offer=1) == FrozenPrice("frozen_hidden_miniprogram")
    assert shown(site, days=8) is None
    assert (
        shown(site, channel="moments")
        == shown(site, channel="chat")
        == FrozenPrice("frozen_price", "¥39.90", "11月20日", "2026-11-20")
    )


@pytest.mark.parametrize(
    ("offer", "day", "place"),
    [
        (0, date(2026, 11, 20), None),
        (0, date(2026, 11, 21), (0, "valid_until")),
        (0, date(2026, 11, 28), (0, "valid_until")),
        (0, date(2026, 11, 29), None),
        (1, date(2026, 12, 12), None),
        (1, date(2026, 12, 13), (0, "offers", 1, "valid_until")),
    ],
)
def test_a_price_that_ends_soon_is_told(site: Site, offer: int, day: date, place: tuple[str | int, ...] | None) -> None:
    """From seven days before its last day up to it, where that day is written."""
    inputs = site.inputs(NOW.replace(year=day.year, month=day.month, day=day.day))
    product = inputs.catalogue.products["vinegar"]
    found = price_ends(product, product.offers[offer], "group", inputs)
    assert (found and found.where) == (place and KeyPlace("products/all.yaml", place))
    assert found is None or found.code == "price-ends"


def test_a_hidden_price_may_end(site: Site) -> None:
    """Nobody sees it there."""
    site.write("config.yaml", HIDDEN)
    inputs = site.inputs(NOW + timedelta(days=3))
    product = inputs.catalogue.products["vinegar"]
    assert price_ends(product, product.offers[0], "group", inputs) is None
    assert price_ends(product, product.offers[0], "chat", inputs) is not None
