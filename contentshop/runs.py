"""What a run is asked to do, and where it writes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from contentshop.model import Record, digest

STATE = ".contentshop"


class Options(Record):
    """What a run is asked to do; `now` is its clock, in the site's time zone when it has no offset."""

    now: datetime
    output: str = ""
    """The output folder; empty for `build/`, or the preview's when drafts, future or `preview` are on."""
    drafts: bool = False
    future: bool = False
    preview: bool = False
    """Whether this run never writes the ledger and builds into the preview folder."""
    locked: bool = False
    """Whether missing rows of the ledger are an error instead of being written."""
    clean: bool = False
    dry_run: bool = False
    """Whether only the plan is made: nothing is rendered or written."""
    check: bool = False
    """Whether everything is rendered and nothing is written."""
    built: bool = False
    """Whether a check looks at the output folder too, at the addresses in its files."""
    codes: bool = False
    """Whether a check reads the codes in the output folder."""
    explain: tuple[str, ...] = ()
    """The files of the output to explain: each a path on disk, one below the output folder, or an address."""
    jobs: int = 0
    """Processes at work; 0 for as many as there are processors, 1 for none but this."""


def output_folder(root: Path, options: Options) -> Path:
    """Return the folder a run with these options writes to."""
    if options.output:
        return Path(options.output).resolve()
    return root / STATE / "preview" if is_preview(options) else root / "build"


def other_output(root: Path, options: Options) -> Path | None:
    """Return the other of a site's own two output folders; None for a run that writes to neither."""
    if options.output:
        return None
    return root / "build" if is_preview(options) else root / STATE / "preview"


def is_preview(options: Options) -> bool:
    """Return whether a run never writes the ledger."""
    return options.preview or options.drafts or options.future


def store_path(root: Path, output: Path) -> Path:
    """Return the store of an output folder: each has its own."""
    root, output = root.resolve(), output.resolve()
    known = {root / "build": "build", root / STATE / "preview": "preview"}
    name = known.get(output) or f"output-{digest(str(output))[:12]}"
    return root / STATE / f"{name}.sqlite3"
