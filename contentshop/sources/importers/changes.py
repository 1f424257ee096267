"""What a run does to the catalogue, as values that a person or a program is told."""

from __future__ import annotations

from decimal import Decimal

from contentshop.model import Problem, Record

JUMP = Decimal("0.3")
"""A price that changes by more than this part of the old one is marked."""


class Change(Record):
    """A value of a product that is another now; `shop` names the offer it stands in, empty for the product's own."""

    product: str
    file: str
    field: str
    old: str
    new: str
    shop: str = ""
    jump: bool = False
    """Whether a price changed by more than 30 %."""


class Imported(Record):
    """What an import did, or would do; problems are located."""

    problems: tuple[Problem, ...]
    added: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    gone: tuple[str, ...] = ()
    """Products of earlier imports that the file has no more."""
    unchanged: int = 0
    left_out: int = 0
    """Products that the file says are not on sale."""
    written: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    """Articles that show a product whose price changed."""
    completed: bool = True


def is_jump(old: Decimal | None, new: Decimal) -> bool:
    """Return whether a price changed by more than 30 % of the old one."""
    return old is not None and abs(new - old) > JUMP * old
