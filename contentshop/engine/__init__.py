"""Tasks to files: plan, difference, run, write, store, environment."""

from .backlog import Backlog, Packed
from .environment import environment, environment_digest
from .painting import codes_in, painted
from .plan import Difference, difference
from .run import InProcess, Performance, Timing, Took, both, spread, stream
from .scaling import picture_of, scaled
from .steps import Steps
from .store import DamagedStoreError, Row, Store, Written
from .templates import Templates, templates_of
from .words import problems_of_words
from .write import MARKER, Found, Output, Prepared, files_of, found, refuse_foreign

__all__ = [
    "MARKER",
    "Backlog",
    "DamagedStoreError",
    "Difference",
    "Found",
    "InProcess",
    "Output",
    "Packed",
    "Performance",
    "Prepared",
    "Row",
    "Steps",
    "Store",
    "Templates",
    "Timing",
    "Took",
    "Written",
    "both",
    "codes_in",
    "difference",
    "environment",
    "environment_digest",
    "files_of",
    "found",
    "painted",
    "picture_of",
    "problems_of_words",
    "refuse_foreign",
    "scaled",
    "spread",
    "stream",
    "templates_of",
]
