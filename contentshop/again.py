"""Builds that follow one another in one process, each from what the one before found out.

Authors mostly change words. While that is all that changed, and no other page shows it, the next build plans and
writes the pages of those articles. The rest stands: it is made from what it was made from before.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from contentshop import engine
from contentshop.build import Build, Built, Commit, rebuild
from contentshop.changes import row_of as row_of_source
from contentshop.channels import Batch, Inputs, Shown
from contentshop.channels.web import Kept, Reworded, reworded
from contentshop.keeping import row_of
from contentshop.model import Problem
from contentshop.planning import beside
from contentshop.problems import ProblemError
from contentshop.reading import Read, Reading
from contentshop.reporting import Outcome, Reporter
from contentshop.runs import Options, store_path
from contentshop.sources import (
    ABSENT,
    ARTICLES,
    PRODUCTS,
    Folder,
    Signature,
    are_settled,
    body_of,
    signature,
)
from contentshop.unchanged import unchanged


class Builds:
    """The builds of one site into one folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.last: Built | None = None
        """What the last build found out; None after one that did not go well."""
        self._store: Signature | None = None
        """The signature of the store's file when the last build had closed it."""

    def build(self, options: Options) -> Outcome:
        """Do what `contentshop.resuming.build` does."""
        outcome = self._reworded(options) or unchanged(self._root, options)
        if outcome is None:
            self.last = None
            outcome = rebuild(self._root, options, keep=self._take)
        if self.last:
            self._store = signature(str(store_path(self._root, Path(self.last.outcome.output))))
        return outcome

    def _take(self, built: Built) -> None:
        self.last = built

    def _reworded(self, options: Options) -> Outcome | None:
        """Do what there is to do where only words changed; None where there is nothing, or may be more, to do.

        What was begun is finished by a whole build then.
        """
        run = Build(self._root, options, Reporter())
        last = self.last
        if last is None or not _holds(last, run):
            return None
        if any(signature(str(self._root / path)) != before for path, before in last.own.items()):
            return None
        seen = {path: one for path, one in last.seen.items() if path not in last.own}
        published = {one.file for one in last.inputs.articles}
        files = edited(run.folder, seen, published, last.files, last.begun)
        if not files:
            return None
        self.last = None
        try:
            with run.store() as store:
                if signature(str(store_path(self._root, run.output))) == self._store:
                    self.last = Rewording(last, run, store).built(files)
        except (ProblemError, engine.DamagedStoreError):
            return None
        finally:
            run.close()
        return self.last.outcome if self.last else None


def _holds(last: Built, run: Build) -> bool:
    """Return whether a run does what a build did, with the same program and before anything comes due."""
    now, before = run.options.now, last.options.now
    same = msgspec.structs.replace(run.options, now=before) == last.options
    return same and not run.options.clean and before <= now < last.until and run.program == last.program


def edited(
    folder: Folder, seen: Mapping[str, Signature], among: Container[str], files: Sequence[str], begun: int
) -> frozenset[str] | None:
    """Return the articles whose files may have changed; None where anything else may have.

    Args:
        folder: of the site.
        seen: what the last build looked at.
        among: the files of articles that may be edited.
        files: of all articles, sorted.
        begun: a moment (ns since 1970) before those files were read; what changed just then may have changed again.

    """
    found: set[str] = set()
    for path, before in seen.items():
        folder.see(path)
        if folder.seen[path] == before and are_settled([before], begun):
            continue
        if path in among:
            found.add(path)
        elif not ((folder.root / path).is_dir() and _has_the_same_files(folder, path, seen, files)):
            return None
    return frozenset(found)


def _has_the_same_files(folder: Folder, path: str, seen: Mapping[str, Signature], files: Sequence[str]) -> bool:
    """Return whether a folder of articles or products holds the files that it held."""
    before: Sequence[str] | None = None
    if ARTICLES.is_below(path):
        now, before = ARTICLES.files(folder), files
    elif PRODUCTS.is_below(path):
        now, before = PRODUCTS.files(folder), sorted(products_in(seen))
    return before is not None and now == before


def products_in(seen: Mapping[str, Signature]) -> Iterator[str]:
    """Yield the files of products among what a build looked at."""
    return (path for path, one in seen.items() if PRODUCTS.is_file(path) and one != ABSENT)


class Rewording:
    """A build of articles that were reworded."""

    def __init__(self, last: Built, run: Build, store: engine.Store) -> None:
        """Take the last build, the run that follows it, and the store, which nobody else has changed meanwhile."""
        self._last, self._run, self._store = last, run, store
        self._told: list[Problem] = []
        """What planning other channels told; they are planned where they show a reworded article."""
        run.folder.known = {path: one for path, one in last.digests.items() if are_settled([one[0]], last.begun)}

    def built(self, files: Collection[str]) -> Built | None:
        """Write what changes with the words of some articles, and return the build; None where more may change."""
        last, run = self._last, self._run
        inputs = None if self._is_told_of(files) else self._inputs(files)
        if inputs is None:
            return None
        planned = last.planned
        opened, plan = planned.opened, planned.plan
        beside = partial(self._beside, inputs)
        run.reporter.stage("plan", 0)
        found = reworded(opened, plan, planned.kits, planned.beside, inputs, files, beside)
        if found is None or (found.is_shown and tuple(self._told) != planned.told):
            return None
        run.problems = list(last.told)
        plan = msgspec.structs.replace(plan, listings={**plan.listings, **found.listings})
        planned = msgspec.structs.replace(
            planned, plan=plan, opened=msgspec.structs.replace(opened, inputs=inputs, shown=found.shown)
        )
        written = dict(last.written)
        run.reporter.stage("compare", 0)
        with engine.Backlog(self._store.folder) as tasks, engine.Output(run.output) as output:
            difference = self._difference(found, inputs, tasks)
            commit = self._committing(found, inputs, written)
            outcome = run.written(difference, plan, tasks, inputs, self._store, output, commit)
        if not outcome.completed:
            return None
        built = msgspec.structs.replace(
            last,
            begun=run.begun,
            seen={**last.seen, **run.folder.seen},
            digests={**run.folder.known, **run.folder.digests},
            inputs=inputs,
            planned=planned,
            outcome=run.told(
                msgspec.structs.replace(
                    last.outcome,
                    written=outcome.written,
                    created=tuple(path for path in outcome.written if path not in last.written),
                    deleted=outcome.deleted,
                    unchanged=len(written) - len(outcome.written),
                    new_tokens=0,
                )
            ),
            written=written,
        )
        run.take_note(built, self._store)
        return built

    def _is_told_of(self, files: Collection[str]) -> bool:
        """Return whether the last build told something of articles that need not be told of them any more."""
        told = (one for one in self._last.told if one not in self._last.planned.told)
        return any(one.where is not None and one.where.file in files for one in told)

    def _inputs(self, files: Collection[str]) -> Inputs | None:
        """Return the inputs with the present bodies of some articles; None where more differs, or is to be told."""
        before, now = self._last.inputs, self._run.options.now
        reading = Reading(self._run.folder, self._store, before.config)
        ids = {row.identity.article for row in before.ledger.values()}
        articles = []
        for old in before.articles:
            read = reading.article(old.file, ids) if old.file in files else Read(old)
            new = read.article
            if new is None or read.found or read.koulings:
                return None
            if msgspec.structs.replace(new, text=old.text, body_line=old.body_line) != old:
                return None
            articles.append(new)
        edited = [one for one in articles if one.file in files]
        documents = before.documents.updated(reading.documents(edited, self._run.pool, self._run.reporter))
        now = now.astimezone(before.now.tzinfo)
        return msgspec.structs.replace(before, now=now, articles=tuple(articles), documents=documents)

    def _beside(self, inputs: Inputs, shown: Shown) -> Batch:
        """Return what other channels want."""
        kept, steps = Kept(files=self._last.written), engine.Steps(self._store, self._run.pool, inputs.theme)
        return beside(inputs, kept, shown, steps, self._told.append)

    def _difference(self, found: Reworded, inputs: Inputs, tasks: engine.Backlog) -> engine.Difference:
        """Return what is to be written; the tasks go to the backlog."""
        last = self._last
        for one in found.tasks:
            tasks.add(one)
        paths = {task.path for task in found.tasks}.intersection(last.written)
        rows = ((path, *msgspec.structs.astuple(last.written[path])) for path in paths)
        templates = engine.templates_of(inputs.theme)
        return engine.difference(tasks, templates, engine.found(rows, self._run.output), last.planned.plan.held)

    def _committing(self, found: Reworded, inputs: Inputs, written: dict[str, engine.Written]) -> Commit:
        """Return what commits what was written, and takes note of it in `written`."""
        kept = {file: row_of(one) for file, one in found.listings.items()}
        sources: dict[str, Any] = {f"article:{one.file}": one for one in inputs.articles if one.file in kept}
        sources["now:"] = inputs.now.isoformat()
        body = partial(body_of, self._run.folder)
        rows = [(name, row) for name, value in sources.items() if (row := row_of_source(value, body))]

        def commit(done: Iterable[tuple[str, engine.Written]], deleted: Sequence[str], finished: bool) -> None:  # noqa: FBT001
            self._store.keep_digests({**self._run.folder.known, **self._run.settled_digests()})
            if finished:
                standing = dict(done)
                self._store.amend(standing.items(), deleted, kept.items(), rows)
                written.update(standing)
                for path in deleted:
                    del written[path]
            else:
                self._store.commit(done, deleted)

        return commit
