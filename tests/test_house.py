"""The house rules: one way of imports, front doors, small modules, a quick start, declared dependencies."""

from __future__ import annotations

import ast
import importlib
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import pytest
from sites import CONFIG, PRODUCTS, Site

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "contentshop"
ORDER = (
    "doors",
    "model",
    "kept",
    "tables",
    "problems",
    "languages",
    "phrases",
    "sources",
    "markup",
    "links",
    "goods",
    "media",
    "channels",
    "engine",
    "inspection",
    "explanations",
    "reporting",
    "profiling",
    "catalogue_reports",
    "runs",
    "unchanged",
    "changes",
    "reading",
    "gathering",
    "planning",
    "keeping",
    "making",
    "output_checks",
    "explaining",
    "build",
    "again",
    "repricing",
    "resuming",
    "verifying",
    "pricing",
    "kits",
    "linking",
    "crossing",
    "find_reports",
    "link_reports",
    "preview",
    "options",
    "help_pages",
    "new_commands",
    "catalogue_commands",
    "links_commands",
    "wechat_commands",
    "kit_commands",
    "serve_command",
    "cli",
    "__main__",
)
"""From what everything may import to what nothing may; a part imports only from those before it."""
CHANNELS = ("web", "wechat", "moments", "texts", "kit")
"""Each channel is a package with its own front door, `contentshop.channels.<name>`."""
HEAVY = (
    *("jinja2", "markdown", "PIL", "numpy", "yaml", "babel"),
    *("rich", "starlette", "qrcode", "uvicorn", "watchfiles", "bs4", "openpyxl"),
)
LONGEST = 600
STANDARD = sys.stdlib_module_names
NOT_IMPORTED = {"tzdata", "pygments", "lxml", "pytest-xdist", "pytest-cov", "coverage"}
"""Dependencies that work without an import of ours: data, what Markdown colours code with, what Beautiful Soup
parses with, pytest's plug-ins."""


class Import(NamedTuple):
    """One module imported by another, both by their whole names."""

    file: str
    line: int
    importer: str
    imported: str


def modules(folder: Path = PACKAGE) -> list[Path]:
    """Return every Python file below a folder."""
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def name_of(path: Path) -> str:
    """Return the dotted name of a module of the package."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def names() -> frozenset[str]:
    """Return the dotted names of all modules of the package."""
    return frozenset(name_of(path) for path in modules())


@cache
def door(module: str) -> frozenset[str]:
    """Return what a module of the package offers by `__all__`; a function there may be named like a module."""
    known = module in names() and importlib.import_module(module)
    return frozenset(getattr(known, "__all__", ()))


def imports(path: Path) -> Iterator[Import]:
    """Yield what a file imports at any depth of its code, relative imports resolved."""
    where = path.relative_to(ROOT).as_posix()
    importer = name_of(path)
    package = importer if path.name == "__init__.py" else importer.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        found: list[str] = []
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            inner = {f"{module}.{alias.name}" for alias in node.names if alias.name not in door(module)} & names()
            found = sorted(inner) if inner else [module]
        for one in found:
            yield Import(where, getattr(node, "lineno", 0), importer, one)


def part(name: str) -> str:
    """Return the part of the package a module belongs to; empty for the package itself."""
    return name.split(".")[1] if "." in name else ""


def own(path: Path) -> list[Import]:
    """Return a file's imports of other parts of the package."""
    return [
        one
        for one in imports(path)
        if one.imported.split(".")[0] == "contentshop" and part(one.imported) not in ("", part(one.importer))
    ]


def test_every_part_has_its_place_in_the_order() -> None:
    """A new module or package is given a place, so that nothing slips past the next test."""
    assert {part(name) for name in names()} - {""} == set(ORDER)


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_go_one_way(path: Path) -> None:
    """A module imports only from parts below its own in the order, lazily or not."""
    wrong = [one for one in own(path) if ORDER.index(part(one.imported)) >= ORDER.index(part(one.importer))]
    assert wrong == []


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_packages_are_used_through_their_front_door(path: Path) -> None:
    """Outside a package nobody imports its submodules; a channel has a door of its own."""
    doors = {f"contentshop.channels.{name}" for name in CHANNELS}
    wrong = [one for one in own(path) if one.imported.count(".") > 1 and one.imported not in doors]
    assert wrong == []


def test_what_a_front_door_names_is_there() -> None:
    """`__all__` of every package is sorted and names what the package really has."""
    for path in PACKAGE.rglob("__init__.py"):
        module = __import__(name_of(path), fromlist=["*"])
        listed = getattr(module, "__all__", [])
        assert [name for name in listed if not hasattr(module, name)] == [], name_of(path)
        assert len(set(listed)) == len(listed), name_of(path)


def test_nothing_is_a_drawer_for_odds_and_ends() -> None:
    """No file or folder is called utils, helpers, common or manager."""
    places = [path for folder in ("contentshop", "tests", "tools", "bench") for path in modules(ROOT / folder)]
    parts = {part for path in places for part in path.relative_to(ROOT).with_suffix("").parts}
    drawers = re.compile(r"(.*_)?(utils?|helpers?|common|managers?|misc)")
    assert {one for one in parts if drawers.fullmatch(one)} == set()


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_no_module_is_too_long(path: Path) -> None:
    """A module stays below 600 lines."""
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


def test_the_version_is_told_without_heavy_imports() -> None:
    """`contentshop --version` imports no renderer, parser, picture library or server."""
    program = (
        "import sys; from contentshop.cli import main\n"
        "try: main(['--version'])\n"
        "except SystemExit as end: print(end.code, *sorted(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    version, modules_line = run.stdout.splitlines()
    code, *loaded = modules_line.split()
    assert re.fullmatch(r"contentshop \d+\.\d+\.\d+\S*", version)
    assert code == "0"
    assert {name.split(".")[0] for name in loaded} & set(HEAVY) == set()


ARTICLE = "---\ndate: 2026-11-20\n---\n::product{vinegar}\n\n字。\n"


@pytest.fixture
def built(tmp_path: Path) -> Site:
    """Return a site that was built just now."""
    site = Site(tmp_path / "site")
    site.write("articles/a.md", ARTICLE)
    site.write("config.yaml", CONFIG + "channels: {moments: {enabled: false}, wechat: {enabled: false}}\n")
    imported_by_build(site)
    return site


def imported_by_build(site: Site) -> set[str]:
    """Build a site in a process of its own and return the names of the modules it imported, and of their packages."""
    code, *loaded = told_after_build(site, "*sys.modules")
    assert code == "0"
    return set(loaded)


def told_after_build(site: Site, what: str) -> list[str]:
    """Build a site in a process of its own and return its exit code and the words it prints of something then."""
    program = (
        "import gc, sys; from contentshop.cli import main\n"
        "try: main(['build', '--quiet', '--jobs', '1'])\n"
        f"except SystemExit as end: print(end.code, {what})"
    )
    paths = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    variables = {**os.environ, "PYTHONPATH": paths}
    command = [sys.executable, "-c", program]
    run = subprocess.run(command, cwd=site.folder, env=variables, stdout=subprocess.PIPE, text=True, check=True)
    return run.stdout.split()


def test_a_build_leaves_no_search_for_cycles(built: Site) -> None:
    """The collector is on again after a build, and passes over what the build made: the process ends at once."""
    built.write("articles/a.md", ARTICLE.replace("字。", "别的字。"))
    assert told_after_build(built, "gc.isenabled(), gc.get_freeze_count() > 10_000") == ["0", "True", "True"]


def test_a_build_with_nothing_to_do_imports_little(built: Site) -> None:
    """Where nothing changed, neither what reads YAML nor what builds is imported."""
    loaded = imported_by_build(built)
    own = {"contentshop.build", "contentshop.engine", "contentshop.links_commands", "contentshop.catalogue_commands"}
    assert loaded & {*HEAVY, *own, "concurrent", "zoneinfo"} == set()


def test_a_price_is_changed_without_reading_markdown(built: Site) -> None:
    """A changed price imports neither what parses articles nor what draws or reads pictures."""
    built.write("products/all.yaml", PRODUCTS.replace("39.90", "38.80"))
    loaded = imported_by_build(built)
    assert "38.8" in built.read("web/articles/a/index.html")
    unused = {"markdown", "PIL", "numpy", "qrcode", "bs4", "multiprocessing", "email", "pygments"}
    assert loaded & {*unused, "contentshop.markup.conversion"} == set()


def test_changed_words_are_built_without_pictures(built: Site) -> None:
    """Changed words import nothing that draws or reads pictures."""
    built.write("articles/a.md", ARTICLE.replace("字。", "别的字。"))
    loaded = imported_by_build(built)
    assert "别的字" in built.read("web/articles/a/index.html")
    assert loaded & {"PIL", "numpy", "qrcode", "bs4", "multiprocessing", "email"} == set()


# --- dependencies


def declared() -> dict[str, set[str]]:
    """Return the declared dependencies by where they are declared, as normalised names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = {"": project["project"]["dependencies"], **project["project"]["optional-dependencies"]}
    groups |= {f"group {name}": rows for name, rows in project["dependency-groups"].items()}
    return {name: {normal(re.split(r"[\s<>=!~;\[]", row)[0]) for row in rows} for name, rows in groups.items()}


def extras(groups: dict[str, set[str]]) -> set[str]:
    """Return what the extras install."""
    return groups["codes"] | groups["pinyin"] | groups["xlsx"]


def normal(name: str) -> str:
    """Return a distribution's name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def distributions() -> dict[str, set[str]]:
    """Return the distributions that give each top-level module."""
    return {module: {normal(one) for one in found} for module, found in metadata.packages_distributions().items()}


def third_party(folder: str) -> set[str]:
    """Return the top-level modules that the Python files below a folder import from elsewhere."""
    local = {path.stem for name in ("tests", "tools", "bench") for path in (ROOT / name).glob("*")}
    local |= {"tests", "tools", "bench"}
    found = {one.imported.split(".")[0] for path in modules(ROOT / folder) for one in imports(path)}
    return found - STANDARD - local - {"contentshop", ""}


def test_every_import_is_declared() -> None:
    """What the program imports is a dependency or an extra; what tests and tools import, that or a test dependency."""
    groups = declared()
    program = groups[""] | extras(groups)
    everything = set().union(*groups.values())
    for folder in ("contentshop", "tests", "tools", "bench"):
        allowed = program if folder == "contentshop" else everything
        missing = {name for name in third_party(folder) if not distributions().get(name, {normal(name)}) & allowed}
        assert missing == set(), folder


def test_every_dependency_is_imported() -> None:
    """No dependency is declared that nothing imports."""
    groups = declared()
    program = set().union(*(distributions().get(name, {normal(name)}) for name in third_party("contentshop")))
    outside = {name for folder in ("tests", "tools", "bench") for name in third_party(folder)}
    others = program.union(*(distributions().get(name, {normal(name)}) for name in outside))
    assert (groups[""] | extras(groups)) - program - NOT_IMPORTED == set()
    assert groups["group test"] - others - NOT_IMPORTED == set()


def test_every_dependency_has_its_reason() -> None:
    """The decision on dependencies names each of them."""
    text = (ROOT / "docs/decisions/0002-dependencies.md").read_text("utf-8")
    groups = declared()
    named = groups[""] | extras(groups) | {"hypothesis", "playwright", "zxing-cpp", "beautifulsoup4", "lxml"}
    assert {name for name in named if f"**{name}**" not in text} == set()


def test_nothing_is_left_for_later_in_a_comment() -> None:
    """What is still to do stands in an issue, not in the text of the project."""
    marks = re.compile("TO" + "DO|FIX" + "ME|X" + "XX")
    suffixes = (".py", ".md", ".toml", ".yaml", ".html", ".css", ".js", ".xml")
    folders = ("contentshop", "templates", "tests", "tools", "bench", "docs", "articles", "products")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in suffixes]
    files += [path for path in ROOT.iterdir() if path.suffix in suffixes or path.name == "Makefile"]
    assert [path.relative_to(ROOT).as_posix() for path in files if marks.search(path.read_text("utf-8"))] == []
