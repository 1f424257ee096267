"""The built site as a reader meets it: files that refer to each other, codes that lead somewhere."""

from .codes import CodeFile, can_read_codes, problems_of_codes, read_codes
from .inspecting import Inspection
from .reading import FileFacts, is_read, read_files

__all__ = [
    "CodeFile",
    "FileFacts",
    "Inspection",
    "can_read_codes",
    "is_read",
    "problems_of_codes",
    "read_codes",
    "read_files",
]
