"""What the preview adds to pages: the problems of the last build, and the script that reloads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from html import escape
from importlib import resources
from pathlib import Path
from urllib.parse import quote

from contentshop.channels.web import asset_paths
from contentshop.model import Place, Problem, digest
from contentshop.problems import Language, hint, message, pointed
from contentshop.sources import Theme, built_in

EVENTS = "/.contentshop/events"
MARKS = "Contentshop-Page"
"""The header that bears a page's marks."""
_MOST = 100
"""So many problems are listed."""
_WORDS = {
    "en": {
        "title": "Problems in the last build: {count}",
        "note": "The page shows its last good state until this is mended.",
        "more": "… and {count} more; contentshop check lists them all.",
        "kits": "Kit",
        "no-kits": "There are no kits yet.",
    },
    "zh": {
        "title": "最近一次构建有 {count} 个问题",
        "note": "页面停在上一次正常的样子；改好后会自动更新。",
        "more": "……还有 {count} 个；contentshop check 会全部列出。",
        "kits": "素材包",
        "no-kits": "还没有素材包。",
    },
}


def problems(
    found: Iterable[tuple[Problem, str]], language: Language, link: Callable[[Place], str] = lambda _: ""
) -> str:
    """Return located problems, each with its excerpt, as a panel that can be folded away.

    The panel is a shadow tree, so that the page's styles and its own leave each other alone.

    Args:
        found: problems with their excerpts as HTML.
        language: of the panel.
        link: gives the address that opens a place in the author's editor, or nothing.

    """
    listed = list(found)
    words = _WORDS[language]
    rows = "".join(_row(one, excerpt, language, link) for one, excerpt in listed[:_MOST])
    more = words["more"].format(count=len(listed) - _MOST) if len(listed) > _MOST else ""
    return (
        f'<div id="contentshop-problems" lang="{language}"><template shadowrootmode="open">'
        f"<style>{_part('problems.css')}</style>"
        f"<details open><summary>{escape(words['title'].format(count=len(listed)))}</summary>"
        f"<ol>{rows}</ol><p>{escape(more)}</p><p>{escape(words['note'])}</p></details></template></div>"
    )


def _row(found: Problem, excerpt: str, language: Language, link: Callable[[Place], str]) -> str:
    place = ""
    if isinstance(found.where, Place):
        numbers = (str(number) for number in (found.where.line, found.where.column) if number)
        place = escape(":".join([found.where.file, *numbers]))
        if address := link(found.where):
            place = f'<a href="{escape(address)}">{place}</a>'
    lines = [
        f"<code>{place}</code>" if place else "",
        f"<b>{escape(message(found, language))}</b> <small>{escape(found.code)}</small>",
        f"<pre>{excerpt.lstrip()}</pre>" if excerpt else "",
        f"<p>{escape(hint(found, language))}</p>",
    ]
    return f"<li>{''.join(lines)}</li>"


def marked(text: str, place: Place) -> str:
    """Return the line of a text at a place as HTML, its character there marked: Han has no fixed width in browsers."""
    number, line, at = pointed(text, place)
    if at is None:
        return escape(number + line)
    here = escape(line[at : at + 1] or " ")
    return f"{escape(number + line[:at])}<mark>{here}</mark>{escape(line[at + 1 :])}"


def word(name: str, language: Language) -> str:
    """Return a word of the preview's own."""
    return _WORDS[language][name]


def way(address: str, language: Language) -> str:
    """Return a small link to kits, in a shadow tree like the problems."""
    return (
        f'<div id="contentshop-kits" lang="{language}"><template shadowrootmode="open">'
        f"<style>{_part('kits.css')}</style>"
        f'<a href="{escape(address)}">{escape(word("kits", language))}</a></template></div>'
    )


def bare(title: str) -> bytes:
    """Return a page with nothing but a title, for when the site has none to show."""
    return (
        '<!doctype html>\n<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><title>{escape(title)}</title>\n'
        f'<body style="font-family:system-ui,sans-serif">\n<h1>{escape(title)}</h1>\n</body>\n'
    ).encode()


def editor_link(template: str, root: Path, where: Place) -> str:
    """Return an address for a place in a site's folder; `template` has `{path}` (absolute), `{line}`, `{column}`."""
    path = (root / where.file).as_posix()
    values = {"{path}": quote("/" * (not path.startswith("/")) + path, safe="/:"), "{line}": str(where.line or 1)}
    values["{column}"] = str(where.column or 1)
    for name, value in values.items():
        template = template.replace(name, value)
    return template


def marks(page: bytes, shown: str, pictures: Mapping[str, int], sheets: int) -> str:
    """Return what tells a page from its next state: a digest and two numbers.

    Args:
        page: as the build made it.
        shown: what the preview adds.
        pictures: of files that pages show, by their paths in the output, the number of their last change.
        sheets: changes when a style sheet with the same address does.

    """
    last = max((number for path, number in pictures.items() if _may_show(page, path)), default=0)
    return f"{digest(page, shown)} {last} {sheets}"


def _may_show(page: bytes, path: str) -> bool:
    """Return whether a page may show a file of the output.

    What is beside the pages, such as a poster, it names with the folder it is in; one of the site's own files any page
    may show, by its styles and scripts.
    """
    top, *names = path.split("/")
    end = "/".join(names[-2:])
    return top == "web" or any(one.encode() in page for one in (end, quote(end), escape(end)))


def live(page: bytes, epoch: int, shown: str, marked: str = "", scripts: str = "") -> bytes:
    """Return a page with the problems and the script that keeps it up to date, just before `</body>`.

    What is added is ASCII, whatever the encoding of the page. The script changes in place what no other script
    treats, and reloads the page for the rest; `scripts` names the files whose doings it knows, the theme's own.
    """
    data = f'data-epoch="{epoch}" data-page="{marked}" data-scripts="{scripts}" data-events="{EVENTS}"'
    added = (shown + f"<script {data}>{_part('reload.js')}</script>").encode("ascii", "xmlcharrefreplace")
    end = page.lower().rfind(b"</body")
    return page[:end] + added + page[end:] if end >= 0 else page + added


@cache
def known_scripts() -> str:
    """Return the names that the scripts of the built-in theme have in the output; one that is changed has another."""
    paths = asset_paths(Theme(tuple(sorted(built_in().items()))))
    return " ".join(path.rpartition("/")[2] for name, path in paths.items() if name.endswith(".js"))


@cache
def _part(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("ascii").strip()
