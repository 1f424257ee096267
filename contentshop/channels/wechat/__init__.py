"""The official account: articles to paste into its editor or to send as drafts."""

from .checking import (
    CHECKS,
    Finding,
    PictureFile,
    Rule,
    Way,
    body_of,
    check,
    check_article,
    grouped,
    number,
    of,
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
    "body_of",
    "check",
    "check_article",
    "grouped",
    "number",
    "of",
    "problems_of",
    "rules",
    "sources",
    "words",
]
