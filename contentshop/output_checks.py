"""What `check` says of the files of the last build: addresses that lead nowhere, codes that say something else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from contentshop import engine
from contentshop.channels.web import Plan
from contentshop.inspection import (
    CodeFile,
    Inspection,
    can_read_codes,
    is_read,
    problems_of_codes,
    read_codes,
    read_files,
)
from contentshop.model import Config, Copy, Place
from contentshop.problems import ProblemError, Report, fail
from contentshop.reading import Pool
from contentshop.reporting import Reporter
from contentshop.sources import Folder, named_in

_READ_SECONDS = 0.001
"""What reading the addresses of a file takes, roughly."""
_CODE_SECONDS = 0.03
"""What reading a code in four views takes, roughly."""
_AT_ONCE = 1024
"""So many files are held in memory together."""
_WEB = "web"


class BuiltSite:
    """The output folder of a site as it stands; what is wrong with it goes to `report`."""

    def __init__(self, root: Path, output: Path, pool: Pool, reporter: Reporter, report: Report) -> None:
        self._output, self._pool, self._reporter, self._report = output, pool, reporter, report
        self._root = root

    def inspect(self, config: Config, plan: Plan, tasks: engine.Backlog) -> None:
        """Report the addresses that lead nowhere.

        Raises:
            ProblemError: nothing-built.

        """
        web = self._output / _WEB
        files = engine.files_of(web)
        if not files:
            raise fail("nothing-built", folder=self._output)
        todo = sorted(path for path in files if is_read(path))
        self._reporter.stage("inspect", len(todo))
        shown_in = f"{named_in(self._root, web)}/"
        found = Inspection(
            config.site.base_url,
            config.go_base_url,
            files,
            _sources(plan, tasks),
            _copies(tasks),
            shown_in=shown_in,
            moved=_moved(web),
        )
        output = Folder(web)
        with self._pool(len(todo) * _READ_SECONDS) as executor:
            for some in (todo[start : start + _AT_ONCE] for start in range(0, len(todo), _AT_ONCE)):
                for facts in engine.spread(read_files, self._readable(output, some, shown_in), executor):
                    found.take(facts)
                    self._reporter.advance()
        for one in found.finish():
            self._report(one)

    def read_codes(self, tasks: engine.Backlog) -> int:
        """Report the codes that do not say what they must, and return how many were looked at.

        Raises:
            ProblemError: no-code-reader, nothing-built.

        """
        if not can_read_codes():
            raise fail("no-code-reader")
        if not engine.files_of(self._output):
            raise fail("nothing-built", folder=self._output)
        wanted = dict(engine.codes_in(tasks))
        output, shown_in = Folder(self._output), f"{named_in(self._root, self._output)}/"
        count = 0
        self._reporter.stage("codes", len(wanted))
        with self._pool(len(wanted) * _CODE_SECONDS) as executor:
            todo = sorted(wanted)
            for some in (todo[start : start + _AT_ONCE] for start in range(0, len(todo), _AT_ONCE)):
                files = [CodeFile(path, wanted[path], data) for path, data in self._readable(output, some, shown_in)]
                for seen in engine.spread(read_codes, files, executor):
                    for one in problems_of_codes(seen, shown_in):
                        self._report(one)
                    count += 1
                    self._reporter.advance()
        return count

    def _readable(self, output: Folder, paths: Sequence[str], shown_in: str) -> list[tuple[str, bytes]]:
        """Return files of the output with their bytes; those that cannot be read are reported."""
        found: list[tuple[str, bytes]] = []
        for path in paths:
            try:
                found.append((path, output.bytes(path)))
            except ProblemError as error:
                self._report(msgspec.structs.replace(error.problem, where=Place(shown_in + path)))
        return found


def _sources(plan: Plan, tasks: engine.Backlog) -> dict[str, str]:
    """Return what each file below `web/` that the program itself wrote is made from, as an author knows it."""
    found = {path: file for file, listing in plan.listings.items() for path in listing.paths if path.endswith(".html")}
    for number, path in enumerate(tasks.paths):
        if tasks.kind(number) is not Copy:
            template = tasks.template(number)
            found.setdefault(path, f"templates/{template}" if template else path)
    return {path.removeprefix(f"{_WEB}/"): source for path, source in found.items()}


def _copies(tasks: engine.Backlog) -> dict[str, str]:
    """Return what each file below `web/` that is copied as it is comes from."""
    return {tasks.paths[number].removeprefix(f"{_WEB}/"): work.source for number, work in tasks.each(Copy)}


def _moved(web: Path) -> list[str]:
    """Return the addresses that the output's `_redirects` sends on."""
    try:
        rows = (web / "_redirects").read_text("utf-8", "replace").splitlines()
    except OSError:
        return []
    return [row.split()[0] for row in rows if row.strip() and not row.startswith("#")]
