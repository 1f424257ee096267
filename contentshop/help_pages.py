"""How `--help` looks: commands in the order of the work, headings in the reader's language, lines that fit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import east_asian_width

import click

from contentshop.phrases import phrase
from contentshop.problems import Language, nearest

SECTIONS = {
    "help.to-begin": ("new", "import"),
    "help.to-write": ("serve", "check", "fmt"),
    "help.to-publish": ("build", "kit", "wechat"),
    "help.to-look-after": ("products", "links", "schema"),
}
"""The commands in the order in which an author meets them."""
_UNITS = re.compile(r"[“（《]*(?:[!-~]+|[^ ])[，。、；：？！”）》…]*| ")
"""What stays together at the end of a line: a word of Latin letters, a Han character; marks go with them."""


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes; a Han character takes two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def wrapped(text: str, columns: int) -> list[str]:
    """Return a text in lines of so many columns, broken between words or Han characters."""
    lines = [""]
    for unit in _UNITS.findall(text):
        if lines[-1].strip() and width(lines[-1] + unit.rstrip()) > columns:
            lines.append("")
        lines[-1] += unit if lines[-1] else unit.lstrip()
    return [line.rstrip() for line in lines]


def first_sentence(command: click.Command) -> str:
    """Return what a list says of a command."""
    return re.split(r"(?<=。)|(?<=\.)\s", command.help or "", maxsplit=1)[0]


def formatter(language: Language) -> type[click.HelpFormatter]:
    """Return what writes help in a language."""
    words = {"Options": "usage.options", "Commands": "usage.commands"}

    class Formatter(click.HelpFormatter):
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, prefix or phrase("usage.usage", language))

        def write_heading(self, heading: str) -> None:
            text = phrase(words[heading], language) if heading in words else heading
            self.write(f"{'':{self.current_indent}}{text}{'：' if language == 'zh' else ':'}\n")

        def write_text(self, text: str) -> None:
            self._write(wrapped(text, self.width - self.current_indent))

        def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
            rows = list(rows)
            left = max((size for name, _ in rows if (size := width(name) + col_spacing) <= col_max), default=0)
            for name, text in rows:
                lines = wrapped(text, self.width - self.current_indent - left)
                if width(name) > left - col_spacing:
                    lines = ["", *lines]
                first = name + " " * (left - width(name)) + lines[0]
                self._write([first, *(" " * left + line for line in lines[1:])])

        def _write(self, lines: Iterable[str]) -> None:
            for line in lines:
                self.write(f"{'':{self.current_indent}}{line}".rstrip() + "\n")

    return Formatter


class Group(click.Group):
    """A group that knows near names and keeps the order in which commands were added."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in their order."""
        del ctx
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command asked for."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            raise UnknownCommand(args[0], nearest(args[0], self.commands), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each command with the first sentence of its help."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, first_sentence(one)) for name, one in self.commands.items()])


class UnknownCommand(click.UsageError):
    """A command that does not exist."""

    def __init__(self, name: str, near: str, context: click.Context) -> None:
        super().__init__(name, context)
        self.name, self.near = name, near


class Overview(Group):
    """The command itself: how to begin, then the commands by what one is doing."""

    def __init__(self, name: str, language: Language) -> None:
        super().__init__(name, help=phrase("help.contentshop", language), no_args_is_help=True)
        self.language: Language = language

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what it is and the first commands to type."""
        super().format_help_text(ctx, formatter)
        with formatter.section(phrase("help.first", self.language)):
            formatter.write_dl(
                [
                    ("contentshop new site demo", phrase("help.first-new", self.language)),
                    ("cd demo", ""),
                    ("contentshop serve", phrase("help.first-serve", self.language)),
                    ("contentshop build", phrase("help.first-build", self.language)),
                ]
            )

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, section by section, and then the options."""
        longest = max(map(len, self.commands))
        for heading, names in SECTIONS.items():
            with formatter.section(phrase(heading, self.language)):
                formatter.write_dl([(name.ljust(longest), first_sentence(self.commands[name])) for name in names])
        click.Command.format_options(self, ctx, formatter)
