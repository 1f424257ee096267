"""Markdown → document: the grammar of directives, Chinese text rules, positions in the source.

convert     a body → its document
locate      a text of a body → line and column
plain       an article's source → the same with directives in plain form
half        a text with full-width signs and letters at half width, as ids are read
DIRECTIVES  every directive with its names, forms and arguments
"""

from .conversion import Settings, convert
from .directives import example, half
from .formatting import plain
from .source import locate
from .vocabulary import DIRECTIVES, Argument, Directive

__all__ = ["DIRECTIVES", "Argument", "Directive", "Settings", "convert", "example", "half", "locate", "plain"]
