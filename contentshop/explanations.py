"""Why a file of the output was written, deleted or left alone: the records, and how they are told.

Cause         one thing that is not as it was at the build before
Explanation   what became of one file, and the causes
explained     an explanation as text
changed       the files that a run would change, each with its first cause, as text
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Literal

from contentshop.model import Place, Problem, Record
from contentshop.phrases import phrase
from contentshop.problems import Language, message, width

CauseKind = Literal[
    "field", "text", "bytes", "added", "removed", "due", "unpublished", "day", "fonts", "program", "first"
]
Verdict = Literal["created", "changed", "restored", "again", "deleted", "held", "unchanged"]
"""`restored`: it was not as it had been written; `again`: nothing was known of how it was made; `held`: what it is
made from is wrong, so it stays as it last was."""
_MANY = 20
"""Causes that are told one by one."""
_LONG = 60
"""Characters of a value that are told."""
_BEFORE = 20
"""Characters that are told of a long value before it differs."""
_LINE_ENDS = re.compile(r"\s*[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]\s*")


class Cause(Record):
    """One thing that is not as it was at the build before."""

    kind: CauseKind
    where: Place | None = None
    name: str = ""
    """Of the field, as `vinegar-6y.price`; of the part of the program."""
    old: str = ""
    new: str = ""
    """As typed; for texts their first line that differs."""
    lines: int = 0
    """How many lines of a text differ."""


class Explanation(Record):
    """What became of one file of the output, or would, and why."""

    path: str
    """Below the output folder, with `/`."""
    verdict: Verdict
    causes: tuple[Cause, ...] = ()
    undecided: tuple[Cause, ...] = ()
    """Changes of which some touch this file; there were too many to try each."""
    held_by: tuple[Problem, ...] = ()
    """Of a file that is held: the errors for which it stays; located."""
    source: str = ""
    """The article, the products' file or the picture it is made of, where it is one alone."""
    template: str = ""
    """The template that makes it, where one does."""
    others: tuple[Cause, ...] = ()
    """What else is not as it was, and does not touch this file."""


def explained(one: Explanation, language: Language) -> str:
    """Return an explanation as lines for a terminal."""
    lines = [phrase("explained", language, path=one.path, verdict=phrase(f"verdict.{one.verdict}", language))]
    if not (one.causes or one.undecided) and one.verdict in ("created", "changed", "deleted"):
        lines.append("  " + phrase("explain-unknown", language))
    lines += _listed([told(cause, language) for cause in one.causes], "  ")
    lines += _under("explain-undecided", [told(cause, language) for cause in one.undecided], language)
    lines += _under("held-by", [_error(error, language) for error in one.held_by], language)
    made = [name for name in (one.source, one.template) if name]
    if made:
        lines.append("  " + phrase("made-from", language, names={"en": ", ", "zh": "、"}[language].join(made)))
    lines += _under("untouched", [told(cause, language) for cause in one.others], language)
    return "\n".join(lines)


def changed(every: Sequence[Explanation], language: Language) -> list[str]:
    """Return a line for each file that would change, with its first cause and how many more there are."""
    words = [phrase(f"dry.{one.verdict}", language) for one in every]
    widest = max((width(one.path) for one in every), default=0)
    lines = []
    for word, one in zip(words, every, strict=True):
        few = phrase("dry-undecided", language, count=len(one.undecided)) if one.undecided else ""
        why = told(one.causes[0], language) if one.causes else few
        more = f"  +{len(one.causes) - 1}" if len(one.causes) > 1 else ""
        lines.append(f"{word}  {one.path}{' ' * (widest - width(one.path))}  {why}{more}".rstrip())
    return lines


def told(cause: Cause, language: Language) -> str:
    """Return a cause as one line: where, what, old → new."""
    more = phrase("cause-lines", language, count=cause.lines - 1) if cause.lines > 1 else ""
    old, new = _short(cause.old, cause.new)
    said = phrase(
        f"cause.{cause.kind}",
        language,
        name=cause.name,
        old=old or "—",
        new=new or "—",
    )
    return " ".join(part for part in (_place(cause.where), said.strip() + more) if part)


def _error(found: Problem, language: Language) -> str:
    place = f"{_place(found.where)} " if isinstance(found.where, Place) else ""
    return f"{place}{message(found, language)} [{found.code}]"


def _place(where: Place | None) -> str:
    return "" if where is None else f"{where.file}:{where.line}" if where.line else where.file


def _under(heading: str, lines: Sequence[str], language: Language) -> list[str]:
    """Return lines below a heading that counts them; nothing without any."""
    if not lines:
        return []
    return ["  " + phrase(heading, language, count=len(lines)), *_listed(lines, "    ")]


def _listed(lines: Sequence[str], indent: str) -> list[str]:
    few = [indent + line for line in lines[:_MANY]]
    return [*few, f"{indent}… +{len(lines) - _MANY}"] if len(lines) > _MANY else few


def _short(*texts: str) -> list[str]:
    """Return values on one line each, and not endless; long ones that begin alike from shortly before they differ."""
    lines = [_LINE_ENDS.sub(" ", text).strip() for text in texts]
    long = all(lines) and max(map(len, lines)) > _LONG
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(*lines, strict=False)))
    return [_cut(line, same - _BEFORE if long and same > _LONG - _BEFORE else 0) for line in lines]


def _cut(line: str, start: int) -> str:
    text = f"…{line[start:]}" if start else line
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"
