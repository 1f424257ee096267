"""The web channel: pages, codes, go pages, feed."""

from .bodies import Body, disclosed
from .containers import walk
from .context import Context, context_of, reopened
from .kept import Kept, Lists, standing
from .pages import Listing, asset_paths
from .plan import open_web, plan_web
from .products import ProductListing
from .repricing import Before, Repriced, is_written_alike, only_offers, relying, repriced
from .rewording import Reworded, reworded
from .rounds import Plan, Round, Showing
from .shopping import Counter
from .styles import smaller
from .views import CardView, CodeView, ImageView, OffersView, Part, ShopLink

__all__ = [
    "Before",
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
    "Repriced",
    "Reworded",
    "Round",
    "ShopLink",
    "Showing",
    "asset_paths",
    "context_of",
    "disclosed",
    "is_written_alike",
    "only_offers",
    "open_web",
    "plan_web",
    "relying",
    "reopened",
    "repriced",
    "reworded",
    "smaller",
    "standing",
    "walk",
]
