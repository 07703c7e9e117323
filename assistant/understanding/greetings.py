"""Turns that ask nothing of a text: greetings, thanks, and questions about the assistant itself."""

from __future__ import annotations

import re
from enum import StrEnum


class Small(StrEnum):
    """What such a turn is."""

    GREETING = "greeting"
    THANKS = "thanks"
    HELP = "help"


_END = r"\W*(?:there|all|again|everyone|team|please)?\W*$"
_SMALL = {
    Small.GREETING: rf"(?:hi|hello|hey|greetings|good (?:morning|afternoon|evening|day)){_END}",
    Small.THANKS: (
        r"(?:(?:many |very |so )?(?:thanks?|thank you|thx|cheers)(?: (?:you|so much|very much|a lot|again))*"
        rf"|bye|goodbye|great|perfect|ok(?:ay)?){_END}"
    ),
    Small.HELP: (
        r"(?:(?:can|could) you )?help(?: me)?\W*$|what is this\W*$|what's this\W*$"
        r"|(?:who|what) are you\W*$|what can (?:i|you|we) (?:ask|do)(?: (?:you|here))?\W*$"
        r"|what (?:do|can) you know\W*$|how does (?:this|it) work\W*$|how do i use (?:this|it)\W*$"
    ),
}
_FORMS = {kind: re.compile(rf"^\W*{form}", re.IGNORECASE) for kind, form in _SMALL.items()}


def small_talk(text: str) -> Small | None:
    """Return what a turn is that only greets, thanks, or asks about the assistant; None for any other.

    >>> small_talk("Hello there!"), small_talk("Hello, what must the Council do?")
    (<Small.GREETING: 'greeting'>, None)
    """
    return next((kind for kind, form in _FORMS.items() if form.match(text)), None)
