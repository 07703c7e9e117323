"""What an instrument, an edition, a provision and a reference are, and which ones are known."""

from corpus.canonical import from_json, to_json
from corpus.catalogue import Catalogue, catalogue
from corpus.errors import ResolutionsError
from corpus.heads import Head
from corpus.instruments import Edition, EditionStatus, Instrument, Kind, Mark, Part, Provision, Reference
from corpus.keys import EditionKey, InstrumentKey, ProvisionId
from corpus.sentences import sentences

__all__ = [
    "Catalogue",
    "Edition",
    "EditionKey",
    "EditionStatus",
    "Head",
    "Instrument",
    "InstrumentKey",
    "Kind",
    "Mark",
    "Part",
    "Provision",
    "ProvisionId",
    "Reference",
    "ResolutionsError",
    "catalogue",
    "from_json",
    "sentences",
    "to_json",
]
