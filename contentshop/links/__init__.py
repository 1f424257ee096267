"""From a placement to a link: offers, policy, addresses, tokens and the ledger. Pure throughout."""

from .addresses import append, appended, is_opaque, is_safe, strip
from .advising import advice, is_unsure, is_used, stale, unsure
from .checks import (
    FOLLOW_FROM_SHOPS,
    problems_of_config,
    problems_of_offer,
    problems_of_offers,
    problems_of_outlets,
    problems_of_ready_links,
    with_known_kinds,
)
from .destinations import (
    Way,
    channel_of,
    destination,
    form_of,
    in_code,
    is_taglink,
    opens,
    ready_link,
    rel,
    tracked,
    ways,
)
from .entrances import Entrance, entrances
from .finds import Opening, config_of, offer_of, openings
from .forms import Slot, form_of_address, slot_of
from .identifying import Find, identify
from .kouling import forbids_kouling, hidden_koulings, raw_koulings, tokens, unspoken, without_kouling
from .ledger import collisions, merge, missing
from .ledger import parse as parse_ledger
from .ledger import text as ledger_text
from .miniprograms import SCENE_LENGTH, code_page, scene
from .offers import AtShop, Choice, Why, alternative, by_shop, cheapest, choose, linked, resolve, spoken
from .policy import PolicyGroup, carriers, rank, row_of
from .policy import groups as policy_groups
from .policy import rows as policy_rows
from .prices import Shown, price_at, price_of
from .ready import ready_identities, sub_id
from .sharing import Shared, SharePlace, share_buttons, share_places
from .shops import Retired, ShopKind, Traceable, kinds, permits, retired, retired_kind
from .sourcing import source_named
from .tokens import canonical, token
from .tracing import traced

__all__ = [
    "FOLLOW_FROM_SHOPS",
    "SCENE_LENGTH",
    "AtShop",
    "Choice",
    "Entrance",
    "Find",
    "Opening",
    "PolicyGroup",
    "Retired",
    "SharePlace",
    "Shared",
    "ShopKind",
    "Shown",
    "Slot",
    "Traceable",
    "Way",
    "Why",
    "advice",
    "alternative",
    "append",
    "appended",
    "by_shop",
    "canonical",
    "carriers",
    "channel_of",
    "cheapest",
    "choose",
    "code_page",
    "collisions",
    "config_of",
    "destination",
    "entrances",
    "forbids_kouling",
    "form_of",
    "form_of_address",
    "hidden_koulings",
    "identify",
    "in_code",
    "is_opaque",
    "is_safe",
    "is_taglink",
    "is_unsure",
    "is_used",
    "kinds",
    "ledger_text",
    "linked",
    "merge",
    "missing",
    "offer_of",
    "openings",
    "opens",
    "parse_ledger",
    "permits",
    "policy_groups",
    "policy_rows",
    "price_at",
    "price_of",
    "problems_of_config",
    "problems_of_offer",
    "problems_of_offers",
    "problems_of_outlets",
    "problems_of_ready_links",
    "rank",
    "raw_koulings",
    "ready_identities",
    "ready_link",
    "rel",
    "resolve",
    "retired",
    "retired_kind",
    "row_of",
    "scene",
    "share_buttons",
    "share_places",
    "slot_of",
    "source_named",
    "spoken",
    "stale",
    "strip",
    "sub_id",
    "token",
    "tokens",
    "traced",
    "tracked",
    "unspoken",
    "unsure",
    "ways",
    "with_known_kinds",
    "without_kouling",
]
