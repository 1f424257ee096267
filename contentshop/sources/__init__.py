"""Files to records: the one package, besides the engine, that reads the disk."""

from typing import TYPE_CHECKING

from contentshop.doors import late
from contentshop.problems import CONFIG

from .files import ARTICLES, PRODUCTS, Folder, decode, find_site, is_inside, is_remote, named_in
from .program import installed, program
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
    from .catalogue import (
        Catalogue,
        Memo,
        read_catalogue,
        remembered_products,
    )
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
    "ARTICLES",
    "CONFIG",
    "HEADINGS",
    "KINDS",
    "LINK_HEADINGS",
    "OUTLETS",
    "PRODUCTS",
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
    "installed",
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
    "program",
    "read_article",
    "read_catalogue",
    "read_config",
    "read_outlets",
    "read_theme",
    "remembered_products",
    "report_duplicates",
    "rewrite_articles",
    "signature",
    "slug_of",
    "theme_folder",
    "with_body",
    "yaml_flow",
    "zone",
]
__getattr__ = late(
    __name__,
    articles=(
        "body_of",
        "has_old_addresses",
        "is_slug",
        "read_article",
        "report_duplicates",
        "slug_of",
        "with_body",
    ),
    catalogue=(
        "Catalogue",
        "Memo",
        "read_catalogue",
        "remembered_products",
    ),
    config=("read_config", "zone"),
    importers=(
        "Change",
        "HEADINGS",
        "Imported",
        "KINDS",
        "LINK_HEADINGS",
        "Request",
        "Sheet",
        "export_prices",
        "import_catalogue",
        "import_links",
        "import_prices",
        "links_sheet",
        "mapping_names",
        "plain_name",
        "yaml_flow",
    ),
    locate=("all_located", "excerpt_of", "located", "places_of"),
    outlets=("OUTLETS", "Outlets", "read_outlets"),
    published=("json_schema",),
    scaffold=("example_folder", "new_article", "new_site", "new_template", "rewrite_articles"),
)
"""What reads YAML and dates is imported when it is first asked for: with Babel it takes 0.1 s."""
