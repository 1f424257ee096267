"""The command line as an author meets it: what it prints, what it writes, its exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import click
import pytest
from sites import Site

from contentshop.cli import commands, main
from contentshop.phrases import phrases

Run = Callable[..., tuple[int, str, str]]
BROKEN = "第一行\n\n::product{vinagar}\n"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Return a function that runs a command inside the site and gives exit code, output and errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")

    def command(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        said = capsys.readouterr()
        code = ended.value.code
        return int(code or 0), said.out, said.err

    return command


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site with one good article."""
    made = Site(tmp_path)
    made.write("articles/a.md", "# 题\n\n::product{vinegar}\n")
    return made


def test_build_says_what_it_did(site: Site, run: Run) -> None:
    """A summary, where the output is, and that the ledger has grown."""
    code, out, err = run("build")
    assert (code, err) == (0, "")
    assert "Articles: 1, products: 1" in out
    assert "Output: build" in out
    rows = (site.folder / "ledger.csv").read_text("utf-8").count("\n") - 1
    assert f"New tokens in ledger.csv: {rows};" in out
    assert site.read("web/articles/a/index.html")
    code, out, _ = run("build")
    assert code == 0
    assert "written: 0" in out


def test_problems_are_told_with_place_excerpt_and_hint(site: Site, run: Run) -> None:
    """In the language asked for; exit code 1."""
    site.write("articles/b.md", BROKEN)
    code, _, err = run("build", "--lang", "zh")
    assert code == 1
    assert err.splitlines() == [
        "articles/b.md:3:1: 错误: 没有商品“vinagar”。 [unknown-product]",
        "    3 | ::product{vinagar}",
        "      | ^",
        "      = 是不是“vinegar”？",
    ]
    code, _, err = run("build", "--lang=en")
    assert "articles/b.md:3:1: error: There is no product “vinagar”. [unknown-product]" in err
    assert "Did you mean “vinegar”?" in err


def test_the_language_is_the_systems(site: Site, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without --lang the locale decides."""
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "篇文章" in run("build")[1]
    assert site.read("web/index.html")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("build", "--cleen"), 2),
        (("bild",), 2),
        (("build", "--at", "someday"), 2),
        (("build", "--jobs", "many"), 2),
        (("new",), 2),
        (("new", "article"), 2),
        (("schema", "poster"), 2),
        (("build", "--site", "nowhere"), 2),
        (("--version",), 0),
        (("--help",), 0),
        (("build", "--help"), 0),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_wrong_use_has_exit_code_2(site: Site, run: Run, arguments: tuple[str, ...], code: int, language: str) -> None:
    """And says in the reader's language how to go on."""
    found, out, err = run(*arguments[:1], "--lang", language, *arguments[1:])
    assert found == code
    assert out or err
    assert "Traceback" not in err
    assert site.folder.is_dir()


PAIRS = [
    *combinations(
        (
            "--verify",
            "--dry-run",
            "--explain=web/index.html",
            "--clean",
            "--profile",
            "--verbose",
            "--quiet",
            "--json",
            "--locked",
            "--strict",
            "--drafts",
            "--future",
            "--at=2026-11-21",
            "--output=.contentshop/preview",
        ),
        2,
    )
]
APART = {
    ("--verify", "--dry-run"),
    ("--verify", "--explain=web/index.html"),
    ("--verify", "--clean"),
    ("--explain=web/index.html", "--quiet"),
    ("--profile", "--quiet"),
    ("--verbose", "--quiet"),
    ("--locked", "--drafts"),
    ("--locked", "--future"),
}


def test_each_two_options_of_build_work_or_are_refused(site: Site, run: Run) -> None:
    """On a good site any two end well, but for those that make no sense together, which change nothing."""
    for preview in ((), ("--drafts", "--at=2026-11-21")):
        assert run("build", "--jobs=1", *preview)[0] == 0
    ends = {pair: run("build", "--jobs=1", *pair)[0] for pair in PAIRS if pair not in APART}
    assert {pair: code for pair, code in ends.items() if code} == {}
    before = site.output()
    for pair in APART:
        names = [one.partition("=")[0] for one in pair]
        for language, joined in (("en", "{} and {} do not go together."), ("zh", "{} 和 {} 不能同时使用。")):
            code, out, err = run("build", "--lang", language, *pair)
            told = {joined.format(*names), joined.format(*reversed(names))}
            assert (code, out) == (2, "")
            assert err.splitlines()[0] in told
    assert site.output() == before


def test_near_names_are_offered(site: Site, run: Run) -> None:
    """A mistyped command or option is answered with the nearest one."""
    assert "Did you mean build?" in run("bild")[2]
    assert "--clean" in run("build", "--cleen")[2]
    assert site.folder.is_dir()


def test_a_wrong_config_has_exit_code_2(site: Site, run: Run) -> None:
    """Nothing can be built then."""
    site.write("config.yaml", "site: {title: x}\n")
    code, _, err = run("build")
    assert code == 2
    assert "base_url" in err


def test_the_site_is_found_upward(site: Site, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """From any folder inside it."""
    monkeypatch.chdir(site.folder / "articles")
    assert run("check")[0] == 0


def test_check_writes_nothing(site: Site, run: Run) -> None:
    """It says all that build would say."""
    before = sorted(site.folder.rglob("*"))
    code, out, _ = run("check")
    assert code == 0
    assert "in order" in out
    site.write("articles/b.md", BROKEN)
    code, out, err = run("check")
    assert code == 1
    assert "unknown-product" in err
    assert "Errors: 1" in out
    site.write("articles/c.md", BROKEN)
    code, out, err = run("check")
    assert (out + err).count("Errors: 2, warnings: 0.") == 1
    site.delete("articles/c.md")
    site.delete("articles/b.md")
    assert sorted(site.folder.rglob("*")) == before


def test_one_sentence_sums_up_a_check(site: Site, run: Run) -> None:
    """It is true: with warnings nothing is said to be in order, and their number is said once."""
    site.write("articles/a.md", ":::products{tag=茶}\n:::\n\n:::products{tag=酒}\n:::\n")
    code, out, err = run("check")
    assert (code, out) == (0, "No errors, warnings: 2; articles 1, products 1.\n")
    assert "warnings: 2" not in err
    assert "Errors: 0, warnings: 2." in run("check", "--quiet")[2]


def test_strict_fails_on_warnings(site: Site, run: Run) -> None:
    """A warning alone does not fail; with --strict it does."""
    site.write("articles/a.md", ":::products{tag=茶}\n:::\n")
    assert run("build")[0] == 0
    assert run("build", "--strict")[0] == 1


def test_dry_run_names_what_would_change(site: Site, run: Run) -> None:
    """Files that would change or go, with the reason, and none touched."""
    run("build")
    site.write("articles/a.md", "# 题\n\n别的\n")
    code, out, _ = run("build", "--dry-run")
    assert code == 0
    assert re.search(r"^changed  web/articles/a/index.html +articles/a.md:\d+ text: ", out, re.MULTILINE)
    assert re.search(r"^deleted  web/codes/", out, re.MULTILINE)
    assert "别的" not in site.read("web/articles/a/index.html")


def test_locked_asks_for_the_ledger(site: Site, run: Run) -> None:
    """In CI a token that is not in the ledger is an error; after a plain build it is not."""
    code, _, err = run("build", "--locked")
    assert code == 1
    assert "ledger-missing" in err
    assert not (site.folder / "ledger.csv").exists()
    run("build")
    assert run("build", "--locked")[0] == 0


def test_verify_finds_what_was_changed_by_hand(site: Site, run: Run) -> None:
    """It names the file that differs from a clean build."""
    run("build")
    code, out, _ = run("build", "--verify")
    assert (code, "what a clean build makes" in out) == (0, True)
    (site.folder / "build/web/index.html").write_text("by hand")
    code, _, err = run("build", "--verify")
    assert code == 1
    assert "web/index.html" in err


def test_verify_leaves_strangers_alone_and_tells_errors_first(site: Site, run: Run) -> None:
    """A file nobody built does not differ; with an error in the content nothing is compared."""
    run("build")
    site.write("build/web/BingSiteAuth.xml", "theirs")
    assert run("build", "--verify")[0] == 0
    site.write("articles/b.md", BROKEN)
    code, _, err = run("build", "--verify")
    assert (code, "unknown-product" in err, "differs" in err) == (1, True, False)


def test_only_a_plain_build_speaks_of_new_tokens(site: Site, run: Run) -> None:
    """The others do not write the ledger."""
    assert "ledger" not in run("build", "--drafts")[1]
    assert "ledger" not in run("build", "--at", "2026-12-01")[1]
    assert "ledger" in run("build")[1]
    assert site.folder.is_dir()


def test_json_is_for_machines(site: Site, run: Run) -> None:
    """The outcome as one object, problems with their places."""
    site.write("articles/b.md", BROKEN)
    code, out, _ = run("build", "--json")
    found = json.loads(out)
    assert (code, found["exit_code"]) == (1, 1)
    (problem,) = found["problems"]
    assert (problem["code"], problem["file"], problem["line"], problem["column"]) == (
        "unknown-product",
        "articles/b.md",
        3,
        1,
    )
    assert "web/articles/a/index.html" in found["written"]


def test_quiet_and_verbose(site: Site, run: Run) -> None:
    """-q prints problems only; -v names every file."""
    assert run("build", "-q")[1] == ""
    site.write("articles/a.md", "# 新\n")
    assert "written  web/articles/a/index.html" in run("build", "-v")[1]


@pytest.mark.parametrize(("options", "shown"), [(("--at", "2026-12-02"), True), (("--at", "2026-12-01T07:00"), False)])
def test_at_moves_the_clock(site: Site, run: Run, options: tuple[str, ...], *, shown: bool) -> None:
    """A scheduled article is there at its time, in the site's time zone, in the preview folder."""
    site.write("articles/f.md", "---\ndate: 2026-12-01 08:00\n---\n# 以后\n")
    assert run("build", *options)[0] == 0
    assert (site.folder / ".contentshop/preview/web/articles/f").is_dir() == shown
    assert not (site.folder / "build").exists()
    assert not (site.folder / "ledger.csv").exists()


def test_links_shows_the_ledger(site: Site, run: Run) -> None:
    """As a table, CSV or JSON, all of it or of one article or product."""
    run("build")
    records = list(csv.DictReader(io.StringIO(run("links", "list", "--format", "csv")[1])))
    assert {record["form"] for record in records} == {"card", "code", "link", "page"}
    assert all(record["address"] == f"https://jinwei.test/go/{record['token']}/" for record in records)
    assert json.loads(run("links", "list", "--format", "json", "--product", "vinegar")[1])[0]["product"] == "vinegar"
    assert json.loads(run("links", "list", "--format", "json", "--article", "none")[1]) == []
    assert records[0]["token"] in run("links", "list")[1]
    assert site.folder.is_dir()


def test_fmt_writes_directives_plainly(site: Site, run: Run) -> None:
    """Only what changes is written; line ends stay; --check fails instead of writing."""
    site.write("articles/b.md", "：：商品｛vinegar｝\r\n\r\n字\r\n".encode())
    code, out, _ = run("fmt", "--check")
    assert (code, out) == (1, "would change  articles/b.md\n")
    assert run("fmt")[1] == "changed  articles/b.md\n"
    assert (site.folder / "articles/b.md").read_bytes() == "::product{vinegar}\r\n\r\n字\r\n".encode()
    assert run("fmt", "--check")[:2] == (0, "")
    site.write("articles/c.md", "：价格｛vinegar｝\n")
    assert run("fmt", "articles/b.md")[1] == ""
    assert run("fmt", "articles/c.md")[1] == "changed  articles/c.md\n"


def test_fmt_writes_a_file_outside_the_site(tmp_path: Path, run: Run) -> None:
    """It is named by its whole path, in problems too."""
    Site(tmp_path / "shop")
    other = tmp_path / "drafts/x.md"
    other.parent.mkdir()
    other.write_text("：价格｛vinegar｝\n", "utf-8")
    assert run("fmt", "--site", "shop", "drafts/x.md")[:2] == (0, f"changed  {other.as_posix()}\n")
    assert other.read_text("utf-8") == ":price{vinegar}\n"
    other.write_bytes("好\n".encode("gbk"))
    assert f"{other.as_posix()}:1:1: error" in run("fmt", "--site", "shop", "drafts/x.md")[2]


@pytest.mark.parametrize("name", ["config", "product", "article", "outlet"])
def test_schema_prints_json_schema(run: Run, name: str) -> None:
    """Each format has one, with a description for editors."""
    code, out, _ = run("schema", name)
    assert code == 0
    assert "description" in json.dumps(json.loads(out))


def test_a_console_of_another_encoding_gets_what_it_can_show(site: Site) -> None:
    """On a cp936 or ASCII console nothing breaks."""
    site.write("articles/b.md", BROKEN + "“—” é ✓ 𠮷\n")
    for encoding in ("cp936", "ascii"):
        done = subprocess.run(
            [sys.executable, "-m", "contentshop", "build", "--lang", "zh"],
            cwd=site.folder,
            env={**os.environ, "PYTHONIOENCODING": encoding},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 1
        assert b"unknown-product" in done.stderr
        assert b"Traceback" not in done.stderr
        if encoding == "cp936":
            assert "没有商品" in done.stderr.decode("cp936")


def test_a_progress_bar_appears_when_the_work_lasts(site: Site) -> None:
    """On a terminal, after a second; it goes away at the end."""
    body = "\n\n".join(["```python\nx = [1, 2, 3]\n```"] * 300)
    for number in range(12):
        site.write(f"articles/{number}.md", f"# {number}\n\n{body}\n")
    ours, theirs = pty.openpty()
    arguments = [sys.executable, "-m", "contentshop", "build", "--lang", "en", "--jobs", "1"]
    with subprocess.Popen(arguments, cwd=site.folder, stdout=subprocess.DEVNULL, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:
                break
            shown += part
        os.close(ours)
    assert process.returncode == 0
    assert b"Markdown" in shown or b"Writing" in shown


def test_every_phrase_is_there_in_both_languages() -> None:
    """With the same values to fill in."""
    for key, entry in phrases().items():
        assert set(entry) == {"en", "zh"}, key
        names = [sorted(set(re.findall(r"{(\w+)}", entry[language]))) for language in ("en", "zh")]
        assert names[0] == names[1], key


def test_every_command_has_help_in_both_languages() -> None:
    """And so has every option."""
    for language in ("en", "zh"):
        group = commands(language)  # type: ignore[arg-type]
        inner = [one for name in ("new", "products", "wechat") for one in group.commands[name].commands.values()]  # type: ignore[attr-defined]
        every = [*group.commands.values(), *inner]
        for command in (group, *every):
            assert command.help
            assert all(option.help for option in command.params if isinstance(option, click.Option))


@pytest.mark.parametrize("at", ["0001-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31", "9999-12-31T23:00:00-12:00"])
def test_the_ends_of_time_are_refused(site: Site, run: Run, at: str) -> None:
    """Years that have no time in some zones do not do."""
    assert site.folder
    code, _, err = run("build", "--at", at)
    assert code == 2
    assert "--at" in err


def test_a_closed_pipe_gives_no_traceback(site: Site) -> None:
    """`contentshop … | head` may close the output at any time."""
    command = [sys.executable, "-m", "contentshop", "check", "--site", str(site.folder), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        assert "Traceback" not in running.stderr.read()


def test_explain_says_why_a_file_was_written(site: Site, run: Run) -> None:
    """Before what the build did, in either language; as JSON too."""
    run("build")
    site.write("articles/a.md", "# 题\n\n别的\n")
    code, out, _ = run("build", "--explain", "articles/a")
    assert code == 0
    assert out.startswith("web/articles/a/index.html: made again")
    assert "articles/a.md:3 text: " in out
    code, out, _ = run("build", "--explain", "articles/a", "--lang", "zh")
    assert (code, "没有重新生成" in out) == (0, True)
    found = json.loads(run("build", "--explain", "articles/a", "--json")[1])["explained"]
    assert [(one["path"], one["verdict"], one["causes"]) for one in found] == [
        ("web/articles/a/index.html", "unchanged", [])
    ]
    assert run("build", "--explain", "nowhere")[0] == 2
    code, out, _ = run("build", "--dry-run", "--explain", "articles/a", "--explain", "/", "--lang", "en")
    assert (code, [line.partition(":")[0] for line in out.splitlines() if line.startswith("web/")]) == (
        0,
        ["web/articles/a/index.html", "web/index.html"],
    )


@pytest.mark.usefixtures("site")
def test_profile_says_what_took_how_long(run: Run) -> None:
    """As tables, or as JSON."""
    out = run("build", "--profile")[1]
    assert "Stages, in seconds" in out
    assert re.search(r"^  articles/a\.md +\d+\.\d{3}", out, re.MULTILINE)
    found = json.loads(run("build", "--profile", "--clean", "--json")[1])["profile"]
    assert [one["name"] for one in found["articles"]] == ["articles/a.md"]
    assert {"seconds", "stages", "articles", "templates", "pictures", "posters", "others"} == found.keys()
    assert "profile" not in json.loads(run("build", "--json")[1])
    assert "no stages to tell of" in run("build", "--profile")[1]
