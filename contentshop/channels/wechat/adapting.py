"""The step that makes an article's content: plain HTML in, what an official account takes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from .checking import check
from .views import Adapted, WechatArticle

if TYPE_CHECKING:
    from bs4 import Tag

_HEAVIEST = 5
_SHOWN = 16


def adapt(article: WechatArticle, html: str) -> Adapted:
    """Return the content that plain HTML gives, with what was found out about it.

    Args:
        article: what it is made from.
        html: what `wechat/content.html` made of that.

    """
    from bs4 import BeautifulSoup

    from .passes import PASSES, Work

    tree = BeautifulSoup(f"<body>{html}</body>", "lxml").body
    if tree is None:
        raise ValueError(html)
    work = Work(article, tree)
    for one in PASSES:
        one(tree, work)
    content = _written(tree)
    outer = tree.find("section")
    inner = outer.find("section") if outer else None
    return Adapted(
        content=content,
        visible=len("".join(tree.get_text().split())),
        heaviest=_heaviest(inner) if inner else (),
        references=tuple(work.references.values()),
        inserts=tuple(sorted(work.inserts.values(), key=lambda one: one.number)),
        codes=tuple(dict.fromkeys(work.codes)),
        findings=check(content),
    )


def adapted(article: WechatArticle, html: str) -> bytes:
    """Return the same as bytes, for the memo of steps."""
    return msgspec.msgpack.encode(adapt(article, html))


def _written(tree: Tag) -> str:
    """Return the HTML without what HTML does not ask for: no entities but `&amp;`, `&lt;`, `&gt;`, no slashes."""
    from bs4.dammit import EntitySubstitution
    from bs4.formatter import HTMLFormatter

    formatter = HTMLFormatter(entity_substitution=EntitySubstitution.substitute_xml, void_element_close_prefix="")
    return tree.decode_contents(formatter=formatter)


def _heaviest(inner: Tag) -> tuple[tuple[str, int], ...]:
    """Return the heaviest blocks, the heaviest first: how each begins, and its characters."""
    found = []
    for block in inner.children:
        text = " ".join(block.get_text().split())
        shown = text[:_SHOWN] + "…" * (len(text) > _SHOWN)
        found.append((shown or "<img>", len(str(block))))
    return tuple(sorted(found, key=lambda one: -one[1])[:_HEAVIEST])
