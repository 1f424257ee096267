"""Files that change: which folders are watched, and what begins a build."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

from watchfiles import Change, watch

from contentshop.problems import fail
from contentshop.sources import theme_folder

from .state import Preview

FileChanges = set[tuple[Change, str]]

_LOOK, _GLANCE, _LONGEST, _ROUND = 5, 15, 400, 100
"""Milliseconds: how often sources and the site's own files are looked at, and what is found is told once it grows no
more, or at the latest; how often a watch without a find looks up."""
_FEW, _QUIET = 5, 0.06
"""So many changes together are of a save, whatever files the editor puts aside; after more, a copy or a checkout,
a build waits for so many seconds without any."""
_RETRY = 0.2
"""Seconds after which a folder that is gone is looked for again."""
_NO_SOURCES = frozenset({"build", "node_modules", "__pycache__"})
_NEVER = frozenset({".contentshop", ".git", "__pycache__"})


class Watch:
    """Two watches that ask a preview for builds.

    One is on the site's folder alone: its files, and folders that come and go. The other is on the
    source folders with all below them; it begins anew, with a build, when a folder came, since a folder
    that was moved or made again is not watched otherwise. Any folder may hold a picture, so all count as
    sources but hidden ones, the output and those of programs.
    """

    def __init__(self, root: Path, output: Path, preview: Preview) -> None:
        self._root, self._output, self._preview = root, output, preview
        self._watched: list[Path] = []
        self._anew = threading.Event()
        self._below = threading.Thread(target=preview.guarded(self._watch_folders), name="watch-folders", daemon=True)

    def run(self) -> None:
        """Watch until the preview is closed; the first build is asked for when all is watched.

        Raises:
            ProblemError: cannot-watch.

        """
        while not self._preview.closed.is_set():
            for number, changes in enumerate(self._rounds([self._root], self._preview.closed, recursive=False)):
                if number == 0:
                    self._begin_below()
                if changes:
                    self._change(changes)
                if (Change.deleted, str(self._root)) in changes:
                    break
                if any(self._is_folder(change, Path(path)) for change, path in changes):
                    self._anew.set()
        if self._below.is_alive():
            self._below.join()

    def _change(self, changes: FileChanges) -> None:
        self._preview.change(_QUIET if len(changes) > _FEW else 0.0)

    def _begin_below(self) -> None:
        if self._below.is_alive():
            self._anew.set()
        else:
            self._below.start()

    def _watch_folders(self) -> None:
        while not self._preview.closed.is_set():
            self._anew.clear()
            self._watched = self._folders()
            stop = _Either(self._anew, self._preview.closed)
            for number, changes in enumerate(self._rounds(self._watched, stop, recursive=True)):
                if number == 0 or changes:
                    self._change(changes)
                if any(self._is_folder(change, Path(path)) for change, path in changes):
                    break

    def _rounds(
        self, paths: Iterable[Path], stop: _Either | threading.Event, *, recursive: bool
    ) -> Iterator[FileChanges]:
        """Yield changes that matter, or none every now and then; the first time is when the watch is in place."""
        try:
            rounds = watch(
                *paths,
                watch_filter=None,
                debounce=_LONGEST,
                step=_LOOK if recursive else _GLANCE,
                rust_timeout=_ROUND,
                yield_on_timeout=True,
                stop_event=stop,
                recursive=recursive,
                raise_interrupt=False,
                ignore_permission_denied=True,
            )
            for changes in rounds:
                yield {(change, path) for change, path in changes if self._is_watched(Path(path))}
        except FileNotFoundError:  # gone since it was listed
            self._preview.closed.wait(_RETRY)
        except (OSError, RuntimeError) as error:
            raise fail("cannot-watch", folder=self._root, reason=error) from None

    def _folders(self) -> list[Path]:
        """Return the folders that hold sources, and the theme's."""
        try:
            found = [Path(entry.path) for entry in os.scandir(self._root) if self._is_source(entry)]
        except OSError:
            found = []
        theme = theme_folder()
        return found if any(theme.is_relative_to(folder) for folder in found) else [*found, theme]

    def _is_source(self, entry: os.DirEntry[str]) -> bool:
        path = Path(entry.path)
        if not entry.is_dir() or entry.name.startswith(".") or entry.name in _NO_SOURCES:
            return False
        return not (path.is_relative_to(self._output) or (path / "pyvenv.cfg").exists())

    def _is_folder(self, change: Change, path: Path) -> bool:
        """Return whether a folder came, or one that is watched by name went."""
        return path in self._watched if change is Change.deleted else change is Change.added and path.is_dir()

    def _is_watched(self, path: Path) -> bool:
        if path.is_relative_to(self._output):
            return False
        parts = path.relative_to(self._root).parts if path.is_relative_to(self._root) else path.parts[-1:]
        if len(parts) == 1 and (parts[0] in _NO_SOURCES or parts[0].startswith(".")):
            return False
        return _NEVER.isdisjoint(parts)


class _Either:
    """Set when one of two events is."""

    def __init__(self, one: threading.Event, other: threading.Event) -> None:
        self._events = (one, other)

    def is_set(self) -> bool:
        """Return whether one of them is set."""
        return any(event.is_set() for event in self._events)
