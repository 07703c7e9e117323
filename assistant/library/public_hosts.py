"""Connections to public hosts only: what a fetched page leads to never reaches the network it runs in.

A host is resolved once, every address that it has is checked, and the connection goes to a checked
address: a name that resolves differently a moment later leads nowhere else. The certificate is still that
of the name. Where the environment names a proxy, the proxy resolves names and decides what it reaches;
addresses and the names of this machine are refused here all the same.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Sequence
from urllib.request import getproxies, proxy_bypass

import httpx

Resolve = Callable[[str], Awaitable[Sequence[str]]]
"""Returns the addresses of a host. Raises OSError where it has none."""

_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_IPV4_BITS = 0xFFFF_FFFF


class PrivateHost(Exception):
    """A host is on a private network, or is this machine."""


def is_public(address: str) -> bool:
    """Return True if an IP address belongs to a host on the internet; so does an IPv4 address inside it."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv4Address):
        return found.is_global and not found.is_multicast
    inner = found.ipv4_mapped or found.sixtofour
    if found in _NAT64:
        inner = ipaddress.IPv4Address(int(found) & _IPV4_BITS)
    if inner is not None:
        return is_public(str(inner))
    return found in _GLOBAL_UNICAST and found.is_global


async def resolve_host(host: str) -> Sequence[str]:
    """Return the addresses of a host, in the order in which the system would try them. Raises OSError."""
    try:
        rows = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label of more than 63 characters
        raise OSError(f"'{host[:60]}…' is no name of a host") from error
    return [str(row[4][0]) for row in rows]


class PublicHosts(httpx.AsyncBaseTransport):
    """Sends requests to public hosts. Raises PrivateHost for any other."""

    def __init__(
        self, resolve: Resolve = resolve_host, direct: httpx.AsyncBaseTransport | None = None
    ) -> None:
        """Take what resolves hosts, and what connects to the addresses found (default: httpx)."""
        self._resolve = resolve
        self._direct = direct or httpx.AsyncHTTPTransport()
        self._proxied: dict[str, httpx.AsyncHTTPTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request to the first address of its host that can be reached."""
        host = request.url.host
        name = host.lower().rstrip(".")
        if name == "localhost" or name.endswith(".localhost"):
            raise PrivateHost(host)
        proxies = getproxies()
        proxy = proxies.get(request.url.scheme) or proxies.get("all") or ""
        if proxy and not proxy_bypass(host):
            _check_addresses(host, _numeric(host))
            if proxy not in self._proxied:
                self._proxied[proxy] = httpx.AsyncHTTPTransport(proxy=proxy)
            return await self._proxied[proxy].handle_async_request(request)
        try:
            addresses = await self._resolve(host)
        except OSError as error:
            raise httpx.ConnectError(error.strerror or str(error), request=request) from error
        _check_addresses(host, addresses)
        failure: httpx.TransportError = httpx.ConnectError("no address", request=request)
        for address in addresses:
            try:
                sent = httpx.Request(  # to the address, with the name and the certificate of its host
                    request.method,
                    request.url.copy_with(host=address),
                    headers=request.headers,
                    stream=request.stream,
                    extensions={**request.extensions, "sni_hostname": host},
                )
                return await self._direct.handle_async_request(sent)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failure = error
        raise failure

    async def aclose(self) -> None:
        """Close all connections."""
        for transport in (self._direct, *self._proxied.values()):
            await transport.aclose()


def _check_addresses(host: str, addresses: Sequence[str]) -> None:
    for address in addresses:
        if not is_public(address):
            raise PrivateHost(host if address == host else f"{host} ({address})")


def _numeric(host: str) -> Sequence[str]:
    """Return the address that a host is written as, in any of its forms; none for a name."""
    try:
        rows = socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST, type=socket.SOCK_STREAM)
    except OSError:
        return ()
    return [str(row[4][0]) for row in rows]
