"""How `--help` looks in a terminal: every command in its place, lines that fit, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentshop.cli import commands, main
from contentshop.help_pages import SECTIONS, first_sentence, width, wrapped
from contentshop.problems import Language

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def every(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield every command by its words."""
    yield words
    for name, one in getattr(command, "commands", {}).items():
        yield from every(one, (*words, name))


def test_every_command_has_its_section() -> None:
    """One, and none is named that there is not."""
    assert sorted(name for names in SECTIONS.values() for name in names) == sorted(commands("en").commands)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", list(every(commands("en"))), ids=" ".join)
def test_help_fits_a_terminal(
    words: tuple[str, ...], language: Language, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No line is wider than 80 columns, nothing is cut off, and Chinese help has no English headings."""
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as ended:
        main([*words, "--lang", language, "--help"])
    said = capsys.readouterr().out
    assert not ended.value.code
    assert [line for line in said.splitlines() if width(line) > 80] == []
    assert "..." not in said.replace("[ARGS]...", "").replace("]...", "").replace("FILE...", "")
    if language == "zh":
        assert re.findall(r"Usage|Options:|Commands:|\[OPTIONS\]|COMMAND|DIRECTORY|INTEGER", said) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_alone_says_how_to_begin(language: Language, capsys: pytest.CaptureFixture[str]) -> None:
    """Before any list of commands; what a list says of a command is a whole sentence."""
    with pytest.raises(SystemExit):
        main(["--lang", language])
    said = capsys.readouterr().err
    assert said.index("contentshop new site demo") < said.index("contentshop serve") < said.index("\n  import ")
    for command in commands(language).commands.values():
        assert first_sentence(command).endswith("。" if language == "zh" else ".")


@given(st.text(st.sampled_from("ab 字，。（“”-") | st.characters(categories=["L", "P"])), st.integers(8, 40))
def test_wrapping_loses_nothing(text: str, columns: int) -> None:
    """All but spaces is there in its order; a line is longer than asked for only where one word is."""
    lines = wrapped(text, columns)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)
    assert [line for line in lines if width(line) > columns and " " in line.strip()] == []


def test_marks_stay_with_their_words() -> None:
    """No line begins with a closing mark or ends with an opening one."""
    lines = wrapped("这是一句话，后面还有一句（带括号）：完了。" * 4, 11)
    assert [line for line in lines if line[0] in "，。）：" or line[-1] in "（“"] == []
