"""The step that makes an article's content: plain HTML in, what an official account takes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from .checking import check
from .views import Adapted, ShownCode, WechatArticle
from .weighing import weight_of

if TYPE_CHECKING:
    from bs4 import Tag


def adapt(article: WechatArticle, html: str) -> Adapted:
    """Return the content that plain HTML gives, with what was found out about it.

    Args:
        article: what it is made from.
        html: what `wechat/content.html` made of that.

    """
    from bs4 import BeautifulSoup

    from .passes import FOR_DRAFTS, PASSES, Work

    tree = BeautifulSoup(f"<body>{html}</body>", "lxml").body
    if tree is None:
        raise ValueError(html)
    work = Work(article, tree)
    for one in PASSES:
        one(tree, work)
    content = _written(tree)
    weight = weight_of(tree, len(content))
    for one in FOR_DRAFTS:
        one(tree, work)
    return Adapted(
        content=content,
        draft=_written(tree),
        weight=weight,
        references=tuple(work.references.values()),
        inserts=tuple(sorted(work.inserts.values(), key=lambda one: one.number)),
        codes=tuple(ShownCode(token, work.side_of(token)) for token in dict.fromkeys(work.codes)),
        served=tuple(sorted(work.served.items())),
        left_out=tuple(work.left_out),
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
