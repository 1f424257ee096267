"""Pelican's settings: articles, tags, a feed, a sitemap, no more."""

import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from cards import own_code, with_cards

SITENAME = "Bench"
SITEURL = "https://bench.example.com"
DEFAULT_LANG = "zh"
TIMEZONE = "Asia/Shanghai"
PATH = "content"
OUTPUT_PATH = "output"
DELETE_OUTPUT_DIRECTORY = False
THEME = "theme"
THEME_STATIC_PATHS: list[str] = []
FEED_ALL_ATOM = "feed.xml"
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
FEED_MAX_ITEMS = 20
DEFAULT_PAGINATION = 20
ARTICLE_URL = "articles/{slug}/"
ARTICLE_SAVE_AS = "articles/{slug}/index.html"
SLUGIFY_SOURCE = "basename"
SLUG_REGEX_SUBSTITUTIONS: list[tuple[str, str]] = []
TAG_URL = "tags/{slug}/"
TAG_SAVE_AS = "tags/{slug}/index.html"
DIRECT_TEMPLATES = ["index", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = ARCHIVES_SAVE_AS = ""
MARKDOWN = {
    "extension_configs": {"markdown.extensions.meta": {}, "markdown.extensions.tables": {}},
    "output_format": "html5",
}
JINJA_FILTERS = {
    "with_cards": partial(with_cards, out=Path("output")),
    "own_code": partial(own_code, out=Path("output")),
}
