"""What machines read of the example and golden sites, by readers that are not ours and by the formats' own rules."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest
from examples import PLACES, built
from lxml import etree, html

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


@pytest.fixture(scope="module", params=PLACES)
def web(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the output of each site in turn."""
    return built(request.param, tmp_path_factory.mktemp(request.param)).folder / "build/web"


def base(web: Path) -> str:
    """Return the address of the site."""
    return str(html.fromstring((web / "index.html").read_bytes()).xpath("string(//link[@rel='canonical']/@href)"))


def test_the_atom_feed_is_read_by_others(web: Path) -> None:
    """Every entry has title, address, time, author and text; nothing makes the reader complain."""
    found = feedparser.parse((web / "feed.xml").read_bytes())
    assert not found.bozo
    assert found.version == "atom10"
    assert found.feed.title
    assert found.feed.id == base(web) + "feed.xml"
    assert found.entries
    for entry in found.entries:
        assert entry.title
        assert entry.author
        assert entry.link.startswith(base(web))
        assert entry.updated_parsed
        assert entry.content[0].value
    assert len({entry.id for entry in found.entries}) == len(found.entries)


def test_the_atom_feed_has_what_rfc_4287_requires(web: Path) -> None:
    """One id, title and updated for the feed and each entry, an author, a link to itself, times as instants."""
    feed = etree.parse(web / "feed.xml").getroot()
    assert feed.tag == ATOM + "feed"
    assert [one.get("rel") for one in feed.findall(ATOM + "link")].count("self") == 1
    for part in (feed, *feed.findall(ATOM + "entry")):
        for name in ("id", "title", "updated"):
            assert len(part.findall(ATOM + name)) == 1, name
        assert urlsplit(part.findtext(ATOM + "id") or "").scheme
        for name in ("updated", "published"):
            assert all(INSTANT.fullmatch(one.text or "") for one in part.findall(ATOM + name))
        alternate = [one for one in part.findall(ATOM + "link") if one.get("rel", "alternate") == "alternate"]
        assert len({(one.get("type"), one.get("hreflang")) for one in alternate}) == len(alternate)
    assert all(len(one.findall(ATOM + "author")) >= 1 for one in feed.findall(ATOM + "entry"))


def test_the_json_feed_has_what_version_1_1_requires(web: Path) -> None:
    """Version, title, items; each item an id as text and a body; addresses are whole."""
    feed = json.loads((web / "feed.json").read_text("utf-8"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert feed["feed_url"] == base(web) + "feed.json"
    assert feed["home_page_url"] == base(web)
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item.get("content_html") or item.get("content_text")
        for name in ("url", "image", "banner_image", "external_url"):
            assert urlsplit(item.get(name, "https://none.test")).scheme == "https"
        for name in ("date_published", "date_modified"):
            assert INSTANT.fullmatch(item.get(name, "2026-01-01T00:00:00Z"))
        assert all(author.get("name") for author in item.get("authors", ()))
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"])


def test_the_sitemap_keeps_the_protocol(web: Path) -> None:
    """At most 50,000 addresses and 50 MB, each under the site, shorter than 2,048 signs, once; days are days."""
    text = (web / "sitemap.xml").read_bytes()
    root = etree.fromstring(text)
    places = [one.findtext(SITEMAP + "loc") or "" for one in root]
    assert root.tag == SITEMAP + "urlset"
    assert 0 < len(places) <= 50_000
    assert len(text) <= 50 * 2**20
    assert all(one.startswith(base(web)) and one.isascii() and len(one) < 2048 for one in places)
    assert len(set(places)) == len(places)
    assert all(datetime.fromisoformat(one.text or "") for one in root.iter(SITEMAP + "lastmod"))


def test_robots_are_told_of_the_sitemap(web: Path) -> None:
    """Every line is a field robots know, and the sitemap is named by its whole address."""
    rows = [row for row in (web / "robots.txt").read_text("utf-8").splitlines() if row.strip()]
    fields = [row.partition(":")[0].strip().lower() for row in rows if not row.startswith("#")]
    assert set(fields) <= {"user-agent", "allow", "disallow", "sitemap"}
    assert fields[0] == "user-agent"
    assert f"Sitemap: {base(web)}sitemap.xml" in rows


def test_redirects_are_lines_of_from_to_status(web: Path) -> None:
    """As Netlify and Cloudflare Pages read them: a path, an address or path, a status; each path once."""
    rows = [row.split(" ") for row in (web / "_redirects").read_text("utf-8").splitlines()]
    assert all(len(row) == 3 for row in rows)
    assert all(start.startswith("/") and start.isascii() for start, _, _ in rows)
    assert all(to.startswith(("/", "https://", "http://")) for _, to, _ in rows)
    assert {status for _, _, status in rows} <= {"301", "302", "303", "307", "308", "200"}
    assert len({start for start, _, _ in rows}) == len(rows)
    assert all(len(" ".join(row)) <= 1000 for row in rows)  # Cloudflare Pages takes no longer ones
