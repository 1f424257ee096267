"""The documentation cannot drift: what is made from the code is up to date, examples build, commands run."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path
from typing import NamedTuple, get_args
from urllib.parse import unquote

import click
import pytest
from examples import built
from sites import CONFIG, Site, codes

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
sys.path.insert(0, str(ROOT / "tools"))

import write_reference as reference  # noqa: E402 - found through the line above

from contentshop.channels.wechat import rules  # noqa: E402 - beside its neighbour
from contentshop.links import kinds, policy_groups  # noqa: E402 - the same
from contentshop.markup import DIRECTIVES  # noqa: E402 - the same
from contentshop.model import Channel, Problem  # noqa: E402 - the same
from contentshop.phrases import phrase  # noqa: E402 - the same
from contentshop.problems import Language, catalogue  # noqa: E402 - the same
from contentshop.sources.importers.mapping import load_for  # noqa: E402 - the same

LANGUAGES = reference.LANGUAGES
CHAPTERS = sorted(path.name for path in (DOCS / "zh").glob("*.md"))
PAGES = sorted([*DOCS.rglob("*.md"), *(ROOT / name for name in ("README.md", "CONTRIBUTING.md"))])
SHOPS = """\
site: {title: 晋味小铺, base_url: "https://jinwei.test/"}
account: {name: 晋味小铺, wechat_id: jinwei-example, code: images/account-code.png}
shops:
  own: {kind: web, url: "https://shop.jinwei.test"}
  youzan: {kind: youzan}
  weidian: {kind: weidian}
  taobao: {kind: taobao, affiliate: true}
  jd: {kind: jd}
  mini: {kind: miniprogram, appid: wx0123456789abcdef}
  wxstore: {kind: wechat-store}
  farpantry: {kind: awin, url: "https://farpantry.example.com", tag: "000000", merchant: "0000"}
  amazon: {kind: amazon, tag: jinwei-20}
channels: {moments: {enabled: false}}
"""
RECORDS = ("config.md", "products.md", "prices.md", "articles.md", "outlets.md")
"""The chapters with the tables of what an author types."""


class Fence(NamedTuple):
    """A fenced block of a page."""

    page: Path
    line: int
    language: str
    text: str


def text_of(language: Language, chapter: str) -> str:
    """Return a chapter's text."""
    return (DOCS / language / chapter).read_text("utf-8")


def fences(page: Path) -> Iterator[Fence]:
    """Yield the fenced blocks of a page."""
    text = page.read_text("utf-8")
    for match in re.finditer(r"^(`{3,})(\w*)\n(.*?)^\1$", text, re.MULTILINE | re.DOTALL):
        yield Fence(page, text.count("\n", 0, match.start()) + 1, match[2], match[3])


def of_kind(chapter: str, kind: str) -> list[Fence]:
    """Return the blocks of one kind in a chapter, in both languages."""
    return [one for language in LANGUAGES for one in fences(DOCS / language / chapter) if one.language == kind]


def sort_of(fence: Fence) -> str:
    """Return what a YAML block of a chapter is."""
    if fence.text.startswith("product:"):
        return "mapping"
    if fence.text.startswith("- id:"):
        return "outlets" if re.search(r"^  kind: (group|promoter)$", fence.text, re.MULTILINE) else "products"
    return "workflow" if "runs-on:" in fence.text else "config"


def in_yaml(sort: str) -> list[Fence]:
    """Return the YAML blocks of one sort in all chapters; `tests/test_hosting.py` has the workflows."""
    return [one for chapter in CHAPTERS for one in of_kind(chapter, "yaml") if sort_of(one) == sort]


def named(fence: Fence) -> str:
    """Return a test's name for a block."""
    return f"{fence.page.relative_to(DOCS).as_posix()}:{fence.line}"


def headings(text: str) -> list[tuple[int, str]]:
    """Return level and text of the headings outside fenced blocks."""
    bare = re.sub(r"^(`{3,}).*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL)
    return [(len(match[1]), match[2]) for match in re.finditer(r"^(#+) (.+)$", bare, re.MULTILINE)]


def anchors(text: str) -> set[str]:
    """Return the anchors that GitHub makes of a page's headings."""
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for _, title in headings(text)}


# --- what is made from the code


@pytest.mark.parametrize("page", reference.pages(), ids=lambda page: page.relative_to(DOCS).as_posix())
def test_generated_parts_are_up_to_date(page: Path) -> None:
    """Otherwise: python tools/write_reference.py."""
    assert page.read_text("utf-8") == reference.written(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_record_is_in_its_chapter(language: Language) -> None:
    """Each record an author types has its table in one chapter."""
    found = [one for chapter in RECORDS for one in reference.blocks(DOCS / language / chapter)]
    assert sorted(one.removeprefix("fields ") for one in found) == sorted(reference.structs())


def test_every_field_has_a_chinese_description() -> None:
    """`docs/fields.zh.toml` describes every field and every note of the tables, and nothing else."""
    wanted = {name: {field.encode_name for field in info.fields} for name, info in reference.structs().items()}
    wanted["kinds"] = {one.kind for one in kinds().values() if one.note}
    wanted["policy"] = {one.name for one in policy_groups() if one.note}
    assert {name: set(fields) for name, fields in reference.chinese().items()} == wanted


def test_every_field_has_an_english_description() -> None:
    """The types of the model describe every field."""
    bare = [
        f"{name}.{field.encode_name}"
        for name, info in reference.structs().items()
        for field in info.fields
        if not reference.english(field)
    ]
    assert bare == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_is_documented(language: Language) -> None:
    """Config keys, product fields and front matter fields stand in their chapters."""
    text = "".join(text_of(language, chapter) for chapter in RECORDS)
    keys = {field.encode_name for info in reference.structs().values() for field in info.fields}
    assert {key for key in keys if f"| `{key}` |" not in text} == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", list(reference.command_names()))
def test_every_command_is_documented_with_its_options(name: str, language: Language) -> None:
    """The chapter on commands has a section for each, with help and every option."""
    command = reference.command_named(name, language)
    blocks = dict(
        re.findall(r"<!-- generated: cli (.+?) -->\n(.*?)<!-- end -->", text_of(language, "cli.md"), re.DOTALL)
    )
    assert command.help
    assert command.help in blocks[name]
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help
            assert all(f"`{one}`" in blocks[name] for one in option.opts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_directive_is_documented(language: Language) -> None:
    """Name, aliases, arguments, their aliases and values; and an example uses each name and each argument."""
    text = text_of(language, "directives.md")
    examples = "".join(one.text for one in fences(DOCS / language / "directives.md") if one.language == "markdown")
    for directive in DIRECTIVES:
        for word in (directive.name, *directive.aliases):
            assert f"`{word}`" in text
        assert f":{directive.name}" in examples
        for argument in directive.arguments:
            words = (
                argument.name,
                *argument.aliases,
                *argument.choices,
                *(w for v in argument.choices.values() for w in v),
            )
            assert [word for word in words if f"`{word}`" not in text] == []
            assert re.search(rf":{directive.name}\{{[^}}]*\b{argument.name}=", examples), (
                directive.name,
                argument.name,
            )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_is_documented(language: Language) -> None:
    """The chapter on problems has a heading for each code and for nothing else."""
    found = [title for level, title in headings(text_of(language, "problems.md")) if level == 3]
    assert found == sorted(catalogue())


# --- the two languages


def test_both_languages_have_the_same_chapters() -> None:
    """Each chapter exists in Chinese and in English, and the first page names both."""
    assert sorted(path.name for path in (DOCS / "en").glob("*.md")) == CHAPTERS
    first = (DOCS / "README.md").read_text("utf-8")
    assert [name for name in CHAPTERS for language in LANGUAGES if f"({language}/{name})" not in first] == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_both_languages_have_the_same_shape(chapter: str) -> None:
    """Headings, blocks and generated parts come in the same order in both languages."""
    zh, en = (DOCS / language / chapter for language in LANGUAGES)
    levels = [[level for level, _ in headings(page.read_text("utf-8"))] for page in (zh, en)]
    assert levels[0] == levels[1]
    assert [one.language for one in fences(zh)] == [one.language for one in fences(en)]
    assert reference.blocks(zh) == reference.blocks(en)


# --- examples


@cache
def example_files() -> dict[str, bytes]:
    """Return the files of the example site that examples refer to."""
    found = [path for name in ("products", "images", "articles") for path in (ROOT / name).rglob("*") if path.is_file()]
    found.append(ROOT / "outlets.yaml")
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_in_markdown_build(language: Language, tmp_path: Path) -> None:
    """Every Markdown example of the chapters for authors is an article that builds; warnings are for WeChat alone."""
    site = built("example", tmp_path)
    site.write("config.yaml", SHOPS)
    numbers = count(1)
    for chapter in ("directives.md", "articles.md"):
        for fence in fences(DOCS / language / chapter):
            if fence.language == "markdown":
                site.write(f"articles/example-{next(numbers):02}.md", fence.text)
    outcome = site.build()
    assert set(codes(outcome)) <= {"policy-unsure", "wechat-no-cover", "wechat-heavy"}
    assert outcome.completed


@pytest.mark.parametrize("fence", in_yaml("products"), ids=named)
def test_examples_of_products_build(fence: Fence, tmp_path: Path) -> None:
    """Every YAML example of products is a catalogue without a problem."""
    site = Site(tmp_path)
    site.write("config.yaml", SHOPS)
    site.write("products/all.yaml", fence.text)
    for path, data in example_files().items():
        if path.startswith("images/"):
            site.write(path, data)
    outcome = site.build(check=True)
    assert outcome.problems == ()
    assert outcome.products > 0


@pytest.mark.parametrize("fence", in_yaml("outlets"), ids=named)
def test_examples_of_outlets_are_read(fence: Fence, tmp_path: Path) -> None:
    """Every YAML example of outlets is a list of them without a problem."""
    site = Site(tmp_path)
    site.write("outlets.yaml", fence.text)
    for path, data in example_files().items():
        if path.startswith("images/"):
            site.write(path, data)
    assert site.build(check=True).problems == ()


def config_with(part: str) -> str:
    """Return a config that has a part of one in it."""
    if part.startswith("site:"):
        return part
    return (CONFIG.partition("shops:")[0] if part.startswith("shops:") else CONFIG) + part


@pytest.mark.parametrize("fence", in_yaml("config"), ids=named)
def test_examples_of_config_are_read(fence: Fence, tmp_path: Path) -> None:
    """Every other YAML example is a config, or part of one, without a problem."""
    site = Site(tmp_path)
    site.write("products/all.yaml", "- {id: vinegar-6y, title: 六年陈, tags: [年货, winter]}\n")
    site.write("config.yaml", config_with(fence.text))
    assert set(codes(site.build(check=True))) <= {"example-address"}


@pytest.mark.parametrize("fence", in_yaml("mapping"), ids=named)
def test_examples_of_mappings_are_read(fence: Fence, tmp_path: Path) -> None:
    """Every mapping of a sheet in the chapters is one that an import takes."""
    told: list[Problem] = []
    (tmp_path / "mapping.yaml").write_text(fence.text, "utf-8")
    assert load_for("table", str(tmp_path / "mapping.yaml"), told.append) is not None
    assert told == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shops_example_gives_what_is_printed(language: Language, tmp_path: Path) -> None:
    """The config and product of the chapter on shops make the matrix that stands below them."""
    blocks = list(fences(DOCS / language / "shops-and-links.md"))
    config, product, printed = (
        next(one.text for one in blocks if re.match(f"{start}", one.text))
        for start in ("shops:", "- id: millet", r"\$ contentshop links matrix")
    )
    site = Site(tmp_path, "\n-- articles/millet.md --\n::product{millet}\n")
    (tmp_path / "config.yaml").write_text(config_with(config), "utf-8")
    site.write("products/all.yaml", product)
    command, _, table = printed.removeprefix("$ ").partition("\n")
    lines = run(command.replace("contentshop", f"contentshop --lang {language}", 1), tmp_path).splitlines()
    assert [line for line in table.splitlines() if line not in (*lines, "…")] == []


# --- commands


def commands_in(fence: Fence) -> Iterator[tuple[str, ...]]:
    """Yield the commands of `contentshop` in a block, each as its words."""
    if fence.language in {"console", "sh", "text", "yaml", "toml"}:
        for found in re.findall(
            r"(?:^(?:\$ |.*- run: |.*&& )?|then |else )(contentshop [^\n;#&]*)", fence.text, re.MULTILINE
        ):
            if not any(phrase("usage.any-options", language) in found for language in LANGUAGES):
                yield tuple(shlex.split(found))


SHOWN = sorted({words for page in PAGES for fence in fences(page) for words in commands_in(fence)})


@pytest.mark.parametrize("words", SHOWN, ids=" ".join)
def test_every_command_shown_can_be_typed(words: tuple[str, ...]) -> None:
    """Each command of a block exists, with the options and arguments it is shown with."""
    command = reference.command_named("contentshop", "en")
    rest = list(words[1:])
    while True:
        given, rest, _ = command.make_parser(click.Context(command)).parse_args(rest)
        if not isinstance(command, click.Group):
            break
        command, rest = command.commands[rest[0]], rest[1:]
    assert rest == []
    arguments = [one for one in command.params if isinstance(one, click.Argument) and one.required]
    assert [one.name for one in arguments if not given[str(one.name)]] == []


# --- the tour


def tours() -> list[list[Fence]]:
    """Return the blocks of each tour: two chapters and the two halves of README."""
    readme = ROOT / "README.md"
    half = readme.read_text("utf-8").partition("## English")[0].count("\n")
    blocks = list(fences(readme))
    halves = [[one for one in blocks if (one.line > half) == later] for later in (False, True)]
    return [*(list(fences(DOCS / language / "tour.md")) for language in LANGUAGES), *halves]


def console(blocks: list[Fence]) -> Iterator[tuple[str, str]]:
    """Yield the commands of console blocks, each with what it prints."""
    for fence in blocks:
        if fence.language == "console":
            for part in re.split(r"^\$ ", fence.text, flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                yield command, output


def environment() -> dict[str, str]:
    """Return the environment of a reader: the command on the path, UTF-8 everywhere."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return os.environ | {"PATH": path, "PYTHONUTF8": "1", "COLUMNS": "100", "PYTHONPATH": str(ROOT)}


def run(command: str, folder: Path) -> str:
    """Run a command of `contentshop` as typed and return what it prints on its first stream."""
    words = re.findall(r'"[^"]*"|\S+', command)
    program = [sys.executable, "-m", "contentshop", *(word.strip('"') for word in words[1:])]
    assert words[0] == "contentshop"
    done = subprocess.run(program, check=False, cwd=folder, env=environment(), capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().replace("\r\n", "\n")


def alike(text: str) -> str:
    """Return printed text without what differs from run to run."""
    return re.sub(r"\d{4}-\d\d-\d\d", "DATE", re.sub(r"\d+\.\d+ (s|秒)", r"TIME \1", text))


@pytest.mark.parametrize("blocks", tours(), ids=("zh", "en", "README-zh", "README-en"))
def test_the_tour_is_true(blocks: list[Fence], tmp_path: Path) -> None:
    """Every command of the tour runs and prints what the tour says; the article of the tour is written on the way."""
    article = next(fence.text for fence in blocks if fence.language == "markdown")
    folder = tmp_path.resolve()
    for command, output in console(blocks):
        if command.startswith("cd "):
            folder /= command.removeprefix("cd ")
            continue
        printed = run(command, folder)
        if output:
            assert alike(printed) == alike(output)
        if " new article " in command:
            made = next(path for path in (folder / "articles").iterdir() if "hello" not in path.name)
            made.write_text(article, "utf-8")
    assert (folder / "build/web/index.html").is_file()
    assert (folder / "ledger.csv").is_file()


def test_the_preview_of_the_tour_answers(tmp_path: Path) -> None:
    """`contentshop serve` says an address, and the home page is there."""
    run("contentshop --lang en new site demo", tmp_path)
    program = [sys.executable, "-u", "-m", "contentshop", "--lang", "en", "serve", "--port", "0"]
    with subprocess.Popen(
        program, cwd=tmp_path / "demo", env=environment(), stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            said = server.stdout.readline()
            address = re.search(r"http://\S+", said)
            assert address is not None, said
            with urllib.request.urlopen(address[0], timeout=20) as answer:
                assert "My little shop" in answer.read().decode()
        finally:
            server.terminate()


# --- pages as such


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """A link to another page, a picture or a heading finds it."""
    text = re.sub(r"^(`{3,}).*?^\1$|`[^`\n]+`", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, fragment = target.partition("#")
        path = (page.parent / unquote(name)) if name else page
        assert path.exists(), target
        if fragment:
            assert unquote(fragment) in anchors(path.read_text("utf-8")), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_pages_name_no_machine(page: Path) -> None:
    """No path of someone's computer stands in the documentation."""
    assert re.findall(r"(?:/home|/root|/tmp|/work|/Users)/\S*|[A-Z]:\\\S*", page.read_text("utf-8")) == []


def test_the_readme_counts_what_there_is() -> None:
    """Directives, kinds of shop, channels and rules of WeChat, in both languages."""
    shops, channels = len(kinds()), len(get_args(Channel))
    told = [f"(docs/zh/directives.md) {len(DIRECTIVES)} 种", f"{len(DIRECTIVES)} [directives]"]
    told += [f"{shops} 种店铺 × {channels} 个渠道", f"{shops} kinds of shop × {channels} channels"]
    told += [f"按 {len(rules())} 条", f"held to {len(rules())} rules"]
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [one for one in told if one not in readme] == []


def test_decisions_are_short_and_numbered() -> None:
    """Decisions are numbered without gaps, have at most 25 lines, and stand in the index by their titles."""
    files = sorted((DOCS / "decisions").glob("0*.md"))
    assert [int(path.name[:4]) for path in files] == list(range(1, len(files) + 1))
    for path in files:
        text = path.read_text("utf-8")
        assert len(text.splitlines()) <= 25, path.name
        assert text.startswith(f"# {path.name[:4]} "), path.name
        assert [part for part in ("Context", "Decision", "Consequences") if f"**{part}.**" not in text] == [], path.name
    titles = [(path, path.read_text("utf-8").splitlines()[0][7:]) for path in files]
    listed = [f"| [{path.name[:4]}]({path.name}) | {title} |" for path, title in titles]
    index = (DOCS / "decisions/README.md").read_text("utf-8")
    assert [line for line in index.splitlines() if line.startswith("| [")] == listed


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_files_of_the_project_named_in_pages_exist(page: Path) -> None:
    """No page names a test, tool, module or template that is gone; what a walk-through makes is not there yet."""
    text = page.read_text("utf-8")
    made = set(re.findall(r"^New, `(\S+)`:$", text, re.MULTILINE))
    named = re.findall(r"`((?:tests|tools|contentshop|docs)/[\w./-]+)`", text)
    if page.parent == DOCS / "dev":
        named += re.findall(r"`(templates/[\w./-]+)`", text)
        named += [f"tests/{name}" for name in re.findall(r"`(test_\w+\.py)`", text)]
        named += [f"contentshop/{name}" for name in re.findall(r"`(channels/[\w./]+)`", text)]
    assert [name for name in named if name not in made and not (ROOT / name).exists()] == []


def test_every_picture_is_shown_somewhere() -> None:
    """A picture of the documentation stands on a page; links to pictures that are not there are found above."""
    shown = {
        (page.parent / unquote(target)).resolve()
        for page in PAGES
        for target in re.findall(r"(?:\]\(|src=\")([^)\s\"]+\.(?:png|svg|jpg))", page.read_text("utf-8"))
    }
    kept = {path for path in DOCS.rglob("*") if path.suffix in {".png", ".svg", ".jpg"}}
    assert kept - shown == set()


def test_the_first_page_leads_to_every_page_for_developers() -> None:
    """Walk-throughs and the way of the data are reached from docs/README.md."""
    first = (DOCS / "README.md").read_text("utf-8")
    assert [path.name for path in (DOCS / "dev").glob("*.md") if f"(dev/{path.name})" not in first] == []


def test_make_targets_in_the_readme_exist() -> None:
    """README and CONTRIBUTING name only targets the Makefile has."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    text = "".join((ROOT / name).read_text("utf-8") for name in ("README.md", "CONTRIBUTING.md"))
    assert set(re.findall(r"\bmake ([a-z-]+)\b(?=`|$|\s+#)", text, re.MULTILINE)) <= targets


def test_pictures_of_the_documentation_are_small() -> None:
    """Pictures stay under 400 KB each."""
    big = [path.name for path in (DOCS / "pictures").glob("*") if path.stat().st_size > 400_000]
    assert big == []
