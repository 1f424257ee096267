"""The bench beside other generators goes on working, as far as it needs none of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_bench_runs() -> None:
    """Ours is built, changed and looked at; a line tells each case."""
    command = [
        sys.executable,
        "bench/peers.py",
        "--articles",
        "3",
        "--runs",
        "1",
        "--jobs",
        "1",
        "--only",
        "contentshop",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    cases = [row.split(" | ")[1] for row in done.stdout.splitlines() if row.startswith("| contentshop")]
    assert cases == ["cold", "nothing changed", "one article edited", "one price changed"]
