"""What the channels beside the web are planned from, and what each of them wants."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

import msgspec

from contentshop.model import Article, Document, Identity, Problem, Record, Task

from .references import References
from .resolving import Resolver
from .urls import Urls

V = TypeVar("V", bound=Record)


class Steps(Protocol):
    """Works out pure functions of values once for each content."""

    def __call__(
        self,
        name: str,
        function: Callable[[V, str], bytes],
        values: Sequence[V],
        template: str = "",
        seconds: float = 0.0,
    ) -> list[bytes | Problem]:
        """Return the function's result for each value, in order; what went wrong stands in its place.

        Args:
            name: of the step, different from that of every other one.
            function: pure and picklable; takes the value and what the template made of it.
            values: records with a `language` where there is a template.
            template: by its path below `templates/`; without one the function gets an empty text.
            seconds: what one value takes, roughly.

        """


class Backlog(Protocol):
    """Takes the tasks of a plan, and values put aside while planning; none of them waits in memory."""

    def add(self, task: Task) -> None:
        """Add a task; its path is no other's."""

    def put(self, value: Record) -> int:
        """Put a value aside and return its number."""

    def get(self, number: int) -> Any:
        """Return a value that was put aside."""


class ShownArticle(msgspec.Struct, frozen=True):
    """A sound article that is handed on in other channels."""

    article: Article
    document: Document
    title: str
    """Its own, or the heading that opens its text."""
    summary: str
    """Its own, or the first sentences of its text."""
    address: str
    """Of its page; absolute."""
    products: tuple[str, ...]
    """The ids of those it shows, each once, in its order."""
    ad: bool
    """Whether it must be marked as an advertisement."""


class Shown(msgspec.Struct, frozen=True):
    """What the web channel found out."""

    articles: tuple[ShownArticle, ...]
    """Those that kits are made of, the newest first."""
    staying: bool
    """Whether some of them failed, so that their files stay as they are, and lists of all with them."""
    published: Mapping[str, str]
    """The addresses in the account of all articles that are published there, by the paths of their pages."""
    references: References
    resolver: Resolver
    urls: Urls


class Batch(msgspec.Struct, frozen=True):
    """What a channel wants written."""

    tasks: tuple[Task, ...] = ()
    identities: Mapping[Identity, str] = {}
    """Every token it asks for, with the shop that the author asked for, or an empty string."""
    products: frozenset[str] = frozenset()
    """The ids of products that readers see."""
    held: frozenset[str] = frozenset()
    """Files that cannot be made now and stay as they are."""


def joined(batches: Iterable[Batch]) -> Batch:
    """Return what several channels want, as one."""
    every = tuple(batches)
    return Batch(
        tasks=tuple(task for one in every for task in one.tasks),
        identities={identity: shop for one in every for identity, shop in one.identities.items()},
        products=frozenset().union(*(one.products for one in every)),
        held=frozenset().union(*(one.held for one in every)),
    )
