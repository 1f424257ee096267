"""What the checker says: findings, and their words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from contentshop.model import Place, Problem, Record
from contentshop.problems import Language, problem

from .rules import Rule, Severity, Words, rules


class Finding(Record):
    """One place where a content breaks a rule.

    Attributes:
        rule: The rule's id.
        severity: error or warning.
        excerpt: The tag as written with the beginning of its text, or the beginning of a field.
        values: What the rule's words fill in.
        line: Where in the content, from 1; 0 for what is no part of it.
        column: The column in characters, from 1.

    """

    rule: str
    severity: Severity
    excerpt: str = ""
    values: dict[str, str] = {}
    line: int = 0
    column: int = 0


def words(finding: Finding, language: Language) -> Words:
    """Return what is wrong and what to do, filled in."""
    rule = rules()[finding.rule]
    values = {name: number(limit) for name, limit in rule.limits.items()} | finding.values
    found = rule.words(language)
    return Words(found.what.format_map(values), found.do.format_map(values))


def number(value: float) -> str:
    """Return a number as short as it can be: two decimals at most, none where it is whole."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def of(rule: Rule, excerpt: str = "", **values: object) -> Finding:
    """Return a finding of a rule."""
    texts = {name: number(value) if isinstance(value, float) else str(value) for name, value in values.items()}
    return Finding(rule.id, rule.severity, excerpt, texts)


def grouped(findings: Iterable[Finding]) -> list[Sequence[Finding]]:
    """Return findings by their rules, errors first, otherwise in the order in which rules first occur."""
    groups: dict[str, list[Finding]] = {}
    for one in findings:
        groups.setdefault(one.rule, []).append(one)
    return sorted(groups.values(), key=lambda group: group[0].severity != "error")


def problems_of(findings: Iterable[Finding], file: str) -> tuple[Problem, ...]:
    """Return one problem for each rule that is broken, located at an article's file, with the first excerpt."""
    found = []
    for group in grouped(findings):
        first = group[0]
        zh, en = words(first, "zh"), words(first, "en")
        values = {"what": en.what, "what_zh": zh.what, "do": en.do, "do_zh": zh.do, "excerpt": first.excerpt}
        values |= {"rule": first.rule, "count": str(len(group))}
        if first.severity == "error":
            found.append(problem("wechat-finding", Place(file), **values))
        else:
            found.append(problem("wechat-finding-minor", Place(file), **values))
    return tuple(found)
