"""The address under which phones in the same network reach this computer."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import suppress

from contentshop.problems import fail

_ELSEWHERE = ("192.0.2.1", 9)
"""An address that nobody has (RFC 5737): asking for the way to it sends nothing."""
_EVERYWHERE_OR_HERE = ("", "localhost")


def lan_host(host: str) -> str:
    """Return the address to listen on for phones: the one asked for, or this computer's in its network.

    Asking for this computer alone (127.0.0.1) or for all of its addresses (0.0.0.0) names none that a phone
    could open.

    Raises:
        ProblemError: no-lan.

    """
    if _is_of_a_network(host):
        return host
    found = next((one for one in _own_addresses() if _is_of_a_network(one)), "")
    if not found:
        raise fail("no-lan")
    return found


def _is_of_a_network(host: str) -> bool:
    """Return whether others could open the address; a name counts as one."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host not in _EVERYWHERE_OR_HERE
    return not (address.is_loopback or address.is_unspecified or address.is_link_local)


def _own_addresses() -> Iterator[str]:
    """Yield this computer's addresses, first the one it uses to reach others."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(_ELSEWHERE)
        yield probe.getsockname()[0]
    with suppress(OSError):
        yield from socket.gethostbyname_ex(socket.gethostname())[2]
