"""The catalogue of problems: complete in both languages, used, and shown so that the place is seen."""

import ast
import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from contentshop.model import Config, FrontMatter, Place, Problem, Product
from contentshop.problems import Language, catalogue, excerpt, exit_code, hint, message, nearest, problem, shown
from contentshop.sources.schema import FORMS, reader

PACKAGE = Path(__file__).parent.parent / "contentshop"
SOURCES = {path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py"))}


def names(text: str) -> Any:
    """Return the placeholders of a message, those in Chinese without their ending."""
    return {name.removesuffix("_zh") for _, name, _, _ in Formatter().parse(text) if name}


def all_names(entry: Any) -> Any:
    """Return every value that the messages of a code need."""
    texts = (entry.en, entry.zh, entry.hint_en, entry.hint_zh)
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}


def calls() -> Any:
    """Yield every call of problem and fail in the program with a literal code."""
    for file, text in SOURCES.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("problem", "fail") and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    yield pytest.param(code.value, node, id=f"{file}:{node.lineno}")


@pytest.mark.parametrize("code", list(catalogue()))
def test_a_code_is_complete_in_both_languages(code: str) -> None:
    """Chinese and English say the same with the same values."""
    entry = catalogue()[code]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
    assert entry.en.endswith((".", "}"))
    assert entry.zh.endswith(("。", "}"))
    assert re.search("[\u4e00-\u9fff]", entry.zh)
    assert not re.search(
        "[\u4e00-\u9fff]", re.sub("#小程序:|#微信小店:|有赞|微店|口令|“广告”", "", entry.en + entry.hint_en)
    )
    assert names(entry.en) == names(entry.zh)
    assert names(entry.hint_en) == names(entry.hint_zh)
    assert bool(entry.hint_en) == bool(entry.hint_zh)
    assert (entry.exit == 0) == (entry.level == "warning")


@pytest.mark.parametrize("code", list(catalogue()))
def test_a_code_is_used(code: str) -> None:
    """No message is left over from a problem that is not reported any more."""
    assert any(f'"{code}"' in text for text in SOURCES.values())


@pytest.mark.parametrize(("code", "call"), list(calls()))
def test_a_reported_code_exists_and_has_its_values(code: str, call: Any) -> None:
    """A message never lacks a value when it is shown."""
    given = {keyword.arg for keyword in call.keywords}
    assert code in catalogue()
    assert None in given or all_names(catalogue()[code]) <= given


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("code", list(catalogue()))
def test_every_message_can_be_written(code: str, language: Language) -> None:
    """With its values filled in no brace is left."""
    entry = catalogue()[code]
    found = Problem(code, Place("a.md", 1, 1), {name: name.upper() for name in all_names(entry)})
    text = message(found, language) + hint(found, language)
    assert "{" not in text.replace("{#name}", "").replace("{#名字}", "").replace("[ or {", "").replace("[ 或 {", "")
    assert f"[{code}]" in shown(found, language)


@pytest.mark.parametrize("type_", [Config, FrontMatter, Product])
def test_every_form_of_a_text_is_explained(type_: Any) -> None:
    """A pattern of the model without words would fail here."""
    assert callable(reader(type_))
    assert all(english and chinese for english, chinese in FORMS.values())


@pytest.mark.parametrize(
    ("line", "column", "shown_line"),
    [
        ("title: x", 8, "    1 | title: x\n      |        ^"),
        ("标题: x", 5, "    1 | 标题: x\n      |       ^"),
        ("ａ：醋", 3, "    1 | ａ：醋\n      |     ^"),
        ("𠮷\U0001f35c x", 4, "    1 | 𠮷\U0001f35c x\n      |      ^"),
        ("cafe\u0301 x", 7, "    1 | cafe\u0301 x\n      |      ^"),
        ("a\tb", 3, "    1 | a b\n      |   ^"),
        ("ab", 3, "    1 | ab\n      |   ^"),
        ("ab", 4, "    1 | ab"),
        ("ab", 0, "    1 | ab"),
        ("a\x1b[31m\u2028b", 7, "    1 | a\ufffd[31m\ufffdb\n      |       ^"),
        ("", 1, "    1 | \n      | ^"),
    ],
)
def test_the_caret_stands_under_the_character(line: str, column: int, shown_line: Any) -> None:
    """Wide characters take two columns, marks none; nothing in a file commands the terminal."""
    assert excerpt(line + "\nnext", Place("x", 1, column)) == shown_line


def test_the_excerpt_of_a_long_line_is_its_part_around_the_column() -> None:
    """The caret is still under the character."""
    first, second = excerpt("a" * 500 + "X" + "b" * 500, Place("x", 1, 501)).split("\n")
    assert len(first) <= 8 + 100
    assert first[second.index("^")] == "X"


@pytest.mark.parametrize(("line", "text"), [(3, "    3 | c"), (4, ""), (0, ""), (99, "")])
def test_the_excerpt_is_of_the_line(line: int, text: str) -> None:
    """A place beyond the file has none; only line feeds part lines."""
    assert excerpt("a\nb\x0b\x85\u2028\nc", Place("x", line)) == text


def test_a_problem_on_a_terminal() -> None:
    """Place, level, message, code; then the excerpt; then what to do."""
    found = problem("unknown-key", Place("config.yaml", 3, 1), key="sie", near="site")
    assert shown(found, "en", "    3 | sie:\n      | ^") == (
        "config.yaml:3:1: error: There is no key “sie” here. [unknown-key]\n"
        "    3 | sie:\n      | ^\n"
        "      = Did you mean “site”?"
    )
    assert shown(found, "zh").startswith("config.yaml:3:1: 错误: 这里没有“sie”这个键。 [unknown-key]\n")
    assert shown(problem("query-without-products", Place("a.md", 2)), "zh").startswith("a.md:2: 警告: ")
    assert shown(problem("build-running"), "en").startswith("error: ")


def test_values_from_files_do_no_harm() -> None:
    """Control characters and endless values do not reach the terminal; braces are only braces."""
    text = message(problem("unknown-product", id="\x1b]0;x\x07\u202e{id}" + "y" * 5000), "en")
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "{id}" in text
    assert len(text) < 300


@pytest.mark.parametrize(
    ("found", "strict", "code"),
    [
        ([], False, 0),
        ([problem("query-without-products")], False, 0),
        ([problem("query-without-products")], True, 1),
        ([problem("unknown-product", Place("articles/a.md", 1), id="x")], False, 1),
        ([problem("unknown-key", Place("config.yaml", 1), key="x")], False, 2),
        ([problem("example-address", Place("config.yaml", 1), url="x")], False, 0),
        ([problem("example-address", Place("config.yaml", 1), url="x")], True, 1),
        ([problem("unknown-product", id="x"), problem("build-running")], False, 2),
    ],
)
def test_the_exit_code_never_lies(found: Any, strict: Any, code: int) -> None:
    """0 clean, 1 problems in content, 2 wrong use or config."""
    assert exit_code(found, strict=strict) == code


@pytest.mark.parametrize(
    ("word", "near"),
    [("titel", "title"), ("tilte", "title"), ("TITLE", ""), ("", ""), ("xyz", ""), ("dat", "date"), ("醋", "")],
)
def test_the_nearest_known_name(word: str, near: str) -> None:
    """A slip is recognised; a stranger is not."""
    assert nearest(word, ("title", "date", "draft", "tags")) == near
