"""What a command costs with all its children: CPU and wall seconds, and the most memory that all hold at once."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

_PAUSE = 0.05


class Cost(NamedTuple):
    """CPU (user and system) and wall time in seconds, memory in bytes."""

    cpu: float
    wall: float
    peak: int


def cost(command: Sequence[str], folder: Path) -> Cost:
    """Run a command in a folder and return what it and its children cost.

    Raises:
        SystemExit: it failed; what it said is shown.

    """
    begun, before = time.perf_counter(), os.times()
    with (folder / ".bench.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, start_new_session=True)
        peak = 0
        while process.poll() is None:
            peak = max(peak, _held(process.pid))
            time.sleep(_PAUSE)
    after = os.times()
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{(folder / '.bench.log').read_text('utf-8', 'replace')[-4000:]}")
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(spent, time.perf_counter() - begun, peak)


def _held(session: int) -> int:
    """Return the bytes of memory that the processes of a session hold; what they share counts once for each."""
    found = 0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == session:
                found += int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
    return found


def medians(costs: Sequence[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(*(median(figures) for figures in zip(*costs, strict=True)))
