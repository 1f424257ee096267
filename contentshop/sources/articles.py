"""Markdown files as articles: front matter read, defaults taken from the file's name and the config."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from contentshop.model import Article, Config, FrontMatter, KeyPlace, Place
from contentshop.problems import ProblemError, Report, fail, problem
from . import schema
from .nodes import Composer, place_of

_DATED = re.compile(r"(\d{4}-\d\d-\d\d)[-_ ]?(.*)")
_OLD_ADDRESS = re.compile(r"/?articles/([^/]+)/?")


def split(text: str) -> tuple[str, str, int]:
    """Return front matter, body and the line on which the body begins, counted from 1.

    The front matter stands between a first line `---` and the next line `---` or `...`; a file
    without a first line `---` has none.
    """
    lines = text.split("\n")
    if lines[0].rstrip() == "---":
        for number, line in enumerate(lines[1:], start=1):
            if line.rstrip() in ("---", "..."):
                return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
    return "", text, 1


def read_article(file: str, text: str, config: Config, zone: ZoneInfo, report: Report) -> Article | None:
    """Return the article, or None after reporting what is wrong with its head."""
    head, body, body_line = split(text)
    found = 0

    def note(one: object) -> None:
        nonlocal found
        found += 1
        report(one)  # type: ignore[arg-type]

    try:
        node = Composer("\n" + head, file, note).document()  # a line for the `---`, so that positions fit
        front = schema.read(node, FrontMatter, file, note)
        if front is None or found:
            return None
        return _article(file, front, body, body_line, config, zone)
    except ProblemError as error:
        report(error.problem)
        return None


def _article(file: str, front: FrontMatter, body: str, body_line: int, config: Config, zone: ZoneInfo) -> Article:
    stem = unicodedata.normalize("NFC", PurePosixPath(file).stem)
    dated = _DATED.fullmatch(stem)
    name = (dated[2] if dated else "") or stem
    slug = slug_of(front.slug or name, config.site.slugs) if not front.slug else front.slug
    if not re.fullmatch(r"[\w][\w.~-]*", slug):
        raise fail("wrong-slug", KeyPlace(file, ("slug",)), slug=slug)
    old = [match[1] for alias in front.aliases if (match := _OLD_ADDRESS.fullmatch(alias))]
    return Article(
        file=file,
        id=front.id or (old[0] if old else slug),
        slug=slug,
        title=front.title,
        language=front.language or config.site.language,
        author=front.author or config.site.author,
        date=_moment(front.date or (dated[1] if dated else ""), zone, file, "date"),
        updated=_moment(front.updated, zone, file, "updated"),
        tags=tuple(dict.fromkeys(tag.strip() for tag in front.tags if tag.strip())),
        summary=front.summary,
        cover=front.cover,
        draft=front.draft,
        pinned=front.pinned,
        aliases=front.aliases,
        body=body,
        body_line=body_line,
    )


def slug_of(name: str, style: str) -> str:
    """Return a name as the last part of an address: letters, digits, `-`, `_`, `.`; Chinese kept or in pinyin.

    Raises:
        ProblemError: no-pinyin, when pinyin is asked for and the extra is not installed.

    """
    if style == "pinyin":
        try:
            from pypinyin import lazy_pinyin
        except ImportError:
            raise fail("no-pinyin") from None
        name = "-".join(part for part in lazy_pinyin(name) if part.strip())
    words = re.sub(r"[^\w.~-]+", "-", unicodedata.normalize("NFC", name))
    return re.sub(r"-{2,}", "-", words).strip("-._~").lower()


def _moment(text: str, zone: ZoneInfo, file: str, key: str) -> datetime | None:
    """Return a day or time as an aware moment in the site's zone; a day means its first instant."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        expected, chinese = "a date such as 2026-11-18", "日期，如 2026-11-18"
        where = KeyPlace(file, (key,))
        raise fail("wrong-type", where, value=text, expected=expected, expected_zh=chinese) from None
    return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)


def place_in_head(text: str, file: str, keys: tuple[str | int, ...]) -> Place:
    """Return where a key of the front matter stands, or the file's first line."""
    place = place_of("\n" + split(text)[0], file, keys)
    return place if place.line else Place(file, 1)


def report_duplicates(articles: list[Article], report: Report) -> set[str]:
    """Report articles that share an id or slug with an earlier one; return the files of both."""
    clashing: set[str] = set()
    for key in ("id", "slug"):
        first: dict[str, Article] = {}
        for article in articles:
            name = getattr(article, key).casefold()
            other = first.setdefault(name, article)
            if other is not article:
                where = KeyPlace(article.file, (key,))
                report(problem(f"duplicate-{key}", where, name=getattr(article, key), other=other.file))
                clashing |= {article.file, other.file}
    return clashing
