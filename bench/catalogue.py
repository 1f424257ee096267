"""What reading a large site costs: CPU seconds and peak memory, each figure from a process of its own.

    python bench/catalogue.py [--products 100000] [--articles 10000]

Products are read in one file and in files of 500; cold with an empty memo, warm with what the cold run
put there, in the SQLite store that a build uses. Articles are read one by one, as a build does.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

CONFIG = "site: {title: 台秤, base_url: https://bench.test/}\n"
PRODUCT = """\
- id: vinegar-{number:06}
  title: 老陈醋 {number} 号 500ml
  brand: 晋味
  category: food
  price: {yuan}.{cents:02}
  as_of: 2026-11-20
  valid_until: 2026-12-20
  summary: 酸得直，回口有一点熏香；炒菜、拌面用它不心疼。
  image: images/vinegar-{number:06}.png
  tags: [醋, 调味, 日常]
  specs:
    总酸: "6.0 g/100ml"
    净含量: 500 ml
    原料: 水、高粱、麸皮、谷糠、大麦、豌豆、食用盐
  reference_price: {{amount: {high}, kind: msrp, evidence: 瓶身标价照片, date: 2026-11-01}}
  offers:
    - {{shop: own, path: /p/vinegar-{number:06}}}
    - {{shop: youzan, alias: 2xbq{number:09}}}
    - {{shop: jd, item_id: "{number:012}", price: {high}.90, as_of: 2026-11-18}}
  alternatives: [vinegar-{other:06}]
"""
ARTICLE = """\
---
title: 第 {number} 篇
date: 2026-11-18
tags: [醋, 厨房]
summary: 看年份、看总酸、看配料表。
---

第一次买，从[六年陈](product:vinegar-{number:06})开始。

"""


def product(number: int, count: int) -> str:
    """Return one product as YAML."""
    yuan = 10 + number % 90
    return PRODUCT.format(number=number, yuan=yuan, cents=number % 100, high=yuan + 20, other=(number + 1) % count)


def write_products(folder: Path, count: int, per_file: int) -> None:
    """Write so many products in files of a size."""
    (folder / "products").mkdir(parents=True)
    for start in range(0, count, per_file):
        with (folder / "products" / f"{start:06}.yaml").open("w", encoding="utf-8") as file:
            file.writelines(product(number, count) for number in range(start, min(count, start + per_file)))


def write_articles(folder: Path, count: int) -> None:
    """Write so many articles of about 6 KB."""
    (folder / "articles").mkdir(parents=True)
    for number in range(count):
        body = ARTICLE.format(number=number) + "酸得直，回口有一点熏香；炒菜、拌面用它不心疼。\n" * 80
        (folder / "articles" / f"2026-11-18-no-{number:06}.md").write_text(body, "utf-8")


def read_products(root: Path) -> int:
    """Read the catalogue with the store's memo and return how many products there are."""
    from contentshop.engine import Store
    from contentshop.sources import Folder, read_catalogue

    problems: list[object] = []
    (root / "state").mkdir(exist_ok=True)
    with Store(root / "state" / "bench.sqlite3", problems.append) as store:
        found = len(read_catalogue(Folder(root), store, problems.append).products)
        store.commit((), ())
    if problems:
        raise SystemExit(repr(problems[0]))
    return found


def read_articles(root: Path) -> int:
    """Read every article and look for duplicates; return how many articles there are."""
    from contentshop.sources import Folder, read_article, read_config, report_duplicates, zone

    problems: list[object] = []
    folder = Folder(root)
    config = read_config(folder, problems.append)
    site_zone = zone(config) if config else None
    if config is None or site_zone is None:
        raise SystemExit(repr(problems))
    articles = []
    for file in folder.files("articles", ".md"):
        text = folder.text(file, problems.append)
        article = read_article(file, text or "", config, site_zone, problems.append)
        if article:
            articles.append(article)
    report_duplicates(articles, problems.append)
    if problems:
        raise SystemExit(repr(problems[0]))
    return len(articles)


JOBS: dict[str, Callable[[Path], int]] = {"products": read_products, "articles": read_articles}


def child(job: str, root: Path) -> None:
    """Do one job and print what it cost."""
    start = time.process_time()
    found = JOBS[job](root)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{found:>7} {job}   CPU {seconds:6.2f} s   peak {peak:5.0f} MB", flush=True)


def measure(label: str, job: str, root: Path) -> None:
    """Do one job in a process of its own."""
    print(f"{label:<28}", end="", flush=True)
    subprocess.run([sys.executable, __file__, "--child", job, str(root)], check=True)


def main() -> None:
    """Measure everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=100_000)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child[0], Path(options.child[1]))
        return
    for label, per_file in (("one file", options.products), ("files of 500", 500)):
        with tempfile.TemporaryDirectory() as scratch:
            write_products(Path(scratch), options.products, per_file)
            measure(f"{label}, cold", "products", Path(scratch))
            measure(f"{label}, warm", "products", Path(scratch))
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / "config.yaml").write_text(CONFIG, "utf-8")
        write_articles(Path(scratch), options.articles)
        measure("one file each", "articles", Path(scratch))


if __name__ == "__main__":
    main()
