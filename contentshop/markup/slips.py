"""What was meant as a directive or as a link to a product, and is printed as it was typed.

A space or a round bracket in the wrong place, full-width brackets around `product:`: no grammar reads
these, so no reader should have to find them on a page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from contentshop.model import Problem, TextPlace
from contentshop.problems import problem

from .directives import example
from .han import is_han
from .source import code
from .vocabulary import NAMES

_NAMED = "|".join(sorted(map(re.escape, NAMES), key=len, reverse=True))
_GAP = r"[ \t\u3000]"
_MARKS = "，。；、！？（(“"
_BEFORE = rf"(?<![^\s{_MARKS}][:：])"
"""Looks at what stands before the first colon, once that is read."""
_BRACED = r"[{｛][^{}｛｝\n]*[}｝]"
_ROUND = r"[(（][^()（）\n]*[)）]"
_ID = r"[(（][A-Za-z0-9][\w.-]*[)）]"
_DIRECTIVE = re.compile(
    rf"[:：](?:[:：]{{0,2}}(?:{_GAP}(?P<late>{_NAMED}){_GAP}?|(?P<gap>{_NAMED}){_GAP}){_BRACED}"
    rf"|{_BEFORE}(?:[:：]{{1,2}}{_GAP}?(?P<round>{_NAMED}){_GAP}?{_ROUND}"
    rf"|(?P<id>{_NAMED}){_ID}"
    rf"|(?<=^[:：])[:：]{{1,2}}{_GAP}(?P<alone>{_NAMED}){_GAP}*$))",
    re.MULTILINE,
)
_INNER = r"[^\[\]［］【】\n]*"
_LINK = re.compile(rf"[\[［【]{_INNER}[\]］】]{_GAP}?[(（]product[:：][^()（）\s]+[)）]")
_PLAIN_LINK = re.compile(r"\[.*\]\(.*\)")
_RAW = re.compile(r"<(pre|code|script|style|textarea)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)


def slips(body: str) -> Iterator[Problem]:
    """Yield a warning for each text outside code that is nearly a directive or a link to a product."""
    found = [(match.start(), match[0].rstrip(), _right(match)) for match in _directives(body)]
    links = (match for match in _LINK.finditer(body) if not _PLAIN_LINK.fullmatch(match[0]))
    found += [(match.start(), match[0], "[…](product:…)") for match in links]
    if not found:
        return
    hidden = [*code(body), *(match.span() for match in _RAW.finditer(body))]
    counts: Counter[str] = Counter()
    for start, raw, right in sorted(found):
        if not any(first <= start < last for first, last in hidden):
            yield problem("nearly-directive", TextPlace("", raw, counts[raw]), raw=raw, right=right)
            counts[raw] += 1


def _directives(body: str) -> Iterator[re.Match[str]]:
    """Yield what is nearly a directive; colons belong to a word of Latin letters that stands right before them."""
    at = 0
    while match := _DIRECTIVE.search(body, at):
        before = body[match.start() - 1 : match.start()]
        stands = not before or before.isspace() or before in _MARKS or is_han(before)
        if stands:
            yield match
        at = match.end() if stands else match.start() + 1


def _right(match: re.Match[str]) -> str:
    """Return how the directive that was meant is typed."""
    return example(NAMES[next(filter(None, match.groups()))])
