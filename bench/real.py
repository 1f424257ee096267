"""Articles and products that others wrote, as a site: built, counted, timed.

    python bench/real.py --articles DIR --catalogue FILE

The articles are Markdown files in the layout of the LCTT project: lines `[#]: key: (value)` for a
head, the title underlined, no product tags. The catalogue is JSON in the layout of DummyJSON. The
directives are put in by rule, so that two runs build the same site. It is built twice by the command
an author uses, in a process of its own: once from nothing, once with nothing changed.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

Fields = Mapping[str, Any]

CONFIG = """\
site: {title: 真实输入, base_url: "https://real.test/", language: zh-CN, currency: USD}
shops:
  store: {kind: web, name: 商店, url: "https://shop.real.test"}
  partner: {kind: web, name: 合作商店, url: "https://partner.real.test", affiliate: true}
"""


class Product(NamedTuple):
    """What directives need to know of a product."""

    id: str
    title: str
    category: str


class Run(NamedTuple):
    """One build: what it cost and the outcome it printed."""

    wall: float
    cpu: float
    peak: int
    """Bytes at the highest, of the largest process."""
    outcome: Fields


# --- the catalogue --------------------------------------------------------------------------------

_SPECS = {"保修": "warrantyInformation", "发货": "shippingInformation", "退货": "returnPolicy"}


def read_products(file: Path) -> list[Fields]:
    """Return the products of a DummyJSON-like list; amounts stay the text they are."""
    data = json.loads(file.read_text("utf-8"), parse_float=str)
    return list(data["products"] if isinstance(data, dict) else data)


def identifier(row: Fields) -> str:
    """Return a readable id: the words of the title and the number."""
    words = re.sub(r"[^a-z0-9]+", "-", row["title"].lower()).strip("-")
    return f"{words[:60]}-{row['id']}".lstrip("-")


def is_out(row: Fields) -> bool:
    """Return whether the product cannot be had now."""
    return row.get("stock") == 0 or row.get("availabilityStatus") == "Out of Stock"


def converted_product(row: Fields, rows: Sequence[Fields], day: date) -> dict[str, Any]:
    """Return a catalogue entry.

    `discountPercentage` is left behind: a price before the discount, worked out from a percentage,
    has no evidence and no date. What is out of stock names others of its category instead.
    """
    number = int(row["id"])
    shop = "partner" if number % 4 == 0 else "store"
    entry: dict[str, Any] = {
        "id": identifier(row),
        "title": row["title"],
        "summary": row.get("description", ""),
        "brand": row.get("brand", ""),
        "category": row.get("category", ""),
        "tags": row.get("tags", []),
        "price": row["price"],
        "as_of": day.isoformat(),
        "image": row.get("thumbnail", ""),
        "stock": "out_of_stock" if is_out(row) else "in_stock",
        "offers": [{"shop": shop, "path": f"/products/{number}", "sku": row.get("sku", "")}],
        "specs": {name: str(row[key]) for name, key in _SPECS.items() if key in row},
    }
    if is_out(row):
        alike = (other for other in rows if other["category"] == row["category"] and not is_out(other))
        entry["alternatives"] = [identifier(other) for other, _ in zip(alike, range(3), strict=False)]
    return entry


# --- the articles ---------------------------------------------------------------------------------

_HEAD = re.compile(r"\[#\]: (\w+): [(\"](.*)[)\"]\s*")
_HEADING = re.compile(r"#{2,4} ")
_PARAGRAPH = re.compile(r"(?!\d+[.)]\s)[^\s#>|*+\-!<\[`~=:\\]")
_LAYOUTS = ("grid", "list", "compare")


def split(text: str) -> tuple[dict[str, str], str]:
    """Return the head and the body of an article."""
    lines = text.split("\n")
    head: dict[str, str] = {}
    while lines and (match := _HEAD.fullmatch(lines[0])):
        head[match[1]] = match[2]
        del lines[0]
    return head, "\n".join(lines).lstrip("\n")


def blocks(body: str) -> Iterator[str]:
    """Yield the blocks of a body, parted by blank lines; fenced code stays whole."""
    block: list[str] = []
    fence = ""
    for line in body.split("\n"):
        mark = re.match(r"\s*(`{3,}|~{3,})", line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        if line.strip() or fence:
            block.append(line)
        elif block:
            yield "\n".join(block)
            block = []
    if block:
        yield "\n".join(block)


def with_directives(body: str, products: Sequence[Product], number: int) -> str:
    """Return the body with a link, a price, a card, a list and codes at the places that the rule names."""
    link, price, card, code, *more = (products[(number * 8 + step) % len(products)] for step in range(8))
    parts = list(blocks(body))
    prose = [at for at, part in enumerate(parts) if at > 0 and _is_prose(part)]
    if len(prose) > 1:
        label = re.sub(r"([][\\])", r"\\\1", link.title)
        parts[prose[1]] += f"参见 [{label}](product:{link.id})。"
    if prose:
        parts[prose[len(prose) // 2]] += f"写这篇时 :price{{{price.id}}}。"
    headings = [at for at, part in enumerate(parts) if _HEADING.match(part)]
    sections = [*headings, len(parts), len(parts)]
    listed = _list(number, card, more)
    parts.insert(max(sections[1], sections[len(headings) - 1] if headings else 0), listed)
    parts.insert(sections[1], f'::product{{{card.id} note="第 {number + 1} 篇里选的"}}')
    parts.append("::qr")
    if number % 3 == 0:
        parts.append(f"::qr{{{code.id}}}")
    return "\n\n".join(parts) + "\n"


def _is_prose(block: str) -> bool:
    """Return whether a block is a paragraph and nothing else, so that a sentence may be added to it."""
    return "|" not in block and all(_PARAGRAPH.match(line) for line in block.split("\n"))


def _list(number: int, card: Product, more: Sequence[Product]) -> str:
    layout = _LAYOUTS[number % 3]
    if number % 2:
        return f':::products{{layout={layout} category="{card.category}" sort=price limit=4}}\n:::'
    return "\n".join([f":::products{{layout={layout}}}", *(f"- {one.id}" for one in more[:3]), ":::"])


def converted_article(text: str, products: Sequence[Product], number: int, *, first: bool) -> str:
    """Return an article with front matter and directives; the first of several copies has the old address."""
    head, body = split(text)
    front: dict[str, Any] = {"tags": [products[number * 8 % len(products)].category]}
    if author := head.get("author", "").partition(" http")[0].strip():
        front["author"] = author
    if first and (path := re.sub(r"https?://[^/]*", "", head.get("url", ""))).strip("/"):
        front["aliases"] = [path]
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front.items()]
    return "\n".join(["---", *lines, "---", "", with_directives(body, products, number)])


def make_site(site: Path, articles: Path, catalogue: Path, day: date, copies: int = 1) -> None:
    """Write the site: the articles of a folder, each so many times, and the products of a file."""
    rows = read_products(catalogue)
    products = [Product(identifier(row), row["title"], row.get("category", "")) for row in rows]
    entries = [converted_product(row, rows, day) for row in rows]
    for folder in ("articles", "products"):
        (site / folder).mkdir(parents=True, exist_ok=True)
    (site / "config.yaml").write_text(CONFIG, "utf-8", newline="\n")
    lines = (f"- {json.dumps(entry, ensure_ascii=False)}\n" for entry in entries)
    (site / "products" / "all.yaml").write_text("".join(lines), "utf-8", newline="\n")
    files = sorted(articles.glob("*.md"))
    for copy in range(copies):
        for index, file in enumerate(files):
            text = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
            converted = converted_article(text, products, copy * len(files) + index, first=copy == 0)
            name = f"{file.stem}-{copy + 1}.md" if copy else file.name
            (site / "articles" / name).write_text(converted, "utf-8", newline="\n")


# --- building and telling -------------------------------------------------------------------------


def build(site: Path, jobs: int) -> Run:
    """Build the site with the command, in a process of its own that is measured with its children."""
    command = [sys.executable, "-m", "contentshop", "build", "--site", str(site), "--json", "--jobs", str(jobs)]
    with tempfile.TemporaryFile() as printed:
        begun = time.perf_counter()
        child = subprocess.Popen(command, stdout=printed)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        text = printed.read().decode()
    outcome = json.loads(text) if text else {"problems": [], "exit_code": child.returncode or 2}
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit, outcome)


def counts(site: Path, outcome: Fields) -> dict[str, int]:
    """Return how much of everything the site and its output have."""
    web = site / "build" / "web"
    files = [path for path in (site / "build").rglob("*") if path.is_file()]
    ledger = site / "ledger.csv"
    rows = list(csv.DictReader(ledger.open(encoding="utf-8", newline=""))) if ledger.is_file() else []
    return {
        "articles": len(list(web.glob("articles/*/index.html"))),
        "products": outcome.get("products", 0),
        "cards": sum(row["channel"] == "web" and row["form"] in ("card", "list") for row in rows),
        "codes": len(list(web.glob("codes/*.png"))),
        "go pages": len(list(web.glob("go/*/index.html"))),
        "files": len(files),
        "bytes": sum(path.stat().st_size for path in files),
    }


def table(numbers: Mapping[str, int], runs: Mapping[str, Run]) -> str:
    """Return everything as text for a terminal."""
    lines = [f"{name:<10}{number:>14,}" for name, number in numbers.items()]
    problems = Counter((one["code"], one["level"]) for run in runs.values() for one in run.outcome["problems"])
    whole = all(run.outcome.get("completed") for run in runs.values())
    lines += ["", "problems" if problems else "no problems" if whole else "the build stopped"]
    lines += [f"{code:<24}{level:<9}{count // len(runs):>5}" for (code, level), count in problems.most_common()]
    lines += ["", f"{'':<12}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}{'written':>9}{'unchanged':>11}"]
    for name, (wall, cpu, peak, outcome) in runs.items():
        written, unchanged = len(outcome.get("written", ())), outcome.get("unchanged", 0)
        lines.append(f"{name:<12}{wall:>9.2f}{cpu:>9.2f}{peak / 1e6:>9.0f}{written:>9,}{unchanged:>11,}")
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    return "\n".join([*lines, "", machine])


def run(options: argparse.Namespace, site: Path) -> int:
    """Make the site, build it twice, print the table and return the exit code of the worse build."""
    make_site(site, options.articles, options.catalogue, options.date, options.copies)
    runs = {name: build(site, options.jobs) for name in ("cold", "unchanged")}
    print(table(counts(site, runs["unchanged"].outcome), runs))
    for one in runs["cold"].outcome["problems"]:
        print(f"{one['file']}:{one['line']}:{one['column']}: {one['message']} [{one['code']}]", file=sys.stderr)
    return max(int(one.outcome["exit_code"]) for one in runs.values())


def arguments() -> argparse.ArgumentParser:
    """Return the options."""
    parser = argparse.ArgumentParser(description="Build a site from foreign articles and products, and time it.")
    parser.add_argument("--articles", type=Path, required=True, metavar="DIR", help="a folder of Markdown files")
    parser.add_argument("--catalogue", type=Path, required=True, metavar="FILE", help="a DummyJSON-like product list")
    parser.add_argument(
        "--output", type=Path, metavar="DIR", help="make the site here, in an empty folder, and keep it"
    )
    parser.add_argument("--keep", action="store_true", help="keep the temporary folder and say where it is")
    parser.add_argument("--copies", type=int, default=1, metavar="N", help="take each article so many times")
    parser.add_argument("--jobs", type=int, default=0, metavar="N", help="as for contentshop build")
    today = datetime.now(UTC).date()
    parser.add_argument(
        "--date", type=date.fromisoformat, default=today, metavar="DAY", help="the day of the prices; today"
    )
    return parser


def main(given: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = arguments()
    options = parser.parse_args(given)
    if not options.articles.is_dir() or not options.catalogue.is_file():
        parser.error("--articles must be a folder and --catalogue a file")
    if options.output and options.output.exists() and any(options.output.iterdir()):
        parser.error(f"{options.output} is not empty")
    if not options.output and not options.keep:
        with tempfile.TemporaryDirectory(prefix="contentshop-real-") as scratch:
            return run(options, Path(scratch))
    site = (options.output or Path(tempfile.mkdtemp(prefix="contentshop-real-"))).resolve()
    code = run(options, site)
    print(f"site: {site}")
    return code


if __name__ == "__main__":
    sys.exit(main())
