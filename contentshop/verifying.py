"""Where the output differs from a clean build: files that one lacks, and the first place at which others part."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from contentshop import engine
from contentshop.build import rebuild
from contentshop.model import Place, Problem
from contentshop.problems import is_error, problem
from contentshop.reporting import Outcome, Reporter
from contentshop.runs import Options, output_folder, store_path
from contentshop.sources import named_in

_BEFORE, _AFTER = 20, 60
"""So many characters are shown before and after the first that differs."""
_SPACES = "\u3000"
"""Shown as they are: Chinese texts begin with them."""


def verify(root: Path, options: Options, reporter: Reporter | None = None) -> Outcome:
    """Compare the output with a clean build in a scratch folder; differences are problems.

    Files that no build made are counted and left out. Where the clean build itself finds errors, these are told and
    nothing is compared. The ledger is not written.
    """
    folder = output_folder(root, options)
    if not engine.files_of(folder):
        return Outcome((problem("nothing-built", folder=folder),), completed=False)
    with tempfile.TemporaryDirectory() as scratch:
        clean = msgspec.structs.replace(options, output=str(Path(scratch) / "build"), preview=True)
        outcome = rebuild(root, clean, reporter)
        store_path(root, Path(clean.output)).unlink(missing_ok=True)
        expected = _contents(Path(clean.output))
    outcome = msgspec.structs.replace(outcome, written=(), created=(), output=str(folder))
    if any(is_error(one) for one in outcome.problems):
        return outcome
    with engine.Store.copy_of(store_path(root, folder)) as store:
        ours = store.written().keys() | expected.keys()
    contents = _contents(folder)
    found = {path: data for path, data in contents.items() if path in ours}
    told = differences(found, expected, f"{named_in(root, folder)}/")
    strangers = len(contents) - len(found)
    return msgspec.structs.replace(outcome, problems=(*outcome.problems, *told), strangers=strangers)


def _contents(folder: Path) -> dict[str, bytes]:
    return {path: (folder / path).read_bytes() for path in engine.files_of(folder)}


def differences(found: Mapping[str, bytes], expected: Mapping[str, bytes], shown_in: str) -> Iterator[Problem]:
    """Yield a problem for each file that is not as it must be, sorted by path.

    Args:
        found: what stands on disk, by path.
        expected: what must.
        shown_in: the folder that stands before the paths in problems, with its `/`.

    """
    for path in sorted(found.keys() | expected.keys()):
        where = Place(shown_in + path)
        if path not in found:
            yield problem("differs-missing", where)
        elif path not in expected:
            yield problem("differs-extra", where)
        elif found[path] != expected[path]:
            yield _difference(shown_in + path, found[path], expected[path])


def _difference(file: str, found: bytes, expected: bytes) -> Problem:
    """Return where two files part: line and column of texts, the byte of others."""
    try:
        ours, theirs = found.decode(), expected.decode()
    except UnicodeDecodeError:
        at = _parting(found, expected)
        return problem("differs-bytes", Place(file), byte=at + 1, size=len(found), wanted=len(expected))
    at = _parting(ours, theirs)
    start = ours.rfind("\n", 0, at) + 1
    place = Place(file, ours.count("\n", 0, at) + 1, at - start + 1)
    begin = max(start, at - _BEFORE)
    return problem("differs", place, found=_line(ours, begin, at), expected=_line(theirs, begin, at))


def _parting(one: bytes | str, other: bytes | str) -> int:
    """Return the index at which two texts part."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        middle = (least + most + 1) // 2
        if one[:middle] == other[:middle]:
            least = middle
        else:
            most = middle - 1
    return least


def _line(text: str, begin: int, at: int) -> str:
    """Return the part of a line around an index, with escapes in place of signs that nobody sees."""
    ends = at >= len(text) or text[at] == "\n"
    part = text[begin:at] if ends else text[begin : at + _AFTER].split("\n", 1)[0]
    seen = (one if one.isprintable() or one in _SPACES else one.encode("unicode_escape").decode() for one in part)
    return "".join(seen)
