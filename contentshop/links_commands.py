"""The commands of links: `links list`, `identify`, `todo`, `import`, `matrix`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from contentshop.catalogue_commands import located_problems, tell_problems, write_sheet
from contentshop.model import Channel, Problem
from contentshop.options import flag, option, root, site_options
from contentshop.phrases import phrase
from contentshop.problems import CONTENT, Language, ProblemError, exit_code

if TYPE_CHECKING:
    from contentshop.model import Config
    from contentshop.sources import Imported, Request


def list_command(language: Language) -> click.Command:
    """Return `links list`."""

    def run(*, site: Path | None, format: str, article: str, product: str) -> int:  # noqa: A002
        from contentshop.build import ledger_of
        from contentshop.catalogue_reports import ledger_as

        rows = ledger_of(root(site))
        wanted = [
            (row, address)
            for row, address in rows
            if article in ("", row.identity.article) and product in ("", row.identity.product)
        ]
        click.echo(ledger_as(wanted, format, language), nl=False)
        return 0

    params = [
        *site_options(language),
        option("format", language, type=click.Choice(["table", "csv", "json"]), default="table", show_default=True),
        option("article", language, metavar="ID", default=""),
        option("product", language, metavar="ID", default=""),
    ]
    return click.Command("list", callback=run, params=params, help=phrase("help.links-list", language))


def identify_command(language: Language) -> click.Command:
    """Return `links identify`."""

    def run(*, text: str, site: Path | None, as_json: bool) -> int:
        from contentshop.find_reports import finds_json, finds_text
        from contentshop.links import identify

        given = sys.stdin.read() if text == "-" else text
        config = _config(site)
        own = config.policy if config else ()
        finds = identify(given, config.shops if config else {})
        today = datetime.now(UTC).date()
        if as_json:
            click.echo(finds_json(finds, today, own, language))
        else:
            click.echo(finds_text(finds, today, own, language), nl=False)
            if not any(one.is_known for one in finds):
                click.echo(phrase("find.nothing", language), err=True)
        return 0 if any(one.is_known for one in finds) else CONTENT

    params = [
        click.Argument(["text"], metavar="TEXT|-"),
        *site_options(language),
        flag("json", language, "as_json"),
    ]
    return click.Command("identify", callback=run, params=params, help=phrase("help.links-identify", language))


def todo_command(language: Language) -> click.Command:
    """Return `links todo`."""

    def run(*, site: Path | None, output: Path | None, style: str | None, **given: Any) -> int:
        from contentshop.link_reports import to_make_as, to_make_sheet
        from contentshop.linking import Wanted, links_to_make

        folder, found = root(site), list[Problem]()
        rows = links_to_make(folder, datetime.now(UTC), Wanted(**given), found.append)
        tell_problems(folder, found, language)
        style = style or ("table" if sys.stdout.isatty() else "csv")
        if not rows and (output is not None or style != "table"):
            click.echo(phrase("todo.none", language), err=output is None)
        if output is not None and rows:
            write_sheet(output, to_make_sheet(rows, language))
            link = phrase("sheet.link", language)
            click.echo(phrase("todo.written", language, count=len(rows), path=output, column=link))
        elif output is None:
            click.echo(to_make_as(rows, style, language), nl=False)
        return exit_code(found)

    params = [
        *_of_links(language),
        _several("product", language, "products", metavar="ID"),
        _several("shop", language, "shops", metavar="ID"),
        option(
            "days", language, key="todo-days", metavar="N", type=click.IntRange(0, 3650), default=7, show_default=True
        ),
        flag("all", language, "everything", key="todo-all"),
        *site_options(language),
        option("output", language, "-o", key="todo-output", type=click.Path(dir_okay=False, path_type=Path)),
        option("format", language, "style", key="todo-format", type=click.Choice(["table", "csv", "json"])),
    ]
    return click.Command("todo", callback=run, params=params, help=phrase("help.links-todo", language))


def import_links_command(language: Language) -> click.Command:
    """Return `links import`."""

    def run(*, file: str, site: Path | None, encoding: str, dry_run: bool, as_json: bool) -> int:
        from contentshop.link_reports import links_imported
        from contentshop.reporting import as_json as json_of
        from contentshop.sources import Request

        folder = root(site)
        request = Request(kind="links", file=file, now=datetime.now(UTC), encoding=encoding, dry_run=dry_run)
        found: list[Problem] = []
        done = _imported(folder, request, found)
        if as_json:
            click.echo(json_of(done, language))
        else:
            tell_problems(folder, found, language)
            click.echo(links_imported(done, language, dry_run=dry_run))
        return exit_code(found)

    params = [
        click.Argument(["file"], metavar="FILE"),
        *site_options(language),
        option("encoding", language, default=""),
        flag("dry-run", language, key="import-dry-run"),
        flag("json", language, "as_json"),
    ]
    return click.Command("import", callback=run, params=params, help=phrase("help.links-import", language))


def _imported(folder: Path, request: Request, found: list[Problem]) -> Imported:
    """Import a list of links and say which articles show the products."""
    from msgspec.structs import replace

    from contentshop.link_reports import link_sheet
    from contentshop.linking import judge_of
    from contentshop.pricing import articles_with
    from contentshop.sources import Imported, import_links

    try:
        judge = judge_of(folder, request.now)
        done = import_links(folder, request, link_sheet(), judge, found.append)
    except ProblemError as error:
        found.append(error.problem)
        done = Imported((), completed=False)
    articles = articles_with(folder, {one.product for one in done.changes})
    return replace(done, problems=tuple(located_problems(folder, found)), articles=articles)


def matrix_command(language: Language) -> click.Command:
    """Return `links matrix`."""

    def run(*, article: str, channels: tuple[Channel, ...], site: Path | None, as_json: bool) -> int:
        from contentshop.crossing import crossing
        from contentshop.link_reports import matrix_json, matrix_text

        folder, found = root(site), list[Problem]()
        rows = crossing(folder, article, datetime.now(UTC), channels, found.append, language)
        if as_json:
            click.echo(matrix_json(rows, located_problems(folder, found), language))
        else:
            tell_problems(folder, found, language)
            click.echo(matrix_text(rows, language), nl=False)
        return exit_code(found)

    params = [
        click.Argument(["article"], metavar="ARTICLE"),
        _several("channel", language, "channels", type=click.Choice(_CHANNELS)),
        *site_options(language),
        flag("json", language, "as_json"),
    ]
    return click.Command("matrix", callback=run, params=params, help=phrase("help.links-matrix", language))


_CHANNELS = get_args(Channel)


def _of_links(language: Language) -> list[click.Parameter]:
    """Return the options that choose channels and outlets."""
    return [
        _several("channel", language, "channels", type=click.Choice(_CHANNELS)),
        _several("outlet", language, "outlets", metavar="ID"),
    ]


def _several(name: str, language: Language, variable: str, **settings: Any) -> click.Option:
    """Return an option that may be given several times."""
    return option(name, language, variable, key=f"todo-{name}", multiple=True, **settings)


def _config(site: Path | None) -> Config | None:
    """Return the config of the site asked for or found; none where there is no site, or one that cannot be read."""
    from contentshop.sources import Folder, read_config

    try:
        return read_config(Folder(root(site)), lambda _: None)
    except ProblemError:
        if site is not None:
            raise
        return None
