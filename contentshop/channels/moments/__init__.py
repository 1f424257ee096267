"""朋友圈 (Moments): posters of articles and of products, with codes of their own."""

from .plan import plan_moments

__all__ = ["plan_moments"]
