"""The theme's own words by language: which fit a page, and what is wrong with them.

A language is one file, `words/<tag>.toml`. Words that it lacks are said in English.
"""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from contentshop.languages import best
from contentshop.model import Place, Problem
from contentshop.problems import fail, nearest, problem
from contentshop.sources import Theme, built_in

_FOLDER, _SUFFIX = "words/", ".toml"
_ENGLISH = "en"
_TOLD = 5
"""So many missing words are named."""
Words = Mapping[str, str]


def words_of(files: Mapping[str, str]) -> dict[str, Words]:
    """Return the words of every language of a theme, by tag, with the English ones where its own cannot be used.

    Raises:
        ProblemError: broken-words.

    """
    own = {_tag(path): _usable(_read(path, text)) for path, text in sorted(files.items()) if path.startswith(_FOLDER)}
    rest: dict[str, str] = {}
    for words in (*own.values(), own.get(_ENGLISH, {})):
        rest |= words
    return {tag: {**rest, **words} for tag, words in own.items()}


def fitting(words: Mapping[str, Words], language: str) -> Words:
    """Return the words for a page in a language: its own, else of a near one, else English."""
    return words.get(best(language, words) or _ENGLISH, {})


def problems_of_words(theme: Theme) -> Iterator[Problem]:
    """Yield what is wrong with the theme's words; the files must be valid TOML."""
    known = _read("", built_in()["words/en.toml"])
    files = dict(theme.files)
    templates = [text for path, text in theme.files if not path.startswith(_FOLDER)]
    for path in sorted(files):
        if path.startswith(_FOLDER):
            yield from _problems_of(path, files[path], known, templates)


def _problems_of(path: str, text: str, known: Words, templates: list[str]) -> Iterator[Problem]:
    words = _read(path, text)
    missing = [key for key in known if key not in words]
    if missing:
        names = ", ".join(missing[:_TOLD]) + (", …" if len(missing) > _TOLD else "")
        yield problem("words-missing", Place("templates/" + path), count=len(missing), keys=names)
    for key, word in words.items():
        if key not in known:
            if not any(re.search(rf"\bwords(\.|\[['\"]){re.escape(key)}\b", one) for one in templates):
                yield problem("words-unknown", _place(path, text, key), key=key, near=nearest(key, known))
            continue
        allowed = _names(known[key]) or frozenset()
        asked = _names(word)
        for name in ["{"] if asked is None else sorted(asked - allowed):
            yield problem("words-name", _place(path, text, key), key=key, name=name, near=nearest(name, allowed))


def _usable(words: Words) -> Words:
    """Return the words without those whose `{names}` would make a page fail."""
    known = _read("", built_in()["words/en.toml"])
    return {
        key: word
        for key, word in words.items()
        if (names := _names(word)) is not None and (key not in known or names <= (_names(known[key]) or frozenset()))
    }


def _names(word: str) -> frozenset[str] | None:
    """Return the names to fill in of a word, or None when its braces are not in pairs."""
    try:
        return frozenset(name for _, name, _, _ in string.Formatter().parse(word) if name is not None)
    except ValueError:
        return None


def _read(path: str, text: str) -> Words:
    try:
        return _parsed(text)
    except tomllib.TOMLDecodeError as error:
        raise fail("broken-words", Place("templates/" + path), reason=error) from None


@lru_cache(maxsize=16)
def _parsed(text: str) -> Words:
    return MappingProxyType({str(key): str(value) for key, value in tomllib.loads(text).items()})


def _tag(path: str) -> str:
    return path.removeprefix(_FOLDER).removesuffix(_SUFFIX)


def _place(path: str, text: str, key: str) -> Place:
    """Return where a word stands; only asked for when something is wrong, as it searches the file."""
    found = re.search(rf"^[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*=", text, re.MULTILINE)
    return Place("templates/" + path, text.count("\n", 0, found.start()) + 1 if found else 1)
