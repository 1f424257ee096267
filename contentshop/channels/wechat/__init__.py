"""The official account: articles to paste into its editor or to send as drafts."""

from .checking import (
    CHECKS,
    Finding,
    PictureFile,
    Rule,
    Way,
    articles_beside,
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
from .plan import codes_served, plan_wechat
from .weighing import Weight, weigh

__all__ = [
    "CHECKS",
    "Finding",
    "PictureFile",
    "Rule",
    "Way",
    "Weight",
    "articles_beside",
    "body_of",
    "check",
    "check_article",
    "codes_served",
    "grouped",
    "number",
    "of",
    "plan_wechat",
    "problems_of",
    "rules",
    "sources",
    "weigh",
    "words",
]
