"""The web channel: pages, codes, go pages, feed."""

from .bodies import Body, disclosed
from .pages import Listing
from .plan import Kept, Plan, Round, open_web, plan_web, standing
from .products import ProductListing
from .shopping import Counter

__all__ = [
    "Body",
    "Counter",
    "Kept",
    "Listing",
    "Plan",
    "ProductListing",
    "Round",
    "disclosed",
    "open_web",
    "plan_web",
    "standing",
]
