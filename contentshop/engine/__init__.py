"""Tasks to files: plan, difference, run, write, store, environment."""

from .environment import environment, environment_digest
from .painting import code_in, painted
from .plan import Difference, difference, fingerprint
from .run import InProcess, Performance, Timing, Took, both, spread, stream
from .scaling import picture_of, scaled
from .steps import Steps
from .store import DamagedStoreError, Row, Store, Written
from .templates import Templates, templates_of
from .words import problems_of_words
from .write import MARKER, Output, files_of, intact, present, refuse_foreign

__all__ = [
    "MARKER",
    "DamagedStoreError",
    "Difference",
    "InProcess",
    "Output",
    "Performance",
    "Row",
    "Steps",
    "Store",
    "Templates",
    "Timing",
    "Took",
    "Written",
    "both",
    "code_in",
    "difference",
    "environment",
    "environment_digest",
    "files_of",
    "fingerprint",
    "intact",
    "painted",
    "picture_of",
    "present",
    "problems_of_words",
    "refuse_foreign",
    "scaled",
    "spread",
    "stream",
    "templates_of",
]
