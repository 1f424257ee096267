"""`check --built`: every address inside the built site leads somewhere, and what does not is told with its place."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from examples import TOLD, built
from sites import CONFIG, NOW, Site, codes

from contentshop.build import Options
from contentshop.cli import commands
from contentshop.inspection import Inspection, is_read, read_files
from contentshop.model import Place, Problem

BASE = "https://jinwei.test/"
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
ARTICLE = """
-- articles/a.md --
---
title: 醋
---
第一段。

"""
DEEP_FEED = '{"version": "https://jsonfeed.org/version/1.1", "items": ' + "[" * 900 + "]" * 900 + "}"


def inspected(files: dict[str, str], base: str = BASE, go_base: str = "", own: str = "") -> list[Problem]:
    """Return what is wrong with a site of these files; all but `own` were made by the program."""
    sources = {path: f"from/{path}" for path in files if path != own}
    inspection = Inspection(base, go_base, files, sources)
    for facts in read_files([(path, text.encode()) for path, text in files.items() if is_read(path)]):
        inspection.take(facts)
    return list(inspection.finish())


def dead(page: str, **others: str) -> list[str]:
    """Return the addresses of a page that lead nowhere; beside it there are `here/index.html` and `a,b.png`."""
    files = {"at/index.html": page, "here/index.html": '<p id="part">', "a,b.png": "", "style.css": ""} | others
    return [one.values["address"] for one in inspected(files) if one.code in ("dead-address", "dead-fragment")]


@pytest.mark.parametrize(
    "element",
    [
        '<a href="{}">',
        '<area href="{}">',
        '<img src="{}">',
        '<img srcset="/a,b.png 1x, {} 2x">',
        '<source srcset="{}">',
        '<link rel="preload" imagesrcset="{} 100w">',
        '<link rel="canonical" href="{}">',
        '<video poster="{}">',
        '<object data="{}">',
        '<form action="{}">',
        '<svg><use xlink:href="{}"/></svg>',
        '<meta http-equiv="Refresh" content="0; URL={}">',
        "<p style=\"background: url('{}')\">",
        "<style>p {{ background: url({}) }}</style>",
        '<style>@import "{}";</style>',
        "<A HREF='{}'>",
    ],
)
def test_addresses_are_found_wherever_they_stand(element: str) -> None:
    """Each kind of element is asked for its addresses, and one that leads somewhere is no problem."""
    assert dead(element.format("/gone.png")) == ["/gone.png"]
    assert dead(element.format("/a,b.png")) == []


@pytest.mark.parametrize("element", ['<meta property="og:image" content="{}">', "{}"])
def test_whole_addresses_of_the_site_are_followed(element: str) -> None:
    """Those of previews and of structured data too; one that is an identifier may have any fragment."""
    data = '<script type="application/ld+json">{{"image": ["{}"], "@id": "https://jinwei.test/#shop"}}</script>'
    written = data if element == "{}" else element
    assert dead(written.format(f"{BASE}gone.jpg"), **{"index.html": ""}) == [f"{BASE}gone.jpg"]
    assert dead(written.format(f"{BASE}here/"), **{"index.html": ""}) == []
    assert dead(written.format("https://other.test/gone.jpg"), **{"index.html": ""}) == []


@pytest.mark.parametrize(
    "address",
    [
        *("/here/", "/here", "/here/index.html", "../here/", "/x/../here/", "/here/?a=b#part", "/%68ere/", " /here/\n"),
        *("", "#", "#top", "?page=2", "//jinwei.test/here/", "HTTP://JINWEI.test:443/here/", "\\here\\"),
        *("/here/#part", "/here/#p%61rt", "/here/#:~:text=x", "/here/#/route"),
        *(
            "mailto:a@b.c",
            "javascript:void(0)",
            "data:,x",
            "tel:1",
            "weixin://dl",
            "//other.test/gone",
            "https://o.test",
        ),
    ],
)
def test_addresses_that_browsers_follow_are_followed(address: str) -> None:
    """Folders, relative paths, percent signs, queries, other schemes: none is a problem."""
    assert dead(f'<a href="{address}">') == []


@pytest.mark.parametrize(
    "address", ["/here/part/", "here/", "/Here/", "/here/#Part", "#part", "/%FF/", "http://[", "https://jinwei.test:x/"]
)
def test_addresses_that_lead_nowhere_are_told(address: str) -> None:
    """Case counts, in ids too, and so does the folder a relative address stands in."""
    assert dead(f'<a href="{address}">') == [address]


def test_every_problem_has_its_place_and_source() -> None:
    """Line and column are those of the element; the nearest file is offered."""
    files = {"at/index.html": '<p id="a">\n<p id="b"> <a href="/hree/">\n<i id="a">', "here/index.html": ""}
    address, double = sorted(inspected(files), key=lambda one: one.code)
    assert address.where == Place("at/index.html", 2, 12)
    assert address.values["near"] == "here/"
    assert address.values["source"] == "from/at/index.html"
    assert (double.code, double.where, double.values["first"]) == ("double-id", Place("at/index.html", 3, 1), "1")


def test_a_site_under_a_path() -> None:
    """Other pages of the host are not ours, but an address that only lacks our path is told."""
    pages = {
        "index.html": "",
        "a/index.html": '<a href="/a/"><a href="/"><a href="/blog/a/"><a href="/x"><a href="/blog">',
    }
    found = inspected(pages, base="https://host.test/blog/")
    assert [(one.values["address"], one.values["near"]) for one in found] == [("/a/", "a/")]


def test_go_pages_elsewhere_are_in_the_output() -> None:
    """An address under go_base_url leads to the output's go pages."""
    pages = {
        "go/aaa/index.html": "",
        "index.html": '<a href="https://go.test/go/aaa/"><a href="https://go.test/go/bbb/">',
    }
    found = inspected(pages, go_base="https://go.test")
    assert [one.values["address"] for one in found] == ["https://go.test/go/bbb/"]


def test_feeds_sitemaps_redirects_robots_and_styles() -> None:
    """Every kind of file that holds addresses is read."""
    gone = f"{BASE}gone/"
    files = {
        "feed.xml": f'<feed><link href="{gone}1"/><icon>{gone}2</icon><content type="html">'
        f'&lt;a href="{gone}3"&gt;&lt;a href="#x"&gt;</content></feed>',
        "sitemap.xml": f"<urlset><url><loc>{gone}4</loc></url><url><loc>{BASE}here/</loc></url></urlset>",
        "_redirects": f"/old /gone/5 301\n# /x /gone/x\n\n/news/* /gone/:splat\n/o {BASE}here/ 301",
        "robots.txt": f"User-agent: *\nDisallow: /gone/\nSitemap: {gone}6",
        "style.css": "a { background: url(gone/7) }\n/* url(gone/x) */ b { fill: url(#x); src: url('here/') }",
        "feed.json": json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "items": [{"url": f"{gone}8", "content_html": "<img src='/gone/9'>"}],
            }
        ),
        "data.json": json.dumps({"url": gone}),
        "here/index.html": "",
        "notes.txt": gone,
    }
    found = inspected(files)
    assert sorted(one.values["address"][-1] for one in found) == list("123456789")
    assert {one.code for one in found} == {"dead-address"}


def test_what_a_host_redirects_leads_somewhere() -> None:
    """An address that `_redirects` sends on needs no file."""
    inspection = Inspection(BASE, "", ["a.html"], {}, moved=["/old/", "/news/*"])
    text = b'<a href="/old/"><a href="/news/2020/x"><a href="/older/">'
    inspection.take(read_files([("a.html", text)])[0])
    assert [one.values["address"] for one in inspection.finish()] == ["/older/"]


def test_faults_of_the_authors_own_files_are_warnings() -> None:
    """Of his pages, and of the places in them that ours point at."""
    files = {"own.html": '<a href="/gone"><i id="a"><i id="a">', "at/index.html": '<a href="/own.html#b">'}
    found = inspected(files, own="own.html")
    assert sorted(codes_of(found)) == ["own-dead-address", "own-dead-fragment", "own-double-id"]


def codes_of(found: list[Problem]) -> list[str]:
    """Return the codes of problems."""
    return [one.code for one in found]


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        ("a.html", '<script type="application/ld+json">{"a": </script>', ["broken-output"]),
        ("a.html", "<![foo <a href=/gone>", ["broken-output"]),
        ("a.html", "<a href=/gone>" + 2000 * "<p id=", ["dead-address"]),
        ("a.html", "\0<!-- <a href=/gone> --><textarea></textarea><a hRef href='/gone'>\ud7ff", []),
        ("a.html", "<base href=/x/><a href=gone>", ["dead-address"]),
        ("a.html", "<base href=https://else.test/><a href=gone>", []),
        ("feed.xml", "<feed><link href='/gone'></feed>", ["broken-output", "dead-address"]),
        ("feed.xml", '<!DOCTYPE f [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><feed>&c;</feed>', []),
        ("feed.xml", "", ["broken-output"]),
        ("feed.json", "[" * 100, ["broken-output"]),
        ("style.css", "url(" * 5000, []),
        ("_redirects", "/a\n   \n#\n* *", []),
        ("deep.json", "[" * 100_000, ["broken-output"]),
        ("feed.json", DEEP_FEED, ["broken-output"]),
        ("deep.html", f'<script type="application/ld+json">{"[" * 100_000}</script>', ["broken-output"]),
        ("open.css", "/*" + "/* " * 20_000 + "url(/gone)", []),
        ("brackets.css", "url(" * 20_000, []),
        ("blank.html", f'<meta http-equiv="refresh" content="{" " * 5_000}">', []),
    ],
)
def test_hostile_files_are_read_as_far_as_they_go(path: str, text: str, code: list[str]) -> None:
    """Nothing in a file stops the check; what cannot be read is told."""
    assert sorted(codes_of(inspected({path: text}))) == code


# --- whole sites


def check(site: Site, *arguments: str) -> tuple[int, dict[str, object]]:
    """Return the exit code and the JSON of `contentshop check --built`."""
    line = ["check", "--built", "--json", "--site", str(site.folder), "--at", "2026-11-21", *arguments]
    result = CliRunner().invoke(commands("en"), line, standalone_mode=False)
    return result.return_value, json.loads(result.stdout)


def test_without_a_build_there_is_nothing_to_look_at(tmp_path: Path) -> None:
    """It is wrong use, with a hint what to run; an empty folder is no build either."""
    site = Site(tmp_path, ARTICLE)
    found = site.build(check=True, built=True)
    assert codes(found) == ["nothing-built"]
    assert not (tmp_path / "build").exists()
    code, told = check(site, "-o", str(tmp_path / "elsewhere"))
    assert code == told["exit_code"] == 2


def test_a_dead_address_in_an_article_is_told_with_its_article(tmp_path: Path) -> None:
    """The page and the line are those of the output; the hint names the article; nothing is written."""
    site = Site(tmp_path, ARTICLE + '<a href="/gone/">x</a> <img src="/media/none.png" alt="">\n')
    site.build()
    before = site.output()
    code, told = check(site, "-o", str(tmp_path / "build"))
    rows = [one for one in told["problems"] if one["file"] == "build/web/articles/a/index.html"]  # type: ignore[attr-defined]
    assert code == 1
    assert [one["code"] for one in rows] == ["dead-address", "dead-address"]
    assert "articles/a.md" in rows[0]["hint"]
    page = site.read("web/articles/a/index.html").split("\n")
    assert page[rows[0]["line"] - 1][rows[0]["column"] - 1 :].startswith('<a href="/gone/">')
    assert site.output() == before


def test_a_page_of_a_template_names_its_template(tmp_path: Path) -> None:
    """A fault of a list is led back to the template that printed it."""
    site = Site(tmp_path, ARTICLE)
    site.write("templates/web/404.html", '<!doctype html><a href="/gone/">x</a>')
    site.build()
    (found,) = site.build(check=True, built=True).problems
    assert (found.code, found.values["source"]) == ("dead-address", "templates/web/404.html")


def test_static_pages_and_strangers_are_looked_at_gently(tmp_path: Path) -> None:
    """The author's own pages give warnings, and exit code 0 unless --strict is given."""
    site = Site(tmp_path, ARTICLE)
    site.write("static/own.html", '<a href="/gone/">x</a>')
    site.build()
    site.write("build/web/stranger.html", '<a href="/gone/">x</a>')
    found = site.build(check=True, built=True).problems
    assert [one.code for one in found] == ["own-dead-address"] * 2
    assert [one.values["source"] for one in found] == ["static/own.html", "build/web/stranger.html"]
    arguments = ("-o", str(tmp_path / "build"))
    assert (check(site, *arguments)[0], check(site, *arguments, "--strict")[0]) == (0, 1)


def test_files_that_cannot_be_read_do_not_hide_what_others_say(tmp_path: Path) -> None:
    """Each is told at its place in the output, and the rest is looked at; a stranger's name may be any bytes."""
    site = Site(tmp_path, ARTICLE)
    site.build()
    site.write("build/web/stranger.html", '<a href="/gone/">x</a>')
    (tmp_path / "build/web/nowhere.html").symlink_to("/nowhere/at/all")
    (tmp_path / os.fsdecode(b"build/web/\xff.html")).write_text('<a href="/gone/">x</a>')
    found = site.build(check=True, built=True).problems
    assert sorted((one.code, one.where.file) for one in found if isinstance(one.where, Place)) == [
        ("file-unreadable", "build/web/nowhere.html"),
        ("own-dead-address", "build/web/stranger.html"),
        ("own-dead-address", "build/web/\ufffd.html"),
    ]


def test_all_problems_come_together(tmp_path: Path) -> None:
    """What is wrong with the sources does not keep the output from being looked at; a failed article's page counts."""
    site = Site(tmp_path, ARTICLE + '<a href="/gone/">x</a>\n')
    site.build()
    site.write("articles/a.md", "---\ntitle: 醋\n---\n::product{none}\n")
    found = site.build(check=True, built=True).problems
    assert sorted(codes_of(list(found))) == ["dead-address", "unknown-product"]
    assert [one.values["source"] for one in found if one.code == "dead-address"] == ["articles/a.md"]


@pytest.mark.parametrize("base", ["https://jinwei.test/", "https://jinwei.test/shop/"])
@pytest.mark.parametrize("go", ["", 'go_base_url: "https://go.test/"\n'])
def test_the_golden_site_leads_everywhere(tmp_path: Path, base: str, go: str) -> None:
    """No address of the golden site is dead, at its own host or under a path, with go pages elsewhere or not."""
    site = built("golden", tmp_path, base)
    site.write("config.yaml", go + (tmp_path / "config.yaml").read_text("utf-8"))
    site.build(Options(now=NOW, jobs=1))
    assert set(codes(site.build(check=True, built=True))) <= TOLD


def test_the_example_site_leads_everywhere(tmp_path: Path) -> None:
    """No address of the example site is dead."""
    site = built("example", tmp_path)
    assert site.build(check=True, built=True).problems == ()


@pytest.mark.parametrize(("name", "style"), [("example", 15), ("golden", 17)])
def test_every_page_is_light(tmp_path: Path, name: str, style: int) -> None:
    """A page loads at most 15 KB of style, 17 KB where it shows every block there is, and 5 KB of script, as served."""
    web = built(name, tmp_path).folder / "build/web"
    sizes = {path.name: path.stat().st_size for path in (web / "assets").iterdir()}
    heavy, seen = {}, 0
    for page in sorted(web.rglob("*.html")):
        text = page.read_text("utf-8")
        for suffix, inside, most in (("css", STYLE, style), ("js", SCRIPT, 5)):
            linked = re.findall(rf'(?:href|src)="[^"]*/assets/([^"/]+\.{suffix})"', text)
            size = sum(sizes[one] for one in linked) + sum(len(one.encode()) for one in inside.findall(text))
            seen += len(linked)
            if size > most * 1024:
                heavy[f"{page.relative_to(web)} {suffix}"] = size
    assert seen
    assert heavy == {}


def test_a_site_of_the_small_config_is_sound(tmp_path: Path) -> None:
    """The check says so, and its preview is looked at in the preview folder."""
    site = Site(tmp_path, ARTICLE + "::product{vinegar}\n")
    assert CONFIG in (tmp_path / "config.yaml").read_text("utf-8")
    site.build(drafts=True)
    assert site.build(check=True, built=True, drafts=True).problems == ()
    assert codes(site.build(check=True, built=True)) == ["nothing-built"]
