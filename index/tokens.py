"""A text → stemmed words, as the lexical index counts them and as texts are compared word by word."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_TOKEN = re.compile(r"[a-z0-9]+(?:\.[a-z0-9]+)*")  # "4.4.1" and "5.b.1" stay whole
_STOPWORDS = frozenset(
    (
        "a an and are as at be been being but by can could did do does for from had has have how if "
        "in into is it its may must of on or our shall should so such than that the their them then "
        "there these they this those to was we were what when where which who whom whose why will "
        "with would you your i me my s"
    ).split()
)


def words(text: str) -> list[str]:
    """Cut a text into stemmed words, in order, without the commonest ones; "4.4.1" stays whole."""
    found = _TOKEN.findall(text.lower().replace("’", "'").replace("'s", ""))
    stems: list[str] = _stemmer().stemWords([word for word in found if word not in _STOPWORDS])
    return stems


@cache
def _stemmer() -> Any:  # noqa: ANN401  the library's type stops here
    import Stemmer

    return Stemmer.Stemmer("english")
