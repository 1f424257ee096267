"""`config.yaml` as a record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from contentshop.model import Config, KeyPlace, Problem
from contentshop.problems import CONFIG, ProblemError, Report, is_error, nearest, problem

from . import schema
from .files import Folder
from .nodes import Composer

_NO_REASON = frozenset({"", "true", "false", "yes", "no", "on", "off", "null", "~", "0", "1"})
"""What is no written reason."""
_EXAMPLE = re.compile(r"https?://([^/]*\.)?example\.(com|org|net)(:\d+)?(/|$)", re.IGNORECASE)


def read_config(folder: Folder, report: Report) -> Config | None:
    """Return the site's config, or None after reporting all that is wrong with it."""
    found: list[Problem] = []
    config = None
    try:
        text = folder.text(CONFIG, found.append)
        if text is not None:
            config = schema.read(Composer(text, CONFIG, found.append).document(), Config, CONFIG, found.append)
    except ProblemError as error:
        found.append(error.problem)
    if config is not None:
        found += _doubts(config)
    for one in found:
        report(one)
    return None if any(is_error(one) for one in found) else config


def _doubts(config: Config) -> Iterator[Problem]:
    """Yield what is wrong with values that have the right form."""
    site = config.site
    for keys, address in ((("site", "base_url"), site.base_url), (("go_base_url",), config.go_base_url)):
        if not _has_host(address):
            form, form_zh = schema.ADDRESS
            yield problem("wrong-form", KeyPlace(CONFIG, keys), value=address, form=form, form_zh=form_zh)
    if zone(config) is None:
        near = nearest(site.timezone, available_timezones())
        yield problem("unknown-timezone", KeyPlace(CONFIG, ("site", "timezone")), name=site.timezone, near=near)
    if (off := config.disclosure.off) and off.strip().lower() in _NO_REASON:
        form, form_zh = "A written reason, in words", "要写出理由"
        yield problem("wrong-form", KeyPlace(CONFIG, ("disclosure", "off")), value=off, form=form, form_zh=form_zh)
    if _EXAMPLE.match(site.base_url):
        yield problem("example-address", KeyPlace(CONFIG, ("site", "base_url")), url=site.base_url)
    if site.slugs == "pinyin" and find_spec("pypinyin") is None:
        yield problem("no-pinyin", KeyPlace(CONFIG, ("site", "slugs")))


def _has_host(address: str) -> bool:
    """Return whether the host and port of an address can be told, or there is no address."""
    try:
        parts = urlsplit(address)
        return not address or (bool(parts.hostname) and parts.port != 0)
    except ValueError:
        return False


def zone(config: Config) -> ZoneInfo | None:
    """Return the site's time zone, or None when there is none of that name."""
    try:
        return ZoneInfo(config.site.timezone)
    except (KeyError, ValueError, OSError):
        return None
