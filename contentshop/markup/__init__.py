"""Markdown → document: the grammar of directives, Chinese text rules, positions in the source.

convert     a body → its document
locate      a text of a body → line and column
plain       an article's source → the same with directives in plain form
half        a text with full-width signs and letters at half width, as ids are read
DIRECTIVES  every directive with its names, forms and arguments
"""

from typing import TYPE_CHECKING

from contentshop.doors import late

from .settings import Settings
from .vocabulary import DIRECTIVES, Argument, Directive

if TYPE_CHECKING:
    from .conversion import convert
    from .directives import example, half
    from .formatting import plain
    from .source import locate

__all__ = ["DIRECTIVES", "Argument", "Directive", "Settings", "convert", "example", "half", "locate", "plain"]
__getattr__ = late(
    __name__,
    conversion=("convert",),
    directives=("example", "half"),
    formatting=("plain",),
    source=("locate",),
)
"""What reads Markdown is imported when it is first asked for: with Python-Markdown it takes 0.05 s."""
