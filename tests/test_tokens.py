"""Tokens: printed codes hold them, so these values never change."""

import itertools
import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentshop.links import canonical, token
from contentshop.links.tokens import ALPHABET, framed
from contentshop.model import Channel, Form, Identity

PARTS = st.text(max_size=8)
IDENTITIES = st.builds(
    Identity,
    article=PARTS,
    product=PARTS,
    form=st.sampled_from(get_args(Form)),
    key=PARTS,
    channel=st.sampled_from(get_args(Channel)),
    outlet=PARTS,
)


@pytest.mark.parametrize(
    ("identity", "expected"),
    [
        (Identity(article="vinegar", product="vinegar-6y", form="card", channel="web"), "a74e56sq4qhz"),
        (Identity(article="vinegar", product="vinegar-6y", form="card", channel="scan"), "c2ts3ddx14ph"),
        (Identity(article="vinegar", product="vinegar-6y", form="card", key="b", channel="web"), "8hws5kd1kq81"),
        (Identity(article="vinegar", product="vinegar-6y", form="link", channel="web"), "dsmn7a5bxqy4"),
        (Identity(article="山西老陈醋怎么挑"), "p2bv91kv50t7"),
        (Identity(article="vinegar", channel="group", outlet="老客一群"), "skx8ey9s582y"),
    ],
)
def test_tokens_are_these_forever(identity: Identity, expected: str) -> None:
    """A code that hangs in a shop window goes on leading where it led."""
    assert token(identity) == expected


@given(IDENTITIES)
def test_a_token_is_twelve_characters_of_the_alphabet(identity: Identity) -> None:
    """Lower-case Crockford base32 without i, l, o, u survives being typed off a poster."""
    assert re.fullmatch(f"[{ALPHABET}]{{12}}", token(identity))
    assert len(ALPHABET) == 32
    assert not set("ilou") & set(ALPHABET)


@given(IDENTITIES)
def test_the_framing_tells_identities_apart(identity: Identity) -> None:
    """The bytes that are hashed can be taken apart again, so no two identities share them."""
    one = canonical(identity)
    assert unframed(framed(identity)) == [one.article, one.product, one.form, one.key, one.channel, one.outlet]


@given(st.text("ab", max_size=3), st.text("ab", max_size=3))
def test_text_does_not_move_between_the_parts(one: str, other: str) -> None:
    """`ab` + `c` and `a` + `bc` are different identities."""
    spellings = {Identity(article=one + other[:cut], product=other[cut:]) for cut in range(len(other) + 1)}
    assert len({token(identity) for identity in spellings}) == len(spellings)


def test_every_part_counts() -> None:
    """Changing any one part changes the token."""
    base = Identity(article="a", product="p", form="card", key="k", channel="web", outlet="o")
    others = [
        Identity(article="b", product="p", form="card", key="k", channel="web", outlet="o"),
        Identity(article="a", product="q", form="card", key="k", channel="web", outlet="o"),
        Identity(article="a", product="p", form="link", key="k", channel="web", outlet="o"),
        Identity(article="a", product="p", form="card", key="l", channel="web", outlet="o"),
        Identity(article="a", product="p", form="card", key="k", channel="scan", outlet="o"),
        Identity(article="a", product="p", form="card", key="k", channel="web", outlet="u"),
    ]
    found = [token(identity) for identity in (base, *others)]
    assert all(one != other for one, other in itertools.combinations(found, 2))


def test_composed_and_decomposed_spellings_share_a_token() -> None:
    """File names may come decomposed from macOS; the article is the same."""
    assert token(Identity(article="cafe\u0301")) == token(Identity(article="caf\u00e9"))


def unframed(data: bytes) -> list[str]:
    """Take the framing apart."""
    parts = []
    while data:
        size = int.from_bytes(data[:4], "big")
        parts.append(data[4 : 4 + size].decode())
        data = data[4 + size :]
    return parts
