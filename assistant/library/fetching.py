"""Fetching official texts from the addresses in the catalogue, where there is a network.

A download is parsed like any other file, in a separate process, and its text must identify it as the
requested edition. A treaty has neither number nor year, so its address is trusted. Only public hosts are
contacted, over https, also after redirects.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from assistant.library.importing import (
    NOTHING,
    Added,
    Allowed,
    Intake,
    Offer,
    Status,
    Watch,
    no_progress,
    open_intake,
)
from assistant.library.library import Library
from assistant.settings import Fetching, Settings
from corpus.errors import ResolutionsError, UnreadableFile
from corpus.instruments import Instrument
from corpus.keys import EditionKey
from ingest.apart import parse_in_child
from ingest.parse import Parse

if TYPE_CHECKING:
    import httpx

    Network = Callable[[], httpx.AsyncBaseTransport]

_AGENT = "resolution-assistant"
_OK = 200
_PAGE_WITHIN = 1024  # bytes
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head)\b", re.IGNORECASE)
_ERRNO = re.compile(r"\[Errno -?[0-9]+\] ?")


class _NotReached(Exception):
    """A host cannot be reached."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of each text, and the hosts that could not be reached, with what was said of each."""

    added: tuple[Added, ...]
    unreached: Mapping[str, str]


def public_network() -> httpx.AsyncBaseTransport:
    """Return what connects to public hosts, for one download."""
    from assistant.library.public_hosts import PublicHosts  # loads httpx

    return PublicHosts()


def fetchable(library: Library) -> tuple[Instrument, ...]:
    """Return the catalogue's instruments that have an address and are not in the library."""
    instruments = library.catalogue.instruments
    return tuple(
        instrument
        for instrument in instruments
        if instrument.address and not library.holds(instrument.edition)
    )


def instruments_to_fetch(keys: Iterable[EditionKey], library: Library) -> tuple[Instrument, ...]:
    """Return the instruments with these keys. Raises ResolutionsError where no address is known."""
    found = []
    for key in keys:
        instrument = library.catalogue.edition(key)
        if instrument is None or not instrument.address:
            raise ResolutionsError(
                f"'{key}': no address is known; download the text and run: resolutions add FILE --key {key}"
            )
        found.append(instrument)
    return tuple(found)


def fetch_texts(
    instruments: Sequence[Instrument],
    settings: Settings,
    *,
    allowed: Allowed = NOTHING,
    watch: Watch = no_progress,
    network: Network = public_network,
) -> Fetched:
    """Fetch and add the texts of instruments; one that cannot be had harms no other.

    A host that cannot be reached is asked once. `network` makes what connects, anew for each download.
    Raises HomeUnavailable.
    """
    rows: list[Added] = []
    unreached: dict[str, str] = {}
    with open_intake(settings) as intake:
        for instrument in instruments:
            host = urlsplit(instrument.address).netloc
            if host in unreached:
                continue
            try:
                rows.append(_fetched(instrument, intake, allowed, settings, network))
                watch(rows[-1], len(instruments))
            except _NotReached as error:
                unreached[host] = str(error)
    return Fetched(tuple(rows), unreached)


def _fetched(
    instrument: Instrument, intake: Intake, allowed: Allowed, settings: Settings, network: Network
) -> Added:
    """Fetch one text and offer it to the library. Raises _NotReached."""
    address, started = instrument.address, perf_counter()
    try:
        data = asyncio.run(_download(address, settings.fetching, settings.limits.size, network))
    except UnreadableFile as error:  # nothing came that could be set aside
        spent, reason = perf_counter() - started, error.reason
        return Added(address, Status.QUARANTINED, seconds=spent, reason=reason, said=str(error))
    offer = Offer(address, address, data, fetched=f"{datetime.now(UTC):%Y-%m-%d}", allowed=allowed)
    try:
        offer = replace(offer, parse=_requested_parse(data, instrument, settings))
    except UnreadableFile as error:
        offer = replace(offer, refused=error)
    return intake.take(replace(offer, seconds=perf_counter() - started))


def _requested_parse(data: bytes, instrument: Instrument, settings: Settings) -> Parse:
    """Parse what came, if it is the edition that was asked for. Raises UnreadableFile."""
    key, address, limits = instrument.edition, instrument.address, settings.limits
    is_page = _PAGE.match(data[:_PAGE_WITHIN]) is not None
    page = UnreadableFile(
        f"{address}: answers with a web page, not with the text; open it in a browser, save the PDF, "
        "and run: resolutions add FILE",
        "unsupported",
    )
    try:
        parses = parse_in_child(data, address, instrument.name, (), limits)
        parse = next((candidate for candidate in parses if candidate.key == key), parses[0])
        if parse.key is None and not is_page and len(parses) == 1 and _is_unnumbered(key, parse):
            (parse,) = parse_in_child(data, address, instrument.name, (key,), limits)
    except UnreadableFile as error:
        raise page if is_page else error from error
    if parse.key == key:
        return parse
    mismatch = f"says that it is {parse.key}" if parse.key else "does not say which edition it is"
    remedy = "download the text and run: resolutions add FILE"
    raise page if is_page else UnreadableFile(f"{address}: {mismatch}, not {key}; {remedy}", "other-edition")


def _is_unnumbered(key: EditionKey, parse: Parse) -> bool:
    """Return True for a treaty without a number, if the text calls itself what was asked for."""
    work = key.instrument.work.replace("-", " ")
    is_called = any(work in provision.text.lower() for provision in parse.provisions)
    return is_called and not any(character.isdigit() for character in work)


async def _download(address: str, fetching: Fetching, limit: int, network: Network) -> bytes:
    """Return what an address answers. Raises UnreadableFile, _NotReached."""
    import httpx

    timeout = httpx.Timeout(fetching.seconds, connect=fetching.connect)
    headers = {"User-Agent": _AGENT, "Accept-Encoding": "identity"}
    try:
        async with (
            asyncio.timeout(fetching.seconds),
            httpx.AsyncClient(timeout=timeout, headers=headers, transport=network()) as client,
        ):
            return await _followed(client, address, fetching.redirects, limit)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
        raise _NotReached(_ERRNO.sub("", str(error)) or "no answer") from error
    except (TimeoutError, httpx.TimeoutException) as error:
        problem = f"not there after {fetching.seconds:g} s; try again, or raise RESOLUTIONS_FETCH_SECONDS"
        raise UnreadableFile(f"{address}: {problem}", "time") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise UnreadableFile(f"{address}: broke off ({error}); try again later", "unreadable") from error


async def _followed(client: httpx.AsyncClient, address: str, redirects: int, limit: int) -> bytes:
    """Ask an address, and where it leads, as often as is allowed. Raises UnreadableFile.

    The client says where an answer leads, but does not go there itself: it would read the whole answer first.
    """
    import httpx

    from assistant.library.public_hosts import PrivateHost

    url, leads = httpx.URL(address), "not fetched, "
    remedy = "download the text with a browser and run: resolutions add FILE"
    for _ in range(redirects + 1):
        try:
            if url.scheme != "https":
                raise UnreadableFile(f"{address}: {leads}which is not https; {remedy}", "unreadable")
            async with client.stream("GET", url) as answer:
                if answer.next_request is None:
                    return await _body(answer, address, limit)
                url = answer.next_request.url
                leads = f"leads to {url}, "
        except PrivateHost as error:
            why = f"{leads}and {error} is not a public host"
            raise UnreadableFile(f"{address}: {why}; {remedy}", "unreadable") from None
    raise UnreadableFile(
        f"{address}: leads on more than {redirects} times; download the text with a browser",
        "unreadable",
    )


async def _body(answer: httpx.Response, address: str, limit: int) -> bytes:
    """Read an answer's body, which may have so many bytes."""
    if answer.status_code != _OK:
        status = f"{answer.status_code} {answer.reason_phrase}".strip()
        raise UnreadableFile(f"{address}: answers {status}; download the text with a browser", "missing")
    body = bytearray()
    async for piece in answer.aiter_bytes():
        body += piece
        if len(body) > limit:
            raise UnreadableFile(f"{address}: more than {limit:,} bytes; not fetched", "too-large")
    return bytes(body)
