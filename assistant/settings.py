"""Settings: each has a name, a default and an environment variable that changes it."""

from __future__ import annotations

import ipaddress
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import SplitResult, urlsplit

from platformdirs import user_data_path

from corpus.errors import ResolutionsError
from corpus.keys import InstrumentKey
from ingest.limits import Limits

_MB = 1_000_000
_MIB = 1 << 20
LOGS = ("text", "json")
"""The forms of the log."""
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Fetching:
    """How texts are fetched: seconds to connect, seconds in all, redirects."""

    connect: float = 5.0
    seconds: float = 60.0
    redirects: int = 3


@dataclass(frozen=True, slots=True)
class Traffic:
    """What one client may ask for in a minute, and how much is made, kept and sent at once.

    Each rate is that of an account; `address_…` that of an address where nobody signs in: a room full of
    people may be behind one. Pages are those that are computed, requests all others.
    """

    pages: int = 240
    address_pages: int = 1200
    exports: int = 60
    address_exports: int = 300
    requests: int = 1200
    address_requests: int = 6000
    pages_at_once: int = 4
    exports_at_once: int = 2
    seconds: float = 20.0
    kept: int = 64 * _MB
    unread: int = 64 * _MB


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A language model: where it is asked, by which name, with which key; the key is never shown."""

    base_url: str
    model: str
    api_key: str = field(default="", repr=False)

    @property
    def is_local(self) -> bool:
        """Whether it runs on this machine."""
        return is_loopback(urlsplit(self.base_url).hostname or "")


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set.

    home        RESOLUTIONS_HOME    where library, index and cache are kept; default: the
                                    platform's folder for user data
    model       RESOLUTIONS_MODEL   folder of a sentence-transformers model; default: the shipped one
    subject     RESOLUTIONS_SUBJECT  the instrument that "the resolution" means: itu-pp/res-71;
                                    "none": no one
    host, port  RESOLUTIONS_HOST, RESOLUTIONS_PORT   where the pages are served; 127.0.0.1:7860
    sign_in     RESOLUTIONS_SIGN_IN=1   a sign-in is needed on this machine too, as behind a proxy;
                                    on any other host it always is
    proxies     RESOLUTIONS_PROXIES  the addresses of proxies in front, separated by commas: only these are
                believed about who asks, and over https; default: none
    questions   RESOLUTIONS_QUESTIONS 20   questions a minute of one account
    address_questions  RESOLUTIONS_ADDRESS_QUESTIONS 100   questions a minute from one address where nobody
                signs in: a delegation may be behind it
    connections  RESOLUTIONS_CONNECTIONS 800   connections at once; one more is told to come back
    address_connections  RESOLUTIONS_ADDRESS_CONNECTIONS 400   of these, from one address that is no proxy:
                fifty browsers open up to six each
    connection_seconds  RESOLUTIONS_CONNECTION_SECONDS 20   how long a connection may say nothing, and a
                request may take to arrive; a body has a second more for every 1,000 bytes
    log         RESOLUTIONS_LOG text   messages on standard error, for a person at a terminal; "json": a
                JSON object a line, also for every request and every question
    log_questions  RESOLUTIONS_LOG_QUESTIONS=1   logs have the words of questions, and what an error says,
                which may quote them; default: neither
    address     RESOLUTIONS_ADDRESS   where people open the pages, as https://texts.example: citations for
                other programs carry it; default: the address that a request was sent to

    RESOLUTIONS_TODAY, as in 2026-11-30, is the day on which an edition must be adopted to count as law;
    default: the day by this machine's clock (`today`).

    For other programs (REST and MCP):

    api_calls   RESOLUTIONS_API_CALLS 120   calls a minute with one key, or of an account without one
    address_api_calls  RESOLUTIONS_ADDRESS_API_CALLS 600   the same from an address where nobody
                signs in
    api_origins RESOLUTIONS_API_ORIGINS  sites whose scripts may call, as https://desk.example, separated
                by commas; default: none

    What pages and exports may cost (the addresses are those from which nobody signs in):

    traffic     RESOLUTIONS_PAGES 240, RESOLUTIONS_ADDRESS_PAGES 1200: computed pages a minute (comparisons,
                duties, searches) of an account, from an address; RESOLUTIONS_EXPORTS 60,
                RESOLUTIONS_ADDRESS_EXPORTS 300: files a minute; RESOLUTIONS_REQUESTS 1200,
                RESOLUTIONS_ADDRESS_REQUESTS 6000: all other requests a minute;
                RESOLUTIONS_PAGES_AT_ONCE 4, RESOLUTIONS_EXPORTS_AT_ONCE 2: how many are made at once, at most
                half of them for one client; RESOLUTIONS_WAIT_SECONDS 20: how long others wait for their turn;
                RESOLUTIONS_KEPT_MB 64: exports that are kept; RESOLUTIONS_UNREAD_MB 64: what is made for one
                client and not yet received by it

    What one file may cost, and how many are read at once:

    limits      RESOLUTIONS_FILE_MB 50, RESOLUTIONS_FILE_PAGES 2000, RESOLUTIONS_FILE_PROVISIONS 50000;
                RESOLUTIONS_FILE_MEMORY_MB 1024
                (2^20 bytes each) of address space; RESOLUTIONS_FILE_SECONDS 30 of work and
                RESOLUTIONS_FILE_SECONDS_A_PAGE 0.1 more, on the clock twice that
    readers     RESOLUTIONS_READERS  files read at once: one a processor, at most 4
    quarantine  RESOLUTIONS_QUARANTINE_MB 200   bytes of which the quarantine keeps copies

    fetching    RESOLUTIONS_CONNECT_SECONDS 5, RESOLUTIONS_FETCH_SECONDS 60; three redirects;
                over https, and from public hosts only

    language_model   RESOLUTIONS_LLM_BASE_URL, RESOLUTIONS_LLM_MODEL; RESOLUTIONS_LLM_API_KEY where
                one is needed: a server that speaks the OpenAI protocol, over https or on this
                machine, as in http://127.0.0.1:11434/v1; default: none
    """

    home: Path
    model: Path | None = None
    host: str = "127.0.0.1"
    port: int = 7860
    sign_in: bool = False
    proxies: tuple[str, ...] = ()
    questions: int = 20
    address_questions: int = 100
    connections: int = 800
    address_connections: int = 400
    connection_seconds: float = 20.0
    log: str = "text"
    log_questions: bool = False
    address: str = ""
    api_calls: int = 120
    address_api_calls: int = 600
    traffic: Traffic = Traffic()
    api_origins: tuple[str, ...] = ()
    subject: InstrumentKey | None = InstrumentKey("itu-pp", "res-71")  # noqa: RUF009  it is frozen
    limits: Limits = Limits()  # noqa: RUF009  it is frozen
    readers: int = min(4, os.cpu_count() or 1)
    quarantine: int = 200 * _MB
    fetching: Fetching = Fetching()
    language_model: LanguageModel | None = None

    @property
    def needs_sign_in(self) -> bool:
        """Whether the pages ask who one is: others than those at this machine can reach them."""
        return self.sign_in or not is_loopback(self.host)


Numbers = TypeVar("Numbers", Settings, Traffic, Limits, Fetching)
_Named = tuple[str, int] | None  # a variable and the unit in which it is given; None: it is read otherwise
_TRAFFIC: Mapping[str, _Named] = {
    "seconds": ("WAIT_SECONDS", 1),
    "kept": ("KEPT_MB", _MB),
    "unread": ("UNREAD_MB", _MB),
}
_LIMITS: Mapping[str, _Named] = {"size": ("FILE_MB", _MB), "memory": ("FILE_MEMORY_MB", _MIB)}
_FETCHING: Mapping[str, _Named] = {
    "connect": ("CONNECT_SECONDS", 1),
    "seconds": ("FETCH_SECONDS", 1),
    "redirects": None,
}


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings from the environment. Raises ResolutionsError for a value that cannot be."""
    home = environment.get("RESOLUTIONS_HOME", "").strip()
    model = environment.get("RESOLUTIONS_MODEL", "").strip()
    port = environment.get("RESOLUTIONS_PORT", "7860").strip()
    if not (port.isascii() and port.isdigit()) or not 1 <= int(port) <= 65535:
        raise ResolutionsError(f"RESOLUTIONS_PORT='{port}' is no port; set a number from 1 to 65535")
    plain = Settings(user_data_path("resolutions", appauthor=False))
    read = Settings(
        home=Path(home).expanduser() if home else plain.home,
        model=Path(model).expanduser() if model else None,
        host=_host(environment.get("RESOLUTIONS_HOST", "")) or plain.host,
        port=int(port),
        sign_in=_switch(environment, "SIGN_IN"),
        proxies=_proxies(environment.get("RESOLUTIONS_PROXIES", "")),
        log=_log(environment.get("RESOLUTIONS_LOG", "").strip() or plain.log),
        log_questions=_switch(environment, "LOG_QUESTIONS"),
        address=_site(environment.get("RESOLUTIONS_ADDRESS", ""), "RESOLUTIONS_ADDRESS"),
        traffic=_with_numbers(plain.traffic, environment, _TRAFFIC),
        api_origins=_sites(environment.get("RESOLUTIONS_API_ORIGINS", "")),
        subject=_subject(environment, plain.subject),
        limits=_with_numbers(plain.limits, environment, _LIMITS, prefix="FILE_"),
        fetching=_with_numbers(plain.fetching, environment, _FETCHING),
        language_model=_language_model(environment),
    )
    return _with_numbers(read, environment, {"quarantine": ("QUARANTINE_MB", _MB), "port": None})


def today(environment: Mapping[str, str] = os.environ) -> date:
    """Return the day on which an edition must be adopted to count. Raises ResolutionsError."""
    text = environment.get("RESOLUTIONS_TODAY", "").strip()
    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError:
        raise ResolutionsError(f"RESOLUTIONS_TODAY='{text}' is no day; set one, as in 2026-11-30") from None


def in_url(host: str) -> str:
    """Return a host as it stands in a URL: an IPv6 address in brackets."""
    return f"[{host}]" if ":" in host else host


def _host(text: str) -> str:
    """Read a host: an IP address as browsers write it, without the brackets of a URL."""
    text = text.strip().removeprefix("[").removesuffix("]")
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return text


def _switch(environment: Mapping[str, str], name: str) -> bool:
    """Read a setting that is on or off. Raises ResolutionsError: what was meant must not be guessed."""
    text = environment.get(f"RESOLUTIONS_{name}", "").strip()
    if text not in ("", "0", "1"):
        raise ResolutionsError(f"RESOLUTIONS_{name}='{text}' is neither on nor off; set 1 or 0")
    return text == "1"


def _log(text: str) -> str:
    """Read the form of the log. Raises ResolutionsError."""
    if text not in LOGS:
        raise ResolutionsError(f"RESOLUTIONS_LOG={text!r} is no form of the log; set {' or '.join(LOGS)}")
    return text


def _proxies(text: str) -> tuple[str, ...]:
    """Read the addresses of proxies, or networks of them. Raises ResolutionsError."""
    found = tuple(filter(None, (one.strip() for one in text.split(","))))
    for one in found:
        try:
            ipaddress.ip_network(one, strict=False)
        except ValueError:
            raise ResolutionsError(
                f"RESOLUTIONS_PROXIES: {one!r} is not an IP address or network; use, for example, "
                "127.0.0.1,10.0.0.0/8"
            ) from None
    return tuple(str(ipaddress.ip_network(one, strict=False)) if "/" in one else one for one in found)


def _site(text: str, name: str) -> str:
    """Read the address of a site, without a path; '' is none. Raises ResolutionsError."""
    text = text.strip().rstrip("/")
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        is_site = (
            parts.scheme in ("http", "https") and parts.hostname and text.isascii() and text.isprintable()
        )
        is_site = is_site and (parts.port or 1) > 0
    except ValueError:
        is_site = False
    if not is_site or "@" in parts.netloc or parts.path or parts.query or parts.fragment:
        raise ResolutionsError(
            f"{name}={text!r} is not the address of a site; use one such as https://texts.example"
        )
    port = "" if parts.port in (None, _PORTS[parts.scheme]) else f":{parts.port}"
    return f"{parts.scheme}://{in_url(parts.hostname or '')}{port}"  # as browsers write it


def _sites(text: str) -> tuple[str, ...]:
    """Read the addresses of sites, separated by commas. Raises ResolutionsError."""
    found = (_site(one, "RESOLUTIONS_API_ORIGINS") for one in text.split(","))
    return tuple(filter(None, found))


def _subject(environment: Mapping[str, str], plain: InstrumentKey | None) -> InstrumentKey | None:
    """Read the instrument that questions mean. Raises InvalidKey."""
    text = environment.get("RESOLUTIONS_SUBJECT", "").strip()
    if text == "none":
        return None
    return InstrumentKey.parse(text) if text else plain


def _language_model(environment: Mapping[str, str]) -> LanguageModel | None:
    """Read which language model is to be asked, None where none is named. Raises ResolutionsError."""
    names = ("RESOLUTIONS_LLM_BASE_URL", "RESOLUTIONS_LLM_MODEL", "RESOLUTIONS_LLM_API_KEY")
    url, model, key = (environment.get(name, "").strip() for name in names)
    if not (url or model or key):
        return None
    if not (url and model):
        given, missing = next(name for name in names if environment.get(name, "").strip()), names[bool(url)]
        raise ResolutionsError(f"{given} is set and {missing} is not; a language model needs both")
    if problem := _address_problem(url):
        told = "" if "@" in url or "?" in url else f"={url!r}"  # what may hide a password is not shown
        said = f"RESOLUTIONS_LLM_BASE_URL{told} {problem}; set one, as in http://127.0.0.1:11434/v1"
        raise ResolutionsError(said)
    if not model.isprintable():
        raise ResolutionsError(f"RESOLUTIONS_LLM_MODEL={model!r} is no name; set the one the server knows")
    if not (key.isascii() and key.isprintable()):
        raise ResolutionsError("RESOLUTIONS_LLM_API_KEY has characters that no key has; paste it again")
    return LanguageModel(url.rstrip("/"), model, key)


def _address_problem(url: str) -> str:
    """Say why an address is not asked, or ''."""
    try:
        parts = urlsplit(url)
        plain = url.isascii() and url.isprintable() and " " not in url and (parts.port or 1) > 0
    except ValueError:
        parts, plain = SplitResult("", "", "", "", ""), False
    if not plain or parts.scheme not in ("http", "https") or not parts.hostname:
        return "is no address"
    if "@" in parts.netloc or parts.query or parts.fragment:
        return "has more than a host and a path"
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        return "is neither https nor on this machine"
    return ""


def is_loopback(host: str) -> bool:
    """Return True if a host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _with_numbers(
    plain: Numbers, environment: Mapping[str, str], named: Mapping[str, _Named], prefix: str = ""
) -> Numbers:
    """Return settings with the numbers that are set, each by the name of its field or as it is `named`.

    A whole number is at least one. Raises ResolutionsError.
    """
    found: dict[str, Any] = {}
    for one in fields(plain):
        default, name = getattr(plain, one.name), named.get(one.name, (f"{prefix}{one.name.upper()}", 1))
        if name is not None and type(default) in (int, float):
            number = _number(environment, name[0], default / name[1]) * name[1]
            found[one.name] = number if isinstance(default, float) else max(1, round(number))
    return replace(plain, **found)


def _number(environment: Mapping[str, str], name: str, default: float) -> float:
    """Read a positive number. Raises ResolutionsError."""
    text = environment.get(f"RESOLUTIONS_{name}", "").strip()
    if not text:
        return default
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number < 1e9:  # neither is true of NaN
        said = f"RESOLUTIONS_{name}='{text}' is no positive number; set one, as in {default:g}"
        raise ResolutionsError(said)
    return number
