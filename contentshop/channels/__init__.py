"""Records to tasks, one package per channel."""

from .batch import Backlog, Batch, Shown, ShownArticle, Steps, joined
from .inputs import Documents, Inputs
from .outlets import outlet_channels
from .queries import matching
from .references import picture_candidates
from .urls import article_path, page_file, product_path

__all__ = [
    "Backlog",
    "Batch",
    "Documents",
    "Inputs",
    "Shown",
    "ShownArticle",
    "Steps",
    "article_path",
    "joined",
    "matching",
    "outlet_channels",
    "page_file",
    "picture_candidates",
    "product_path",
]
