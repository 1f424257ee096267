"""Where the progress of a build is told: nowhere, on a terminal, or as JSON at the end.

The core calls these hooks and never prints.
"""

from __future__ import annotations

from .model import Problem, Record


class Outcome(Record):
    """What a build did; problems are located."""

    problems: tuple[Problem, ...]
    written: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    unchanged: int = 0
    articles: int = 0
    products: int = 0
    new_tokens: int = 0
    output: str = ""
    completed: bool = True
    """Whether the run came to its end; a build that stopped early says why in its problems."""


class Reporter:
    """Takes note of nothing; the base of those that do."""

    def stage(self, name: str, total: int) -> None:
        """Begin a stage of `total` pieces of work: `read`, `markdown`, `write`."""

    def advance(self) -> None:
        """Say that one piece of the stage is done."""

    def close(self) -> None:
        """Say that no more stages come."""
