"""Files to records: the one package, besides the engine, that reads the disk."""

from .articles import read_article, report_duplicates, slug_of
from .catalogue import Catalogue, Memo, read_catalogue
from .config import read_config, zone
from .files import CONFIG, Folder, decode, find_site, is_inside
from .locate import excerpt_of, located
from .scaffold import new_article, new_site, rewrite_articles
from .schema import json_schema
from .theme import Theme, read_theme, theme_folder

__all__ = [
    "CONFIG",
    "Catalogue",
    "Folder",
    "Memo",
    "Theme",
    "decode",
    "excerpt_of",
    "find_site",
    "is_inside",
    "json_schema",
    "located",
    "new_article",
    "new_site",
    "read_article",
    "read_catalogue",
    "read_config",
    "read_theme",
    "report_duplicates",
    "rewrite_articles",
    "slug_of",
    "theme_folder",
    "zone",
]
