"""Which language model reads: the one of the environment, else one that a curator tests on the page /model.

Models of this machine are offered: their servers are asked for their names at the start, and for nothing
else before somebody has a model tested. One that passes is switched on and kept in the home.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Lock, Thread
from time import sleep

from assistant.administration.model_choice import ModelChoice, keep_choice, model_in_use, read_choice
from assistant.language_model.offers import Offer, found_here
from assistant.pipeline import Assistant
from assistant.settings import LanguageModel, Settings
from assistant.web.served_model import ServedModel, Stage
from corpus.errors import HomeUnavailable

_PAUSE = 20.0  # seconds
_LOG = logging.getLogger(__name__)


class ModelSwitch:
    """The model that is used, the one that is tested for it, and those that this machine offers."""

    def __init__(
        self, settings: Settings, assistant: Callable[[], Assistant], changed: Callable[[], None]
    ) -> None:
        """Take what answers the questions of the test, and what is called once another model is used."""
        self._settings, self._assistant, self._changed = settings, assistant, changed
        self._lock = Lock()
        self._declined = read_choice(settings.home).declined
        self.used = ServedModel(model_in_use(settings), settings.home)
        self.trial: ServedModel | None = None
        self.offers: tuple[Offer, ...] = ()

    @property
    def is_fixed(self) -> bool:
        """Whether the environment configures the model."""
        return self._settings.language_model is not None

    @property
    def offer(self) -> Offer | None:
        """The first server whose models may be offered; None where a model is used or none is wanted."""
        is_open = self.used.configured is None and self.trial is None and not self._declined
        return self.offers[0] if is_open and self.offers else None

    def begin(self) -> None:
        """Look for models on this machine in the background, if they could be offered."""
        if self._settings.find_models and self.used.configured is None and not self._declined:
            Thread(target=self._look_first, daemon=True, name="models").start()

    def look(self) -> None:
        """Look for models on this machine, if that is allowed."""
        if self._settings.find_models:
            self.offers = found_here(self._settings.port)

    def _look_first(self) -> None:
        """Look now, and once more if nothing is found: a machine that starts is busy, servers start too."""
        self.look()
        if not self.offers:
            sleep(_PAUSE)
            self.look()
        for offer in self.offers:
            _LOG.info("%s on this machine offers a language model; see the page /model", offer.server)

    def try_out(self, model: LanguageModel) -> None:
        """Test a model in the background, and switch it on if it passes; one that has passed is at once."""
        trial = ServedModel(model, self._settings.home)
        with self._lock:
            self._end_trial()
            self.trial = trial
        if trial.stage == Stage.USED:
            self._switch_on(trial)
        else:
            trial.try_once(self._assistant, lambda: self._switch_on(trial))

    def stop(self) -> None:
        """Stop the test; the model in use stays."""
        with self._lock:
            self._end_trial()

    def switch_off(self) -> None:
        """Use no model from now on, forget the key, and offer none. Raises HomeUnavailable."""
        with self._lock:
            self._end_trial()
            self._use(ServedModel(None, self._settings.home))
            self._decline()

    def decline(self) -> None:
        """Offer no models of this machine any more. Raises HomeUnavailable."""
        with self._lock:
            if self.used.configured is None:
                self._decline()

    def _decline(self) -> None:
        self._declined = True
        keep_choice(self._settings.home, ModelChoice(declined=True))

    def _switch_on(self, trial: ServedModel) -> None:
        """Use a model that has passed, unless its test was stopped meanwhile."""
        with self._lock:
            if self.trial is not trial:
                return
            try:
                keep_choice(self._settings.home, ModelChoice(trial.configured))
            except HomeUnavailable as error:
                trial.problem = "In use only until the server restarts: the choice could not be saved"
                _LOG.warning("%s", error)
            self.trial = None
            self._use(trial)
        _LOG.info("%s", trial.line)

    def _use(self, model: ServedModel) -> None:
        self.used.stop()
        self.used = model
        self._changed()

    def _end_trial(self) -> None:
        if self.trial:
            self.trial.stop()
        self.trial = None
