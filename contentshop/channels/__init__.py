"""Records to tasks, one package per channel."""

from .batch import Backlog, Batch, Shown, ShownArticle, Steps, joined
from .inputs import Documents, Inputs
from .outlets import outlet_channels
from .queries import matching
from .references import picture_candidates

__all__ = [
    "Backlog",
    "Batch",
    "Documents",
    "Inputs",
    "Shown",
    "ShownArticle",
    "Steps",
    "joined",
    "matching",
    "outlet_channels",
    "picture_candidates",
]
