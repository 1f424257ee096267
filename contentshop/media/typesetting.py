"""Lines of Chinese and Latin text: where they may break, and which breaks look best. Pure; widths are asked for.

The rules are those of Requirements for Chinese Text Layout (clreq, W3C, looked at on 2026-11-21): no closing
mark begins a line and no opening mark ends one, a dash of two and an ellipsis of two stay whole, and so do
Latin words, numbers with their unit, and prices.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

Measure = Callable[[str], float]
"""Returns how wide a text is, in px. It is asked for pieces: the width of a line is the sum of theirs."""

NOT_FIRST = frozenset("。．，、；：？！…—～·・）》」』】〕〉］｝〗〞”’%％‰℃°,.;:?!)]}»›’”ー々〻ゝゞヽヾ")
"""Marks that begin no line."""
NOT_LAST = frozenset("（《「『【〔〈［｛〖〝“‘￥¥$＄€£#＃@([{«‹№")
"""Marks that end no line."""
_PAUSES = frozenset("。．，、；：？！…—）》」』】〕,.;:?!)| ")
"""After these a line breaks well."""
_ELLIPSIS = "…"
_LONG_UNITS = "厘米|毫米|公里|千米|平方米|立方米|毫升|公升|公斤|千克|毫克|小时|分钟|秒钟|毫秒|摄氏度"
_UNITS = "个只瓶袋盒包斤两克升元块件份寸尺米年月日号时分秒岁度天周次层杯碗勺头斗缸坛片粒颗支张把口座步页种样条折倍"
_HAN = r"\u2e80-\u2fdf\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WIDE = _HAN + r"\u3000-\u3006\u3008-\u3020\u302a-\u3037\u303c-\u30ff\u31f0-\u31ff\uac00-\ud7af\uff00-\uffef"
_JOINERS = "\ufe0f\ufe0e\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\u0300-\u036f"
_ATOM = re.compile(
    rf"(?P<space>\s+)"
    rf"|(?P<twice>——|……|──|⸺)"
    rf"|(?P<number>[￥¥$€£＄]?\s?[+-]?\d+(?:[.,:/×x*~～-]\d+)*(?:\s?[A-Za-z%％‰℃°µμ]+(?:/[\dA-Za-z]+)?|\s?(?:{_LONG_UNITS}|[{_UNITS}]))?(?!\d))"
    rf"|(?P<flag>[\U0001f1e6-\U0001f1ff]{{2}})"
    r"|(?P<mark>[,.;:?!)\]}]+)"
    rf"|(?P<one>[{_WIDE}][{_JOINERS}]*)"
    rf"|(?P<word>[^\s{_WIDE}—…⸺─“‘”’\U0001f000-\U0001faff\u2600-\u27bf]+)"
    rf"|(?P<other>.[{_JOINERS}]*(?:\u200d.[{_JOINERS}]*)*)",
    re.DOTALL,
)
_JOINING = re.compile(f"[\u200d{_JOINERS}]")
_BROKEN_INSIDE = 0.18
"""What a break that follows no pause costs, in units of a line whose squared empty share is 1."""
_AT_GAP = 0.06
"""What one between Han and Latin characters costs."""
_ALIKE = 1e-9
"""Between ways that cost the same the upper lines are the longer ones."""
_FEW, _ORPHAN = 2, 0.6
"""What a last line of one or two characters costs."""
_LATIN = re.compile(rf"(?<=[{_HAN}])\s*(?=[A-Za-z0-9À-ɏ¥￥$€£+])|(?<=[A-Za-z0-9À-ɏ%℃°)])\s*(?=[{_HAN}])")
GAP = "\u2006"
"""A sixth of an em: what stands between Han and Latin characters."""


def spaced(text: str) -> str:
    """Return a text on one line with a small gap, `GAP`, between Han and Latin characters or digits.

    Blanks there become that gap too; others are single.
    """
    return _LATIN.sub(GAP, " ".join(text.split()))


class _Atom(NamedTuple):
    """A piece that never breaks, with the blank before it; their widths once they are known."""

    text: str
    blank: str
    width: float = 0
    gap: float = 0


def lines_of(text: str, width: float, most: int, measure: Measure) -> tuple[str, ...]:
    """Return a text as at most so many lines, none wider than asked for, evenly filled; one too long ends in `…`.

    Args:
        text: with what blanks an author typed; it comes back `spaced`.
        width: of the lines, in px; a single character that is wider has a line all the same.
        most: how many lines there may be, at least 1.
        measure: returns the width of a piece of a line.

    """
    atoms = [
        atom._replace(width=measure(atom.text), gap=measure(atom.blank) if atom.blank else 0)
        for atom in _fitting(_atoms(spaced(text)), width, measure)
    ]
    if not atoms:
        return ()
    filled = _filled(atoms, width)
    if len(filled) > most:
        return _cut(filled, width, most, measure)
    return tuple(_joined(line) for line in _even(atoms, width, len(filled)))


def is_cut(lines: Sequence[str], text: str) -> bool:
    """Return whether lines say less than the text they were made of."""
    return "".join("".join(lines).split()) != "".join(spaced(text).split())


def _atoms(text: str) -> list[_Atom]:
    """Return the pieces of a text: marks stand with what they must not part from."""
    atoms: list[_Atom] = []
    blank, opened = "", ""
    for match in _ATOM.finditer(text):
        piece = match.group()
        if match.lastgroup == "space":
            if opened:
                opened += piece
            else:
                blank = piece
        elif piece[0] in NOT_FIRST and not opened and atoms and (blank != " " or piece in NOT_FIRST):
            last = atoms.pop()
            atoms.append(_Atom(last.text + blank + piece, last.blank))
            blank = ""
        elif piece[-1] in NOT_LAST:
            opened += piece
        else:
            atoms.append(_Atom(opened + piece, blank))
            blank, opened = "", ""
    if opened:
        atoms.append(_Atom(opened, blank))
    return _glued(atoms)


def _glued(atoms: list[_Atom]) -> list[_Atom]:
    """Return the pieces with those together that end in an opening mark, or begin with a closing one."""
    found: list[_Atom] = []
    for atom in atoms:
        apart = not found or atom.blank.strip(GAP) or atom.blank == " "
        if not apart and (found[-1].text[-1] in NOT_LAST or atom.text[0] in NOT_FIRST):
            found[-1] = _Atom(found[-1].text + atom.blank + atom.text, found[-1].blank)
        else:
            found.append(atom)
    return found


def _fitting(atoms: list[_Atom], width: float, measure: Measure) -> list[_Atom]:
    """Return the pieces with those that are wider than a line broken where they must be."""
    found: list[_Atom] = []
    for atom in atoms:
        rest, blank = atom.text, atom.blank
        while len(rest) > 1 and measure(rest) > width:
            end = _most(rest, width, measure)
            found.append(_Atom(rest[:end], blank))
            rest, blank = rest[end:], ""
        found.append(_Atom(rest, blank))
    return found


def _most(text: str, width: float, measure: Measure) -> int:
    """Return how many characters of a text fit a line; at least one, never parting what combines."""
    low, high = 1, len(text) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(text[:middle]) <= width else (low, middle - 1)
    while low > 1 and (_JOINING.match(text[low]) or text[low - 1] == "\u200d"):
        low -= 1
    return low


def _joined(line: Sequence[_Atom]) -> str:
    return "".join((atom.blank if number else "") + atom.text for number, atom in enumerate(line))


def _wide(line: Sequence[_Atom]) -> float:
    return sum(atom.width + atom.gap for atom in line) - line[0].gap if line else 0


def _filled(atoms: Sequence[_Atom], width: float) -> list[list[_Atom]]:
    """Return the lines with as much in each as fits: no way needs fewer."""
    lines: list[list[_Atom]] = [[]]
    wide = 0.0
    for atom in atoms:
        wide += atom.gap + atom.width
        if lines[-1] and wide > width:
            lines.append([])
        if not lines[-1]:
            wide = atom.width
        lines[-1].append(atom)
    return lines


def _even(atoms: Sequence[_Atom], width: float, count: int) -> list[list[_Atom]]:
    """Return so many lines whose breaks cost least: alike in length, broken after pauses, no widow at the end."""
    ends: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    goal = min(width, _wide(atoms) / count)
    for number in range(1, count + 1):
        best: dict[int, tuple[float, int]] = {}
        for start, (cost, _) in ends[-1].items():
            wide = -atoms[start].gap if start < len(atoms) else 0
            for end in range(start + 1, len(atoms) + 1):
                wide += atoms[end - 1].gap + atoms[end - 1].width
                if wide > width and end > start + 1:
                    break
                is_last = end == len(atoms)
                if is_last != (number == count):
                    continue
                after = "" if is_last else atoms[end].blank
                new = cost + _cost(atoms[start:end], (wide - goal) / width, after, is_last=is_last)
                if end not in best or new <= best[end][0] + _ALIKE:
                    best[end] = (new, start)
        ends.append(best)
    return _walked(atoms, ends)


def _walked(atoms: Sequence[_Atom], ends: Sequence[dict[int, tuple[float, int]]]) -> list[list[_Atom]]:
    lines, end = list[list[_Atom]](), len(atoms)
    for best in reversed(ends[1:]):
        start = best[end][1]
        lines.append(list(atoms[start:end]))
        end = start
    return lines[::-1]


def _cost(line: Sequence[_Atom], off: float, blank: str, *, is_last: bool) -> float:
    """Return what a line costs; `blank` is what stands after it."""
    if is_last:
        return off * off + (_ORPHAN if sum(len(atom.text) for atom in line) <= _FEW else 0)
    if blank == " " or line[-1].text[-1] in _PAUSES:
        return off * off
    return off * off + (_AT_GAP if blank else _BROKEN_INSIDE)


def _cut(filled: list[list[_Atom]], width: float, most: int, measure: Measure) -> tuple[str, ...]:
    """Return the first lines, the last of which ends in an ellipsis."""
    last = [atom for line in filled[most - 1 : most + 1] for atom in line]
    room = width - measure(_ELLIPSIS)
    while last and _wide(last) > room:
        last.pop()
    text = _joined(last).rstrip("".join(_PAUSES | NOT_LAST)) if last else _begun(filled[most - 1][0], width, measure)
    return (*(_joined(line) for line in filled[: most - 1]), text + _ELLIPSIS)


def _begun(atom: _Atom, width: float, measure: Measure) -> str:
    """Return the beginning of a piece that leaves place for an ellipsis."""
    return atom.text[: _most(atom.text, width - measure(_ELLIPSIS), measure)] if len(atom.text) > 1 else ""
