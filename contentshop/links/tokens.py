"""The short stable name of a link."""

from __future__ import annotations

import hashlib
import unicodedata
from functools import lru_cache

from contentshop.model import Identity

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base32 in lower case: no i, l, o, u (crockford.com/base32.html)."""

LENGTH = 12
_BITS = 5


def canonical(identity: Identity) -> Identity:
    """Return the identity with every part in Unicode's composed form (NFC)."""
    parts = _parts(identity)
    if unicodedata.is_normalized("NFC", "\n".join(parts)):  # nothing composes with a line break
        return identity
    article, product, _, key, _, outlet = (unicodedata.normalize("NFC", part) for part in parts)
    return Identity(
        article=article, product=product, form=identity.form, key=key, channel=identity.channel, outlet=outlet
    )


def framed(identity: Identity) -> bytes:
    """Return the identity as bytes that no other identity gives: each part after its length in 4 bytes."""
    parts = (part.encode("utf-8", "surrogatepass") for part in _parts(canonical(identity)))
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


@lru_cache(maxsize=1 << 14)
def token(identity: Identity) -> str:
    """Return the token: 12 characters (60 bits of BLAKE2b) of `ALPHABET`.

    It depends on the identity alone, so text may be edited and moved; canonically equal spellings of a
    name share it. Printed codes hold tokens: this function never changes.
    """
    found = hashlib.blake2b(framed(identity), digest_size=8)
    number = int.from_bytes(found.digest(), "big") >> (64 - LENGTH * _BITS)
    return "".join(ALPHABET[number >> shift & 31] for shift in range((LENGTH - 1) * _BITS, -1, -_BITS))


def _parts(identity: Identity) -> tuple[str, str, str, str, str, str]:
    return (identity.article, identity.product, identity.form, identity.key, identity.channel, identity.outlet)
