"""What is known of goods: contents and prices by unit, lines the law wants, doubtful words, days that come. Pure."""

from .checks import doubts, problems_of_goods
from .claims import claim_in, claims
from .due import Due, DueLine, due_of, due_of_outlets
from .prices import digits
from .rules import lines_of, may_be_advertised, rules, terms
from .units import Scale, UnitPrice, content_of, scale_of, unit_price, units

__all__ = [
    "Due",
    "DueLine",
    "Scale",
    "UnitPrice",
    "claim_in",
    "claims",
    "content_of",
    "digits",
    "doubts",
    "due_of",
    "due_of_outlets",
    "lines_of",
    "may_be_advertised",
    "problems_of_goods",
    "rules",
    "scale_of",
    "terms",
    "unit_price",
    "units",
]
