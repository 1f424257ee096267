"""Drafts and scheduled articles are left out, and it is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from sites import NOW, Site

from contentshop.build import Options
from contentshop.kits import KitAsked, kits
from contentshop.problems import Language
from contentshop.reporting import summary

SITE = """
-- articles/out.md --
# 发布了

正文。
-- articles/raw.md --
---
id: raw-one
draft: true
date: 2027-01-01
---
# 草稿

正文。
-- articles/later.md --
---
date: 2026-12-24
---
# 以后

正文。
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site with an article, a draft and one for Christmas."""
    return Site(tmp_path, SITE)


@pytest.mark.parametrize(
    ("language", "line"),
    [("zh", "另有 1 篇草稿、1 篇未到日期，没有发布。"), ("en", "Not published yet: drafts 1, scheduled 1.")],
)
def test_a_build_says_how_many_it_left_out(site: Site, language: Language, line: str) -> None:
    """A draft with a day to come is a draft; the second build, which has nothing to do, says it too."""
    for _ in range(2):
        assert line in summary(site.build(now=NOW), 0.1, language).splitlines()


def test_nothing_is_said_where_nothing_is_left_out(site: Site) -> None:
    """Neither of a site without drafts nor of a build with them."""
    quiet = len(summary(site.build(now=NOW, drafts=True, future=True), 0.1, "zh").splitlines())
    assert quiet == 2
    site.delete("articles/raw.md")
    assert "草稿" not in summary(site.build(now=NOW), 0.1, "zh")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("raw", "kit-draft"),
        ("raw-one", "kit-draft"),
        ("articles/raw.md", "kit-draft"),
        ("later", "kit-scheduled"),
        ("lter", "no-kit"),
    ],
)
def test_a_kit_asked_for_too_early_says_why(site: Site, name: str, code: str) -> None:
    """By slug, id or file; the day is named."""
    done = kits(site.folder, Options(now=NOW), KitAsked((name,)))
    (found,) = (one for one in done.problems if one.code in ("kit-draft", "kit-scheduled", "no-kit"))
    assert found.code == code
    assert found.values.get("day", "").startswith("2026-12-24" if code == "kit-scheduled" else "")
