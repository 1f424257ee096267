"""What can be wrong, and how it is said.

    ProblemError     carries one Problem out of a function that cannot go on
    Catalogue        every code with its level and its words in Chinese and English
    shown            a problem as text for a terminal

The catalogue is the data file `problems.toml` beside this module; the reference of error codes in
the documentation is made from it.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from contentshop.model import Place, Problem, Record, Where
from contentshop.tables import Sections

Language = Literal["en", "zh"]
CONFIG = "config.yaml"
CONTENT, WRONG_USE = 1, 2
"""Exit codes: something in the content is wrong; wrong use, config or machine."""
Report = Callable[[Problem], None]
"""Takes a problem; the caller decides what becomes of it. A list's `append` is one."""

_MANY, _LONG = 500, 200
_HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""What would end a line, turn its direction, or command a terminal."""


class ProblemError(Exception):
    """Raised where a function cannot give a value; carries the reason."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem

    def __reduce__(self) -> tuple[type[ProblemError], tuple[Problem]]:
        """Return how to make it again in another process."""
        return ProblemError, (self.problem,)


class Entry(Record):
    """A row of the catalogue; `exit` is the exit code a run with this problem ends with."""

    level: Literal["error", "warning"]
    en: str
    zh: str
    hint_en: str = ""
    hint_zh: str = ""
    exit: Literal[0, 1, 2] = 1


@cache
def catalogue() -> Mapping[str, Entry]:
    """Return every code with its entry in `problems.toml`."""
    return Sections(Path(__file__).with_name("problems.toml"), _entry)


def _entry(row: dict[str, Any]) -> Entry:
    return msgspec.convert({"exit": 0 if row["level"] == "warning" else 1, **row}, Entry)


def problem(code: str, where: Where | None = None, **values: object) -> Problem:
    """Return a problem with its values as text."""
    return Problem(code=code, where=where, values={name: str(value) for name, value in values.items()})


def fail(code: str, where: Where | None = None, **values: object) -> ProblemError:
    """Return the exception that carries the problem, to be raised."""
    return ProblemError(problem(code, where, **values))


def nearest(word: str, known: Collection[str]) -> str:
    """Return the known word that is most like `word`, or an empty string when none is near.

    Among very many words only one that a single slip of a finger turns into `word` is looked for.
    """
    if len(known) > _MANY:
        words = known if isinstance(known, Mapping | AbstractSet) else frozenset(known)
        return next((guess for guess in _one_slip_away(word[:_LONG]) if guess in words), "")
    import difflib

    return next(iter(difflib.get_close_matches(word[:_LONG], known, n=1, cutoff=0.6)), "")


def _one_slip_away(word: str) -> Iterator[str]:
    """Yield words like this one but for its case, two characters swapped, or one changed, added or left out."""
    yield from (word.lower(), word.upper())
    letters = dict.fromkeys(string.ascii_lowercase + string.digits + "-_./" + word)
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        yield before + after[1:2] + after[:1] + after[2:]
        yield before + after[1:]
        for letter in letters:
            yield before + letter + after[1:]
            yield before + letter + after


def is_error(found: Problem) -> bool:
    """Return whether the problem makes a run fail."""
    return catalogue()[found.code].level == "error"


def exit_code(found: Iterable[Problem], *, strict: bool = False) -> int:
    """Return 0 when clean, 1 for problems in content, 2 for wrong use, config or machine.

    With `strict`, warnings count as problems in content.
    """
    codes = [_exit_of(one) for one in found]
    return max(codes, default=0) or int(strict and bool(codes))


def _exit_of(found: Problem) -> int:
    """Return the exit code of one problem; an error in the config is wrong use whatever its kind."""
    in_config = found.where is not None and found.where.file == CONFIG
    return 2 if in_config and is_error(found) else catalogue()[found.code].exit


def message(found: Problem, language: Language) -> str:
    """Return what is wrong, in one sentence."""
    entry = catalogue()[found.code]
    return (entry.zh if language == "zh" else entry.en).format_map(_displayed(found))


def _displayed(found: Problem) -> dict[str, str]:
    """Return the values as a terminal may show them: without control characters, and not endless."""
    return {
        name: _HARMFUL.sub("\ufffd", text if len(text) <= _LONG else text[:_LONG] + "…")
        for name, text in found.values.items()
    }


def hint(found: Problem, language: Language) -> str:
    """Return what to do about it; the nearest known name comes first when there is one."""
    entry = catalogue()[found.code]
    values = _displayed(found)
    near = values.get("near", "")
    guess = {"zh": f"是不是“{near}”？", "en": f"Did you mean “{near}”?"}[language] if near else ""
    advice = (entry.hint_zh if language == "zh" else entry.hint_en).format_map(values)
    return " ".join(part for part in (guess, advice) if part)


def excerpt(text: str, place: Place) -> str:
    """Return the line of `text` at `place` with a caret under the column; empty when there is none."""
    number, line, at = pointed(text, place)
    if at is None:
        return number + line
    return f"{number}{line}\n{' ' * (len(number) - 2)}| {width(line[:at]) * ' '}^"


def pointed(text: str, place: Place) -> tuple[str, str, int | None]:
    """Return the number of the line of `text` at `place`, the line near the column, and the column's index in it."""
    lines = text.split("\n", place.line)
    if not 0 < place.line <= len(lines):
        return "", "", None
    start = max(0, place.column - 60)
    line = _HARMFUL.sub("\ufffd", lines[place.line - 1][start : start + 100].replace("\t", " "))
    at = place.column - 1 - start
    return f"{place.line:>5} | ", line, at if 0 <= at <= len(line) else None


def width(text: str) -> int:
    """Return the columns a terminal gives the text: two for East Asian wide characters, none for marks."""
    marks = sum(unicodedata.category(char) in ("Mn", "Me", "Cf") for char in text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - marks


def shown(found: Problem, language: Language, excerpt_text: str = "") -> str:
    """Return the problem as lines for a terminal: place, level, message, code, excerpt, hint."""
    where = found.where
    place = ""
    if isinstance(where, Place):
        file = _HARMFUL.sub("\ufffd", where.file)
        place = ":".join([file, *(str(n) for n in (where.line, where.column) if n)]) + ": "
    level = catalogue()[found.code].level
    word = {"zh": {"error": "错误", "warning": "警告"}, "en": {"error": "error", "warning": "warning"}}[language][level]
    lines = [f"{place}{word}: {message(found, language)} [{found.code}]"]
    if excerpt_text:
        lines.append(excerpt_text)
    if advice := hint(found, language):
        lines.append("      = " + advice.replace("\n", "\n" + " " * 8))
    return "\n".join(lines)
