"""What the preview shows, and who waits for it."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Mapping

from contentshop.model import Record

_LONGEST = 2.0
"""Seconds for which steady changes put off a build at most."""


class Made(Record):
    """What builds have done that pages may show."""

    changed: bool = False
    """Whether a file was written or deleted."""
    pictures: frozenset[str] = frozenset()
    """The files, of those that pages show, that have the address they had; but for style sheets."""
    sheets: bool = False
    """Whether one of them is a style sheet with the same address."""

    def __or__(self, other: Made) -> Made:
        """Return what this and another build have done together."""
        return Made(self.changed or other.changed, self.pictures | other.pictures, self.sheets or other.sheets)


class Shown(Record):
    """What every request sees from the end of one build to the end of the next."""

    epoch: int
    """Changes whenever a page may look different, and is never the same in two runs of the preview."""
    base: str | None = None
    """The path of `base_url`, ending in a slash; None before the config could be read."""
    problems: str = ""
    """The errors of the last build as HTML; empty when there were none."""
    pictures: Mapping[str, int] = {}
    """The epochs in which files that pages show changed without changing their address, but for style sheets."""
    sheets: int = 0
    """Changes when a style sheet with the same address does."""

    def after(self, base: str | None, problems: str, made: Made) -> Shown:
        """Return what is shown after a build; the epoch moves on when a page may look different."""
        same = not made.changed and (self.base, self.problems) == (base, problems)
        epoch = self.epoch if same else self.epoch + 1
        pictures = {**self.pictures, **dict.fromkeys(made.pictures, epoch)}
        return Shown(epoch, base, problems, pictures, self.sheets + made.sheets)


class Preview:
    """The meeting point of the threads: watches ask for builds, the builder shows them, requests wait.

    A request waits for the builds asked for before it came, and for no later ones, so that steady
    saving does not hold it up.
    """

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._wakers: set[Callable[[], object]] = set()
        self._wanted = 0
        self._begun = 0
        self._built = 0
        self._first, self._quiet, self._due = 0.0, 0.0, 0.0
        """When the first change came that no build has seen, how long to wait for further ones, until when."""
        self.shown = Shown(time.time_ns() // 1_000_000)
        self.closed = threading.Event()
        self.fault: BaseException | None = None
        """What ended the preview, when it was not asked to end."""

    def change(self, quiet: float = 0.0) -> None:
        """Ask for a build; several asked for during one build become one.

        Args:
            quiet: seconds without a further change after which it may begin, where much is about to change; steady
                changes put it off for two seconds at most.

        """
        with self._condition:
            now = time.monotonic()
            if self._wanted == self._begun:
                self._first, self._quiet = now, 0.0
            self._quiet = max(self._quiet, quiet)
            self._due = min(now + self._quiet, self._first + _LONGEST)
            self._wanted += 1
            self._wake()

    def next_build(self) -> int | None:
        """Wait until a build is asked for and return its number, or None when the preview is closed."""
        with self._condition:
            self._condition.wait_for(lambda: self.closed.is_set() or self._wanted > self._built)
            while not self.closed.is_set() and (rest := self._due - time.monotonic()) > 0:
                self._condition.wait(rest)
            self._begun = self._wanted
            return None if self.closed.is_set() else self._wanted

    def is_overtaken(self) -> bool:
        """Return whether files have changed since the last build began."""
        return self._wanted > self._begun

    def show(self, build: int, base: str | None, problems: str, made: Made) -> None:
        """Show what a build, or several since the last that was shown, made."""
        with self._condition:
            self.shown = self.shown.after(base, problems, made)
            self._built = build
            self._wake()

    def close(self, fault: BaseException | None = None) -> None:
        """End every wait, for good."""
        with self._condition:
            self.fault = self.fault or fault
            self.closed.set()
            self._wake()

    def guarded(self, work: Callable[[], None]) -> Callable[[], None]:
        """Return the work of a thread; what it raises ends the preview instead of being lost."""

        def run() -> None:
            try:
                work()
            except BaseException as fault:  # noqa: BLE001 - raised again by `serve`
                self.close(fault)

        return run

    def _wake(self) -> None:
        self._condition.notify_all()
        for wake in self._wakers:
            wake()

    async def settled(self) -> Shown:
        """Return what is shown once the builds asked for so far, and the first, are done."""
        wanted = max(self._wanted, 1)
        await self._until(lambda: self._built >= wanted)
        return self.shown

    async def epoch_after(self, epoch: int) -> int | None:
        """Wait for an epoch other than this one and return it, or None when the preview is closed."""
        await self._until(lambda: self.shown.epoch != epoch)
        return None if self.closed.is_set() else self.shown.epoch

    async def _until(self, ready: Callable[[], bool]) -> None:
        loop, woken = asyncio.get_running_loop(), asyncio.Event()

        def wake() -> None:
            loop.call_soon_threadsafe(woken.set)

        with self._condition:
            self._wakers.add(wake)
        try:
            while not (ready() or self.closed.is_set()):
                await woken.wait()
                woken.clear()
        finally:
            with self._condition:
                self._wakers.discard(wake)
