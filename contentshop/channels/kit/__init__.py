"""The kit channel: a page per article from which a phone hands it on, and a list of what belongs to each."""

from .plan import LIST, plan_kit
from .views import Kit, KitEntry, KitFiles, KitIndex, KitOutlet, Kits, OutletEntry

__all__ = ["LIST", "Kit", "KitEntry", "KitFiles", "KitIndex", "KitOutlet", "Kits", "OutletEntry", "plan_kit"]
