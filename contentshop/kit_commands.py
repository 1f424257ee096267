"""The command `kit`: build, then name or pack what a phone hands on."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from contentshop.options import flag, option, root, site_options
from contentshop.phrases import phrase
from contentshop.problems import Language, exit_code

if TYPE_CHECKING:
    from contentshop.kits import KitOutcome


def kit_command(language: Language) -> click.Command:
    """Return `kit`."""

    def run(
        *,
        articles: tuple[str, ...],
        outlet: str,
        zip: str,  # noqa: A002
        site: Path | None,
        jobs: int,
        strict: bool,
        as_json: bool,
    ) -> int:
        from contentshop import reporting
        from contentshop.build import Options
        from contentshop.kits import KitAsked, kits
        from contentshop.sources import Folder, excerpt_of

        folder = root(site)
        silent = as_json or not sys.stderr.isatty()
        reporter = reporting.Reporter() if silent else reporting.TerminalReporter(sys.stderr, language)
        options = Options(now=datetime.now(UTC), jobs=jobs)
        done = kits(folder, options, KitAsked(articles, outlet, zip), reporter)
        if as_json:
            click.echo(reporting.as_json(done, language, strict=strict))
            return exit_code(done.problems, strict=strict)
        if done.problems:
            excerpts = [excerpt_of(one, Folder(folder)) for one in done.problems]
            click.echo(reporting.listed(done.problems, excerpts, language), err=True)
        if done.completed:
            click.echo(_told(folder, done, language, every=not articles and not zip))
        return exit_code(done.problems, strict=strict)

    params = [
        click.Argument(["articles"], nargs=-1, metavar="[ARTICLE]..."),
        option("outlet", language, metavar="ID", default=""),
        option("zip", language, metavar="FILE", default=""),
        *site_options(language),
        option("jobs", language, "-j", type=click.IntRange(0, 256), default=0),
        flag("strict", language),
        flag("json", language, "as_json"),
    ]
    return click.Command("kit", callback=run, params=params, help=phrase("help.kit", language))


def _told(folder: Path, done: KitOutcome, language: Language, *, every: bool) -> str:
    """Return what was made: of all kits only their pages, of those asked for by name every file."""
    from contentshop.sources import named_in

    output = named_in(folder, Path(done.output))
    lines = []
    for one in done.kits:
        whose = phrase("kit-outlet", language, title=one.title, outlet=one.outlet_name)
        lines.append(whose if one.outlet else one.title)
        lines += [f"  {output}/{path}" for path in ((one.page,) if every else one.files)]
    if done.new_tokens:
        lines.append(phrase("tokens", language, count=done.new_tokens))
    if done.zip:
        files = len({path for one in done.kits for path in one.files})
        lines.append(phrase("zipped", language, path=done.zip, files=files, size=f"{done.size / 1e6:.1f}"))
    return "\n".join(lines)
