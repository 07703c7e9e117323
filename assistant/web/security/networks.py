"""From which network somebody comes: what is counted by address is counted by what one person can have."""

from __future__ import annotations

import ipaddress

_PREFIX = 64  # bits of an IPv6 address that a household or a machine is given; the others it chooses


def network_of(address: str) -> str:
    """Return an IPv4 address, also one written as IPv6, or the /64 of an IPv6 address.

    What is no address is returned as it is.
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((int(found), _PREFIX), strict=False))
