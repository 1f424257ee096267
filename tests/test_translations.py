"""Articles that are translations of each other, feeds and sitemap that say so."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from sites import Site, codes

from contentshop.model import Place

PAIR = """
-- articles/2026-11-18-cu.md --
---
title: 怎么挑醋
---
看总酸。
-- articles/2026-11-19-vinegar.md --
---
title: How to choose vinegar
language: en
translation_of: 2026-11-18-cu.md
---
Look at the acid.
"""
CHINESE, ENGLISH = "articles/2026-11-18-cu.md", "articles/2026-11-19-vinegar.md"


def alternates(html: str) -> dict[str, str]:
    """Return the addresses of a page's versions by language."""
    return dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', html))


def page(site: Site, slug: str) -> str:
    """Return an article's page."""
    return site.read(f"web/articles/{slug}/index.html")


@pytest.mark.parametrize("name", ["2026-11-18-cu.md", "/articles/2026-11-18-cu.md", "cu"])
def test_translations_know_each_other(tmp_path: Path, name: str) -> None:
    """Original and translation name each other for machines and readers, whether by file or by id."""
    site = Site(tmp_path, PAIR.replace("translation_of: 2026-11-18-cu.md", f"translation_of: {name}"))
    assert not site.build().problems
    base = "https://jinwei.test/articles/"
    for slug in ("cu", "vinegar"):
        assert alternates(page(site, slug)) == {
            "zh-CN": f"{base}cu/",
            "en": f"{base}vinegar/",
            "x-default": f"{base}cu/",
        }
    assert '<a href="/articles/vinegar/" hreflang="en" lang="en">English</a>' in page(site, "cu")
    assert '<a href="/articles/cu/" hreflang="zh-CN" lang="zh-CN">中文</a>' in page(site, "vinegar")
    assert 'og:locale" content="en_US"' in page(site, "vinegar")
    assert 'og:locale:alternate" content="zh_CN"' in page(site, "vinegar")


def test_the_sitemap_names_translations(tmp_path: Path) -> None:
    """Both addresses stand in the sitemap with the same three alternates; pages without translations have none."""
    site = Site(tmp_path, PAIR)
    site.build()
    found = {
        entry.findtext("{*}loc"): [one.get("hreflang") for one in entry.findall("{http://www.w3.org/1999/xhtml}link")]
        for entry in ET.fromstring(site.read("web/sitemap.xml"))
    }
    assert found["https://jinwei.test/articles/cu/"] == ["zh-CN", "en", "x-default"]
    assert found["https://jinwei.test/articles/vinegar/"] == ["zh-CN", "en", "x-default"]
    assert found["https://jinwei.test/"] == []


def test_an_article_alone_names_no_versions(tmp_path: Path) -> None:
    """Without translations there is neither switch nor alternate, also while the original is a draft."""
    site = Site(tmp_path, PAIR.replace("title: 怎么挑醋", "draft: true"))
    assert not site.build().problems
    assert alternates(page(site, "vinegar")) == {}
    assert "tongues" not in page(site, "vinegar")


def test_two_forms_of_chinese_are_told_apart(tmp_path: Path) -> None:
    """The switch says which Chinese where there are two."""
    site = Site(tmp_path, PAIR.replace("language: en", "language: zh-Hant"))
    assert not site.build().problems
    assert ">中文 (简体)<" in page(site, "cu")
    assert ">中文 (繁體)<" in page(site, "cu")


@pytest.mark.parametrize(
    ("head", "code", "near"),
    [
        ("translation_of: 2026-11-18-ci.md", "unknown-translation", "2026-11-18-cu.md"),
        ("translation_of: cuu", "unknown-translation", "cu"),
        ("translation_of: vinegar", "translation-chain", ""),
        ("translation_of: ja", "translation-chain", ""),
    ],
)
def test_a_wrong_original_is_told(tmp_path: Path, head: str, code: str, near: str) -> None:
    """An original that is not there, or is itself a translation, is an error at its place."""
    site = Site(tmp_path, PAIR)
    site.write("articles/ja.md", "---\nlanguage: ja\ntranslation_of: cu\n---\n酢\n")
    site.write(ENGLISH, f"---\nlanguage: en\n{head}\n---\nAcid.\n")
    (found,) = site.build().problems
    assert (found.code, found.values.get("near", "")) == (code, near)
    assert found.where == Place(ENGLISH, 3, 17)


def test_each_language_has_one_version(tmp_path: Path) -> None:
    """Two articles in one language cannot be translations of one text, nor can one be in the original's."""
    site = Site(tmp_path, PAIR)
    site.write("articles/other.md", "---\nlanguage: EN\ntranslation_of: cu\n---\nAgain.\n")
    assert codes(site.build()) == ["translation-twice", "translation-twice"]
    site.write("articles/other.md", "---\ntranslation_of: cu\n---\n再来。\n")
    assert codes(site.build()) == ["translation-twice"]


def test_a_translation_waits_for_its_original(tmp_path: Path) -> None:
    """When the original is wrong and was never shown, only its own problem is told."""
    site = Site(tmp_path, PAIR)
    site.write(CHINESE, "::product{nothing}\n")
    assert codes(site.build()) == ["unknown-product"]
    assert not (tmp_path / "build/web/articles/vinegar").exists()


def test_a_failed_version_stays_as_it_was(tmp_path: Path) -> None:
    """While one version is wrong the other goes on naming it, and what it leads to stays."""
    site = Site(tmp_path, PAIR)
    site.build()
    site.write(CHINESE, "::product{nothing}\n")
    site.write(ENGLISH, (tmp_path / ENGLISH).read_text("utf-8").replace("How to choose", "Choosing"))
    site.build()
    assert "Choosing vinegar" in page(site, "vinegar")
    assert set(alternates(page(site, "vinegar"))) == {"zh-CN", "en", "x-default"}
    site.delete(ENGLISH)
    site.build()
    assert "/articles/vinegar/" in page(site, "cu")
    assert "Choosing vinegar" in page(site, "vinegar")
    site.write(CHINESE, "看总酸。\n")
    site.build()
    assert not (tmp_path / "build/web/articles/vinegar").exists()
    assert alternates(page(site, "cu")) == {}


def test_the_json_feed_stands_beside_the_other(tmp_path: Path) -> None:
    """Both feeds are linked from every page and hold the same articles; both go with the channel."""
    site = Site(tmp_path, PAIR)
    site.build()
    feed = json.loads(site.read("web/feed.json"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://jinwei.test/feed.json"
    assert [(one["id"], one["language"]) for one in feed["items"]] == [
        ("https://jinwei.test/articles/vinegar/", "en"),
        ("https://jinwei.test/articles/cu/", "zh-CN"),
    ]
    assert feed["items"][1]["content_html"].strip() == "<p>看总酸。</p>"
    assert 'type="application/feed+json"' in page(site, "cu")
    site.write("config.yaml", (tmp_path / "config.yaml").read_text("utf-8") + "channels: {feed: {enabled: false}}\n")
    site.build()
    assert not (tmp_path / "build/web/feed.json").exists()
    assert "feed.json" not in page(site, "cu")
    assert "feed.xml" not in page(site, "cu")


@pytest.mark.parametrize(("tag", "near"), [("zh_CN", "zh-CN"), ("English", "en"), ("中文", "zh"), ("zh-XX", "zh-TW")])
def test_a_language_that_is_none_is_told(tmp_path: Path, tag: str, near: str) -> None:
    """A tag that is no language tag is an error at its place, in articles and in the config."""
    site = Site(tmp_path, PAIR)
    site.write(CHINESE, f"---\nlanguage: {tag}\n---\n看总酸。\n")
    found = site.build().problems[0]
    assert (found.code, found.where, found.values["near"]) == ("unknown-language", Place(CHINESE, 2, 11), near)
    config = (tmp_path / "config.yaml").read_text("utf-8").replace("site:\n", f"site:\n  language: {tag}\n")
    site.write("config.yaml", config)
    assert codes(site.build()) == ["unknown-language"]
