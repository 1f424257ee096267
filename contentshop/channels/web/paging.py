"""Lists that go on over several pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

import msgspec

from contentshop.channels.urls import Urls, numbered

from .views import HeadView, PageNumber

T = TypeVar("T")


class Sheet(msgspec.Struct, Generic[T], frozen=True):
    """One page of a list; `path` is the list's own."""

    path: str
    items: tuple[T, ...]
    number: int
    last: int

    @property
    def own_path(self) -> str:
        """The path of this page."""
        return numbered(self.path, self.number)

    def head(self, head: HeadView, urls: Urls) -> HeadView:
        """Return the head of the list as this page's."""
        return msgspec.structs.replace(
            head,
            canonical=urls.absolute(self.own_path),
            previous=urls.absolute(numbered(self.path, self.number - 1)) if self.number > 1 else "",
            next=urls.absolute(numbered(self.path, self.number + 1)) if self.number < self.last else "",
        )

    def pages(self, urls: Urls) -> tuple[PageNumber, ...]:
        """Return the numbers of the first page, the last and those around this one, with gaps between."""
        if self.last == 1:
            return ()
        shown = sorted({1, self.last, *range(max(self.number - 1, 1), min(self.number + 1, self.last) + 1)})
        found: list[PageNumber] = []
        for before, number in zip([0, *shown], shown, strict=False):
            if number > before + 1:
                found.append(PageNumber())
            found.append(PageNumber(number, "" if number == self.number else urls.link(numbered(self.path, number))))
        return tuple(found)


def sheets(path: str, items: Sequence[T], size: int) -> Iterator[Sheet[T]]:
    """Yield the pages of a list, at least one."""
    last = max(1, -(-len(items) // size))
    for number in range(1, last + 1):
        yield Sheet(path, tuple(items[(number - 1) * size : number * size]), number, last)
