"""Parts that have other parts inside, and what parts say as plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

from contentshop.channels.formats import day
from contentshop.channels.prices import PriceView
from contentshop.model import Faq, Quote, Segment, Verdict

from .views import (
    CardView,
    CodeView,
    FaqView,
    HtmlView,
    ImageView,
    LinkView,
    ListView,
    NoteView,
    OffersView,
    Part,
    QuestionView,
    QuoteView,
    VerdictView,
)

Flow = tuple[Segment, ...]
Parts = tuple[Part, ...]
BEST = 5
"""The best rating an author can give."""
_ADDRESS = re.compile(r"https?://([\w.-]+)(?:[:/?#]\S*)?", re.IGNORECASE)
_UNSEEN = ("script", "style", "template")


class Inside:
    """Makes the views of containers; `parts` makes those of what stands in them."""

    def __init__(self, parts: Callable[[Iterable[Segment]], Parts], scope: str, language: str) -> None:
        self._parts, self._scope, self._language = parts, scope, language

    def verdict(self, segment: Verdict, card: CardView) -> VerdictView:
        """Return a verdict with the card of its product."""
        percent = Decimal(segment.rating or 0) * 100 / BEST
        pros, cons = (tuple(map(self._note, notes)) for notes in (segment.pros, segment.cons))
        audience = self._parts(segment.audience)
        return VerdictView(card, segment.badge, segment.rating, int(percent), pros, cons, audience)

    def _note(self, flow: Flow) -> NoteView:
        parts = self._parts(flow)
        return NoteView(parts, plain_text(parts))

    def quote(self, segment: Quote) -> QuoteView:
        """Return a quotation with its source."""
        body = self._parts(segment.body)
        address = _ADDRESS.fullmatch(segment.source)
        return QuoteView(
            body=body,
            text=plain_text(body),
            speaker=segment.speaker,
            source=address[1] if address else segment.source,
            source_url=segment.source if address else "",
            date=day(date.fromisoformat(segment.date), self._language) if segment.date else "",
            date_iso=segment.date,
        )

    def faq(self, segment: Faq) -> FaqView:
        """Return questions and answers."""
        made = ((one, self._parts(one.question), self._parts(one.answer)) for one in segment.items)
        return FaqView(
            tuple(
                QuestionView(
                    one.level, self._scope + one.anchor, question, plain_text(question), answer, plain_text(answer)
                )
                for one, question, answer in made
            )
        )


def walk(parts: Iterable[Part]) -> Iterator[Part]:
    """Return the parts and all inside them, each before what it holds."""
    for part in parts:
        yield part
        for flow in _inside(part):
            yield from walk(flow)


def _inside(part: Part) -> Iterator[Parts]:
    match part:
        case LinkView():
            yield part.label
        case QuoteView():
            yield part.body
        case VerdictView():
            yield (part.card,)
            yield from (note.parts for note in (*part.pros, *part.cons))
            yield part.audience
        case FaqView():
            for one in part.items:
                yield one.question
                yield one.answer
        case _:
            pass


def shows_product(part: Part) -> bool:
    """Return whether the part is or holds a card, a list or a code of a product."""
    return any(
        isinstance(one, (CardView, ListView, OffersView)) or (isinstance(one, CodeView) and bool(one.product))
        for one in walk((part,))
    )


class _Text(HTMLParser):
    """Collects what parts say."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.unseen = 0

    def handle_data(self, data: str) -> None:
        """Keep text that is seen."""
        if not self.unseen:
            self.pieces.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what parts words, and what is not seen."""
        del attrs
        self.unseen += tag in _UNSEEN
        self.pieces.append(" " if tag in ("br", "li", "p", "td", "th", "tr") else "")

    def handle_endtag(self, tag: str) -> None:
        """Note the end of what is not seen."""
        self.unseen = max(0, self.unseen - (tag in _UNSEEN))

    def add(self, parts: Parts) -> None:
        """Add what the parts say; a price with its date, of products their titles."""
        for part in parts:
            match part:
                case HtmlView():
                    self.feed(part.html.html)
                case PriceView(current=False):
                    pass
                case PriceView():
                    self.handle_data(f"{part.text} ({' – '.join(filter(None, (part.as_of, part.until)))})")
                case ImageView():
                    self.handle_data(part.alt)
                case CardView():
                    self.handle_data(f" {part.title} ")
                case ListView():
                    self.add(part.cards)
                case VerdictView():
                    self.add((part.card,))
                case _:
                    for flow in _inside(part):
                        self.add(flow)


def plain_text(parts: Parts) -> str:
    """Return what the parts say, without markup, with single spaces."""
    reader = _Text()
    reader.add(parts)
    reader.close()
    return " ".join("".join(reader.pieces).split())
