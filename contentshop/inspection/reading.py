"""From the bytes of one output file to the addresses that stand in it and the ids it has."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath
from xml.parsers import expat

from contentshop.model import Record

from .pages import PageReader, Reference, css_addresses

_ADDRESS_TEXTS = frozenset({"loc", "logo", "icon", "link", "url"})
"""Elements of sitemaps and feeds whose text is an address."""
_HTML_TEXTS = frozenset({"content", "summary", "description", "encoded"})
_JSON_FEED = "jsonfeed.org/version"


class FileFacts(Record):
    """What one file of the output says: the addresses in it, its ids, and what it leads from."""

    path: str
    references: tuple[Reference, ...] = ()
    ids: frozenset[str] = frozenset()
    doubled: tuple[tuple[str, int, int, int], ...] = ()
    """Ids given again, each with line and column of that, and the line of the first."""
    base: str = ""
    """What addresses are relative to, where the file says so itself."""
    broken: str = ""
    """Why the file could not be read to its end."""
    broken_line: int = 0


def is_read(path: str) -> bool:
    """Return whether files at such a path may hold addresses."""
    return _reader_of(path) is not None


def read_files(files: Sequence[tuple[str, bytes]]) -> list[FileFacts]:
    """Return what each file says; the work of one batch."""
    return [_read(path, data.decode("utf-8-sig", "replace")) for path, data in files]


def _read(path: str, text: str) -> FileFacts:
    reader = _reader_of(path)
    return reader(path, text) if reader else FileFacts(path)


def _reader_of(path: str) -> Callable[[str, str], FileFacts] | None:
    """Return the function that reads such files, None when they hold no addresses."""
    if path in ("_redirects", "robots.txt"):
        return _read_lines
    return _READERS.get(PurePosixPath(path).suffix.lower())


def _read_page(path: str, text: str) -> FileFacts:
    page = PageReader()
    try:
        page.feed(text)
        page.close()
    except AssertionError as error:  # how the standard parser gives up on `<![…`
        page.fail(str(error))
    references, broken, broken_line = list(page.references), page.broken, page.broken_line
    for line, data in page.json_texts:
        try:
            references += [Reference(one, line, 1, points=False) for one in _json(data)[1]]
        except ValueError as error:
            broken, broken_line = broken or f"JSON-LD: {error}", broken_line or line
    return FileFacts(
        path,
        tuple(dict.fromkeys(references)),
        frozenset(page.ids),
        tuple(page.doubled),
        page.base,
        broken,
        broken_line,
    )


def _read_styles(path: str, text: str) -> FileFacts:
    lines = enumerate(text.split("\n"), 1)
    found = (Reference(one, line, 1, points=False) for line, row in lines for one in css_addresses(row))
    return FileFacts(path, tuple(dict.fromkeys(found)))


def _read_lines(path: str, text: str) -> FileFacts:
    """Read `_redirects`, whose targets are addresses, or robots.txt, which names sitemaps."""
    found = []
    for line, row in enumerate(text.splitlines(), 1):
        words = row.split("#")[0].split() if path == "robots.txt" else row.split()
        if len(words) > 1 and not row.startswith("#") and (path == "_redirects" or words[0].lower() == "sitemap:"):
            found.append(Reference(words[1], line, row.find(words[1]) + 1, points=False))
    return FileFacts(path, tuple(one for one in found if "*" not in one.address and "/:" not in one.address))


def _read_json(path: str, text: str) -> FileFacts:
    """Read a JSON Feed; other JSON is data of which nothing is known."""
    try:
        value, addresses = _json(text)
    except ValueError as error:
        return FileFacts(path, broken=f"JSON: {error}")
    if not isinstance(value, dict) or _JSON_FEED not in str(value.get("version", "")):
        return FileFacts(path)
    found = [Reference(one, 1, 1, points=False) for one in addresses]
    for item in value.get("items") or ():
        html = item.get("content_html") if isinstance(item, dict) else None
        found += _read_page(path, html).references if isinstance(html, str) else ()
    return FileFacts(path, tuple(dict.fromkeys(Reference(one.address, 1, 1, points=False) for one in found)))


def _json(text: str) -> tuple[object, list[str]]:
    """Return a JSON value and every whole address in it.

    Raises:
        ValueError: It is none, or nested too deep.

    """
    try:
        value = json.loads(text)
        return value, list(_strings(value))
    except RecursionError:
        msg = "nested too deep"
        raise ValueError(msg) from None


def _strings(value: object) -> Iterator[str]:
    """Yield every whole address in a JSON value."""
    if isinstance(value, dict):
        yield from (found for one in value.values() for found in _strings(one))
    elif isinstance(value, list):
        yield from (found for one in value for found in _strings(one))
    elif isinstance(value, str) and re.fullmatch(r"https?://\S+", value):
        yield value


class _XmlReader:
    """Reads feeds, sitemaps and drawings: `href` and `src` of any element, and texts that are addresses."""

    def __init__(self) -> None:
        self.references: list[Reference] = []
        self.ids: set[str] = set()
        self.doubled: list[tuple[str, int, int, int]] = []
        self.base = ""
        self._text: list[str] = []
        self._kind = ""
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text.append

    def read(self, text: str) -> None:
        """Read a whole document."""
        self._parser.Parse(text.encode(), True)

    def _start(self, _: str, attributes: dict[str, str]) -> None:
        self._text.clear()
        self._kind = attributes.get("type", "")
        self.base = self.base or attributes.get("xml:base", "")
        for name, value in attributes.items():
            if name.rpartition(":")[2] in ("href", "src") or (name == "url" and value.startswith("http")):
                self._refer(value)
        self.ids |= {attributes["id"]} if attributes.get("id") else set()

    def _end(self, name: str) -> None:
        local, text = name.rpartition(":")[2], "".join(self._text).strip()
        self._text.clear()
        if local in _ADDRESS_TEXTS and text:
            self._refer(text)
        elif local in _HTML_TEXTS and "<" in text and self._kind in ("html", ""):
            for one in _read_page("", text).references:
                self._refer(one.address, points=one.points and not one.address.startswith("#"))

    def _refer(self, address: str, *, points: bool = True) -> None:
        line, column = self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
        self.references.append(Reference(address, line, column, points))


def _read_xml(path: str, text: str) -> FileFacts:
    document, broken, line = _XmlReader(), "", 0
    try:
        document.read(text)
    except expat.ExpatError as error:
        broken, line = f"XML: {expat.ErrorString(error.code)}", error.lineno
    found = tuple(dict.fromkeys(document.references))
    return FileFacts(path, found, frozenset(document.ids), (), document.base, broken, line)


_READERS = {
    ".html": _read_page,
    ".htm": _read_page,
    ".xml": _read_xml,
    ".svg": _read_xml,
    ".css": _read_styles,
    ".json": _read_json,
}
