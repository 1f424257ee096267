"""A new output begins with what the site's other one has of the same: `serve` after `build`, or `build` after it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image
from sites import NOW, Site, codes

from contentshop.build import Options
from contentshop.engine import MARKER
from contentshop.problems import exit_code
from contentshop.profiling import Profile, ProfileReporter
from contentshop.reporting import Reporter
from contentshop.resuming import build

PREVIEW = ".contentshop/preview"
SITE = """
-- articles/one.md --
---
cover: images/jar.png
---
# 一

![坛](/images/jar.png)

::product{vinegar}
-- articles/two.md --
# 二

字。
-- articles/draft.md --
---
draft: true
---
# 草稿
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site with a picture that was built."""
    made = Site(tmp_path / "site", SITE)
    made.write("images/.keep", "")
    Image.effect_noise((900, 600), 40).save(made.folder / "images/jar.png")
    assert codes(made.build()) == []
    return made


def previewed(site: Site, **changes: object) -> Profile:
    """Build the preview and return what its files took to make."""
    reporter = ProfileReporter(Reporter())
    outcome = build(site.folder, Options(now=NOW, jobs=1, preview=True, **changes), reporter)  # type: ignore[arg-type]
    assert exit_code(outcome.problems) == 0
    assert site.output(PREVIEW).keys() == {MARKER, *outcome.written}
    return reporter.profile()


def test_a_preview_of_what_was_built_makes_nothing(site: Site) -> None:
    """Pages, codes and pictures are those of the build, to the byte."""
    profile = previewed(site)
    assert (profile.templates, profile.pictures) == ((), ())
    assert site.output(PREVIEW) == site.output()


def test_a_build_of_what_was_previewed_makes_nothing(site: Site) -> None:
    """The other way round, with a ledger of its own; the next build has nothing to do."""
    expected = site.output()
    previewed(site)
    shutil.rmtree(site.folder / "build")
    (site.folder / ".contentshop/build.sqlite3").unlink()
    reporter = ProfileReporter(Reporter())
    assert codes(build(site.folder, Options(now=NOW, jobs=1), reporter)) == []
    assert reporter.profile().templates == ()
    assert site.output() == expected
    assert site.build().written == ()


def test_what_changed_since_is_made(site: Site, tmp_path: Path) -> None:
    """Of a price and a draft the pages that show them are made, and nothing else."""
    site.write("products/all.yaml", (site.folder / "products/all.yaml").read_text("utf-8").replace("39.90", "36.00"))
    profile = previewed(site, drafts=True)
    assert "templates/web/article.html" in {one.name for one in profile.templates}
    assert profile.pictures == ()
    assert "articles/two.md" not in {one.name for one in profile.articles}
    shutil.copytree(site.folder, tmp_path / "fresh", ignore=shutil.ignore_patterns("build", ".contentshop"))
    fresh = Site.of(tmp_path / "fresh")
    previewed(fresh, drafts=True)
    assert site.output(PREVIEW) == fresh.output(PREVIEW)


@pytest.mark.parametrize("how", ["longer", "touched", "gone", "a folder", "its folder gone"])
def test_what_is_no_longer_as_it_was_built_is_made(site: Site, how: str) -> None:
    """A file that a hand has changed in one output is not taken for the other."""
    expected = site.output()
    page = site.folder / "build/web/articles/two/index.html"
    match how:
        case "longer":
            page.write_text(page.read_text("utf-8") + "改", "utf-8")
        case "touched":
            one = page.stat()
            page.write_bytes(page.read_bytes().replace("字".encode(), "改".encode()))
            os.utime(page, ns=(one.st_atime_ns, one.st_mtime_ns + 1))
        case "gone":
            page.unlink()
        case "a folder":
            page.unlink()
            page.mkdir()
        case _:
            shutil.rmtree(site.folder / "build")
    templates = {one.name: one.count for one in previewed(site).templates}
    assert templates["templates/web/article.html"] == (2 if how == "its folder gone" else 1)
    assert site.output(PREVIEW) == expected


@pytest.mark.parametrize("how", ["damaged", "held", "of another version", "stopped"])
def test_what_cannot_be_read_gives_nothing(site: Site, how: str) -> None:
    """The other output is a help and never in the way."""
    expected, store = site.output(), site.folder / ".contentshop/build.sqlite3"
    with closing(sqlite3.connect(store)) as held:
        match how:
            case "damaged":
                store.write_bytes(store.read_bytes()[:5000])
            case "held":
                held.execute("BEGIN EXCLUSIVE")
            case "of another version":
                held.execute("UPDATE about SET format = 'contentshop store 1'")
                held.commit()
            case _:
                held.execute("UPDATE written SET fingerprint = NULL")
                held.commit()
        profile = previewed(site)
    assert "templates/web/article.html" in {one.name for one in profile.templates}
    assert site.output(PREVIEW) == expected


def test_later_builds_take_what_the_other_has_made(site: Site) -> None:
    """After an hour's writing in `serve` a build copies its pages; a folder that comes back is not made again."""
    previewed(site)
    site.write("articles/two.md", "# 二\n\n改过的字。\n")
    site.write("products/all.yaml", (site.folder / "products/all.yaml").read_text("utf-8").replace("39.90", "36.00"))
    build(site.folder, Options(now=NOW, jobs=1, preview=True))
    reporter = ProfileReporter(Reporter())
    outcome = build(site.folder, Options(now=NOW, jobs=1), reporter)
    assert "web/articles/two/index.html" in outcome.written
    assert _pages(reporter) == set()
    assert site.output() == site.output(PREVIEW)
    (site.folder / "articles").rename(site.folder / "away")
    assert not any(path.startswith("web/articles/") for path in _after(site, preview=True))
    (site.folder / "away").rename(site.folder / "articles")
    reporter = ProfileReporter(Reporter())
    build(site.folder, Options(now=NOW, jobs=1, preview=True), reporter)
    assert (_pages(reporter), reporter.profile().pictures) == (set(), ())
    assert site.output() == site.output(PREVIEW)


def _pages(reporter: ProfileReporter) -> set[str]:
    """Return the templates of pages that were made."""
    return {one.name for one in reporter.profile().templates if one.name.startswith("templates/web/")}


def _after(site: Site, **changes: object) -> set[str]:
    """Build and return what stands then."""
    assert exit_code(site.build(**changes).problems) == 0
    return set(site.output(PREVIEW))


def test_a_build_may_begin_while_the_other_looks_at_its_store(site: Site) -> None:
    """Who reads holds the store for moments; a build waits for these, and says of another build that it runs."""
    store = site.folder / ".contentshop/build.sqlite3"
    with closing(sqlite3.connect(store, check_same_thread=False, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM written").fetchone()
        ended = threading.Timer(0.05, reader.rollback)
        ended.start()
        site.write("articles/two.md", "# 二\n\n改过的字。\n")
        assert codes(site.build()) == []
        ended.join()
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM written").fetchone()
        site.write("articles/two.md", "# 二\n\n又改过。\n")
        assert codes(site.build()) == ["build-running"]


def test_only_the_two_of_a_site_do_so(site: Site, tmp_path: Path) -> None:
    """`--clean` and outputs elsewhere, such as that of `--verify`, owe nothing to another."""
    for options in (
        Options(now=NOW, jobs=1, preview=True, clean=True),
        Options(now=NOW, jobs=1, preview=True, output=str(tmp_path / "elsewhere")),
    ):
        reporter = ProfileReporter(Reporter())
        assert codes(build(site.folder, options, reporter)) == []
        assert "templates/web/article.html" in {one.name for one in reporter.profile().templates}
