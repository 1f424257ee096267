"""The bench of pictures goes on working."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_bench_runs() -> None:
    """On one tiny photo it prints its two lines."""
    command = [sys.executable, "bench/photos.py", "--photos", "1", "--width", "64"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert len(done.stdout.splitlines()) == 2
