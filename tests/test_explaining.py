"""Why files change: the fields behind a page, a dry run with its reasons."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from textwrap import dedent

import msgspec
import pytest
from sites import NOW, Site, codes

from contentshop.build import Options
from contentshop.changes import SinceLast, sources_of, with_sources
from contentshop.channels.web import Kept
from contentshop.engine import Backlog, InProcess, Steps, Store
from contentshop.explanations import Cause, Explanation, explained
from contentshop.model import Place, Problem
from contentshop.planning import plan
from contentshop.problems import Language
from contentshop.reporting import Outcome
from contentshop.sources import Folder, body_of

SITE = """
-- products/vinegar.yaml --
- id: vinegar-3y
  title: 三年陈
  price: 19.90
  as_of: 2026-11-20
  offers:
    - {shop: mini, path: pages/3}
    - {shop: own, path: /p/3, price: 18.80, as_of: 2026-11-20}
- id: vinegar-6y
  title: 六年陈
  price: 39.90
  as_of: 2026-11-20
  offers:
    - {shop: mini, path: pages/6}
    - {shop: own, path: /p/6}
-- articles/one.md --
---
title: 怎么挑醋
tags: [醋]
---

先看年份。

::product{vinegar-6y}
-- articles/two.md --
---
title: 三年陈的用法
---

::product{vinegar-3y}
"""
ONE, TWO = "web/articles/one/index.html", "web/articles/two/index.html"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site of two articles that was built."""
    made = Site(tmp_path, SITE)
    outcome = made.build()
    assert not outcome.problems
    return made


def edit(site: Site, path: str, old: str, new: str) -> None:
    """Replace a text of a file that stands there."""
    text = (site.folder / path).read_text("utf-8")
    assert old in text
    site.write(path, text.replace(old, new))


def why(outcome: Outcome, path: str) -> Explanation:
    """Return the explanation of one file."""
    return next(one for one in outcome.explained if one.path == path)


def told(causes: tuple[Cause, ...]) -> list[str]:
    """Return causes as `file:line name old → new`."""
    return [
        f"{one.where.file if one.where else ''}:{one.where.line if one.where else 0} {one.name} {one.old} → {one.new}"
        for one in causes
    ]


def test_a_price_is_named_with_its_line_and_both_values(site: Site) -> None:
    """Only the field that the page shows; the other product's stands apart."""
    edit(site, "products/vinegar.yaml", "price: 39.90", "price: 36.00")
    edit(site, "products/vinegar.yaml", "price: 19.90", "price: 18.00")
    found = why(site.build(explain=(ONE,)), ONE)
    assert found.verdict == "changed"
    assert told(found.causes) == ["products/vinegar.yaml:10 vinegar-6y.price 39.90 → 36.00"]
    assert told(found.others) == ["products/vinegar.yaml:3 vinegar-3y.price 19.90 → 18.00"]
    assert found.template == "templates/web/article.html"
    assert found.source == "articles/one.md"


def test_the_field_of_an_offer_is_named_by_its_shop(site: Site) -> None:
    """`offers[own].price`, at its own line."""
    edit(site, "products/vinegar.yaml", "price: 18.80", "price: 17.80")
    found = why(site.build(explain=(TWO,)), TWO)
    assert told(found.causes) == ["products/vinegar.yaml:7 vinegar-3y.offers[own].price 18.80 → 17.80"]


def test_another_order_of_specs_is_a_reason(site: Site) -> None:
    """A product's page shows them in the order in which the author typed them."""
    path = "web/products/vinegar-6y/index.html"
    edit(site, "products/vinegar.yaml", "price: 39.90", "specs: {产地: 清徐, 年份: 六年}\n  price: 39.90")
    site.build()
    edit(site, "products/vinegar.yaml", "{产地: 清徐, 年份: 六年}", "{年份: 六年, 产地: 清徐}")
    found = why(site.build(explain=(path,)), path)
    assert (found.verdict, [one.name for one in found.causes]) == ("changed", ["vinegar-6y.specs"])


def test_an_edited_text_is_told_by_its_first_line(site: Site) -> None:
    """With the line before and after, and how many."""
    edit(site, "articles/one.md", "先看年份。", "先看配料表。\n\n再看年份。")
    found = why(site.build(explain=(ONE,)), ONE)
    assert [(one.kind, one.where and one.where.line, one.old, one.new, one.lines) for one in found.causes] == [
        ("text", 6, "先看年份。", "先看配料表。", 3)
    ]


def test_the_head_of_an_article_is_told_key_by_key(site: Site) -> None:
    """On a list page too, which shows the title but not the text."""
    edit(site, "articles/one.md", "title: 怎么挑醋", "title: 醋怎么挑")
    edit(site, "articles/one.md", "tags: [醋]", "tags: [醋, 厨房]")
    found = why(site.build(explain=("web/tags/厨房/index.html",)), "web/tags/厨房/index.html")
    assert found.verdict == "created"
    assert "articles/one.md:3 tags 醋 → 醋, 厨房" in told(found.causes)
    assert "articles/one.md:2 title 怎么挑醋 → 醋怎么挑" not in told(found.causes)


def test_a_file_that_stays_is_explained_too(site: Site) -> None:
    """Nothing it is made from changed; what did change is listed as of no effect."""
    edit(site, "products/vinegar.yaml", "price: 39.90", "price: 36.00")
    found = why(site.build(explain=(TWO,)), TWO)
    assert (found.verdict, found.causes) == ("unchanged", ())
    assert told(found.others) == ["products/vinegar.yaml:10 vinegar-6y.price 39.90 → 36.00"]
    assert "nothing it is made from changed" in explained(found, "en")


def test_nothing_is_told_twice(site: Site) -> None:
    """The next build compares with this one."""
    edit(site, "products/vinegar.yaml", "price: 39.90", "price: 36.00")
    site.build()
    found = why(site.build(explain=(ONE,)), ONE)
    assert (found.verdict, found.causes, found.others) == ("unchanged", (), ())


def test_a_failed_build_is_not_what_the_next_is_compared_with(site: Site) -> None:
    """What was not written is told once it is; meanwhile the page is held."""
    edit(site, "products/vinegar.yaml", "price: 39.90", "price: 36.00")
    edit(site, "articles/one.md", "::product{vinegar-6y}", "::product{vinegar-9y}")
    held = why(site.build(explain=(ONE,)), ONE)
    assert held.verdict == "held"
    edit(site, "articles/one.md", "::product{vinegar-9y}", "::product{vinegar-6y}\n\n完。")
    found = why(site.build(explain=(ONE,)), ONE)
    assert found.verdict == "changed"
    assert [one.where and one.where.file for one in found.causes] == ["articles/one.md"]


def test_a_new_and_a_deleted_article(site: Site) -> None:
    """Are themselves the reason."""
    site.write("articles/three.md", "# 三\n")
    found = why(site.build(explain=("web/articles/three/index.html",)), "web/articles/three/index.html")
    assert [(one.kind, one.where and one.where.file) for one in found.causes] == [("added", "articles/three.md")]
    site.delete("articles/three.md")
    found = why(site.build(explain=("web/articles/three/index.html",)), "web/articles/three/index.html")
    assert found.verdict == "deleted"
    assert [(one.kind, one.where and one.where.file) for one in found.causes] == [("removed", "articles/three.md")]


def test_a_day_that_passes_is_a_reason(site: Site) -> None:
    """A price is not shown as current after its last day."""
    edit(site, "products/vinegar.yaml", "price: 39.90\n", "price: 39.90\n  valid_until: 2026-11-25\n")
    site.build()
    found = why(site.build(explain=(ONE,), now=datetime(2026, 11, 26, 4, tzinfo=UTC)), ONE)
    assert [(one.kind, one.old, one.new) for one in found.causes] == [("day", "2026-11-21", "2026-11-26")]


def test_an_article_whose_time_has_come(site: Site) -> None:
    """Is told as that."""
    site.write("articles/later.md", "---\ntitle: 后\ndate: 2026-11-23\n---\n\n。\n")
    path = "web/articles/later/index.html"
    site.build()
    found = why(site.build(explain=(path,), now=datetime(2026, 11, 24, tzinfo=UTC)), path)
    assert [(one.kind, one.where and one.where.line, one.new) for one in found.causes] == [
        ("due", 3, "2026-11-23 00:00")
    ]


def test_a_draft_takes_its_page_away(site: Site) -> None:
    """The article is there, and not published."""
    edit(site, "articles/two.md", "title:", "draft: true\ntitle:")
    found = why(site.build(explain=(TWO,)), TWO)
    assert (found.verdict, [one.kind for one in found.causes]) == ("deleted", ["unpublished"])


def test_a_template_of_the_site_is_a_reason(site: Site) -> None:
    """For the pages it makes, at its line."""
    site.write("templates/web/404.html", "{{ page.language }}\n一\n")
    site.build()
    site.write("templates/web/404.html", "{{ page.language }}\n二\n")
    outcome = site.build(dry_run=True)
    found = why(outcome, "web/404.html")
    assert [(one.kind, one.where, one.old, one.new) for one in found.causes] == [
        ("text", found.causes[0].where, "一", "二")
    ]
    assert found.causes[0].where is not None
    assert (found.causes[0].where.file, found.causes[0].where.line) == ("templates/web/404.html", 2)
    assert [one.path for one in outcome.explained] == ["web/404.html"]


OVER = '{% extends "theme/web/article.html" %}\n{% block beside %}x{% endblock %}\n'


def test_a_template_laid_over_the_themes_comes_and_goes(site: Site) -> None:
    """It is a file that was added or removed, not one that was edited; the theme's own below it is no reason."""
    site.write("templates/web/article.html", OVER)
    (found,) = why(site.build(explain=(ONE,)), ONE).causes
    assert (found.kind, found.where and found.where.file) == ("added", "templates/web/article.html")
    site.delete("templates/web/article.html")
    found = why(site.build(explain=(ONE,)), ONE)
    assert [(one.kind, one.where and one.where.file) for one in (*found.causes, *found.others)] == [
        ("removed", "templates/web/article.html")
    ]


def test_of_very_many_changes_no_innocent_one_is_called_a_reason(tmp_path: Path) -> None:
    """Those that could not be tried one by one are told apart; together they hold every reason."""
    site = Site(tmp_path)
    names = [f"p{number:02}" for number in range(40)]
    off = "channels: {wechat: {enabled: false}, moments: {enabled: false}, group: {enabled: false}}\n"
    site.write("config.yaml", (site.folder / "config.yaml").read_text("utf-8") + off)

    def priced(price: int) -> None:
        rows = [f"- {{id: {one}, title: 甲, price: {price}, as_of: 2026-11-20}}\n" for one in names]
        site.write("products/all.yaml", "".join(rows))

    priced(10)
    site.write("articles/a.md", "# 题\n\n" + "".join(f":price{{{one}}} " for one in names[1::2]) + "\n")
    site.build()
    priced(12)
    path = "web/articles/a/index.html"
    found = why(site.build(explain=(path,)), path)
    causes, undecided = ({one.name.partition(".")[0] for one in some} for some in (found.causes, found.undecided))
    assert causes
    assert undecided
    assert causes <= set(names[1::2]) <= causes | undecided
    assert not causes & undecided
    assert f"Some of these {len(found.undecided)} changes" in explained(found, "en")


def test_a_config_key_is_a_reason(site: Site) -> None:
    """With its dotted name."""
    edit(site, "config.yaml", "title: 晋味小铺", "title: 晋味铺子")
    found = why(site.build(explain=("web/index.html",)), "web/index.html")
    assert told(found.causes) == ["config.yaml:2 site.title 晋味小铺 → 晋味铺子"]


def test_a_file_changed_by_hand_is_put_right(site: Site) -> None:
    """And that is why it was written."""
    site.write(f"build/{ONE}", "by hand")
    found = why(site.build(explain=(ONE,)), ONE)
    assert (found.verdict, found.causes) == ("restored", ())


def test_a_first_build_is_the_reason_for_everything(tmp_path: Path) -> None:
    """Before it there is nothing to compare with."""
    outcome = Site(tmp_path, SITE).build(dry_run=True)
    assert {one.verdict for one in outcome.explained} == {"created"}
    assert {cause.kind for one in outcome.explained for cause in one.causes} == {"first"}


def test_clean_makes_everything_again(site: Site) -> None:
    """Nothing else is claimed."""
    assert why(site.build(explain=(ONE,), clean=True), ONE).verdict == "again"


def test_other_versions_are_a_reason_for_everything(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment is told part by part."""
    from contentshop import engine
    from contentshop.engine import backlog

    other = {**engine.environment(), "pillow": "0.1"}
    monkeypatch.setattr(backlog, "environment_digest", lambda: "other")
    monkeypatch.setattr(engine, "environment", lambda: other)
    found = why(site.build(explain=(ONE,)), ONE)
    assert found.verdict == "changed"
    assert [(one.kind, one.name, one.new) for one in found.causes] == [("program", "pillow", "0.1")]


def test_a_dry_run_tells_what_and_why_and_writes_nothing(site: Site) -> None:
    """Created, changed and deleted files with their reasons."""
    site.write("articles/three.md", "# 三\n\n::product{vinegar-6y}\n")
    edit(site, "products/vinegar.yaml", "price: 39.90", "price: 36.00")
    site.delete("articles/two.md")
    before = site.output(".")
    outcome = site.build(dry_run=True)
    assert site.output(".") == before
    assert {why(outcome, path).verdict for path in outcome.deleted} == {"deleted"}
    assert told(why(outcome, ONE).causes)[-1] == "products/vinegar.yaml:10 vinegar-6y.price 39.90 → 36.00"
    assert why(outcome, "web/articles/three/index.html").verdict == "created"
    assert [one.kind for one in why(outcome, TWO).causes] == ["removed"]
    done = site.build()
    assert (done.written, done.deleted) == (outcome.written, outcome.deleted)


@pytest.mark.parametrize(
    "typed",
    [
        ONE,
        "articles/one",
        "/articles/one/",
        "https://jinwei.test/articles/one/",
        "articles/one/index.html",
        "articles/one.md",
    ],
)
def test_a_file_may_be_named_by_its_address(site: Site, typed: str) -> None:
    """As one copies it from the browser."""
    assert [one.path for one in site.build(explain=(typed,)).explained] == [ONE]


@pytest.mark.parametrize("typed", ["/", "https://jinwei.test/", "https://jinwei.test", "web", "index.html"])
def test_the_home_page_may_be_named_by_its_address(site: Site, typed: str) -> None:
    """With and without a slash."""
    assert [one.path for one in site.build(explain=(typed,)).explained] == ["web/index.html"]


def test_a_file_of_products_stands_for_their_pages(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is explained once, whoever asks for it, from whichever folder."""
    pages = ["web/products/vinegar-3y/index.html", "web/products/vinegar-6y/index.html"]
    found = site.build(explain=("products/vinegar.yaml", "products/vinegar-6y")).explained
    assert [one.path for one in found] == pages
    monkeypatch.chdir(site.folder / "products")
    assert [one.path for one in site.build(explain=("vinegar.yaml",)).explained] == pages


def test_an_empty_name_is_wrong_use(site: Site) -> None:
    """As when a variable of a script was empty."""
    assert codes(site.build(explain=("",))) == ["no-such-output"]


def test_a_file_may_be_named_as_it_lies_on_disk(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole, or from the folder one is in."""
    assert [one.path for one in site.build(explain=(str(site.folder / "build" / ONE),)).explained] == [ONE]
    monkeypatch.chdir(site.folder)
    assert [one.path for one in site.build(explain=(f"build/{ONE}",)).explained] == [ONE]


def test_a_file_that_is_not_there_is_wrong_use(site: Site) -> None:
    """With the name that was meant."""
    outcome = site.build(explain=("web/articles/onee/index.html",))
    assert codes(outcome) == ["no-such-output"]
    assert outcome.problems[0].values["near"] == ONE


def test_sources_give_the_inputs_back(site: Site) -> None:
    """Taking inputs apart and putting them together again loses nothing."""
    inputs = site.inputs()
    again = with_sources(inputs, sources_of(inputs, {}), lambda _, __: inputs.documents)
    assert again.documents.gists == inputs.documents.gists
    assert msgspec.structs.replace(again, documents=inputs.documents) == inputs
    assert Options(now=NOW).explain == ()


def test_text_title_and_markup_settings_are_each_a_reason(site: Site) -> None:
    """Bodies are read again for what would have been made without one of them."""
    edit(site, "articles/one.md", "先看年份。", "先看<b>配料</b>。")
    edit(site, "articles/one.md", "title: 怎么挑醋", "title: 醋怎么挑")
    site.write("config.yaml", site.folder.joinpath("config.yaml").read_text("utf-8") + "html: escape\n")
    found = why(site.build(explain=(ONE,)), ONE)
    assert [(one.kind, one.name) for one in found.causes] == [("field", "html"), ("text", ""), ("field", "title")]


def test_a_text_that_changed_after_it_was_read_is_not_kept_as_what_was_built(site: Site) -> None:
    """The row of that article stays; those of others are kept with their texts."""
    inputs = site.inputs()
    with Store.copy_of(None) as store:
        steps = Steps(store, lambda _: nullcontext(InProcess()), inputs.theme)
        found = plan(inputs, Kept(), steps, Backlog(), list[Problem]().append)
        site.write("articles/one.md", "别的\n")
        body = partial(body_of, Folder(site.folder))
        store.commit((), (), sources=SinceLast(inputs, found, store, body).changed())
        assert [*SinceLast(inputs, found, store, body).before] == ["article:articles/one.md"]


def test_a_date_that_stands_as_it_was_is_no_change(site: Site) -> None:
    """Whatever else changes in the article, and in whichever zone its date is kept."""
    site.write("articles/one.md", "---\ntitle: 怎么挑醋\ndate: 2026-11-18\n---\n\n先看年份。\n")
    site.build()
    edit(site, "articles/one.md", "先看年份。", "先看日期。")
    found = why(site.build(explain=(ONE,)), ONE)
    assert not [one for one in (*found.causes, *found.others) if one.name == "date"]


LINKED = """
-- products/pantry.yaml --
- {id: salt, title: 盐, price: 3, as_of: 2026-11-20}
-- products/more.yaml --
- {id: oil, title: 油, price: 30, as_of: 2026-11-20}
-- images/jar.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300"/></svg>
-- articles/one.md --
---
title: 一
date: 2026-11-18
tags: [醋]
cover: images/jar.svg
---

正文。

::product{salt}
-- articles/two.md --
---
title: 二
tags: [醋]
---

见[一](one.md)。
"""
HEAD = "---\ntitle: 二\ntags: [醋]\n---\n\n"


@pytest.fixture
def linked(tmp_path: Path) -> Site:
    """Return a site in which one article links to the other, that was built."""
    made = Site(tmp_path, LINKED)
    outcome = made.build()
    assert not outcome.problems
    return made


def test_a_deleted_article_that_is_linked_to_is_held_by_those_links(linked: Site) -> None:
    """The deletion is the cause, and the errors that hold it back are named."""
    linked.delete("articles/one.md")
    found = why(linked.build(dry_run=True, explain=(ONE,)), ONE)
    assert found.verdict == "held"
    assert [(one.kind, one.where and one.where.file) for one in found.causes] == [("removed", "articles/one.md")]
    assert [(one.where.file, one.where.line) for one in found.held_by if isinstance(one.where, Place)] == [
        ("articles/two.md", 6)
    ]
    assert "articles/two.md:6" in explained(found, "en")
    assert not found.others


def test_a_file_whose_deletion_was_held_back_is_told_why_it_goes(linked: Site) -> None:
    """Whatever builds with errors came between: it is compared with the last that held nothing."""
    linked.delete("articles/one.md")
    assert linked.build().problems
    edit(linked, "config.yaml", "title: 晋味小铺", "title: 晋味铺子")
    assert why(linked.build(explain=(ONE,)), ONE).causes[0].kind == "removed"
    linked.write("articles/two.md", HEAD + "再见。\n")
    found = why(linked.build(dry_run=True, explain=(ONE,)), ONE)
    assert (found.verdict, [one.kind for one in found.causes]) == ("deleted", ["removed"])
    outcome = linked.build(dry_run=True)
    assert all(one.causes for one in outcome.explained if one.verdict == "deleted")
    assert not {one.kind for one in why(outcome, TWO).causes} - {"text"}
    linked.build()
    assert not linked.build(dry_run=True).explained


def test_what_was_taken_out_while_files_were_held_is_told_of_those_that_go_later(linked: Site) -> None:
    """A tag's page goes with the first build that holds nothing, because the tag was changed before that."""
    linked.write("articles/three.md", "---\ntitle: 三\ntags: [盐]\n---\n\n。\n")
    linked.build()
    linked.write("articles/two.md", HEAD + "见[无](none.md)。\n")
    edit(linked, "articles/three.md", "tags: [盐]", "tags: [油]")
    linked.build()
    linked.write("articles/two.md", HEAD + "见[一](one.md)。\n")
    found = why(linked.build(dry_run=True), "web/tags/盐/index.html")
    assert (found.verdict, told(found.causes)) == ("deleted", ["articles/three.md:3 tags[1] 盐 → 油"])


def test_a_deleted_product_that_is_shown_holds_what_it_was_in(linked: Site) -> None:
    """The page of the product and the article that names it, both for the same reason."""
    linked.write("products/pantry.yaml", "[]\n")
    outcome = linked.build(dry_run=True, explain=(ONE, "web/products/salt/index.html"))
    for found in outcome.explained:
        assert (found.verdict, told(found.causes)) == ("held", ["products/pantry.yaml:0 salt  → "])
        assert {one.where.file for one in found.held_by if isinstance(one.where, Place)} == {"articles/one.md"}


def test_a_product_that_was_taken_out_is_told_with_its_file(linked: Site) -> None:
    """That in which it stood, also after it was moved there from another."""
    linked.write("products/more.yaml", "[]\n")
    linked.write("products/oils.yaml", "- {id: oil, title: 油, price: 30, as_of: 2026-11-20}\n")
    linked.build()
    linked.delete("products/oils.yaml")
    found = why(linked.build(explain=(ONE,)), ONE)
    assert told(found.others) == ["products/oils.yaml:0 oil  → "]


def test_edits_that_each_suffice_are_told_together(linked: Site) -> None:
    """No single one explains it; what has nothing to do with it is left out."""
    before = linked.output()
    edit(linked, "articles/one.md", "date: 2026-11-18", "date: 2026-11-16")
    edit(linked, "articles/one.md", "tags: [醋]", "tags: [醋, 盐]")
    edit(linked, "config.yaml", "wx0123456789abcdef", "wx0123456789abcdee")
    outcome = linked.build(dry_run=True)
    (path,) = [one for one in outcome.deleted if one.startswith("web/assets/search-") and "一" in before[one].decode()]
    assert {one.name for one in why(outcome, path).causes} == {"date", "tags"}


def test_a_date_is_told_as_it_is_typed(linked: Site) -> None:
    """Both in the site's time zone; the time of day where there is one."""
    edit(linked, "articles/one.md", "date: 2026-11-18", "date: 2026-11-16")
    found = why(linked.build(explain=(ONE,)), ONE)
    assert told(found.causes) == ["articles/one.md:3 date 2026-11-18 → 2026-11-16"]
    edit(linked, "articles/one.md", "date: 2026-11-16", "date: 2026-11-16 09:30:00")
    found = why(linked.build(explain=(ONE,)), ONE)
    assert told(found.causes) == ["articles/one.md:3 date 2026-11-16 → 2026-11-16 09:30"]


def test_a_picture_that_is_not_used_any_more_is_not_said_to_be_gone(linked: Site) -> None:
    """What named it is the reason, for the picture's files too."""
    edit(linked, "articles/one.md", "cover: images/jar.svg\n", "")
    outcome = linked.build(dry_run=True)
    gone = [one for one in outcome.explained if one.verdict == "deleted"]
    assert gone
    for one in gone:
        assert told(one.causes) == ["articles/one.md:1 cover images/jar.svg → "]
    assert not [one for one in outcome.explained for cause in one.causes if cause.kind == "removed"]


def test_files_that_stay_for_errors_are_counted_as_unchanged(linked: Site) -> None:
    """Every file of the output is created, changed, deleted or unchanged."""
    every = len(linked.build(clean=True).written)
    linked.delete("articles/one.md")
    outcome = linked.build(dry_run=True)
    assert outcome.problems
    changed = len(outcome.written) - len(outcome.created)
    assert changed + len(outcome.deleted) + outcome.unchanged == every


@pytest.mark.parametrize(
    ("path", "source", "template"),
    [
        ("kit/one/index.html", "articles/one.md", "templates/kit/page.html"),
        ("wechat/one/index.html", "articles/one.md", "templates/wechat/index.html"),
        ("texts/one/group.txt", "articles/one.md", "templates/texts/group.txt"),
        ("web/products/salt/index.html", "products/pantry.yaml", "templates/web/product.html"),
        ("web/tags/醋/index.html", "", "templates/web/group.html"),
        ("web/index.html", "", "templates/web/home.html"),
    ],
)
def test_a_file_is_told_with_what_it_is_made_from(linked: Site, path: str, source: str, template: str) -> None:
    """The one article or file of products, and the template; pages of many have none."""
    (found,) = linked.build(explain=(path,)).explained
    assert (found.source, found.template) == (source, template)


def test_a_shared_stylesheet_is_not_said_to_be_made_from_an_article(linked: Site) -> None:
    """Though but one of them needs it."""
    sheets = [path for path in linked.output() if path.startswith("web/assets/") and path.endswith(".css")]
    assert sheets
    assert {one.source for one in linked.build(explain=tuple(sheets)).explained} == {""}


def test_long_texts_are_told_from_where_they_differ(linked: Site) -> None:
    """Not from their beginning, which may be the same."""
    long = "很长的一段话，" * 12
    edit(linked, "articles/one.md", "正文。", f"{long}正文。")
    linked.build()
    edit(linked, "articles/one.md", "正文。", "别的。")
    found = explained(why(linked.build(explain=(ONE,)), ONE), "en")
    (line,) = [one for one in found.splitlines() if "text:" in one]
    begun = "…长的一段话，很长的一段话，很长的一段话，"
    assert line == f"  articles/one.md:8 text: {begun}正文。 → {begun}别的。"


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            """
            web/articles/two/index.html: left as it is: nothing it is made from changed
              Made from: articles/two.md, templates/web/article.html
              Changed since the last build, without effect on it: 1
                static/a.txt is new
            """,
        ),
        (
            "zh",
            """
            web/articles/two/index.html：没有重新生成：它所依据的内容没有变
              生成自：articles/two.md、templates/web/article.html
              上次构建以来的其他更改，与它无关：1
                static/a.txt 是新加的
            """,
        ),
    ],
)
def test_what_has_no_effect_stands_below_its_heading(linked: Site, language: Language, lines: str) -> None:
    """And causes below the file."""
    linked.write("static/a.txt", "a")
    assert explained(why(linked.build(explain=(TWO,)), TWO), language) == dedent(lines).strip()
