"""Builds after which nothing but offers of products changed: what shows these products is planned alone.

What is needed of the articles that name them is read from the store, and nothing of all others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import msgspec

from contentshop import engine
from contentshop.build import Build, Commit, Noted
from contentshop.changes import row_of as row_of_source
from contentshop.channels import Batch, Inputs, Shown
from contentshop.channels.web import (
    Before,
    Context,
    Kept,
    Repriced,
    Showing,
    is_written_alike,
    only_offers,
    relying,
    reopened,
    repriced,
)
from contentshop.gathering import Gathering, read_ledger
from contentshop.goods import doubts
from contentshop.keeping import OF_PRODUCTS, decoded, row_of, rows_of_lists, rows_of_products
from contentshop.links import unsure
from contentshop.model import Article, Config, Problem, Product
from contentshop.planning import beside, left_out
from contentshop.problems import Report
from contentshop.reading import Reading
from contentshop.reporting import Outcome
from contentshop.sources import body_of, read_catalogue, read_config, remembered_products
from contentshop.unchanged import Note


class LackingError(Exception):
    """Not all that is needed was kept, or stands, or more may have to be planned."""


class Repricing:
    """A build after a change of products' files alone."""

    def __init__(self, note: Note, run: Build, store: engine.Store, context: Context, showing: Showing) -> None:
        """Take the last build's note and what it found out, the run that follows it, and the store."""
        self._note, self._run, self._store = note, run, store
        self._context, self._showing = context, showing
        self._told: list[Problem] = []
        """What reading the site tells, all of which the last build told too."""
        self._news: list[Problem] = []
        """What may be told of products, of which the last build told nothing."""
        run.folder.known = store.digests()

    def built(self, files: Collection[str], found: engine.Found) -> Outcome:
        """Write what changes with the products in some files, and return the outcome.

        Args:
            files: those that changed.
            found: what stands in the output, all as it was written.

        Raises:
            LackingError: see there.

        """
        run, store, note = self._run, self._store, self._note
        if any(_may_go(one, files) for one in note.outcome.problems):
            raise LackingError
        catalogue = read_catalogue(run.folder, store, self._told.append)
        changed = self._changed(files)
        some = relying(changed, catalogue.products)
        names = self._context.newest, *(self._showing.articles.get(name, ()) for name in sorted(some))
        inputs = self._inputs({file for one in names for file in one})
        if inputs.catalogue != catalogue or catalogue.broken or not catalogue.is_whole:
            raise LackingError
        needed = self._context.needed([one.file for one in inputs.articles])
        known = decoded(store.kept_of(needed) | store.kept_under(OF_PRODUCTS))
        opened_plan = reopened(self._context, inputs, known.articles) if len(known.articles) == len(needed) else None
        if opened_plan is None:
            raise LackingError
        opened, plan = opened_plan
        kits = Batch(identities=dict(self._context.asked), products=self._context.products)
        before = Before(
            self._showing, known.articles, plan.around, known.products, known.lists, kits, self._context.beside
        )
        run.reporter.stage("plan", 0)
        with engine.Backlog(store.folder) as tasks, engine.Output(run.output) as output:
            made = repriced(opened, before, some, partial(self._beside, inputs, found), tasks)
            self._told += left_out(inputs, opened.shown)
            self._news += doubts(changed, inputs.catalogue, inputs.config, inputs.today)
            self._news += unsure(opened.shown.resolver.rows(), inputs.config)
            if made is None or self._news or any(one.where is None or one.where.file in files for one in self._told):
                raise LackingError
            stand = {path: found.fingerprints[path] for path in tasks.paths if path in found.fingerprints}
            run.reporter.stage("compare", 0)
            templates = engine.templates_of(inputs.theme)
            difference = engine.difference(tasks, templates, engine.Found(stand), frozenset())
            commit = self._committing(made, {name: inputs.catalogue.products[name] for name in changed}, inputs)
            outcome = run.written(difference, plan, tasks, inputs, store, output, commit)
        if not outcome.completed:
            raise LackingError
        run.problems = list(note.outcome.problems)
        told = msgspec.structs.replace(
            note.outcome,
            written=outcome.written,
            created=tuple(path for path in outcome.written if path not in found.fingerprints),
            unchanged=len(found.fingerprints) - len(outcome.written),
        )
        noted = Noted(
            begun=run.begun,
            program=run.program,
            options=run.options,
            until=note.until,
            seen={**note.seen, **run.folder.seen},
            own={},
            outcome=run.told(told),
        )
        run.take_note(noted, store)
        return noted.outcome

    def _changed(self, files: Collection[str]) -> set[str]:
        """Return the products that changed, by id.

        Raises:
            LackingError: more of them changed than their offers, or one is wrong.

        """
        folder, store = self._run.folder, self._store
        known = {file: folder.known[file][1] for file in files if file in folder.known}
        changed: set[str] = set()
        for file in files:
            before = remembered_products(store, known[file]) if file in known else None
            now = remembered_products(store, folder.digest(file))
            if before is None or now is None or len(before) != len(now):
                raise LackingError
            for was, one in zip(before, now, strict=True):
                if not (isinstance(was, Product) and isinstance(one, Product) and only_offers(was, one)):
                    raise LackingError
                if not is_written_alike(was, one):
                    changed.add(one.id)
        return changed

    def _inputs(self, files: Collection[str]) -> Inputs:
        """Return the inputs of this build, as far as some articles name them.

        Raises:
            LackingError: the memo has forgotten one of the articles.

        """
        run, store = self._run, self._store
        config, reading, articles = remembered_articles(files, run, store, self._told.append)
        gathering = Gathering(run.folder, store, run.pool, run.reporter, self._told.append)
        ledger = read_ledger(run.folder, self._told.append, store)
        return gathering.inputs_of(config, run.options.now, articles, reading, ledger)

    def _beside(self, inputs: Inputs, found: engine.Found, shown: Shown) -> Batch:
        """Return what other channels want."""
        steps = engine.Steps(self._store, self._run.pool, inputs.theme)
        return beside(inputs, Kept(files=found.fingerprints.keys()), shown, steps, self._news.append)

    def _committing(self, made: Repriced, products: Mapping[str, Product], inputs: Inputs) -> Commit:
        """Return what commits what was written."""
        run, store = self._run, self._store
        kept = {file: row_of(one) for file, one in made.listings.items()}
        kept |= {**dict(rows_of_products(made.products)), **dict(rows_of_lists({"products": made.lists}))}
        sources: dict[str, Any] = {f"product:{name}": one for name, one in products.items()}
        sources["now:"] = inputs.now.isoformat()
        body = partial(body_of, run.folder)
        rows = [(name, row) for name, value in sources.items() if (row := row_of_source(value, body))]

        def commit(done: Iterable[tuple[str, engine.Written]], deleted: Sequence[str], finished: bool) -> None:  # noqa: FBT001
            store.keep_digests({**run.folder.known, **run.settled_digests()})
            if finished:
                store.amend(done, deleted, kept.items(), rows)
            else:
                store.commit(done, deleted)

        return commit


def remembered_articles(
    files: Collection[str], run: Build, store: engine.Store, report: Report
) -> tuple[Config, Reading, list[Article]]:
    """Return the config, what reads under it, and what some files gave to the last build.

    Raises:
        LackingError: the memo has forgotten one of the articles.

    """
    config = read_config(run.folder, report)
    if config is None:
        raise LackingError
    reading, known = Reading(run.folder, store, config), run.folder.known
    articles = [reading.remembered(file, known[file][1]) for file in sorted(files) if file in known]
    sound = [one for one in articles if one is not None]
    if len(sound) < len(files):
        raise LackingError
    return config, reading, sound


def _may_go(told: Problem, files: Collection[str]) -> bool:
    """Return whether what was told may be true no more once offers in some files changed.

    A row of the policy that may be wrong is told of as long as it decides for some offer, whose file it does not name.
    """
    return told.where is None or told.where.file in files or told.code == "policy-unsure"
