"""The web channel: pages, codes, go pages, feed."""

from .pages import Listing
from .plan import Kept, Plan, plan_web, standing
from .products import ProductListing
from .references import picture_candidates

__all__ = ["Kept", "Listing", "Plan", "ProductListing", "picture_candidates", "plan_web", "standing"]
