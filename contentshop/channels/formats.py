"""Dates and money as text, by the page's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency

from contentshop.goods import UnitPrice
from contentshop.languages import locale_of


def either(names: Sequence[str], language: str) -> str:
    """Return names as words that leave the choice: 官网或淘宝店, the shop or Taobao."""
    return format_list(names, style="or", locale=locale_of(language))


@lru_cache(maxsize=4096)
def day(moment: date, language: str) -> str:
    """Return a day in words: 2026年11月18日, November 18, 2026."""
    if isinstance(moment, datetime):
        moment = moment.date()
    return format_date(moment, format="long", locale=locale_of(language))


@lru_cache(maxsize=4096)
def money(amount: Decimal, currency: str, language: str) -> str:
    """Return an amount with its currency's sign: ¥39.90, US$12.00."""
    return format_currency(amount, currency, locale=locale_of(language))


def by_unit(price: UnitPrice, currency: str, language: str) -> str:
    """Return a price by unit: ¥7.98/100ml, $3.00/piece."""
    unit = price.per.zh if language.startswith("zh") else price.per.en
    return f"{money(price.amount, currency, language)}/{unit}"
