"""The metadata of a document: work, expression and manifestation, and who is named in them."""

from __future__ import annotations

import re

from corpus.instruments import Edition
from corpus.issuers import issuer_name
from ingest.akn.iris import document_type, iri
from ingest.akn.names import Element, fit, sub

_EDITOR = "editor"
_LANGUAGES = {"en": "eng", "fr": "fra", "es": "spa", "ar": "ara", "zh": "zho", "ru": "rus"}
_DATE = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")


def add_meta(document: Element, edition: Edition, component: str = "main") -> None:
    """Add the metadata of the main document, or of one attached to it."""
    meta = sub(document, "meta")
    identification = sub(meta, "identification", source=f"#{_EDITOR}")
    language = _LANGUAGES.get(edition.language, edition.language)
    work = iri(edition.key)
    expression = f"{work}/{fit(language)}@{edition.key.year}"
    level = _level(identification, "FRBRWork", work, component, edition)
    sub(level, "FRBRcountry", value="un")
    sub(level, "FRBRsubtype", value=document_type(edition.key.instrument.work)[1])
    sub(level, "FRBRnumber", value=edition.key.instrument.work, showAs=fit(edition.name))
    level = _level(identification, "FRBRExpression", expression, component, edition)
    sub(level, "FRBRlanguage", language=fit(language))
    level = _level(identification, "FRBRManifestation", f"{expression}.xml", component, edition)
    sub(level, "FRBRformat", value="application/akn+xml")
    if component == "main":
        _references(meta, edition)


def _level(above: Element, name: str, uri: str, component: str, edition: Edition) -> Element:
    """Add work, expression or manifestation: what it is, since when, by whom."""
    level = sub(above, name)
    base = uri.removesuffix(".xml")
    sub(level, "FRBRthis", value=f"{base}/!{component}{uri[len(base) :]}")
    sub(level, "FRBRuri", value=uri)
    if _DATE.fullmatch(edition.adopted):
        sub(level, "FRBRdate", date=edition.adopted, name="adoption")
    else:
        sub(level, "FRBRdate", date=f"{edition.key.year}-01-01", name="yearOfAdoption")
    by = edition.key.instrument.issuer if name != "FRBRManifestation" else _EDITOR
    sub(level, "FRBRauthor", href=f"#{by}")
    return level


def _references(meta: Element, edition: Edition) -> None:
    issuer = edition.key.instrument.issuer
    references = sub(meta, "references", source=f"#{_EDITOR}")
    organization = "/akn/ontology/organization"
    name = issuer_name(edition.key.instrument)
    sub(references, "TLCOrganization", eId=issuer, href=f"{organization}/un/{issuer}", showAs=name)
    editor = f"{organization}/resolution-assistant"
    sub(references, "TLCOrganization", eId=_EDITOR, href=editor, showAs="Resolutions")
