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
from contentshop.channels import Inputs, article_path, page_file, product_path
from contentshop.channels.web import Plan
from contentshop.explanations import Cause, Explanation, Verdict
from contentshop.model import Copy, Paint, Place, Problem, Scale, Task, Where
from contentshop.problems import fail, is_error, nearest
from contentshop.profiling import template_of
from contentshop.sources import Folder, places_of

from .changes import Change, Parse, Sources, changes, sources_in, taken_back, unused, with_sources

Replan = Callable[[Inputs, Collection[str]], Mapping[str, str]]
"""Plans other inputs and returns the fingerprints of some paths, as far as they are planned."""
_EVERYWHERE = frozenset({"program", "first"})
"""Kinds of change that touch every file."""
_GOING: tuple[Verdict, ...] = ("deleted", "held")
"""What becomes of files that this build does not make."""
_BY_SLUG = frozenset({"kit", "texts", "wechat"})
"""Channels that have a folder for each article, named by its slug."""
_SHARED = "web/assets/"
"""Where files lie that no article has for itself, though but one may need them."""
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
    """The sources that are not as they were at the last build, as they were."""
    before_waiting: Mapping[str, bytes | None]
    """Those that are not as they were at the last build that held nothing back: so long no file is deleted."""
    problems: Sequence[Problem]
    """What was found wrong, located."""


def explain(
    paths: Sequence[str], known: Known, replan: Replan, documents: Parse, folder: Folder
) -> tuple[Explanation, ...]:
    """Return why each file of the output changes or stays, in their order."""
    write = {known.tasks.paths[number] for number in known.difference.write}
    now = dict(zip(known.tasks.paths, known.difference.fingerprints, strict=True))
    verdicts = {path: _verdict(path, known, write, now) for path in paths}
    going = {path: verdict for path, verdict in verdicts.items() if verdict in _GOING}
    standing = {path: verdict for path, verdict in verdicts.items() if verdict not in _GOING}
    if known.before_waiting == known.before:
        groups = [(verdicts, known.before)]
    else:
        groups = [(going, known.before_waiting), (standing, known.before)]
    found = {
        one.path: one
        for some, before in groups
        if some
        for one in _explained(some, before, now, known, replan, documents, folder)
    }
    return tuple(found[path] for path in verdicts)


def _explained(
    verdicts: Mapping[str, Verdict],
    before: Mapping[str, bytes | None],
    now: Mapping[str, str],
    known: Known,
    replan: Replan,
    documents: Parse,
    folder: Folder,
) -> tuple[Explanation, ...]:
    """Return why files change or stay that are compared with the same build."""
    found = changes(known.inputs, known.sources, before)
    everywhere = [one for one in found if one.kind in _EVERYWHERE]
    tried = [one for one in found if one.kind not in _EVERYWHERE]
    asked = frozenset(path for path, verdict in verdicts.items() if verdict in ("created", "changed", *_GOING))
    old = sources_in(before, known.inputs.now.tzinfo)
    sources = known.sources | {name: old[name] for name in unused(before, known.sources) if name in old}

    def touched(some: Sequence[Change], among: frozenset[str]) -> frozenset[str]:
        then = replan(with_sources(known.inputs, taken_back(sources, some, old), documents), among)
        return frozenset(path for path in among if _is_other(verdicts[path], then.get(path), now.get(path)))

    search = _Search(touched)
    search.run(tried, asked)
    order = {id(one): number for number, one in enumerate(tried)}
    own = {path: sorted(search.found.get(path, ()), key=lambda one: order[id(one)]) for path in verdicts}
    for path in asked:
        if verdicts[path] == "changed" or not (verdicts[path] == "held" or own[path] or path in search.undecided):
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
    owners = _owners(verdicts, known.plan, known.inputs)
    return tuple(
        Explanation(
            path,
            verdict,
            _causes(causes[path], places),
            _causes(undecided.get(path, ()), places),
            source=_source(tasks.get(path)) or owners.get(path, ""),
            template=template_of(known.tasks.template(numbers[path])) if path in numbers else "",
            held_by=_held_by(owners.get(path, ""), known.problems) if verdict == "held" else (),
            others=_causes(_others(every, causes[path], undecided.get(path, ())) if len(verdicts) == 1 else [], places),
        )
        for path, verdict in verdicts.items()
    )


def _owners(paths: Collection[str], plan: Plan, inputs: Inputs) -> dict[str, str]:
    """Return the file of the article, or of products, that each path is made from, where there is but one."""
    found = {path: file for file, pages in pages_of(plan, inputs).items() for path in pages}
    slugs: dict[str, str] = {}
    needing: dict[str, list[str]] = {}
    for file, listing in plan.listings.items():
        slugs[listing.slug] = file
        for path in listing.paths:
            if path in paths and not path.startswith(_SHARED):
                needing.setdefault(path, []).append(file)
    alone = {path: files[0] for path, files in needing.items() if len(files) == 1}
    of_slugs = {path: slugs.get(path.split("/")[1], "") for path in paths if path.split("/")[0] in _BY_SLUG}
    return alone | of_slugs | found


def _held_by(owner: str, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return the errors that hold a file back: those in its article, else all, since it may be led to from anywhere."""
    errors = [one for one in problems if is_error(one)]
    own = [one for one in errors if isinstance(one.where, Place) and one.where.file == owner]
    return tuple(own or errors)


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
        one, other = _halves(changes)
        self.run(one, paths)
        self.run(other, paths)
        together = frozenset(path for path in paths if self._count(path) == counts[path])
        self._run_with(other, one, together)
        self._run_with(one, other, together)

    def _run_with(self, others: Sequence[Change], changes: Sequence[Change], paths: frozenset[str]) -> None:
        """Find the changes that it takes to touch paths which neither they nor the others touch alone."""
        if not paths:
            return
        if len(changes) == 1:
            _add(self.found, changes, paths)
            return
        if self._left <= 1:
            _add(self.undecided, changes, paths)
            return
        self._left -= 2
        one, other = _halves(changes)
        by_one = self._touched([*one, *others], paths)
        rest = paths - by_one
        by_other = self._touched([*other, *others], rest) if rest else rest
        self._run_with(others, one, by_one)
        self._run_with(others, other, by_other)
        by_both = rest - by_other
        self._run_with([*other, *others], one, by_both)
        self._run_with([*one, *others], other, by_both)

    def _count(self, path: str) -> int:
        return len(self.found.get(path, ())) + len(self.undecided.get(path, ()))


def _add(found: dict[str, list[Change]], changes: Sequence[Change], paths: Iterable[str]) -> None:
    for path in paths:
        found.setdefault(path, []).extend(changes)


def _halves(changes: Sequence[Change]) -> tuple[Sequence[Change], Sequence[Change]]:
    """Return the halves, parted between two sources where there are several."""
    middle = len(changes) // 2
    borders = [at for at in range(1, len(changes)) if changes[at].source != changes[at - 1].source]
    middle = min(borders, key=lambda at: abs(at - middle), default=middle)
    return changes[:middle], changes[middle:]


def _is_other(verdict: Verdict, then: str | None, now: str | None) -> bool:
    """Return whether a file would not have changed so: be there at all, or be made otherwise."""
    return then is None if verdict == "created" else then is not None if verdict in _GOING else then != now


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


def output_paths(
    typed: str, output: Path, base_url: str, known: Collection[str], pages: Mapping[str, Sequence[str]], root: Path
) -> list[str]:
    """Return the files of the output that someone means by a path, an address, or what pages are made from.

    Args:
        typed: a path on disk, one below the output, an address, or a file of articles or products.
        output: the output folder.
        base_url: the site's address.
        known: the files of the output.
        pages: those that files of articles and products have, by file in the site.
        root: the site's folder.

    Raises:
        ProblemError: no-such-output.

    """
    for guess in _guesses(typed, output, base_url) if typed.strip() else ():
        for path in (guess, f"{guess}/index.html"):
            if path in known:
                return [path]
    for guess in (typed, _inside(typed, root)):
        if found := [path for path in pages.get(guess, ()) if path in known]:
            return found
    raise fail("no-such-output", path=typed or "“”", near=nearest(typed, known))


def pages_of(plan: Plan, inputs: Inputs) -> dict[str, list[str]]:
    """Return the pages of each file of articles and products, by file in the site."""
    pages = {file: [page_file(article_path(one.slug))] for file, one in plan.listings.items()}
    for name, origin in inputs.catalogue.origins.items():
        pages.setdefault(origin.file, []).append(page_file(product_path(name)))
    return pages


def _guesses(typed: str, output: Path, base_url: str) -> list[str]:
    if typed.startswith(("http://", "https://")):
        below = urlsplit(typed).path.removeprefix(urlsplit(base_url).path.rstrip("/"))
        return [_below_web(unquote(below))]
    return [_inside(typed, output), typed.removesuffix("/"), _below_web(typed), _below_web(unquote(typed))]


def _below_web(path: str) -> str:
    return f"web/{path.strip('/')}".rstrip("/")


def _inside(typed: str, folder: Path) -> str:
    """Return a path on disk as one below a folder; nothing where it is elsewhere."""
    here = Path(typed).absolute()
    return here.relative_to(folder).as_posix() if here.is_relative_to(folder) else ""
