"""The rules as rows of `rules.yaml`, checked and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from string import Formatter
from typing import Annotated, Literal

import msgspec

from contentshop.model import Record
from contentshop.problems import Language
from contentshop.tables import load

Severity = Literal["error", "warning"]
Way = Literal["paste", "api"]
"""How content reaches WeChat: pasted into its editor, or sent through the API as it is."""


class Words(Record):
    """What is wrong, and what to do about it."""

    what: str
    do: str


class Text(Record):
    """A text in both languages."""

    zh: str = ""
    en: str = ""

    def said(self, language: Language) -> str:
        """Return it in a language."""
        return self.zh if language == "zh" else self.en


class Rule(Record):
    """A row of `rules.yaml`; the head of that file says what each field means."""

    id: Annotated[str, msgspec.Meta(pattern="^[a-z]+(-[a-z]+)*$")]
    fact: str
    where: tuple[Literal["api", "editor", "reader", "lint"], ...]
    severity: Severity
    source: tuple[str, ...]
    confidence: Literal["H", "M", "L"]
    zh: Words
    en: Words
    checked: date = date(2026, 11, 21)
    subject: Literal["content", "fields", "browser"] = "content"
    way: Literal["", "api"] = ""
    detail: Text = Text()
    limits: dict[str, float] = {}
    known: frozenset[str] = frozenset()
    values: tuple[str, ...] = ()

    def words(self, language: Language) -> Words:
        """Return its words in a language."""
        return self.zh if language == "zh" else self.en


class _File(Record):
    sources: dict[str, Text]
    rules: tuple[Rule, ...]


@cache
def _file() -> _File:
    found = msgspec.convert(load(__package__ or "", "rules.yaml"), _File)
    if len({one.id for one in found.rules}) != len(found.rules):
        msg = "rules.yaml: a rule has two rows"
        raise ValueError(msg)
    for one in found.rules:
        _approve(one, found.sources)
    return found


def _approve(rule: Rule, named: Mapping[str, Text]) -> None:
    """Raise for a row that promises what it does not hold."""
    wrong = ""
    names = {text: _names(text) for text in (rule.zh.what, rule.en.what, rule.zh.do, rule.en.do)}
    if not set(rule.source) <= set(named) or not rule.source or not rule.where:
        wrong = "its sources and places are named"
    elif rule.severity == "error" and rule.confidence != "H":
        wrong = "only what is sure forbids"
    elif names[rule.zh.what] != names[rule.en.what]:
        wrong = "both languages give the same values"
    elif set().union(*names.values()) - set(rule.values) - set(rule.limits):
        wrong = "words use its values and limits only"
    if wrong:
        msg = f"rules.yaml: {rule.id}: {wrong}"
        raise ValueError(msg)


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def rules() -> Mapping[str, Rule]:
    """Return every rule by its id, in the order of the file, read once.

    Raises:
        ValueError: The packaged file is broken (`msgspec.ValidationError` for a wrong type).

    """
    return _by_id()


@cache
def _by_id() -> Mapping[str, Rule]:
    return {one.id: one for one in _file().rules}


def sources() -> Mapping[str, Text]:
    """Return the sources by their keys."""
    return _file().sources
