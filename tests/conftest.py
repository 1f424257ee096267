"""Options and fixtures that all tests share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import examples
import pytest
from browsers import launched
from hypothesis import settings
from playwright.sync_api import Browser

settings.register_profile("calm", deadline=None)
settings.load_profile("calm")

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes golden files."""
    parser.addoption("--golden", action="store_true", help="write the golden site anew")


@pytest.fixture(scope="session", autouse=True)
def shared_by_processes(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> None:
    """Say where the processes of this run keep what they make once for all."""
    own = tmp_path_factory.getbasetemp()
    examples.SHARED[:] = [own.parent if hasattr(request.config, "workerinput") else own]


def browser() -> str:
    """Return the path of a Chromium, or an empty string."""
    return next((path for name in CHROMIUM if (path := shutil.which(name))), "")


def has_chinese_font() -> bool:
    """Return whether posters can be set on this machine."""
    from contentshop.media import fonts_of_machine, has_chinese

    return has_chinese(fonts_of_machine())


def java_program() -> str:
    """Return the path of Java, or an empty string."""
    return shutil.which("java") or ""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip tests where there is no Chromium, Java or Chinese font, loudly; with REQUIRE_BROWSER=1 they fail instead."""
    if os.environ.get("REQUIRE_BROWSER") == "1":
        return
    font = has_chinese_font()
    for item in items:
        if item.get_closest_marker("browser") and not browser():
            item.add_marker(pytest.mark.skip(reason="NO CHROMIUM: this page was not looked at in a browser"))
        if item.get_closest_marker("font") and not font:
            item.add_marker(pytest.mark.skip(reason="NO CHINESE FONT: no poster was painted"))
        if item.get_closest_marker("java") and not java_program():
            item.add_marker(pytest.mark.skip(reason="NO JAVA: these pages were not validated"))


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of Chromium."""
    path = browser()
    assert path, "REQUIRE_BROWSER=1 and there is no Chromium"
    return path


@pytest.fixture(scope="module")
def chrome(chromium: str) -> Iterator[Browser]:
    """Give Chromium, once for all tests of a file."""
    with launched(chromium) as browser:
        yield browser


@pytest.fixture(scope="session")
def java() -> str:
    """Return the path of Java."""
    path = java_program()
    assert path, "REQUIRE_BROWSER=1 and there is no Java"
    return path
