"""Articles whose address changed without `id` or `aliases`: told before their tokens are missed."""

from __future__ import annotations

from pathlib import Path

import pytest
from sites import Site, codes

from contentshop.links import token
from contentshop.model import Identity, Place
from contentshop.problems import hint

FIRST = "---\ntitle: 怎么挑醋\n---\n看年份。\n\n::product{vinegar}\n"
OTHER = "---\ntitle: 怎么挑醋\n---\n看配料。\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site that was built with one article."""
    made = Site(tmp_path)
    made.write("articles/a.md", FIRST)
    assert codes(made.build()) == []
    return made


def told(site: Site, **options: object) -> list[tuple[str, str, int]]:
    """Build and return the codes of all problems with their files and lines."""
    places = [(one.code, one.where) for one in site.build(**options).problems]
    return [(code, where.file, where.line) for code, where in places if isinstance(where, Place)]


def rename(site: Site, text: str) -> None:
    """Take the article away and write another one."""
    site.delete("articles/a.md")
    site.write("articles/b.md", text)


@pytest.mark.parametrize("text", [FIRST, OTHER, FIRST.replace("挑", "选")])
def test_a_renamed_article_is_told_with_what_to_add(site: Site, text: str) -> None:
    """Known again by its title or its body; with the lines of the hint it is as it was, and nothing is told."""
    rename(site, text)
    outcome = site.build(check=True)
    assert [(one.code, one.where) for one in outcome.problems] == [("renamed-article", Place("articles/b.md", 1))]
    assert hint(outcome.problems[0], "en").endswith(": “id: a” + “aliases: [/articles/a/]”")
    assert told(site) == [("renamed-article", "articles/b.md", 1)]
    site.write("articles/b.md", text.replace("---\n", "---\nid: a\naliases: [/articles/a/]\n", 1))
    assert told(site) == []
    assert token(Identity("a")) in site.read("web/articles/b/index.html")
    assert "/articles/b/" in site.read("web/articles/a/index.html")


def test_an_article_that_is_wrong_too_is_told(site: Site) -> None:
    """Since the next build knows nothing of the old one any more."""
    rename(site, FIRST + "\n::product{gone}\n")
    assert {code for code, *_ in told(site)} == {"unknown-product", "renamed-article"}
    site.write("articles/b.md", FIRST)
    assert told(site) == []


def test_another_address_in_the_same_file_is_told(site: Site) -> None:
    """By `slug`, or by taking an `id` away, where no alias is needed."""
    site.write("articles/a.md", FIRST.replace("---\n", "---\nslug: c\n", 1))
    assert told(site) == [("renamed-article", "articles/a.md", 1)]
    site.write("articles/a.md", FIRST.replace("---\n", "---\nslug: c\nid: a\n", 1))
    assert told(site) == []
    site.write("articles/a.md", FIRST.replace("---\n", "---\nslug: c\n", 1))
    (one,) = site.build().problems
    assert hint(one, "en").endswith(": “id: a”")


@pytest.mark.parametrize("head", ["id: a", "aliases: [/articles/a/]", "id: own", "draft: yes", "date: 2027-01-01"])
def test_an_author_who_knows_is_not_told(site: Site, head: str) -> None:
    """Id or alias are there, a new id is wanted, or there is no page yet."""
    rename(site, FIRST.replace("---\n", f"---\n{head}\n", 1))
    assert told(site) == []
    assert told(site, drafts=True) == []


def test_copies_and_other_articles_are_not_told(site: Site) -> None:
    """The old file is still there, as a draft or broken too; or title, language and body are others."""
    site.write("articles/b.md", FIRST)
    assert told(site) == []
    site.write("articles/a.md", FIRST.replace("---\n", "---\ndraft: yes\n", 1))
    site.write("articles/c.md", FIRST)
    assert told(site) == []
    site.write("articles/b.md", "---\nno such: key\n---\n")
    site.write("articles/d.md", FIRST)
    assert {code for code, *_ in told(site)} == {"unknown-key"}
    site.delete("articles/b.md")
    site.delete("articles/d.md")
    site.write("articles/e.md", OTHER.replace("怎么", "如何"))
    site.write("articles/f.md", OTHER.replace("---\n", "---\nlanguage: en\n", 1).replace("看", "别看"))
    assert told(site) == []


def test_one_of_many_alike_is_not_guessed(site: Site) -> None:
    """Two old articles of one title and no body leave open which is which; of two new ones the first is told."""
    site.write("articles/a.md", "---\ntitle: 题\n---\n")
    site.write("articles/z.md", "---\ntitle: 题\n---\n")
    site.build()
    site.delete("articles/z.md")
    rename(site, "---\ntitle: 题\n---\n")
    assert told(site) == []
    site.write("articles/c.md", FIRST)
    site.build()
    site.delete("articles/c.md")
    site.write("articles/d.md", FIRST)
    site.write("articles/e.md", OTHER)
    assert told(site) == [("renamed-article", "articles/d.md", 1)]


def test_a_first_build_tells_nothing(site: Site) -> None:
    """Into another folder too, where there is no earlier article to compare with."""
    rename(site, FIRST)
    assert told(site, output=str(site.folder / "other")) == []
