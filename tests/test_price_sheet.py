"""A sheet of prices goes out, is edited in a spreadsheet, and comes in again."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from imports import products, text
from sites import Site
from test_cli import Run, run

from contentshop.cli import commands
from contentshop.sources import KINDS

__all__ = ["run"]

PRODUCTS = """\
# prices of the spring
- id: vinegar   # the first
  title: =老陈醋
  price: 39.90
  as_of: 2026-11-20
  tags: [醋]
  offers:
    - {shop: own, path: /p/vinegar}
    - {shop: tao, item_id: "558812344321", price: 38, as_of: 2026-11-18}
- id: "0123"
  title: 小米
- id: mustard
  title: Mustard
  price: {amount: 4.50, currency: EUR}
  alternatives: [vinegar]
  as_of: 2026-11-20
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site with prices of each sort and articles that show them."""
    made = Site(tmp_path)
    made.write("products/all.yaml", PRODUCTS)
    made.write("articles/card.md", "# a\n\n:::faq\n### b\n\n::product{vinegar}\n:::\n")
    made.write("articles/asked.md", "# b\n\n:::products{tag=醋}\n:::\n")
    made.write("articles/other.md", "# c\n\nvinegar in words, and [a link](product:mustard)\n")
    made.write("articles/shops.md", "# d\n\n::各店{vinegar}\n")
    made.write("articles/instead.md", "# e\n\n::替代{mustard}\n")
    made.write("articles/broken.md", "---\ndate: x\n---\n::product{vinegar}\n")
    return made


def sheet(site: Site, run: Run) -> list[list[str]]:
    """Export and return the rows."""
    assert run("products", "export", "--prices", "p.csv")[0] == 0
    data = (site.folder / "p.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def put(site: Site, rows: list[list[str]], encoding: str = "utf-8-sig") -> None:
    """Save rows as a spreadsheet would."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    site.write("p.csv", out.getvalue().encode(encoding))


def test_the_sheet(site: Site, run: Run) -> None:
    """Ids that a spreadsheet would change are formulas that give text; a title that looks like one is only text."""
    assert sheet(site, run) == [
        ["product id", "shop", "title", "price", "currency", "as of"],
        ["vinegar", "", "'=老陈醋", "39.90", "CNY", "2026-11-20"],
        ["vinegar", "tao", "'=老陈醋", "38", "CNY", "2026-11-18"],
        ['="0123"', "", "小米", "", "CNY", ""],
        ["mustard", "", "Mustard", "4.50", "EUR", "2026-11-20"],
    ]
    assert run("products", "export", "--prices", "z.csv", "--lang", "zh")[0] == 0
    assert (site.folder / "z.csv").read_text("utf-8-sig").startswith("商品 id,店铺,标题,价格,货币,价格日期")


def test_an_untouched_sheet_changes_nothing(site: Site, run: Run) -> None:
    """Whatever the program that saved it did to quotes, ids as text, or the encoding."""
    rows = sheet(site, run)
    assert "changed: 0" in run("products", "import", "--prices", "p.csv")[1]
    rows[3][0] = "0123"
    put(site, rows, "gb18030")
    assert "changed: 0" in run("products", "import", "--prices", "p.csv")[1]
    assert text(site, "all.yaml") == PRODUCTS


def test_prices_that_changed(site: Site, run: Run) -> None:
    """Old → new, jumps marked, articles named, as_of only where the price changed, every other byte as it was."""
    rows = sheet(site, run)
    for number, price in ((1, "40.00"), (2, "20"), (3, "￥12"), (4, "4.5")):
        rows[number][3] = price
    put(site, rows)
    code, out, err = run("products", "import", "--prices", "p.csv", "--as-of", "2026-12-01")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "vinegar  price: 39.90 CNY → 40.00 CNY",
        "vinegar @tao  price: 38 CNY → 20 CNY  ← over 30 %",
        "0123  price: — → 12 CNY",
        "written  products/all.yaml",
        "shows a changed price  articles/asked.md",
        "shows a changed price  articles/broken.md",
        "shows a changed price  articles/card.md",
        "shows a changed price  articles/instead.md",
        "shows a changed price  articles/shops.md",
        "Products new: 0, changed: 2, unchanged: 1, gone: 0, not on sale: 0.",
    ]
    assert text(site, "all.yaml") == PRODUCTS.replace(
        "39.90\n  as_of: 2026-11-20", "40.00\n  as_of: 2026-12-01"
    ).replace("price: 38, as_of: 2026-11-18", "price: 20, as_of: 2026-12-01").replace(
        "title: 小米\n", "title: 小米\n  price: 12\n  as_of: 2026-12-01\n"
    )
    assert products(site)["0123"].as_of is not None


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (["vinagar", "", "", "1", "", ""], "unknown-product"),
        (["vinegar", "nowhere", "", "1", "", ""], "no-such-offer"),
        (["5.58812E+11", "", "", "1", "", ""], "spoiled-number"),
        (["vinegar", "", "", "1", "", ""], "duplicate-row"),
        (["", "", "", "1", "", ""], "row-without"),
    ],
)
def test_wrong_lines_are_located(site: Site, run: Run, line: list[str], code: str) -> None:
    """Nothing is written; with --partial the good lines are, and the exit code is 1 all the same."""
    rows = sheet(site, run)
    rows[1][3] = "50"
    put(site, [*rows, line])
    found, _, err = run("products", "import", "--prices", "p.csv")
    assert (found, f"[{code}]" in err, "p.csv:6" in err) == (1, True, True)
    assert text(site, "all.yaml") == PRODUCTS
    assert run("products", "import", "--prices", "p.csv", "--partial")[0] == 1
    assert "price: 50" in text(site, "all.yaml")


def test_a_price_that_is_none_is_located(site: Site, run: Run) -> None:
    """By its cell."""
    rows = sheet(site, run)
    rows[1][3] = "much"
    put(site, rows)
    code, _, err = run("products", "import", "--prices", "p.csv")
    assert (code, "p.csv:2:4: error: “much” in D2 (“price”) is not one price." in err) == (1, True)


def test_a_last_day_is_mentioned(site: Site, run: Run) -> None:
    """It was written for the old price."""
    site.write("products/all.yaml", "- {id: a, title: A, price: 1, as_of: 2026-11-01, valid_until: 2026-12-31}\n")
    put(site, [["id", "price"], ["a", "2"]])
    code, _, err = run("products", "import", "--prices", "p.csv", "--as-of", "2026-11-21")
    assert (code, "[valid-until-kept]" in err) == (0, True)


def test_a_sheet_without_its_columns(site: Site, run: Run) -> None:
    """It is no sheet of prices."""
    put(site, [["a", "b"], ["1", "2"]])
    assert "missing-column" in run("products", "import", "--prices", "p.csv")[2]
    assert run("products", "import", "--prices", "none.csv")[0] == 1


# --- the commands


def test_import_says_what_it_did(site: Site, run: Run) -> None:
    """The file's head says where it is from; JSON is for machines; the exit code is that of the problems."""
    site.write("s.csv", "Handle,Title,Variant Price\ncup,Cup,5\n")
    code, out, err = run("import", "shopify", "s.csv", "--shop", "own")
    assert (code, err) == (0, "")
    assert (
        out == "written  products/shopify.yaml\nProducts new: 1, changed: 0, unchanged: 0, gone: 0, not on sale: 0.\n"
    )
    assert text(site, "shopify.yaml").startswith("# From s.csv.")
    found: dict[str, Any] = json.loads(run("import", "shopify", "s.csv", "--shop", "own", "--json")[1])
    assert (found["unchanged"], found["problems"], found["exit_code"]) == (1, [], 0)
    site.write("s.csv", "Handle,Title,Variant Price\ncup,Cup,x\n")
    code, out, err = run("import", "shopify", "s.csv", "--lang", "zh")
    assert (code, "s.csv:2:3: 错误: C2（“Variant Price”列）里的“x”不是一个价格。" in err) == (1, True)
    assert "什么也没有写" in out


@pytest.mark.parametrize(
    "arguments",
    [
        ("import", "shopfy", "s.csv"),
        ("import", "shopify"),
        ("import", "table", "s.csv"),
        ("import", "shopify", "s.csv", "--shop", "nowhere"),
        ("import", "shopify", "s.csv", "--as-of", "soon"),
        ("products", "import"),
        ("products",),
    ],
)
def test_wrong_use(site: Site, run: Run, arguments: tuple[str, ...]) -> None:
    """Exit code 2."""
    site.write("s.csv", "Handle,Title,Variant Price\ncup,Cup,5\n")
    assert run(*arguments)[0] == 2


def test_the_command_offers_every_kind() -> None:
    """The list stands in the command too, so that `--version` reads no catalogue code."""
    kind = commands("en").commands["import"].params[0].type  # type: ignore[attr-defined]
    assert tuple(kind.choices) == KINDS
