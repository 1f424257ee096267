"""The kit channel: a page per article from which a phone hands it on, and a list of what belongs to each."""

from .plan import LIST, PAGE, plan_kit
from .views import Kit, KitEntry, KitFiles, KitIndex, KitOutlet, Kits, OutletEntry

__all__ = ["LIST", "PAGE", "Kit", "KitEntry", "KitFiles", "KitIndex", "KitOutlet", "Kits", "OutletEntry", "plan_kit"]
