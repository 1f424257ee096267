"""Go pages: one for every token ever made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from contentshop.channels.inputs import Inputs
from contentshop.channels.urls import page_file
from contentshop.links import token
from contentshop.model import Channel, Draw, Identity, Render, Task

from .go import GoDesk
from .tasks import Tasks

_ON_SITE: frozenset[Channel] = frozenset({"web", "scan", "feed"})


class Going(msgspec.Struct):
    """What some go pages need; filled as they are made."""

    pictures: set[Task]
    """The tasks of the files that show their pictures."""
    paths: set[str] = msgspec.field(default_factory=set)
    lines: dict[str, str] = msgspec.field(default_factory=dict)
    """Of `_redirects`, by token."""
    images: dict[str, str] = msgspec.field(default_factory=dict)
    """The addresses of the pictures they show, by token."""
    is_whole: bool = True
    """Whether none of them stays as it was for something that is wrong."""


class GoPages:
    """Adds go pages but those held, each made at a desk that sees what its article names."""

    def __init__(self, inputs: Inputs, tasks: Tasks, held: set[str]) -> None:
        self._inputs, self._tasks, self._held = inputs, tasks, held

    def add(self, desk: GoDesk, asked: Mapping[Identity, str], gone: Iterable[Identity]) -> Going:
        """Add a go page for every token of one article, or of none, and return what they need.

        A host may redirect only to a shop that opens everywhere; the page itself stays for other hosts.

        Args:
            desk: where they are made.
            asked: what is asked for now, with the shop asked for.
            gone: what the ledger has besides.

        """
        going = Going(desk.pictures)
        for name, identity, shop in self._all(asked, gone):
            path = page_file(f"go/{name}/")
            if path in self._held or _is_broken(identity, self._inputs):
                self._held.add(path)
                going.is_whole = False
                continue
            page = desk.page(identity, shop)
            owner = identity.article or path
            self._tasks.add(path, "page", Render("web/go.html", page), owner)
            going.paths.add(path)
            if page.image:
                going.images[name] = page.image.url
            if page.code:
                self._tasks.add(f"web/codes/{name}.png", "media", Draw(page.code.address), owner, shared=True)
                going.paths.add(f"web/codes/{name}.png")
            if page.shop and page.opens_in_wechat and page.opens_in_browser and not page.reason:
                going.lines[name] = f"{desk.root}go/{name}/ {page.target} 302"
        return going

    def _all(self, identities: Mapping[Identity, str], gone: Iterable[Identity]) -> list[tuple[str, Identity, str]]:
        """Return every token with what it names, of this build and of all earlier ones, and the shop asked for.

        A token that nothing asks for now goes to the shop of its outlet; one without outlet to the same shop as the
        placement's others on the site, and one of a row of shops to its shop for good.
        """
        every = {token(identity): identity for identity in gone}
        every |= {token(identity): identity for identity in identities}
        exact = {token(identity): shop for identity, shop in identities.items()}
        asked = {_placement(one): shop for one, shop in identities.items() if shop and one.channel in _ON_SITE}

        def shop_of(name: str, one: Identity) -> str:
            if one.outlet:
                outlet = self._inputs.outlets.by_id.get(one.outlet)
                return exact.get(name, outlet.shop if outlet else "")
            return exact.get(name) or asked.get(_placement(one)) or _shop_of_row(one)

        return [(name, one, shop_of(name, one)) for name, one in sorted(every.items())]


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
