"""The way of the data, from a site's folder to its output folder.

gather   sources and markup: files to records and documents
plan     channels: records to tasks
write    engine: the difference between what is planned and what was written
"""

from __future__ import annotations

import os
import time
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path

import msgspec

from contentshop import engine, markup
from contentshop.changes import SinceLast
from contentshop.channels import Inputs, Steps
from contentshop.channels.web import Kept, Plan, standing
from contentshop.explanations import Explanation
from contentshop.gathering import LEDGER, Gathering, ledger_key, read_ledger
from contentshop.goods import doubts
from contentshop.keeping import context_row, decoded, to_keep
from contentshop.links import FOLLOW_FROM_SHOPS, ledger_text, merge, missing, problems_of_config, with_known_kinds
from contentshop.making import Making
from contentshop.model import (
    Config,
    LedgerRow,
    Place,
    Problem,
    Wave,
    digest,
)
from contentshop.output_checks import BuiltSite
from contentshop.planning import Planned, planned
from contentshop.problems import WRONG_USE, ProblemError, exit_code, fail, is_error, problem
from contentshop.reporting import Outcome, Reporter
from contentshop.runs import STATE, Options, is_preview, other_output, output_folder, store_path
from contentshop.sources import (
    Digests,
    Folder,
    Memo,
    Signature,
    all_located,
    are_settled,
    body_of,
    located,
    program,
    read_config,
    signature,
)
from contentshop.unchanged import may_be_told_again, noted

__all__ = ["Options", "ledger_of", "output_folder", "rebuild"]

_SOURCES = ("articles", "products", "images", "static", "templates")
_WAVES: tuple[Wave, ...] = ("media", "page", "list")
_WORTH_SHARING = 0.1
"""So many seconds of work are worth giving some of it to other processes."""


def rebuild(
    root: Path,
    options: Options,
    reporter: Reporter | None = None,
    executor: Executor | None = None,
    keep: Callable[[Built], None] | None = None,
) -> Outcome:
    """Build the site in a folder and return what was done; nothing is raised for what an author can mend.

    Everything is looked at, whatever the builds before left; `resuming.build` goes on from these.

    Args:
        root: the site's folder.
        options: what to do.
        reporter: told of progress.
        executor: where steps and tasks are computed; by default this process, or a pool for large work.
        keep: takes what a build that went well found out.

    """
    return Build(root, options, reporter or Reporter(), executor, keep).run()


Commit = Callable[[Iterable[tuple[str, engine.Written]], Sequence[str], bool], None]
"""Takes what now stands, the paths that are gone, and whether that is all there was to do."""


class Noted(msgspec.Struct, frozen=True):
    """What tells the next build that there is nothing to do."""

    begun: int
    """Nanoseconds since 1970."""
    program: str
    """The digest of the program before the build."""
    options: Options
    until: datetime
    """The first moment at which something in the site comes due."""
    seen: Mapping[str, Signature]
    """What was looked at, each with its signature before it was read."""
    own: Mapping[str, Signature]
    """Of what the build itself wrote, but for the output."""
    outcome: Outcome


class Built(Noted, frozen=True):
    """A build that went well, with all that it found out."""

    digests: Digests
    files: Sequence[str]
    """Of all articles, sorted."""
    inputs: Inputs
    planned: Planned
    told: tuple[Problem, ...]
    """All that was told; not located yet."""
    written: Mapping[str, engine.Written]
    """Every file of the output."""


class Build:
    """One run; holds the problems found so far."""

    def __init__(
        self,
        root: Path,
        options: Options,
        reporter: Reporter,
        executor: Executor | None = None,
        keep: Callable[[Built], None] | None = None,
    ) -> None:
        """Take what `build` takes; `keep` takes what a build that went well found out."""
        self.folder = Folder(root)
        self.options, self.reporter = options, reporter
        self.output = output_folder(root, options)
        self.problems: list[Problem] = []
        self._executor, self._keep = executor, keep
        self._workers: engine.Workers | None = None
        """Begun when first needed; its processes import once what all waves need."""
        self.begun, self.program = time.time_ns(), program()
        self._own_ledger: dict[str, Signature] = {}
        """The signature of the ledger, when this run wrote it."""
        self._only_tells = False
        """Whether a shop or policy row of the config is wrong: the rest is looked at, and nothing is written."""

    def run(self) -> Outcome:
        """Do everything; problems are located and sorted at the end."""
        try:
            outcome = self._run()
        except ProblemError as error:
            self.problems.append(error.problem)
            outcome = Outcome(problems=(), completed=False)
        except BrokenExecutor:
            self.problems.append(problem("worker-lost"))
            outcome = Outcome(problems=(), completed=False)
        finally:
            self.close()
        self.reporter.close()
        return self.told(outcome)

    def close(self) -> None:
        """End the processes that were begun."""
        if self._workers is not None:
            self._workers.shutdown(cancel_futures=True)
            self._workers = None

    def told(self, outcome: Outcome) -> Outcome:
        """Return the outcome with its problems, located and sorted."""
        self.problems = sorted(all_located(self.problems_once(), self.folder, markup.locate), key=_position)
        return msgspec.structs.replace(outcome, problems=tuple(self.problems), output=str(self.output))

    def problems_once(self) -> Iterator[Problem]:
        """Yield each problem once."""
        seen: set[bytes] = set()
        for one in self.problems:
            key = msgspec.msgpack.encode(one)
            if key not in seen:
                seen.add(key)
                yield one

    def _run(self) -> Outcome:
        config = read_config(self.folder, self.problems.append)
        if config is None:
            return Outcome(problems=(), completed=False)
        self.problems += problems_of_config(config)
        self._only_tells = exit_code(self.problems) == WRONG_USE
        for name in _SOURCES:
            if self.output.resolve().is_relative_to((self.folder.root / name).resolve()):
                raise fail("output-in-sources", folder=self.output)
        engine.refuse_foreign(self.output)
        before = list(self.problems)
        try:
            with self.store() as store, engine.Backlog(store.folder) as tasks:
                return self._with_store(config, store, tasks)
        except engine.DamagedStoreError:
            self.problems = before
            with self.store(afresh=True) as store, engine.Backlog(store.folder) as tasks:
                return self._with_store(config, store, tasks)

    def store(self, *, afresh: bool = False) -> engine.Store:
        """Return the store, or a copy in memory when nothing may be written."""
        path = store_path(self.folder.root, self.output)
        if self.options.check or self.options.dry_run or self._only_tells:
            return engine.Store.copy_of(None if afresh else path)
        store = engine.Store(path, self.problems.append, afresh=afresh, hurried=self.options.preview)
        other = self._other()
        if store.is_new and other and not afresh:
            store.take_memo(store_path(self.folder.root, other))
        return store

    def _other(self) -> Path | None:
        """Return the other output of the site, of which this build may take what is the same."""
        return None if self.options.clean else other_output(self.folder.root, self.options)

    def _with_store(self, config: Config, store: engine.Store, tasks: engine.Backlog) -> Outcome:
        if self.options.clean:
            store.forget()
        found = engine.found(store.rows(), self.output)
        self.folder.known = store.digests()
        kept = standing(decoded(store.kept()), found.present)
        if store.is_finished() and not (self.options.check or self.options.dry_run or self.options.explain):
            kept = msgspec.structs.replace(kept, changed=found.changed)
        gathering = Gathering(self.folder, store, self.pool, self.reporter, self.problems.append)
        inputs = gathering.inputs(config, self.options.now, drafts=self.options.drafts, future=self.options.future)
        self.problems += engine.problems_of_words(inputs.theme)
        if self._workers is not None:  # which have nothing to do while this process plans
            self._workers.offer(engine.compile_ahead, inputs.theme, "web")
        self.reporter.stage("plan", 0)
        steps = engine.Steps(store, self.pool, inputs.theme, self._timing_of_steps(inputs))
        made = self._plan(inputs, kept, steps, tasks)
        plan = made.plan
        context = b"" if self.options.check or self.options.dry_run or self._only_tells else context_row(made)
        found_out = made if self._keep else None
        del made
        self.problems += doubts(plan.products, inputs.catalogue, config, inputs.today)
        if self.options.locked and (new := missing(plan.identities, inputs.ledger)):
            names = ", ".join(sorted({one.article or one.product for one in new}))
            raise fail("ledger-missing", Place(LEDGER), count=len(new), articles=names)
        if self._only_tells:
            return Outcome(problems=(), completed=False)
        self.reporter.stage("compare", 0)
        templates = engine.templates_of(inputs.theme)
        difference = engine.difference(tasks, templates, found, plan.held, plan.settled)
        if self.options.check:
            self._rehearse(difference, inputs, plan, tasks)
            site = BuiltSite(self.folder.root, self.output, self.pool, self.reporter, self.problems.append)
            if self.options.built:
                site.inspect(config, plan, tasks)
            outcome = Outcome((), codes=site.read_codes(tasks) if self.options.codes else 0)
        else:
            since = SinceLast(inputs, plan, store, partial(body_of, self.folder))
            why = self._explained(plan, tasks, kept, difference, gathering, since, store)
            if self.options.dry_run:
                paths = tuple(sorted(tasks.paths[number] for number in difference.write))
                outcome = Outcome((), paths, deleted=difference.delete, unchanged=difference.unchanged)
            else:
                before = engine.files_of(self.output) if store.is_new else {}
                with engine.Output(self.output) as output:
                    commit = self._committing(plan, context, kept, since, store)
                    outcome = self.written(difference, plan, tasks, inputs, store, output, commit)
                self._mention_strangers(before, store)
            created = tuple(path for path in outcome.written if path not in found.fingerprints)
            outcome = msgspec.structs.replace(outcome, explained=why, created=created)
        outcome = msgspec.structs.replace(
            outcome,
            articles=len(plan.listings),
            products=len(inputs.catalogue.products),
            left_out=gathering.left_out,
        )
        if not (self.options.dry_run or self.options.check):
            self._come_to_an_end(outcome, found_out, inputs, gathering, store)
        return outcome

    def _come_to_an_end(
        self, outcome: Outcome, made: Planned | None, inputs: Inputs, gathering: Gathering, store: engine.Store
    ) -> None:
        """Keep what the next build may go on from."""
        told = tuple(self.problems)
        marker = os.path.relpath(self.output / engine.MARKER, self.folder.root)
        noted = Noted(
            begun=self.begun,
            program=self.program,
            options=msgspec.structs.replace(self.options, now=inputs.now),
            until=gathering.until,
            seen=self.folder.seen,
            own=self._own_ledger | {marker: signature(str(self.output / engine.MARKER))},
            outcome=self.told(outcome),
        )
        self.take_note(noted, store)
        if self._keep and made and may_be_told_again(noted.outcome):
            self._keep(
                Built(
                    **msgspec.structs.asdict(noted),
                    digests=self.folder.digests,
                    files=gathering.files,
                    inputs=inputs,
                    planned=made.in_memory(),
                    told=told,
                    written=store.written(),
                )
            )

    def take_note(self, built: Noted, store: engine.Store) -> None:
        """Keep what tells the next build that there is nothing to do."""
        if are_settled(built.seen.values(), built.begun) and may_be_told_again(built.outcome):
            store.keep_note(
                noted(
                    self.folder.root,
                    built.options,
                    built.program,
                    built.until,
                    {**built.seen, **built.own},
                    built.outcome,
                )
            )

    def _explained(
        self,
        plan: Plan,
        tasks: engine.Backlog,
        kept: Kept,
        difference: engine.Difference,
        gathering: Gathering,
        since: SinceLast,
        store: engine.Store,
    ) -> tuple[Explanation, ...]:
        """Return why files asked for change or stay; without any, why files would change if this is a dry run."""
        asked, inputs = self.options.explain, since.inputs
        if not asked and not self.options.dry_run:
            return ()
        from contentshop.explaining import Known, explain, output_paths, pages_of

        written = store.written()
        paths = sorted({tasks.paths[number] for number in difference.write} | {*difference.delete})
        if asked:
            every = [*tasks.paths, *written]
            named = (inputs.config.site.base_url, every, pages_of(plan, inputs))
            found = [output_paths(one, self.output.resolve(), *named, self.folder.root.resolve()) for one in asked]
            paths = list(dict.fromkeys(chain.from_iterable(found)))

        def replan(other: Inputs, among: Collection[str]) -> dict[str, str]:
            steps = engine.Steps(store, self.pool, other.theme)
            try:
                with engine.Backlog(store.folder) as then:
                    planned(other, kept, steps, then, lambda _: None)
                    found = zip(then.paths, then.fingerprints(engine.templates_of(other.theme)), strict=True)
                    return {path: fingerprint for path, fingerprint in found if path in among}
            except ProblemError:  # what was taken back does not go with the rest
                return {}

        before = (since.before, since.before_waiting)
        told = all_located(self.problems_once(), self.folder, markup.locate)
        known = Known(plan, tasks, difference, written, inputs, since.sources, *before, told)
        with self.pool(0) as executor:
            return explain(
                paths,
                known,
                replan,
                lambda articles, config: gathering.documents(articles, config, executor),
                self.folder,
            )

    def _plan(self, inputs: Inputs, kept: Kept, steps: Steps, tasks: engine.Backlog) -> Planned:
        """Plan the output; with wrong shops only for the problems, without those that merely follow from them."""
        if not self._only_tells:
            return planned(inputs, kept, steps, tasks, self.problems.append)
        found: list[Problem] = []
        known = msgspec.structs.replace(inputs, config=with_known_kinds(inputs.config))
        made = planned(known, kept, steps, tasks, found.append)
        self.problems += (one for one in found if one.code not in FOLLOW_FROM_SHOPS)
        return made

    def _rehearse(self, difference: engine.Difference, inputs: Inputs, plan: Plan, tasks: engine.Backlog) -> None:
        """Make every file that would be written and report what goes wrong; write none."""
        self.reporter.stage("check", len(difference.write))
        for _, result, _ in self._making(tasks, inputs, plan, lambda _: None).made(difference.write):
            if isinstance(result, Problem):
                self.problems.append(result)
            self.reporter.advance()

    def written(
        self,
        difference: engine.Difference,
        plan: Plan,
        tasks: engine.Backlog,
        inputs: Inputs,
        store: engine.Store,
        output: engine.Output,
        commit: Commit,
    ) -> Outcome:
        """Prepare every file, then put all in their places; when one cannot be made, none is touched."""
        prepared = self._prepared(difference, inputs, plan, tasks, output)
        if prepared is None:
            commit((), [], False)
            return Outcome((), completed=False)
        self.close()
        self.reporter.stage("place", 0)
        new_tokens = self._keep_tokens(plan, inputs, store)
        done = array("L")
        deleted: list[str] = []
        finished = False
        store.announce(chain((tasks.paths[number] for number in difference.write), difference.delete))
        try:
            for number in _placed(difference, tasks, output, deleted):
                done.append(number)
            finished = True
        finally:
            standing = ((tasks.paths[one], prepared.written(one, difference.fingerprints[one])) for one in done)
            commit(standing, deleted, finished)
        paths = tuple(sorted(tasks.paths[number] for number in done))
        told = Outcome((), paths, deleted=tuple(sorted(deleted)), unchanged=difference.unchanged)
        return msgspec.structs.replace(told, new_tokens=new_tokens)

    def _committing(self, plan: Plan, context: bytes, kept: Kept, since: SinceLast, store: engine.Store) -> Commit:
        """Return what commits that all or some of a plan was written."""

        def commit(done: Iterable[tuple[str, engine.Written]], deleted: Sequence[str], finished: bool) -> None:  # noqa: FBT001
            store.keep_digests(self.settled_digests())
            store.commit(done, deleted, *((to_keep(plan, context, kept), since.changed()) if finished else ()))

        return commit

    def settled_digests(self) -> Digests:
        """Return the digests of sources that every later change would show in their signatures."""
        return {path: one for path, one in self.folder.digests.items() if are_settled([one[0]], self.begun)}

    def _prepared(
        self,
        difference: engine.Difference,
        inputs: Inputs,
        plan: Plan,
        tasks: engine.Backlog,
        output: engine.Output,
    ) -> engine.Prepared | None:
        """Make every file aside; None when one cannot be made."""
        self.reporter.stage("write", len(difference.write))
        prepared = engine.Prepared(len(tasks))
        well = True
        with self._elsewhere() as other:

            def there(number: int) -> bytes | None:
                return other.data(tasks.paths[number], difference.fingerprints[number]) if other else None

            for number, result, as_planned in self._making(tasks, inputs, plan, there).made(difference.write):
                if isinstance(result, Problem):
                    self.problems.append(result)
                    well = False
                elif well:
                    prepared.add(number, *output.prepare(number, tasks.paths[number], result), as_planned=as_planned)
                self.reporter.advance()
        return prepared if well else None

    def _elsewhere(self) -> AbstractContextManager[engine.Elsewhere | None]:
        """Return the site's other output, of which files that are the same are taken."""
        other = self._other()
        return closing(engine.Elsewhere(store_path(self.folder.root, other), other)) if other else nullcontext()

    def _making(
        self, tasks: engine.Backlog, inputs: Inputs, plan: Plan, there: Callable[[int], bytes | None]
    ) -> Making:
        return Making(tasks, inputs.theme, plan.listings, self.folder, self.pool, self.reporter, there)

    def _timing_of_steps(self, inputs: Inputs) -> engine.Timing:
        """Return what takes the times of steps; those of slugs are their articles'."""
        files = {one.slug: one.file for one in inputs.articles}

        def timing(kind: str, names: Callable[[], Sequence[str]]) -> engine.Took | None:
            if kind == "slug":
                return self.reporter.timing("article", lambda: [files.get(name, "") for name in names()])
            return self.reporter.timing(kind, names)

        return timing

    def _mention_strangers(self, before: Collection[str], store: engine.Store) -> None:
        """Say how many files that stood in the output are nobody's: the record of earlier builds was lost."""
        strangers = set(before) - store.written().keys() if before else ()
        if strangers:
            self.problems.append(problem("unknown-files", count=len(strangers), folder=self.output))

    def _keep_tokens(self, plan: Plan, inputs: Inputs, memo: Memo) -> int:
        """Write new tokens into the ledger, before any page or code shows them, and return how many.

        Only a plain build does.
        """
        if is_preview(self.options) or self.options.locked:
            return 0
        new = missing(plan.identities, inputs.ledger)
        if not new:
            return 0
        target = self.folder.root / LEDGER
        scratch = self.folder.root / STATE / f"ledger-{os.getpid()}"
        ledger = Folder(self.folder.root)  # anew: another output's build may have added some
        rows = read_ledger(ledger, self.problems.append)
        merged = merge(rows, new, inputs.today)
        text = ledger_text(merged).encode()
        try:
            scratch.write_bytes(text)
            scratch.replace(target)
            written = signature(str(target))
            if target.read_bytes() == text:
                self._own_ledger = {LEDGER: written}
        except OSError as error:
            scratch.unlink(missing_ok=True)
            raise fail("output-unwritable", path=target, reason=error.strerror or error) from None
        key = ledger_key(digest(text))
        del text  # it is long where articles are many
        memo.put(key, msgspec.msgpack.encode(merged))
        return len(new)

    @contextmanager
    def pool(self, seconds: float) -> Iterator[Executor]:
        """Give the executor asked for, else a pool when so many seconds of work are worth it."""
        jobs = self.options.jobs or os.cpu_count() or 1
        beginning = engine.starting_seconds() if self._workers is None else 0.0
        if self._executor is not None:
            yield self._executor
        elif jobs == 1 or seconds < _WORTH_SHARING + 2 * beginning:
            yield engine.InProcess()
        else:
            if self._workers is None:
                self._workers = engine.Workers(jobs - 1)
            yield self._workers


def _placed(
    difference: engine.Difference, tasks: engine.Backlog, output: engine.Output, deleted: list[str]
) -> Iterator[int]:
    """Put prepared files in their places, wave after wave, and yield their numbers; then delete what is gone."""
    for path in sorted(difference.clear):
        output.delete(path)
        deleted.append(path)
    for wave in _WAVES:
        for number in difference.write:
            if tasks.wave(number) == wave:
                output.place(number, tasks.paths[number])
                yield number
    for path in difference.delete:
        if path not in difference.clear:
            output.delete(path)
            deleted.append(path)


def ledger_of(root: Path) -> list[tuple[LedgerRow, str]]:
    """Return the rows of a site's ledger, each with the address of its go page.

    Raises:
        ProblemError: the config or the ledger cannot be read.

    """
    folder, found = Folder(root), list[Problem]()
    try:
        config = read_config(folder, found.append)
        rows = read_ledger(folder, found.append)
    except ProblemError as error:
        found.append(error.problem)
    for one in found:
        if is_error(one):
            raise ProblemError(located(one, folder, markup.locate))
    base = (config.go_base_url or config.site.base_url).rstrip("/") if config else ""
    return [(row, f"{base}/go/{row.token}/") for row in rows.values()]


def _position(found: Problem) -> tuple[str, int, int, str]:
    where = found.where
    if where is None:
        return ("", 0, 0, found.code)
    place = where if isinstance(where, Place) else Place(where.file)
    return (place.file, place.line, place.column, found.code)
