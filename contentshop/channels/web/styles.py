"""Style sheets as they are served: as typed, without comments and blanks that mean nothing."""

from __future__ import annotations

import re

_STRING_OR_COMMENT = re.compile(r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|/\*.*?\*/""", re.DOTALL)
_BETWEEN = re.compile(r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|\s*([{};,>])\s*|(:)\s+|(\s+)""")


def smaller(css: str) -> str:
    """Return a style sheet that means the same in fewer bytes; strings stay as they are."""
    bare = _STRING_OR_COMMENT.sub(lambda found: found[1] or " ", css)
    return _BETWEEN.sub(_kept, bare).replace(";}", "}").strip()


def _kept(found: re.Match[str]) -> str:
    string, mark, colon, _ = found.groups()
    return string or mark or colon or " "
