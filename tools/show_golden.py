"""Show what changed in the golden files, each change once with the files it is in: `python tools/show_golden.py`.

Compares the working tree with the last commit. A page is taken apart at its tags and its rules of style: a change of a
style sheet that stands in every page is then one change, and not a line of 15,000 characters a page.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from difflib import SequenceMatcher
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = "tests/golden/build"
MOST = 60
"""Changes shown; git has the rest."""
LONGEST = 240
"""Characters shown of a piece."""

Change = tuple[tuple[str, ...], tuple[str, ...]]
"""Pieces taken away, pieces put in their place."""


def pieces(text: str) -> list[str]:
    """Return a text in pieces: tags, what stands between them, rules of style, lines."""
    return [piece for part in re.split(r"(?<=[>}\n])|(?=<)", text) if (piece := part.strip())]


def changes(before: str, after: str) -> list[Change]:
    """Return what changed from one text to the other, in its order."""
    old, new = pieces(before), pieces(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [(tuple(old[a:b]), tuple(new[c:d])) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def report(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Return lines that tell files from files: those new and gone, then each change, the most frequent first."""
    lines = [f"new   {path}" for path in sorted(after.keys() - before.keys())]
    lines += [f"gone  {path}" for path in sorted(before.keys() - after.keys())]
    where: dict[Change, list[str]] = {}
    for path in sorted(before.keys() & after.keys()):
        for change in dict.fromkeys(changes(before[path], after[path]) if before[path] != after[path] else ()):
            where.setdefault(change, []).append(path)
    ordered = sorted(where.items(), key=lambda item: -len(item[1]))
    for (old, new), files in ordered[:MOST]:
        others = f" and {len(files) - 1} more" if files[1:] else ""
        lines += ["", f"{files[0]}{others}"]
        lines += [f"  {sign} {_short(piece)}" for sign, part in (("-", old), ("+", new)) for piece in part]
    if len(ordered) > MOST:
        lines += ["", f"{len(ordered) - MOST} changes more; all of them: git diff -- {FOLDER}"]
    return lines or ["The golden files are as they were."]


def _short(piece: str) -> str:
    return piece if len(piece) <= LONGEST else f"{piece[:LONGEST]}… ({len(piece)} characters)"


def committed(root: Path = ROOT) -> dict[str, str]:
    """Return the golden files of the last commit by their path."""
    listed = subprocess.run(["git", "ls-tree", "-rz", "HEAD", FOLDER], cwd=root, check=True, capture_output=True).stdout
    rows = [row.split("\t", 1) for row in listed.decode().split("\0") if row]
    wanted = "".join(f"{meta.split()[2]}\n" for meta, _ in rows).encode()
    data = subprocess.run(
        ["git", "cat-file", "--batch"], cwd=root, check=True, capture_output=True, input=wanted
    ).stdout
    found = {}
    for _, path in rows:
        head, _, data = data.partition(b"\n")
        size = int(head.split()[2])
        found[path.removeprefix(FOLDER + "/")] = data[:size].decode()
        data = data[size + 1 :]
    return found


def present() -> dict[str, str]:
    """Return the golden files of the working tree by their path."""
    folder = ROOT / FOLDER
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode() for path in files}


def main() -> int:
    """Print what changed."""
    for line in report(committed(), present()):
        colour = {"  -": "\033[31m", "  +": "\033[32m"}.get(line[:3], "") if sys.stdout.isatty() else ""
        print(f"{colour}{line}\033[0m" if colour else line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
