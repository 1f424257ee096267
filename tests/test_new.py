"""`contentshop new`: a small site that teaches, the example shop, an article, a file of the theme."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from sites import CONFIG, Site, codes

from contentshop.cli import main
from contentshop.model import Config, Problem, SiteConfig
from contentshop.problems import Language
from contentshop.sources import example_folder, new_article, new_site, read_article

Run = Callable[..., tuple[int, str, str]]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Return a function that runs a command in the folder and gives exit code, output and errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")

    def command(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return command


# --- a new site


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_site_builds_with_one_warning(run: Run, tmp_path: Path, language: str) -> None:
    """The only warning is that base_url is an example; every channel is there, and every product has its picture."""
    code, out, _ = run("new", "site", "demo", "--lang", language)
    assert code == 0
    assert re.findall(r"^  (\w+)(?:/|\.yaml) ", out, re.MULTILINE) == [
        "config",
        "articles",
        "products",
        "images",
        "templates",
    ]
    code, _, err = run("build", "--site", "demo")
    assert (code, err.count("warning:"), "example-address" in err) == (0, 1, True)
    built = tmp_path / "demo/build"
    article = (built / "web/articles/hello/index.html").read_text("utf-8")
    assert article.count('class="button') >= 3
    assert "TODAY" not in article
    assert (built / "wechat/hello/content.html").is_file()
    for product in ("vinegar", "noodles", "chili-oil"):
        assert "<img" in (built / f"web/products/{product}/index.html").read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("year", [2026, 2041])
def test_a_new_site_is_of_its_day(tmp_path: Path, language: Language, year: int) -> None:
    """Made in whatever year, its article is published and its prices are not old."""
    now = datetime(year, 3, 1, 20, tzinfo=UTC)
    new_site(tmp_path, language, now)
    site = Site.of(tmp_path)
    outcome = site.build(check=True, now=now)
    assert set(codes(outcome)) - {"policy-stale"} == {"example-address"}
    assert (outcome.articles, outcome.products) == (1, 3)
    assert (tmp_path / f"articles/{year}-03-01-hello.md").is_file()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_site_is_ready_for_git_and_editors(tmp_path: Path, language: Language) -> None:
    """What is built stays out, the ledger merges by lines, and the schemas that files name say that they are right."""
    new_site(tmp_path, language, datetime.now(UTC))
    ignored = (tmp_path / ".gitignore").read_text().splitlines()
    assert ignored == ["/build/", "/.contentshop/"]
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    said = subprocess.run(
        ["git", "-C", tmp_path, "check-attr", "merge", "ledger.csv"], capture_output=True, text=True, check=True
    )
    assert said.stdout == "ledger.csv: merge: union\n"
    for path in ("config.yaml", "products/all.yaml"):
        first = (tmp_path / path).read_text("utf-8").splitlines()[0]
        named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert named is not None
        schema = json.loads((tmp_path / path).parent.joinpath(named[1]).read_text("utf-8"))
        Draft202012Validator.check_schema(schema)


def test_the_two_languages_make_the_same_site(tmp_path: Path) -> None:
    """File by file, so that neither falls behind."""
    now = datetime.now(UTC)
    made = [
        [path.relative_to(tmp_path / language) for path in new_site(tmp_path / language, language, now)]
        for language in LANGUAGES
    ]
    assert made[0] == made[1]


def test_a_new_site_is_small(tmp_path: Path) -> None:
    """Pictures and all, it stays below half a megabyte."""
    files = new_site(tmp_path, "zh", datetime.now(UTC))
    assert sum(path.stat().st_size for path in files) < 500_000


def test_a_new_site_takes_no_folder_that_holds_something(run: Run, tmp_path: Path) -> None:
    """An empty one will do; one with files is left as it is."""
    (tmp_path / "demo").mkdir()
    assert run("new", "site", "demo")[0] == 0
    (tmp_path / "demo/config.yaml").write_text("mine")
    code, _, err = run("new", "site", "demo")
    assert (code, "[site-exists]" in err) == (2, True)
    assert (tmp_path / "demo/config.yaml").read_text() == "mine"


@pytest.mark.parametrize("place", ["config.yaml/inside", "a" * 300])
def test_a_new_site_says_where_it_cannot_be(run: Run, tmp_path: Path, place: str) -> None:
    """A place that cannot be a folder is named, with the reason."""
    (tmp_path / "config.yaml").write_text(CONFIG, "utf-8")
    code, _, err = run("new", "site", place)
    assert (code, "[output-unwritable]" in err) == (2, True)


def test_the_example_shop_is_made_whole(run: Run, tmp_path: Path) -> None:
    """Every file of the example, byte for byte, and nothing else but what git needs."""
    code, out, _ = run("new", "site", "shop", "--example")
    made = {path.relative_to(tmp_path / "shop") for path in (tmp_path / "shop").rglob("*") if path.is_file()}
    assert (code, f"{len(made)} files" in out) == (0, True)
    for path in made - {Path(".gitignore"), Path(".gitattributes")}:
        assert (tmp_path / "shop" / path).read_bytes() == (example_folder() / path).read_bytes(), path
    kinds = {path.parts[0] for path in made}
    assert kinds >= {"articles", "images", "products", "static", "config.yaml", "ledger.csv", "outlets.yaml"}


# --- a new article


def test_a_new_article_is_a_draft(run: Run, tmp_path: Path) -> None:
    """With title and date; the file's name is made from the title, or given; an article is never written over."""
    site = Site(tmp_path)
    code, out, _ = run("new", "article", "今天 “吃”什么？")
    assert code == 0
    (made,) = (site.folder / "articles").glob("*-今天-吃-什么.md")
    assert made.name in out
    text = made.read_text("utf-8")
    assert "title: 今天 “吃”什么？\n" in text
    assert "draft: true" in text
    assert run("new", "article", "x", "--slug", "dinner")[0] == 0
    code, _, err = run("new", "article", "y", "--slug", "dinner")
    assert (code, "[article-exists]" in err) == (2, True)
    assert run("check", "--drafts")[0] == 0


def test_a_name_of_another_day_is_taken_too(run: Run, tmp_path: Path) -> None:
    """Two articles cannot have one address, on whatever day they were begun, in whatever folder they lie."""
    site = Site(tmp_path)
    site.write("articles/old/2020-01-01-Dinner.md", "# 晚饭\n")
    code, _, err = run("new", "article", "Dinner")
    assert (code, "articles/old/2020-01-01-Dinner.md" in err) == (2, True)
    assert run("new", "article", "Dinner", "--slug", "dinner-2")[0] == 0


def test_a_name_can_be_pinyin(run: Run, tmp_path: Path) -> None:
    """Where the config says so."""
    site = Site(tmp_path)
    site.write("config.yaml", CONFIG.replace("site:", "site:\n  slugs: pinyin", 1))
    assert run("new", "article", "一碗面")[0] == 0
    assert [path.name[11:] for path in (tmp_path / "articles").iterdir()] == ["yi-wan-mian.md"]


def test_a_long_title_makes_a_short_file_name(run: Run, tmp_path: Path) -> None:
    """The file of a new article has a name that every disk takes; a slug that none takes is refused."""
    Site(tmp_path)
    title = "长" * 300
    assert run("new", "article", title)[0] == 0
    (made,) = (tmp_path / "articles").glob("*长.md")
    assert len(made.name.encode()) < 143
    assert title in made.read_text("utf-8")
    code, _, err = run("new", "article", "x", "--slug", "a" * 300)
    assert (code, "[wrong-slug]" in err) == (2, True)


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=40)
)
@example("No: yes")
@example("- 一 #二")
@example("null")
@example("\ufeff字")
@example("一\u2028二")
@example("“引号” 与 'quotes' \"too\"")
def test_every_title_is_read_as_it_was_given(tmp_path_factory: pytest.TempPathFactory, title: str) -> None:
    """Whatever YAML would make of it, the new article has the title."""
    folder = tmp_path_factory.mktemp("site")
    Site(folder)
    path = new_article(folder, title, "a", datetime.now(UTC), "zh")
    found: list[Problem] = []
    config = Config(SiteConfig(title="台", base_url="https://a.test/"))
    article = read_article("articles/a.md", path.read_text("utf-8"), config, ZoneInfo("UTC"), found.append)
    assert article is not None
    assert (found, article.title) == ([], " ".join(title.split()))


# --- a file of the theme


def test_a_file_of_the_theme_is_copied_once(run: Run, tmp_path: Path) -> None:
    """It is then the site's own and is used; a second copy would lose what was changed; near names are told."""
    site = Site(tmp_path)
    site.write("articles/a.md", "# 题\n")
    assert run("new", "template", "web/robots.txt")[0] == 0
    assert "web/robots.txt" in run("new", "template")[1].splitlines()
    own = tmp_path / "templates/web/robots.txt"
    own.write_text(own.read_text("utf-8") + "# ours\n", "utf-8")
    assert run("build")[0] == 0
    assert site.read("web/robots.txt").endswith("# ours\n")
    code, _, err = run("new", "template", "web/robots.txt")
    assert (code, "[template-exists]" in err) == (2, True)
    code, _, err = run("new", "template", "web/robot.txt")
    assert (code, "web/robots.txt" in err) == (2, True)
