"""HTML made harmless: only what Markdown makes and harmless tags are kept."""

from __future__ import annotations

import hashlib
import html
import re

import nh3

from .slots import BLOCK_TAG, LINK_TAG, piecewise

_TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "input",
        "label",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "section",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "u",
        "ul",
        "var",
        "wbr",
    ]
) | {BLOCK_TAG, LINK_TAG}
_ATTRIBUTES = {
    "*": {"class", "id", "title", "lang", "dir"},
    "a": {"href", "name"},
    "img": {"src", "alt", "width", "height", "loading"},
    "input": {"checked"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "td": {"style", "align", "colspan", "rowspan"},
    "th": {"style", "align", "colspan", "rowspan", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "time": {"datetime"},
    "del": {"datetime", "cite"},
    "ins": {"datetime", "cite"},
    "blockquote": {"cite"},
    "q": {"cite"},
}


def bare(address: str) -> str:
    """Return the address as a browser reads its scheme."""
    return re.sub(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\ufeff]+", "", html.unescape(address)).lower()


def _without_data(tag: str, name: str, value: str) -> str | None:
    """Drop `data:` addresses that are no pictures."""
    if name in ("href", "src", "cite") and (address := bare(value)).startswith("data:"):
        return value if tag == "img" and address.startswith("data:image/") else None
    return value


_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    clean_content_tags={
        "script",
        "style",
        "iframe",
        "object",
        "noscript",
        "template",
        "textarea",
        "title",
        "svg",
        "math",
    },
    attributes=_ATTRIBUTES,
    tag_attribute_values={"input": {"type": {"checkbox"}}},
    set_tag_attribute_values={"input": {"disabled": ""}},  # one only: several come out in random order
    filter_style_properties={"text-align"},
    url_schemes={"http", "https", "mailto", "tel", "sms", "weixin", "data"},
    attribute_filter=_without_data,
    link_rel=None,
)


def clean(output: str, body: str) -> str:
    """Return the Markdown output without scripts, styles, frames and event handlers.

    Placeholders survive. A character reference can name the signs around them, so they are carried
    through under a name made from the body, which the body cannot contain.
    """
    name = "cs" + hashlib.blake2b(body.encode("utf-8", "replace"), digest_size=12).hexdigest()
    return piecewise(output, lambda piece: _cleaned(piece, f"{name}l", f"{name}r"))


def _cleaned(piece: str, left: str, right: str) -> str:
    cleaned = _CLEANER.clean(piece.replace("\x02", left).replace("\x03", right))
    cleaned = cleaned.replace("\x02", "").replace("\x03", "")
    return cleaned.replace(left, "\x02").replace(right, "\x03")
