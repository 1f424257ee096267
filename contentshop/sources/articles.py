"""Markdown files as articles: front matter read, defaults taken from the file's name and the config."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from contentshop.languages import in_language
from contentshop.model import Article, Config, FrontMatter, KeyPlace, Place, Problem, TypedArticle, digest
from contentshop.problems import ProblemError, Report, problem

from . import schema
from .files import Folder, readable
from .nodes import Composer

_KEY = re.compile(r"[\w-]+:(\s|$)")
_LIKE_HYPHENS = re.compile(r"(?!---\s*\Z)[-－—–―‐‑‒−─━﹣]{2,}\s*")
_FIRST_KEY = re.compile(r"\s*([\w-]+)[:：]")
_MORE_TAGS = re.compile(r"[，、]")
_DATED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])[-_ ]?(.*)")
_OLD_ADDRESS = re.compile(r"/?articles/([^/]+)/?")
_ALIAS = re.compile(r"/?[^\s/?#:*\\<>\"|%](?:[^\s?#:*\\<>\"|%]{0,198}[^\s?#:*\\<>\"|%])?")
_SLUG = re.compile(r"\w([\w.~-]*[\w~-])?")
_WINDOWS_KEEPS = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_SLUG_BYTES = 200


def split(text: str) -> tuple[str, str, int]:
    """Return front matter, body and the line on which the body begins, counted from 1.

    The front matter stands between a first line `---` and the next line `---` or `...`; a file
    without these has none.
    """
    if text[:3] == "---":
        lines = text.split("\n")
        if lines[0].rstrip() == "---":
            for number, line in enumerate(lines[1:], start=1):
                if line.rstrip() in ("---", "..."):
                    return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
    return "", text, 1


def read_article(
    file: str, text: str, config: Config, zone: ZoneInfo, report: Report, known: Collection[str] = ()
) -> TypedArticle | None:
    """Return the article with its body; what is wrong with its head is reported and left at its default.

    `known` are the article ids that tokens were made from: an id once used stays, whatever aliases are added.

    None when it cannot be told where the head ends.
    """
    head, body, body_line = split(text)
    if body_line == 1 and _opens_head(text):
        report(problem("unclosed-front-matter", Place(file, 1, 1)))
        return None
    if _opens_head_otherwise(text):
        report(problem("odd-front-matter", Place(file, 1, 1), line=text.partition("\n")[0].strip()))
        return None
    front = None
    try:
        node = Composer("\n" + head, file, report).document()  # a line for the `---`, so that places fit
        front = schema.read(node, FrontMatter, file, report)
    except ProblemError as error:
        report(error.problem)
    return _article(file, front or FrontMatter(), body, body_line, config, zone, report if front else _ignore, known)


def body_of(folder: Folder, file: str) -> str:
    """Return the body in an article's file as it stands there now; bytes that are no text count as U+FFFD.

    Raises:
        ProblemError: file-unreadable.

    """
    return split(readable(folder.bytes(file)))[1]


def with_body(article: Article, body: str) -> TypedArticle:
    """Return an article with a body, be it its own or another one."""
    fields = {name: getattr(article, name) for name in Article.__struct_fields__}
    return TypedArticle(**{**fields, "text": _digest_of(body)}, body=body)


def _digest_of(body: str) -> str:
    return digest(body) if body.strip() else ""


def has_old_addresses(article: Article) -> bool:
    """Return whether an article stood at other addresses of the site, so that its id may depend on the ledger."""
    return any(_OLD_ADDRESS.fullmatch(alias) for alias in article.aliases)


def _ignore(_: Problem) -> None:
    """Take note of nothing."""


def _opens_head(text: str) -> bool:
    """Return whether a first line `---` that is never closed is meant to open front matter: a key follows."""
    first, _, rest = text.partition("\n")
    return first.rstrip() == "---" and bool(_KEY.match(rest.lstrip()))


def _opens_head_otherwise(text: str) -> bool:
    """Return whether other signs than three hyphens stand on a first line, and a key of the front matter follows."""
    first, _, rest = text.partition("\n")
    key = _FIRST_KEY.match(rest)
    return key is not None and bool(_LIKE_HYPHENS.fullmatch(first)) and key[1] in FrontMatter.__struct_fields__


def _article(
    file: str,
    front: FrontMatter,
    body: str,
    body_line: int,
    config: Config,
    zone: ZoneInfo,
    report: Report,
    known: Collection[str],
) -> TypedArticle:
    stem = unicodedata.normalize("NFC", PurePosixPath(file).stem)
    dated = _DATED.fullmatch(stem)
    slug = _slug(front.slug, undated(stem), config.site.slugs, file, report)
    language = front.language or config.site.language
    old = [match[1] for alias in front.aliases if (match := _OLD_ADDRESS.fullmatch(alias))]
    for number, alias in enumerate(front.aliases):
        if not _ALIAS.fullmatch(alias) or "/../" in f"/{alias}/" or "/./" in f"/{alias}/":
            report(problem("wrong-alias", KeyPlace(file, ("aliases", number)), alias=alias))
    for number, tag in enumerate(front.tags):
        if _MORE_TAGS.search(tag):
            report(problem("joined-tags", KeyPlace(file, ("tags", number)), tag=tag))
    return TypedArticle(
        file=file,
        id=unicodedata.normalize("NFC", front.id) or _first_slug(slug, old, known),
        slug=slug,
        title=_one_line(front.title),
        language=language,
        author=_one_line(front.author) or in_language(config.site, language, config.site.language).author,
        date=_moment(front.date or (dated[1] if dated else ""), zone, KeyPlace(file, ("date",)), report),
        updated=_moment(front.updated, zone, KeyPlace(file, ("updated",)), report),
        tags=tuple(dict.fromkeys(tag for one in front.tags if (tag := _one_line(one)))),
        summary=front.summary,
        cover=front.cover,
        draft=front.draft,
        pinned=front.pinned,
        aliases=front.aliases,
        text=_digest_of(body),
        body=body,
        body_line=body_line,
        translation_of=unicodedata.normalize("NFC", front.translation_of),
        wechat_url=front.wechat_url,
    )


def undated(stem: str) -> str:
    """Return the name of an article's file without suffix and date, or the date where there is nothing else."""
    dated = _DATED.fullmatch(stem)
    return (dated[2] if dated else "") or stem


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _first_slug(slug: str, old: list[str], known: Collection[str]) -> str:
    """Return the slug the article had first: one that tokens know, else its oldest address's, else its own."""
    return next((name for name in (slug, *old) if name in known), old[0] if old else slug)


def _slug(typed: str, name: str, style: str, file: str, report: Report) -> str:
    """Return the typed slug, else one from the name; one that cannot be a folder's name is reported."""
    slug = unicodedata.normalize("NFC", typed) or slug_of(name, style)
    if not is_slug(slug):
        report(problem("wrong-slug", KeyPlace(file, ("slug",)), slug=slug or name))
    return slug


def is_slug(name: str) -> bool:
    """Return whether a name can be a folder's on every disk, and part of an address."""
    return bool(_SLUG.fullmatch(name)) and not _WINDOWS_KEEPS.fullmatch(name) and len(name.encode()) <= _SLUG_BYTES


def slug_of(name: str, style: str) -> str:
    """Return a name as the last part of an address: letters, digits, `-`, `_`, `.`, `~`; Chinese kept or in pinyin.

    Pinyin needs the extra of that name, which `read_config` makes sure of.
    """
    if style == "pinyin":
        from pypinyin import lazy_pinyin

        name = "-".join(part for part in lazy_pinyin(name) if part.strip())
    words = re.sub(r"[^\w.~-]+", "-", unicodedata.normalize("NFC", name))
    return re.sub(r"-{2,}", "-", words).strip("-._~").lower()


def _moment(text: str, zone: ZoneInfo, where: KeyPlace, report: Report) -> datetime | None:
    """Return a day or time as an aware moment in the site's zone; a day means its first instant.

    A time that the zone's clocks leap over is the one they show then.
    """
    if not text:
        return None
    moment = schema.moment(text)
    if moment is not None:
        aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        return aware.astimezone(UTC).astimezone(zone)
    expected, chinese = schema.EXPECTED["date"]
    report(problem("wrong-type", where, value=text, expected=expected, expected_zh=chinese))
    return None


def report_duplicates(articles: Iterable[Article], report: Report) -> set[str]:
    """Report articles that share an id or slug, also in another case, with an earlier one; return the files of both."""
    slugs: dict[str, Article] = {}
    ids: dict[str, Article] = {}
    clashing: set[str] = set()
    for article in articles:
        same_slug = slugs.setdefault(article.slug.casefold(), article)
        same_id = ids.setdefault(article.id.casefold(), article)
        if same_slug is not article:
            where = KeyPlace(article.file, ("slug",))
            report(problem("duplicate-slug", where, name=article.slug, other=same_slug.file))
            clashing |= {article.file, same_slug.file}
        if same_id is not article and not (same_id is same_slug and _is_from_slug(article) and _is_from_slug(same_id)):
            where = KeyPlace(article.file, ("id",))
            report(problem("duplicate-id", where, name=article.id, other=same_id.file))
            clashing |= {article.file, same_id.file}
    return clashing


def _is_from_slug(article: Article) -> bool:
    """Return whether another slug would give the article another id too."""
    return article.id == article.slug
