"""The texts channel: what is posted in groups, chats, Weibo and Moments, and the account's sheets."""

from .plan import plan_texts

__all__ = ["plan_texts"]
