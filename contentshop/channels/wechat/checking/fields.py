"""Checks of what goes with a content: title and digest, sizes, numbers of components, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from contentshop.model import Record

from .findings import Finding, of
from .rules import rules
from .tree import Element, Tree, parse

_ESCAPE = re.compile(r"\\u[0-9a-fA-F]{4}")
_SHOWN = 80
_VIDEOS = ("data-mpvid", "data-vid")
_CARDS = ("mp-miniprogram", "mp-common-miniprogram", "mp-weapp")


class PictureFile(Record):
    """A picture that goes along with an article: its name, its type (`jpeg`, `png`) and its size in bytes."""

    name: str
    type: str
    size: int


def check_article(
    *,
    title: str = "",
    author: str = "",
    digest: str = "",
    content_source_url: str = "",
    content: str = "",
    pictures: tuple[PictureFile, ...] = (),
    covers: tuple[PictureFile, ...] = (),
) -> tuple[Finding, ...]:
    """Return where the fields of an article go beyond what WeChat takes.

    The content is only measured and its components counted; `check` looks at the rest of it.
    """
    found = [
        *_counted("title-long", len(title), title),
        *_counted("author-long", len(author), author),
        *_counted("digest-long", len(digest), digest),
        *_address(content_source_url),
        *_sizes(content),
        *_components(parse(content)),
        *(each for one in pictures for each in _file(one, "picture")),
        *(each for one in covers for each in _file(one, "cover")),
    ]
    found += _unless("title-long", found, _counted("title-api", len(title), title))
    found += _unless("digest-long", found, _counted("digest-editor", len(digest), digest))
    for name, text in (("title", title), ("author", author), ("digest", digest)):
        if _ESCAPE.search(text):
            found.append(of(rules()["escapes"], text[:_SHOWN], field=name))
    return tuple(found)


def _unless(rule: str, found: list[Finding], others: Iterator[Finding]) -> Iterator[Finding]:
    """Return the others when a rule that says more is not broken."""
    return iter(()) if any(one.rule == rule for one in found) else others


def _counted(rule: str, count: int, text: str) -> Iterator[Finding]:
    if count > rules()[rule].limits["most"]:
        yield of(rules()[rule], text[:_SHOWN], count=count)


def _many(rule: str, tree: Tree, found: list[Element]) -> Iterator[Finding]:
    if found:
        yield from _counted(rule, len(found), tree.excerpt(found[0]))


def _address(address: str) -> Iterator[Finding]:
    if not address:
        return
    try:
        parts = urlsplit(address)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        sound = False
    rule = rules()["source-url"]
    if not sound or len(address.encode()) > rule.limits["most"] or re.search(r"\s", address):
        yield of(rule, address[:_SHOWN], address=address[:_SHOWN])


def _sizes(content: str) -> Iterator[Finding]:
    size = len(content.encode("utf-8", "replace"))
    if size > rules()["content-heavy"].limits["most"]:
        yield of(rules()["content-heavy"], content[:_SHOWN], count=size)
    elif len(content) >= rules()["content-long"].limits["most"]:
        yield of(rules()["content-long"], content[:_SHOWN], count=len(content))


def _components(tree: Tree) -> Iterator[Finding]:
    links = [one for one in tree.named("a") if "data-miniprogram-appid" in one.attributes]
    programs = [*links, *tree.named(*_CARDS)]
    videos = [one for one in tree.elements if one.tag != "mp-common-videosnap" and any(one[name] for name in _VIDEOS)]
    first = {one["data-miniprogram-appid"]: one for one in reversed(programs)}
    yield from _many("videos", tree, videos)
    yield from _many("cards", tree, tree.named("mpcard", "mp-common-cps", "mp-card"))
    yield from _many("miniprograms", tree, programs)
    yield from _many("miniprogram-accounts", tree, list(first.values()))
    yield from _many("products", tree, tree.named("mp-common-product"))


def _file(one: PictureFile, kind: str) -> Iterator[Finding]:
    types, sizes = rules()[f"{kind}-type"], rules()[f"{kind}-size"]
    if one.type.lower() not in types.known:
        yield of(types, one.name, name=one.name, type=one.type)
    if one.size >= sizes.limits["most"]:
        yield of(sizes, one.name, name=one.name, count=one.size)
