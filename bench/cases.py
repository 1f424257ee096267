"""The cases: on which site what is measured, beside whom, and how much of that ours may cost."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Literal, NamedTuple

from measuring import Cost

Figure = Literal["cpu", "wall", "peak", "growth"]


class Size(NamedTuple):
    """A site: how many articles, and how many photos they show."""

    articles: int
    photos: int = 0


class Case(NamedTuple):
    """One thing that is measured, with what is wanted of it."""

    name: str
    size: Size
    step: str
    figure: Figure
    """CPU or wall seconds, bytes of memory, or CPU for an article beside that on the site of a tenth of the size."""
    goals: tuple[tuple[str, float], ...]
    """At most so much of a peer's figure; without a peer's name, so much."""
    peers: tuple[str, ...] = ("Hugo",)
    """Beside whom it is measured."""


PEERS = ("Hugo", "Eleventy", "Pelican", "MkDocs")
CASES = (
    Case("cold", Size(1000), "cold", "cpu", (("Hugo", 2.5),), PEERS),
    Case("unchanged", Size(5000), "unchanged", "cpu", (("Hugo", 0.05),)),
    Case("edited", Size(5000), "edited", "cpu", (("Hugo", 0.08),)),
    Case("price", Size(5000), "price", "cpu", (("Hugo", 0.10),)),
    Case("photos", Size(300, 200), "cold", "cpu", (("Hugo", 0.40), ("Eleventy", 0.75)), PEERS),
    Case("small", Size(100), "cold", "wall", (("Hugo", 5.0),)),
    Case("small", Size(100), "unchanged", "wall", (("Hugo", 0.8),)),
    Case("memory", Size(10_000), "cold", "peak", (("", 400e6),)),
    Case("growth", Size(10_000), "cold", "growth", (("", 1.15),), ()),
    Case("served", Size(1000), "served", "wall", (("", 0.120),)),
)
NAMES = tuple(dict.fromkeys(one.name for one in CASES))


class Wanted(NamedTuple):
    """What is measured on one site."""

    size: Size
    steps: dict[str, set[str]]
    """The names of the peers beside which each step is measured."""
    prepares: bool
    """Whether the cold build is asked for by no case; then it is made once, for the other steps."""


def chosen(names: Collection[str], articles: int | None, photos: int | None) -> tuple[Case, ...]:
    """Return the cases of some names, on sites of other sizes where these are given."""
    cases = [one for one in CASES if one.name in names]
    return tuple(
        one._replace(
            size=Size(
                one.size.articles if articles is None else articles,
                one.size.photos if photos is None else photos,
            )
        )
        for one in cases
    )


def wanted(cases: Collection[Case]) -> tuple[Wanted, ...]:
    """Return what is to be measured for some cases, each site once, the small ones first."""
    found: dict[Size, dict[str, set[str]]] = {}
    asked = {(case.size, case.step) for case in cases}
    for case in cases:
        found.setdefault(case.size, {}).setdefault(case.step, set()).update(case.peers)
        if case.step != "served":
            found[case.size].setdefault("cold", set()).update(case.peers)
        if case.figure == "growth":
            found.setdefault(_tenth(case.size), {}).setdefault("cold", set())
            asked.add((_tenth(case.size), "cold"))
    return tuple(Wanted(size, found[size], (size, "cold") not in asked) for size in sorted(found))


Results = Mapping[tuple[Size, str, str], Cost]
"""By site, step and the name of the generator."""


class Verdict(NamedTuple):
    """A figure of ours beside what was wanted; `share` is of the peer's, or the figure itself without one."""

    case: Case
    ours: str
    peer: str
    figure: float
    share: float
    limit: float

    @property
    def holds(self) -> bool:
        """Whether the goal is met."""
        return self.share <= self.limit


def verdicts(cases: Collection[Case], results: Results, ours: Collection[str]) -> Iterator[Verdict]:
    """Yield each figure of ours beside what was wanted, as far as both were measured."""
    for case in cases:
        for peer, limit in case.goals:
            for name in ours:
                figure = _figure(case, results, name)
                beside = _figure(case, results, peer) if peer else 1.0
                if figure and beside:
                    yield Verdict(case, name, peer, figure, figure / beside, limit)


def _figure(case: Case, results: Results, name: str) -> float:
    found = results.get((case.size, case.step, name))
    if found is None:
        return 0.0
    if case.figure != "growth":
        return float(getattr(found, case.figure))
    small = _tenth(case.size)
    before = results.get((small, case.step, name))
    return found.cpu / case.size.articles / (before.cpu / small.articles) if before else 0.0


def _tenth(size: Size) -> Size:
    return size._replace(articles=max(1, size.articles // 10))
