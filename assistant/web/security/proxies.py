"""Which addresses are proxies in front of the server."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence


class Proxies:
    """The addresses and networks that the settings name as proxies."""

    def __init__(self, named: Sequence[str]) -> None:
        """Take what `Settings.proxies` lists. Raises ValueError for what is no address or network."""
        self._networks = [ipaddress.ip_network(one, strict=False) for one in named]

    def __contains__(self, host: str) -> bool:
        """Return whether an address is that of a proxy."""
        if not self._networks:
            return False
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return False
        return any(address in one for one in self._networks)
