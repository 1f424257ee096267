"""Where an output differs from a clean build, and where the time of a build goes."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from sites import CONFIG, NOW, PRODUCTS, Site

from contentshop.build import Options
from contentshop.model import Place, Problem
from contentshop.profiling import ProfileReporter, profile_table
from contentshop.reporting import Outcome, Reporter
from contentshop.verifying import differences, verify

SITE = """
-- articles/one.md --
# 一

::product{vinegar}
-- articles/two.md --
# 二

字。
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site of two articles that was built."""
    made = Site(tmp_path, SITE)
    assert not made.build().problems
    return made


def verified(site: Site) -> Outcome:
    """Compare with a clean build."""
    return verify(site.folder, Options(now=NOW, jobs=1))


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str, int, int]]:
    """Return code, file, line and column."""
    places = [(one.code, one.where) for one in problems]
    return [(code, where.file, where.line, where.column) for code, where in places if isinstance(where, Place)]


def test_the_first_difference_is_shown(site: Site) -> None:
    """Line, column, what stands there and what should."""
    path = "web/articles/two/index.html"
    text = site.read(path)
    line = text[: text.index("字。")].count("\n") + 1
    site.write(f"build/{path}", text.replace("字。", "字,手改。"))
    outcome = verified(site)
    ((code, file, at, _),) = told(outcome.problems)
    assert (code, file, at) == ("differs", f"build/{path}", line)
    assert "字,手改。" in outcome.problems[0].values["found"]
    assert "字。" in outcome.problems[0].values["expected"]
    assert "字,手改。" in site.read(path)


def test_missing_and_left_files_are_told(site: Site) -> None:
    """One that was deleted by hand, and one of an article that is gone since."""
    site.delete("build/web/feed.xml")
    site.delete("articles/two.md")
    found = {file: code for code, file, _, _ in told(verified(site).problems)}
    assert found["build/web/feed.xml"] == "differs-missing"
    assert found["build/web/articles/two/index.html"] == "differs-extra"
    assert found["build/web/index.html"] == "differs"


def test_files_of_nobody_are_counted(site: Site) -> None:
    """They are no differences, but the output has them and a clean build does not."""
    for name in ("web/own.html", "web/CNAME"):
        site.write(f"build/{name}", "x")
    outcome = verified(site)
    assert (outcome.problems, outcome.strangers) == ((), 2)


def test_verifying_writes_nothing(site: Site) -> None:
    """Neither output, nor ledger, nor a record of the clean build."""
    site.write("articles/three.md", "# 三\n\n::product{vinegar}\n")
    before = site.output(".")
    assert verified(site).problems
    assert site.output(".") == before


def test_without_an_output_there_is_nothing_to_verify(tmp_path: Path) -> None:
    """That is said, instead of every file."""
    outcome = verified(Site(tmp_path, SITE))
    assert [one.code for one in outcome.problems] == ["nothing-built"]
    assert not outcome.completed


@pytest.mark.parametrize(
    ("found", "expected", "place", "values"),
    [
        ("a\nbcd", "a\nbxd", (2, 2), {"found": "bcd", "expected": "bxd"}),
        ("a\n", "a\nb", (2, 1), {"found": "", "expected": "b"}),
        ("ab", "a\nb", (1, 2), {"found": "ab", "expected": "a"}),
        ("", "x", (1, 1), {"found": "", "expected": "x"}),
        ("a\r\nb", "a\nb", (1, 2), {"found": "a\\r", "expected": "a"}),
        ("\u3000a\u200bb\tc", "\u3000ab", (1, 3), {"found": "\u3000a\\u200bb\\tc", "expected": "\u3000ab"}),
        ("一二三", "一二四", (1, 3), {"found": "一二三", "expected": "一二四"}),
    ],
)
def test_texts_part_at_a_line_and_column(
    found: str, expected: str, place: tuple[int, int], values: dict[str, str]
) -> None:
    """Counted in characters; what stands around is told up to the end of the line."""
    (one,) = differences({"a": found.encode()}, {"a": expected.encode()}, "build/")
    assert one.where == Place("build/a", *place)
    assert one.values == values


def test_other_files_part_at_a_byte() -> None:
    """Counted from one."""
    (one,) = differences({"a.png": b"\x89PNG1"}, {"a.png": b"\x89PNG234"}, "build/")
    assert (one.code, one.values) == ("differs-bytes", {"byte": "5", "size": "5", "wanted": "7"})


def test_a_profile_names_what_was_made(site: Site) -> None:
    """Articles with their parts, and templates; the seconds of stages add up to the whole."""
    reporter = ProfileReporter(Reporter())
    site.write("articles/one.md", "# 一\n\n改\n\n::product{vinegar}\n")
    from contentshop.resuming import build

    build(site.folder, Options(now=NOW, jobs=1), reporter)
    profile = reporter.profile()
    assert {"articles/one.md", "articles/two.md"} >= {one.name for one in profile.articles}
    one = next(one for one in profile.articles if one.name == "articles/one.md")
    assert one.count >= 3  # text, page, official-account article
    assert "templates/web/article.html" in [one.name for one in profile.templates]
    stages = ["begin", "read", "markdown", "plan", "compare", "write", "place"]
    assert [stage.name for stage in profile.stages] == stages
    assert sum(stage.seconds for stage in profile.stages) == pytest.approx(profile.seconds, abs=0.01)
    assert "articles/one.md" in profile_table(profile, "zh")


def test_a_profile_of_a_new_price_has_all_stages(site: Site) -> None:
    """A build that plans nothing but what shows a product tells of its work as a whole one does."""
    from contentshop.resuming import build

    time.sleep(0.03)  # what changed just now may change again without a trace
    site.build()
    time.sleep(0.03)
    site.write("products/all.yaml", PRODUCTS.replace("39.90", "41"))
    reporter = ProfileReporter(Reporter())
    assert build(site.folder, Options(now=NOW, jobs=1), reporter).written
    stages = ["begin", "kept", "markdown", "plan", "compare", "write", "place"]
    assert [one.name for one in reporter.profile().stages] == stages


def test_a_profile_sums_up_what_it_leaves_out(site: Site) -> None:
    """Ten are named of each; the others stand as one row."""
    reporter = ProfileReporter(Reporter())
    for number in range(12):
        site.write(f"articles/n{number}.md", f"# 第 {number} 篇\n")
    from contentshop.resuming import build

    build(site.folder, Options(now=NOW, jobs=1), reporter)
    profile = reporter.profile()
    assert (len(profile.articles), profile.others["articles"].things) == (10, 2)
    assert 0 < profile.others["articles"].seconds <= profile.articles[-1].seconds * 2
    assert "pictures" not in profile.others
    assert "… and 2 others" in profile_table(profile, "en")
    assert "……其余 2 项" in profile_table(profile, "zh")


def test_a_profile_of_nothing_names_no_seconds() -> None:
    """The summary above it has those of the run, and two different ones would puzzle."""
    for language in ("zh", "en"):
        assert not re.search(r"\d", ProfileReporter(Reporter()).table(language))


@pytest.mark.font
def test_a_profile_tells_of_posters(tmp_path: Path) -> None:
    """By the pictures on them, apart from those that are made smaller."""
    site = Site(tmp_path, SITE)
    (tmp_path / "config.yaml").write_text(CONFIG, "utf-8")
    reporter = ProfileReporter(Reporter())
    from contentshop.resuming import build

    build(site.folder, Options(now=NOW, jobs=1), reporter)
    assert reporter.profile().posters
    assert not reporter.profile().pictures


def test_a_profile_of_other_processes_is_the_same(site: Site) -> None:
    """Times come from where work is done."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    from contentshop.resuming import build

    reporter = ProfileReporter(Reporter())
    with ProcessPoolExecutor(1, get_context("spawn")) as executor:
        build(site.folder, Options(now=NOW, clean=True), reporter, executor)
    profile = reporter.profile()
    assert {one.name for one in profile.articles} == {"articles/one.md", "articles/two.md"}
    assert all(one.seconds > 0 for one in profile.articles)
