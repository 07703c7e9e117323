"""What a person takes along: handouts to keep or carry on a stick, screens for a meeting."""

from assistant.web.offline.handout import Handout, HandoutFinder, content_of, file_of, fingerprint
from assistant.web.offline.screens import Screen, screens

__all__ = ["Handout", "HandoutFinder", "Screen", "content_of", "file_of", "fingerprint", "screens"]
