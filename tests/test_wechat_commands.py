"""`contentshop wechat`: what it prints of a content, and when it fails."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sites import Site

from contentshop.channels.wechat import body_of, check, rules
from contentshop.cli import main

Run = Callable[..., tuple[int, str, str]]
CLEAN = '<section><p style="color:#333">看年份，看总酸。</p></section>\n'
BROKEN = """\
<div class="article">
  <p>一</p>
</div>
<div>
  <p>二</p>
</div>
<section style="position:relative">三</section>
"""
PAGE = """\
<!doctype html><html><head><style>p { color: red }</style><title>页</title></head>
<body><div id="x"><div class="rich_media_content" id="js_content"><p style="float:left">醋</p></div></div>
<script>1</script></body></html>
"""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Return a function that runs a command in an empty folder and gives exit code, output and errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")

    def command(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return command


def test_a_clean_content(run: Run) -> None:
    """No site is needed; the length is told."""
    Path("a.html").write_text(CLEAN, "utf-8")
    assert run("wechat", "check", "a.html") == (0, "a.html: nothing found, 53 characters, 6.6 times the text.\n", "")
    assert (
        run("--lang", "zh", "wechat", "check", "a.html")[1] == "a.html：没有发现问题，共 53 个字符，是文字的 6.6 倍。\n"
    )


def test_what_is_broken_is_told_rule_by_rule(run: Run) -> None:
    """Errors come first, each with its places and what to do; the exit code is 1."""
    Path("a.html").write_text(BROKEN, "utf-8")
    code, out, _ = run("wechat", "check", "a.html")
    assert code == 1
    assert out == (
        "error: a <div> that holds blocks is dissolved into p and span, and its styles are lost [no-div] ×2\n"
        '  a.html:1:1  <div class="article">一\n'
        "  a.html:4:1  <div>二\n"
        "      = Use <section> for every block.\n"
        "error: position: relative is removed [no-position]\n"
        '  a.html:7:1  <section style="position:relative">三\n'
        "      = Lay out with flex, margins or negative margins.\n"
        "warning: the reader page drops the class article [class-dropped]\n"
        '  a.html:1:1  <div class="article">一\n'
        "      = Write the style into style=; drop a class nothing needs.\n"
        "a.html: errors 3, warnings 1, characters 110, 36.7 times the text.\n"
    )


def test_warnings_fail_only_when_asked(run: Run) -> None:
    """With --strict the exit code is 1 for warnings too."""
    Path("a.html").write_text('<p style="float:left">醋</p>', "utf-8")
    assert run("wechat", "check", "a.html")[0] == 0
    assert run("wechat", "check", "--strict", "a.html")[0] == 1


def test_pictures_for_the_api(run: Run) -> None:
    """With --api pictures have to be on WeChat's servers."""
    Path("a.html").write_text('<p><img src="pictures/a.jpg" style="width:100%"></p>', "utf-8")
    assert run("wechat", "check", "a.html")[0] == 0
    code, out, _ = run("wechat", "check", "--api", "a.html")
    assert code == 1
    assert "[image-foreign]" in out


def test_several_files_as_json(run: Run) -> None:
    """Each file with its findings, their values, words and places."""
    Path("a.html").write_text(CLEAN, "utf-8")
    Path("b.html").write_text(BROKEN, "utf-8")
    code, out, _ = run("wechat", "check", "--json", "a.html", "b.html")
    found = json.loads(out)
    assert code == 1
    assert [one["file"] for one in found] == ["a.html", "b.html"]
    size = {"characters": 53, "visible": 8, "heaviest": [{"text": "看年份，看总酸。", "characters": 34}]}
    assert found[0] == {"file": "a.html", **size, "findings": []}
    assert found[1]["findings"][-1] == {
        "rule": "no-position",
        "severity": "error",
        "excerpt": '<section style="position:relative">三',
        "values": {"value": "relative"},
        "line": 7,
        "column": 1,
        "what": "position: relative is removed",
        "do": "Lay out with flex, margins or negative margins.",
    }


def test_of_a_whole_page_only_the_article_counts(run: Run) -> None:
    """A page saved from WeChat is read at its article, any other at its body; places stay those of the file."""
    Path("a.html").write_text(PAGE, "utf-8")
    code, out, _ = run("wechat", "check", "a.html")
    assert code == 0
    assert "a.html:2:67  <p" in out
    assert [one.rule for one in check(body_of(PAGE))] == ["no-float"]
    assert [one.rule for one in check(body_of("<head><style></style></head><body><p style=float:left>a"))] == [
        "no-float"
    ]


def test_a_hostile_content_does_not_command_the_terminal(run: Run) -> None:
    """What would not print is shown as a sign."""
    Path("a.html").write_text("<p style='position:fixed'>\x1b[2J\x1b]0;x\x07</p>", "utf-8")
    assert "\x1b" not in run("wechat", "check", "a.html")[1]


def test_files_that_cannot_be_read(run: Run) -> None:
    """A missing file is wrong use; one in another encoding is told with its byte."""
    Path("gbk.html").write_bytes("<p>醋</p>".encode("gbk"))
    assert run("wechat", "check", "none.html")[0] == 2
    code, _, said = run("wechat", "check", "gbk.html")
    assert code == 2
    assert "0xb4" in said
    assert run("wechat", "check")[0] == 2


def test_the_rules_are_listed_with_their_sources(run: Run) -> None:
    """Every rule, what it says and how one knows; as JSON too."""
    code, out, _ = run("wechat", "rules")
    assert code == 0
    assert [name for name in rules() if f"{name}\n" not in out] == []
    assert "R  a third party's round trips" in out
    found = json.loads(run("--lang", "zh", "wechat", "rules", "--json")[1])
    assert [one["id"] for one in found["rules"]] == list(rules())
    assert found["rules"][0]["what"].startswith("<div> 里放了块级内容")
    assert found["sources"]["O"] == "微信开发文档"


def test_a_content_that_is_long_for_its_text_is_told_with_its_heaviest_blocks(run: Run) -> None:
    """It is no rule of WeChat's, so it fails nothing; a content that is short in any case is left in peace."""
    light = '<p style="color:#333;line-height:1.75">醋</p>'
    heavy = f"<section>{light * 80}<p>{'<span>字</span>' * 30}</p></section>"
    Path("a.html").write_text(heavy, "utf-8")
    Path("b.html").write_text(f"<section>{light}</section>", "utf-8")
    code, out, _ = run("wechat", "check", "--strict", "a.html", "b.html")
    assert code == 0
    assert "note: the code is 36.1 times as long as the text; 8 times is what is aimed at." in out
    assert f"      {7 + 30 * 14}  {'字' * 16}…\n" in out
    assert out.count("times as long") == 1


def test_the_page_to_copy_from_stands_for_the_article_beside_it(run: Run, tmp_path: Path) -> None:
    """Its own scripts and styles are none of WeChat's business; the list of pages stands for all articles."""
    site = Site(tmp_path, "\n-- articles/a.md --\n---\ntitle: 醋\ndate: 2026-11-18\n---\n\n正文\n")
    site.build()
    code, out, err = run("wechat", "check", "build/wechat/a/index.html", "build/wechat/index.html")
    assert code == 0
    assert out.count("build/wechat/a/content.html: nothing found") == 2
    assert err == (
        "build/wechat/a/index.html is a page to copy from; what is checked is build/wechat/a/content.html\n"
        "build/wechat/index.html is a page to copy from; what is checked is build/wechat/a/content.html\n"
    )
    (tmp_path / "build/wechat/a/content.html").unlink()
    code, _, err = run("wechat", "check", "build/wechat/a/index.html")
    assert code == 2
    assert "no-articles-beside" in err
