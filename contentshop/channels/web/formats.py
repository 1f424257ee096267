"""Dates and money as text, by the page's language."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_currency


@lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@lru_cache(maxsize=4096)
def day(moment: date, language: str) -> str:
    """Return a day in words: 2026年11月18日, November 18, 2026."""
    if isinstance(moment, datetime):
        moment = moment.date()
    return format_date(moment, format="long", locale=_locale(language))


@lru_cache(maxsize=4096)
def money(amount: Decimal, currency: str, language: str) -> str:
    """Return an amount with its currency's sign: ¥39.90, US$12.00."""
    return format_currency(amount, currency, locale=_locale(language))
