"""The chat, in Gradio: a question box, the conversation, one state per reader.

Everything that Gradio is asked to do stands here. The conversation's HTML comes from `exchanges`,
escaped; the rest of the page is put around it by `shell`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from secrets import token_hex

import gradio as gr

from assistant.answering import Assistant
from assistant.answers import Answer, Status
from assistant.page.exchanges import Exchange, conversation, partial_answers

MAX_EXCHANGES = 50
"""Questions that a conversation keeps; older ones leave the page and the memory."""
MAX_QUEUE = 64
"""Questions that wait; one more is told to come back."""
CONCURRENCY = 2
"""Questions that are answered at once: as many as cores are asked for."""

_LOG = logging.getLogger(__name__)

Exchanges = tuple[Exchange, ...]
Shown = tuple[str, Exchanges, str]  # the conversation as HTML, as state, and the question box


def build(assistant: Assistant) -> gr.Blocks:
    """Build the chat over an assistant."""
    with gr.Blocks(title="Resolutions", analytics_enabled=False, fill_width=True) as blocks:
        exchanges = gr.State(())
        log = gr.HTML(
            str(conversation((), assistant.library)),
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
            answering(assistant),
            inputs=[question, exchanges],
            outputs=[log, exchanges, question],
            api_visibility="private",
            show_progress="hidden",
            trigger_mode="once",
            concurrency_id="ask",
            concurrency_limit=CONCURRENCY,
        )
        new.click(
            lambda: (str(conversation((), assistant.library)), ()),
            outputs=[log, exchanges],
            api_visibility="private",
            show_progress="hidden",
            cancels=[answered],
        )
    return blocks.queue(max_size=MAX_QUEUE, default_concurrency_limit=CONCURRENCY, api_open=False)


def answering(assistant: Assistant) -> Callable[[str, Exchanges], Iterator[Shown]]:
    """Return the function that answers a question and shows the answer as it builds up."""

    def answer(question: str, before: Exchanges) -> Iterator[Shown]:
        def shown(exchange: Exchange) -> Shown:
            after = (*before, exchange)[-MAX_EXCHANGES:]
            return str(conversation(after, assistant.library)), after, ""

        yield shown(Exchange(question))
        found = _answered(assistant, [*(one.question for one in before), question])
        for part in partial_answers(found):
            yield shown(Exchange(question, part, complete=False))
        yield shown(Exchange(question, found))

    return answer


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
