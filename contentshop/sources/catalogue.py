"""`products/*.yaml` as a catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

import msgspec

from contentshop.model import KeyPlace, Origin, Problem, Product, digest
from contentshop.problems import ProblemError, Report, problem

from . import schema
from .files import PRODUCTS, Folder, decode, readable
from .nodes import Composer, Node, Scalar, places_of
from .nodes import Mapping as Entries


class Memo(Protocol):
    """Results of pure functions under the present environment, by the digest of what they were made from."""

    def get(self, key: str) -> bytes | None:
        """Return what was put under the key, or None."""

    def put(self, key: str, value: bytes) -> None:
        """Keep a value under the key."""


class Catalogue(msgspec.Struct, frozen=True):
    """Products by id, where each was read, and the ids of those that cannot be used."""

    products: Mapping[str, Product]
    origins: Mapping[str, Origin]
    broken: frozenset[str] = frozenset()
    is_whole: bool = True
    """Whether every file could be read to its end."""

    def is_broken(self, product: str) -> bool:
        """Return whether a product is known, or may well be, and cannot be used."""
        return product in self.broken or (not self.is_whole and bool(product) and product not in self.products)

    def place(self, product: str, *keys: str | int) -> KeyPlace:
        """Return the place of a product's field."""
        origin = self.origins[product]
        return KeyPlace(origin.file, (origin.index, *keys))


Read = Product | str
"""A product, or the id of one that cannot be read, as far as it could be told."""


def read_catalogue(folder: Folder, memo: Memo, report: Report) -> Catalogue:
    """Return all products of the site; what is wrong is reported and left out."""
    products: dict[str, Product] = {}
    origins: dict[str, Origin] = {}
    broken: set[str] = set()
    firsts: dict[str, KeyPlace] = {}
    is_whole = True
    for file in PRODUCTS.files(folder):
        read = _read_file(folder, file, memo, report)
        is_whole = is_whole and read.is_whole
        for index, one in enumerate(read.items):
            name = one if isinstance(one, str) else one.id
            where = KeyPlace(file, (index, "id"))
            if name and name in firsts:
                report(problem("duplicate-product", where, id=name, other=_written(firsts[name], folder)))
                broken.add(name)
            elif isinstance(one, str):
                broken.add(name)
            else:
                products[name] = one
                origins[name] = Origin(file, index)
            firsts.setdefault(name, where)
    for identifier in broken:
        products.pop(identifier, None)
    return Catalogue(products, origins, frozenset(broken - {""}), is_whole and "" not in broken)


def _written(where: KeyPlace, folder: Folder) -> str:
    """Return a place as file and line."""
    place = places_of(readable(folder.bytes(where.file)), where.file, {where.keys})[where.keys]
    return f"{place.file}:{place.line}" if place.line else place.file


class _File(msgspec.Struct, frozen=True):
    """What was read of a file."""

    items: list[Read]
    is_whole: bool


def _read_file(folder: Folder, file: str, memo: Memo, report: Report) -> _File:
    """Return what one file holds, from the memo when its bytes are known and were sound."""
    found: list[Problem] = []
    items: list[Read] = []
    is_whole = False
    try:
        content = folder.digest(file)
        kept = remembered_products(memo, content)
        if kept is not None:
            return _File(kept, is_whole=True)
        read, text = _opened(folder, file, found.append)
        if text is not None:
            items.extend(products_in(text, file, found.append))
            text = None  # there may be a hundred megabytes of it
            is_whole = True
    except ProblemError as error:
        found.append(error.problem)
    for one in found:
        report(one)
    if not found and read == content:  # what has changed since it was looked at is not what the key names
        memo.put(_key(content), msgspec.msgpack.encode(items))
    return _File(items, is_whole)


def remembered_products(memo: Memo, content: str) -> list[Read] | None:
    """Return what a file with such a digest held, in its order; None where it was not sound, or is forgotten."""
    kept = memo.get(_key(content))
    return None if kept is None else msgspec.msgpack.decode(kept, type=list[Read])


def _key(content: str) -> str:
    return digest("products", content)


def _opened(folder: Folder, file: str, report: Report) -> tuple[str, str | None]:
    """Return the digest of a file and its text; its bytes are not needed any more."""
    data = folder.bytes(file)
    return digest(data), decode(data, file, report)


def products_in(text: str, file: str, report: Report) -> Iterator[Read]:
    """Yield the products of a file's text; what is wrong is reported.

    Raises:
        ProblemError: The text is broken YAML or no list.

    """
    product_of = schema.reader(Product)
    for index, node in enumerate(Composer(text, file, report).items()):
        product = product_of(node, file, report)
        if product is schema.INVALID or not _is_sound(product, file, index, report):
            yield id_of(node)
        else:
            yield product


def id_of(node: Node) -> str:
    """Return the id in a node that is no sound record, or an empty string."""
    if isinstance(node, Entries) and "id" in node.entries:
        _, value = node.entries["id"]
        return value.text if isinstance(value, Scalar) else ""
    return ""


def _is_sound(product: Product, file: str, index: int, report: Report) -> bool:
    """Return whether every price of the product has its day; report the ones that have none."""
    undated: list[tuple[str | int, ...]] = []
    if product.price is not None and product.as_of is None:
        undated.append(("price",))
    for number, offer in enumerate(product.offers):
        if offer.price is not None and offer.as_of is None:
            undated.append(("offers", number, "price"))
    for keys in undated:
        report(problem("price-without-date", KeyPlace(file, (index, *keys)), id=product.id))
    return not undated
