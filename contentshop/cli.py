"""The command line: options, exit codes, which reporter; no logic.

Exit codes: 0 clean, 1 problems in content, 2 wrong use, config or machine.
"""

from __future__ import annotations

import gc
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from contentshop import __version__
from contentshop.help_pages import Group, Overview, UnknownCommand, formatter
from contentshop.options import OptionsApartError, refuse
from contentshop.options import flag as _flag
from contentshop.options import option as _option
from contentshop.options import root as _root
from contentshop.options import site_options as _site_options
from contentshop.phrases import phrase, system_language
from contentshop.problems import CONTENT, WRONG_USE, Language, ProblemError, exit_code, shown

if TYPE_CHECKING:
    from contentshop.profiling import ProfileReporter
    from contentshop.reporting import Outcome, Reporter
    from contentshop.runs import Options


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    language = _asked_language(given) or system_language()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = commands(language, next(iter(given), "")).main(given, "contentshop", standalone_mode=False)
    except click.UsageError as error:
        click.echo(_usage_message(error, language), err=True)
        code = WRONG_USE
    except ProblemError as error:
        click.echo(shown(error.problem, language), err=True)
        code = WRONG_USE
    except (click.Abort, KeyboardInterrupt):
        code = 130
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    sys.exit(code or 0)


def _asked_language(arguments: Sequence[str]) -> Language | None:
    """Return the language named by `--lang`, which help texts need before options are read."""
    for index, one in enumerate(arguments):
        name, _, value = one.partition("=")
        if name == "--lang":
            value = value or next(iter(arguments[index + 1 :]), "")
            return "zh" if value.startswith("zh") else "en" if value.startswith("en") else None
    return None


def _usage_message(error: click.UsageError, language: Language) -> str:
    """Return what was wrong with the command, in the reader's language."""
    context = error.ctx
    if (
        context
        and isinstance(context.command, click.Group)
        and not isinstance(error, UnknownCommand | click.NoSuchOption)
    ):
        return context.get_help()
    near = ""
    match error:
        case click.NoSuchOption():
            text = phrase("usage.no-option", language, name=error.option_name)
            near = ", ".join(error.possibilities or ())
        case click.MissingParameter():
            name = error.param.human_readable_name if error.param else ""
            text = phrase("usage.missing", language, name=name)
        case click.BadParameter(param=click.Parameter() as parameter):
            text = phrase("usage.bad", language, name=_name_of(parameter), wanted=_wanted(parameter, language))
        case click.BadOptionUsage():
            text = phrase("usage.missing", language, name=error.option_name)
        case OptionsApartError():
            text = phrase("usage.apart", language, first=error.first, second=error.second)
        case UnknownCommand():
            text = phrase("usage.no-command", language, name=error.name)
            near = error.near
        case _:
            extra = _EXTRA.search(error.message)
            text = phrase("usage.extra", language, words=extra[1]) if extra else error.format_message()
    lines = [text, phrase("usage.near", language, near=near)] if near else [text]
    command = context.command_path if context else "contentshop"
    return "\n".join([*lines, phrase("usage.try", language, command=command)])


_EXCERPTS = 200
"""So many problems are shown with their line; each reads its file."""
_APART = {
    "verify": ("dry-run", "explain", "clean"),
    "quiet": ("verbose", "profile", "explain"),
    "locked": ("drafts", "future"),
}
"""Options of `build` that do not go together.

A verification makes a clean build elsewhere, and all of it; of what is quiet nothing is seen; and the ledger never has
the rows of what is not published yet.
"""
_EXTRA = re.compile(r"unexpected extra arguments? \((.*)\)")


def _name_of(parameter: click.Parameter) -> str:
    """Return the longest way to write an option, or an argument's word."""
    return max(parameter.opts, key=len) if isinstance(parameter, click.Option) else parameter.human_readable_name


def _wanted(parameter: click.Parameter, language: Language) -> str:
    """Return what values a parameter takes."""
    match parameter.type:
        case click.Choice(choices=choices):
            return ", ".join(choices)
        case click.IntRange(min=low, max=high):
            return phrase("usage.number", language, low=low, high=high)
        case click.Path():
            return phrase("usage.file", language)
        case _:
            return phrase("usage.time", language)


def commands(language: Language, asked: str = "") -> click.Group:
    """Return the command line with its help in a language: of the command asked for alone where it is one of ours."""

    class Context(click.Context):
        formatter_class = formatter(language)

    for kind in (click.Command, Group, Overview):
        kind.context_class = Context
    group = Overview("contentshop", language)
    group.params += [
        _flag("version", language, callback=_print_version, expose_value=False, is_eager=True),
        _option("lang", language, type=click.Choice(["zh", "en"]), expose_value=False),
    ]
    ours = {
        "build": _build,
        "check": _check,
        "serve": _serve,
        "new": _new,
        "links": _links,
        "fmt": _fmt,
        "kit": _kit,
        "schema": _schema,
        "import": _import,
        "products": _products,
        "wechat": _wechat,
    }
    for make in (ours[asked],) if asked in ours else ours.values():
        group.add_command(make(language))
    for command in _every(group):
        if not any(option.name == "lang" for option in command.params):
            command.params.append(_option("lang", language, type=click.Choice(["zh", "en"]), expose_value=False))
        command.params.append(_flag("help", language, callback=_print_help, expose_value=False, is_eager=True))
        command.add_help_option = False
        _name_values(command, language)
    return group


def _group(name: str, language: Language, *commands: click.Command) -> click.Group:
    group = Group(name, help=phrase(f"help.{name}", language), no_args_is_help=True)
    for command in commands:
        group.add_command(command)
    return group


def _new(language: Language) -> click.Command:
    from contentshop.new_commands import new_commands

    return _group("new", language, *new_commands(language))


def _links(language: Language) -> click.Command:
    from contentshop import links_commands as ours

    makers = (
        ours.list_command,
        ours.identify_command,
        ours.todo_command,
        ours.import_links_command,
        ours.matrix_command,
    )
    return _group("links", language, *(make(language) for make in makers))


def _kit(language: Language) -> click.Command:
    from contentshop.kit_commands import kit_command

    return kit_command(language)


def _import(language: Language) -> click.Command:
    from contentshop.catalogue_commands import import_command

    return import_command(language)


def _products(language: Language) -> click.Command:
    from contentshop.catalogue_commands import due_command, export_command, prices_command

    makers = (export_command, prices_command, due_command)
    return _group("products", language, *(make(language) for make in makers))


def _wechat(language: Language) -> click.Command:
    from contentshop.wechat_commands import wechat_commands

    return _group("wechat", language, *wechat_commands(language))


def _name_values(command: click.Command, language: Language) -> None:
    """Give usage its words, and values the names that the documentation has for them."""
    command.options_metavar = phrase("usage.any-options", language)
    if isinstance(command, click.Group):
        command.subcommand_metavar = phrase("usage.command", language)
    for option in command.params:
        if isinstance(option, click.Option) and not option.is_flag and not option.metavar:
            match option.type:
                case click.IntRange():
                    option.metavar = "N"
                case click.Path(file_okay=False):
                    option.metavar = "DIR"
                case click.Path():
                    option.metavar = "FILE"


def _every(group: click.Group) -> Iterator[click.Command]:
    """Yield a group and every command in it, at any depth."""
    yield group
    for one in group.commands.values():
        if isinstance(one, click.Group):
            yield from _every(one)
        else:
            yield one


def _print_version(context: click.Context, option: click.Parameter, value: bool) -> None:  # noqa: FBT001
    del option
    if value:
        click.echo(f"contentshop {__version__}")
        context.exit()


def _print_help(context: click.Context, option: click.Parameter, value: bool) -> None:  # noqa: FBT001
    del option
    if value:
        click.echo(context.get_help())
        context.exit()


def _run_options(language: Language) -> list[click.Parameter]:
    """Return the options that build and check share."""
    return [
        *_site_options(language),
        _option("jobs", language, "-j", type=click.IntRange(0, 256), default=0),
        _flag("strict", language),
        _flag("drafts", language),
        _flag("future", language),
        _option("at", language, metavar="TIME", callback=_moment),
        _flag("json", language, "as_json"),
        _flag("quiet", language, "-q"),
    ]


def _moment(context: click.Context, option: click.Parameter, value: str | None) -> datetime | None:
    """Return a time as typed; without an offset it is meant in the site's time zone."""
    with suppress(ValueError):
        moment = datetime.fromisoformat(value) if value else None
        if moment is None or MINYEAR < moment.year < MAXYEAR:  # the first and the last have no time in some zones
            return moment
    raise click.BadParameter(value or "", context, option)


def _build(language: Language) -> click.Command:
    def run(
        *,
        site: Path | None,
        output: Path | None,
        clean: bool,
        locked: bool,
        dry_run: bool,
        explain: tuple[str, ...],
        verify: bool,
        **rest: Any,
    ) -> int:
        from msgspec.structs import replace

        refuse(_APART)
        asked = {"clean": clean, "locked": locked, "dry_run": dry_run, "explain": explain}
        options = replace(_options(rest), output=str(output or ""), **asked)
        work = _verified if verify else _built
        done = "verified" if verify else "would" if dry_run else ""
        return _run(work, site, options, language, done, **rest)

    params = [
        *_run_options(language),
        _option("output", language, "-o", type=click.Path(file_okay=False, path_type=Path)),
        _flag("clean", language),
        _flag("locked", language),
        _flag("dry-run", language),
        _option("explain", language, metavar="PATH", multiple=True),
        _flag("profile", language),
        _flag("verify", language),
        _flag("verbose", language, "-v"),
    ]
    return click.Command("build", callback=run, params=params, help=phrase("help.build", language))


def _built(root: Path, options: Options, reporter: Reporter) -> Outcome:
    """Build; what builds is not even imported when there is nothing to do."""
    from contentshop.unchanged import unchanged

    found = unchanged(root, options)
    if found is None:
        from contentshop.resuming import changed

        found = changed(root, options, reporter)
    return found


def _verified(root: Path, options: Options, reporter: Reporter) -> Outcome:
    from contentshop.verifying import verify

    return verify(root, options, reporter)


def _check(language: Language) -> click.Command:
    def run(*, site: Path | None, output: Path | None, built: bool, codes: bool, **rest: Any) -> int:
        from msgspec.structs import replace

        from contentshop.build import rebuild

        options = replace(_options(rest), output=str(output or ""), check=True, built=built, codes=codes)
        return _run(rebuild, site, options, language, "checked", verbose=False, **rest)

    params = [
        *_run_options(language),
        _flag("built", language),
        _flag("codes", language),
        _option(
            "output",
            language,
            "-o",
            key="checked-output",
            type=click.Path(file_okay=False, path_type=Path),
        ),
    ]
    return click.Command("check", callback=run, params=params, help=phrase("help.check", language))


def _options(given: dict[str, Any]) -> Options:
    from contentshop.runs import Options

    at = given["at"]
    return Options(
        now=at or datetime.now(UTC),
        jobs=given["jobs"],
        drafts=given["drafts"],
        future=given["future"],
        preview=at is not None,
    )


def _run(
    work: Callable[..., Outcome],
    site: Path | None,
    options: Options,
    language: Language,
    done: str,
    *,
    strict: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
    profile: bool = False,
    **_: Any,
) -> int:
    """Do the work, tell its outcome, and return the exit code."""
    from contentshop import reporting
    from contentshop.sources import Folder, excerpt_of

    root = _root(site)
    begun = time.perf_counter()
    silent = as_json or quiet or not sys.stderr.isatty()
    reporter = reporting.Reporter() if silent else reporting.TerminalReporter(sys.stderr, language)
    timed = _timed(reporter) if profile else None
    stages = reporting.StageReporter(timed or reporter)
    try:
        with _uncollected():
            outcome = work(root, options, stages)
    except KeyboardInterrupt:
        stages.close()
        has_changed = stages.last == "place" and done != "verified"
        click.echo("\n" + phrase("interrupted-midway" if has_changed else "interrupted", language), err=True)
        return 130
    if as_json:
        more = {"profile": timed.profile()} if timed else {}
        click.echo(reporting.as_json(outcome, language, strict=strict, **more))
        return exit_code(outcome.problems, strict=strict)
    folder = Folder(root)
    if outcome.problems:
        excerpts = [excerpt_of(one, folder) for one in outcome.problems[:_EXCERPTS]]
        excerpts += [""] * (len(outcome.problems) - len(excerpts))
        ends = not quiet and outcome.completed and done in ("checked", "verified")
        click.echo(reporting.listed(outcome.problems, excerpts, language, count=not ends), err=True)
    if not quiet:
        seconds = time.perf_counter() - begun
        lines = _why(outcome, options, language) if outcome.completed else []
        lines.append(_told(outcome, done, seconds, language, verbose=verbose))
        if timed:
            lines.append(timed.table(language))
        click.echo("\n".join(lines))
    return exit_code(outcome.problems, strict=strict)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no cycles, nor at the end of the process: a build makes millions of records and hardly a cycle."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _timed(reporter: Reporter) -> ProfileReporter:
    """Return a reporter that takes note of times, too."""
    from contentshop.profiling import ProfileReporter

    return ProfileReporter(reporter)


def _why(outcome: Outcome, options: Options, language: Language) -> list[str]:
    """Return why a file is as it is, or in a dry run all files that would change, each with its reason."""
    from contentshop.explanations import changed, explained

    if options.explain:
        return [explained(one, language) for one in outcome.explained]
    return changed(outcome.explained, language)


def _told(outcome: Outcome, done: str, seconds: float, language: Language, *, verbose: bool) -> str:
    """Return the last lines of a run."""
    from contentshop import reporting

    errors, warnings = reporting.counted(outcome.problems)
    numbers = {"written": len(outcome.written), "deleted": len(outcome.deleted), "unchanged": outcome.unchanged}
    if done == "would" and outcome.completed:
        created = len(outcome.created)
        return phrase("would", language, **numbers, created=created, changed=len(outcome.written) - created)
    if done in ("checked", "verified"):
        facts = {"articles": outcome.articles, "products": outcome.products}
        counts = {"errors": errors, "warnings": warnings}
        ending = "count" if errors else f"{done}-warned" if warnings else done
        ending = phrase(ending if outcome.completed else "stopped", language, **facts, **counts)
        looked = {"codes-read": outcome.codes, "strangers": outcome.strangers}
        read = [phrase(name, language, count=count) for name, count in looked.items() if count]
        return "\n".join([*read, ending])
    lines = [reporting.summary(outcome, seconds, language, verbose=verbose)]
    if outcome.new_tokens and outcome.completed:
        lines.append(phrase("tokens", language, count=outcome.new_tokens))
    return "\n".join(lines)


def _serve(language: Language) -> click.Command:
    from contentshop.serve_command import serve_command

    return serve_command(language)


def _fmt(language: Language) -> click.Command:
    def run(*, site: Path | None, files: tuple[Path, ...], check: bool) -> int:
        from contentshop.markup import plain
        from contentshop.sources import rewrite_articles

        root = _root(site, files[0].parent if files else Path())
        changed = rewrite_articles(root, files, plain, write=not check)
        for path in changed:
            click.echo(phrase("would-change" if check else "changed", language, path=path))
        return CONTENT if check and changed else 0

    params = [
        click.Argument(
            ["files"], nargs=-1, metavar="[FILE]...", type=click.Path(exists=True, dir_okay=False, path_type=Path)
        ),
        *_site_options(language),
        _flag("check", language, key="fmt-check"),
    ]
    return click.Command("fmt", callback=run, params=params, help=phrase("help.fmt", language))


def _schema(language: Language) -> click.Command:
    formats = ["config", "product", "article", "outlet"]

    def run(*, name: str) -> int:
        from contentshop.model import Config, FrontMatter, Outlet, Product
        from contentshop.sources import json_schema

        types = {"config": Config, "product": list[Product], "article": FrontMatter, "outlet": list[Outlet]}
        click.echo(json_schema(types[name]).decode(), nl=False)
        return 0

    params: list[click.Parameter] = [click.Argument(["name"], metavar="|".join(formats), type=click.Choice(formats))]
    return click.Command("schema", callback=run, params=params, help=phrase("help.schema", language))
