"""The preview serves the kits beside the pages, by the paths they have on disk, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sites import CONFIG, Site
from test_preview import Served, serving


def made(folder: Path) -> Site:
    """Make a site with an article whose kit has texts."""
    site = Site(folder / "site")
    site.write("articles/a.md", "---\ntitle: 题\n---\n第一段。\n\n::product{vinegar}\n")
    site.write("articles/醋 1.md", "---\ntitle: 又一篇\n---\n字。\n")
    return site


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The site being served, for tests that change nothing."""
    with serving(made(tmp_path_factory.mktemp("kits"))) as found:
        yield found


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """The site being served, for tests that change files."""
    with serving(made(tmp_path)) as found:
        yield found


def test_the_kits_are_served_by_their_paths(standing: Served) -> None:
    """So that relative addresses lead on; the texts are text."""
    for path in ("/-/kits", "/-/kits/"):
        answer = standing.get(path)
        assert (answer.status, answer.headers["Location"]) == (302, "/-/kits/kit/")
    listing = standing.get("/-/kits/kit/")
    assert (listing.status, listing.type) == (200, "text/html; charset=utf-8")
    assert 'href="a/index.html"' in listing.text
    kit = standing.get("/-/kits/kit/a/index.html")
    assert kit.status == 200
    assert "data-epoch" in kit.text
    assert standing.get("/-/kits/kit/a/").body == kit.body
    assert standing.get("/-/kits/kit/a").headers["Location"] == "/-/kits/kit/a/"
    text = standing.get("/-/kits/texts/a/group.txt")
    assert (text.status, text.type) == (200, "text/plain; charset=utf-8")


def test_pages_lead_to_their_kits(standing: Served) -> None:
    """An article to its own, other pages to all of them, the kits themselves and missing pages nowhere."""
    assert 'href="/-/kits/kit/a/"' in standing.get("/articles/a/").text
    assert 'href="/-/kits/kit/"' in standing.get("/").text
    assert "contentshop-kits" not in standing.get("/-/kits/kit/a/").text
    assert "contentshop-kits" not in standing.get("/none/").text
    assert "contentshop-kits" not in standing.get("/feed.xml").text
    page = standing.site.folder / ".contentshop/preview/web/articles/a/index.html"
    assert "contentshop-kits" not in page.read_text("utf-8")


@pytest.mark.parametrize("path", ["/-/kits/web/", "/-/kits/web/index.html", "/-/kits/media/", "/-/kits/none", "/-/"])
def test_other_folders_are_not_there(standing: Served, path: str) -> None:
    """Only what is handed on stands below the prefix."""
    assert standing.get(path).status == 404


@pytest.mark.parametrize(
    "target",
    [
        "/-/kits/../config.yaml",
        "/-/kits/kit/../../../config.yaml",
        "/-/kits/%2e%2e/config.yaml",
        "/-/kits/kit/%2e%2e/%2e%2e/x",
        "/-/kits/kit/..%2f..%2fconfig.yaml",
        "/-/kits/kit/..%5c..%5cconfig.yaml",
        "/-/kits/kit/%00",
        "/-/kits/kit/a/index.html%00.txt",
        "/-/kits//kit/",
        "/-/kits/kit//a/",
        "/-/%2e/kits/",
        "/-/kits/kit/%ff",
        "/-/kits/kit/%c0%ae%c0%ae/",
    ],
)
def test_ways_out_are_refused(standing: Served, target: str) -> None:
    """However a way out of the folders is written, it is a wrong request."""
    assert standing.raw(f"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()) == 400


@pytest.mark.parametrize("host", ["evil.test", "192.168.1.7", "localhost.evil.test", ""])
def test_other_hosts_get_nothing(standing: Served, host: str) -> None:
    """Nor does a page elsewhere whose name was made to lead here."""
    request = f"GET /-/kits/kit/a/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    assert standing.raw(request.encode()) == 400


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_that_leave_the_kits(served: Served) -> None:
    """A link is followed inside its folder only, also where the folder itself is one."""
    output = served.site.folder / ".contentshop/preview"
    (output / "texts/out").symlink_to(served.site.folder)
    (output / "kit/file.html").symlink_to(served.site.folder / "config.yaml")
    (output / "kit/web").symlink_to(output / "web")
    (output / "moments").symlink_to(served.site.folder)
    paths = ("texts/out/", "texts/out/config.yaml", "kit/file.html", "kit/web/", "moments/config.yaml")
    assert [served.get(f"/-/kits/{path}").status for path in paths] == [404] * len(paths)


def test_a_site_without_kits_says_so(tmp_path: Path) -> None:
    """There is no way to them on pages, and at their address a plain word."""
    site = Site(tmp_path / "site")
    names = ("wechat", "moments", "group", "chat", "weibo", "email", "print")
    site.write("config.yaml", CONFIG + "channels:\n" + "".join(f"  {one}: {{enabled: false}}\n" for one in names))
    site.write("articles/a.md", "# 题\n\n字。\n")
    with serving(site) as found:
        answer = found.get("/-/kits/")
        assert answer.status == 404
        assert "There are no kits yet." in answer.text
        assert "contentshop-kits" not in found.get("/").text


def test_a_site_below_a_path(tmp_path: Path) -> None:
    """The prefix is the same wherever the site is hosted."""
    site = made(tmp_path)
    site.write("config.yaml", CONFIG.replace("jinwei.test/", "jinwei.test/店/"))
    with serving(site) as found:
        assert found.get("/-/kits/kit/a/").status == 200
        assert 'href="/-/kits/kit/a/"' in found.get("/店/articles/a/").text
