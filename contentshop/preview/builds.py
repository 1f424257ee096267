"""A build is wanted: build, and show what it made."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from contentshop.again import Builds
from contentshop.build import Options
from contentshop.model import Problem
from contentshop.problems import Language, ProblemError, is_error, problem
from contentshop.reporting import Outcome
from contentshop.sources import Folder, built_in, excerpt_of, read_config

from . import pages
from .state import Made, Preview

_SHEETS = (".css",)
_PICTURES = (".js", ".mjs", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".woff", ".woff2")
"""How style sheets end, and the other files that pages show."""
_DOUBTS = 3
"""So many builds in a row whose errors may come of files saved halfway are looked at again before they are shown."""
_PAUSE = 0.1
"""Seconds: how often another build of the preview folder is looked at."""
_TOLD_AFTER = 1.0
"""Seconds after which it is said that one is waited for."""


def builds(
    root: Path,
    options: Options,
    language: Language,
    preview: Preview,
    editor: str = "",
    on_wait: Callable[[], None] = lambda: None,
) -> Iterator[Outcome]:
    """Build whenever the preview asks for it, show what was made and yield it, until it is closed.

    Another build of the folder is waited for; `on_wait` is told once for each that lasts.
    """
    folder, link = Folder(root), partial(pages.editor_link, editor, root)
    made, doubts, site = Made(), 0, Builds(root)
    while (wanted := preview.next_build()) is not None:
        outcome = _built(site, options, preview, on_wait)
        if preview.closed.is_set():
            return
        options = msgspec.structs.replace(options, clean=False)
        made |= _made(outcome)
        found = [one for one in outcome.problems if is_error(one)]
        if found and doubts < _DOUBTS and preview.is_overtaken():
            doubts += 1
            continue
        errors = [(one, excerpt_of(one, folder, pages.marked)) for one in found]
        shown = pages.problems(errors, language, link) if errors else ""
        preview.show(wanted, base_of(folder) or preview.shown.base, shown, made)
        made, doubts = Made(), 0
        yield outcome


def _made(outcome: Outcome) -> Made:
    """Return what a build has done that pages may show; no page has shown a file that was created."""
    new = frozenset(outcome.created)
    again = [path for path in outcome.written if path not in new]
    pictures = frozenset(path for path in again if path.lower().endswith(_PICTURES))
    sheets = any(path.lower().endswith(_SHEETS) for path in again)
    return Made(bool(outcome.written or outcome.deleted), pictures, sheets)


def _built(site: Builds, options: Options, preview: Preview, on_wait: Callable[[], None]) -> Outcome:
    """Build at the present time, after another build of the same folder if there is one."""
    told_at: float | None = time.monotonic() + _TOLD_AFTER
    while True:
        built_in.cache_clear()  # in a checkout the theme changes too
        outcome = _outcome(site, msgspec.structs.replace(options, now=datetime.now(UTC)))
        busy = any(one.code == "build-running" for one in outcome.problems)
        if not busy or preview.closed.wait(_PAUSE):
            return outcome
        if told_at is not None and time.monotonic() > told_at:
            told_at = None
            on_wait()


def _outcome(site: Builds, options: Options) -> Outcome:
    try:
        return site.build(options)
    except Exception as error:  # noqa: BLE001 - a fault of the program is shown, and the next save may mend it
        return Outcome((_fault(error),), completed=False)


def _fault(error: Exception) -> Problem:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(frame.filename).name}:{frame.lineno}"
    return problem("build-fault", reason=f"{type(error).__name__}: {error} ({place})")


def base_of(folder: Folder) -> str | None:
    """Return the path of `base_url`, or None when the config cannot be read; the build says why."""
    try:
        config = read_config(folder, lambda _: None)
    except ProblemError:
        return None
    return urlsplit(config.site.base_url).path.rstrip("/") + "/" if config else None
