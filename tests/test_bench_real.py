"""The bench on real input, run on a folder in the same layouts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent

ARTICLE = """\
[#]: subject: ({title})
[#]: author: (Ann Lee https://elsewhere.test/ann)
[#]: url: (https://elsewhere.test/{slug}.html)

{title}
======

开头一段，见 [说明][1]。

第二段。

### 第一节

一节的话。

```
### 不是标题

code
```

### 最后一节

收尾的话。

[1]: https://elsewhere.test/help
"""

STOCK = ((1, "Wok", 29.9, 3), (2, "Pot [iron]", 40, 0), (3, "Bowl", 4.1, 9), (4, "Jar", 7, 1))
PRODUCTS = [
    {
        "id": number,
        "title": title,
        "description": f"{title}.",
        "category": "kitchen",
        "price": price,
        "discountPercentage": 20.5,
        "rating": 4.5,
        "stock": stock,
        "brand": "Lee",
        "sku": f"K-{number}",
        "tags": ["kitchen"],
        "returnPolicy": "30 days",
        "thumbnail": f"https://elsewhere.test/{number}.webp",
    }
    for number, title, price, stock in STOCK
]


@pytest.fixture
def given(tmp_path: Path) -> list[str]:
    """Return the options that name two articles and four products in a folder."""
    (tmp_path / "in").mkdir()
    for slug, title in (("first", "第一篇"), ("second", "第二篇")):
        (tmp_path / "in" / f"2026-01-02-{slug}.md").write_text(ARTICLE.format(title=title, slug=slug), "utf-8")
    (tmp_path / "list.json").write_text(json.dumps(PRODUCTS), "utf-8")
    return ["--articles", str(tmp_path / "in"), "--catalogue", str(tmp_path / "list.json"), "--date", "2026-11-20"]


def run(*options: str) -> subprocess.CompletedProcess[str]:
    """Run the bench as an author does."""
    command = [sys.executable, str(ROOT / "bench" / "real.py"), *options]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=ROOT)


def test_counts_and_times(given: list[str], tmp_path: Path) -> None:
    """A site is made and built twice; the second time nothing is written."""
    done = run(*given, "--output", str(tmp_path / "site"))
    assert done.returncode == 0, done.stderr
    rows = {line.rsplit(maxsplit=1)[0].strip(): line.split() for line in done.stdout.splitlines() if line}
    lines = {row[0]: row for row in rows.values()}
    assert lines["articles"] == ["articles", "2"]
    assert lines["products"] == ["products", "4"]
    assert "no problems" in done.stdout
    assert lines["unchanged"][-2] == "0"
    assert lines["cold"][-1] == "0"
    assert int(lines["cold"][-2].replace(",", "")) == int(lines["unchanged"][-1].replace(",", "")) > 0


def test_the_rule_puts_directives_in(given: list[str], tmp_path: Path) -> None:
    """A link, a price, a card, a list and codes stand at their places; headings in code are none."""
    assert run(*given, "--output", str(tmp_path / "site")).returncode == 0
    text = (tmp_path / "site" / "articles" / "2026-01-02-first.md").read_text("utf-8")
    assert "第二段。参见 [Wok](product:wok-1)。" in text
    assert text.count(":price{") == 1
    card, listed, last = (
        text.index("::product{bowl-3 "),
        text.index(":::products{layout=grid}"),
        text.index("### 最后一节"),
    )
    assert text.index("code\n```") < card < listed < last < text.index("::qr\n")
    assert "[#]" not in text
    assert 'aliases: ["/first.html"]' in text
    assert (tmp_path / "site" / "build" / "web" / "first.html").is_file()


def test_the_catalogue_says_no_more_than_the_list(given: list[str], tmp_path: Path) -> None:
    """A percentage is no reference price; nothing in stock is out of stock and names others; pictures stay remote."""
    assert run(*given, "--output", str(tmp_path / "site")).returncode == 0
    products = yaml.load((tmp_path / "site" / "products" / "all.yaml").read_text("utf-8"), yaml.BaseLoader)
    pot = products[1]
    assert [one["stock"] for one in products] == ["in_stock", "out_of_stock", "in_stock", "in_stock"]
    assert pot["alternatives"] == ["wok-1", "bowl-3", "jar-4"]
    assert [one["price"] for one in products] == ["29.9", "40", "4.1", "7"]
    assert {one["as_of"] for one in products} == {"2026-11-20"}
    assert all("reference_price" not in one for one in products)
    assert pot["image"] == "https://elsewhere.test/2.webp"


def test_two_runs_make_the_same_site(given: list[str], tmp_path: Path) -> None:
    """The directives are put in by rule, not by chance."""
    for name in ("one", "two"):
        assert run(*given, "--copies", "3", "--output", str(tmp_path / name)).returncode == 0
    sites = [
        {path.relative_to(root / "build"): path.read_bytes() for path in (root / "build").rglob("*") if path.is_file()}
        for root in (tmp_path / "one", tmp_path / "two")
    ]
    assert sites[0] == sites[1]
    assert len(list((tmp_path / "one" / "articles").iterdir())) == 6


def test_the_exit_code_is_the_build_s(given: list[str], tmp_path: Path) -> None:
    """A problem in an article is counted, said and in the exit code."""
    (tmp_path / "in" / "bad.md").write_text("坏\n===\n\n见 [别处](nowhere.md)。\n", "utf-8")
    done = run(*given)
    assert done.returncode == 1
    assert "broken-link" in done.stdout
    assert "articles/bad.md:" in done.stderr


def test_wrong_use(given: list[str], tmp_path: Path) -> None:
    """A folder that is not there, or one that is full, is refused."""
    assert run(*given[:1], str(tmp_path / "nothing"), *given[2:]).returncode == 2
    assert run(*given, "--output", str(tmp_path)).returncode == 2
