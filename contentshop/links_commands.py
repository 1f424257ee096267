"""The commands of links: `links list`, `links identify`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from contentshop.options import flag, option, root, site_options
from contentshop.phrases import phrase
from contentshop.problems import CONTENT, Language, ProblemError

if TYPE_CHECKING:
    from contentshop.model import Config


def list_command(language: Language) -> click.Command:
    """Return `links list`."""

    def run(*, site: Path | None, format: str, article: str, product: str) -> int:  # noqa: A002
        from contentshop.build import ledger_of
        from contentshop.reporting import ledger_as

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
        from contentshop.link_reports import finds_json, finds_text
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


def _config(site: Path | None) -> Config | None:
    """Return the config of the site asked for or found; none where there is no site, or one that cannot be read."""
    from contentshop.sources import Folder, read_config

    try:
        return read_config(Folder(root(site)), lambda _: None)
    except ProblemError:
        if site is not None:
            raise
        return None
