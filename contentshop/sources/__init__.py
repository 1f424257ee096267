"""Files to records: the one package, besides the engine, that reads the disk."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from contentshop.problems import CONFIG

from .files import Folder, decode, find_site, is_inside, is_remote, named_in
from .signatures import ABSENT, Digests, Signature, are_settled, signature
from .theme import Theme, built_in, read_theme, theme_folder

if TYPE_CHECKING:
    from .articles import (
        body_of,
        has_old_addresses,
        is_slug,
        read_article,
        report_duplicates,
        slug_of,
        with_body,
    )
    from .catalogue import Catalogue, Memo, read_catalogue
    from .config import read_config, zone
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

__all__ = [
    "ABSENT",
    "CONFIG",
    "HEADINGS",
    "KINDS",
    "LINK_HEADINGS",
    "OUTLETS",
    "Catalogue",
    "Change",
    "Digests",
    "Folder",
    "Imported",
    "Memo",
    "Outlets",
    "Request",
    "Sheet",
    "Signature",
    "Theme",
    "all_located",
    "are_settled",
    "article_files",
    "body_of",
    "built_in",
    "decode",
    "example_folder",
    "excerpt_of",
    "export_prices",
    "find_site",
    "has_old_addresses",
    "import_catalogue",
    "import_links",
    "import_prices",
    "is_article_file",
    "is_inside",
    "is_of_articles",
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
    "signature",
    "slug_of",
    "theme_folder",
    "with_body",
    "yaml_flow",
    "zone",
]
_LATE = {
    "body_of": "articles",
    "article_files": "articles",
    "is_article_file": "articles",
    "is_of_articles": "articles",
    "has_old_addresses": "articles",
    "is_slug": "articles",
    "read_article": "articles",
    "report_duplicates": "articles",
    "slug_of": "articles",
    "with_body": "articles",
    "Catalogue": "catalogue",
    "Memo": "catalogue",
    "read_catalogue": "catalogue",
    "read_config": "config",
    "zone": "config",
    "HEADINGS": "importers",
    "KINDS": "importers",
    "LINK_HEADINGS": "importers",
    "Change": "importers",
    "Imported": "importers",
    "Request": "importers",
    "Sheet": "importers",
    "export_prices": "importers",
    "import_catalogue": "importers",
    "import_links": "importers",
    "import_prices": "importers",
    "links_sheet": "importers",
    "mapping_names": "importers",
    "plain_name": "importers",
    "yaml_flow": "importers",
    "all_located": "locate",
    "excerpt_of": "locate",
    "located": "locate",
    "places_of": "locate",
    "OUTLETS": "outlets",
    "Outlets": "outlets",
    "read_outlets": "outlets",
    "json_schema": "published",
    "example_folder": "scaffold",
    "new_article": "scaffold",
    "new_template": "scaffold",
    "new_site": "scaffold",
    "rewrite_articles": "scaffold",
}


def __getattr__(name: str) -> Any:
    """Import what reads YAML and dates when it is first asked for: with Babel it takes 0.1 s."""
    if name in _LATE:
        return getattr(import_module(f".{_LATE[name]}", __name__), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
