"""What makes a link: its identity, the row of the policy that decided, where it leads."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from .base import Record
from .products import AddressForm, Carrier, Channel, Form, Offer, described


class PolicyRow(Record):
    """Which carriers work for one shop kind in one channel, with the evidence for it."""

    channel: Annotated[Channel, described("The channel.")]
    kind: Annotated[str, described("The shop kind.")]
    carriers: Annotated[tuple[Carrier, ...], described("What works there, best first.")]
    address: Annotated[
        AddressForm, described("Only for this form of address: a page, signed, a Scheme, a URL Link; empty for any.")
    ] = ""
    warn: Annotated[bool, described("Whether builds say that this may not work; at confidence L they always do.")] = (
        False
    )
    since: Annotated[date | None, described("Since when it has been so.")] = None
    checked: Annotated[date | None, described("When it was last looked at.")] = None
    confidence: Annotated[Literal["H", "M", "L"], described("How sure that is.")] = "M"
    source: Annotated[str, described("Where that is from.")] = ""
    note: Annotated[str, described("Anything to know.")] = ""


class Identity(Record):
    """What a token is made from.

    An empty product is the article's own share code, an empty article a placement on the product's page; the
    form `page` is that page's own share code.
    """

    article: str
    product: str = ""
    form: Form = "code"
    key: str = ""
    channel: Channel = "scan"
    outlet: str = ""


class LedgerRow(Record):
    """One token ever made."""

    token: str
    identity: Identity
    first_seen: date


class MiniProgram(Record):
    """A page of a mini-program: what a card in an article needs."""

    appid: str
    path: str
    """The page with its query, the token in it where the mini-program takes one."""


class Link(Record):
    """A placement in a channel, resolved: where it leads, how it is carried, and why."""

    token: str
    identity: Identity
    carrier: Carrier
    offer: Offer | None
    """The chosen offer; none for a share code, or when nothing is left to buy."""
    address: str
    """The destination with tracking, or empty when there is none."""
    miniprogram: MiniProgram | None = None
    """The page of a mini-program where the offer has one, whatever the carrier is."""
    store_product: str = ""
    """The number by which the card of a 微信小店's product is picked; such a card has no page."""
    kouling: str = ""
    """The 口令 where it may be spoken: the policy allows it, the author wants it, it still works."""
    taglink: str = ""
    """A text that WeChat opens (`#小程序://…`) where the policy allows one."""
    jump: str = ""
    """The address that opens the mini-program when a code of it is scanned, for codes instead of the go page's."""
    ready: str = ""
    """The key of the ready-made link that was taken, such as `wechat` or `group@tea`."""
    row: PolicyRow | None = None
    """The row of the policy that decided."""
