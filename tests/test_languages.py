"""Language tags, texts per language, and themes' words: an article is in its language all around."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from sites import CONFIG, Site, codes

from contentshop.languages import best, in_language, is_language, language_of, names_of, og_locale
from contentshop.model import Place, Product, ProductTexts

CONFIG_IN_TWO = (
    CONFIG.replace(
        "site:\n",
        "site:\n  author: 老陈\n  description: 醋和面。\n"
        "  translations: {en: {title: Jinwei, author: Lao Chen, description: Vinegar and noodles.}}\n",
    ).replace("name: 官网,", "name: 官网, translations: {en: {name: our shop}},")
    + """\
account: {name: 晋味, translations: {en: {name: Jinwei Weekly}}}
disclosure: {text: 我们有佣金。, translations: {en: {text: We earn a commission.}}}
channels: {wechat: {enabled: false}, moments: {enabled: false}}
footer: {text: 慢慢挑。, translations: {en: {text: Take your time.}}}
"""
)
PRODUCTS_IN_TWO = """\
- id: vinegar
  title: 老陈醋
  summary: 蘸饺子。
  brand: 晋味
  specs: {总酸: 6.0 g}
  price: 39.90
  as_of: 2026-11-20
  reference_price:
    {amount: 59, kind: named, label: 上市价, evidence: 海报, date: 2026-11-01,
     translations: {en: {label: launch price}}}
  offers: [{shop: own, path: /p/vinegar}]
  translations:
    en:
      title: Aged vinegar
      summary: For dumplings.
      brand: Jinwei
      specs: {Total acid: 6.0 g}
- id: jar
  title: 醋坛
  summary: 粗陶。
  stock: out_of_stock
  offers: [{shop: own, path: /p/jar}]
  alternatives: [vinegar]
  translations: {en: {summary: Rough clay.}}
"""
ARTICLE = """\
---
title: Vinegar
language: {language}
---

A [bottle](product:vinegar), :price{{vinegar}}.

::product{{vinegar}}

::product{{jar}}

:::products{{layout=compare}}
- vinegar
- jar
:::

::qr{{vinegar}}
"""
HAN = re.compile("[\u4e00-\u9fff]+")


def made(folder: Path, language: str = "en") -> Site:
    """Return a site with an article in a language, built."""
    site = Site(folder)
    site.write("config.yaml", CONFIG_IN_TWO)
    site.write("products/all.yaml", PRODUCTS_IN_TWO)
    site.write("articles/a.md", ARTICLE.format(language=language))
    assert not site.build().problems
    return site


def han(html: str) -> set[str]:
    """Return the Chinese that stands in a page where nothing says that it is Chinese."""
    html = re.sub(r"<script.*?</script>", "", html)
    return set(HAN.findall(re.sub(r'<(\w+)[^>]* lang="zh[^"]*"[^>]*>.*?</\1>', "", html)))


def test_an_english_article_is_english_all_around(tmp_path: Path) -> None:
    """Header, cards, comparison, disclosure, shops, footer and go pages are in the article's language."""
    site = made(tmp_path)
    html = site.read("web/articles/a/index.html")
    for shown in ("Aged vinegar", "For dumplings.", "Buy at our shop", "launch price", "Total acid", "Rough clay."):
        assert shown in html
    for shown in ("Jinwei</span>", "We earn a commission.", "Take your time.", "On WeChat: Jinwei Weekly", "Lao Chen"):
        assert shown in html
    assert han(html) == set()
    short = [page.read_text("utf-8") for page in (tmp_path / "build/web/go").glob("*/index.html")]
    english = [page for page in short if '<html lang="en">' in page]  # those of products' own pages are not
    assert english
    assert all(han(page) <= {"醋坛"} for page in english)  # named in a sentence


def test_an_english_article_is_english_in_the_feed(tmp_path: Path) -> None:
    """In a Chinese feed the entry of an English article has English words around its products too."""
    site = made(tmp_path)
    site.write("articles/a.md", ARTICLE.format(language="en").replace("title", "date: 2026-11-20\ntitle"))
    site.build()
    content = json.loads(site.read("web/feed.json"))["items"][0]["content_html"]
    assert content.startswith("<p>[Ad] This article has links to buy</p>")
    assert han(content) == {"醋坛"}
    assert content.replace("&", "&amp;")[:40] in site.read("web/feed.xml").replace("&lt;", "<").replace("&gt;", ">")


def test_a_title_without_translation_says_its_language(tmp_path: Path) -> None:
    """What is left out of a translation stays as it is, and is marked where it is another language than the page's."""
    html = made(tmp_path).read("web/articles/a/index.html")
    assert '<p class="card-title" lang="zh-CN"><a href="/products/jar/">醋坛</a></p>' in html
    assert '<p class="card-summary">Rough clay.</p>' in html
    assert '<p class="card-title"><a href="/products/vinegar/">Aged vinegar</a></p>' in html


def test_the_site_stays_in_its_language(tmp_path: Path) -> None:
    """The home page, a Chinese article and the feed have the site's own texts; an entry says its language."""
    site = made(tmp_path)
    site.write("articles/2026-11-20-b.md", ARTICLE.format(language="zh-CN"))
    site.build()
    html = site.read("web/articles/b/index.html")
    for shown in ("老陈醋", "去官网购买", "我们有佣金。", "慢慢挑。", "上市价"):
        assert shown in html
    for word in ("Aged", "Jinwei", "our shop", "commission"):
        assert word not in html
    content = json.loads(site.read("web/feed.json"))["items"][0]["content_html"]
    assert "去购买" in content
    home = site.read("web/index.html")
    assert "<h1>晋味小铺</h1>" in home
    assert 'lang="en"' in home


@pytest.mark.parametrize("language", ["zh-Hant", "zh-TW", "zh", "ja"])
def test_without_texts_in_a_language_the_records_stay(tmp_path: Path, language: str) -> None:
    """A language without translations shows what was written, not one that happens to be there."""
    html = made(tmp_path, language).read("web/articles/a/index.html")
    assert "老陈醋" in html
    assert "Aged" not in html


def test_chinese_variants_read_chinese_words(tmp_path: Path) -> None:
    """A page in traditional Chinese has Chinese words and marks the titles of the other script."""
    html = made(tmp_path, "zh-Hant").read("web/articles/a/index.html")
    assert "去官网购买" in html
    assert '<p class="card-title" lang="zh-CN"><a href="/products/vinegar/">老陈醋</a></p>' in html
    assert '<p class="card-title" lang="zh-CN">' not in made(tmp_path / "two", "zh").read("web/articles/a/index.html")


@pytest.mark.parametrize(
    ("file", "text", "place"),
    [
        (
            "config.yaml",
            CONFIG_IN_TWO.replace("{en: {text: Take", "{english: {text: Take"),
            Place("config.yaml", 14, 37),
        ),
        (
            "products/all.yaml",
            PRODUCTS_IN_TWO.replace("    en:\n", "    english:\n"),
            Place("products/all.yaml", 13, 5),
        ),
    ],
)
def test_texts_for_no_language_are_told(tmp_path: Path, file: str, text: str, place: Place) -> None:
    """A key of `translations` that is no language is an error at its place."""
    site = made(tmp_path)
    site.write(file, text)
    found = [one for one in site.build().problems if one.code == "unknown-language"]
    assert [(one.where, one.values["near"]) for one in found] == [(place, "en")]


JAPANESE = """\
# 日本語
home = "ホーム"
updated = "{date} 更新"
buy = "{shop}で購入"
"""


def test_a_third_language_is_one_file(tmp_path: Path) -> None:
    """A file of words makes pages in its language; words it lacks are English, and told once."""
    site = made(tmp_path, "ja")
    assert "Buy at 官网" in site.read("web/articles/a/index.html")
    site.write("templates/words/ja.toml", JAPANESE)
    (found,) = site.build().problems
    assert (found.code, found.where) == ("words-missing", Place("templates/words/ja.toml"))
    html = site.read("web/articles/a/index.html")
    assert '<html lang="ja">' in html
    for shown in ("ホーム", "官网で購入", "2026年11月20日", "Out of stock"):
        assert shown in html


def test_wrong_words_are_told(tmp_path: Path) -> None:
    """A word nobody asks for is a warning, a name nothing is filled in for an error; the page has English instead."""
    site = made(tmp_path, "ja")
    site.write("templates/words/ja.toml", JAPANESE.replace("{shop}", "{shpo}") + 'hom = "x"\nscan = "{"\n')
    found = [one for one in site.build().problems if one.code != "words-missing"]
    assert [(one.code, one.where, one.values.get("near", "")) for one in found] == [
        ("words-name", Place("templates/words/ja.toml", 4), "shop"),
        ("words-unknown", Place("templates/words/ja.toml", 5), "home"),
        ("words-name", Place("templates/words/ja.toml", 6), ""),
    ]
    assert "Buy at 官网" in site.read("web/articles/a/index.html")


def test_words_of_ones_own_templates_are_not_told(tmp_path: Path) -> None:
    """A word that a site's own template asks for is no mistake."""
    site = made(tmp_path)
    words = (Path(__file__).parent.parent / "templates/words/zh-CN.toml").read_text("utf-8")
    site.write("templates/words/zh-CN.toml", words + 'mine = "自家的"\n')
    assert codes(site.build()) == ["words-unknown"]
    site.write("templates/web/icon.html", "<!-- {{ words.mine or '' }} -->")
    site.write("templates/words/en.toml", 'mine = "mine"\n')
    assert codes(site.build()) == ["words-missing"]
    assert "<!-- 自家的 -->" in site.read("web/index.html")


@pytest.mark.parametrize("tag", ["zh", "zh-CN", "zh-Hant-TW", "en", "EN-gb", "ja", "sr-Latn", "es-419", "tlh"])
def test_language_tags(tag: str) -> None:
    """What BCP 47 and CLDR know is a language."""
    assert is_language(tag)


@pytest.mark.parametrize("tag", ["", "english", "zh_CN", "zh-XX", "qq", "en-", "中文", "e", "zh-Hanx"])
def test_no_language_tags(tag: str) -> None:
    """What they do not know is none."""
    assert not is_language(tag)


@pytest.mark.parametrize(
    ("wanted", "known", "found"),
    [
        ("en-GB", ("zh-CN", "en-US", "en"), "en"),
        ("EN", ("zh-CN", "en"), "en"),
        ("zh-Hant", ("zh-CN", "zh-TW"), "zh-TW"),
        ("zh-HK", ("zh-CN", "zh-TW"), "zh-TW"),
        ("zh-Hant", ("zh-CN", "en"), "zh-CN"),
        ("zh-SG", ("zh-Hant", "zh-CN"), "zh-CN"),
        ("ja", ("zh-CN", "en"), ""),
    ],
)
def test_the_best_of_several_languages(wanted: str, known: tuple[str, ...], found: str) -> None:
    """The same tag, then the same region or script, then the language."""
    assert best(wanted, known) == found


def test_texts_of_a_record() -> None:
    """Field by field the translation, else the record's own; its own language never takes a translation."""
    product = Product("a", "醋", summary="酸", translations={"en": ProductTexts(title="Vinegar")})
    assert in_language(product, "en-GB", "zh-CN").title == "Vinegar"
    assert in_language(product, "en", "zh-CN").summary == "酸"
    assert [language_of(product, field, "en", "zh-CN") for field in ("title", "summary")] == ["en", "zh-CN"]
    other = Product("a", "醋", translations={"zh-Hant": ProductTexts(title="醋（繁）")})
    assert in_language(other, "zh", "zh-CN").title == "醋"
    assert in_language(other, "zh-TW", "zh-CN").title == "醋（繁）"


def test_languages_call_themselves() -> None:
    """Names are no longer than needed to tell them apart."""
    assert list(names_of(["zh-CN", "en", "ja"]).values()) == ["中文", "English", "日本語"]
    assert list(names_of(["zh-CN", "zh-TW", "en"]).values()) == ["中文 (简体)", "中文 (繁體)", "English"]
    assert len(set(names_of(["en-US", "en-GB"]).values())) == 2
    assert [og_locale(tag) for tag in ("zh", "en", "zh-Hant", "ja")] == ["zh_CN", "en_US", "zh_TW", "ja_JP"]
