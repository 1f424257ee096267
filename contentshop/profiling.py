"""Where a build's time goes: stages by the clock, and what was slowest to make.

Times of single articles, templates and pictures are measured where they are made, in other processes too, so that
they add up to more than a stage lasts when several processes are at work.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

from contentshop.channels.web import Listing
from contentshop.model import Record
from contentshop.phrases import phrase
from contentshop.problems import Language, width
from contentshop.reporting import Reporter

_SLOWEST = 10
_KINDS = {"articles": "article", "templates": "template", "pictures": "picture", "posters": "poster"}
"""The lists of a profile, with what times are taken of for them."""
_KITS = frozenset({"wechat", "texts", "kit"})
"""Folders of the output in which each article has one of its own."""


class Stage(Record):
    """A part of a build, with its seconds by the clock."""

    name: str
    seconds: float


class Slow(Record):
    """Something that was made, with the seconds of all its parts, and how many these were."""

    name: str
    seconds: float
    count: int


class Rest(Record):
    """All that a list of the slowest leaves out: how many things, and their seconds."""

    things: int
    seconds: float


class Profile(Record):
    """Where the time of one build went, in seconds."""

    seconds: float
    stages: tuple[Stage, ...]
    """In their order."""
    articles: tuple[Slow, ...]
    """The slowest, as all lists that follow: text, pages and kits together."""
    templates: tuple[Slow, ...]
    pictures: tuple[Slow, ...]
    posters: tuple[Slow, ...]
    """By their pictures."""
    others: dict[str, Rest]
    """What each of these lists leaves out, where it leaves something out."""


class ProfileReporter(Reporter):
    """Takes note of times, and hands everything on to another reporter."""

    def __init__(self, inner: Reporter) -> None:
        self._inner = inner
        self._begun = time.perf_counter()
        self._stages: list[tuple[str, float]] = [("begin", self._begun)]
        self._ended: float | None = None
        self._found: dict[str, dict[str, tuple[float, int]]] = {kind: {} for kind in _KINDS.values()}

    def stage(self, name: str, total: int) -> None:
        """Begin a stage."""
        self._stages.append((name, time.perf_counter()))
        self._inner.stage(name, total)

    def advance(self) -> None:
        """Say that one piece of the stage is done."""
        self._inner.advance()

    def close(self) -> None:
        """Say that no more stages come."""
        self._ended = time.perf_counter()
        self._inner.close()

    def timing(self, kind: str, names: Callable[[], Sequence[str]]) -> Callable[[int, float], None]:
        """Return what takes the seconds of each of some things; those without a name are left out."""
        named, found = names(), self._found[kind]

        def took(number: int, seconds: float) -> None:
            if name := named[number]:
                before, count = found.get(name, (0.0, 0))
                found[name] = (before + seconds, count + 1)

        return took

    def profile(self) -> Profile:
        """Return what was noted so far; a stage that was begun several times stands once."""
        ended = time.perf_counter() if self._ended is None else self._ended
        ends = [*(begun for _, begun in self._stages[1:]), max(ended, self._stages[-1][1])]
        stages: dict[str, float] = {}
        for (name, begun), end in zip(self._stages, ends, strict=True):
            stages[name] = stages.get(name, 0.0) + end - begun
        return Profile(
            _rounded(ends[-1] - self._begun),
            tuple(Stage(name, _rounded(seconds)) for name, seconds in stages.items()),
            others={name: rest for name, kind in _KINDS.items() if (rest := self._rest(kind)).things},
            **{name: self._slowest(kind) for name, kind in _KINDS.items()},
        )

    def table(self, language: Language) -> str:
        """Return what was noted as tables for a terminal."""
        return profile_table(self.profile(), language)

    def _slowest(self, kind: str) -> tuple[Slow, ...]:
        found = self._sorted(kind)[:_SLOWEST]
        return tuple(Slow(name, _rounded(seconds), count) for name, (seconds, count) in found)

    def _rest(self, kind: str) -> Rest:
        left_out = self._sorted(kind)[_SLOWEST:]
        return Rest(len(left_out), _rounded(sum(seconds for _, (seconds, _) in left_out)))

    def _sorted(self, kind: str) -> list[tuple[str, tuple[float, int]]]:
        return sorted(self._found[kind].items(), key=lambda one: (-one[1][0], one[0]))


def _rounded(seconds: float) -> float:
    return round(seconds, 4)


def owner_of(listings: Mapping[str, Listing]) -> Callable[[str], str]:
    """Return what tells the article that a file of the output belongs to; nothing for lists and products."""
    slugs = {one.slug: file for file, one in listings.items()}
    owners = {path: file for file, one in listings.items() for path in one.paths}

    def owner(path: str) -> str:
        channel, _, rest = path.removeprefix("moments/articles/").partition("/")
        slug = rest.partition("/")[0] if channel in _KITS else channel if path.startswith("moments/articles/") else ""
        return owners.get(path) or slugs.get(slug, "")

    return owner


def template_of(name: str) -> str:
    """Return the file of a template, or nothing where none is at work."""
    return f"templates/{name}" if name else ""


def profile_table(profile: Profile, language: Language) -> str:
    """Return a profile as tables for a terminal."""
    if len(profile.stages) <= 1:
        return phrase("profile.nothing", language)
    stages = [(phrase(f"stage.{one.name}", language), _said(one.seconds), "") for one in profile.stages]
    parts = [phrase("profile.stages", language, seconds=_said(profile.seconds)), *_columns(stages)]
    for kind in _KINDS:
        slow: tuple[Slow, ...] = getattr(profile, kind)
        if slow:
            rows = [(one.name, _said(one.seconds), f"× {one.count}" if one.count > 1 else "") for one in slow]
            if rest := profile.others.get(kind):
                rows.append((phrase("profile.others", language, count=rest.things), _said(rest.seconds), ""))
            parts += ["", phrase(f"profile.{kind}", language), *_columns(rows)]
    return "\n".join(parts)


def _said(seconds: float) -> str:
    return f"{seconds:.3f}"


def _columns(rows: Sequence[tuple[str, str, str]]) -> list[str]:
    """Return rows as lines: names on the left, numbers in columns."""
    first = max((width(row[0]) for row in rows), default=0)
    second = max((len(row[1]) for row in rows), default=0)
    return [
        f"  {name}{' ' * (first - width(name))}  {number:>{second}}  {more}".rstrip() for name, number, more in rows
    ]
