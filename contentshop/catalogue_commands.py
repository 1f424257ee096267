"""The commands of catalogues and prices: `import`, `products export`, `products import`, `products due`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from contentshop.options import flag, option, root, site_options
from contentshop.phrases import phrase, phrases
from contentshop.problems import Language, ProblemError, exit_code, fail

if TYPE_CHECKING:
    from contentshop.model import Problem
    from contentshop.sources import Imported, Request

_KINDS = ("shopify", "woocommerce", "dummyjson", "google", "table")


def import_command(language: Language) -> click.Command:
    """Return `import`."""

    def run(*, kind: str, file: str, site: Path | None, as_json: bool, **given: Any) -> int:
        from contentshop.sources import Request, import_catalogue

        found = root(site)
        head = phrase("imported-head", language, file=Path(file).name)
        request = Request(kind=kind, file=file, now=datetime.now(UTC), head=head, **given)
        return _told(found, request, import_catalogue, language, as_json=as_json)

    params: list[click.Parameter] = [
        click.Argument(["kind"], metavar="|".join(_KINDS), type=click.Choice(_KINDS)),
        click.Argument(["file"], metavar="FILE"),
        *site_options(language),
        option("mapping", language, metavar="NAME", default=""),
        option("shop", language, metavar="ID", default=""),
        option("elsewhere", language, metavar="ID", default=""),
        option("path", language, default=""),
        option("currency", language, metavar="CODE", default=""),
        option("encoding", language, default=""),
        option("into", language, metavar="NAME", default=""),
        *_run_options(language),
    ]
    return click.Command("import", callback=run, params=params, help=phrase("help.import", language))


def export_command(language: Language) -> click.Command:
    """Return `products export`."""

    def run(*, prices: Path, site: Path | None) -> int:
        from contentshop.sources import HEADINGS, export_prices

        found: list[Problem] = []
        headings = [phrase(f"sheet.{name}", language) for name in HEADINGS]
        sheet = export_prices(root(site), headings, found.append)
        if sheet is not None:
            write_sheet(prices, sheet[0])
            click.echo(phrase("exported", language, count=sheet[1], path=prices))
        tell_problems(root(site), found, language)
        return exit_code(found)

    params = [_prices(language), *site_options(language)]
    return click.Command("export", callback=run, params=params, help=phrase("help.products-export", language))


def prices_command(language: Language) -> click.Command:
    """Return `products import`."""

    def run(*, prices: Path, site: Path | None, as_json: bool, **given: Any) -> int:
        from contentshop.sources import Request

        request = Request(kind="prices", file=str(prices), now=datetime.now(UTC), **given)
        return _told(root(site), request, _import_prices, language, as_json=as_json)

    params = [_prices(language), *site_options(language), option("encoding", language, default="")]
    params += _run_options(language)
    return click.Command("import", callback=run, params=params, help=phrase("help.products-import", language))


def due_command(language: Language) -> click.Command:
    """Return `products due`."""

    def run(*, days: int, site: Path | None, as_json: bool) -> int:
        from contentshop.catalogue_reports import DueOutcome, due_text
        from contentshop.pricing import due_lines
        from contentshop.reporting import as_json as json_of

        folder = root(site)
        found: list[Problem] = []
        try:
            lines = due_lines(folder, datetime.now(UTC), days, found.append)
        except ProblemError as error:
            lines = ()
            found.append(error.problem)
        if as_json:
            click.echo(json_of(DueOutcome(lines, tuple(located_problems(folder, found))), language))
        else:
            tell_problems(folder, found, language)
            click.echo(due_text(lines, language) or phrase("due-none", language, days=days))
        return exit_code(found)

    params = [
        option("days", language, metavar="N", type=click.IntRange(0, 3650), default=7, show_default=True),
        *site_options(language),
        flag("json", language, "as_json"),
    ]
    return click.Command("due", callback=run, params=params, help=phrase("help.products-due", language))


def _prices(language: Language) -> click.Option:
    return option("prices", language, required=True, metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))


def _run_options(language: Language) -> list[click.Parameter]:
    return [
        option("as-of", language, metavar="DATE", callback=_day),
        flag("partial", language),
        flag("dry-run", language, key="import-dry-run"),
        flag("json", language, "as_json"),
    ]


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise click.BadParameter(value or "", context, parameter) from None


def _import_prices(folder: Path, request: Request, report: Callable[[Problem], None]) -> Imported:
    """Import a price sheet and say which articles show what changed."""
    from msgspec.structs import replace

    from contentshop.pricing import articles_with
    from contentshop.sources import HEADINGS, import_prices

    names = [(name, *phrases()[f"sheet.{name}"].values()) for name in HEADINGS]
    done = import_prices(folder, request, names, report)
    return replace(done, articles=articles_with(folder, {one.product for one in done.changes}))


def _told(
    folder: Path,
    request: Request,
    work: Callable[[Path, Request, Callable[[Problem], None]], Imported],
    language: Language,
    *,
    as_json: bool,
) -> int:
    """Do the work, tell what was done, and return the exit code."""
    from msgspec.structs import replace

    from contentshop.catalogue_reports import imported
    from contentshop.reporting import as_json as json_of
    from contentshop.sources import Imported

    found: list[Problem] = []
    try:
        done = work(folder, request, found.append)
    except ProblemError as error:
        found.append(error.problem)
        done = Imported((), completed=False)
    done = replace(done, problems=tuple(located_problems(folder, found)))
    if as_json:
        click.echo(json_of(done, language))
    else:
        tell_problems(folder, found, language)
        click.echo(imported(done, language, dry_run=request.dry_run))
    return exit_code(found)


def write_sheet(path: Path, text: str) -> None:
    """Write a sheet where the author wants it.

    Raises:
        ProblemError: output-unwritable.

    """
    try:
        path.write_bytes(text.encode())
    except OSError as error:
        raise fail("output-unwritable", path=path, reason=error.strerror or error) from None


def located_problems(folder: Path, found: Sequence[Problem]) -> list[Problem]:
    """Return problems with their places as file, line and column."""
    from contentshop.markup import locate
    from contentshop.sources import Folder, all_located

    return all_located(found, Folder(folder), locate)


def tell_problems(folder: Path, found: Sequence[Problem], language: Language) -> None:
    """Print problems; only those in files of the site have an excerpt, a line of a shop's export says little."""
    from contentshop.model import Place
    from contentshop.reporting import listed
    from contentshop.sources import Folder, excerpt_of

    if not found:
        return
    problems = located_problems(folder, found)
    own = ("products/", "config.yaml", "outlets.yaml")
    excerpts = [
        excerpt_of(one, Folder(folder)) if isinstance(one.where, Place) and one.where.file.startswith(own) else ""
        for one in problems
    ]
    click.echo(listed(problems, excerpts, language), err=True)
