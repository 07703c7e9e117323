"""What each figure says, in plain words."""

from __future__ import annotations

METRICS = {
    "recall@5": "of the clauses that answer, the share among the first 5 found",
    "recall@10": "of the clauses that answer, the share among the first 10 found",
    "nDCG@10": "how high the right clauses stand among the first 10",
    "MAP@10": "how few wrong clauses stand before the right ones among the first 10",
    "MRR": "one over the place of the first right clause",
    "wrong document": "the first clause found stands in a text that does not answer",
    "citation recall": "of the clauses that answer, the share that is cited",
    "citation precision": "of the clauses cited, the share that answers; possible answers not counted",
    "answer precision": "of the clauses cited in an answer, the share that answers",
    "decisive recall": "of the clauses that answer, the share cited in an answer, not as a possible one",
    "shown recall": "of the clauses that answer, the share shown, possible answers included, five at most",
    "false answers": "questions the texts do not answer that were answered",
    "right edition": "citations of the right instrument that cite and name the right edition",
    "answered exactly": "all clauses that answer are cited, and no other; possible answers not counted",
    "citation validity": "every citation leads to its clause, and quotes its very words",
    "severed": "citations shown without who is addressed or what the verb is",
    "conciseness": "of the words quoted, the share from clauses that answer; possible answers not counted",
    "correct": "met as it deserves, with every clause it needs; possible answers not counted",
    "grounded": "every statement passes the check against its clause, and every quote is exact",
    "wrongly refused": "questions the texts answer that were refused",
    "refusal precision": "of the refusals, the share that was deserved",
    "refusal recall": "of the unanswerable questions, the share refused; possible answers not counted",
    "right status": "answered, refused or asked back as it deserves; possible answers not counted",
    "false claims accepted": "false claims about a clause that passed the check",
    "honest claims rejected": "true claims about a clause that failed the check",
    "draft recall@5": "of the adopted clauses a draft comes from, the share among the first 5 found",
    "draft recall@10": "of the adopted clauses a draft comes from, the share among the first 10 found",
    "draft MRR": "one over the place of the first adopted clause a draft comes from",
}
STATUSES = {
    "answered": "answered",
    "candidates": "candidates",
    "needs_clarification": "asked back",
    "not_in_corpus": "text not held",
    "not_stated": "not stated",
    "referenced_not_held": "named, not held",
    "superseded_only": "superseded only",
    "out_of_scope": "out of scope",
}
EVERY_ROW = "Each figure is a mean over questions, in brackets the bounds between which it lies with 95 %."
