"""The interfaces for other programs: where they are, what refuses a call, which sites may call.

They answer errors as JSON: {"error": {"code", "message", "remedy"}}.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

MCP = "/mcp"
"""The path of the Model Context Protocol."""
_REMEDIES = {
    "too_large": "send less",
    "bad_value": "see /api for what there is",
    "bad_host": "send exactly one Host header",
    "not_found": "see /api for what there is",
    "foreign_site": "ask whoever runs this server to add your site to RESOLUTIONS_API_ORIGINS",
    "key_needed": "send “Authorization: Bearer KEY”; whoever runs this server makes keys",
    "bad_key": "ask whoever runs this server for another key",
    "accounts_unavailable": "tell whoever runs this server, and try again later",
    "bad_method": "use GET or POST for REST, POST for MCP",
    "fault": "try again, or report the number",
    "refused": "see /api for what there is",
    "too_many_calls": "wait as long as the header Retry-After says",
    "busy": "wait as long as the header Retry-After says",
    "too_many_connections": "wait as long as the header Retry-After says",
}


def is_for_programs(path: str) -> bool:
    """Return True if a path belongs to REST or MCP."""
    return path == MCP or path.startswith((f"{MCP}/", "/api/"))


def refused_call(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return the response to a call that is refused before it is carried out."""
    said = {"code": code, "message": message, "remedy": _REMEDIES[code]}
    return JSONResponse({"error": said}, status, headers={"Cache-Control": "no-store", **(headers or {})})


class AllowedSites:
    """Lets the scripts of some sites call the interfaces; the pages are for none."""

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        """Stand before an application."""
        self.app = app
        self._shared = CORSMiddleware(
            app,
            allow_origins=origins,
            allow_methods=["GET", "POST"],
            expose_headers=["Retry-After", "X-Request-Id"],
            allow_headers=["Authorization", "Content-Type", "Mcp-Protocol-Version", "Mcp-Method", "Mcp-Name"],
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        shared = scope["type"] == "http" and is_for_programs(scope["path"])
        await (self._shared if shared else self.app)(scope, receive, send)
