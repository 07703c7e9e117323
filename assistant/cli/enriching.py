"""`index --enrich`: lets the configured language model write question packs; the cost is shown first."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.administration.model_choice import model_in_use
from assistant.cli.terminal import ProgressBar, named_key, opened_library, say
from assistant.enrichment.asking import Asking, FailureLimit, Replies
from assistant.enrichment.enriching import Enriched, Estimate, IndexFinder, enrich, estimate
from assistant.language_model.client import Client
from assistant.library.library import Library
from assistant.library.packs import keep_pack, lacks_pack, replies_path
from assistant.opening import embedding_cache
from assistant.plain_text import counted, on_one_line
from assistant.settings import LanguageModel, Settings
from corpus.errors import ResolutionsError
from corpus.instruments import Edition
from corpus.packs import pack_path
from index.model import EmbeddingModel

_FIRST = 240.0  # seconds until a model's first word: a small one reads a long prompt that long
_UNCONFIGURED = (
    "question packs are written by a language model, and none is configured; set RESOLUTIONS_LLM_BASE_URL "
    "(as in http://127.0.0.1:11434/v1) and RESOLUTIONS_LLM_MODEL, then run the command again"
)


def enrich_library(arguments: Namespace, settings: Settings) -> tuple[Enriched, ...] | None:
    """Write the packs of the editions that are named, or of all that lack one; None where that is refused.

    Raises ResolutionsError where nothing can be asked, Stopped where the model keeps failing.
    """
    configured = model_in_use(settings)
    if configured is None:
        raise ResolutionsError(_UNCONFIGURED)
    editions = chosen_editions(arguments.enrich, opened_library())
    if not editions:
        say("every text has a question pack; name a text to write one for it all the same")
        return ()
    replies = {
        edition.key: Replies(replies_path(settings.home, edition.key), configured.model)
        for edition in editions
    }
    costs = [estimate(edition, replies[edition.key]) for edition in editions]
    if any(cost.calls > cost.answered for cost in costs) and not _is_agreed(costs, configured, arguments):
        say("nothing was asked")
        return None
    client, patience = Client(configured, first=_FIRST), FailureLimit()
    finder = IndexFinder(EmbeddingModel(settings.model), embedding_cache(settings))
    try:
        return tuple(
            _enriched(edition, Asking(client, replies[edition.key], patience), finder, settings.home)
            for edition in editions
        )
    except KeyboardInterrupt:
        raise KeyboardInterrupt("stopped; every reply is kept: run the same command again to go on") from None


def chosen_editions(names: Sequence[str], library: Library) -> list[Edition]:
    """Return the editions that are named, or all that lack a pack. Raises UnknownEdition.

    An edition whose pack ships is enriched only when it is named: that pack was checked by more readers. It
    stays, and the questions of the home's own pack count beside it.
    """
    if not names:
        return [edition for edition in library.editions if lacks_pack(edition, library)]
    found: list[Edition] = []
    for name in dict.fromkeys(names):
        key = named_key(name, library)
        found.append(library.edition(key))
        if pack_path(key).is_file():
            say(f"{key}: has a pack that comes with the program; it stays, and new questions are added to it")
    return found


def _is_agreed(costs: Sequence[Estimate], configured: LanguageModel, arguments: Namespace) -> bool:
    """Show the cost, and ask whether to go on. Raises ResolutionsError where there is nobody to ask."""
    for cost in costs:
        answered = f", {cost.answered} of them answered before" if cost.answered else ""
        say(f"{cost.edition}: {cost.clauses} clauses, about {cost.calls} calls{answered}")
    left = sum(cost.calls - cost.answered for cost in costs)
    tokens_in, tokens_out = sum(cost.tokens_in for cost in costs), sum(cost.tokens_out for cost in costs)
    texts = counted(len(costs), "text")
    say(f"In all {texts}, about {left} calls, {tokens_in:,} tokens in and {tokens_out:,} out")
    where = "on this machine" if configured.is_local else "over the network: the clauses leave this machine"
    say(f"They are sent to '{on_one_line(configured.model)}' at {configured.base_url}, {where}")
    if arguments.yes:
        return True
    if not sys.stdin.isatty():
        raise ResolutionsError("nothing was asked of the model: there is no terminal to agree at; add --yes")
    sys.stderr.write("Go on? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _enriched(edition: Edition, asking: Asking, finder: IndexFinder, home: Path) -> Enriched:
    """Write, check and keep the pack of one edition; say what came of it."""
    with ProgressBar(str(edition.key), "window", shown=sys.stderr.isatty()) as progress:
        done = enrich(edition, asking, finder, progress)
    if done.is_whole and done.questions:
        keep_pack(home, edition, done.questions)
    for line in _summary(done):
        say(line)
    return done


def _summary(done: Enriched) -> Iterator[str]:
    near = sum(not question.is_answered for question in done.questions)
    per_clause = (len(done.questions) - near) / max(1, done.clauses)
    yield (
        f"{done.edition}: {done.written} questions written, {len(done.questions)} kept, {near} of them near "
        f"misses; {per_clause:.1f} answerable questions per clause"
    )
    why = "; ".join(f"{count} {reason}" for reason, count in done.dropped.items() if count)
    if why:
        yield f"{done.edition}: dropped: {why}"
    tokens = f"{done.tokens_in:,} tokens in and {done.tokens_out:,} out"
    yield f"{done.edition}: {done.calls} calls, about {tokens}, {done.seconds:.0f} s"
    if done.unusable:
        yield f"{done.edition}: {done.unusable} calls got no reply that can be used and are left out"
    if not done.is_whole:
        yield f"{done.edition}: {done.unanswered} calls failed, so no pack yet; run the same command to go on"
    elif not done.questions:
        yield f"{done.edition}: no question is left, so no pack is written"
