"""The chapters on the theme name all there is, and what they show to do does what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sites import NO_POSTERS, Site

from contentshop.sources import new_template, theme_folder

DOCS = Path(__file__).parent.parent / "docs"
WEB = theme_folder() / "web"
LANGUAGES = ("en", "zh")
TEXTS = {one: (DOCS / one / "theme.md").read_text("utf-8") for one in LANGUAGES}
EXAMPLES = [
    pytest.param(text, id=f"{language}-{number}")
    for language, page in TEXTS.items()
    for number, text in enumerate(re.findall(r"```jinja\n(.*?)```", page, re.DOTALL))
]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a built site with an article about a product."""
    made = Site(tmp_path)
    made.write("config.yaml", (tmp_path / "config.yaml").read_text("utf-8") + NO_POSTERS)
    made.write("articles/a.md", "---\ndate: 2026-11-20\ntags: [醋]\n---\n# 题\n\n::product{vinegar}\n")
    assert not made.build().problems
    return made


def output(site: Site) -> dict[str, bytes]:
    """Return every file of the site's web output."""
    web = site.folder / "build/web"
    return {path.relative_to(web).as_posix(): path.read_bytes() for path in web.rglob("*") if path.is_file()}


def named(kind: str) -> set[str]:
    """Return the names of all blocks, variables or files of the theme's web part."""
    if kind == "files":
        return {path.name for path in WEB.rglob("*") if path.is_file()}
    texts = [path.read_text("utf-8") for path in sorted(WEB.rglob("*")) if path.is_file()]
    found = re.compile(r"\{% block (\w+)" if kind == "blocks" else r"(--[a-z-]+)\s*:")
    return {name for text in texts for name in found.findall(text)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["blocks", "variables", "files"])
def test_everything_has_its_line(kind: str, language: str) -> None:
    """A block, a variable or a file that no table names is one nobody finds."""
    told = set(re.findall(r"`([^`\n]+)`", TEXTS[language]))
    assert named(kind) - told == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_variable_is_told_of_that_is_gone(language: str) -> None:
    """What the tables of variables name is used in some style sheet."""
    sheets = "".join(path.read_text("utf-8") for path in WEB.rglob("*.css")) + (WEB / "parts.html").read_text("utf-8")
    assert {name for name in re.findall(r"`(--[a-z-]+)`", TEXTS[language]) if f"var({name}" not in sheets} == set()


def test_every_colour_and_size_is_set_in_one_place() -> None:
    """No other style sheet has a colour of its own but black, white and see-through, whose use is fixed."""
    fixed = {"#fff", "#000", "#0000", "#0004"}
    for path in sorted(WEB.rglob("*.css")):
        if path.name not in {"colours.css", "print.css"}:
            assert set(re.findall(r"#[0-9a-f]{3,8}\b", path.read_text("utf-8"))) <= fixed, path.name


@pytest.mark.parametrize("text", EXAMPLES)
def test_an_example_changes_what_it_says_and_nothing_else(site: Site, text: str) -> None:
    """The home page loses its shelf and no other page changes; every page but those of codes gains a line, or these."""
    before = output(site)
    name = re.findall(r'extends "theme/(web/\w+\.html)"', text)[0]
    site.write(f"templates/{name}", text)
    assert not site.build().problems
    after = output(site)
    changed = {path for path in before | after if before.get(path) != after.get(path)}
    if name == "web/home.html":
        assert changed == {"index.html"}
        assert b'class="shelf"' in before["index.html"]
        assert b'class="shelf"' not in after["index.html"]
    else:
        (line,) = re.findall('<p class="(?:wide|soft)">.*</p>', text)
        codes = name == "web/go.html"
        pages = {path for path in after if path.endswith(".html") and path.startswith("go/") == codes}
        assert changed == pages
        assert all(line.encode() in after[path] for path in pages)


def test_a_colour_is_changed_in_one_file(site: Site) -> None:
    """A copy of `colours.css` with another accent reaches every page by its style sheet, and go pages in themselves."""
    before = output(site)
    new_template(site.folder, "web/assets/colours.css")
    path = site.folder / "templates/web/assets/colours.css"
    path.write_text(path.read_text("utf-8").replace("--accent: #a13816", "--accent: #0a5c36"), "utf-8")
    assert not site.build().problems
    after = output(site)
    (sheet,) = (name for name in after if name.startswith("assets/colours-"))
    assert b"--accent:#0a5c36" in after[sheet]
    gone = {name for name in before if name.startswith("go/")}
    assert gone
    assert all(b"--accent: #0a5c36" in after[name] for name in gone)
    others = {name for name in after if not name.startswith(("go/", "assets/colours-"))}
    renamed = sheet.encode()
    old = next(name for name in before if name.startswith("assets/colours-")).encode()
    assert {name for name in others if before[name].replace(old, renamed) != after[name]} == set()
