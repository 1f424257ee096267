"""From a placement to a link: offers, policy, addresses, tokens and the ledger. Pure throughout."""

from .addresses import append, appended, is_opaque, is_safe, strip
from .checks import FOLLOW_FROM_SHOPS, problems_of_config, problems_of_offer, problems_of_offers, with_known_kinds
from .destinations import destination, rel, tracked
from .ledger import collisions, merge, missing
from .ledger import parse as parse_ledger
from .ledger import text as ledger_text
from .offers import AtShop, Choice, Why, alternative, by_shop, cheapest, choose, resolve, spoken
from .policy import carriers, rank
from .policy import rows as policy_rows
from .prices import Shown, price_of
from .shops import ShopKind, kinds
from .tokens import canonical, token

__all__ = [
    "FOLLOW_FROM_SHOPS",
    "AtShop",
    "Choice",
    "ShopKind",
    "Shown",
    "Why",
    "alternative",
    "append",
    "appended",
    "by_shop",
    "canonical",
    "carriers",
    "cheapest",
    "choose",
    "collisions",
    "destination",
    "is_opaque",
    "is_safe",
    "kinds",
    "ledger_text",
    "merge",
    "missing",
    "parse_ledger",
    "policy_rows",
    "price_of",
    "problems_of_config",
    "problems_of_offer",
    "problems_of_offers",
    "rank",
    "rel",
    "resolve",
    "spoken",
    "strip",
    "token",
    "tracked",
    "with_known_kinds",
]
