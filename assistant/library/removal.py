"""Removing editions from the library, with their originals."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.library.inventory import list_editions, read_inventory, unlist_edition
from assistant.library.library import open_library
from assistant.library.packs import discard_pack
from assistant.library.storage import SHIPPED, discard, originals, place, unwritable, writing
from assistant.settings import Settings
from corpus.errors import HomeUnavailable, ResolutionsError, UnknownEdition
from corpus.keys import EditionKey


def remove_editions(keys: Sequence[EditionKey], settings: Settings) -> tuple[str, ...]:
    """Remove editions; say of each what became of it. One that cannot be removed leaves all as they are.

    With a text goes the question pack that this home made of it, and the replies that it was made from.
    A shipped text stays; where a person has put another in its place, it comes back. Raises
    UnknownEdition, ResolutionsError for a shipped text, HomeUnavailable.
    """
    folder = settings.home / "library"
    with writing(settings.home):
        library = open_library(settings.home)
        listed = read_inventory(folder)
        shipped = [one.edition for one in library.catalogue.shipped()]
        for key in keys:
            record, path = library.records.get(key), place(folder, key)
            if key in listed:
                continue  # a damaged one can be removed, too
            if record is not None and record.file == SHIPPED:
                said = "comes with the program and cannot be removed"
                raise ResolutionsError(f"'{key}' {said}; see: resolutions list")
            if not path.exists() and not originals(path):
                raise UnknownEdition(f"'{key}' is not in the library; see: resolutions list")
        try:
            list_editions(folder, library.records)  # of older homes: a server notices what leaves the list
            for key in dict.fromkeys(keys):
                unlist_edition(folder, key)
                discard(place(folder, key))
                discard_pack(settings.home, key)
        except OSError as error:
            raise HomeUnavailable(unwritable(settings.home, error)) from error
    back = "removed; the text that came with the program is back"
    return tuple(f"{key}: {back if key in shipped else 'removed'}" for key in dict.fromkeys(keys))
