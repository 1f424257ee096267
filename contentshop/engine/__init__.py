"""Tasks to files: plan, difference, run, write, store, environment."""

from .backlog import Backlog, Packed
from .elsewhere import Elsewhere
from .environment import environment, environment_digest
from .painting import codes_in, painted
from .plan import Difference, difference
from .run import Performance, Timing, Took, both, spread, spread_anyhow, stream
from .scaling import picture_of, scaled
from .steps import Steps
from .store import DamagedStoreError, Row, Store, Written
from .templates import Templates, compile_ahead, templates_of
from .words import problems_of_words
from .workers import InProcess, Workers, starting_seconds
from .write import MARKER, Found, Output, Prepared, files_of, found, refuse_foreign

__all__ = [
    "MARKER",
    "Backlog",
    "DamagedStoreError",
    "Difference",
    "Elsewhere",
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
    "Workers",
    "Written",
    "both",
    "codes_in",
    "compile_ahead",
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
    "spread_anyhow",
    "starting_seconds",
    "stream",
    "templates_of",
]
