"""The page on which a curator chooses a language model, tests it and switches it on or off."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from assistant.administration.logs import redact
from assistant.language_model.client import REMEDY
from assistant.language_model.offers import NoModels, models_at
from assistant.self_test.results import Result
from assistant.settings import LanguageModel, is_key, model_address_problem
from assistant.web.routes import Routes, fields_of, served_at
from assistant.web.routes.sign_in import wanted_path
from assistant.web.served_model import ServedModel, Stage
from assistant.web.wording import as_sentence, for_pages
from corpus.errors import HomeUnavailable, ResolutionsError

_BACK = RedirectResponse("/model#used", 303)  # without a place, a browser goes back to that of the form
_LONGEST = 500  # characters of an address, a name or a key
_SOME = 5  # models that are named where the one that was typed is not there


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was typed in the form for an address, and why it was refused; the key is not shown again."""

    base_url: str = ""
    model: str = ""
    refusal: str = ""


class ModelRoutes(Routes):
    """Serves the page and takes what curators send."""

    @served_at("/model", by_curators=True)
    async def model(self, request: Request) -> Response:
        """Serve the page."""
        return self._page(request)

    @served_at("/model/test", methods=("POST",), by_curators=True)
    async def test(self, request: Request) -> Response:
        """Test a model of this machine, of those that were found."""
        base_url, _, model = (await fields_of(request)).get("offered", "").partition(" ")
        offers = self.service.models.offers
        is_offered = any(offer.base_url == base_url and model in offer.models for offer in offers)
        if not is_offered:
            return self._page(request, 400, refusal="This model is no longer offered. Choose another.")
        return await self._begun(request, LanguageModel(base_url, model))

    @served_at("/model/elsewhere", methods=("POST",), by_curators=True)
    async def elsewhere(self, request: Request) -> Response:
        """Test the model at an address, or say what is wrong with what was typed."""
        fields = await fields_of(request)
        base_url, model, key = (
            fields.get(name, "").strip()[:_LONGEST] for name in ("base_url", "model", "key")
        )
        base_url = base_url.rstrip("/")
        redact(key)
        try:
            await _check(base_url, model, key)
        except ResolutionsError as error:
            return self._page(request, 400, typed=_Typed(base_url, model, str(error)))
        return await self._begun(request, LanguageModel(base_url, model, key))

    @served_at("/model/stop", methods=("POST",), by_curators=True)
    async def stop(self, request: Request) -> Response:
        """Stop the test."""
        del request
        self.service.models.stop()
        return _BACK

    @served_at("/model/off", methods=("POST",), by_curators=True)
    async def off(self, request: Request) -> Response:
        """Switch the model off."""
        if self.service.models.is_fixed:
            return self._page(request, 400)
        try:
            await run_in_threadpool(self.service.models.switch_off)
        except HomeUnavailable as error:
            refusal = as_sentence(f"off only until the server restarts: {error}")
            return self._page(request, 503, refusal=refusal)
        return _BACK

    @served_at("/model/decline", methods=("POST",), by_curators=True)
    async def decline(self, request: Request) -> Response:
        """Offer no models any more, and go back to the page from which that was asked."""
        try:
            await run_in_threadpool(self.service.models.decline)
        except HomeUnavailable as error:
            return self._page(request, 503, refusal=as_sentence(str(error)))
        came = urlsplit(request.headers.get("referer", ""))
        return RedirectResponse(wanted_path(f"{came.path}{'?' if came.query else ''}{came.query}"), 303)

    @served_at("/model/look", methods=("POST",), by_curators=True)
    async def look(self, request: Request) -> Response:
        """Look for models on this machine again."""
        del request
        await run_in_threadpool(self.service.models.look)
        return RedirectResponse("/model#here", 303)

    async def _begun(self, request: Request, model: LanguageModel) -> Response:
        if self.service.models.is_fixed:
            return self._page(request, 400)
        await run_in_threadpool(self.service.models.try_out, model)
        return _BACK

    def _page(
        self, request: Request, status: int = 200, *, refusal: str = "", typed: _Typed | None = None
    ) -> Response:
        models, reader = self.service.models, self.service.now.model_reader
        used, trial = models.used, models.trial
        return self.page(
            request,
            "model.html",
            status,
            refusal=refusal,
            typed=typed or _Typed(),
            is_fixed=models.is_fixed,
            may_look=self.service.settings.find_models,
            offers=models.offers,
            line=for_pages(used.line),
            is_off=used.configured is None,
            is_silent=reader is not None and reader.state == "degraded",
            used=_rows(used.result),
            used_problem=used.problem,
            may_decline=models.offer is not None,
            trial=trial.configured.model if trial and trial.configured else "",
            is_testing=trial is not None and trial.stage == Stage.TESTING,
            done=trial.done if trial else 0,
            of=trial.of if trial else 0,
            trial_rows=_rows(trial.result) if trial else (),
            outcome=_outcome(trial) if trial else "",
        )


async def _check(base_url: str, model: str, key: str) -> None:
    """Raise ResolutionsError with a sentence for an address, a name or a key that cannot be used."""
    if not base_url or not model:
        raise ResolutionsError("Give the address of the server and the name of the model.")
    if problem := model_address_problem(base_url):
        raise ResolutionsError(f"The address {problem}; give one such as https://models.example/v1.")
    if not model.isprintable():
        raise ResolutionsError("The name of the model contains invalid characters.")
    if not is_key(key):
        raise ResolutionsError("The key contains invalid characters; paste it again.")
    listed = await models_at(base_url, key)
    if model not in listed:
        some = ", ".join(listed[:_SOME]) + (" …" if len(listed) > _SOME else "")
        raise NoModels(f"The server has no model of this name; it has {some or 'none'}.")


def _outcome(trial: ServedModel) -> str:
    """Say why a model that was tested is not used; '' while it is tested."""
    if trial.problem:
        return f"The test could not be completed: {trial.problem.partition(f'; {REMEDY}')[0].rstrip('.')}."
    if trial.result and trial.result.is_too_slow:
        asked = trial.result.by_model.asked
        return f"Not used: too slow. None of the first {asked} replies arrived in time."
    if trial.result and not trial.result.is_used:
        return "It did worse than the built-in reader and is not used. The built-in reader stays in use."
    return ""


def _rows(result: Result | None) -> tuple[tuple[str, int, int, int, str], ...]:
    """Return a row for the model and one for the built-in reader, on the questions that both were asked.

    Each has a name, the questions, the right decisions, the false answers and the seconds a question.
    """
    if result is None or not result.by_model.asked:
        return ()
    model, beside = result.by_model, result.beside
    seconds, quick = result.seconds / model.asked, result.reader_seconds / (result.reader.asked or 1)
    return (
        (result.model, model.asked, model.right, model.false, f"{seconds:.1f}"),
        ("Built-in reader", beside.asked, beside.right, beside.false, f"{quick:.2f}" if quick else "–"),
    )
