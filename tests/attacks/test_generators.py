"""The generators of hostile files and questions: the same seed gives the same bytes; samples are sound."""

from __future__ import annotations

from itertools import islice

import pytest

import evals.faults.attacks  # noqa: F401  makes this folder importable as `attacks`

# isort: split
from attacks import files, mutations, orders, payloads, questions, samples

from ingest import parse_source
from ingest.readers import decode

SMALL = 0.0001  # of the longest lines


@pytest.mark.parametrize("kind", [one for one in samples.KINDS if one != "json"])
def test_a_sample_is_read_as_the_same_text_in_every_form(kind: str):
    data = samples.KINDS[kind](samples.resolution(955))
    parse = parse_source(decode(data, f"sample.{kind}"), "sample")
    assert str(parse.key) == "itu-pp/res-955/2031"
    assert parse.report.unowned == ()
    assert [one.text for one in parse.provisions if one.marker][-1] == "to report on cisterns that run dry,"


def test_a_seed_gives_the_same_files_and_another_seed_others():
    first, again, other = (list(mutations.mutated(seed, 56)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_files_made_by_hand_have_names_of_their_own():
    names = [name for name, _ in islice(files.by_hand(SMALL), 75)]
    assert len(set(names)) == len(names) == 75


def test_a_seed_gives_the_same_questions():
    first, again, other = (list(questions.hostile(seed, 200, SMALL)) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert len({name for name, _ in first}) == 200


def test_payloads_are_many_and_each_is_there_once():
    assert len(set(payloads.PAYLOADS)) == len(payloads.PAYLOADS) >= 60


def test_an_obedient_model_says_what_a_prompt_orders():
    for attack in islice(orders.attacks(), 0, None, 7):
        model = orders.Obeys()
        said = model.complete("", f"{attack.text} {' '.join(attack.turns)} {attack.name}", seconds=1)
        assert model.obeyed == 1, attack.form
        assert attack.lie[:20].lower() in said.lower(), attack.form
