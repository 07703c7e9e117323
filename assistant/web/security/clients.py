"""Whom a request counts for, how often it may ask, and how often a wrong password may be given.

A request counts for the account, else for the client's network. Wrong passwords are counted per name and
network, per network, and per name over all networks. A name is locked only for the network that guesses; each
wrong password beyond the free ones doubles the wait. Guesses for a name from networks that have never signed
in with it are limited per hour: guessing from many networks is slowed, the owner's network is not.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from math import ceil

from starlette.types import Scope

from assistant.web.security.counters import Counters, CounterTable

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
        self._networks = [ipaddress.ip_network(network, strict=False) for network in named]

    def __contains__(self, host: str) -> bool:
        try:
            return any(ipaddress.ip_address(host) in network for network in self._networks)
        except ValueError:
            return False


class RateLimit:
    """Limits what clients or keys do per minute, with a token bucket for each.

    An account or a key has the limit `most`; an address where nobody signs in has `of_address`, if given.
    """

    def __init__(self, counters: Counters, what: str, most: int, of_address: int | None = None) -> None:
        """Allow so much of something a minute; as much at once after a quiet minute."""
        self._counters = counters
        self._most = {True: most, False: most if of_address is None else of_address}
        # Accounts apart, so that addresses displace none.
        self._kinds = {True: f"{what} of accounts", False: f"{what} of addresses"}

    def a_minute(self, client: str) -> int:
        """Return how often a client may do it in a minute."""
        return self._most[is_account(client)]

    def wait(self, client: str) -> int:
        """Count what a client does; return 0, or the seconds after which it may do more."""
        return self._counters.one(lambda table: self.wait_in(table, client))

    def wait_in(self, table: CounterTable, client: str) -> int:
        """Count as `wait` does, in a step that counts more."""
        return ceil(table.take(self._kinds[is_account(client)], client, self.a_minute(client)))


SECONDS = 15 * 60
"""The longest wait of a network, and how long a wrong password counts."""
FIRST = 60
"""Seconds of the first wait."""
BY_NAME = 5
"""Wrong passwords for one name from one network before one has to wait."""
BY_NETWORK = 20
"""Wrong passwords from one network, whatever the name."""
GUESSES = 30
"""Wrong passwords an hour for one name from all networks that have not signed in by it."""
_REFILL = 60 * 60 / GUESSES  # seconds after which another guess is free
_WRONG, _SPENT, _FAMILIAR = "wrong passwords", "guesses of a name", "networks of a name"


class Throttle:
    """Counts wrong passwords."""

    def __init__(self, counters: Counters) -> None:
        self._counters = counters

    def wait(self, name: str, address: str) -> int:
        """Return the minutes until a password may be tried, 0 when it may be now."""
        network = network_of(address)

        def longest(table: CounterTable) -> float:
            waits = [_left(table, key, free) for key, free in _keys(name, network)]
            if table.find(_FAMILIAR, _key(name, network)) is None:
                waits.append(max(0.0, _guesses(table, name) + 1 - GUESSES) * _REFILL)
            return max(waits)

        return ceil(self._counters.change(longest) / 60)

    def wrong(self, name: str, address: str) -> None:
        """Count a wrong password."""
        network = network_of(address)

        def count(table: CounterTable) -> None:
            for key, _ in _keys(name, network):
                before = table.find(_WRONG, key)
                counts = before is not None and before.at + SECONDS > table.now
                table.keep(_WRONG, key, before.number + 1 if before and counts else 1)
            if table.find(_FAMILIAR, _key(name, network)) is None:
                table.keep(_SPENT, name, min(GUESSES, _guesses(table, name) + 1))

        self._counters.change(count)

    def right(self, name: str, address: str) -> None:
        """Forget what was wrong for a name from a network, and remember that its owner comes from there."""
        key = _key(name, network_of(address))

        def forget(table: CounterTable) -> None:
            table.drop(_WRONG, key)
            table.keep(_FAMILIAR, key)

        self._counters.change(forget)


def _left(table: CounterTable, key: str, free: int) -> float:
    """Return the seconds until a password may be tried, of which so many are free."""
    wrong = table.find(_WRONG, key)
    if wrong is None or wrong.number < free:
        return 0.0
    delay: float = min(SECONDS, FIRST * 2.0 ** min(wrong.number - free, 10))
    return max(0.0, wrong.at + delay - table.now)


def _guesses(table: CounterTable, name: str) -> float:
    """Return how many guesses of a name are not free again."""
    spent = table.find(_SPENT, name)
    return max(0.0, spent.number - (table.now - spent.at) / _REFILL) if spent else 0.0


def _keys(name: str, network: str) -> tuple[tuple[str, int], ...]:
    """Return what a wrong password counts for, and how many are free there."""
    return (_key(name, network), BY_NAME), (_key("", network), BY_NETWORK)


def _key(name: str, network: str) -> str:
    """Return what stands for a name from a network, '' for any name."""
    return f"{network} {name}"
