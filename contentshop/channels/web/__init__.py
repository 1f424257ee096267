"""The web channel: pages, codes, go pages, feed."""

from .plan import Listing, Plan, plan_web, standing
from .references import picture_candidates

__all__ = ["Listing", "Plan", "picture_candidates", "plan_web", "standing"]
