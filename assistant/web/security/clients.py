"""Whom a request counts for: the account, else the network of the address that asks."""

from __future__ import annotations

from starlette.types import Scope

from assistant.web.security.networks import network_of

_ACCOUNT, _ADDRESS = "account ", "address "


def client_of(scope: Scope) -> str:
    """Return whom a request counts for; only trusted proxies pass an address on."""
    account = scope.get("state", {}).get("account")
    if owner := getattr(account, "id", ""):
        return f"{_ACCOUNT}{owner}"
    return f"{_ADDRESS}{network_of(scope['client'][0]) if scope.get('client') else ''}"


def is_account(client: str) -> bool:
    """Return True for an account, False for an address, behind which there may be a room of people."""
    return client.startswith(_ACCOUNT)
