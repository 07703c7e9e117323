"""The words of one mandate within a paragraph.

A mandate ends with its sentence, or where the paragraph goes on with another verb: "requests the
Board to act, and notes its report".
"""

from __future__ import annotations

import re

from corpus.mandates import Mandate, base_of
from corpus.sentences import sentences

_ASIDE = r"(?:in this (?:regard|respect|context)|in that (?:regard|respect|context))"
_NEXT_VERB = re.compile(
    rf"[,;] (?:and (?:(?:also|further|therefore|again|accordingly|{_ASIDE})[, ]*)*"
    rf"|(?:also|further|{_ASIDE}),? )"
    r"(?P<verb>(?:welcomes|recognizes|emphasizes|stresses|underscores|underlines|reaffirms|reiterates|"
    r"acknowledges|affirms|decides|commends|regrets|recalls|expresses|takes)(?= )"
    r"|[a-z]+s(?= (?:that|the|its|their|with|upon|on|all|of|to|in|for)\b))"
)


def ends_of(text: str, mandate: Mandate) -> int:
    """Return where the words of a mandate end."""
    end = next((b for a, b in sentences(text) if a <= mandate.start < b), mandate.end)
    end = min(end, mandate.end)
    for match in _NEXT_VERB.finditer(text, mandate.action, end):
        base = base_of(match["verb"])
        if base and base != match["verb"]:
            return match.start()
    return end
