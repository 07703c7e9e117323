"""What a question is for, read from its form alone: a definition, every mention, an opinion, small talk."""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.understanding.forms import DEFINITION, MENTIONS, TALK, first_group


class Intent(StrEnum):
    """What a question is for."""

    ASK = "ask"  # the content of a text
    DEFINITION = "definition"
    MENTIONS = "mentions"  # every place that speaks of something
    OPINION = "opinion"  # an opinion, a prediction, chat
    GREETING = "greeting"
    THANKS = "thanks"
    HELP = "help"  # how to use the assistant


SMALL_TALK = frozenset((Intent.GREETING, Intent.THANKS, Intent.HELP))
_END = r"\W*(?:there|all|again|everyone|team|please)?\W*$"
_SMALL = {
    Intent.GREETING: rf"(?:hi|hello|hey|greetings|good (?:morning|afternoon|evening|day)){_END}",
    Intent.THANKS: (
        r"(?:(?:many |very |so )?(?:thanks?|thank you|thx|cheers)(?: (?:you|so much|very much|a lot|again))*"
        rf"|bye|goodbye|great|perfect|ok(?:ay)?){_END}"
    ),
    Intent.HELP: (
        r"(?:(?:can|could) you )?help(?: me)?\W*$|what is this\W*$|what's this\W*$"
        r"|(?:who|what) are you\W*$|what can (?:i|you|we) (?:ask|do)(?: (?:you|here))?\W*$"
        r"|what (?:do|can) you know\W*$|how does (?:this|it) work\W*$|how do i use (?:this|it)\W*$"
    ),
}
_FORMS = {intent: re.compile(rf"^\W*{form}", re.IGNORECASE) for intent, form in _SMALL.items()}


def small_talk(text: str) -> Intent | None:
    """Return the intent of a turn that only greets, thanks, or asks about the assistant; None for any other.

    >>> small_talk("Hello there!"), small_talk("Hello, what must the Council do?")
    (<Intent.GREETING: 'greeting'>, None)
    """
    return next((intent for intent, form in _FORMS.items() if form.match(text)), None)


def intent_of(form: str) -> tuple[Intent, str]:
    """Return what a question is for, and the phrase that a definition or a search for mentions is about.

    >>> intent_of("What is meant by “sky glow”?")
    (<Intent.DEFINITION: 'definition'>, 'sky glow')
    """
    if TALK.search(form):
        return Intent.OPINION, ""
    for intent, pattern in ((Intent.MENTIONS, MENTIONS), (Intent.DEFINITION, DEFINITION)):
        if match := pattern.search(form):
            return intent, first_group(match).strip(" \"'‘’“”")
    return Intent.ASK, ""
