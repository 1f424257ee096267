"""The walk-throughs for developers are true: their changes are applied to a copy of the code, which then does it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sites import Site

ROOT = Path(__file__).parent.parent
DEV = ROOT / "docs/dev"
COPIED = ("contentshop", "templates", "pyproject.toml")


def change(page: str, folder: Path) -> None:
    """Apply what a page changes to a copy of the code: its blocks `diff`, and the files it says are new."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder)
    (folder / "tests").mkdir()
    for test in (ROOT / "tests").glob("*.py"):
        shutil.copy(test, folder / "tests")
    text = (DEV / page).read_text("utf-8")
    for path, content in re.findall(r"^New, `([^`]+)`:\n\n```\w+\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        target = folder / path
        assert not target.exists()
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, "utf-8")
    changes = re.findall(r"^```diff\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert changes
    for one in changes:
        # away from any repository, so that paths are those of the copy
        place = os.environ | {"GIT_CEILING_DIRECTORIES": str(folder.parent)}
        command = ["git", "apply", "-C1", "-"]
        done = subprocess.run(command, cwd=folder, env=place, input=one.encode(), check=False, capture_output=True)
        assert done.returncode == 0, f"{page}: {done.stderr.decode()}{one}"


def python(folder: Path, *words: str, at: Path | None = None) -> str:
    """Run Python with the changed code and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=at or folder,
        env=os.environ | {"PYTHONPATH": str(folder), "PYTHONUTF8": "1", "COLUMNS": "100"},
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def run_tests(folder: Path, chosen: str, *files: str) -> None:
    """Run tests of the changed code."""
    python(folder, "pytest", "-q", "-p", "no:cacheprovider", "--basetemp", str(folder / "tried"), "-k", chosen, *files)


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """Return a folder for the changed code."""
    (tmp_path / "code").mkdir()
    return tmp_path / "code"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site for it to build."""
    return Site(tmp_path / "site")


def test_adding_a_shop_kind(code: Path, site: Site) -> None:
    """The new kind makes addresses, its own addresses are recognised, and the tests that look after kinds pass."""
    change("adding-a-shop-kind.md", code)
    site.write("config.yaml", "site: {title: 集市, base_url: https://jinwei.test/}\nshops: {stall: {kind: market}}\n")
    site.write("products/all.yaml", '- {id: jar, title: 坛子, offers: [{shop: stall, item_id: "123456"}]}\n')
    site.write("articles/a.md", "::product{jar}\n")
    python(code, "contentshop", "build", at=site.folder)
    assert 'href="https://market.example.com/i/123456?utm_content=' in site.read("web/articles/a/index.html")
    found = python(code, "contentshop", "links", "identify", "https://market.example.com/i/123456")
    assert '{shop: market, item_id: "123456"}' in found
    chosen = "market or every_kind_and_channel or every_form or every_source"
    run_tests(code, chosen, "tests/test_kinds.py", "tests/test_policy.py", "tests/test_identify.py")


def test_adding_a_directive(code: Path, site: Site) -> None:
    """The new directive is read by name and alias, prints its table everywhere, and escapes what it prints."""
    change("adding-a-directive.md", code)
    site.write("products/all.yaml", "- {id: jar, title: 坛子, specs: {容量: 2 L, 口径: <b>8</b> cm}}\n")
    site.write("articles/2026-11-20-a.md", "::specs{jar}\n\n::规格{jar}\n")
    python(code, "contentshop", "build", at=site.folder)
    table = "<table><tr><th>容量</th><td>2 L</td></tr><tr><th>口径</th><td>&lt;b&gt;8&lt;/b&gt; cm</td></tr></table>"
    assert site.read("web/articles/a/index.html").count(table) == 2
    assert "容量" in site.read("web/feed.xml")
    assert "容量" in site.read("wechat/a/content.html")
    assert "坛子" in site.read("web/products/jar/index.html")
    site.write("articles/2026-11-20-a.md", "::specs{jug}\n")
    with pytest.raises(AssertionError, match="unknown-product"):
        python(code, "contentshop", "build", at=site.folder)


def test_adding_a_channel(code: Path, site: Site) -> None:
    """The new channel writes its files, and its tokens are in the ledger and have go pages."""
    change("adding-a-channel.md", code)
    site.write("articles/a.md", "::product{vinegar}\n")
    python(code, "contentshop", "--lang", "zh", "build", at=site.folder)
    (line,) = site.read("labels/a.txt").splitlines()
    found = re.fullmatch(r"老陈醋  截至 .*11月20日 ¥39.90  https://jinwei.test/go/(\w+)/", line)
    assert found is not None, line
    assert f"{found[1]},a,vinegar,code,label,print," in (site.folder / "ledger.csv").read_text("utf-8")
    assert (site.folder / f"build/web/go/{found[1]}/index.html").is_file()
    run_tests(code, "front_door or one_way", "tests/test_house.py")


def test_adding_a_look_for_the_official_account(site: Site) -> None:
    """Another look with the colours of the page is taken by its name."""
    page = (DEV / "adding-a-template.md").read_text("utf-8")
    (colours,) = re.findall(r"^```toml\n(\[colours\].*?)^```$", page, re.MULTILINE | re.DOTALL)
    celadon = (ROOT / "templates/wechat/themes/celadon.toml").read_text("utf-8")
    plum = re.sub(r"\[colours\]\n.*?\n(?=\n\[)", colours, celadon, flags=re.DOTALL)
    site.write("templates/wechat/themes/plum.toml", plum)
    site.write("config.yaml", (site.folder / "config.yaml").read_text("utf-8") + "wechat: {theme: plum}\n")
    site.write("articles/a.md", "## 挑坛子\n\n一段话。\n")
    assert site.build().problems == ()
    assert "#836" in site.read("wechat/a/content.html")
