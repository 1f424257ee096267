"""The second import and those after it: what changed at the shop changes, and what the author wrote stays."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from imports import bring, products, sources, text
from sites import Site

LATER = datetime(2026, 12, 5, tzinfo=UTC)
ROWS = [
    {"sku": "a", "title": "Ann", "price": "10.00", "stock": 3, "url": "https://s.test/a"},
    {"sku": "b", "title": "Ben", "price": "20.00", "stock": 3, "url": "https://s.test/b"},
]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site with one product, `vinegar`, and a second shop that has goods of its own."""
    return Site(tmp_path)


def again(site: Site, rows: list[dict[str, Any]], **options: Any) -> tuple[Any, list[str]]:
    """Import rows two weeks later."""
    return bring(site, "dummyjson", json.dumps(rows), **({"now": LATER, "shop": "own"} | options))


def changed(number: int, **fields: Any) -> list[dict[str, Any]]:
    """Return the rows with one of them changed."""
    return [one | fields if at == number else one for at, one in enumerate(ROWS)]


def test_nothing_new_changes_no_byte(site: Site) -> None:
    """The file is not even written, and as_of stays."""
    bring(site, "dummyjson", json.dumps(ROWS), shop="own")
    before = text(site, "dummyjson.yaml")
    done, problems = again(site, ROWS)
    assert (done.written, done.unchanged, problems) == ((), 2, [])
    assert text(site, "dummyjson.yaml") == before


HAND = """\
# my goods
- title: 'Ann'   # her name
  id: a
  summary: >-
    My own words
    on two lines.

  alternatives: [b]
  as_of:   2026-11-21
  price: 10.00 # cheap
  offers:
    # first the own shop
    - shop: own
      url: https://s.test/a   # the address
    - {shop: tao, item_id: "558812344321", price: 9, as_of: 2026-11-01}
  stock: in_stock

- {id: b, title: Ben, price: {amount: 20.00, currency: CNY}, as_of: 2026-11-21, offers: [{shop: own, url: "https://s.test/b"}]}
# the end
"""


def test_only_what_changed_is_edited(site: Site) -> None:
    """Comments, order, quotes and the author's fields stay, in block and in flow style."""
    site.write("products/hand.yaml", HAND)
    rows = changed(0, title="Anna: the first", price="12.50", stock=0, url="https://s.test/a2")
    rows[1] = rows[1] | {"price": "21", "stock": 0}
    done, problems = again(site, rows)
    assert problems == []
    assert sources(site.folder) == {"all.yaml", "hand.yaml"}
    expected = (
        HAND.replace("'Ann'", '"Anna: the first"')
        .replace("2026-11-21\n  price: 10.00", "2026-12-05\n  price: 12.50")
        .replace("stock: in_stock", "stock: out_of_stock")
        .replace("https://s.test/a ", "https://s.test/a2 ")
        .replace("# the address\n", "# the address\n      sku: a\n")
        .replace('"https://s.test/b"', '"https://s.test/b", sku: b')
        .replace("amount: 20.00", "amount: 21")
        .replace("as_of: 2026-11-21, offers", "as_of: 2026-12-05, stock: out_of_stock, offers")
    )
    assert text(site, "hand.yaml") == expected
    assert [(one.product, one.shop, one.field, one.old, one.new) for one in done.changes] == [
        ("a", "", "title", "Ann", "Anna: the first"),
        ("a", "", "price", "10.00 CNY", "12.50 CNY"),
        ("a", "", "stock", "in_stock", "out_of_stock"),
        ("a", "own", "url", "https://s.test/a", "https://s.test/a2"),
        ("a", "own", "sku", "", "a"),
        ("b", "", "price", "20.00 CNY", "21 CNY"),
        ("b", "", "stock", "in_stock", "out_of_stock"),
        ("b", "own", "sku", "", "b"),
    ]


def test_line_ends_and_byte_order_mark_stay(site: Site) -> None:
    """A file of Windows stays one, with new lines in it too."""
    body = "- id: a\n  title: Ann\n  # no price yet\n"
    site.write("products/w.yaml", b"\xef\xbb\xbf" + body.replace("\n", "\r\n").encode())
    assert again(site, ROWS[:1])[1] == []
    written = (site.folder / "products/w.yaml").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf- id: a\r\n  title: Ann\r\n  price: 10.00\r\n  as_of: 2026-12-05\r\n")
    assert written.count(b"\n") == written.count(b"\r\n")
    assert b"  # no price yet\r\n" in written


def test_a_second_shop_gets_an_offer_of_its_own(site: Site) -> None:
    """With its own price and stock; the product's stay those of the first shop, and later runs keep it so."""
    again(site, ROWS)
    first = products(site)["a"]
    assert again(site, changed(0, title="Other", price="8.00", stock=0), shop="tao")[1] == []
    second = products(site)["a"]
    assert (second.title, second.price, second.stock) == (first.title, first.price, "in_stock")
    assert second.offers[1].price == Decimal("8.00")
    assert second.offers[1].stock == "out_of_stock"
    assert again(site, changed(0, price="7.00"), shop="tao")[1] == []
    third = products(site)["a"]
    assert (third.price, third.offers[1].price, third.offers[1].stock) == (first.price, Decimal("7.00"), "in_stock")


def test_a_picture_of_the_authors_own_stays(site: Site) -> None:
    """A remote one follows the shop."""
    site.write("images/a.png", b"x")
    site.write(
        "products/p.yaml", "- {id: a, title: Ann, image: images/a.png}\n- {id: b, title: Ben, image: 'https://o'}\n"
    )
    again(site, [one | {"images": ["https://new"]} for one in ROWS])
    assert [products(site)[name].image for name in "ab"] == ["images/a.png", "https://new"]


def test_what_is_gone_is_reported_and_kept(site: Site) -> None:
    """At its place; a row that is wrong this time is not gone."""
    again(site, ROWS)
    done, problems = again(site, ROWS[:1])
    assert (done.gone, problems) == (("b",), ["product-gone 11:3"])
    assert "b" in products(site)
    done, problems = again(site, changed(1, price="?"), partial=True)
    assert done.gone == ()
    assert problems == ["cell-not"]


def test_new_products_are_appended(site: Site) -> None:
    """Behind the others, however the list is indented."""
    again(site, ROWS[:1])
    before = text(site, "dummyjson.yaml")
    assert again(site, ROWS)[0].added == ("b",)
    assert text(site, "dummyjson.yaml").startswith(before + "\n- id: b\n")
    site.write("products/dummyjson.yaml", "# x\n  - id: a\n    title: Ann")
    again(site, ROWS)
    assert list(products(site)) == ["vinegar", "a", "b"]


@pytest.mark.parametrize("odd", ["[{id: a, title: Ann}]\n", "- {id: a, title: Ann}\n...\n"])
def test_where_nothing_can_be_appended_a_new_file_is_made(site: Site, odd: str) -> None:
    """The author's file stays readable."""
    site.write("products/dummyjson.yaml", odd)
    again(site, ROWS)
    assert set(products(site)) == {"vinegar", "a", "b"}


def test_a_last_day_goes_with_its_price_or_is_mentioned(site: Site) -> None:
    """It was written for the price that is no more; a format that knows of last days takes it away."""
    site.write(
        "products/p.yaml", "- id: a\n  title: Ann\n  price: 1\n  as_of: 2026-11-01\n  valid_until: 2026-12-31 # x\n"
    )
    assert again(site, ROWS[:1], shop="")[1] == ["valid-until-kept 5:16"]
    woo = "ID,Type,SKU,Name,Published,Regular price\n1,simple,a,Ann,1,30\n"
    assert bring(site, "woocommerce", woo)[1] == []
    assert text(site, "p.yaml") == "- id: a\n  title: Ann\n  price: 30\n  as_of: 2026-11-21\n"


def test_an_entry_that_cannot_be_edited_is_reported(site: Site) -> None:
    """It stays as it is, and so does the rest of the run; with --partial the others are written."""
    site.write(
        "products/p.yaml", "- {id: a, title: Ann, 'price':1, as_of: 2026-11-21}\n- ? id\n  : b\n  ? title\n  : Ben\n"
    )
    before = text(site, "p.yaml")
    rows = [one | {"title": one["title"] + "!"} for one in ROWS]
    _, problems = again(site, rows, shop="")
    assert problems in (["cannot-update 2:3"], [])
    if problems:
        assert text(site, "p.yaml") == before


def test_a_broken_catalogue_stops_the_import(site: Site) -> None:
    """An id could hide in what cannot be read."""
    site.write("products/broken.yaml", "- id: z\n  titel: Z\n")
    done, problems = again(site, ROWS)
    assert not done.completed
    assert problems == ["unknown-key 2:3", "missing-key 1:3"]


def test_dry_run_writes_nothing(site: Site) -> None:
    """It names the files."""
    done, _ = again(site, ROWS, dry_run=True)
    assert done.written == ("products/dummyjson.yaml",)
    assert sources(site.folder) == {"all.yaml"}


def test_all_files_of_a_run_or_none(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the second file cannot be put in place the first is put back, and nothing is left lying about."""
    site.write("products/p.yaml", "- {id: a, title: Ann}\n")
    site.write("products/q.yaml", "- {id: b, title: Ben}\n")
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if target.name == "q.yaml":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    assert again(site, ROWS)[1] == ["output-unwritable"]
    assert text(site, "p.yaml") == "- {id: a, title: Ann}\n"
    assert sources(site.folder) == {"all.yaml", "p.yaml", "q.yaml"}


OWN_KEYS = st.fixed_dictionaries(
    {},
    optional={
        "summary": st.sampled_from(
            ["plain", "'it''s'", '"q: \\u00e9"', "|\n    two\n    lines", ">-\n    fold\n    ed"]
        ),
        "brand": st.sampled_from(["晋味", "'no'", "~", ""]),
        "tags": st.sampled_from(["[a, b]", "\n  - a\n  # c\n  - b", "\n    - a", "[]"]),
        "specs": st.sampled_from(["{x: y}", "\n    x: y # z", "{}"]),
        "stock": st.sampled_from(["in_stock", "'preorder'", "out_of_stock # soon"]),
        "valid_until": st.just("2027-01-01"),
        "alternatives": st.sampled_from(["[vinegar]", "\n    - vinegar"]),
        "offers": st.sampled_from(
            [
                "[]",
                "",
                "[{shop: own, url: 'https://s.test/old'}]",
                "\n  - shop: mini\n    path: p/x?a=1\n    # end",
                "\n    - {shop: tao, item_id: '1', price: 3, as_of: 2026-01-01}",
            ]
        ),
        "price": st.sampled_from(
            ["9.99", "'10.00'", "{amount: 5, currency: USD}", "\n    amount: 5\n    currency: CNY"]
        ),
    },
)


@given(keys=OWN_KEYS, order=st.randoms(use_true_random=False), after=st.sampled_from(["", " # why", "\n  # below"]))
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_an_authors_fields_survive(tmp_path_factory: Any, keys: dict[str, str], order: Any, after: str) -> None:
    """Whatever they wrote, in whatever order and style: what is theirs reads as before, and a second run is quiet."""
    site = Site(tmp_path_factory.mktemp("site"))
    written = {"id": "a", "title": "Ann", **keys}
    written |= {"as_of": "2026-11-21"} if "price" in keys else {}
    names = list(written)
    order.shuffle(names)
    lines = [f"{name}: {written[name]}{after if not written[name].startswith(('|', '>')) else ''}" for name in names]
    site.write("products/p.yaml", "- " + "\n  ".join(lines) + "\n\n- id: z\n  title: 'Z'   # last\n")
    before = products(site)
    _, problems = again(site, ROWS[:1])
    assert [one for one in problems if not one.startswith("valid-until-kept")] == []
    found = products(site)
    own = ("id", "summary", "brand", "tags", "specs", "reference_price", "valid_until", "alternatives")
    assert [getattr(found["a"], name) for name in own] == [getattr(before["a"], name) for name in own]
    assert found["z"] == before["z"]
    assert "title: 'Z'   # last\n" in text(site, "p.yaml")
    others = {one.shop: one for one in before["a"].offers if one.shop != "own"}
    assert {one.shop: one for one in found["a"].offers if one.shop != "own"} == others
    assert "https://s.test/a" in [one.url for one in found["a"].offers]
    once = text(site, "p.yaml")
    assert again(site, ROWS[:1])[0].changes == ()
    assert text(site, "p.yaml") == once
