"""Why files change: which of the changes since the last build each of them comes from.

A plan is a function of the inputs. So a change matters to a file if the file would be made otherwise without
that change: some changes are taken back, the site is planned again, and the fingerprints are compared. Halves
are tried first, so that few of many changes are found in few plans. It is right for whatever pages show, and
nothing has to take note of what was read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec

from contentshop import engine, markup
from contentshop.channels import Inputs
from contentshop.channels.web import Plan
from contentshop.explanations import Cause, Explanation, Verdict
from contentshop.model import Copy, Paint, Place, Scale, Task, Where
from contentshop.problems import fail, nearest
from contentshop.profiling import template_of
from contentshop.sources import Folder, places_of

from .changes import Change, Parse, Sources, changes, sources_in, taken_back, with_sources

Replan = Callable[[Inputs, Collection[str]], Mapping[str, str]]
"""Plans other inputs and returns the fingerprints of some paths, as far as they are planned."""
_EVERYWHERE = frozenset({"program", "first"})
"""Kinds of change that touch every file."""
_PLANS = 48
"""So many plans are made at most; what is undecided then is told as such."""


class Known(msgspec.Struct, frozen=True):
    """What an explanation is made from."""

    plan: Plan
    tasks: engine.Backlog
    difference: engine.Difference
    written: Mapping[str, engine.Written]
    """What earlier builds made."""
    inputs: Inputs
    sources: Sources
    before: Mapping[str, bytes | None]
    """The sources that are not as they were, as they were."""


def explain(
    paths: Sequence[str], known: Known, replan: Replan, documents: Parse, folder: Folder
) -> tuple[Explanation, ...]:
    """Return why each file of the output changes or stays, in their order."""
    found = changes(known.inputs, known.sources, known.before)
    everywhere = [one for one in found if one.kind in _EVERYWHERE]
    tried = [one for one in found if one.kind not in _EVERYWHERE]
    write = {known.tasks.paths[number] for number in known.difference.write}
    now = dict(zip(known.tasks.paths, known.difference.fingerprints, strict=True))
    verdicts = {path: _verdict(path, known, write, now) for path in paths}
    asked = frozenset(path for path, verdict in verdicts.items() if verdict in ("created", "changed", "deleted"))
    old = sources_in(known.before)

    def touched(some: Sequence[Change], among: frozenset[str]) -> frozenset[str]:
        then = replan(with_sources(known.inputs, taken_back(known.sources, some, old), documents), among)
        return frozenset(path for path in among if _is_other(verdicts[path], then.get(path), now.get(path)))

    search = _Search(touched)
    search.run(tried, asked)
    own = {path: list(search.found.get(path, ())) for path in paths}
    for path in asked:
        if verdicts[path] == "changed" or not (own[path] or path in search.undecided):
            own[path] = [*everywhere, *own[path]]
    return _told(verdicts, own, search.undecided, found, known, folder)


def _told(
    verdicts: Mapping[str, Verdict],
    causes: Mapping[str, Sequence[Change]],
    undecided: Mapping[str, Sequence[Change]],
    every: Sequence[Change],
    known: Known,
    folder: Folder,
) -> tuple[Explanation, ...]:
    """Return the explanations; one alone says what else changed, too."""
    named = (one.where for one in every if one.where is not None and not isinstance(one.where, Place))
    places = places_of(named, folder, markup.locate)
    numbers = {path: number for number, path in enumerate(known.tasks.paths)}
    tasks = {path: known.tasks[numbers[path]] for path in verdicts if path in numbers}
    owners = {path: file for file, listing in known.plan.listings.items() for path in listing.paths}
    return tuple(
        Explanation(
            path,
            verdict,
            _causes(causes[path], places),
            _causes(undecided.get(path, ()), places),
            source=_source(tasks.get(path)) or owners.get(path, ""),
            template=template_of(known.tasks.template(numbers[path])) if path in numbers else "",
            others=_causes(_others(every, causes[path], undecided.get(path, ())) if len(verdicts) == 1 else [], places),
        )
        for path, verdict in verdicts.items()
    )


def _others(every: Sequence[Change], *told: Sequence[Change]) -> list[Change]:
    return [one for one in every if not any(one in some for some in told)]


class _Search:
    """Finds which of many changes touch which files, by halves."""

    def __init__(self, touched: Callable[[Sequence[Change], frozenset[str]], frozenset[str]]) -> None:
        self._touched = touched
        self._left = _PLANS
        self.found: dict[str, list[Change]] = {}
        """The changes that touch each path."""
        self.undecided: dict[str, list[Change]] = {}
        """Those of which some do, and that were not tried one by one."""

    def run(self, changes: Sequence[Change], paths: frozenset[str]) -> None:
        """Find the changes that touch each path."""
        if not changes or not paths:
            return
        if self._left <= 0:
            _add(self.undecided, changes, paths)
            return
        self._left -= 1
        paths = self._touched(changes, paths)
        if len(changes) == 1:
            _add(self.found, changes, paths)
            return
        counts = {path: self._count(path) for path in paths}
        middle = _middle(changes)
        self.run(changes[:middle], paths)
        self.run(changes[middle:], paths)
        # What only several changes together do: neither half alone does it.
        _add(self.found, changes, frozenset(path for path in paths if self._count(path) == counts[path]))

    def _count(self, path: str) -> int:
        return len(self.found.get(path, ())) + len(self.undecided.get(path, ()))


def _add(found: dict[str, list[Change]], changes: Sequence[Change], paths: Iterable[str]) -> None:
    for path in paths:
        found.setdefault(path, []).extend(changes)


def _middle(changes: Sequence[Change]) -> int:
    """Return where to halve, between two sources where there are several."""
    middle = len(changes) // 2
    borders = [at for at in range(1, len(changes)) if changes[at].source != changes[at - 1].source]
    return min(borders, key=lambda at: abs(at - middle), default=middle)


def _is_other(verdict: Verdict, then: str | None, now: str | None) -> bool:
    """Return whether a file would not have changed so: be there at all, or be made otherwise."""
    return then is None if verdict == "created" else then is not None if verdict == "deleted" else then != now


def _verdict(path: str, known: Known, write: Collection[str], now: Mapping[str, str]) -> Verdict:
    if path in known.difference.delete:
        return "deleted"
    fingerprint = now.get(path)
    if fingerprint is None:
        return "held"
    if path not in write:
        return "unchanged"
    before = known.written.get(path)
    if before is None:
        return "created"
    if before.fingerprint is None:
        return "again"
    return "restored" if before.fingerprint == fingerprint else "changed"


def _causes(some: Sequence[Change], places: Mapping[Where, Place]) -> tuple[Cause, ...]:
    return tuple(one.cause(places) for one in some)


def _source(task: Task | None) -> str:
    return task.work.source if task and isinstance(task.work, Copy | Scale | Paint) else ""


def output_path(typed: str, output: Path, base_url: str, known: Collection[str]) -> str:
    """Return the file of the output that someone means by a path on disk, one below the output, or an address.

    Raises:
        ProblemError: no-such-output.

    """
    for guess in _guesses(typed, output, base_url):
        for path in (guess, f"{guess}/index.html".lstrip("/")):
            if path in known:
                return path
    raise fail("no-such-output", path=typed, near=nearest(typed, known))


def _guesses(typed: str, output: Path, base_url: str) -> list[str]:
    if typed.startswith(("http://", "https://")):
        below = urlsplit(typed).path.removeprefix(urlsplit(base_url).path.rstrip("/"))
        return ["web/" + unquote(below).strip("/")]
    plain = typed.removesuffix("/")
    here = Path(typed).absolute()
    inside = [here.relative_to(output).as_posix()] if here.is_relative_to(output) else []
    return [*inside, plain, "web/" + plain.strip("/"), "web/" + unquote(plain).strip("/")]
