"""The opening of a resolution whose paragraphs have verbs of their own: body, number, date, title.

How bodies number their texts and what their organs are called is data (`corpus/bodies`); a body that is not
known is recognised by the form of its formula.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from corpus.bodies import bodies_in_use
from corpus.bodies.names import name_reader
from corpus.heads import is_reciting, main_verb
from corpus.keys import EditionKey
from corpus.mandates import has_decided, minuted_by, opens_with_verb, recites
from ingest.dates import DATE, DAY, first_day
from ingest.grammar import Identity
from ingest.identity import bare, issuers_of, number_line, subject
from ingest.lines import Line, is_headline
from ingest.opening import is_doc_number, is_formula, is_strict_head, names_instrument, read_division
from ingest.treaty.opening import is_treaty, title_start
from ingest.tree import Node
from ingest.un.lines import end_of, is_lone_head, opens_decision, opens_in_print, read_group, split_marker
from ingest.un.preamble import is_adopter, recitals_in

OPENING = 60  # lines before the formula at most: a masthead, an agenda item, a title
_UNSIGNED = 12  # lines before the formula at most in a text without symbol or number
_ADOPTED = re.compile(r"(?:(?:Resolution|Decision) )?[Aa]dopted (?:by the [A-Z]|on [0-9]|at the [0-9])")
# what ends an opening's line that the next does not go on with
_WHOLE = re.compile(
    r"\]\W?$|\b[Ss]ession$|[Aa]genda items? .{1,20}$|[0-9]{4}\)?\W?$|^[A-Z/]*/[0-9/]+$|^(?:Distr|Original)\b"
)
_COMMITTEE = re.compile(r"\A\[.*\][*¹]?")
_YEAR = re.compile(r"\s*\((?P<year>(?:18|19|20)[0-9]{2})\)\Z")
_MASTHEAD = re.compile(
    r"United Nations|General Assembly|Security Council|Economic and Social Council|Human Rights Council"
    rf"|Distr\.: .*|Original: .*|English|{DAY}|Please recycle\W*"
    r"|(?:GE\.)?[0-9]{2}-[0-9]{5,6}(?: ?\([A-Z]\))?(?: +[0-9]{6})*|\*?[0-9]{7,8}\*?"
)
_BESIDE_TITLE = re.compile(
    r"(?i:Distr\.|Original|Date):? .*|Docs?\. \S*|General Distribution|[A-Z][\w-]+ (?:\w+ )?[Ss]ession"
    rf"|(?:Agenda item|Item) [0-9]+[^,;:]{{0,15}}|of {DAY}|\([A-Z]+\S*/\S*\)"
)
_RUN_ON = re.compile(
    r"(?P<formula>(?:The|THE) [^,;:]{3,200}(?:, at its [^,;:]{3,60})?,)\s*"
    r"(?:[A-Z][a-z]+(?:ing|ed)|Aware|Mindful|Conscious|[A-Z]{4,})\b"
)
# "THE CONFERENCE OF THE CONTRACTING PARTIES", "Congress,", "… the following recommendation: The Conference,"
_ADOPTER = re.compile(r"(?:\A|[:.] )(?:The|THE) [^;:.]{3,120}:?\Z|\A(?:[A-Z][\w-]+ ){0,3}[A-Z][\w-]+,\Z")
_BELOW = 4  # paragraphs below the name of a body, two of which open with verbs in small letters
_LOOKED_AT = 60  # paragraphs by which a text without a formula is known
_OPENING_WORDS = 40  # characters in which "whereas" stands
_SEVERAL = 2  # recitals by which a text without a formula is known
_FEWEST = 3  # of them that open with a verb at least
_ORGANIZATION = "itu"  # whose texts have heads that stand alone: another grammar's


def formula_at(lines: Sequence[Line]) -> int:
    """Return the place of the sentence that says who adopts; -1 without one."""
    for at, line in enumerate(lines[:OPENING]):
        if is_un_formula(line.text) or names_adopter(lines, at):
            return at
    above = recitals_in(lines).start - 1
    return above if above >= 0 and is_adopter(lines[above].text) else -1


def body_at(lines: Sequence[Line]) -> int:
    """Return where the opening ends: at the sentence that says who adopts, or at the first recital before it.

    Where no sentence says it, at the first recital or decision; -1 without one.
    """
    formula = formula_at(lines)
    recitals = recitals_in(lines)
    if recitals and (formula < 0 or recitals.stop <= formula):
        return recitals.start
    ahead = lines[: formula if formula >= 0 else OPENING]
    found = (at for at, line in enumerate(ahead) if _is_clause(lines, at) and not _ADOPTED.match(line.text))
    minuted = (at for at, line in enumerate(ahead) if formula < 0 and minuted_by(line.text))
    return next(found, next(minuted, formula if formula >= 0 else _articles_at(lines)))


def _is_clause(lines: Sequence[Line], at: int) -> bool:
    if clause_of(lines[at].text):
        return True
    return is_lone_head(bare(lines[at].text)) and any(
        split_marker(line).readings for line in lines[at + 1 : at + 2]
    )


@lru_cache(maxsize=4096)
def clause_of(text: str) -> str:
    """Return what a paragraph is by the verb that opens it: "recital", "decision", or ''.

    A recital ends as one does, with a comma or a semicolon; the verb of a decision is known or in capitals.

    >>> clause_of("3. URGES Member States to light their piers;")
    'decision'
    """
    words = bare(text)
    words = words[split_marker(Line((1,), words)).offset :]
    if not words[:1].isupper():
        return ""
    if recites(words) and (end_of(words) in (",", ";") or _is_whereas(words)):
        return "recital"
    return "decision" if opens_decision(words) and end_of(words) else ""


def _is_whereas(text: str) -> bool:
    return main_verb(bare(text[:_OPENING_WORDS])) == "whereas"


def names_adopter(lines: Sequence[Line], at: int) -> bool:
    """Return True for a line that names a body, by its form, right before a recital or a decision.

    What stands before verbs in small letters is their subject: "The Pier Committee", "considers the lamps;".
    """
    text = bare(lines[at].text)
    if _ADOPTER.search(text) and any(is_lone_head(bare(line.text)) for line in lines[at + 1 : at + 2]):
        return True
    following = [bare(line.text) for line in lines[at + 1 : at + 1 + _BELOW]]
    if _ADOPTER.search(text) and end_of(text) in (",", ":", "") and not clause_of(text):
        return bool(following) and clause_of(following[0]) != ""
    clauses = [*map(_clause_in_small_letters, following)]
    whole = clauses[:1] == ["decision"] and end_of(following[0]) == "."
    if not any(clauses[:1]) or not (whole or len([*filter(None, clauses)]) > 1) or text.endswith("-"):
        return False
    is_text = is_doc_number(text) or read_division(text) or name_reader(bodies_in_use()).names(text)
    return is_headline(text) and not is_text


def _clause_in_small_letters(text: str) -> str:
    """Classify a paragraph by its lower-case verb; a recital after a dash may lack its comma."""
    marked = split_marker(Line((1,), text))
    words = text[marked.offset :]
    if not words[:1].islower():
        return ""
    dashed = marked.reading("dash") is not None and recites(words)
    return "recital" if dashed else clause_of(words.capitalize())


def formula_before(text: str) -> int:
    """Return where a formula ends that runs on into its first recital, 0 without one.

    >>> formula_before("The Sixty-sixth World Health Assembly, Having considered the report,")
    38
    """
    match = _RUN_ON.match(text)
    if match and is_un_formula(match["formula"]) and issuers_of(match["formula"]):
        return match.end("formula")
    return 0


@lru_cache(maxsize=4096)
def is_un_formula(text: str) -> bool:
    """Return True for "The General Assembly,", and for the like of a body that is not known."""
    plain = bare(text)
    return is_formula(plain) or _KNOWN.fullmatch(plain) is not None


_KNOWN = re.compile(
    r"The (?:General Assembly|Security Council|Economic and Social Council|Human Rights Council)"
)


def recognises(lines: Sequence[Line]) -> bool:
    """Return True for a text whose formula is followed by paragraphs with verbs of their own."""
    at = formula_at(lines)
    if at < 0:
        return _is_drafted_so(lines) or _articles_at(lines) >= 0
    if not lines[at + 1 :] or (not is_un_formula(lines[at].text) and is_treaty(lines)):
        return False
    formula, following = lines[at].text, bare(lines[at + 1].text)
    issuers = issuers_of(formula)
    if issuers and all(issuer.startswith(f"{_ORGANIZATION}-") for issuer in issuers):
        return False
    if is_strict_head(following) and following[:1].islower():
        return False
    following = following[split_marker(Line((1,), following)).offset :]
    in_small = opens_in_print(lines[at + 1]) or _clause_in_small_letters(following)
    if not is_un_formula(formula) or in_small:  # the subject of verbs in small letters
        following = following[:1].upper() + following[1:]
    opening = [bare(line.text) for line in lines[:at]]
    if any(_ADOPTED.match(text) for text in opening) or number_line(tuple(opening), issuers):
        return True
    recitals = recitals_in(lines)
    by_form = at + 1 in recitals or (len(recitals) >= _SEVERAL and recitals.stop <= at)
    return at < _UNSIGNED and (by_form or _opens(following))


def _is_drafted_so(lines: Sequence[Line]) -> bool:
    """Return True for a text without a formula most of whose paragraphs open with verbs of their own."""
    texts = [bare(line.text) for line in lines]
    if is_treaty(lines) or any(text[:1].islower() and is_strict_head(text) for text in texts):
        return False  # heads that stand alone, as ITU drafts them: "instructs the Council"
    if len(recitals_in(lines)) >= _SEVERAL:
        return True
    if any(_is_whereas(line.text) for line in lines) and any(
        has_decided(bare(line.text[:200])) for line in lines
    ):
        return True
    whole = [line for line in lines[:_LOOKED_AT] if end_of(line.text)]
    clauses = [line for line in whole if clause_of(line.text)]
    items = sum(not split_marker(line).reading("number") for line in whole if split_marker(line).readings)
    bodies = Counter(filter(None, (minuted_by(line.text) for line in whole)))
    minuted = max(bodies.values(), default=0)  # what one body is said to have decided
    return 2 * max(len(clauses) * (len(clauses) >= _FEWEST), minuted) >= max(len(whole) - items, 1)


def _articles_at(lines: Sequence[Line]) -> int:
    """Return where the articles of a text that is titled a decision begin; -1 for others.

    "DECISION OF THE BOARD", "Art. 1 - Each pier has two lamps."
    """
    articles = [at for at, line in enumerate(lines) if read_group(line, flagged=False)]
    above = [bare(line.text) for line in lines[: min([*articles[:1], _UNSIGNED])]]
    titled = any(names_instrument(text) for text in above) and title_start(lines) is None
    return articles[0] if titled and len(articles) >= _SEVERAL else -1


def opens_in_lower_case(lines: Sequence[Line]) -> bool:
    """Return True for a text whose first paragraph begins with its verb in a small letter."""
    first = next((line.text[split_marker(line).offset :] for line in lines[formula_at(lines) + 1 :]), "")
    return first[:1].islower() and _opens(first.capitalize())


def _opens(text: str) -> bool:
    return text[:1].isupper() and (is_reciting(main_verb(text)) or opens_with_verb(text))


def is_masthead(text: str) -> bool:
    """Return True for a line that names the organization, its languages or a day, as mastheads do."""
    return all(_MASTHEAD.fullmatch(column.strip()) for column in text.split("\t"))


def is_beside_title(text: str) -> bool:
    """Return True for a line of a first page that is no title: a body, a session, an item, a day."""
    is_name = text.casefold() in bodies_in_use().every_name
    return is_name or is_masthead(text) or _BESIDE_TITLE.fullmatch(text) is not None


def role_of_line(text: str) -> str:
    """Return what a line of the opening is that has no number: "statement" or "masthead"."""
    return "statement" if _ADOPTED.match(text) or _COMMITTEE.fullmatch(text) else "masthead"


def lacks_day(text: str) -> bool:
    """Return True for the statement of adoption whose day stands in the next line."""
    return _ADOPTED.match(text) is not None and DATE.search(text) is None


def runs_on_above(before: str, text: str) -> bool:
    """Return True for a line of the opening that goes on with the line before it: a title, a statement."""
    is_number = number_line((bare(text),)) is not None or is_doc_number(text) or is_doc_number(before)
    is_own = is_number or role_of_line(text) != "masthead" or _BESIDE_TITLE.fullmatch(text) is not None
    if is_own or is_un_formula(text) or is_un_formula(before):
        return lacks_day(before) and DATE.search(text) is not None
    return lacks_day(before) or _WHOLE.search(before) is None


def identify(root: Node, name: str, given_key: EditionKey | None) -> Identity:
    """Return number, body, date and title as the opening has them; the given key wins."""
    preface = [node for node in root.walk() if node.eid == "" and node.ancestor("preface")]
    formula = next((node.text for node in root.walk() if node.role == "formula"), "")
    title = next((node.text for node in preface if node.role == "title"), "")
    stated = [node.text for node in preface if node.role == "para_nn" and _ADOPTED.match(node.text)]
    closing = [node.text for node in root.walk() if node.ancestor("conclusions")]
    adopted = first_day((*stated, *closing))
    texts = tuple(bare(node.text) for node in preface if node.role in ("docnumber", "para_nn"))
    number = number_line(texts, issuers_of(formula))
    if number is None:
        return Identity(given_key, name, title, "", adopted)
    year = number.name.fields.get("year") or adopted[:4] or number.name.year or ""
    key = given_key or (EditionKey(number.name.instrument, int(year)) if year else None)
    fields = dict(number.name.fields)
    if year and "year" not in fields:
        fields["year"] = int(year)
    title_year = _YEAR.search(title)  # which may close it: "Lamps (1966)"
    title = title[: title_year.start()] if title_year and str(year) in ("", title_year["year"]) else title
    title = min(title, subject(title), key=len)  # without whom it addresses
    return Identity(key, number.name.series.print(fields), title, "", adopted or str(year))
