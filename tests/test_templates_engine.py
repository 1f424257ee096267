"""The theme as the engine sees it: what templates use, where they break, what words they get."""

from __future__ import annotations

from pathlib import Path

import pytest
from sites import Site, codes

from contentshop.engine import Templates
from contentshop.model import Place, Record
from contentshop.problems import ProblemError
from contentshop.sources import Theme


class View(Record):
    """A view model for these tests."""

    language: str = "zh-CN"
    name: str = "<醋>"


EN, ZH = ("words/en.toml", 'hi = "Hello {who}"'), ("words/zh-CN.toml", 'hi = "你好{who}"')


def templates(*files: tuple[str, str]) -> Templates:
    """Return a theme of these files and words in two languages."""
    return Templates(Theme(tuple(sorted({**dict((EN, ZH)), **dict(files)}.items()))))


def failure(theme: Templates, name: str) -> tuple[str, Place | None]:
    """Return code and place of what goes wrong with a template, seen in its digest or else in rendering."""

    def used() -> None:
        theme.digest(name)
        theme.render(name, View())

    with pytest.raises(ProblemError) as caught:
        used()
    where = caught.value.problem.where
    assert where is None or isinstance(where, Place)
    return caught.value.problem.code, where


@pytest.mark.parametrize(
    "tag",
    [
        "{% include page.name %}",
        "{% include ['web/a.html', 'web/b.html'] %}",
        "{% include 'web/' ~ page.name %}",
        "{% extends page.name %}",
        "{% import page.name as x %}",
        "{% from page.name import x %}",
        "{% if page.name %}{% for x in [1] %}{% include x %}{% endfor %}{% endif %}",
        "{% macro m(x) %}{% include x %}{% endmacro %}",
        "{% include 3 %}",
    ],
)
def test_names_are_literals(tag: str) -> None:
    """A computed template name is a problem at its line, wherever it stands and whichever template uses it."""
    theme = templates(("web/a.html", "\n{% include 'web/b.html' %}"), ("web/b.html", f"\n\n{tag}"))
    assert failure(theme, "web/b.html") == ("dynamic-template", Place("templates/web/b.html", 3))
    assert failure(theme, "web/a.html") == ("dynamic-template", Place("templates/web/b.html", 3))


@pytest.mark.parametrize(
    "mistake",
    [
        "{% if %}",
        "{{ page.nothing }}",
        "{{ words.nothing }}",
        "{{ 1 / 0 }}",
        "{{ page.name|nothing }}",
        "{{ page.name is nothing }}",
        "{{ [1][page.name] }}",
        "{{ nothing() }}",
        "{{ page.name + 1 }}",
        "{{ words.hi|fill(whom='x') }}",
        "{{ page.name | random }}",
        "{{ lipsum() }}",
        "{{ '%d' % page.name }}",
        "{% endblock %}",
    ],
)
@pytest.mark.parametrize(
    "around",
    [
        "{{% include 'web/part.html' %}}",
        "{{% from 'web/part.html' import m with context %}}{{{{ m() }}}}",
        "{{% import 'web/part.html' as part with context %}}\n{{{{ part.m() }}}}",
        "{{% extends 'web/part.html' %}}",
    ],
)
def test_mistakes_have_places(mistake: str, around: str) -> None:
    """A mistake is located in the template that holds it, at its line, when it is included or imported too."""
    body = f"\n\n{{% macro m() %}}\n{mistake}\n{{% endmacro %}}\n" + "{{ m() }}"
    theme = templates(("web/part.html", body), ("web/page.html", around.format()))
    for name in ("web/part.html", "web/page.html"):
        assert failure(theme, name) == ("broken-template", Place("templates/web/part.html", 4))


def test_endless_template() -> None:
    """Templates that include each other without end are a located problem."""
    theme = templates(("web/a.html", "{% include 'web/b.html' %}"), ("web/b.html", "{% include 'web/a.html' %}"))
    code, place = failure(theme, "web/a.html")
    assert code == "broken-template"
    assert place
    assert place.file in ("templates/web/a.html", "templates/web/b.html")


def test_deep_template() -> None:
    """A template nested too deeply for the parser is a problem, not a crash."""
    theme = templates(("web/a.html", "{{ " + "(" * 5000 + ")" * 5000 + " }}"))
    assert failure(theme, "web/a.html") == ("broken-template", Place("templates/web/a.html"))


def test_missing_template() -> None:
    """A template that is not there is a problem where it is named."""
    theme = templates(("web/a.html", "\n{% include 'web/none.html' %}"))
    assert failure(theme, "web/a.html") == ("no-template", Place("templates/web/a.html", 2))
    assert failure(theme, "web/none.html") == ("no-template", Place("templates/web/none.html"))


def test_optional_template() -> None:
    """A template that may be missing belongs to the digest once it is there."""
    page = ("web/a.html", "{% include 'web/more.html' ignore missing %}.")
    without, having = templates(page), templates(page, ("web/more.html", "more"))
    assert without.render("web/a.html", View()) == "."
    assert having.render("web/a.html", View()) == "more."
    assert without.digest("web/a.html") != having.digest("web/a.html")


@pytest.mark.parametrize(
    ("changed", "others"),
    [
        ("web/page.html", set()),
        ("web/base.html", {"web/page.html"}),
        ("web/parts.html", {"web/page.html", "web/base.html"}),
        ("web/other.html", set()),
        ("words/en.toml", {"web/page.html", "web/base.html", "web/parts.html", "web/other.html"}),
        ("words/fr.toml", {"web/page.html", "web/base.html", "web/parts.html", "web/other.html"}),
        ("web/assets/style.css", set()),
    ],
)
def test_digest_holds_what_is_used(changed: str, others: set[str]) -> None:
    """A changed file changes the digests of the templates that use it, directly or not, and of no others."""
    files = {
        "web/page.html": "{% extends 'web/base.html' %}",
        "web/base.html": "{% from 'web/parts.html' import m %}{{ m() }}",
        "web/parts.html": "{% macro m() %}{% endmacro %}",
        "web/other.html": "other",
        "web/assets/style.css": "",
    }
    before = templates(*files.items())
    text = {**dict((EN, ZH)), **files}.get(changed, "") + "\n"
    after = templates(*{**files, changed: text}.items())
    different = {name for name in files if name.endswith(".html") and before.digest(name) != after.digest(name)}
    assert different == others | ({changed} if changed.endswith(".html") else set())


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("zh-CN", "你好."),
        ("zh-TW", "你好."),
        ("zh", "你好."),
        *((name, "Hello .") for name in ("en", "en-GB", "fr", "")),
    ],
)
def test_words_fall_back(language: str, word: str) -> None:
    """A language without words of its own gets those of its nearest kin, else the English ones."""
    theme = templates(("web/a.html", "{{ words.hi|fill(who='.') }}"))
    assert theme.render("web/a.html", View(language)) == word


def test_escaping() -> None:
    """Text is escaped in HTML and XML, whatever the template does."""
    theme = templates(("web/a.html", "{{ page.name }}"), ("web/a.xml", "{{ page.name }}"))
    assert theme.render("web/a.html", View()) == theme.render("web/a.xml", View()) == "&lt;醋&gt;"


def test_broken_words() -> None:
    """Words that are no TOML are a problem of their file."""
    with pytest.raises(ProblemError) as caught:
        templates(("words/fr.toml", "a = ["))
    assert (caught.value.problem.code, caught.value.problem.where) == ("broken-words", Place("templates/words/fr.toml"))


def test_override_renders_only_what_uses_it(tmp_path: Path) -> None:
    """Overriding a template writes the pages that use it again, and nothing else."""
    site = Site(tmp_path, "\n-- articles/a.md --\n---\ntags: [醋]\n---\n::product{vinegar}\n")
    site.build()
    site.write("templates/web/group.html", "{{ page.name }}")
    outcome = site.build()
    assert (codes(outcome), outcome.written) == ([], ("web/tags/醋/index.html",))
    site.delete("templates/web/group.html")
    assert site.build().written == ("web/tags/醋/index.html",)


def test_a_template_is_compiled_once_for_all_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was compiled is kept for the user and used by the next run; a broken or changed file is compiled anew."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    source = ("web/a.html", "{% include 'web/b.html' %}{{ page.name }}"), ("web/b.html", "乙")
    assert templates(*source).render("web/a.html", View()) == "乙&lt;醋&gt;"
    kept = {path: path.read_bytes() for path in tmp_path.glob("contentshop/templates/*")}
    assert len(kept) == 2

    (folder,) = {path.parent for path in kept}
    folder.chmod(0o500)
    assert templates(*source).render("web/a.html", View()) == "乙&lt;醋&gt;"
    changed = templates(("web/a.html", "甲{{ page.name }}"))
    assert changed.render("web/a.html", View()) == "甲&lt;醋&gt;"
    folder.chmod(0o700)

    for path, data in kept.items():
        path.write_bytes(data[: len(data) // 2])
    assert templates(*source).digest("web/a.html") != changed.digest("web/a.html")
    assert templates(*source).render("web/a.html", View()) == "乙&lt;醋&gt;"
    assert {path: path.read_bytes() for path in kept} == kept


def test_what_is_kept_of_a_template_says_where_it_breaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line of a failure in a template that comes from the user's folder is that of the source."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for _ in range(2):
        theme = templates(("web/a.html", "\n\n{% macro m(x) %}{{ 1 // x }}{% endmacro %}\n{{ m(0) }}"))
        assert failure(theme, "web/a.html") == ("broken-template", Place("templates/web/a.html", 3))


def test_templates_compiled_ahead_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of a folder are there for the next run; what is wrong with one is told only where it is used."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    broken = ("web/broken.html", "{% if %}"), ("web/deep.html", "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}")
    theme = templates(("web/a.html", "{{ page.name }}"), ("wechat/b.html", "乙"), *broken)
    theme.compile_ahead("web")
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
    assert theme.render("web/a.html", View()) == "&lt;醋&gt;"
    assert failure(theme, "web/broken.html") == ("broken-template", Place("templates/web/broken.html", 1))
