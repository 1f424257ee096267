"""The official account: articles to paste into its editor or to send as drafts."""

from .checking import (
    CHECKS,
    Finding,
    PictureFile,
    Rule,
    Way,
    check,
    check_article,
    grouped,
    problems_of,
    rules,
    sources,
    words,
)

__all__ = [
    "CHECKS",
    "Finding",
    "PictureFile",
    "Rule",
    "Way",
    "check",
    "check_article",
    "grouped",
    "problems_of",
    "rules",
    "sources",
    "words",
]
