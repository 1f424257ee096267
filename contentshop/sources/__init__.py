"""Files to records: the one package, besides the engine, that reads the disk."""

from contentshop.problems import CONFIG

from .articles import is_slug, read_article, report_duplicates, slug_of
from .catalogue import Catalogue, Memo, read_catalogue
from .config import read_config, zone
from .files import Folder, decode, find_site, is_inside, is_remote, named_in
from .importers import (
    HEADINGS,
    KINDS,
    LINK_HEADINGS,
    Change,
    Imported,
    Request,
    Sheet,
    export_prices,
    import_catalogue,
    import_links,
    import_prices,
    links_sheet,
    mapping_names,
    plain_name,
    yaml_flow,
)
from .locate import all_located, excerpt_of, located, places_of
from .outlets import OUTLETS, Outlets, read_outlets
from .published import json_schema
from .scaffold import example_folder, new_article, new_site, new_template, rewrite_articles
from .theme import Theme, built_in, read_theme, theme_folder

__all__ = [
    "CONFIG",
    "HEADINGS",
    "KINDS",
    "LINK_HEADINGS",
    "OUTLETS",
    "Catalogue",
    "Change",
    "Folder",
    "Imported",
    "Memo",
    "Outlets",
    "Request",
    "Sheet",
    "Theme",
    "all_located",
    "built_in",
    "decode",
    "example_folder",
    "excerpt_of",
    "export_prices",
    "find_site",
    "import_catalogue",
    "import_links",
    "import_prices",
    "is_inside",
    "is_remote",
    "is_slug",
    "json_schema",
    "links_sheet",
    "located",
    "mapping_names",
    "named_in",
    "new_article",
    "new_site",
    "new_template",
    "places_of",
    "plain_name",
    "read_article",
    "read_catalogue",
    "read_config",
    "read_outlets",
    "read_theme",
    "report_duplicates",
    "rewrite_articles",
    "slug_of",
    "theme_folder",
    "yaml_flow",
    "zone",
]
