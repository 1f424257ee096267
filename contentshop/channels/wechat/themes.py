"""Themes of the official-account article: files of variables, checked when they are read.

A theme is `templates/wechat/themes/<name>.toml`: colours, and the styles that it wants otherwise than
`templates/wechat/styles.toml` has them. A site adds its own at the same path.
"""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterator, Mapping

from contentshop.model import KeyPlace, Place, Problem, Record
from contentshop.problems import ProblemError, Report, fail, nearest, problem
from contentshop.sources import built_in

from .accepted import is_kept
from .checking.colours import WHITE, Colour, contrast, over, parse
from .checking.dark import background, page
from .checking.dark import text as dark_text

FOLDER, BASE = "wechat/themes/", "wechat/styles.toml"
DEFAULT = "vinegar"
"""The theme when config.yaml names none."""
_SUFFIX = ".toml"
_TABLES = ("name", "colours", "styles", "marks")
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})")
_SHORT = re.compile(r"#([0-9a-f])\1([0-9a-f])\2([0-9a-f])\3")
_ENOUGH, _ENOUGH_DARK = 4.5, 3.0
"""Contrast of text (WCAG 2.2, 1.4.3), and what is asked for after WeChat's dark mode, which takes some of it."""
_INSIDE = {
    "amount": "card",
    "call": "card",
    "code-name": "pre",
    "code-text": "pre",
    "code-word": "pre",
    "copy": "copy",
    "insert": "card",
    "note-title": "note",
    "rating": "card",
    "reason": "card",
    "sign": "card",
    "verdict-title": "card",
}
"""In which other role's background the text of a role stands; `card-…` in the card's."""
_Parsed = Mapping[str, Mapping[str, str]]


class Theme(Record):
    """What the passes need of a theme: by role a style, by role a sign."""

    name: str
    styles: dict[str, str]
    marks: dict[str, str]

    def style(self, role: str) -> str:
        """Return the style of a role, or nothing."""
        return self.styles.get(role, "")


def usable_theme(files: Mapping[str, str], name: str, report: Report) -> Theme:
    """Return the theme asked for; what is wrong with it is reported, and the built-in one stands in for it."""
    try:
        return theme_of(files, name, report)
    except ProblemError as error:
        report(error.problem)
        return theme_of(built_in(), DEFAULT, report)


def themes(files: Mapping[str, str]) -> list[str]:
    """Return the names of the themes there are."""
    return sorted(path[len(FOLDER) : -len(_SUFFIX)] for path in files if path.startswith(FOLDER))


def theme_of(files: Mapping[str, str], name: str, report: Report) -> Theme:
    """Return a theme by its name; `files` are those of the site's theme by path.

    Raises:
        ProblemError: there is no such theme, or its file cannot be used.

    """
    wanted = name or DEFAULT
    path = FOLDER + wanted + _SUFFIX
    if path not in files:
        known = themes(files)
        raise fail(
            "unknown-wechat-theme",
            KeyPlace("config.yaml", ("wechat", "theme")),
            name=wanted,
            known=", ".join(known),
            near=nearest(wanted, known),
        )
    base, own = _read(BASE, files[BASE]), _read(path, files[path])
    wrong = [*_problems(BASE, files[BASE], base, {}), *_problems(path, files[path], own, base)]
    colours = own.get("colours", {})
    if not wrong:
        wrong = [*_unfilled(BASE, files[BASE], base, colours), *_unfilled(path, files[path], own, colours)]
    if wrong:
        for one in wrong[1:]:
            report(one)
        raise ProblemError(wrong[0])
    styles = {**base.get("styles", {}), **own.get("styles", {})}
    short = {name: _SHORT.sub(r"#\1\2\3", value) for name, value in colours.items()}
    filled = {role: style.format_map(short) for role, style in styles.items()}
    for one in _faint(path, files[path], filled):
        report(one)
    return Theme(wanted, filled, {**base.get("marks", {}), **own.get("marks", {})})


def _read(path: str, text: str) -> _Parsed:
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        place = Place("templates/" + path, int(line[1]) if line else 0)
        raise fail("broken-wechat-theme", place, reason=error) from None
    for table, values in found.items():
        if not isinstance(values, dict) or not all(isinstance(one, str) for one in values.values()):
            raise fail("broken-wechat-theme", _place(path, text, table), reason=f"[{table}] = {{text = text}}")
    return found


def _problems(path: str, text: str, theme: _Parsed, base: _Parsed) -> Iterator[Problem]:
    """Yield the tables, roles, colours and properties that are not known."""
    for table in theme:
        if table not in _TABLES:
            yield _unknown(path, text, table, _TABLES)
    for table in ("styles", "marks") if base else ():
        known = {**base.get(table, {}), **_EXTRA.get(table, {})}
        for role in sorted(theme.get(table, {}).keys() - known.keys()):
            yield _unknown(path, text, role, known)
    for name, value in theme.get("colours", {}).items():
        if not _HEX.fullmatch(value):
            yield problem("wechat-theme-colour", _place(path, text, name), name=name, value=value)
    for role, style in theme.get("styles", {}).items():
        for part in filter(None, map(str.strip, style.split(";"))):
            key, _, value = part.partition(":")
            if not is_kept(key.strip(), value.strip()):
                yield problem("wechat-theme-style", _place(path, text, role), role=role, style=part)


_EXTRA: Mapping[str, Mapping[str, str]] = {"styles": {"h2-in": "", "h3-in": ""}}
"""Roles that no style of the base needs: the inside of a heading."""


def _unfilled(path: str, text: str, theme: _Parsed, colours: Mapping[str, str]) -> Iterator[Problem]:
    """Yield the names in braces that are no colours of the theme."""
    for role, style in theme.get("styles", {}).items():
        try:
            parts = [part for part in string.Formatter().parse(style) if part[1] is not None]
            names = {f"{name}{'!' if how else ''}{':' if form else ''}{form}" for _, name, form, how in parts}
        except ValueError:
            names = {"{"}
        for name in sorted(names - colours.keys()):
            near = nearest(name, colours)
            yield problem("wechat-theme-name", _place(path, text, role), role=role, name=name, near=near)


def _faint(path: str, text: str, styles: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a warning for each role whose text is hard to read, in the light or after WeChat's dark mode."""
    for role, style in styles.items():
        colour = _colour(style, "color")
        if colour is None:
            continue
        behind = _colour(style, "background") or _ground(role, styles)
        in_dark = over(background(behind) if behind != WHITE else page(), page())
        place, values = _place(path, text, role), {"role": role}
        if (ratio := contrast(colour, behind)) < _ENOUGH:
            yield problem("wechat-theme-faint", place, **values, ratio=f"{ratio:.1f}", least=_ENOUGH)
        if (ratio := contrast(dark_text(colour, in_dark), in_dark)) < _ENOUGH_DARK:
            yield problem("wechat-theme-faint-dark", place, **values, ratio=f"{ratio:.1f}", least=_ENOUGH_DARK)


def _ground(role: str, styles: Mapping[str, str]) -> Colour:
    """Return what the text of a role stands on when it has no background of its own."""
    outer = _INSIDE.get(role) or ("card" if role.startswith(("card-", "shelf-")) else "")
    return _colour(styles.get(outer, ""), "background") or WHITE


def _colour(style: str, key: str) -> Colour | None:
    found = re.search(rf"(?:^|;){key}:([^;]+)", style)
    return parse(found[1]) if found else None


def _unknown(path: str, text: str, key: str, known: Mapping[str, str] | tuple[str, ...]) -> Problem:
    return problem("wechat-theme-unknown", _place(path, text, key), key=key, near=nearest(key, known))


def _place(path: str, text: str, key: str) -> Place:
    found = re.search(rf"^[ \t]*(\[{re.escape(key)}\]|[\"']?{re.escape(key)}[\"']?[ \t]*=)", text, re.MULTILINE)
    return Place("templates/" + path, text.count("\n", 0, found.start()) + 1 if found else 1)
