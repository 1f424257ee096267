"""The go pages of a build: one for every token ever made, but those of articles that are settled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import msgspec

from contentshop.channels.inputs import Inputs
from contentshop.channels.urls import page_file
from contentshop.links import token
from contentshop.model import Channel, Draw, Identity, Render, Task

from .go import GoDesk
from .tasks import Tasks

_ON_SITE: frozenset[Channel] = frozenset({"web", "scan", "feed"})


class Going(msgspec.Struct):
    """What the go pages of one article need; filled as they are made."""

    pictures: set[Task]
    """The tasks of the files that show their pictures."""
    paths: set[str] = msgspec.field(default_factory=set)
    lines: dict[str, str] = msgspec.field(default_factory=dict)
    """Of `_redirects`, by token."""
    is_whole: bool = True
    """Whether none of them stays as it was for something that is wrong."""


class GoPages:
    """Adds go pages; each article's are made at a desk of its own, which sees what the article names."""

    def __init__(self, inputs: Inputs, desk: GoDesk, desks: Mapping[str, GoDesk], settled: Collection[str]) -> None:
        """Take the desk of tokens that are no article's, and those of articles by id; settled ones have none."""
        self._inputs, self._desk, self._desks, self._settled = inputs, desk, desks, settled
        self.of_articles: dict[str, Going] = {name: Going(one.pictures) for name, one in desks.items()}

    @property
    def pictures(self) -> set[Task]:
        """The tasks of the files that show the pages' pictures."""
        return self._desk.pictures.union(*(one.pictures for one in self._desks.values()))

    def add(self, identities: Mapping[Identity, str], tasks: Tasks, held: set[str]) -> dict[str, str]:
        """Add a go page for every token but those held, and return the lines of `_redirects` for them, by token.

        A host may redirect only to a shop that opens everywhere; the page itself stays for other hosts.
        """
        lines: dict[str, str] = {}
        for identity, shop in self._all(identities):
            name = token(identity)
            path = page_file(f"go/{name}/")
            desk = self._desks.get(identity.article, self._desk)
            going = self.of_articles.get(identity.article) or Going(set())
            if path in held or _is_broken(identity, self._inputs):
                held.add(path)
                going.is_whole = False
                continue
            page = desk.page(identity, shop)
            owner = identity.article or path
            tasks.add(path, "page", Render("web/go.html", page), owner)
            going.paths.add(path)
            if page.code:
                tasks.add(f"web/codes/{name}.png", "media", Draw(page.code.address), owner, shared=True)
                going.paths.add(f"web/codes/{name}.png")
            if page.shop and page.opens_in_wechat and page.opens_in_browser and not page.reason:
                lines[name] = going.lines[name] = f"{desk.root}go/{name}/ {page.target} 302"
        return lines

    def _all(self, identities: Mapping[Identity, str]) -> list[tuple[Identity, str]]:
        """Return every token's identity, of this build and of all earlier ones, with the shop asked for.

        A token that nothing asks for now goes to the shop of its outlet; one without outlet to the same shop as the
        placement's others on the site, and one of a row of shops to its shop for good.
        """
        every = {row.token: row.identity for row in self._inputs.ledger.values() if self._is_open(row.identity)}
        own = [one for one in identities.items() if self._is_open(one[0])]
        every |= {token(identity): identity for identity, _ in own}
        exact = {token(identity): shop for identity, shop in own}
        asked = {_placement(one): shop for one, shop in own if shop and one.channel in _ON_SITE}

        def shop_of(name: str, one: Identity) -> str:
            if one.outlet:
                outlet = self._inputs.outlets.by_id.get(one.outlet)
                return exact.get(name, outlet.shop if outlet else "")
            return exact.get(name) or asked.get(_placement(one)) or _shop_of_row(one)

        return [(one, shop_of(name, one)) for name, one in sorted(every.items())]

    def _is_open(self, identity: Identity) -> bool:
        return identity.article not in self._settled


def in_ledger(inputs: Inputs, articles: Iterable[str]) -> Mapping[str, list[tuple[str, Identity]]]:
    """Return for articles, by id, all that the ledger has of them: tokens and what they name."""
    found: dict[str, list[tuple[str, Identity]]] = {name: [] for name in articles}
    for row in inputs.ledger.values():
        if row.identity.article in found:
            found[row.identity.article].append((row.token, row.identity))
    return found


def _is_broken(identity: Identity, inputs: Inputs) -> bool:
    """Return whether the product or the outlet of a token is wrong, so that nobody knows where it leads."""
    outlet = bool(identity.outlet) and inputs.outlets.is_broken(identity.outlet)
    return outlet or inputs.catalogue.is_broken(identity.product)


def _shop_of_row(identity: Identity) -> str:
    """Return the shop that a row of shops is about, with which its key ends; nothing for other placements."""
    return identity.key.rpartition("/")[2] if identity.form == "offers" else ""


def _placement(identity: Identity) -> tuple[str, str, str, str]:
    return identity.article, identity.product, identity.form, identity.key
