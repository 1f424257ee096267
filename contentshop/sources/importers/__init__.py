"""Catalogues from outside: a shop's export or a sheet → product files of the site.

mapping        what each column means: one YAML per format
tables …       CSV, Excel, JSON and XML as rows of cells
items          rows → what a shop says of a product
merging        items and catalogue → what is new, what changes
editing        changes in YAML that leave the rest as it is
prices         a sheet of prices, out and in
ready_links    a list of ready-made links, out and in
"""

from .changes import Change, Imported
from .emitting import flow as yaml_flow
from .importing import Request, import_catalogue
from .mapping import KINDS
from .mapping import names as mapping_names
from .prices import HEADINGS, export_prices, import_prices
from .ready_links import LINK_HEADINGS, Sheet, import_links, links_sheet
from .tables import plain as plain_name

__all__ = [
    "HEADINGS",
    "KINDS",
    "LINK_HEADINGS",
    "Change",
    "Imported",
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
]
