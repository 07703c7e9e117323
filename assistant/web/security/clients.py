"""Whom a request counts for, how often it may ask, and how often a wrong password may be given.

A request counts for the account, else for the client's network. Wrong passwords are counted per name and
network, per network, and per name over all networks. A name is locked only for the network that guesses; each
wrong password beyond the free ones doubles the wait. Guesses for a name from networks that have never signed
in with it are limited per hour: guessing from many networks is slowed, the owner's network is not.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from threading import Lock
from time import monotonic
from typing import TypeVar

from starlette.types import Scope

Key = TypeVar("Key")
Value = TypeVar("Value")
MOST = 10_000
"""Keys, clients, names and networks that are remembered; beyond this, the least recently seen is dropped."""
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


def remember(kept: dict[Key, Value], key: Key, value: Value, most: int = MOST) -> None:
    """Keep a value as the newest; one more than so many forgets the oldest."""
    kept.pop(key, None)
    kept[key] = value
    while len(kept) > most:
        del kept[next(iter(kept))]


class RateLimit:
    """Limits what clients or keys do per minute, with a token bucket for each.

    An account or a key has the limit `most`; an address where nobody signs in has `of_address`, if given.
    """

    def __init__(
        self, most: int, of_address: int | None = None, now: Callable[[], float] = monotonic
    ) -> None:
        """Allow so much a minute; as much at once after a quiet minute."""
        self._most, self.now = {True: most, False: most if of_address is None else of_address}, now
        # What is left, and when it was counted; accounts apart, so that addresses displace none.
        self._left: dict[bool, dict[str, tuple[float, float]]] = {True: {}, False: {}}
        self._lock = Lock()

    def a_minute(self, client: str) -> int:
        """Return how often a client may do it in a minute."""
        return self._most[is_account(client)]

    def wait(self, client: str) -> int:
        """Count what a client does; return 0, or the seconds after which it may do more."""
        most, kept = self.a_minute(client), self._left[is_account(client)]
        with self._lock:
            left, at = kept.get(client, (float(most), self.now()))
            left = min(most, left + (self.now() - at) * most / 60)
            allowed = left >= 1
            remember(kept, client, (left - allowed, self.now()))
        return 0 if allowed else max(1, ceil((1 - left) * 60 / most))


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
_Key = tuple[str, str]  # a name and a network; '' where either does not count


@dataclass(frozen=True, slots=True)
class _Wrong:
    """How many wrong passwords were given, and when the last was."""

    count: int
    last: float


class Throttle:
    """Counts wrong passwords."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self.now = now
        self._wrong: dict[_Key, _Wrong] = {}
        self._spent: dict[str, tuple[float, float]] = {}  # guesses of a name, and when they were counted
        self._familiar: dict[_Key, None] = {}  # who has signed in, and from where

    def wait(self, name: str, address: str) -> int:
        """Return the minutes until a password may be tried, 0 when it may be now."""
        network = network_of(address)
        waits = [self._left(key, free) for key, free in _keys(name, network)]
        if (name, network) not in self._familiar:
            waits.append(max(0.0, self._guesses(name) + 1 - GUESSES) * _REFILL)
        return ceil(max(waits) / 60)

    def wrong(self, name: str, address: str) -> None:
        """Count a wrong password."""
        network = network_of(address)
        for key, _ in _keys(name, network):
            before = self._wrong.pop(key, None)
            counts = before is not None and before.last + SECONDS > self.now()
            count = before.count + 1 if before and counts else 1
            remember(self._wrong, key, _Wrong(count, self.now()), MOST)
        if (name, network) not in self._familiar:
            remember(self._spent, name, (min(GUESSES, self._guesses(name) + 1), self.now()), MOST)

    def right(self, name: str, address: str) -> None:
        """Forget what was wrong for a name from a network, and remember that its owner comes from there."""
        key = (name, network_of(address))
        self._wrong.pop(key, None)
        remember(self._familiar, key, None, MOST)

    def _left(self, key: _Key, free: int) -> float:
        wrong = self._wrong.get(key)
        if wrong is None or wrong.count < free:
            return 0.0
        delay = min(SECONDS, FIRST * 2.0 ** min(wrong.count - free, 10))
        return max(0.0, wrong.last + delay - self.now())

    def _guesses(self, name: str) -> float:
        """Return how many guesses of a name are not free again."""
        spent, at = self._spent.get(name, (0.0, 0.0))
        return max(0.0, spent - (self.now() - at) / _REFILL)


def _keys(name: str, network: str) -> tuple[tuple[_Key, int], ...]:
    """Return what a wrong password counts for, and how many are free there."""
    return ((name, network), BY_NAME), (("", network), BY_NETWORK)
