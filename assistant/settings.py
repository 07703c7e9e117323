"""Settings: each has a name, a default and an environment variable that changes it."""

from __future__ import annotations

import importlib.util
import ipaddress
import math
import os
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import SplitResult, urlsplit

from platformdirs import user_data_path

from corpus.errors import ResolutionsError
from corpus.keys import InstrumentKey
from index.shared_store import StoreAddress
from ingest.limits import Limits

_MB = 1_000_000
_MIB = 1 << 20
LOGS = ("text", "json")
"""The forms of the log."""
_PORTS = {"http": 80, "https": 443}
_PREFIX = "RESOLUTIONS_"


@dataclass(frozen=True, slots=True)
class Fetching:
    """How texts are fetched: over https, and from public hosts only."""

    connect: float = 5.0  # CONNECT_SECONDS
    seconds: float = 60.0  # FETCH_SECONDS, in all
    redirects: int = 3  # cannot be set


@dataclass(frozen=True, slots=True)
class Traffic:
    """Limits on what one client may request in a minute, and on what is made, cached and sent at once.

    Rates are per account; `address_…` are per address if nobody signs in: a room full of people may share
    one.
    """

    pages: int = 240  # PAGES: computed ones (comparisons, duties, searches)
    address_pages: int = 1200
    exports: int = 60  # EXPORTS: files
    address_exports: int = 300
    requests: int = 1200  # REQUESTS: all others
    address_requests: int = 6000
    pages_at_once: int = 4  # at most half of them for one client
    exports_at_once: int = 2
    seconds: float = 20.0  # WAIT_SECONDS: how long others wait for their turn
    unread: int = 64 * _MB  # UNREAD_MB: what is made for one client and not yet received by it


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
    """Each setting is read from RESOLUTIONS_<FIELD>, or from the variable named beside it.

    Of a text file FILE_MB, FILE_PAGES, FILE_PROVISIONS, FILE_MEMORY_MB (2^20 bytes each), FILE_SECONDS and
    FILE_SECONDS_A_PAGE may be set (`ingest.limits`). A language model is a server that speaks the OpenAI
    protocol, over https or on this machine: LLM_BASE_URL, LLM_MODEL and, where one is needed, LLM_API_KEY.
    A vector store is at CHROMA_URL or QDRANT_URL, as in http://127.0.0.1:8000, with CHROMA_API_KEY or
    QDRANT_API_KEY where one is needed.
    """

    home: Path  # library, index and cache; by default in the platform's folder for user data
    model: Path | None = None  # folder of a sentence-transformers model; None: the shipped one
    host: str = "127.0.0.1"  # where the pages are served; on any other a sign-in is needed
    port: int = 7860
    sign_in: bool = False  # 1: a sign-in is needed on this machine too, as behind a proxy
    proxies: tuple[str, ...] = ()  # trusted proxies: only their forwarded client address and scheme count
    questions: int = 20  # a minute of one account
    address_questions: int = 100  # a minute from one address where nobody signs in
    connections: int = 800  # at once; further ones are refused and may retry
    address_connections: int = 400  # of these, from one address that is no proxy
    connection_seconds: float = 20.0  # idle limit; a request body gets one more second per 1,000 bytes
    log: str = "text"  # on standard error; "json": a JSON object a line, for every request and question too
    log_questions: bool = False  # 1: logs have the words of questions, and what an error says
    address: str = ""  # where people open the pages, as https://texts.example; '': as a request has it
    api_calls: int = 120  # of programs, a minute with one key, or of an account without one
    address_api_calls: int = 600  # the same from an address where nobody signs in
    traffic: Traffic = Traffic()
    api_origins: tuple[str, ...] = ()  # sites whose scripts may call, separated by commas
    subject: InstrumentKey | None = InstrumentKey("itu-pp", "res-71")  # noqa: RUF009  it is frozen
    limits: Limits = Limits()  # noqa: RUF009  it is frozen
    readers: int = min(4, os.cpu_count() or 1)  # files read at once
    quarantine: int = 200 * _MB  # QUARANTINE_MB: bytes of which the quarantine keeps copies
    fetching: Fetching = Fetching()
    language_model: LanguageModel | None = None
    find_models: bool = True  # 0: nothing looks for language models on this machine
    store: StoreAddress | None = None  # of the vectors; None: Chroma's files in the home

    @property
    def needs_sign_in(self) -> bool:
        """Whether the pages ask who one is: others than those at this machine can reach them."""
        return self.sign_in or not is_loopback(self.host)


Numbers = TypeVar("Numbers", Settings, Traffic, Limits, Fetching)
_NAMED: Mapping[tuple[type, str], tuple[str, int]] = {  # variables, and the unit in which each is given
    (Traffic, "seconds"): ("WAIT_SECONDS", 1),
    (Traffic, "unread"): ("UNREAD_MB", _MB),
    (Limits, "size"): ("FILE_MB", _MB),
    (Limits, "memory"): ("FILE_MEMORY_MB", _MIB),
    (Fetching, "connect"): ("CONNECT_SECONDS", 1),
    (Fetching, "seconds"): ("FETCH_SECONDS", 1),
    (Settings, "quarantine"): ("QUARANTINE_MB", _MB),
}
_NOT_READ_AS_NUMBERS = ("redirects", "port")  # one cannot be set, the other is checked as a port


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings from the environment. Raises ResolutionsError for a value that cannot be."""
    values = defaultdict[str, str](str)  # what is not set is ''
    for name, value in environment.items():
        if name.startswith(_PREFIX):
            values[name.removeprefix(_PREFIX)] = value.strip()
    defaults = Settings(user_data_path("resolutions", appauthor=False))
    port, log, subject = values["PORT"] or "7860", values["LOG"] or defaults.log, defaults.subject
    if not (port.isascii() and port.isdigit()) or not 1 <= int(port) <= 65535:
        raise ResolutionsError(f"RESOLUTIONS_PORT='{port}' is no port; set a number from 1 to 65535")
    if log not in LOGS:
        raise ResolutionsError(f"RESOLUTIONS_LOG={log!r} is no form of the log; set {' or '.join(LOGS)}")
    if values["SUBJECT"]:
        subject = None if values["SUBJECT"] == "none" else InstrumentKey.parse(values["SUBJECT"])
    origins = [_site(origin, "API_ORIGINS") for origin in values["API_ORIGINS"].split(",")]
    settings = Settings(
        home=Path(values["HOME"]).expanduser() if values["HOME"] else defaults.home,
        model=Path(values["MODEL"]).expanduser() if values["MODEL"] else None,
        host=_host(values["HOST"]) or defaults.host,
        port=int(port),
        sign_in=_switch(values, "SIGN_IN"),
        proxies=_proxies(values["PROXIES"]),
        log=log,
        log_questions=_switch(values, "LOG_QUESTIONS"),
        address=_site(values["ADDRESS"], "ADDRESS"),
        traffic=_with_numbers(defaults.traffic, values),
        api_origins=tuple(filter(None, origins)),
        subject=subject,
        limits=_with_numbers(defaults.limits, values, prefix="FILE_"),
        fetching=_with_numbers(defaults.fetching, values),
        language_model=_language_model(values),
        find_models=_switch(values, "FIND_MODELS", default=True),
        store=_store(values),
    )
    return _with_numbers(settings, values)


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


def _switch(values: Mapping[str, str], name: str, *, default: bool = False) -> bool:
    """Read a setting that is on or off. Raises ResolutionsError: what was meant must not be guessed."""
    if values[name] not in ("", "0", "1"):
        raise ResolutionsError(f"RESOLUTIONS_{name}='{values[name]}' is neither on nor off; set 1 or 0")
    return values[name] == "1" if values[name] else default


def _proxies(text: str) -> tuple[str, ...]:
    """Read the addresses of proxies, or networks of them. Raises ResolutionsError."""
    found = []
    for proxy in filter(None, (proxy.strip() for proxy in text.split(","))):
        try:
            network = ipaddress.ip_network(proxy, strict=False)
        except ValueError:
            message = f"RESOLUTIONS_PROXIES: {proxy!r} is not an IP address or network"
            raise ResolutionsError(f"{message}; use, for example, 127.0.0.1,10.0.0.0/8") from None
        found.append(str(network) if "/" in proxy else proxy)
    return tuple(found)


def _site(text: str, name: str) -> str:
    """Read the address of a site, without a path; '' is none. Raises ResolutionsError."""
    text = text.strip().rstrip("/")
    if not text:
        return ""
    parts = _split(text)
    if parts is None or "@" in parts.netloc or parts.path or parts.query or parts.fragment:
        shown = "" if "@" in text or "?" in text else f"={text!r}"  # what may hide a password is not shown
        message = f"RESOLUTIONS_{name}{shown} is not the address of a site"
        raise ResolutionsError(f"{message}; use one such as https://texts.example")
    port = "" if parts.port in (None, _PORTS[parts.scheme]) else f":{parts.port}"
    return f"{parts.scheme}://{in_url(parts.hostname or '')}{port}"  # as browsers write it


def _split(url: str) -> SplitResult | None:
    """Return the parts of an address of http or https, None for what is none."""
    try:
        parts = urlsplit(url)
        is_plain = url.isascii() and url.isprintable() and " " not in url and (parts.port or 1) > 0
    except ValueError:
        return None
    return parts if is_plain and parts.scheme in _PORTS and parts.hostname else None


def _language_model(values: Mapping[str, str]) -> LanguageModel | None:
    """Read which language model is to be asked, None where none is named. Raises ResolutionsError."""
    names = ("LLM_BASE_URL", "LLM_MODEL", "LLM_API_KEY")
    url, model, key = (values[name] for name in names)
    if not (url or model or key):
        return None
    if not (url and model):
        said, missing = next(name for name in names if values[name]), names[bool(url)]
        raise ResolutionsError(
            f"RESOLUTIONS_{said} is set and RESOLUTIONS_{missing} is not; a language model needs both"
        )
    if problem := model_address_problem(url):
        shown = "" if "@" in url or "?" in url else f"={url!r}"  # what may hide a password is not shown
        said = f"RESOLUTIONS_LLM_BASE_URL{shown} {problem}; set one, as in http://127.0.0.1:11434/v1"
        raise ResolutionsError(said)
    if not model.isprintable():
        raise ResolutionsError(f"RESOLUTIONS_LLM_MODEL={model!r} is no name; set the one the server knows")
    return LanguageModel(url.rstrip("/"), model, _key(values, "LLM_API_KEY"))


def model_address_problem(url: str) -> str:
    """Say what is wrong with the address of a language model, or ''."""
    parts = _split(url)
    if parts is None:
        return "is no address"
    if "@" in parts.netloc or parts.query or parts.fragment:
        return "has more than a host and a path"
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        return "is neither https nor on this machine"
    return ""


def _key(values: Mapping[str, str], name: str) -> str:
    """Read a key, '' is none. Raises ResolutionsError."""
    if not is_key(values[name]):
        raise ResolutionsError(f"RESOLUTIONS_{name} has characters that no key has; paste it again")
    return values[name]


def is_key(text: str) -> bool:
    """Return True if a text can be a key, or is ''."""
    return text.isascii() and text.isprintable()


def _store(values: Mapping[str, str]) -> StoreAddress | None:
    """Read where the vector store is, None for the files in the home. Raises ResolutionsError."""
    if values["CHROMA_URL"] and values["QDRANT_URL"]:
        raise ResolutionsError("RESOLUTIONS_CHROMA_URL and RESOLUTIONS_QDRANT_URL are both set; unset one")
    for kind in ("Chroma", "Qdrant"):
        name = kind.upper()
        if url := _site(values[f"{name}_URL"], f"{name}_URL"):
            if kind == "Qdrant" and importlib.util.find_spec("qdrant_client") is None:
                remedy = "run: pip install 'qdrant-client>=1.16,<2'"
                raise ResolutionsError(f"RESOLUTIONS_QDRANT_URL needs a package that is missing; {remedy}")
            return StoreAddress(kind, url, _key(values, f"{name}_API_KEY"))
    return None


def is_loopback(host: str) -> bool:
    """Return True if a host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _with_numbers(settings: Numbers, values: Mapping[str, str], prefix: str = "") -> Numbers:
    """Return settings with the numbers that are set. A whole number is at least one.

    Raises ResolutionsError.
    """
    found: dict[str, Any] = {}
    for setting in fields(settings):
        default = getattr(settings, setting.name)
        name, unit = _NAMED.get((type(settings), setting.name), (f"{prefix}{setting.name.upper()}", 1))
        if setting.name not in _NOT_READ_AS_NUMBERS and type(default) in (int, float):
            number = _number(values, name, default / unit) * unit
            found[setting.name] = number if isinstance(default, float) else max(1, round(number))
    return replace(settings, **found)


def _number(values: Mapping[str, str], name: str, default: float) -> float:
    """Read a positive number. Raises ResolutionsError."""
    text = values[name]
    if not text:
        return default
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number < 1e9:  # neither is true of NaN
        message = f"RESOLUTIONS_{name}='{text}' is no positive number; set one, as in {default:g}"
        raise ResolutionsError(message)
    return number
