"""The bench beside other generators goes on working, as far as it needs none of them."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
BENCH = ROOT / "bench"


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Return what imports a module of the bench."""
    monkeypatch.syspath_prepend(BENCH)
    return importlib.import_module


def test_the_bench_runs() -> None:
    """Ours is built, changed, served and looked at; a line tells what each step cost, another each goal."""
    words = {"articles": 3, "photos": 1, "runs": 1, "saves": 1, "jobs": 1, "only": "contentshop"}
    options = [word for name, value in words.items() for word in (f"--{name}", str(value))]
    command = [sys.executable, "bench/peers.py", *options, "--cases", "memory,unchanged,price,served"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": "/nowhere"}  # without a browser
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    rows = [line.strip("| ").split(" | ") for line in done.stdout.splitlines() if " | contentshop |" in line]
    steps = ["cold", "unchanged", "price", "served"]
    assert [tuple(row[:3]) for row in rows[:-2]] == [("3", "1", step) for step in steps]
    assert [row[0] for row in rows[-2:]] == ["memory", "served"]


def test_an_unknown_case_is_refused() -> None:
    """A case that is not there is named, before anything is measured."""
    command = [sys.executable, "bench/peers.py", "--cases", "warm"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "no such case: warm" in done.stderr


def test_a_goal_is_a_share_of_the_peer_on_the_same_site(module: Callable[[str], ModuleType]) -> None:
    """Shares are of the peer's figure of that step; growth is of the smaller site; what was not measured has none."""
    cases, cost = module("cases"), module("measuring").Cost
    wanted = cases.chosen(["cold", "growth", "memory", "photos"], None, None)
    large, small = cases.Size(10_000), cases.Size(1000)
    results = {
        (small, "cold", "ours"): cost(5.0, 9.0, 0),
        (small, "cold", "Hugo"): cost(2.5, 1.0, 0),
        (large, "cold", "ours"): cost(60.0, 90.0, 500_000_000),
    }
    found = {one.case.name: one for one in cases.verdicts(wanted, results, ["ours"])}
    assert {name: round(one.share, 3) for name, one in found.items()} == {"cold": 2.0, "memory": 5e8, "growth": 1.2}
    assert {name for name, one in found.items() if one.holds} == {"cold"}


def test_each_site_is_made_once(module: Callable[[str], ModuleType]) -> None:
    """Cases of one size share a site, and builds that only make it ready are told from those that are asked for."""
    cases = module("cases")
    plans = cases.wanted(cases.chosen(["unchanged", "edited", "growth"], None, None))
    assert [(one.size.articles, sorted(one.steps), one.prepares) for one in plans] == [
        (1000, ["cold"], False),
        (5000, ["cold", "edited", "unchanged"], True),
        (10_000, ["cold"], False),
    ]


def test_the_price_that_changes_stands_on_about_ninety_pages(module: Callable[[str], ModuleType]) -> None:
    """Of thousands of articles ninety show the product, as they say."""
    corpus = module("corpus")
    product, numbers = corpus.popular(5000)
    assert 85 <= len(numbers) <= 95
    assert all(product in corpus.article(number).products for number in numbers)


def test_photos_are_the_same_each_time_and_give_encoders_work(module: Callable[[str], ModuleType]) -> None:
    """Two runs draw the same bytes, another number other ones, and there is noise in every part."""
    photo = module("corpus").photo
    assert photo(1, 160) == photo(1, 160) != photo(2, 160)
    assert len(photo(1, 160)) > 160 * 120 // 8


@pytest.fixture
def site(module: Callable[[str], ModuleType], tmp_path: Path) -> Path:
    """Return a site of two articles with two photos, its pages made by what Pelican and MkDocs call."""
    corpus, generator = module("corpus"), pelican(module)
    site = tmp_path / "site"
    (tmp_path / "photos").mkdir()
    for number in range(2):
        (tmp_path / "photos" / corpus.photo_name(number)).write_bytes(corpus.photo(number))
    module("generators").write(generator, site, 2, tmp_path / "photos", 2)
    out = site / generator.built
    program = (
        "import sys; from pathlib import Path; from cards import own_code, with_cards\n"
        "name, out, text = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]).read_text('utf-8')\n"
        """own = own_code(f"articles/{name}/", name, out)\n"""
        """print(with_cards(text, name, out), f'<img class="code" src="{own}" alt="">')"""
    )
    for one in corpus.articles(2, 2):
        text = site / generator.articles / f"{one.name}.md"
        command = [sys.executable, "-c", program, one.name, str(out), str(text)]
        page = subprocess.run(command, cwd=site, capture_output=True, text=True, check=True).stdout
        (out / "articles" / one.name).mkdir(parents=True)
        (out / "articles" / one.name / "index.html").write_text(page, "utf-8")
        for tag in one.tags:
            (out / "tags" / tag).mkdir(parents=True, exist_ok=True)
            (out / "tags" / tag / "index.html").touch()
    (out / "sitemap.xml").write_text("<loc></loc>" * 2, "utf-8")
    (out / "feed.xml").touch()
    return site


def pelican(module: Callable[[str], ModuleType]) -> object:
    """Return how Pelican's sites are."""
    return next(one for one in module("generators").generators(Path("tools"), (), ()) if one.name == "Pelican")


def spoiled(path: Path, old: str, new: str) -> None:
    """Replace a text of a file."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_what_lacks_something_has_no_figure(module: Callable[[str], ModuleType], site: Path) -> None:
    """A whole site passes; one without a card, with a wrong code, a wrong picture or too few tags ends the run."""
    verify, generator = module("inspecting").verify, pelican(module)
    verify(site, generator, 2, 2)
    out, kept = site / generator.built, site.parent / "kept"
    shutil.copytree(out, kept)
    page = "articles/article-00001/index.html"
    spoil: dict[str, Callable[[], object]] = {
        "has 0 cards": lambda: spoiled(out / page, '<div class="card">', "<div>"),
        "no code that leads to": lambda: shutil.copy(out / "codes/article-00000.png", out / "codes/article-00001.png"),
        "0 pictures": lambda: spoiled(out / page, "srcset", "data-was"),
        "is WEBP, 480 px": lambda: shutil.copy(out / "photos/photo-001-480.webp", out / "photos/photo-001-960.webp"),
        "look like": lambda: shutil.copy(out / "photos/photo-000-1600.webp", out / "photos/photo-001-1600.webp"),
        "addresses in the sitemap": lambda: spoiled(out / "sitemap.xml", "<loc></loc>" * 2, "<loc></loc>"),
        "pages of tags": lambda: shutil.rmtree(out / "tags"),
        "no feed": (out / "feed.xml").unlink,
    }
    for said, do in spoil.items():
        do()
        with pytest.raises(SystemExit, match=said):
            verify(site, generator, 2, 2)
        shutil.rmtree(out)
        shutil.copytree(kept, out)


def test_a_change_that_pages_do_not_show_has_no_figure(module: Callable[[str], ModuleType], site: Path) -> None:
    """The edited article and the catalogue are other than before; a build that did not show it would end the run."""
    steps, generator = module("steps"), pelican(module)
    for step, changed in ((steps.edit, "content/article-00001.md"), (steps.reprice, "products.json")):
        before = (site / changed).read_bytes()
        look = step(site, generator, 2, 0)
        assert (site / changed).read_bytes() != before
        with pytest.raises(SystemExit, match="does not say"):
            look()


def test_what_a_build_costs_has_its_children_in_it(module: Callable[[str], ModuleType], tmp_path: Path) -> None:
    """The memory of a child counts, and a build that fails ends the run with what it said."""
    cost = module("measuring").cost
    child = "import time; held = b'x' * 150_000_000; time.sleep(0.5)"
    program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    found = cost([sys.executable, "-c", program], tmp_path)
    assert found.peak > 150_000_000
    assert 0 < found.cpu < found.wall
    with pytest.raises(SystemExit, match="no such site"):
        cost([sys.executable, "-c", "import sys; sys.exit('no such site')"], tmp_path)
