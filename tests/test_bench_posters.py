"""The bench of posters, run on a small site."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from sites import CONFIG, Site

ROOT = Path(__file__).parent.parent


@pytest.mark.font
def test_the_bench_paints_and_lays_out_posters(tmp_path: Path) -> None:
    """It says what a poster costs, and every poster stands on a sheet."""
    site = Site(tmp_path / "site", "\n-- articles/a.md --\n# 醋\n\n::product{vinegar}\n")
    site.write("config.yaml", CONFIG + "channels: {moments: {price: dated}}\n")
    command = [sys.executable, "bench/posters.py", str(site.folder), "--output", str(tmp_path / "sheets")]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "posters: 4," in run.stdout
    assert "s a poster" in run.stdout
    with Image.open(tmp_path / "sheets/sheet-1.png") as sheet:
        assert sheet.width > 6 * 375
