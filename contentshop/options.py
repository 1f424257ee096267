"""What commands share: options with their help in the reader's language, and the site they work on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from contentshop.phrases import phrase
from contentshop.problems import Language, fail


def option(name: str, language: Language, *declarations: str, key: str = "", **settings: Any) -> click.Option:
    """Return an option `--name`; its help is the phrase `option.KEY`, by default of the same name."""
    return click.Option([*declarations, f"--{name}"], help=phrase(f"option.{key or name}", language), **settings)


def flag(name: str, language: Language, *declarations: str, **settings: Any) -> click.Option:
    """Return an option without a value."""
    return option(name, language, *declarations, is_flag=True, **settings)


def site_options(language: Language) -> list[click.Parameter]:
    """Return the option that names the site."""
    return [option("site", language, type=click.Path(file_okay=False, path_type=Path))]


class OptionsApartError(click.UsageError):
    """Two options were given that do not go together."""

    def __init__(self, first: str, second: str, context: click.Context) -> None:
        """Take the names of the options, without dashes before them."""
        self.first, self.second = f"--{first}", f"--{second}"
        super().__init__(f"{self.first} {self.second}", context)


def refuse(apart: Mapping[str, Iterable[str]]) -> None:
    """Refuse the options of the present command where two do not go together.

    Args:
        apart: options by their names, without dashes before them, with those that each does not go with.

    Raises:
        OptionsApartError: both of one of these pairs were given.

    """
    context = click.get_current_context()
    for first, second in ((one, other) for one, others in apart.items() for other in others):
        if all(context.params[name.replace("-", "_")] for name in (first, second)):
            raise OptionsApartError(first, second, context)


def root(site: Path | None, start: Path = Path()) -> Path:
    """Return the site asked for, or the nearest one at or above a folder.

    Raises:
        ProblemError: no-site, no-such-site.

    """
    from contentshop.sources import CONFIG, find_site

    if site is not None and not (site / CONFIG).is_file():
        raise fail("no-such-site", folder=site)
    return site.resolve() if site is not None else find_site(start)
