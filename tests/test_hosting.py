"""The files of docs/hosting fit what a build makes, and do what the chapter on hosting says of them."""

from __future__ import annotations

import io
import mimetypes
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image
from sites import Site

HOSTING = Path(__file__).parent.parent / "docs/hosting"
FOREVER = "public, max-age=31536000, immutable"
CACHED = ("assets", "media")
"""The folders whose files may be kept for a year."""
NEVER_PACKED = {".webp", ".jpg", ".png", ""}
"""Pictures are packed already; `_redirects` is not for readers."""
SYNC = """\
#!/bin/sh
echo "$@" >> "$LOG"
"""


def text_of(name: str) -> str:
    """Return a file of docs/hosting."""
    return (HOSTING / name).read_text("utf-8")


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return `build/web` of a site with a picture, a page of its own at an old address, and files of its host."""
    picture = io.BytesIO()
    Image.new("RGB", (600, 400), "#884422").save(picture, "PNG")
    site = Site(
        tmp_path_factory.mktemp("site"),
        """
-- articles/a.md --
---
title: 醋
date: 2026-11-20
aliases: [/old/vinegar.html]
---
![坛子](images/jar.png)

::product{vinegar}
""",
    )
    site.write("images/jar.png", picture.getvalue())
    site.write("static/_headers", text_of("_headers"))
    site.write("static/.nojekyll", "")
    assert site.build().problems == ()
    return site.folder / "build/web"


def files(web: Path) -> list[Path]:
    """Return the built files, as paths in the site."""
    return [path.relative_to(web) for path in web.rglob("*") if path.is_file()]


def test_what_is_kept_for_a_year_carries_its_digest(web: Path) -> None:
    """Every file of the cached folders has a digest in its name, and both folders are there."""
    kept = [path for path in files(web) if path.parts[0] in CACHED]
    assert {path.parts[0] for path in kept} == set(CACHED)
    assert [path for path in kept if not re.search(r"-[0-9a-f]{10}\.\w+$", path.name)] == []


def test_files_for_the_host_arrive_at_the_root(web: Path) -> None:
    """What stands in `static/` is uploaded as it is, names with a dot or an underscore too."""
    assert (web / "_headers").read_text("utf-8") == text_of("_headers")
    assert (web / ".nojekyll").is_file()
    assert (web / "_redirects").read_text("utf-8").startswith("/")


def test_github_pages_uploads_what_a_locked_build_makes() -> None:
    """A push is built with `--locked`, the daily build without, one of them in each run, and build/web goes up."""
    workflow: dict[Any, Any] = yaml.safe_load(text_of("github-pages.yml"))
    started = workflow[True]  # YAML 1.1 reads `on` as yes
    assert set(started) == {"push", "schedule", "workflow_dispatch"}
    steps = workflow["jobs"]["site"]["steps"]
    builds = {step["run"]: step["if"] for step in steps if "contentshop build" in step.get("run", "")}
    assert builds == {
        "contentshop build --locked": "github.event_name != 'schedule'",
        "contentshop build": "github.event_name == 'schedule'",
    }
    (upload,) = (step for step in steps if "upload-pages-artifact" in step.get("uses", ""))
    assert upload["with"] == {"path": "build/web"}
    assert workflow["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}


def test_every_action_names_a_major_version() -> None:
    """No action of the workflow follows a branch."""
    used = re.findall(r"uses: (\S+)", text_of("github-pages.yml"))
    assert len(used) == 4
    assert [one for one in used if not re.fullmatch(r"actions/[a-z-]+@v\d+", one)] == []


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a POSIX shell")
@pytest.mark.parametrize(("hook", "said"), [("", "build --locked"), ("daily", "build")])
def test_netlify_builds_with_the_ledger_locked_unless_a_hook_asks(hook: str, said: str, tmp_path: Path) -> None:
    """The command of netlify.toml, run by a shell, calls the right build."""
    command = tomllib.loads(text_of("netlify.toml"))["build"]["command"]
    assert recorded(["sh", "-c", command], "contentshop", tmp_path, INCOMING_HOOK_TITLE=hook) == [said]


def test_netlify_and_cloudflare_cache_the_same_folders(web: Path) -> None:
    """netlify.toml publishes build/web; it and `_headers` keep the cached folders for a year, and nothing else."""
    config = tomllib.loads(text_of("netlify.toml"))
    assert config["build"]["publish"] == "/".join(web.parts[-2:])
    wanted = {f"/{folder}/*": FOREVER for folder in CACHED}
    assert {one["for"]: one["values"]["Cache-Control"] for one in config["headers"]} == wanted
    assert dict(re.findall(r"^(/\S+)\n  Cache-Control: (.+)$", text_of("_headers"), re.MULTILINE)) == wanted


def test_nginx_names_what_is_there(web: Path) -> None:
    """The error page, the index, the cached folders and the hidden file exist in a built site."""
    config = text_of("nginx.conf")
    (error,) = re.findall(r"error_page 404 /(\S+);", config)
    (index,) = re.findall(r"index (\S+);", config)
    (hidden,) = re.findall(r"location = /(\S+) \{\s+return 404;", config)
    (cached,) = re.findall(r"location ~ \^/\((\S+)\)/ \{\s+add_header Cache-Control \"" + FOREVER, config)
    assert [name for name in (error, index, hidden) if not (web / name).is_file()] == []
    assert tuple(cached.split("|")) == CACHED


def test_nginx_packs_every_kind_of_text_in_a_site(web: Path) -> None:
    """`gzip_types` has the type of every built file that is text; pages are packed anyway."""
    (types,) = re.findall(r"gzip_types ([^;]+);", text_of("nginx.conf"))
    kinds = {path.suffix for path in files(web)} - NEVER_PACKED - {".html"}
    assert kinds >= {".css", ".js", ".json", ".xml", ".txt"}
    assert {mimetypes.guess_type(f"a{kind}")[0] for kind in kinds} <= set(types.split())


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a POSIX shell")
@pytest.mark.parametrize(("script", "tool"), [("upload-cos.sh", "coscli"), ("upload-oss.sh", "ossutil")])
def test_upload_scripts_delete_last(script: str, tool: str, web: Path, tmp_path: Path) -> None:
    """What is kept for a year goes up first with its caching, then all, and only the last call deletes."""
    shutil.copytree(web, tmp_path / "build/web")
    calls = recorded(["sh", str(HOSTING / script)], tool, tmp_path)
    assert [call.split()[1] for call in calls] == ["build/web/assets/", "build/web/media/", "build/web/", "build/web/"]
    assert [FOREVER in call for call in calls] == [True, True, False, False]
    assert ["--delete" in call for call in calls] == [False, False, False, True]


def recorded(command: list[str], tool: str, folder: Path, **environment: str) -> list[str]:
    """Run a command in a folder with a tool that writes down how it is called, and return these calls."""
    programs = folder / "bin"
    programs.mkdir()
    (programs / tool).write_text(SYNC, "utf-8")
    (programs / tool).chmod(0o755)
    path = os.pathsep.join([str(programs), os.environ["PATH"]])
    log = folder / "log"
    subprocess.run(command, cwd=folder, check=True, env=os.environ | {"PATH": path, "LOG": str(log)} | environment)
    return log.read_text("utf-8").splitlines()
