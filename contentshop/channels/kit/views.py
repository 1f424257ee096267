"""The view models of kits, and the record of what belongs to each.

Addresses are relative to the page, percent-encoded, and name files, so that they lead on from a folder, a zip
or a server alike.
"""

from __future__ import annotations

from contentshop.model import Channel, Record


class SizeView(Record):
    """A poster in one size; `name` is that of its file: `9x16`."""

    name: str
    url: str
    width: int
    height: int


class PosterView(Record):
    """A poster of the article, or of a product with its title."""

    product: str
    sizes: tuple[SizeView, ...]


class SectionView(Record):
    """What is posted in one channel."""

    channel: Channel
    text: str
    comment: str = ""
    """What is posted below it once it stands there."""
    share: str = ""
    """The address at which a post begins with everything filled in."""


class DeskView(Record):
    """What the official account is given."""

    url: str
    """Of the copy page."""
    title: str
    digest: str
    author: str
    source: str
    """The address behind 阅读原文."""


class KitPage(Record):
    """`kit/<slug>/index.html`, and a folder deeper that of an outlet."""

    language: str
    site: str
    home: str
    """The list of all kits."""
    title: str
    text_language: str
    """The article's, in which all texts are."""
    date: str
    address: str
    """The article's page; absolute."""
    outlet: str
    """The outlet's name, or empty."""
    posters: tuple[PosterView, ...]
    sections: tuple[SectionView, ...]
    desk: DeskView | None


class OutletEntry(Record):
    """An outlet's kit of an article."""

    id: str
    name: str
    url: str


class KitEntry(Record):
    """An article in the list of kits; without `url` only its outlets' kits are there."""

    title: str
    language: str
    date: str
    url: str
    posters: int = 0
    outlets: tuple[OutletEntry, ...] = ()


class SheetView(Record):
    """A sheet for the account: `search`, `menu` or `replies`."""

    name: str
    url: str


class KitIndex(Record):
    """`kit/index.html`: the list of all kits."""

    language: str
    site: str
    kits: tuple[KitEntry, ...]
    sheets: tuple[SheetView, ...] = ()
    packed: bool = False
    """Whether it lies in a zip, for whoever posts."""


class KitFiles(Record):
    """The files that belong together for an outlet, or for none; paths are relative to the output folder."""

    outlet: str
    files: tuple[str, ...]


class Kit(Record):
    """Everything there is of one article, each file once for whom it is."""

    id: str
    slug: str
    file: str
    entry: KitEntry
    files: tuple[KitFiles, ...]


class KitOutlet(Record):
    """An outlet and what it asks for."""

    id: str
    name: str
    texts: bool
    posters: bool


class Kits(Record):
    """`kit/index.json`: what belongs to each kit, for programs."""

    language: str
    site: str
    kits: tuple[Kit, ...]
    outlets: tuple[KitOutlet, ...]
