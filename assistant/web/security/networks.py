"""Which addresses count as one client: a home or an office has a /64 of IPv6, and an address of IPv4."""

from __future__ import annotations

import ipaddress

_PREFIX = 64


def network(address: str) -> str:
    """Return what an address counts for: the /64 of IPv6, the IPv4 of a mapped address, else the address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((int(found), _PREFIX), strict=False))
