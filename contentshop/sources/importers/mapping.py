"""What each column of a shop's file means: one YAML per format, the packaged ones and the author's own.

A field takes the first of its columns that holds something:

    product:
      title: 商品名称
      price: [{column: 活动价, starts: 活动开始, ends: 活动结束}, 价格]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta

from contentshop.model import Amount, Place, Problem, Record
from contentshop.problems import ProblemError, Report, fail, nearest, problem
from contentshop.sources import schema
from contentshop.sources.files import decode
from contentshop.sources.nodes import Composer, Mapping, Node, Scalar, Sequence

KINDS = ("shopify", "woocommerce", "dummyjson", "google", "table")
"""What `contentshop import` reads; `table` is a sheet with a mapping of the author's."""


class Column(Record):
    """A column, and what is done with its text."""

    column: Annotated[str, Meta(min_length=1)]
    wrap: str = ""
    """A text with `{}`, where the cell's text goes, percent-encoded."""
    pattern: str = ""
    """A regular expression; its first group is the value."""
    split: str = ""
    """What stands between several values in one cell."""
    last: str = ""
    """A mark after whose last occurrence the value stands, as in `Clothing > Hoodies`."""
    words: dict[str, str] = {}
    """What words of the shop mean; the empty word is an empty cell."""
    number: bool = False
    """Whether the cell is a number of pieces, of which none means out of stock."""
    starts: str = ""
    """The column with the first day on which this holds."""
    ends: str = ""
    """The column with the last day."""
    within: str = ""
    """The column with both, as two moments with `/` between."""


Rules = tuple[Column, ...]


class Fields(Record):
    """The fields of a product."""

    id: Rules
    title: Rules
    summary: Rules = ()
    brand: Rules = ()
    category: Rules = ()
    tags: Rules = ()
    price: Rules = ()
    currency: Rules = ()
    as_of: Rules = ()
    valid_until: Rules = ()
    image: Rules = ()
    gallery: Rules = ()
    """All its pictures; the first `image` is left out of them."""
    kind: Rules = ()
    stock: Rules = ()


class Address(Record):
    """How the product is reached at the shop; `elsewhere` is an address at someone else's shop."""

    path: Rules = ()
    url: Rules = ()
    alias: Rules = ()
    item_id: Rules = ()
    sku: Rules = ()
    elsewhere: Rules = ()


class Spec(Record):
    """A column that becomes a name and value in `specs`."""

    column: Annotated[str, Meta(min_length=1)]
    name: str = ""
    """The name; the column's heading when empty."""
    name_column: str = ""
    """The column that holds the name."""
    variants: bool = False
    """Whether the values of all the variants are gathered."""


class Format(Record):
    """A format: how its rows become products."""

    product: Fields
    offer: Address = Address()
    specs: tuple[Spec, ...] = ()
    read: Literal["table", "json", "xml"] = "table"
    header: Amount = Amount(1)
    """The row of the headings."""
    encoding: str = ""
    """The file's encoding, where it should not be guessed."""
    records: str = ""
    """The key of a JSON object under which the list of products stands."""
    same: str = ""
    """Rows with the same text in this column are the variants of one product; the first describes it."""
    parent: str = ""
    """The column in which a variant names its product."""
    parent_by: dict[str, str] = {}
    """The columns by which it is named, each with what is put before its text."""
    leave_out: dict[str, tuple[str, ...]] = {}
    """Texts of a column that say that a product is not on sale."""
    escapes: bool = False
    r"""Whether `\n` and `\,` stand for a line end and a comma."""
    refresh: tuple[Literal["title", "image", "price", "stock", "offer"], ...] = (
        "title",
        "image",
        "price",
        "stock",
        "offer",
    )
    """What the next import brings up to date; the rest is the author's once it is written."""
    source: str = ""
    checked: str = ""
    confidence: str = ""
    note: str = ""


class Loaded(Record):
    """A format with the file it came from and where each column is named there."""

    name: str
    format: Format
    file: str
    places: dict[str, Place]
    is_own: bool

    def missing(self, column: str, known: dict[str, str]) -> Problem:
        """Return the problem of a column that the table lacks."""
        return problem("unknown-column", self.places.get(column), column=column, near=nearest(column, known.values()))


@cache
def names() -> tuple[str, ...]:
    """Return the names of the packaged formats."""
    return tuple(sorted(one.name.removesuffix(".yaml") for one in _packaged().iterdir() if one.name.endswith(".yaml")))


def _packaged() -> resources.abc.Traversable:
    return resources.files("contentshop.sources").joinpath("importers", "formats")


def load(name: str, report: Report) -> Loaded | None:
    """Return the packaged format of that name, or the one in a file; None after reporting what is wrong with it.

    Raises:
        ProblemError: unknown-mapping; the file is no YAML.

    """
    if name in names():
        data = _packaged().joinpath(f"{name}.yaml").read_bytes()
    else:
        path = Path(name)
        if not path.is_file():
            raise fail("unknown-mapping", name=name, known=", ".join(names()), near=nearest(name, names()))
        data = path.read_bytes()
    text = decode(data, name, report)
    if text is None:
        return None
    node = Composer(text, name, report).document()
    places = dict(_columns(node, name)) if node is not None else {}
    _expand(node)
    found = schema.read(node, Format, name, report)
    if found is None or not _is_sound(found, places, report):
        return None
    return Loaded(Path(name).stem, found, name, places, name not in names())


def _columns(node: Node, file: str) -> Iterator[tuple[str, Place]]:
    """Yield every text of the mapping with its place."""
    match node:
        case Scalar():
            yield node.text, Place(file, node.line, node.column)
        case Sequence():
            for one in node.items:
                yield from _columns(one, file)
        case _:
            for key, one in node.entries.values():
                yield key.text, Place(file, key.line, key.column)
                yield from _columns(one, file)


def _expand(node: Node | None) -> None:
    """Turn the short ways of writing a field (a column, a list of columns) into the long one."""
    if not isinstance(node, Mapping):
        return
    for part in ("product", "offer"):
        _, inner = node.entries.get(part, (None, None))
        if isinstance(inner, Mapping):
            for name, (key, value) in inner.entries.items():
                inner.entries[name] = (key, _rules(value))


def _rules(value: Node) -> Node:
    if isinstance(value, Sequence):
        value.items = [_rule(one) for one in value.items]
        return value
    if isinstance(value, Scalar) and value.is_null:
        return value
    found = Sequence(value.line, value.column)
    found.items = [_rule(value)]
    return found


def _rule(value: Node) -> Node:
    if not isinstance(value, Scalar):
        return value
    found = Mapping(value.line, value.column)
    found.entries["column"] = (value, value)
    return found


def rules_of(form: Format) -> Iterator[tuple[str, Rules]]:
    """Yield the fields with their columns, `offer.` before those of the offer."""
    for prefix, part in (("", form.product), ("offer.", form.offer)):
        for name in part.__struct_fields__:
            yield prefix + name, getattr(part, name)


def _is_sound(form: Format, places: dict[str, Place], report: Report) -> bool:
    """Return whether patterns and wraps can be used; report those that cannot."""
    sound = True
    for _, rules in rules_of(form):
        for rule in rules:
            for value, is_good in ((rule.pattern, _is_pattern(rule.pattern)), (rule.wrap, _is_wrap(rule.wrap))):
                if not is_good:
                    report(_wrong(value, places))
                    sound = False
    return sound


def _wrong(value: str, places: dict[str, Place]) -> Problem:
    return problem(
        "wrong-form",
        places.get(value),
        value=value,
        form="A pattern is a regular expression with a group ( ); wrap has {} once.",
        form_zh="pattern 写带一组括号 ( ) 的正则表达式；wrap 里写一个 {}。",
    )


def _is_pattern(text: str) -> bool:
    try:
        return not text or re.compile(text).groups > 0
    except re.error:
        return False


def _is_wrap(text: str) -> bool:
    return not text or text.count("{}") == 1


def load_for(kind: str, mapping: str, report: Report) -> Loaded | None:
    """Return the format of a kind; `table` has the mapping asked for.

    Raises:
        ProblemError: no-mapping, and those of `load`.

    """
    if kind == "table" and not mapping:
        raise fail("no-mapping", known=", ".join(name for name in names() if name not in KINDS))
    try:
        return load(mapping or kind, report)
    except ProblemError as error:
        if error.problem.where is None:
            raise
        report(error.problem)
        return None
