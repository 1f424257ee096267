"""How readers come along: the account they can follow, the groups they can join."""

from __future__ import annotations

from contentshop.channels.formats import day
from contentshop.channels.inputs import Inputs
from contentshop.channels.naming import said
from contentshop.channels.prices import end_of_day
from contentshop.languages import in_language
from contentshop.model import Outlet

from .shopping import Counter
from .views import FollowView, JoinView


def follow_view(inputs: Inputs, counter: Counter, language: str) -> FollowView | None:
    """Return how the account is followed; none when the config names no account."""
    account = in_language(inputs.config.account, language, inputs.config.site.language)
    if not account.name and not account.code:
        return None
    return FollowView(account.name, account.wechat_id, counter.picture(account.code, "") if account.code else None)


def join_view(outlet: Outlet, inputs: Inputs, counter: Counter, language: str) -> JoinView:
    """Return how a group is joined, with its code up to the last day of it."""
    outlet = said(outlet, inputs, language, counter.channel)
    is_open = outlet.expires is None or inputs.today <= outlet.expires
    ends = outlet.expires is not None
    return JoinView(
        name=outlet.name,
        note=outlet.note,
        image=counter.picture(outlet.code, "") if is_open else None,
        until=day(outlet.expires, language) if outlet.expires else "",
        until_iso=end_of_day(outlet.expires, inputs) if outlet.expires else "",
        fallback=outlet.fallback,
        account=follow_view(inputs, counter, language) if ends and not outlet.fallback else None,
    )
