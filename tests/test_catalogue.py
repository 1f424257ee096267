"""The catalogue: products from all files, each mistake told at its place, sound files remembered."""

import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contentshop.markup import locate
from contentshop.model import Offer, Origin, Place, Problem
from contentshop.problems import nearest
from contentshop.sources import Folder, all_located, read_catalogue


class Memory(dict[str, bytes]):
    """A memo that counts what was asked for in vain."""

    misses = 0

    def get(self, key: Any, default: Any = None) -> Any:
        """Return what was kept."""
        self.misses += key not in self
        return super().get(key, default)

    def put(self, key: Any, value: Any) -> Any:
        """Keep a value."""
        self[key] = value


def catalogue(root: Path, memo: Any = None, **files: Any) -> Any:
    """Return the catalogue of files by name and what was reported, as (code, file, line, column)."""
    (root / "products").mkdir(exist_ok=True)
    for name, text in files.items():
        (root / "products" / f"{name}.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    found: list[Problem] = []
    read = read_catalogue(Folder(root), Memory() if memo is None else memo, found.append)
    places: list[Any] = [(one.code, one.where) for one in all_located(found, Folder(root), locate)]
    return read, [(code, where.file.removeprefix("products/"), where.line, where.column) for code, where in places]


TEA = "- id: tea\n  title: 茶\n"


def test_products_of_all_files_are_one_catalogue(tmp_path: Path) -> None:
    """In the order of files and lists, each with where it was read."""
    read, problems = catalogue(
        tmp_path, b=TEA, a="- {id: z, title: Z}\n- {id: y, title: Y}\n", empty="", comment="# x\n"
    )
    assert problems == []
    assert list(read.products) == ["z", "y", "tea"]
    assert read.origins["y"] == Origin("products/a.yaml", 1)
    assert read.place("y", "offers", 0).keys == (1, "offers", 0)


def test_a_site_without_products(tmp_path: Path) -> None:
    """The folder may be missing."""
    assert read_catalogue(Folder(tmp_path), Memory(), print).products == {}


def test_a_product_of_the_manual(tmp_path: Path) -> None:
    """Money and dates are exact."""
    text = """
- id: vinegar-6y
  title: 六年陈老陈醋 500ml
  price: 39.90                 # 站点的币种
  as_of: 2026-11-20
  valid_until: 2026-12-20
  offers:
    - {shop: own, path: /p/vinegar-6y}
    - {shop: mini, path: "pages/goods/detail?id=1024"}
    - shop: taobao
      item_id: 558812344321
      links: {wechat: "https://s.click.taobao.com/…"}
      kouling: {text: "￥x￥", expires: 2026-12-01}
  alternatives: [vinegar-3y]
"""
    read, problems = catalogue(tmp_path, a=text)
    product = read.products["vinegar-6y"]
    assert problems == []
    assert (str(product.price), product.as_of, product.valid_until) == ("39.90", date(2026, 11, 20), date(2026, 12, 20))
    assert product.offers[0] == Offer("own", path="/p/vinegar-6y")
    assert product.offers[2].item_id == "558812344321"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id: tea\ntitle: 茶\n", [("wrong-type", "a.yaml", 1, 1)]),
        ("- tea\n", [("wrong-type", "a.yaml", 1, 3)]),
        ("-\n", [("missing-key", "a.yaml", 1, 2), ("missing-key", "a.yaml", 1, 2)]),
        (TEA + "  price: 1\n", [("price-without-date", "a.yaml", 3, 10)]),
        (TEA + "  as_of: 2026-01-01\n  offers: [{shop: a, price: 1}]\n", [("price-without-date", "a.yaml", 4, 29)]),
        (
            TEA + "  price: 1\n  offers:\n  - {shop: a, price: 1}\n",
            [("price-without-date", "a.yaml", 3, 10), ("price-without-date", "a.yaml", 5, 22)],
        ),
        (TEA + TEA, [("duplicate-product", "a.yaml", 3, 7)]),
        (TEA + "  id: tea\n", [("duplicate-key", "a.yaml", 3, 3)]),
        (TEA + "- {id: b, title: *x}\n", [("yaml-alias", "a.yaml", 3, 18)]),
        (TEA.encode() + b"\xff", [("bad-utf8", "a.yaml", 3, 1)]),
        (TEA + "- {id: b, titl: x}\n- {id: 坏 的, title: x}\n", [
            ("unknown-key", "a.yaml", 3, 11),
            ("missing-key", "a.yaml", 3, 3),
            ("wrong-form", "a.yaml", 4, 8),
        ]),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_file(tmp_path: Path, text: str, expected: Any) -> None:
    """Every mistake of the file at once, and sound products are kept."""
    assert catalogue(tmp_path, a=text)[1] == expected


def test_a_duplicate_in_another_file_is_told_there(tmp_path: Path) -> None:
    """Neither can be used: nobody knows which is meant."""
    read, problems = catalogue(tmp_path, a=TEA, b="- {id: milk, title: 奶}\n- {title: 茶, id: tea}\n")
    assert problems == [("duplicate-product", "b.yaml", 2, 18)]
    assert (list(read.products), read.is_broken("tea"), read.is_broken("coffee")) == (["milk"], True, False)


def test_a_duplicate_names_the_line_of_the_first(tmp_path: Path) -> None:
    """Also when the first file comes from the memo."""
    memo = Memory()
    catalogue(tmp_path, memo, a="# 茶\n\n- {title: 茶, id: tea}\n")
    (tmp_path / "products/b.yaml").write_text(TEA, "utf-8")
    found: list[Problem] = []
    read_catalogue(Folder(tmp_path), memo, found.append)
    assert [one.values["other"] for one in found] == ["products/a.yaml:3"]


@pytest.mark.parametrize("broken_first", [True, False])
def test_a_duplicate_is_told_although_one_of_the_two_is_broken(tmp_path: Path, *, broken_first: bool) -> None:
    """All problems are told together: what is wrong with the one, and that there are two."""
    one, other = "- {id: milk, title: 奶, price: x}\n", "- {id: milk, title: 酸奶}\n"
    _, problems = catalogue(tmp_path, a=one + other if broken_first else other + one)
    assert ("duplicate-product", "a.yaml", 2, 8) in problems
    assert len(problems) == 2


def test_a_product_that_cannot_be_read_is_known_to_be_broken(tmp_path: Path) -> None:
    """Its id is told apart from one that does not exist."""
    read, _ = catalogue(tmp_path, a=TEA + "- {id: milk, title: 奶, price: x}\n")
    assert (read.is_broken("milk"), read.is_broken("tea"), read.is_broken("coffee"), read.is_broken("")) == (
        True,
        False,
        False,
        False,
    )


@pytest.mark.parametrize("text", [b"\xff", "- {id: [x], title: x}", "- {id: x", "a: b", "- {title: x}"])
def test_a_file_that_cannot_be_read_may_hold_anything(tmp_path: Path, text: str) -> None:
    """Any unknown id may be one of its products."""
    read, problems = catalogue(tmp_path, a=TEA, b=text)
    assert problems
    assert (read.is_broken("coffee"), read.is_broken("tea"), read.is_broken("")) == (True, False, False)


def test_only_sound_files_are_remembered(tmp_path: Path) -> None:
    """A known file is not read again; one with a mistake tells it every time."""
    memo = Memory()
    first = catalogue(tmp_path, memo, a=TEA + "  price: 39.90\n  as_of: 2026-11-20\n", b="- {id: x}\n")
    assert (memo.misses, len(memo)) == (2, 1)
    again = catalogue(tmp_path, memo)
    assert again == first
    assert memo.misses == 3
    assert again[0].products["tea"].price == Decimal("39.90")


def test_a_thousand_mistakes_in_a_long_file_are_located_in_one_pass(tmp_path: Path) -> None:
    """The cost of places does not grow with the number of mistakes times the size of the file."""
    text = "".join(f"- id: p{n}\n  title: x\n  price: 1\n" for n in range(3000))
    started = time.process_time()
    problems = catalogue(tmp_path, a=text)[1]
    assert problems == [("price-without-date", "a.yaml", 3 * n + 3, 10) for n in range(3000)]
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("product-01234", "product-01234"),
        ("Product-01234", "product-01234"),
        ("prodcut-01234", "product-01234"),
        ("vinegar-6yy", "vinegar-6y"),
        ("product01234", "product-01234"),
        ("proxuct-01234", "product-01234"),
        ("醋-01234", ""),
        ("x" * 100_000, ""),
    ],
)
def test_the_nearest_of_very_many_names_is_found_quickly(word: str, near: str) -> None:
    """One slip of the finger is found without looking at every name."""
    known = {f"product-{n:05}": n for n in range(100_000)} | {"vinegar-6y": 0}
    started = time.process_time()
    assert nearest(word, known) == near
    assert time.process_time() - started < 0.2


YAMLISH = st.text(st.sampled_from("- {}[],:idtle'\"\n price1as_of.offers|>&*!醋"), max_size=80)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=60) | YAMLISH.map(str.encode) | YAMLISH.map(lambda text: (TEA + text).encode()))
def test_any_bytes_are_products_or_problems(tmp_path: Path, data: Any) -> None:
    """Nothing in a product file makes a crash, and every problem has a line of it."""
    read, problems = catalogue(tmp_path, a=data)
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    assert all(1 <= line <= lines and column >= 0 for _, _, line, column in problems)
    assert problems or read.is_whole


def test_places_are_of_the_file(tmp_path: Path) -> None:
    """A place names the file as the site does, with forward slashes."""
    found: list[Problem] = []
    (tmp_path / "products/deep").mkdir(parents=True)
    (tmp_path / "products/deep/a.yaml").write_text("- {id: x}\n")
    read_catalogue(Folder(tmp_path), Memory(), found.append)
    assert [one.where for one in found] == [Place("products/deep/a.yaml", 1, 3)]
