"""The words a reader sees: the text of elements, anchors, the lead."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence

from markdown.inlinepatterns import HTML_RE
from markdown.util import AMP_SUBSTITUTE, HTML_PLACEHOLDER_RE

from .han import is_han

SHORT = 120
"""The longest lead or mention, in characters."""

_TAG = re.compile(HTML_RE, re.DOTALL)
_UNREAD = re.compile(r"<(rt|rp|script|style|template)\b[^>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_CONTROL = re.compile("[\x00\x01\x04-\x1f\x7f-\x9f]")
"""Unicode's category Cc but for the signs around placeholders."""
SENTENCE = re.compile(r".+?(?:[。！？…]+[”’」』）)]*|[.!?]+[\"”’)]*(?=\s|$)|$)", re.DOTALL)
_SENTENCE_END = re.compile(r"[。！？….!?；;，,：:][”’」』）)\"\x27]*\Z")


def source(element: ET.Element, stash: Sequence[object]) -> str:
    """Return the visible text of an element as HTML text, placeholders kept.

    Footnote marks, pictures, scripts, styles and readings over ruby are left out; raw tags are dropped.
    """
    text = "".join(_texts(element)).replace(AMP_SUBSTITUTE, "&")
    text = text.replace("<", "&lt;").replace(">", "&gt;")
    if "\x02wzxhzdk" in text:
        text = HTML_PLACEHOLDER_RE.sub(lambda match: _raw(stash, int(match[1])), text)
        text = _TAG.sub("", _UNREAD.sub("", text))
    return text


def words(text: str) -> str:
    """Return HTML text as plain text with single spaces; control characters are dropped."""
    return _CONTROL.sub("", " ".join(html.unescape(text).split()))


def _raw(stash: Sequence[object], number: int) -> str:
    found = stash[number] if number < len(stash) else ""
    return found if isinstance(found, str) else ""


def _texts(root: ET.Element) -> Iterator[str]:
    todo: list[ET.Element | str] = [root]
    while todo:
        item = todo.pop()
        if isinstance(item, str):
            yield item
            continue
        if item is not root and item.tail:
            todo.append(item.tail)
        if item.tag in ("cs-block", "cs-box", "img") or (item.tag == "sup" and item.get("id", "").startswith("fnref")):
            continue
        if item.tag == "br":
            todo.append(" ")
        todo.extend(reversed(item))
        if item.text:
            todo.append(item.text)


def anchor(text: str, used: set[str]) -> str:
    """Return a readable anchor for a heading and add it to `used`: Han kept, Latin in lower case."""
    base = re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", text).strip().lower()) or "section"
    name, count = base, 1
    while name in used:
        count += 1
        name = f"{base}-{count}"
    used.add(name)
    return name


def lead(paragraphs: Iterator[str]) -> str:
    """Return the first sentences of plain paragraphs, at most `SHORT` characters.

    A sentence with a placeholder in it, such as a price, is left out. The last sentence is cut
    only when the first is already too long.
    """
    text = ""
    for paragraph in paragraphs:
        kept = "".join(part for part in SENTENCE.findall(paragraph) if "\x02" not in part).strip()
        tight = not text or not kept or _ends_han(text) or _begins_han(kept)
        text += kept if tight else f" {kept}"
        if len(text) > SHORT:
            break
    else:
        return text
    whole = ""
    for sentence in SENTENCE.findall(text):
        if len(whole + sentence) > SHORT:
            break
        whole += sentence
    return whole.strip() or cut(text)


def _ends_han(text: str) -> bool:
    return text.endswith(("”", "’", "…")) or is_han(text[-1:])


def _begins_han(text: str) -> bool:
    return text.startswith(("“", "‘")) or is_han(text[:1])


def lead_of_items(items: Iterator[str]) -> str:
    """Return the first items of a list as a lead, parted where they do not end a sentence themselves."""
    parted = (one if _SENTENCE_END.search(one) else one + ("；" if _ends_han(one) else ";") for one in items if one)
    return lead(parted).rstrip("；;")


def cut(text: str) -> str:
    """Return a text that is too long cut with `…`, not ending inside a Latin word."""
    if len(text) <= SHORT:
        return text
    short = text[: SHORT - 1]
    if re.match(r"\w", text[SHORT - 1]) and not is_han(text[SHORT - 1]):
        short = re.sub(r"[^\s\u3000-\u9fff\uff00-\uffef]+\Z", "", short) or short
    return short.rstrip(" ，、；：,;:") + "…"
