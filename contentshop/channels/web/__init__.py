"""The web channel: pages, codes, go pages, feed."""

from .pages import Listing
from .plan import Plan, plan_web, standing
from .references import picture_candidates

__all__ = ["Listing", "Plan", "picture_candidates", "plan_web", "standing"]
