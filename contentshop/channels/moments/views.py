"""What a poster's template may show, and what comes of its text."""

from __future__ import annotations

import msgspec

from contentshop.channels.prices import PriceView
from contentshop.links import without_kouling
from contentshop.model import Place, Poster, Record
from contentshop.problems import fail

TEMPLATE = "moments/poster.txt"
_TEXTS = frozenset(Poster.__struct_fields__) - {"language", "code", "sells", "small"}
_MANY = "small"


class PosterView(Record):
    """A poster of a product, or of an article; texts are plain and on one line each."""

    language: str
    account: str
    title: str
    summary: str
    code: str
    """The address in its code."""
    ad: bool
    """Whether the mark “广告”/“Ad” is shown."""
    sells: bool = False
    """Whether it is a product's."""
    price: PriceView | None = None
    price_hidden: bool = False
    shop: str = ""
    """The name of the shop that sells the product."""
    earns: bool = False
    """Whether a sale there earns a commission."""
    lines: tuple[str, ...] = ()
    """What must be said beside such a product."""
    byline: str = ""
    """An article's author and day."""
    contact: str = ""
    """How the one who hands the poster on is reached."""


def worded(view: PosterView, text: str) -> bytes:
    """Return the poster that a template's text describes, serialised; no 口令 stands on it, whoever wrote it.

    Raises:
        ProblemError: broken-template, for a line of an unknown name.

    """
    texts: dict[str, str] = {}
    small: list[str] = []
    for line in without_kouling(text).splitlines():
        name, colon, value = (part.strip() for part in line.partition(":"))
        if name == _MANY and colon:
            small += [value] if value else []
        elif name in _TEXTS and colon:
            texts[name] = value
        elif line.strip():
            raise fail("broken-template", Place(f"templates/{TEMPLATE}"), reason=f"no such text: {name}")
    said = {"account": "", "ad": "", "title": "", "summary": "", "hint": "", "offer": "", **texts}
    made = Poster(language=view.language, code=view.code, sells=view.sells, small=tuple(small), **said)
    return msgspec.msgpack.encode(made)
