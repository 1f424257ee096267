"""A build with nothing to do stops before it reads a file, and never when there is something to do."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from sites import NOW, Site, codes

from contentshop.reporting import Outcome, Reporter
from contentshop.resuming import build
from contentshop.runs import Options
from contentshop.sources import are_settled

SITE = """
-- articles/2026-11-18-first.md --
---
cover: images/later.svg
---
第一篇，见 [醋](product:vinegar)。
-- articles/2026-11-30-later.md --
以后才出的一篇。
-- static/robots-note.txt --
note
-- images/jar.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="9" height="9"/></svg>
"""
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="9" height="9"/></svg>'


class Listening(Reporter):
    """Notes the stages it is told of: a build that stops at once has none."""

    def __init__(self) -> None:
        self.stages: list[str] = []

    def stage(self, name: str, total: int) -> None:
        """Note a stage."""
        self.stages.append(f"{name} {total}")


def built(site: Site, **options: object) -> tuple[Outcome, list[str]]:
    """Build and return the outcome and the stages."""
    reporter = Listening()
    asked = msgspec.structs.replace(Options(now=NOW, jobs=1), **options)
    return build(site.folder, asked, reporter), reporter.stages


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site that was built, its files older than what a file system can tell apart."""
    made = Site(tmp_path, SITE.replace("cover: images/later.svg\n", ""))
    time.sleep(0.05)
    assert built(made)[1]
    time.sleep(0.05)
    return made


def test_nothing_changed(site: Site) -> None:
    """Nothing is read, every file counts as unchanged, and what was told is told again."""
    first, _ = built(site, clean=True)
    again, stages = built(site)

    assert stages == []
    assert again.unchanged == len(first.written) > 0
    assert (again.problems, again.articles, again.products) == (first.problems, first.articles, first.products)
    assert (again.written, again.deleted, again.new_tokens) == ((), (), 0)


def same_size(site: Site) -> None:
    """Change an article to another of the same size, and set back its time."""
    path = site.folder / "articles/2026-11-18-first.md"
    before = path.stat()
    path.write_bytes(path.read_bytes().replace("第一".encode(), "第二".encode()))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


EDITS: dict[str, Callable[[Site], object]] = {
    "an article, by a careful hand": same_size,
    "a new article": lambda site: site.write("articles/new/more.md", "又一篇。"),
    "an article gone": lambda site: (site.folder / "articles/2026-11-30-later.md").unlink(),
    "a product": lambda site: site.write(
        "products/all.yaml", (site.folder / "products/all.yaml").read_text().replace("39.90", "36.00")
    ),
    "a catalogue file": lambda site: site.write("products/more.yaml", "[]\n"),
    "the config": lambda site: site.write("config.yaml", (site.folder / "config.yaml").read_text("utf-8") + "# \n"),
    "a template": lambda site: site.write("templates/web/robots.txt", "User-agent: *\n"),
    "a static file": lambda site: site.write("static/more.txt", "more\n"),
    "the ledger": lambda site: (site.folder / "ledger.csv").unlink(),
    "outlets": lambda site: site.write("outlets.yaml", "[]\n"),
    "a page": lambda site: (site.folder / "build/web/index.html").write_text("changed"),
    "a page gone": lambda site: (site.folder / "build/web/index.html").unlink(),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=list(EDITS))
def test_whatever_changed(site: Site, edit: Callable[[Site], object]) -> None:
    """Any change of the site or the output is looked at."""
    edit(site)

    assert built(site)[1]


def test_the_mark_of_the_output_is_gone(site: Site) -> None:
    """A folder that is not marked as ours any more is refused, as ever."""
    (site.folder / "build/.contentshop-output").unlink()

    assert codes(built(site)[0]) == ["foreign-output"]


def test_a_picture_that_was_missing(tmp_path: Path) -> None:
    """A picture that a warning or an error named is seen when it comes."""
    site = Site(tmp_path, SITE)
    time.sleep(0.05)
    first, _ = built(site)
    site.write("images/later.svg", DRAWING)
    then, stages = built(site)

    assert codes(first) == ["missing-picture"]
    assert stages
    assert not then.problems


def test_errors_are_told_anew(tmp_path: Path) -> None:
    """After errors the next build looks at everything again."""
    site = Site(tmp_path, SITE)
    time.sleep(0.05)
    built(site)

    assert built(site)[1]


@pytest.mark.parametrize(
    ("later", "stops"),
    [
        pytest.param(timedelta(hours=1), True, id="the same day"),
        pytest.param(timedelta(hours=13), False, id="the next day"),
        pytest.param(timedelta(hours=-1), False, id="before"),
    ],
)
def test_time_goes_on(site: Site, later: timedelta, *, stops: bool) -> None:
    """A note holds until the day ends in the site's time zone, and not before it was made."""
    assert (built(site, now=NOW + later)[1] == []) is stops


def test_an_article_comes_due_within_the_day(tmp_path: Path) -> None:
    """A note holds until the first article that waits for its time."""
    site = Site(tmp_path, SITE)
    site.write("articles/2026-11-18-first.md", "---\ndate: 2026-11-21 13:00\n---\n一篇。")
    time.sleep(0.05)
    due = datetime(2026, 11, 21, 5, tzinfo=UTC)
    built(site)

    assert not built(site, now=due - timedelta(seconds=1))[1]
    outcome, stages = built(site, now=due)
    assert stages
    assert outcome.articles == 1


@pytest.mark.parametrize(
    "asked", [{"drafts": True}, {"locked": True}, {"clean": True}, {"check": True}, {"dry_run": True}]
)
def test_other_wishes(site: Site, asked: dict[str, bool]) -> None:
    """What is asked for otherwise is done."""
    assert built(site, **asked)[1]


def test_an_older_store_has_no_notes(site: Site) -> None:
    """A store of an earlier version, without the table of notes, is used on."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(site.folder / ".contentshop/build.sqlite3")) as store:
        store.execute("DROP TABLE note")
        store.commit()
    outcome, stages = built(site)

    assert stages
    assert (outcome.written, outcome.problems) == ((), ())
    assert not built(site)[1]


@pytest.mark.parametrize(
    ("modified", "changed", "settled"),
    [
        pytest.param(10_000_000_001, 10_000_000_001, True, id="long ago"),
        pytest.param(12_999_999_999, 12_999_999_999, False, id="at the same moment"),
        pytest.param(10_000_000_001, 12_999_999_999, False, id="set back"),
        pytest.param(12_000_000_000, 10_000_000_001, False, id="whole seconds"),
        pytest.param(14_000_000_001, 10_000_000_001, False, id="after"),
    ],
)
def test_settled(modified: int, changed: int, *, settled: bool) -> None:
    """What changed just before it was looked at may change again without a sign."""
    assert are_settled([(1, modified, changed, 1, "")], 13_000_000_000) is settled
