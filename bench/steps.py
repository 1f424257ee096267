"""What is done to a site before it is built again, and what its pages must then say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from corpus import article, popular, products
from generators import Generator, write_catalogue
from inspecting import says
from measuring import CACHE

EDITED = 1
"""The number of the article that is edited."""


def nothing(_site: Path, _generator: Generator, _count: int, _turn: int) -> None:
    """Change nothing."""


def edit(site: Path, generator: Generator, count: int, turn: int) -> Callable[[], None]:
    """Add a sentence to one article; return what looks for it."""
    number = min(EDITED, count - 1)
    path = site / generator.articles / f"{article(number).name}.md"
    sentence = f"又添一句，第 {turn} 次。"
    path.write_text(f"{path.read_text('utf-8')}\n{sentence}\n", "utf-8")
    return lambda: says(site, generator, (number,), sentence)


def reprice(site: Path, generator: Generator, count: int, turn: int) -> Callable[[], None]:
    """Change the price of one product; return what looks for it on the pages that show it."""
    chosen, numbers = popular(count)
    price = f"{100 + turn}.00"
    goods = tuple(one._replace(price=price) if one == chosen else one for one in products())
    write_catalogue(generator, site, goods)
    return lambda: says(site, generator, numbers, f"¥{price}")


def aside(site: Path, generator: Generator, _count: int, turn: int) -> None:
    """Move away what builds made and what they remember; deleting it would slow down what is written next."""
    away = site.parent / f"{site.name}-{turn}"
    away.mkdir()
    for name in {CACHE, *generator.made}:
        if (site / name).exists():
            (site / name).rename(away / name)


Change = Callable[[Path, Generator, int, int], Callable[[], None] | None]
STEPS: dict[str, Change] = {"cold": aside, "unchanged": nothing, "edited": edit, "price": reprice}
"""By name, in the order in which they are measured."""
