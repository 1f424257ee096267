"""The command `serve`."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from contentshop.options import flag, option, site_options
from contentshop.options import root as root_of
from contentshop.phrases import phrase
from contentshop.problems import Language, is_error

if TYPE_CHECKING:
    from contentshop.model import Problem
    from contentshop.reporting import Outcome

_EDITOR = "vscode://file{path}:{line}:{column}"


def serve_command(language: Language) -> click.Command:
    """Return the command `serve`."""

    def run(
        *,
        site: Path | None,
        host: str,
        port: int,
        lan: bool,
        future: bool,
        open: bool,  # noqa: A002
        editor: str,
    ) -> int:
        from contentshop import reporting
        from contentshop.preview import lan_host, serve
        from contentshop.runs import Options
        from contentshop.sources import Folder, excerpt_of

        root = root_of(site)
        folder = Folder(root)
        host = lan_host(host) if lan else host

        def begun(address: str) -> None:
            if lan:
                _tell_phones(address, language)
            click.echo(phrase("serving", language, address=address))
            click.echo(phrase("serving-begun", language))

        def ready(address: str) -> None:
            click.echo(phrase("serving-ready" if built_once else "serving-not-built", language))
            if open:
                click.launch(address)

        told: tuple[Problem, ...] = ()
        built_once = False

        def built(outcome: Outcome) -> None:
            nonlocal told, built_once
            built_once |= outcome.completed
            new = [one for one in outcome.problems if one not in told]
            if new:
                click.echo(reporting.listed(new, [excerpt_of(one, folder) for one in new], language), err=True)
            elif any(map(is_error, told)) and not any(map(is_error, outcome.problems)):
                click.echo(phrase("serving-mended", language))
            told = outcome.problems

        options = Options(now=datetime.now(UTC), preview=True, drafts=True, future=future)
        editor = "" if lan else editor  # phones have none, and are told no paths of this computer
        serve(
            root,
            options,
            host=host,
            port=port,
            language=language,
            editor=editor,
            on_begun=begun,
            on_ready=ready,
            on_build=built,
            on_wait=lambda: click.echo(phrase("serving-waits", language)),
        )
        return 0

    params = [
        *site_options(language),
        option("host", language, default="127.0.0.1", show_default=True),
        option("port", language, "-p", type=click.IntRange(0, 65535), default=8000, show_default=True),
        flag("lan", language),
        flag("future", language),
        flag("open", language),
        option("editor", language, metavar="ADDRESS", envvar="CONTENTSHOP_EDITOR", default=_EDITOR),
    ]
    return click.Command("serve", callback=run, params=params, help=phrase("help.serve", language))


def _tell_phones(address: str, language: Language) -> None:
    """Show an address as a code where a terminal can, for phones in the same network."""
    from contentshop.media import terminal_code

    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        lines = terminal_code(address)
        with suppress(UnicodeEncodeError):
            "".join(lines).encode(sys.stdout.encoding or "ascii")
            click.echo("\n".join(lines))
    click.echo(phrase("phones", language, address=address))
