"""`products/*.yaml` as a catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

import msgspec

from contentshop.model import KeyPlace, Origin, Problem, Product, digest
from contentshop.problems import ProblemError, Report, problem
from . import schema
from .files import Folder
from .nodes import Composer

_VERSION = "products 1"


class Memo(Protocol):
    """Results of pure functions, by the digest of what they were made from."""

    def get(self, key: str) -> bytes | None:
        """Return what was put under the key, or None."""

    def put(self, key: str, value: bytes) -> None:
        """Keep a value under the key."""


class Catalogue(msgspec.Struct, frozen=True):
    """Products by id, where each was read, and the ids of those that cannot be used."""

    products: Mapping[str, Product]
    origins: Mapping[str, Origin]
    broken: frozenset[str] = frozenset()

    def place(self, product: str, *keys: str | int) -> KeyPlace:
        """Return the place of a product's field."""
        origin = self.origins[product]
        return KeyPlace(origin.file, (origin.index, *keys))


class _File(msgspec.Struct, frozen=True):
    """What one file holds; None stands for a product that cannot be read."""

    products: list[Product | None]
    ids: list[str]
    """Ids of the unreadable ones, as far as they could be told."""


def read_catalogue(folder: Folder, memo: Memo, report: Report) -> Catalogue:
    """Return all products of the site; what is wrong is reported and left out."""
    products: dict[str, Product] = {}
    origins: dict[str, Origin] = {}
    broken: set[str] = set()
    for file in folder.files("products", ".yaml", ".yml"):
        try:
            read = _read_file(folder, file, memo, report)
        except ProblemError as error:
            report(error.problem)
            continue
        broken.update(read.ids)
        for index, product in enumerate(read.products):
            if product is None:
                continue
            first = origins.get(product.id)
            if first is not None:
                where = KeyPlace(file, (index, "id"))
                report(problem("duplicate-product", where, id=product.id, other=first.file))
                broken.add(product.id)
                continue
            products[product.id] = product
            origins[product.id] = Origin(file, index)
    for identifier in broken:
        products.pop(identifier, None)
    return Catalogue(products, origins, frozenset(broken))


def _read_file(folder: Folder, file: str, memo: Memo, report: Report) -> _File:
    """Return the products of one file, from the memo when its bytes are known and were sound."""
    data = folder.bytes(file)
    key = digest(_VERSION, data)
    kept = memo.get(key)
    if kept is not None:
        return _File(msgspec.msgpack.decode(kept, type=list[Product | None]), [])
    from .files import decode

    found: list[Problem] = []
    text = decode(data, file, found.append)
    del data
    read = _parse(text, file, found.append) if text is not None else _File([], [])
    for one in found:
        report(one)
    if not found:
        memo.put(key, msgspec.msgpack.encode(read.products))
    return read


def _parse(text: str, file: str, report: Report) -> _File:
    product_of = schema.reader(Product)
    read = _File([], [])
    try:
        for index, node in enumerate(Composer(text, file, report).items()):
            product = product_of(node, file, report)
            if product is schema.INVALID or not _is_sound(product, file, index, report):
                read.products.append(None)
                read.ids.append(_id_of(node))
            else:
                read.products.append(product)
    except ProblemError as error:
        report(error.problem)
    return read


def _id_of(node: object) -> str:
    entries = getattr(node, "entries", {})
    return getattr(entries["id"][1], "text", "") if "id" in entries else ""


def _is_sound(product: Product, file: str, index: int, report: Report) -> bool:
    """Return whether every price of the product has its day; report the ones that have none."""
    sound = True
    if product.price is not None and product.as_of is None:
        report(problem("price-without-date", KeyPlace(file, (index, "price")), id=product.id))
        sound = False
    for number, offer in enumerate(product.offers):
        if offer.price is not None and offer.as_of is None:
            where = KeyPlace(file, (index, "offers", number, "price"))
            report(problem("price-without-date", where, id=product.id))
            sound = False
    return sound


def ids(products: Iterable[Product]) -> list[str]:
    """Return the ids of products in their order."""
    return [product.id for product in products]
