"""Packaged tables: parsed section by section, kept for later runs."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contentshop.phrases import phrases
from contentshop.problems import catalogue
from contentshop.tables import Sections, load

PACKAGE = Path(__file__).parent.parent / "contentshop"


@pytest.mark.parametrize("name", ["phrases.toml", "problems.toml"])
def test_sections_say_what_the_whole_file_says(name: str) -> None:
    """A file parsed section by section is the file parsed at once: no text in it looks like a heading."""
    whole = dict(sections(tomllib.loads((PACKAGE / name).read_text("utf-8"))))
    assert dict(Sections(PACKAGE / name, dict)) == whole
    assert len(phrases() if name == "phrases.toml" else catalogue()) == len(whole)


def sections(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the tables that hold texts, at any depth, by their headings."""
    for name, row in table.items():
        texts = {key: one for key, one in row.items() if not isinstance(one, dict)}
        if texts:
            yield prefix + name, texts
        yield from sections({key: one for key, one in row.items() if isinstance(one, dict)}, f"{prefix}{name}.")


def test_a_table_is_kept_for_later_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table is read once for all runs; one that changed, or was damaged where it is kept, is read anew."""
    package = tmp_path / "somewhere"
    package.mkdir()
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (package / "t.yaml").write_text("a: [1, 茶]\nchecked: 2026-11-22\n", "utf-8")
    assert load("somewhere", "t.yaml") == {"a": [1, "茶"], "checked": "2026-11-22"}
    (kept,) = (tmp_path / "cache/contentshop/tables").iterdir()
    data = kept.read_bytes()
    assert data.endswith(b"2026-11-22")
    kept.write_bytes(data[:-10] + b"2026-11-21")
    assert load("somewhere", "t.yaml") == {"a": [1, "茶"], "checked": "2026-11-21"}
    kept.write_bytes(data[:-5])
    assert load("somewhere", "t.yaml") == {"a": [1, "茶"], "checked": "2026-11-22"}
    (package / "t.yaml").write_text("a: 2", "utf-8")
    assert load("somewhere", "t.yaml") == {"a": 2}
