"""Whom a request counts for: the account, else the network of the address that asks; which are proxies."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from starlette.types import Scope

_ACCOUNT, _ADDRESS = "account ", "address "
_PREFIX = 64  # bits of an IPv6 address that a household or a machine is given; the others it chooses


def client_of(scope: Scope) -> str:
    """Return whom a request counts for; only trusted proxies pass an address on."""
    account = scope.get("state", {}).get("account")
    if owner := getattr(account, "id", ""):
        return f"{_ACCOUNT}{owner}"
    return f"{_ADDRESS}{network_of(scope['client'][0]) if scope.get('client') else ''}"


def is_account(client: str) -> bool:
    """Return True for an account, False for an address, behind which there may be a room of people."""
    return client.startswith(_ACCOUNT)


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


class Proxies:
    """The addresses and networks that the settings name as proxies in front of the server."""

    def __init__(self, named: Sequence[str]) -> None:
        """Take what `Settings.proxies` lists. Raises ValueError for what is no address or network."""
        self._networks = [ipaddress.ip_network(one, strict=False) for one in named]

    def __contains__(self, host: str) -> bool:
        """Return whether an address is that of a proxy."""
        try:
            return any(ipaddress.ip_address(host) in one for one in self._networks)
        except ValueError:
            return False
