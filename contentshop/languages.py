"""Language tags (BCP 47): which there are, which of several fits best, and a record's texts in a language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any, TypeVar

import msgspec
from babel import Locale, UnknownLocaleError
from babel.core import get_global

from contentshop.problems import nearest

R = TypeVar("R", bound=msgspec.Struct)
_TAG = re.compile(
    r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*", re.IGNORECASE
)
_COMMON = ("zh-CN", "zh-TW", "zh-HK", "zh-Hans", "zh-Hant", "zh", "en", "en-US", "en-GB", "ja", "ko", "fr", "de", "es")


@lru_cache(maxsize=256)
def is_language(tag: str) -> bool:
    """Return whether a tag has the form of BCP 47, and its language, script and region are known to CLDR."""
    match = _TAG.fullmatch(tag)
    if not match:
        return False
    language, script, region = match.groups()
    english = Locale("en")
    return (
        language.lower() in english.languages
        and (not script or script.title() in english.scripts)
        and (not region or region.upper() in english.territories)
    )


def near_language(tag: str) -> str:
    """Return the language tag that is meant by one that is none (zh_CN, English, 中文), or an empty string."""
    hyphened = tag.replace("_", "-")
    if is_language(hyphened):
        return hyphened
    names = {name.casefold(): code for at in ("zh", "en") for code, name in Locale(at).languages.items()}
    return names.get(tag.casefold()) or nearest(hyphened, _COMMON)


@lru_cache(maxsize=256)
def whole(tag: str) -> tuple[str, str, str]:
    """Return the language, script and region of a tag; what it leaves out is what is likeliest (CLDR)."""
    match = _TAG.fullmatch(tag)
    if not match:
        return tag, "", ""
    language, script, region = match[1].lower(), (match[2] or "").title(), (match[3] or "").upper()
    likely: Mapping[str, str] = get_global("likely_subtags")
    for key in ((language, script, region), (language, region), (language, script), (language,)):
        found = likely.get("_".join(part for part in key if part)) if all(key[:2]) or len(key) == 1 else None
        if found:
            _, *rest = found.split("_")
            return language, script or rest[0], region or rest[-1]
    return language, script, region


def best(wanted: str, known: Iterable[str]) -> str:
    """Return the known tag that fits best: the same one, of the same region, script, or at least language."""
    tags = sorted(known, key=lambda tag: (len(tag), tag))
    own = whole(wanted)
    for fits in (
        lambda tag: tag.casefold() == wanted.casefold(),
        lambda tag: whole(tag) == own,
        lambda tag: whole(tag)[:2] == own[:2],
        lambda tag: whole(tag)[0] == own[0],
    ):
        found = next((tag for tag in tags if fits(tag)), "")
        if found:
            return found
    return ""


@lru_cache(maxsize=1024)
def is_foreign(tag: str, page: str) -> bool:
    """Return whether a text in one language stands out on a page in another: the language or script differs."""
    return whole(tag)[:2] != whole(page)[:2]


def in_language(record: R, language: str, own: str) -> R:
    """Return a record with the texts that its `translations` have in a language; the others stay its own.

    `own` is the language the record is written in.
    """
    found = _translation(record, language, own)
    if found is None:
        return record
    given = {name: value for name in found.__struct_fields__ if (value := getattr(found, name))}
    return msgspec.structs.replace(record, **given)


def language_of(record: msgspec.Struct, field: str, language: str, own: str) -> str:
    """Return the language in which `in_language` gives a field of a record."""
    found = _translation(record, language, own)
    return language if found is not None and getattr(found, field) else own


def _translation(record: Any, language: str, own: str) -> Any:
    translations = record.translations
    if not translations or language == own:
        return None
    return translations.get(best(language, (own, *translations)))


@cache
def locale_of(tag: str) -> Locale:
    """Return the locale whose dates and numbers a page in the language shows; English for an unknown one."""
    for parts in (whole(tag), whole(tag)[:2], whole(tag)[:1]):
        try:
            return Locale.parse("_".join(part for part in parts if part))
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def og_locale(tag: str) -> str:
    """Return a tag as OpenGraph writes it: `zh_CN`, `en_US`."""
    language, _, region = whole(tag)
    return f"{language}_{region}" if region else language


def names_of(tags: Iterable[str]) -> dict[str, str]:
    """Return what each language calls itself, with its script or region where needed to tell them apart."""
    locales = {tag: locale_of(tag) for tag in tags}
    names = plain = {tag: locale.language_name or tag for tag, locale in locales.items()}
    for more in ("script_name", "territory_name"):
        if len(set(names.values())) < len(names):
            extra = {tag: getattr(locale, more) for tag, locale in locales.items()}
            names = {tag: f"{name} ({extra[tag]})" if extra[tag] else name for tag, name in plain.items()}
    return names
