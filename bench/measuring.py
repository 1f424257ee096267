"""What a command costs with all its children: CPU and wall seconds, and the most memory that all hold at once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import BinaryIO, NamedTuple

CACHE = ".cache"
"""Below a site: what programs keep for a user, so that it can be taken away too."""
_PAUSE = 0.03
"""Seconds between two looks at the memory."""


class Cost(NamedTuple):
    """CPU (user and system) and wall time in seconds, memory in bytes; 0 for what was not measured."""

    cpu: float
    wall: float
    peak: int


def begin(command: Sequence[str], folder: Path, log: BinaryIO) -> subprocess.Popen[bytes]:
    """Start a command in a folder, in a session of its own, with a user's cache of its own.

    Python programs find their bytecode, as installed ones do.
    """
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / CACHE)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True)


def cost(command: Sequence[str], folder: Path) -> Cost:
    """Run a command in a folder and return what it and its children cost.

    Raises:
        SystemExit: it failed; what it said is shown.

    """
    ended = threading.Event()
    peaks = [0]
    with (folder / ".bench.log").open("wb") as log:
        begun = time.perf_counter()
        process = begin(command, folder, log)
        watch = threading.Thread(target=_watch, args=(process.pid, ended, peaks))
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    ended.set()
    watch.join()
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{(folder / '.bench.log').read_text('utf-8', 'replace')[-4000:]}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, max(peaks))


def _watch(session: int, ended: threading.Event, peaks: list[int]) -> None:
    while not ended.wait(_PAUSE):
        peaks.append(_held(session))


def _held(session: int) -> int:
    """Return the bytes of memory that the processes of a session hold; what they share counts once for each."""
    found = 0
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                if os.getsid(int(process.name)) == session:
                    found += int((process / "statm").read_text("ascii").split()[1])
            except OSError:
                continue
    return found * os.sysconf("SC_PAGE_SIZE")


def medians(costs: Sequence[Cost]) -> Cost:
    """Return the median of each figure."""
    cpu, wall, peak = (median(figures) for figures in zip(*costs, strict=True))
    return Cost(cpu, wall, int(peak))


def file_system(folder: Path) -> str:
    """Return the kind of the file system that a folder is on, such as ext4 or tmpfs; empty where nothing tells."""
    try:
        rows = [line.split() for line in Path("/proc/self/mounts").read_text("utf-8").splitlines()]
    except OSError:
        return ""
    mounts = {Path(row[1]): row[2] for row in rows}
    here = folder.resolve()
    return next((mounts[one] for one in (here, *here.parents) if one in mounts), "")
