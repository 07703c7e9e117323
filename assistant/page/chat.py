"""The chat, in Gradio: a question box, the conversation, one state per reader.

Everything that Gradio is asked to do stands here. The conversation's HTML comes from `exchanges`,
escaped; the rest of the page is put around it by `shell`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from secrets import token_hex

import gradio as gr

from assistant.answering import Assistant
from assistant.answers import Answer, Status
from assistant.page.exchanges import Exchange, conversation, partial_answers
from assistant.page.service import Service

MAX_EXCHANGES = 50
"""Questions that a conversation keeps; older ones leave the page and the memory."""
MAX_QUEUE = 64
"""Questions that wait; one more is told to come back."""
CONCURRENCY = 2
"""Questions that are answered at once: as many as cores are asked for."""

_LOG = logging.getLogger(__name__)

Exchanges = tuple[Exchange, ...]
Shown = tuple[str, Exchanges, str]  # the conversation as HTML, as state, and the question box
Reworded = tuple[object, object]  # the conversation as HTML and as state, or that both stay


@dataclass
class Latest:
    """The number of a reader's newest question; it changes while an earlier answer is still worded."""

    number: int = 0


def build(service: Service) -> gr.Blocks:
    """Build the chat over what the pages answer from."""
    with gr.Blocks(title="Resolutions", analytics_enabled=False, fill_width=True) as blocks:
        exchanges, latest = gr.State(()), gr.State(Latest())
        log = gr.HTML(
            str(conversation((), service.now.assistant.library)),
            elem_id="log",
            apply_default_css=False,
            js_on_load=None,
        )
        with gr.Row(elem_id="asking"):
            question = gr.Textbox(
                label="Your question",
                show_label=True,
                placeholder="Ask, or type a label: recognizing d)",
                lines=1,
                max_lines=6,
                elem_id="question",
                autoscroll=False,
            )
            ask = gr.Button("Ask", variant="primary", elem_id="send")
            new = gr.Button("New conversation", elem_id="new")
        answered = gr.on(
            [question.submit, ask.click],
            answering(service),
            inputs=[question, exchanges, latest],
            outputs=[log, exchanges, question],
            api_visibility="private",
            show_progress="hidden",
            trigger_mode="once",
            concurrency_id="ask",
            concurrency_limit=CONCURRENCY,
        )
        running = [answered]
        if service.now.wording:
            # A step of its own: a model that takes a minute keeps nobody from asking.
            worded = answered.then(
                rewording(service),
                inputs=[exchanges, latest],
                outputs=[log, exchanges],
                api_visibility="private",
                show_progress="hidden",
                trigger_mode="multiple",  # the next answer is worded while the one before still is
                concurrency_limit=None,  # Wording itself says how many at once
            )
            running.append(worded)
        new.click(
            beginning(service),
            inputs=[latest],
            outputs=[log, exchanges],
            api_visibility="private",
            show_progress="hidden",
            cancels=running,
        )
    return blocks.queue(max_size=MAX_QUEUE, default_concurrency_limit=CONCURRENCY, api_open=False)


def answering(service: Service) -> Callable[[str, Exchanges, Latest], Iterator[Shown]]:
    """Return the function that answers a question and shows the answer as it builds up."""

    def answer(question: str, before: Exchanges, latest: Latest) -> Iterator[Shown]:
        state = service.now
        latest.number += 1
        number = latest.number
        earlier = tuple(replace(one, waiting=False) for one in before)

        def shown(exchange: Exchange) -> Shown:
            after = (*earlier, exchange)[-MAX_EXCHANGES:]
            return str(conversation(after, state.assistant.library)), after, ""

        yield shown(Exchange(question))
        found = _answered(state.assistant, [*(one.question for one in before), question])
        for part in partial_answers(found):
            yield shown(Exchange(question, part, complete=False))
        waiting = state.wording is not None and state.wording.asks(found)
        yield shown(Exchange(question, found, waiting=waiting, number=number))

    return answer


def rewording(service: Service) -> Callable[[Exchanges, Latest], Reworded]:
    """Return the function that puts a worded answer in the place of the last one.

    Where the reader has asked on meanwhile, everything stays as it is.
    """

    def reword(exchanges: Exchanges, latest: Latest) -> Reworded:
        last = exchanges[-1] if exchanges else None
        state = service.now
        if last is None or last.answer is None or not last.waiting or last.number != latest.number:
            return gr.skip(), gr.skip()
        assert state.wording is not None  # else nothing would wait
        answer = state.wording.reword(last.answer, [one.question for one in exchanges])
        if last.number != latest.number:
            return gr.skip(), gr.skip()
        after = (*exchanges[:-1], replace(last, answer=answer, waiting=False))
        return str(conversation(after, state.assistant.library)), after

    return reword


def beginning(service: Service) -> Callable[[Latest], tuple[str, Exchanges]]:
    """Return the function that begins a new conversation."""

    def begin(latest: Latest) -> tuple[str, Exchanges]:
        latest.number += 1
        return str(conversation((), service.now.assistant.library)), ()

    return begin


def _answered(assistant: Assistant, turns: list[str]) -> Answer:
    """Ask; a fault of ours is logged under an id that the reader is given."""
    try:
        return assistant.ask(turns)
    except Exception:
        fault = token_hex(4)
        _LOG.exception("a question was not answered, fault %s", fault)
        return Answer(
            Status.OUT_OF_SCOPE,
            f"This question could not be answered: a fault of the program (id {fault} in its log). "
            "Ask it again, or in other words.",
        )


THEME = gr.themes.Base(
    font=["system-ui", "sans-serif"],  # no theme's own fonts: those come from elsewhere
    font_mono=["ui-monospace", "monospace"],
)
