"""The web channel: pages, codes, go pages, feed."""

from .bodies import Body, disclosed
from .containers import walk
from .context import Context, context_of, reopened
from .kept import Kept, Lists, standing
from .pages import Listing, asset_paths
from .plan import open_web, plan_web
from .products import ProductListing
from .rewording import Reworded, reworded
from .rounds import Plan, Round
from .shopping import Counter
from .styles import smaller
from .views import CardView, CodeView, ImageView, OffersView, Part, ShopLink

__all__ = [
    "Body",
    "CardView",
    "CodeView",
    "Context",
    "Counter",
    "ImageView",
    "Kept",
    "Listing",
    "Lists",
    "OffersView",
    "Part",
    "Plan",
    "ProductListing",
    "Reworded",
    "Round",
    "ShopLink",
    "asset_paths",
    "context_of",
    "disclosed",
    "open_web",
    "plan_web",
    "reopened",
    "reworded",
    "smaller",
    "standing",
    "walk",
]
