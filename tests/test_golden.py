"""One site with everything in it, whose output is kept beside it and read in review.

`make golden` writes it anew and shows what changed.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from sites import NOW, Site, codes

from contentshop.build import Options

GOLDEN = Path(__file__).parent / "golden"
ENCODERS = re.compile(rb"-[0-9a-f]{10}(?=\.(?:webp|jpg|png)\b)")
"""In the names of pictures, what differs from one version of the libraries for pictures to another."""
INLINE = re.compile(rb"(?<=<)(style|script)>.*?</\1(?=>)", re.DOTALL)
"""What stands in every copy page and is the theme's."""
TOLD = {"policy-unsure", "wechat-code-near", "wechat-heavy", "wechat-moving", "wechat-no-cover", "wechat-small-cover"}
"""Warnings that the site gives on purpose: its pictures are small."""
KEPT = (".html", ".xml", ".txt", ".csv", ".json", "_redirects", "CNAME")


@pytest.mark.font
def test_golden_site(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    """The output of the golden site is the one kept in tests/golden/build."""
    shutil.copytree(GOLDEN / "site", tmp_path / "site")
    site = Site.of(tmp_path / "site")
    assert set(codes(site.build(Options(now=NOW, jobs=1)))) <= TOLD
    made = {path: data for path, data in site.output().items() if path.endswith(KEPT)}
    made = {path: ENCODERS.sub(b"-encoders", data) for path, data in made.items()}
    made |= {path: INLINE.sub(rb"\1></\1", made[path]) for path in made if path.startswith("wechat/")}
    files = "".join(f"{path}\n" for path in sorted(site.output())).encode()
    made["files.txt"] = ENCODERS.sub(b"-encoders", files)
    made["ledger.csv"] = (site.folder / "ledger.csv").read_bytes()
    if pytestconfig.getoption("--golden"):
        shutil.rmtree(GOLDEN / "build", ignore_errors=True)
        for path, data in made.items():
            target = GOLDEN / "build" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    kept = {
        path.relative_to(GOLDEN / "build").as_posix(): path for path in (GOLDEN / "build").rglob("*") if path.is_file()
    }
    assert sorted(made) == sorted(kept)
    for path in sorted(made):
        assert made[path].decode() == kept[path].read_bytes().decode(), path
