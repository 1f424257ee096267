"""The built site as files that refer to each other: what leads nowhere is a problem."""

from .inspecting import Inspection
from .reading import FileFacts, is_read, read_files

__all__ = ["FileFacts", "Inspection", "is_read", "read_files"]
