"""What `make golden` shows: each change once, where it is, in pieces one can read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))

from show_golden import FOLDER, changes, committed, pieces, report

PAGE = "<html><style>.a{color:red}.b{margin:0}</style><p>%s</p></html>\n"


def test_a_change_of_every_page_is_shown_once() -> None:
    """With the first page it is in and how many more there are; only the rule that changed, not the sheet."""
    before = {f"{name}.html": PAGE % name for name in "abc"}
    after = {path: text.replace("red", "blue") for path, text in before.items()}
    after["b.html"] = after["b.html"].replace("<p>b", "<p>B")
    assert report(before, after) == [
        "",
        "a.html and 2 more",
        "  - .a{color:red}",
        "  + .a{color:blue}",
        "",
        "b.html",
        "  - b",
        "  + B",
    ]


def test_new_files_and_those_gone_are_named() -> None:
    """And files that stay as they were are not."""
    assert report({"a": "1", "b": "2"}, {"a": "1", "c": "3"}) == ["new   c", "gone  b"]
    assert report({"a": "1"}, {"a": "1"}) == ["The golden files are as they were."]


def test_long_pieces_and_long_lists_are_cut() -> None:
    """With the number of what is left out, and the command that shows it."""
    before = {f"{number}.txt": f"{number}" for number in range(100)}
    lines = report(before, {path: text + " " + "x" * 1000 for path, text in before.items()})
    assert lines[-1] == "40 changes more; all of them: git diff -- tests/golden/build"
    assert max(map(len, lines)) < 300


@given(st.lists(st.sampled_from(["<p>", "</p>", "字", "a b", ".c{d:e}", "\n"])).map("".join), st.data())
def test_changes_lead_from_one_text_to_the_other(before: str, data: st.DataObject) -> None:
    """What is taken away was there, what is added is there now, and equal texts have no change."""
    after = data.draw(st.permutations(pieces(before)).map("".join))
    told = changes(before, after)
    assert all(piece in pieces(before) for old, _ in told for piece in old)
    assert all(piece in pieces(after) for _, new in told for piece in new)
    assert bool(told) == (pieces(before) != pieces(after))


def test_the_committed_files_are_those_of_git(tmp_path: Path) -> None:
    """Whole, by their paths in the golden site, and not as they lie in the working tree."""
    files = {"web/index.html": "<p>醋</p>\n", "空.txt": "", "ledger.csv": "a,b\n\n"}
    folder = tmp_path / FOLDER
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@example.com"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "golden"]):
        subprocess.run([*git, *command], check=True)
    (folder / "web/index.html").write_text("changed")
    assert committed(tmp_path) == files
