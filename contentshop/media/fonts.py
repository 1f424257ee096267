"""Finding the fonts that posters are set in: those the config names, else those of the machine."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache, lru_cache
from pathlib import Path, PurePath
from typing import Literal

import msgspec

from contentshop.model import Face, Fonts, Record
from contentshop.tables import load

from .sfnt import Coverage, NoFontError, Sfnt, faces

_SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
_SIMPLIFIED = (" SC", " CN", "GB")
"""How the families for Simplified Chinese end where one file has several."""
_COMMON_HAN = "的"
_STANDING_IN = 3
"""So many fonts at most stand in for characters that the first one lacks."""
_REGULAR, _BOLD = 400, 700
_PATIENCE = 10
"""Seconds that fontconfig may take: it may have to read all fonts anew."""


class _Table(Record):
    source: str
    checked: date
    confidence: Literal["H", "M", "L"]
    regular: tuple[str, ...]
    bold: tuple[str, ...]
    latin: tuple[str, ...]
    latin_bold: tuple[str, ...]
    emoji: tuple[str, ...]
    folders: tuple[str, ...]


@cache
def _table() -> _Table:
    return msgspec.convert(load("contentshop.media", "fonts.yaml"), _Table)


def fonts_of_machine() -> Fonts:
    """Return the best fonts of this machine for Simplified Chinese; none when there is none at all."""
    return chosen(font_files())


def font_places() -> set[Path]:
    """Return the files and folders that change when a font comes or goes, also those that are not there."""
    files = font_files()
    folders = {parent for path in files for parent in path.parents[:-1]}
    return {*files, *folders, *(Path(folder).expanduser() for folder in _table().folders)}


def font_files() -> list[Path]:
    """Return the font files of this machine, as fontconfig tells them, else those in the usual folders; sorted."""
    program = shutil.which("fc-list")
    told = _told(program) if program else None
    return sorted(set(_walked(_table().folders) if told is None else told))


def _told(program: str) -> list[Path] | None:
    """Return the font files that fontconfig knows; None when it does not answer."""
    command = [program, "--format", "%{file}\n"]
    try:
        run = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=True)  # noqa: S603 - of the machine
    except (OSError, subprocess.SubprocessError):
        return None
    paths = (Path(os.fsdecode(row)) for row in run.stdout.splitlines())
    return [path for path in paths if path.suffix.lower() in _SUFFIXES]


def _walked(folders: Iterable[str]) -> Iterator[Path]:
    for folder in folders:
        for where, _, names in os.walk(Path(folder).expanduser()):
            yield from (Path(where, name) for name in names if name.lower().endswith(_SUFFIXES))


def chosen(files: Sequence[Path]) -> Fonts:
    """Return the best of some font files, each followed by those that stand in for what it lacks."""
    table = _table()
    regular = _best(files, table.regular, _REGULAR) or _any_han(files)
    latin = _best(files, table.latin, _REGULAR)
    bold = _best(files, table.bold, _BOLD)
    latin_bold = _best(files, table.latin_bold, _BOLD)
    light = (regular + latin)[: 1 + _STANDING_IN]
    heavy = (bold[:1] + (regular if not bold else ()) + latin_bold[:1] + light)[: 2 + _STANDING_IN]
    emoji = _best(files, table.emoji, _REGULAR)
    return Fonts(light, tuple(dict.fromkeys(heavy)), emoji[0] if emoji else None)


def _best(files: Sequence[Path], names: Sequence[str], weight: int) -> tuple[Face, ...]:
    """Return the faces of the files whose names the table has, in its order."""
    ranked = []
    for path in files:
        plain = _plain(path)
        rank = next((number for number, name in enumerate(names) if plain == name), None)
        if rank is not None:
            ranked.append((rank, path))
    found = (_face(path, weight) for _, path in sorted(ranked))
    return tuple(face for face in found if face is not None)


def _plain(path: PurePath) -> str:
    """Return a file's name as the table has it: without variable axes, blanks, hyphens and underscores."""
    stem = path.stem.partition("[")[0].lower()
    return "".join(char for char in stem if char.isalnum())


def _any_han(files: Sequence[Path]) -> tuple[Face, ...]:
    """Return the first face of unknown name that has Chinese characters."""
    for path in files:
        face = _face(path, _REGULAR)
        if face is not None and coverage(face).has(_COMMON_HAN):
            return (face,)
    return ()


def _face(path: Path, weight: int) -> Face | None:
    try:
        return face_of(path, weight)
    except (OSError, NoFontError):
        return None


def face_of(path: Path, weight: int = _REGULAR) -> Face:
    """Return the face of a font file, of a collection the one with Simplified Chinese shapes.

    Raises:
        OSError: the file cannot be read.
        NoFontError: it is no font.

    """
    with path.open("rb") as file:
        every = faces(file)
        if not every:
            raise NoFontError
        index = min(range(len(every)), key=lambda one: (_fitness(every[one], weight), one)) if len(every) > 1 else 0
        found = every[index]
        return Face(str(path), index, found.content, weight if found.is_variable else found.weight)


def _fitness(face: Sfnt, weight: int) -> tuple[bool, bool, int]:
    """Return what sorts the best face of a collection first."""
    family = face.family
    simplified = family.endswith(_SIMPLIFIED)
    return not simplified, "Mono" in family, 0 if face.is_variable else abs(face.weight - weight)


def fonts_of_files(font: Path, bold: Path | None, emoji: Path | None) -> Fonts:
    """Return the fonts that a config names; without a bold file the other one is bold too, if it can.

    Raises:
        OSError: a file cannot be read.
        NoFontError: one is no font.

    """
    regular = face_of(font)
    heavy = face_of(bold, _BOLD) if bold else face_of(font, _BOLD)
    return Fonts((regular,), (heavy, regular), face_of(emoji) if emoji else None)


@lru_cache(maxsize=32)
def coverage(face: Face) -> Coverage:
    """Return the characters of a face, read once.

    Raises:
        OSError: the file cannot be read any more.
        NoFontError: it is no font any more.

    """
    with Path(face.path).open("rb") as file:
        return faces(file)[face.index].coverage()


def has_chinese(fonts: Fonts) -> bool:
    """Return whether the fonts have Chinese characters at all."""
    return any(coverage(face).has(_COMMON_HAN) for face in fonts.regular)
