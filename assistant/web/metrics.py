"""What a server counts, in the form that Prometheus reads."""

from __future__ import annotations

from prometheus_client import CONTENT_TYPE_LATEST as CONTENT_TYPE
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

__all__ = ["CONTENT_TYPE", "Metrics"]

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 60.0)


class Metrics:
    """The counters of one server.

    questions by status; seconds of answers; requests by the pattern of their route and the class of their
    status; questions refused, by why; swaps of the generation; calls of the language model, by what came of
    them. No label has words of a person, so that there are only so many.
    """

    def __init__(self) -> None:
        """Begin at nought; a registry of its own keeps the servers of a process apart."""
        self._registry = CollectorRegistry()
        self._questions = self._counter("questions", "Questions by the status of their answer.", "status")
        self._requests = self._counter(
            "requests", "Requests by route and class of status.", "route", "status"
        )
        self._refused = self._counter("refused_questions", "Questions that were refused, by why.", "reason")
        self._swaps = self._counter("generation_swaps", "Times that another state of the library took over.")
        self._model = self._counter(
            "language_model", "Answers that a language model was asked for.", "outcome"
        )
        self._seconds = Histogram(
            "resolutions_answer_seconds",
            "Seconds that an answer took, without the language model.",
            buckets=_SECONDS,
            registry=self._registry,
        )

    def answered(self, status: str, seconds: float) -> None:
        """Count a question that was answered, also by a refusal of the texts."""
        self._questions.labels(status).inc()
        self._seconds.observe(seconds)

    def requested(self, route: str, status: int) -> None:
        """Count a request: "/read/{key}", 200."""
        self._requests.labels(route, f"{status // 100}xx").inc()

    def refused(self, reason: str) -> None:
        """Count a question that was not taken."""
        self._refused.labels(reason).inc()

    def swapped(self) -> None:
        """Count that another state of the library took over."""
        self._swaps.inc()

    def model_asked(self, outcome: str) -> None:
        """Count what came of asking the language model: "read", or why its reading is not used."""
        self._model.labels(outcome).inc()

    def exposition(self) -> bytes:
        """Return all of it as text for Prometheus."""
        return generate_latest(self._registry)

    def _counter(self, name: str, about: str, *labels: str) -> Counter:
        return Counter(f"resolutions_{name}", about, labels, registry=self._registry)
