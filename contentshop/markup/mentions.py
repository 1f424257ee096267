"""What an article says of the products it names: the sentence around each."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from contentshop.model import (
    Alternatives,
    Card,
    Code,
    Html,
    Mention,
    Offers,
    Price,
    ProductLink,
    ProductList,
    Segment,
    Verdict,
    inside,
)

from .wording import SENTENCE, SHORT, cut

_MARK = "\x02"
"""Stands where a product is named; its number and `_END` follow."""
_END = "\x03"
_NAMED = re.compile(f"{_MARK}([0-9]+){_END}")
_SILENT = re.compile(
    r"<(script|style|pre|svg|rt|rp)\b.*?</\1\s*>|<sup\b[^>]*\bid=\"fnref.*?</sup>"
    r"|<a\b[^>]*footnote-backref.*?</a>|<!--.*?-->",
    re.DOTALL | re.IGNORECASE,
)
_HEADING = re.compile(r"<h[1-6]\b.*?</h[1-6]\s*>", re.DOTALL | re.IGNORECASE)
_INLINE = re.compile(
    r"</?(?=[a-eikmqrsuv])(?:a|abbr|b|bdi|cite|code|del|em|i|ins|kbd|mark|q|ruby|s|small|span|strong|sub|sup|u|var)\b[^>]*>",
    re.IGNORECASE,
)
"""Looks at the first letter before it tries every name."""
_TAG = re.compile(r"<[^>]*>")
_CLAUSE = re.compile(r".+?(?:[，；：、—]+|[,;:]+(?=\s|$)|$)", re.DOTALL)
_PRICE = "…"
"""Stands for a price, which is not said without its date."""
_PRICE_ENDS = re.compile(rf"\s*{_PRICE}\s*(?:[。.．]|{_PRICE})*(?=\s|$)")
_HEADING_MARK = "\x1d"
_SAYING = 5
"""So many letters say something; fewer are a name in a table or a list."""


def mentions(segments: Iterable[Segment]) -> tuple[Mention, ...]:
    """Return every product that segments name, each once, with the first sentence that names it.

    Of a text link or a price that is the sentence it stands in, at most `SHORT` characters, cut where clauses end;
    of a verdict its first merit; of a card its note, else, as of a code, the sentence before it in its section; of
    a product in a list nothing.
    """
    named: list[str] = []
    said: list[str] = []
    text = "".join(_written(segments, named, said))
    if not named:
        return ()
    for number, sentence in _sentences(text):
        said[number] = said[number] or sentence
    found: dict[str, str] = {}
    for product, sentence in zip(named, said, strict=True):
        found[product] = found.get(product) or sentence
    return tuple(Mention(product, sentence) for product, sentence in found.items())


def _written(segments: Iterable[Segment], named: list[str], said: list[str]) -> Iterator[str]:
    """Yield the segments as HTML with marks; what each mark names, and says by itself, is added to the lists."""

    def mark(product: str, note: str = "") -> str:
        named.append(product)
        said.append(cut(" ".join(note.split())))
        return f"{_MARK}{len(named) - 1}{_END}"

    for segment in segments:
        match segment:
            case Html(html=text):
                yield text
            case ProductLink(product=product, label=label):
                yield mark(product)
                yield from _written(label, named, said)
            case Verdict(product=product):
                yield f"<p>{mark(product)}"
                yield from _flows(segment, named, said)
            case Price(product=product):
                yield mark(product) + _PRICE
            case Card(product=product, note=note):
                yield f"<p>{mark(product, note)}</p>"
            case ProductList(products=products):
                named += products
                said += [""] * len(products)
            case Code(product=product) | Offers(product=product) | Alternatives(product=product) if product:
                yield f"<p>{mark(product)}</p>"
            case _:
                yield from _flows(segment, named, said)


def _flows(segment: Segment, named: list[str], said: list[str]) -> Iterator[str]:
    """Yield what stands inside a segment, each flow as a block of its own."""
    for flow in inside(segment):
        yield from _written(flow, named, said)
        yield "<p>"


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield the number of each mark with its sentence; one that stands alone has the last sentence before it."""
    before = ""
    for line in _lines(text):
        if _HEADING_MARK in line:
            before = ""
        if _MARK not in line:
            before = line if len(line) > _SAYING else before
            continue
        for match in SENTENCE.finditer(line):
            stands_alone = not _NAMED.sub("", match[0]).strip()
            yield from _marked(match[0], _last(before)) if stands_alone else _said(match[0])
            before = before if stands_alone or _HEADING_MARK in line else match[0]


def _lines(text: str) -> list[str]:
    """Return HTML as lines of plain text, one for each block."""
    text = _HEADING.sub(lambda match: f"<p>{_HEADING_MARK}{match[0]}", _SILENT.sub("", text))
    return html.unescape(_TAG.sub("\n", _INLINE.sub("", text))).split("\n")


def _last(line: str) -> str:
    """Return the last sentence of a line that says something."""
    return next((said for one in reversed(SENTENCE.findall(line)) if (said := _shortened(one))), "")


def _plain(text: str) -> str:
    """Return text without marks, its spaces tidied; nothing when it is too short to say anything."""
    plain = " ".join(_NAMED.sub("", text).replace(_HEADING_MARK, "").split())
    plain = _PRICE_ENDS.sub(_PRICE, plain).lstrip("，；：、,;: ")
    return plain if len(re.findall(r"\w", plain)) >= _SAYING else ""


def _marked(text: str, said: str) -> Iterator[tuple[int, str]]:
    """Yield the number of each mark in a text with what is said of all of them."""
    return ((int(number), said) for number in _NAMED.findall(text))


def _said(sentence: str) -> Iterator[tuple[int, str]]:
    """Yield the number of each mark in a sentence with that, or with the clauses around the mark when it is long."""
    whole = _plain(sentence)
    if len(whole) <= SHORT:
        yield from _marked(sentence, whole)
        return
    clauses = _CLAUSE.findall(sentence)
    for at, clause in enumerate(clauses):
        if _MARK in clause:
            yield from _marked(clause, _around(clauses, at))


def _shortened(sentence: str) -> str:
    """Return a sentence as plain text of at most `SHORT` characters: its first clauses, when it is longer."""
    whole = _plain(sentence)
    return whole if len(whole) <= SHORT else _around(_CLAUSE.findall(sentence), 0)


def _around(clauses: list[str], at: int) -> str:
    """Return a clause with those around it, as plain text of at most `SHORT` characters."""
    first, last = _widest(clauses, at)
    text = cut(_plain("".join(clauses[first:last])).rstrip("，；：、,;: "))
    return ("…" if first else "") + (text if text.endswith("…") or last == len(clauses) else text + "…")


def _widest(clauses: list[str], at: int) -> tuple[int, int]:
    """Return the first and the end of the clauses around one that fit together."""
    first, last = at, at + 1
    while last < len(clauses) and _fits(clauses[first : last + 1]):
        last += 1
    while first > 0 and _fits(clauses[first - 1 : last]):
        first -= 1
    return first, last


def _fits(clauses: list[str]) -> bool:
    return len(_plain("".join(clauses))) <= SHORT - len("……")
