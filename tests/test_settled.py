"""Articles that stay as they were: which do, and that everything a page shows makes it anew."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sites import CONFIG, NOW, Site, codes

from contentshop.channels.web import Kept, Plan
from contentshop.engine import Backlog, InProcess, Steps, Store, found
from contentshop.keeping import decoded
from contentshop.planning import plan

CATALOGUE = """
- id: vinegar
  title: 老陈醋
  price: 39.90
  as_of: 2026-11-20
  valid_until: 2026-11-22
  image: images/vinegar.svg
  tags: [醋]
  specs: {净含量: 500ml, 产地: 山西}
  offers: [{shop: own, path: /p/vinegar}, {shop: mini, path: pages/vinegar}]
  alternatives: [young]
- id: young
  title: 陈醋
  price: 19.90
  as_of: 2026-11-20
  image: images/young.svg
  tags: [醋]
  offers: [{shop: own, path: /p/young}]
- id: bowl
  title: 碗
  price: 9.90
  as_of: 2026-11-20
  offers: [{shop: own, path: /p/bowl}]
"""
FILES = {
    "products/all.yaml": CATALOGUE,
    "outlets.yaml": "- {id: tea, kind: group, name: 茶友, code: images/tea.svg}\n",
    "images/vinegar.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>\n',
    "images/young.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>\n',
    "images/tea.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>\n',
    "images/cover.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="11" height="11"/>\n',
    "static/list.txt": "表\n",
    "articles/card.md": "---\ndate: 2026-11-01\n---\n::product{vinegar}\n",
    "articles/query.md": "---\ndate: 2026-11-02\n---\n:::products{tag=醋}\n:::\n",
    "articles/links.md": "---\ndate: 2026-11-03\n---\n看[这篇](card.md)、[这段](head.md#小节)和[表](/list.txt)。\n",
    "articles/head.md": "---\ndate: 2026-11-04\ncover: images/cover.svg\n---\n## 小节\n\n文字。\n",
    "articles/group.md": "---\ndate: 2026-11-05\n---\n::join{tea}\n",
    "articles/plain.md": "---\ndate: 2026-11-06\ntags: [闲话]\n---\n没有商品。\n",
    "articles/bowl.md": "---\ndate: 2026-11-07\n---\n::product{bowl}\n",
}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site of seven articles that was built."""
    site = Site(tmp_path / "site")
    for path, text in FILES.items():
        site.write(path, text)
    site.write("config.yaml", CONFIG + "kits: {newest: 1}\n")
    assert codes(site.build()) == []
    return site


def planned(site: Site, now: datetime = NOW, backlog: Backlog | None = None) -> Plan:
    """Return what a build would plan now."""
    output, steps = site.folder / "build", Store.copy_of(site.folder / ".contentshop/build.sqlite3")
    inputs = site.inputs(now, [])
    kept = decoded(steps.kept())
    if steps.is_finished():
        kept = msgspec.structs.replace(kept, changed=found(steps.rows(), output).changed)
    pool = Steps(steps, lambda _: nullcontext(InProcess()), inputs.theme)
    return plan(inputs, kept, pool, backlog or Backlog(), lambda _: None)


def settled(found: Plan) -> set[str]:
    """Return the slugs of the articles that are not planned."""
    pages = {Path(path).parts for path in found.settled}
    return {parts[2] for parts in pages if parts[:2] == ("web", "articles")}


def changed(site: Site, path: str, old: str, new: str) -> None:
    """Replace a text in a file of the site."""
    text = (site.folder / path).read_text("utf-8")
    assert old in text
    site.write(path, text.replace(old, new, 1))


OWN, MINI = CONFIG.splitlines(keepends=True)[4:6]
EVERY = {"card", "query", "links", "head", "group", "plain", "bowl"}
EDITS: dict[str, tuple[tuple[Any, ...], set[str]]] = {
    "text": (("articles/plain.md", "没有", "还没有"), {"plain"}),
    "price": (
        (
            "products/all.yaml",
            "9.90\n  as_of: 2026-11-20\n  offers: [{shop: own, path: /p/bowl}]",
            "8.00\n  as_of: 2026-11-20\n  offers: [{shop: own, path: /p/bowl}]",
        ),
        {"bowl"},
    ),
    "alternative": (("products/all.yaml", "title: 陈醋", "title: 新醋"), {"card", "query"}),
    "picture": (("images/young.svg", '"9"', '"7"'), {"card", "query"}),
    "newly found": (("products/all.yaml", "- id: bowl\n", "- id: bowl\n  tags: [醋]\n"), {"query", "bowl"}),
    "cover": (("images/cover.svg", '"11"', '"12"'), {"head"}),
    "slug": (("articles/card.md", "---\n", "---\nid: card\nslug: moved\n"), {"card", "links", "query"}),
    "group": (("outlets.yaml", "茶友", "新茶友"), {"group"}),
    "language": (("articles/plain.md", "---\n", "---\ntranslation_of: head.md\nlanguage: en\n"), {"plain", "head"}),
    "config": (("config.yaml", "title: 晋味小铺", "title: 晋味"), EVERY),
    "shop": (("config.yaml", "name: 官网", "name: 官方"), EVERY),
    "order of shops": (("config.yaml", OWN + MINI, MINI + OWN), EVERY),
    "order of specs": (
        ("products/all.yaml", "净含量: 500ml, 产地: 山西", "产地: 山西, 净含量: 500ml"),
        {"card", "query"},
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_what_a_page_shows_makes_it_anew(site: Site, name: str) -> None:
    """An edit leaves alone the articles it does not touch, and what is built is what a clean build makes."""
    edit, touched = EDITS[name]
    changed(site, *edit)
    left = settled(planned(site))
    assert not left & touched
    assert left or touched == EVERY
    assert not {"error"} & set(codes(site.build()))
    once = site.output()
    site.build(clean=True)
    assert site.output() == once


def test_nothing_is_planned_of_what_stands(site: Site) -> None:
    """Without an edit every article is settled, and none of its files is a task."""
    backlog = Backlog()
    found = planned(site, backlog=backlog)
    assert settled(found) == EVERY
    assert not found.settled & {path for path in backlog.paths if "/media/" not in path}
    assert found.listings.keys() == {path for path in FILES if path.startswith("articles/")}


def test_lists_stay_with_what_they_list(site: Site) -> None:
    """The text of an article touches no list; its summary does, and so does a product."""
    lists = {"web/index.html", "web/tags/闲话/index.html", "web/search/index.html", "web/products/index.html"}
    changed(site, "articles/plain.md", "---\n", "---\nsummary: 短\n")
    assert not lists & planned(site).settled
    site.build()
    changed(site, "articles/plain.md", "没有", "还没有")
    assert lists <= planned(site).settled
    site.build()
    changed(site, "products/all.yaml", "title: 碗", "title: 大碗")
    assert not lists & planned(site).settled


def test_a_price_that_ends_makes_pages_anew(site: Site) -> None:
    """The day is part of what every page depends on."""
    assert settled(planned(site, datetime(2026, 11, 23, 4, tzinfo=UTC))) == set()


def test_a_file_that_does_not_stand_is_planned(site: Site) -> None:
    """One that was edited in the output, or deleted, makes its article be planned, and comes back."""
    before = site.output()
    (site.folder / "build/web/articles/plain/index.html").write_text("other", "utf-8")
    (site.folder / "build/web/articles/card/index.html").unlink()
    assert settled(planned(site)) == EVERY - {"plain", "card"}
    site.build()
    assert site.output() == before


def test_a_build_that_stopped_leaves_nothing_settled(site: Site) -> None:
    """As long as no later one came to its end, all is planned."""
    with Store(site.folder / ".contentshop/build.sqlite3", lambda _: None) as store:
        store.announce(["web/articles/plain/index.html"])
    assert settled(planned(site)) == set()
    site.build()
    assert settled(planned(site)) == EVERY


def test_an_article_of_which_something_is_told_is_planned(site: Site) -> None:
    """It is told at every build."""
    site.write("articles/told.md", "---\ndate: 2026-11-01\n---\n:::products{tag=无}\n:::\n")
    assert codes(site.build()) == ["query-without-products"]
    changed(site, "articles/plain.md", "没有", "还没有")
    assert codes(site.build()) == ["query-without-products"]
    assert settled(planned(site)) == EVERY


def test_tokens_asked_for_no_more_keep_their_pages(site: Site) -> None:
    """The go page of a card that is gone stays right after its article is settled again."""
    site.write("articles/plain.md", "---\ndate: 2026-11-06\n---\n::product{bowl}\n")
    site.build()
    site.write("articles/plain.md", "---\ndate: 2026-11-06\n---\n没有商品。\n")
    site.build()
    assert settled(planned(site)) == EVERY
    changed(site, "products/all.yaml", "title: 碗", "title: 大碗")
    assert settled(planned(site)) == EVERY - {"bowl", "plain"}
    site.build()
    once = site.output()
    site.build(clean=True)
    assert site.output() == once


def test_an_article_that_failed_is_planned_once_it_is_mended(site: Site) -> None:
    """Even if all is as it was before it failed: pages of its old tokens have changed since."""
    site.write("articles/plain.md", "---\ndate: 2026-11-06\n---\n::product{bowl}\n")
    site.build()
    site.write("articles/plain.md", "---\ndate: 2026-11-06\n---\n没有商品。\n")
    site.build()
    site.write("articles/plain.md", "---\ndate: 2026-11-06\n---\n::product{none}\n")
    changed(site, "products/all.yaml", "title: 碗", "title: 大碗")
    assert "unknown-product" in codes(site.build())
    site.write("articles/plain.md", "---\ndate: 2026-11-06\n---\n没有商品。\n")
    changed(site, "products/all.yaml", "title: 大碗", "title: 碗")
    assert codes(site.build()) == []
    once = site.output()
    site.build(clean=True)
    assert site.output() == once


@pytest.mark.parametrize("path", ["static/articles/plain/index.html", "static/go", "static/Articles/Plain/index.html"])
def test_a_new_file_in_the_way_of_what_stands_is_told(site: Site, path: str) -> None:
    """As if all had been planned."""
    site.write(path, "x")
    found = site.build()
    assert "duplicate-output" in codes(found)
    assert codes(site.build(clean=True)) == codes(found)


def test_lost_ledgers_are_written_again(site: Site) -> None:
    """Tokens of articles that are settled are in the ledger after each build."""
    before = (site.folder / "ledger.csv").read_text("utf-8")
    site.delete("ledger.csv")
    assert settled(planned(site)) == EVERY
    site.build()
    assert (site.folder / "ledger.csv").read_text("utf-8") == before


def test_nothing_kept_settles_nothing(site: Site) -> None:
    """A plan without what articles gave before has them all."""
    found = site.inputs()
    steps: Callable[..., Any] = Steps(Store(None, lambda _: None), lambda _: nullcontext(InProcess()), found.theme)
    backlog = Backlog()
    made = plan(found, Kept(), steps, backlog, lambda _: None)
    assert made.settled == frozenset()
    assert {f"web/articles/{slug}/index.html" for slug in EVERY} <= set(backlog.paths)
