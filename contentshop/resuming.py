"""Builds that go on from what a build of another process left in the store.

Where only words of articles changed, or only offers of products, what is kept of these and of what they show, or what
shows them, is read again, and nothing of all others; else the site is built as ever.
"""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import Executor
from pathlib import Path

import msgspec

from contentshop import engine
from contentshop.again import Rewording, edited, products_in
from contentshop.build import Build, Built, rebuild
from contentshop.channels import Batch, Inputs
from contentshop.channels.web import Context, reopened
from contentshop.gathering import Gathering
from contentshop.keeping import CONTEXT, SHOWING, context_in, decoded, showing_in
from contentshop.model import Article, Problem
from contentshop.planning import Planned
from contentshop.problems import ProblemError
from contentshop.reading import Reading
from contentshop.reporting import Outcome, Reporter
from contentshop.repricing import LackingError, Repricing, remembered_articles
from contentshop.runs import Options
from contentshop.sources import ABSENT, ARTICLES
from contentshop.unchanged import Note, last_note, unchanged


def build(root: Path, options: Options, reporter: Reporter | None = None, executor: Executor | None = None) -> Outcome:
    """Build the site in a folder and return what was done; nothing is raised for what an author can mend.

    Args:
        root: the site's folder.
        options: what to do.
        reporter: told of progress.
        executor: where steps and tasks are computed; by default this process, or a pool for large work.

    """
    return unchanged(root, options) or changed(root, options, reporter, executor)


def changed(
    root: Path, options: Options, reporter: Reporter | None = None, executor: Executor | None = None
) -> Outcome:
    """Do what `build` does without looking first whether there is anything to do."""
    whole = options.clean or options.dry_run or options.check or options.explain or options.now.tzinfo is None
    outcome = None if whole else _resumed(root, options, reporter or Reporter(), executor)
    return outcome or rebuild(root, options, reporter, executor)


def _resumed(root: Path, options: Options, reporter: Reporter, executor: Executor | None) -> Outcome | None:
    """Do what there is to do where only words, or only offers, changed; None where more may have."""
    known = last_note(root, options)
    if known is None:
        return None
    row, note = known
    run = Build(root, options, reporter, executor)
    articles = sorted(path for path, one in note.seen.items() if ARTICLES.is_file(path) and one != ABSENT)
    goods = frozenset(products_in(note.seen))
    files = edited(run.folder, note.seen, goods.union(articles), articles, run.begun)
    if not files or not (goods.isdisjoint(files) or goods.issuperset(files)):
        return None
    outcome = None
    try:
        with run.store() as store:
            if store.note() == row and store.is_finished():
                reporter.stage("kept", 0)
                outcome = (_reworded if goods.isdisjoint(files) else _repriced)(note, files, run, store)
    except (LackingError, ProblemError, engine.DamagedStoreError):
        return None
    finally:
        run.close()
    if outcome is not None:
        reporter.close()
    return outcome


def _reworded(note: Note, files: Collection[str], run: Build, store: engine.Store) -> Outcome | None:
    built = Rewording(_last(note, files, run, store), run, store).built(files)
    return built.outcome if built else None


def _repriced(note: Note, files: Collection[str], run: Build, store: engine.Store) -> Outcome:
    rows = store.kept_of([CONTEXT, SHOWING])
    context, showing = context_in(rows.get(CONTEXT)), showing_in(rows.get(SHOWING))
    found = engine.found(store.rows(), run.output)
    if context is None or showing is None or context.told or found.changed:
        raise LackingError
    return Repricing(note, run, store, context, showing).built(files, found)


def _last(note: Note, files: Collection[str], run: Build, store: engine.Store) -> Built:
    """Return what the store has of the last build for some articles.

    Raises:
        LackingError: it, or the output, lacks something.

    """
    context = context_in(store.kept_of([CONTEXT]).get(CONTEXT))
    if context is None or (context.told and not set(files).isdisjoint(context.newest)):
        raise LackingError
    needed = context.needed(files)
    listings = decoded(store.kept_of(needed)).articles
    if len(listings) < len(needed):
        raise LackingError
    run.folder.known = store.digests()
    inputs = _inputs(files, context, run, store)
    found = reopened(context, inputs, listings)
    if found is None:
        raise LackingError
    rows = tuple(store.rows())
    if engine.found(rows, run.output).changed:
        raise LackingError
    opened, plan = found
    kits = Batch(identities=dict(context.asked), products=context.products)
    return Built(
        begun=run.begun,
        program=run.program,
        options=run.options,
        until=note.until,
        seen=note.seen,
        own={},
        digests=run.folder.known,
        files=ARTICLES.files(run.folder),
        inputs=inputs,
        planned=Planned(plan, opened, kits, context.beside),
        told=note.outcome.problems,
        outcome=note.outcome,
        written={path: engine.Written(fingerprint, size, mtime) for path, fingerprint, size, mtime in rows},
    )


def _inputs(files: Collection[str], context: Context, run: Build, store: engine.Store) -> Inputs:
    """Return the inputs of the last build, as far as some articles name them, and what other channels show with them.

    Raises:
        LackingError: the memo has forgotten one of the articles, or more than the words of one changed.

    """
    wanted = set(files) if set(files).isdisjoint(context.newest) else {*files, *context.newest}
    config, reading, articles = remembered_articles(wanted, run, store, _ignore)
    if not all(_has_its_head(one, reading) for one in articles if one.file in files):
        raise LackingError
    gathering = Gathering(run.folder, store, run.pool, run.reporter, _ignore)
    return gathering.inputs_of(config, run.options.now, articles, reading)


def _has_its_head(before: Article, reading: Reading) -> bool:
    """Return whether an article differs in nothing but its text from what its file gave before."""
    now = reading.article(before.file, ()).article
    return now is not None and msgspec.structs.replace(now, text=before.text, body_line=before.body_line) == before


def _ignore(_: Problem) -> None:
    """Tell nothing: the note has what is to be told."""
