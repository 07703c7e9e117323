"""The tools as another assistant meets them: over HTTP and over standard input and output."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.stdio import stdio_client

from assistant.operations import OPERATIONS
from assistant.pipeline import Assistant
from assistant.plain_text import CLOSED, MATERIAL, OPENED

KEY = "itu-pp/res-71/2022"
COUNCIL = f"{KEY}#instructs-itu-council__para_5"
CALLS: dict[str, dict[str, Any]] = {
    "search": {"query": "report to the Council every year", "limit": 3},
    "ask": {"question": "What does the resolution instruct the ITU Council to do?"},
    "verify_claim": {"claim": "The Council shall be dissolved.", "id": COUNCIL},
    "check_document": {"text": "Resolution 71 (Rev. Bucharest, 2022) instructs the Council to report."},
    "list_texts": {},
    "fetch": {"id": COUNCIL},
    "read_provision": {"label": "considering b)"},
    "list_provisions": {"text": KEY, "kind": "operative", "limit": 5},
    "find_precedents": {"draft": "to report annually to the Council", "limit": 2},
    "list_duties": {"body": "ITU Council"},
    "concordance": {"phrase": "strategic plan", "limit": 2},
    "compare_editions": {"a": KEY, "b": "itu-pp/res-25/2022"},
    "references": {"id": KEY},
}
"""A call of every tool; the library of the tests has no second text to compare with."""


def unmarked(value: Any) -> Any:
    """Return JSON without the marks around words of texts, none of which has an escape here."""
    if isinstance(value, dict):
        return {name: unmarked(one) for name, one in value.items()}
    if isinstance(value, list):
        return [unmarked(one) for one in value]
    is_marked = isinstance(value, str) and value.startswith(OPENED)
    return value.removeprefix(OPENED).removesuffix(CLOSED) if is_marked else value


async def every_tool(client: Client) -> None:
    """List the tools and call each; what it gives is what it says it gives."""
    tools = {one.name: one for one in (await client.list_tools()).tools}
    assert set(tools) == set(OPERATIONS) == set(CALLS)
    for name, given in CALLS.items():
        one = tools[name]
        assert one.annotations is not None
        assert (one.annotations.read_only_hint, one.annotations.destructive_hint) == (True, False), name
        result = await client.call_tool(name, given)
        text = json.loads(result.content[-1].text)
        if name == "compare_editions":
            assert result.is_error
            assert text["error"]["code"] == "unknown_text"
            continue
        assert not result.is_error, (name, text)
        assert result.content[0].text == MATERIAL
        assert result.structured_content == unmarked(text)
        assert set(text) == set(one.output_schema["properties"]), name


def over(server: Any, use: Callable[[Client], Awaitable[None]]) -> None:
    """Use a client of a server."""

    async def run() -> None:
        async with Client(server) as client:
            await use(client)

    anyio.run(run)


def test_a_client_lists_and_calls_every_tool_over_http(address: str):
    over(f"{address}/mcp", every_tool)


@pytest.mark.slow
def test_a_client_lists_and_calls_every_tool_over_stdio(assistant: Assistant, home: Path):
    environment = {**os.environ, "RESOLUTIONS_HOME": str(home)}
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "assistant.cli", "mcp"], env=environment
    )
    over(stdio_client(server), every_tool)


def test_addresses_are_those_at_which_the_server_was_asked(address: str):
    async def use(client: Client) -> None:
        result = await client.call_tool("fetch", {"id": COUNCIL})
        assert result.structured_content["url"] == f"{address}/res-71/2022/council-5"

    over(f"{address}/mcp", use)


def test_an_error_has_a_code_and_a_remedy_and_an_unknown_tool_is_refused(address: str):
    async def use(client: Client) -> None:
        result = await client.call_tool("fetch", {"id": f"{KEY}#resolves__para_99"})
        error = json.loads(result.content[0].text)["error"]
        assert result.is_error
        assert error["code"] == "unknown_clause"
        assert error["remedy"]
        with pytest.raises(MCPError, match="there is no tool 'delete_everything'"):
            await client.call_tool("delete_everything", {})
        assert (await client.call_tool("list_texts", {})).structured_content["total"] >= 1

    over(f"{address}/mcp", use)
