"""`config.yaml` as a record."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from contentshop.model import Config, Place
from contentshop.problems import ProblemError, Report, problem
from . import schema
from .files import CONFIG, Folder
from .nodes import Composer, place_of


def read_config(folder: Folder, report: Report) -> Config | None:
    """Return the site's config, or None after reporting all that is wrong with it."""
    text = folder.text(CONFIG, report)
    if text is None:
        return None
    found: list[bool] = []

    def note(one: object) -> None:
        found.append(True)
        report(one)  # type: ignore[arg-type]

    try:
        config = schema.read(Composer(text, CONFIG, note).document(), Config, CONFIG, note)
    except ProblemError as error:
        report(error.problem)
        return None
    if config is None or found:
        return None
    if zone(config) is None:
        report(problem("unknown-timezone", place_of(text, CONFIG, ("site", "timezone")), name=config.site.timezone))
        return None
    if "example.com" in config.site.base_url:
        report(problem("example-address", place_of(text, CONFIG, ("site", "base_url")), url=config.site.base_url))
    return config


def zone(config: Config) -> ZoneInfo | None:
    """Return the site's time zone, or None when there is none of that name."""
    try:
        return ZoneInfo(config.site.timezone)
    except (KeyError, ValueError, OSError):
        return None
