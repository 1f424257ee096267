"""`ledger.csv`: the identity of every token ever made, kept with the sources like a lock file.

The columns are those of `HEADER`; rows are sorted by token and end in a line feed. Git merges it with
`merge=union`, so the reader takes headers anywhere, any order, and the earliest of equal tokens.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

import msgspec

from contentshop.model import Identity, LedgerRow, Place, Problem, Where
from contentshop.problems import ProblemError, Report, fail, problem

from .tokens import canonical, token

FILE = "ledger.csv"
HEADER = ("token", "article", "product", "form", "key", "channel", "outlet", "first_seen")
_CONFLICT = re.compile(r"(<{7}|\|{7}|>{7})( |$)|={7}$")


def parse(text: str, report: Report) -> dict[str, LedgerRow]:
    """Return the rows of a ledger by token, the earliest of those with the same token.

    Reports `ledger-conflict`, `ledger-row` and `ledger-token` with the line, and goes on with the next line. A byte
    order mark, CRLF, blank lines and repeated headers are taken without a word.
    """
    found: dict[str, LedgerRow] = {}
    for number, line in enumerate(re.split("\r\n|\r|\n", text.removeprefix("\ufeff")), start=1):
        if not line.strip():
            continue
        try:
            row = _row(line, Place(file=FILE, line=number))
        except ProblemError as error:
            report(error.problem)
            continue
        if row is not None:
            known = found.get(row.token)
            found[row.token] = row if known is None or row.first_seen < known.first_seen else known
    return found


def _row(line: str, place: Place) -> LedgerRow | None:
    """Return the row of a line, none for a header.

    Raises:
        ProblemError: The line is a conflict marker, is not a row, or its token is another identity's.

    """
    if _CONFLICT.match(line):
        raise fail("ledger-conflict", place)
    fields = _fields(line)
    if tuple(fields) == HEADER:
        return None
    if len(fields) != len(HEADER):
        raise fail("ledger-row", place, reason=f"{len(fields)} ≠ {len(HEADER)}")
    named = dict(zip(HEADER, fields, strict=True))
    name, first_seen = named.pop("token"), named.pop("first_seen")
    try:
        identity = canonical(msgspec.convert(named, Identity))
    except msgspec.ValidationError:
        raise fail("ledger-row", place, reason=f"form={named['form']}, channel={named['channel']}") from None
    try:
        day = date.fromisoformat(first_seen)
    except ValueError:
        raise fail("ledger-row", place, reason=f"first_seen={first_seen}") from None
    if token(identity) != name:
        raise fail("ledger-token", place, token=name, right=token(identity))
    return LedgerRow(token=name, identity=identity, first_seen=day)


def _fields(line: str) -> list[str]:
    if '"' not in line:
        return line.split(",")
    try:
        return next(csv.reader([line], strict=True))
    except csv.Error:
        return []


def text(rows: Iterable[LedgerRow]) -> str:
    r"""Return the ledger as text, sorted by token, lines ending in `\n`.

    Raises:
        ValueError: A part of an identity holds a line break, which a line of a ledger cannot.

    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for row in sorted(rows, key=lambda row: row.token):
        one = row.identity
        parts = (one.article, one.product, one.form, one.key, one.channel, one.outlet)
        if any("\n" in part or "\r" in part for part in parts):
            msg = f"an identity holds a line break: {one}"
            raise ValueError(msg)
        writer.writerow((row.token, *parts, row.first_seen.isoformat()))
    return out.getvalue()


def missing(identities: Iterable[Identity], ledger: Mapping[str, LedgerRow]) -> tuple[Identity, ...]:
    """Return the identities without a row, each once, sorted by token."""
    named = {token(identity): canonical(identity) for identity in identities}
    return tuple(named[name] for name in sorted(named.keys() - ledger.keys()))


def merge(ledger: Mapping[str, LedgerRow], identities: Iterable[Identity], today: date) -> tuple[LedgerRow, ...]:
    """Return the rows of the ledger and of what it misses, first seen `today`, sorted by token."""
    new = [LedgerRow(token=token(one), identity=one, first_seen=today) for one in missing(identities, ledger)]
    return tuple(sorted([*ledger.values(), *new], key=lambda row: row.token))


def collisions(
    identities: Iterable[Identity],
    ledger: Mapping[str, LedgerRow],
    place: Callable[[Identity], Where | None] = lambda _: None,
    named: Callable[[Identity], str] = token,
) -> tuple[Problem, ...]:
    """Return a `token-collision` for each identity whose token already belongs to another one.

    `place` tells where an identity is written. Which of two comes second is decided by their order, the ledger
    being first.
    """
    owners = {name: row.identity for name, row in ledger.items()}
    found = []
    for identity in map(canonical, identities):
        name = named(identity)
        owner = owners.setdefault(name, identity)
        if owner != identity:
            values = {"token": name, "article": owner.article, "product": owner.product or "-", "form": owner.form}
            found.append(problem("token-collision", place(identity), **values))
    return tuple(found)
