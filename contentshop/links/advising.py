"""What the policy has to say to an author: what to add, what may not work, what has not been looked at for long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import get_args

from contentshop.model import Channel, Config, KeyPlace, PolicyRow, Problem, Product, Where
from contentshop.phrases import phrase
from contentshop.problems import CONFIG, problem

from .offers import choose
from .policy import row_of, table
from .shops import kinds
from .sourcing import source_named

STALE_AFTER = timedelta(days=180)
"""A row that was last looked at longer ago is mentioned."""
UNSURE_FROM = frozenset(get_args(Channel)) - {"web", "scan", "feed"}
"""The channels whose doubtful rows a build tells of; on a page of the site readers are told themselves."""

OF_ACCOUNTS = frozenset({"wechat", "readmore", "moments"})
"""The channels of a site that names an official account."""


def advice(
    product: Product,
    channel: Channel,
    config: Config,
    today: date,
    where: Where | None = None,
    outlet: str = "",
) -> Problem | None:
    """Return what to add when the product can be bought, but nothing carries a link to it in the channel.

    `nothing-carries` names the kinds of the shops that have it, and the site's shops that work there and lack it,
    else the shop kinds that do.
    """
    if choose(product, channel, config, today, outlet=outlet).why != "no_carrier":
        return None
    sold = {offer.shop for offer in product.offers}
    own = [name for name, shop in config.shops.items() if name not in sold and _works(channel, shop.kind, config)]
    work = own or [kind for kind in kinds() if _works(channel, kind, config)]
    shut = dict.fromkeys(shop.kind for name, shop in config.shops.items() if name in sold)
    found = ", ".join(f"{channel} × {kind}" for kind in shut)
    return problem("nothing-carries", where, id=product.id, channel=channel, shops=", ".join(work), kinds=found)


def _works(channel: Channel, kind: str, config: Config) -> bool:
    row = row_of(channel, kind, config.policy)
    return row is not None and bool(set(row.carriers) - {"none"})


def is_unsure(row: PolicyRow) -> bool:
    """Return whether a row may be wrong: it says so, or its confidence is L."""
    return row.warn or row.confidence == "L"


def unsure(rows: Iterable[PolicyRow], config: Config, file: str = CONFIG) -> Iterator[Problem]:
    """Yield `policy-unsure` once for each row that decided for a placement and may be wrong.

    Those are rows of confidence L and rows that say so, in channels outside the site's own pages that the author
    is known to use: config.yaml names the channel, or an official account for its channels.
    """
    told = {row for row in rows if is_used(row.channel, config) and is_unsure(row)}
    for row in sorted(told, key=lambda row: (row.channel, row.kind, row.address)):
        where = KeyPlace(file, ("policy", config.policy.index(row))) if row in config.policy else None
        yield problem(
            "policy-unsure",
            where,
            **_named(row),
            row=_as_typed(row),
            confidence=row.confidence,
            checked=row.checked or "—",
            source=row.source or "—",
            source_zh=source_named(row.source).zh or "—",
        )


def _named(row: PolicyRow) -> dict[str, str]:
    """Return what a row is about, in the words of both languages."""
    kind = kinds()[row.kind].name
    in_zh = {
        "channel_zh": phrase(f"channel.{row.channel}", "zh"),
        "kind_zh": kind.zh,
        "carriers_zh": "、".join(phrase(f"carrier.{one}", "zh") for one in row.carriers),
    }
    return in_zh | {
        "channel": phrase(f"channel.{row.channel}", "en"),
        "kind": kind.en,
        "carriers": ", ".join(phrase(f"carrier.{one}", "en") for one in row.carriers),
    }


def _as_typed(row: PolicyRow) -> str:
    """Return the row as config.yaml says that it has been tried and works."""
    form = f", address: {row.address}" if row.address else ""
    carriers = ", ".join(row.carriers)
    return f"{{channel: {row.channel}, kind: {row.kind}{form}, carriers: [{carriers}], confidence: H}}"


def is_used(channel: Channel, config: Config) -> bool:
    """Return whether the config shows that the author hands content on in a channel outside the site's own pages."""
    account = config.account.name or config.account.wechat_id or config.account.code
    return channel in UNSURE_FROM and (channel in config.channels or bool(account and channel in OF_ACCOUNTS))


def stale(config: Config, today: date) -> Iterator[Problem]:
    """Yield `policy-stale` when rows for the site's shops were last looked at over 180 days ago."""
    wanted = {shop.kind for shop in config.shops.values()}
    cells = (cell for (_, kind), cell in table(config.policy).items() if kind in wanted)
    old = [row for cell in cells for row in cell.values() if row.checked and today - row.checked > STALE_AFTER]
    if old:
        first = min(old, key=lambda row: (row.checked or today, row.channel, row.kind))
        values = {"count": len(set(old)), "channel": first.channel, "kind": first.kind, "checked": first.checked}
        yield problem("policy-stale", None, **values)
