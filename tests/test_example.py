"""The example site is the shop window: what it must show, and that what `make site` names is there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from PIL import Image
from sites import NOW, Site

from contentshop.markup import DIRECTIVES, Directive, plain
from contentshop.model import OutletKind

ROOT = Path(__file__).parent.parent
ARTICLES = {path.name: path.read_text("utf-8") for path in sorted((ROOT / "articles").glob("*.md"))}
BODIES = "\n".join(re.sub(r"(?ms)\A---\n.*?\n---\n|^```.*?^```$", "", text) for text in map(plain, ARTICLES.values()))
CONFIG = yaml.safe_load((ROOT / "config.yaml").read_text("utf-8"))
PRODUCTS: list[dict[str, Any]] = [
    row for path in sorted((ROOT / "products").glob("*.yaml")) for row in yaml.safe_load(path.read_text("utf-8"))
]
IDS = [row["id"] for row in PRODUCTS]


def front_matter(name: str) -> dict[str, Any]:
    """Return what an article says before its body."""
    return yaml.safe_load(ARTICLES[name].split("---\n")[1])


@pytest.mark.parametrize("directive", DIRECTIVES, ids=lambda one: one.name)
def test_every_directive_is_shown(directive: Directive) -> None:
    """Each is used in an article, with each of its arguments but the key, in each layout and with each badge."""
    uses = re.findall(rf"(?<![\w:]):+{directive.name}(\{{[^}}\n]*\}}|$)", BODIES, re.MULTILINE)
    assert uses
    for argument in directive.arguments:
        values = {found for use in uses for found in re.findall(rf'[{{ ]{argument.name}="?([^" }}]*)', use)}
        assert values or argument.name == "key", argument.name
        if argument.name in ("layout", "badge"):
            assert set(argument.choices) <= values | {"card"}


def test_directives_are_shown_under_chinese_names_too() -> None:
    """At least half of them, typed as a Chinese keyboard types them."""
    typed = "\n".join(ARTICLES.values())
    shown = [
        one.name for one in DIRECTIVES if any(re.search(rf"[:：]{word}(\s|[{{｛]|$)", typed) for word in one.aliases)
    ]
    assert len(shown) * 2 >= len(DIRECTIVES), shown
    assert re.search("：：商品｛", typed)


def test_there_are_articles_worth_a_visit() -> None:
    """14 at least, three of them in English, none later than the clock of tests, each with tags and a summary."""
    heads = [front_matter(name) for name in ARTICLES]
    assert len(heads) >= 14
    assert sum(head.get("language") == "en" for head in heads) >= 3
    assert all(head["tags"] and head["summary"] and head["date"] <= NOW.date() for head in heads)


def test_there_are_products_in_many_shops() -> None:
    """25 at least, in shops of six kinds at least, some abroad, some in one shop alone; each in English too."""
    shops = {shop: row["kind"] for shop, row in CONFIG["shops"].items()}
    sold = [{shops[offer["shop"]] for offer in row["offers"]} for row in PRODUCTS]
    assert len(IDS) == len(set(IDS)) >= 25
    assert len(set().union(*sold)) >= 6
    assert {"amazon", "awin"} <= set().union(*sold)
    assert any(len(kinds) == 1 for kinds in sold)
    assert [row["id"] for row in PRODUCTS if set(row["translations"]["en"]["specs"]) == set(row["specs"])] == []
    assert [row["id"] for row in PRODUCTS if len(row["translations"]["en"]["specs"]) != len(row["specs"])] == []
    assert sum("gallery" in row for row in PRODUCTS) >= 3


def test_there_are_outlets_of_every_kind() -> None:
    """A group, a promoter, a counter and a newsletter."""
    outlets = yaml.safe_load((ROOT / "outlets.yaml").read_text("utf-8"))
    assert {row["kind"] for row in outlets} == set(get_args(OutletKind))


@pytest.mark.parametrize("name", ARTICLES)
def test_every_article_has_a_cover_of_its_own(name: str) -> None:
    """Of 16:9, wide enough for WeChat's 900 px, and of no other article."""
    cover = front_matter(name)["cover"]
    with Image.open(ROOT / cover) as picture:
        width, height = picture.size
    assert width >= 900
    assert width * 9 == height * 16
    assert [other for other in ARTICLES if front_matter(other)["cover"] == cover] == [name]


def test_make_site_names_what_is_there(tmp_path: Path) -> None:
    """Every file and address that it prints is made by a build, but for the poster, which needs a font."""
    printed = subprocess.run(["make", "-n", "site"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    named = re.findall(r"build/[^\s\"]+", printed)
    pages = [f"build/web/{page}index.html" for page in re.findall(r"http://127\.0\.0\.1:8000/([^\s\"]*)", printed)]
    articles = re.findall(r"links matrix ([\w-]+)", printed)
    site = Site.example(tmp_path)
    written = site.build(dry_run=True).written
    (slug,) = articles
    wechat, poster, kit, web = named
    assert poster == f"build/moments/articles/{slug}/poster-3x4.jpg"
    assert web == "build/web/"
    assert len(pages) == 2
    assert {one.removeprefix("build/") for one in (wechat, kit, *pages)} <= set(written)
