"""The commands of the official account: `wechat check`, `wechat rules`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from contentshop.model import Place
from contentshop.options import flag
from contentshop.phrases import phrase
from contentshop.problems import CONTENT, Language, fail

if TYPE_CHECKING:
    from contentshop.channels.wechat import Finding, Rule, Way, Weight

_PLACES = 3
"""So many places are shown of each rule that is broken."""


def wechat_commands(language: Language) -> list[click.Command]:
    """Return the commands of the group `wechat`."""
    return [_check(language), _rules(language)]


def _check(language: Language) -> click.Command:
    def run(*, files: tuple[Path, ...], api: bool, strict: bool, as_json: bool) -> int:
        from contentshop.channels.wechat import body_of, check, check_article, weigh

        way: Way = "api" if api else "paste"
        found: list[tuple[Path, Weight, tuple[Finding, ...]]] = []
        for path, text in _contents(files, language):
            content = body_of(text)
            findings = (*check(content, way), *check_article(content=content.strip()))
            found.append((path, weigh(content.strip()), findings))
        if as_json:
            click.echo(json.dumps([_row(*one, language) for one in found], ensure_ascii=False, indent=1))
        else:
            click.echo("\n".join(_told(*one, language) for one in found))
        severities = {each.severity for _, _, findings in found for each in findings}
        return CONTENT if "error" in severities or (strict and severities) else 0

    path = click.Path(exists=True, dir_okay=False, path_type=Path)
    params: list[click.Parameter] = [
        click.Argument(["files"], nargs=-1, required=True, metavar="FILE...", type=path),
        flag("api", language),
        flag("strict", language),
        flag("json", language, "as_json"),
    ]
    return click.Command("check", callback=run, params=params, help=phrase("help.wechat-check", language))


def _rules(language: Language) -> click.Command:
    def run(*, as_json: bool) -> int:
        from contentshop.channels.wechat import rules, sources

        named = {key: text.said(language) for key, text in sources().items()}
        if as_json:
            rows = [_facts(one, language) for one in rules().values()]
            click.echo(json.dumps({"sources": named, "rules": rows}, ensure_ascii=False, indent=1))
        else:
            lines = [_line(one, language) for one in rules().values()]
            click.echo("\n".join([*lines, "", *(f"{key}  {text}" for key, text in named.items())]))
        return 0

    params: list[click.Parameter] = [flag("json", language, "as_json")]
    return click.Command("rules", callback=run, params=params, help=phrase("help.wechat-rules", language))


def _contents(files: Sequence[Path], language: Language) -> Iterator[tuple[Path, str]]:
    """Yield the files with their texts; in place of pages of ours the articles that they are about.

    Raises:
        ProblemError: file-unreadable, bad-utf8, no-articles-beside.

    """
    from contentshop.channels.wechat import articles_beside

    for path in files:
        text = _read(path)
        pattern = articles_beside(text)
        if not pattern:
            yield path, text
            continue
        beside = sorted(path.parent.glob(pattern))
        if not beside:
            raise fail("no-articles-beside", Place(str(path)), pattern=pattern)
        click.echo(phrase("wechat.copy-page", language, path=path, files=", ".join(map(str, beside))), err=True)
        for one in beside:
            yield one, _read(one)


def _read(path: Path) -> str:
    """Return a file's text.

    Raises:
        ProblemError: file-unreadable, bad-utf8.

    """
    place = Place(str(path))
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise fail("bad-utf8", place, byte=f"{error.object[error.start]:02x}") from None
    except OSError as error:
        raise fail("file-unreadable", place, reason=error.strerror or error) from None


def _told(path: Path, weight: Weight, findings: Sequence[Finding], language: Language) -> str:
    """Return what is said of a file: each broken rule with some of its places, then the numbers."""
    from contentshop.channels.wechat import grouped, words

    lines = []
    for group in grouped(findings):
        first = group[0]
        said = words(first, language)
        level = phrase(f"wechat.{first.severity}", language)
        times = f" ×{len(group)}" if len(group) > 1 else ""
        lines.append(f"{level}: {said.what} [{first.rule}]{times}")
        places = [one for one in group[:_PLACES] if one.line]
        lines += [f"  {path}:{one.line}:{one.column}  {_plain(one.excerpt)}" for one in places]
        lines.append(f"      = {said.do}")
    errors = sum(one.severity == "error" for one in findings)
    if weight.is_heavy:
        lines += _heavy(weight, language)
    size = {"characters": f"{weight.characters:,}", "factor": weight.factor}
    numbers = {"errors": errors, "warnings": len(findings) - errors, **size}
    lines.append(phrase("wechat.checked" if findings else "wechat.clean", language, path=path, **numbers))
    return "\n".join(lines)


def _heavy(weight: Weight, language: Language) -> list[str]:
    """Return what is said of a content that is long for its text, and its heaviest blocks."""
    level = phrase("wechat.note", language)
    said = phrase("wechat.heavy", language, factor=weight.factor, limit=weight.limit)
    return [f"{level}: {said}", *(f"  {number:>7,}  {_plain(text)}" for text, number in weight.heaviest)]


def _plain(text: str) -> str:
    """Return a text without what commands a terminal."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def _row(path: Path, weight: Weight, findings: Sequence[Finding], language: Language) -> dict[str, Any]:
    from msgspec import to_builtins

    from contentshop.channels.wechat import words

    rows = [{**to_builtins(one), **to_builtins(words(one, language))} for one in findings]
    blocks = [{"text": text, "characters": number} for text, number in weight.heaviest]
    size = {"characters": weight.characters, "visible": weight.visible, "heaviest": blocks}
    return {"file": str(path), **size, "findings": rows}


def _facts(rule: Rule, language: Language) -> dict[str, Any]:
    from msgspec import to_builtins

    facts: dict[str, Any] = to_builtins(rule, order="sorted")
    facts |= to_builtins(rule.words(language)) | {"detail": rule.detail.said(language)}
    return {name: value for name, value in facts.items() if name not in ("zh", "en")}


def _line(rule: Rule, language: Language) -> str:
    """Return a rule in three lines: its name, what it says, how one knows."""
    where = ", ".join(phrase(f"wechat.{one}", language) for one in rule.where)
    level = phrase(f"wechat.{rule.severity}", language)
    known = ", ".join([*rule.source, *filter(None, [rule.detail.said(language)])])
    facts = f"{level} · {where} · {known} · {rule.checked} · {rule.confidence}"
    return f"{rule.id}\n    {rule.words(language).what}\n    {facts}"
