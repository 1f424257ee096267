"""The commands that begin something: `new site`, `new article`, `new template`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from contentshop.options import flag, option, root, site_options
from contentshop.phrases import phrase
from contentshop.problems import Language


def new_commands(language: Language) -> list[click.Command]:
    """Return the commands of the group `new`."""
    return [_new_site(language), _new_article(language), _new_template(language)]


def _new_site(language: Language) -> click.Command:
    def run(*, folder: Path, example: bool) -> int:
        from contentshop.sources import new_site

        files = new_site(folder, language, datetime.now(UTC), example=example)
        click.echo(phrase("made-example" if example else "made-site", language, folder=folder, files=len(files)))
        return 0

    params = [
        click.Argument(["folder"], metavar="DIR", type=click.Path(path_type=Path)),
        flag("example", language),
    ]
    return click.Command("site", callback=run, params=params, help=phrase("help.new-site", language))


def _new_article(language: Language) -> click.Command:
    def run(*, title: str, site: Path | None, slug: str) -> int:
        from contentshop.sources import new_article

        folder = root(site)
        path = new_article(folder, title, slug, datetime.now(UTC), language)
        click.echo(phrase("made-article", language, path=path.relative_to(folder).as_posix()))
        return 0

    params = [
        click.Argument(["title"], metavar="TITLE"),
        *site_options(language),
        option("slug", language, default=""),
    ]
    return click.Command("article", callback=run, params=params, help=phrase("help.new-article", language))


def _new_template(language: Language) -> click.Command:
    def run(*, name: str, site: Path | None) -> int:
        from contentshop.sources import built_in, new_template

        if name:
            folder = root(site)
            path = new_template(folder, name)
            click.echo(phrase("made", language, path=path.relative_to(folder).as_posix()))
        else:
            click.echo("\n".join(sorted(built_in())))
        return 0

    params = [click.Argument(["name"], metavar="[FILE]", default=""), *site_options(language)]
    return click.Command("template", callback=run, params=params, help=phrase("help.new-template", language))
