"""Cells as values: prices, days, ids. What cannot be read is a ValueError, or SpoiledError where digits are lost."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal

_SYMBOLS = {
    "¥": ("CNY", "JPY"),
    "元": ("CNY",),
    "€": ("EUR",),
    "£": ("GBP",),
    "$": ("USD", "AUD", "BRL", "CAD", "HKD", "MXN", "NZD", "SGD", "TWD"),
    "₩": ("KRW",),
    "₹": ("INR",),
}
"""The currencies a sign may mean, the likeliest first."""
_ASIDE = re.compile(r"RMB|人民币|:|约")
_CODE = re.compile(r"[A-Z]{3}")
_PLAIN = re.compile(r"\d+(\.\d+)?")
_GROUPED = re.compile(r"\d{1,3}([ ,']\d{3})+(\.\d+)?")
_COMMA = re.compile(r"(\d+|\d{1,3}([ .]\d{3})+),\d{1,2}")
_DIGITS, _PLACES = 15, 6
_SPOILED = re.compile(r"[+-]?\d(\.\d+)?[Ee]\+?\d{1,3}")
_DAY = re.compile(r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))(?![\d])")
_NOT_IN_IDS = re.compile(r"[^\w.-]+")
_ID_LENGTH = 80


class SpoiledError(ValueError):
    """A spreadsheet made a rounded number of a long one."""


class CurrencyError(ValueError):
    """The sign beside an amount does not fit the currency; carries one that would."""


def amount(text: str, currency: str) -> tuple[Decimal, str]:
    """Return an amount and its currency: the code written beside it, else the one given.

    `￥1,299.00`, `12.99 USD`, `45,00 €` and `1 299` are read; of `1,299` the comma parts thousands.

    Raises:
        CurrencyError: A sign such as `$` stands there and the currency given is none it may mean.
        ValueError: There is no amount, or a range, or one with over 15 digits or 6 decimal places.

    """
    rest = _ASIDE.sub(" ", unicodedata.normalize("NFKC", text).upper())
    for sign, meanings in _SYMBOLS.items():
        if sign in rest:
            rest = rest.replace(sign, " ", 1)
            if currency not in meanings and not _CODE.search(rest):
                raise CurrencyError(meanings[0])
    code = _CODE.search(rest)
    if code:
        rest, currency = rest.replace(code[0], " ", 1), code[0]
    return _number(" ".join(rest.split())), currency


def _number(text: str) -> Decimal:
    if _PLAIN.fullmatch(text):
        found = text
    elif _GROUPED.fullmatch(text):
        found = re.sub("[ ,']", "", text)
    elif _COMMA.fullmatch(text):
        found = re.sub("[ .]", "", text).replace(",", ".")
    else:
        raise ValueError(text)
    whole, _, places = found.partition(".")
    whole, places = whole.lstrip("0") or "0", places.rstrip("0") if len(places) > _PLACES else places
    if len(whole) > _DIGITS or len(places) > _PLACES:
        raise ValueError(text)
    return Decimal(f"{whole}.{places}" if places else whole)


def quantity(text: str) -> bool:
    """Return whether a number of pieces is above zero."""
    return Decimal(text.strip().replace(",", "")) > 0 if _is_whole(text) else _refused(text)


def _is_whole(text: str) -> bool:
    return re.fullmatch(r"\s*-?[\d,]+(\.\d+)?\s*", text) is not None


def _refused(text: str) -> bool:
    raise ValueError(text)


def day(text: str) -> date:
    """Return a day written year first (`2026-11-18`, `2026/1/8`, `2026年1月8日`, `20261118`), with or without a time.

    Raises:
        ValueError: It is no such day; `8/1/2026` might be January or August and is refused.

    """
    match = _DAY.match(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        raise ValueError(text)
    year, month, number = (int(part) for part in match.groups() if part)
    return date(year, month, number)


def interval(text: str) -> tuple[date, date]:
    """Return the days between which something holds: two ISO 8601 moments with `/` between.

    Raises:
        ValueError: It is not that.

    """
    first, _, last = text.strip().partition("/")
    return datetime.fromisoformat(first).date(), datetime.fromisoformat(last).date()


def number_text(text: str) -> str:
    """Return a shop's number as it stands.

    Raises:
        SpoiledError: It is `5.58812E+11`.

    """
    found = "".join(text.split())
    if _SPOILED.fullmatch(found):
        raise SpoiledError(text)
    return found.removesuffix(".0")


def identifier(text: str) -> str:
    """Return a text as a product's id; what an id cannot hold becomes `-`.

    Raises:
        SpoiledError: It is a rounded number.
        ValueError: Nothing is left, or more than 80 characters.

    """
    number_text(text)
    found = _NOT_IN_IDS.sub("-", unicodedata.normalize("NFC", text).strip()).strip("-.")
    if not found or len(found) > _ID_LENGTH:
        raise ValueError(text)
    return found
