"""`python -m evals train`: teaches the shipped model's adapter on questions and the clauses that answer them.

It learns from the question packs of the texts in the library, from the questions in `evals/pairs/taught`
(over texts invented for them, which lie beside them, and the related texts), from the older development
questions, and from those in `evals/pairs/bodies` whose texts are in the folder given. Left out are the blind
sets and the invented texts of the golden data, which show what an unseen text gains, and the questions of the
packs that the reader learns from (evals/reader_questions.py), which must be as new to the adapter as a
person's are.

Two scores learn at once: the cosine of whole texts, and late interaction (Khattab and Zaharia 2020, the
mean over a question's tokens of the nearest token's cosine). Each learns to tell the answer from the
other clauses of the batch (van den Oord et al. 2018) and from a near clause that does not answer, of the same
text or of any text in the library: most questions name no text.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.cli.terminal import ProgressBar, say
from assistant.library.library import Library
from assistant.settings import read_settings
from corpus.catalogue import catalogue
from corpus.errors import ResolutionsError
from corpus.instruments import Edition
from evals.body_questions import BodyQuestions, leaves
from evals.golden import read_golden
from evals.reader_questions import reader_questions
from evals.results import world_of
from evals.worlds import Texts, gather
from index.bank import packed_questions
from index.lexical import LexicalIndex
from index.model import EmbeddingModel
from index.passages import Passage
from index.tokens import words
from index.torch_encoder import TorchEncoder
from ingest import parse_file

PAIRS = Path(__file__).parent / "pairs"
TAUGHT = PAIRS / "taught"
_UNSEEN = "invented"  # the world that nothing is taught of
_RANK = 16
_BATCH = 32
_TOGETHER = 16  # texts that are encoded together
_RATE = 5e-4
_WARM_UP = 20  # steps
_WHOLE, _LATE = 0.05, 0.03  # temperatures of the two scores
_TOKENS_ASKED, _TOKENS = 64, 160  # of a question and of a clause that are read
_NEAR = 10  # clauses near a question from which one that does not answer is drawn, of its own text and of all
_BARE = 0.15  # of the clauses are shown without what stands above them
_LONGEST = 6  # answers of a question that is learnt; a longer list is found by what heads it
_SEED = 71


class NothingToLearn(ResolutionsError):
    """No pair's clause is held."""

    code = "nothing-to-learn"


@dataclass(frozen=True, slots=True)
class Pair:
    """A question, and the ids of the clauses that answer it."""

    question: str
    answers: tuple[str, ...]


def run(output: Path, *, epochs: int, bodies: Path | None = None) -> int:
    """Teach a new adapter and write it.

    `bodies` is a folder with the texts that `pairs/bodies` asks about. Raises NothingToLearn, UnreadableFile.
    """
    settings = read_settings()
    texts = gather(settings.home)
    clauses = _clauses((*texts.editions.values(), *read_texts(TAUGHT)))
    pairs = [*read_pairs(TAUGHT, clauses), *_golden(texts, clauses), *_packed(texts, clauses)]
    newest = {edition.key for edition in Library(tuple(texts.editions.values()), catalogue()).newest}
    libraries = [{id_ for id_, clause in clauses.items() if clause.edition in newest}]
    if bodies:
        variety, theirs = _of_bodies(BodyQuestions(bodies))
        pairs, clauses, libraries = [*pairs, *variety], {**clauses, **theirs}, [*libraries, {*theirs}]
    if not pairs:
        raise NothingToLearn("no question's clause is in the library; add the related texts first")
    say(f"{len(pairs)} questions, over {len({_text_of(pair) for pair in pairs})} texts")
    _teach(pairs, clauses, output, epochs, libraries)
    say(f"{output}: written; run: resolutions index, then python -m evals run")
    return 0


def read_pairs(folder: Path, clauses: Mapping[str, Passage]) -> Iterator[Pair]:
    """Read the pairs of a folder whose clauses are held, a JSON line each: {"q", "ids"}.

    A question without an answer, which names the clauses that come near instead, is no pair.
    """
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            answers = tuple(id_ for id_ in row["ids"] if id_ in clauses)
            if answers:
                yield Pair(row["q"], answers)


def read_texts(folder: Path) -> Iterator[Edition]:
    """Read the invented texts that questions of a folder are about."""
    for path in sorted((folder / "texts").glob("*.txt")):
        yield parse_file(path).edition()


def _golden(texts: Texts, clauses: Mapping[str, Passage]) -> Iterator[Pair]:
    """Walk the development questions, those over the invented texts and conversations left out."""
    for case in read_golden(texts, "dev").cases:
        if case.is_blind or world_of(case.held, texts) == _UNSEEN or len(case.turns) > 1:
            continue
        answers = tuple(str(gold.provision) for group in case.gold for gold in group)
        known = tuple(id_ for id_ in answers if id_ in clauses)
        if known and len(answers) <= _LONGEST:
            yield Pair(case.turns[-1], known)


def _packed(texts: Texts, clauses: Mapping[str, Passage]) -> Iterator[Pair]:
    """Walk the questions of the packs that clauses answer, those that the reader learns from left out."""
    excluded = reader_questions()
    questions, _ = packed_questions(texts.editions.values())
    for bank_question in questions:
        answers = tuple(str(id_) for id_ in bank_question.provisions)
        is_short = len(answers) <= _LONGEST and all(id_ in clauses for id_ in answers)
        if bank_question.question.is_answered and is_short and bank_question.question.text not in excluded:
            yield Pair(bank_question.question.text, answers)


def _of_bodies(questions: BodyQuestions) -> tuple[list[Pair], dict[str, Passage]]:
    """Return the questions that are not the reader's, with all clauses of the files that they are about."""
    ours = [question for question in questions if not question.is_for_reader]
    editions = [
        edition for file in {question.file for question in ours} for edition in questions.editions[file]
    ]
    pairs = [
        Pair(question.question, tuple(str(clause.provision) for clause in question.answers))
        for question in ours
    ]
    return [pair for pair in pairs if pair.answers], _clauses(editions)


def _clauses(editions: Iterable[Edition]) -> dict[str, Passage]:
    return {str(clause.provision): clause for clause in leaves(editions)}


def _text_of(pair: Pair) -> str:
    """Return the edition of a pair's first answer."""
    return pair.answers[0].partition("#")[0]


def near_misses(
    pairs: Sequence[Pair],
    clauses: Mapping[str, Passage],
    model: EmbeddingModel,
    libraries: Sequence[Collection[str]] = (),
) -> list[list[str]]:
    """Return for each pair the nearest clauses that do not answer: of its own text, then of its library.

    `libraries` are sets of clauses among which questions are asked. A pair counts only where its answer is.
    """
    found: list[list[str]] = [[] for _ in pairs]
    asked = model.embed([pair.question for pair in pairs])
    for text in dict.fromkeys(map(_text_of, pairs)):
        ids = [id_ for id_ in clauses if id_.startswith(f"{text}#")]
        wordings = [clauses[id_].wording for id_ in ids]
        lexical, vectors = LexicalIndex.build(wordings), model.embed(wordings)
        for at, pair in enumerate(pairs):
            if _text_of(pair) == text:
                score = _scaled(vectors @ asked[at]) + _scaled(lexical.scores(words(pair.question)))
                found[at] += _nearest(ids, score, pair, clauses)
    for library in filter(None, libraries):
        every = list(library)
        vectors = model.embed([clauses[id_].wording for id_ in every])
        for at, pair in enumerate(pairs):
            if not {*pair.answers}.isdisjoint(library):
                found[at] += _nearest(every, vectors @ asked[at], pair, clauses)
    return found


def _nearest(ids: Sequence[str], score: Any, pair: Pair, clauses: Mapping[str, Passage]) -> list[str]:  # noqa: ANN401  an array
    """Return the clauses of the best scores that do not answer a pair's question, best first."""
    best = [ids[row] for row in (-score).argsort()[: _NEAR + len(pair.answers)]]
    return [id_ for id_ in best if not _same(id_, pair.answers, clauses)][:_NEAR]


def _same(id_: str, answers: Sequence[str], clauses: Mapping[str, Passage]) -> bool:
    """Return True if a clause is an answer, says the same words, or stands above or below one."""
    return any(
        id_ == answer
        or clauses[id_].text == clauses[answer].text
        or id_.startswith(f"{answer}__")
        or answer.startswith(f"{id_}__")
        for answer in answers
    )


def _scaled(scores: Any) -> Any:  # noqa: ANN401  an array
    low, high = scores.min(), scores.max()
    return (scores - low) / (high - low) if high > low else scores * 0


def _teach(
    pairs: Sequence[Pair],
    clauses: Mapping[str, Passage],
    output: Path,
    epochs: int,
    libraries: Sequence[Collection[str]] = (),
) -> None:
    import torch
    from safetensors.torch import save_file

    torch.manual_seed(_SEED)
    draw = random.Random(_SEED)  # noqa: S311  no secret
    model = EmbeddingModel(adapted=False)
    misses = near_misses(pairs, clauses, model, libraries)
    encoder = TorchEncoder(model.folder, adapted=False)
    tokenizer, transformer = encoder.tokenizer, encoder.transformer
    layers = _adapted(transformer)
    learnt = [matrix for layer in layers.values() for matrix in (layer.a, layer.b)]
    optimizer = torch.optim.AdamW(learnt, lr=_RATE, weight_decay=0.01)
    steps = epochs * (len(pairs) // _BATCH)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / _WARM_UP) * max(0.02, 1 - step / max(steps, 1))
    )
    transformer.train()
    with ProgressBar("teaching", "step") as progress:
        for step, batch in enumerate(_batches(len(pairs), epochs, draw), 1):
            loss = _loss(batch, pairs, misses, clauses, (tokenizer, transformer), draw)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(learnt, 1.0)
            optimizer.step()
            rate.step()
            progress(step, steps)
    save_file(
        {
            f"{name}.{part}": getattr(layer, part).detach().half().contiguous()
            for name, layer in layers.items()
            for part in "ab"
        },
        str(output),
    )


def _batches(count: int, epochs: int, draw: random.Random) -> Iterator[list[int]]:
    """Walk the places of the pairs in batches, in a new order each time through."""
    for _ in range(epochs):
        order = list(range(count))
        draw.shuffle(order)
        for start in range(0, count - _BATCH + 1, _BATCH):
            yield order[start : start + _BATCH]


def _loss(
    batch: Sequence[int],
    pairs: Sequence[Pair],
    misses: Sequence[Sequence[str]],
    clauses: Mapping[str, Passage],
    model: tuple[Any, Any],
    draw: random.Random,
) -> Any:  # noqa: ANN401  a tensor
    """Return how far each question of a batch is from picking its answer among all clauses shown."""
    import torch

    answers = [draw.choice(pairs[at].answers) for at in batch]
    others = [draw.choice(misses[at] or answers) for at in batch]
    shown = [*answers, *others]
    wordings = [clauses[id_].text if draw.random() < _BARE else clauses[id_].wording for id_ in shown]
    asked = _encoded([pairs[at].question for at in batch], model, _TOKENS_ASKED)
    read = _encoded(wordings, model, _TOKENS)
    ruled_out = torch.tensor(
        [
            [c != r and _same(id_, pairs[at].answers, clauses) for c, id_ in enumerate(shown)]
            for r, at in enumerate(batch)
        ]
    )
    whole = asked[0] @ read[0].T / _WHOLE
    late = _late_interaction(asked, read) / _LATE
    target = torch.arange(len(batch))
    entropy = torch.nn.functional.cross_entropy
    return 0.5 * entropy(whole.masked_fill(ruled_out, -1e4), target) + entropy(
        late.masked_fill(ruled_out, -1e4), target
    )


def _encoded(texts: Sequence[str], model: tuple[Any, Any], longest: int) -> tuple[Any, Any, Any]:
    """Return vectors (texts, d), those of tokens (texts, tokens, d), and which tokens count.

    Texts of similar length are encoded together: less filling is computed.
    """
    import torch

    tokenizer, transformer = model
    read = tokenizer(list(texts), truncation=True, max_length=longest)
    order = sorted(range(len(texts)), key=lambda at: len(read["input_ids"][at]))
    width = len(read["input_ids"][order[-1]])
    filled = torch.nn.functional.pad
    outs, masks = [], []
    for start in range(0, len(order), _TOGETHER):
        rows = order[start : start + _TOGETHER]
        group = tokenizer.pad(
            {name: [values[at] for at in rows] for name, values in read.items()}, return_tensors="pt"
        )
        with torch.autocast("cpu", dtype=torch.bfloat16):  # half the time
            out = transformer(**group).last_hidden_state.float()
        missing = width - out.shape[1]
        outs.append(filled(out, (0, 0, 0, missing)))
        masks.append(filled(group["attention_mask"], (0, missing)))
    back = torch.tensor(order).argsort()
    out, mask = torch.cat(outs)[back], torch.cat(masks)[back]
    vectors = (out * mask[:, :, None]).sum(1) / mask.sum(1)[:, None]
    counts = mask.clone()
    counts[:, 0] = 0  # the marks that open and close a text
    counts[torch.arange(len(mask)), mask.sum(1) - 1] = 0
    unit = torch.nn.functional.normalize
    return unit(vectors, dim=-1), unit(out, dim=-1), counts


def _late_interaction(asked: tuple[Any, Any, Any], read: tuple[Any, Any, Any]) -> Any:  # noqa: ANN401  a tensor
    """Return the late interaction of each question with each clause, shape (questions, clauses)."""
    import torch

    cosines = torch.einsum("qid,pjd->qpij", asked[1], read[1])
    nearest = cosines.masked_fill(~read[2].bool()[None, :, None, :], -1e4).amax(-1)
    return (nearest * asked[2][:, None, :]).sum(-1) / asked[2].sum(1).clamp(min=1)[:, None]


def _adapted(transformer: Any) -> dict[str, Any]:  # noqa: ANN401  the framework's type
    """Put an adapter beside every linear layer of a transformer's blocks; return them by name."""
    import torch

    class Adapted(torch.nn.Module):  # type: ignore[misc]
        """A layer that stays as it is, plus the product of two narrow matrices that learn."""

        def __init__(self, layer: Any) -> None:  # noqa: ANN401
            super().__init__()
            self.layer = layer
            self.a = torch.nn.Parameter(torch.randn(_RANK, layer.in_features) / math.sqrt(layer.in_features))
            self.b = torch.nn.Parameter(torch.zeros(layer.out_features, _RANK))

        def forward(self, inputs: Any) -> Any:  # noqa: ANN401
            """Return what the layer gives, and what was learnt besides."""
            return self.layer(inputs) + inputs @ self.a.T @ self.b.T

    transformer.requires_grad_(requires_grad=False)
    found: dict[str, Any] = {}
    for name, layer in list(transformer.named_modules()):
        if isinstance(layer, torch.nn.Linear) and "encoder.layer" in name:
            above, _, child = name.rpartition(".")
            found[name] = Adapted(layer)
            setattr(transformer.get_submodule(above), child, found[name])
    return found
