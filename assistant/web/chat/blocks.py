"""The blocks of the chat: a question box, the conversation, one state per tab; what they call.

What is answered comes from `asking`, as HTML, escaped; the rest of the page is put around it by
templates/chat.html.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from types import NoneType
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import FileResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from assistant.web.asking import Asking, Tab, Visitor, read_visitor
from assistant.web.chat.loading import gr
from assistant.web.chat.queue import CHAT, FILES, ChatQueue, Functions
from assistant.web.exchanges import ConversationView, conversation
from assistant.web.security.questions import MAX_QUEUE, QuestionRefused
from assistant.web.service import Service
from assistant.web.templating import POLICY

_FAILED = "The question could not be answered."
_LOG = logging.getLogger(__name__)
CONCURRENCY = 2
"""Questions that are answered at once: as many as cores are asked for."""
TABS = 250
"""Tabs that are remembered, about 50 KB each. One more, and the one that was used longest ago is forgotten:
its conversation is kept, and opens again from its address."""
# What the page is told of a question as it is asked, and when it is answered or cannot be: asking.js listens.
_ASKED = """(question, tab) => {
  if (question.trim()) document.dispatchEvent(new CustomEvent("asked", { detail: question }));
  return [question, tab];
}"""
_ANSWERED = """() => { document.dispatchEvent(new Event("answered")); }"""
_UNANSWERED = """() => { document.dispatchEvent(new Event("unanswered")); }"""
_QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
# Gradio's HTML component compiles its template with Function(), and Svelte writes style attributes.
CHAT_POLICY = f"{POLICY}; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'"
_FRONTEND = Path(gr.__file__).parent / "templates" / "frontend"
_THEME = gr.themes.Base(
    font=["system-ui", "sans-serif"],  # no theme's own fonts: those come from elsewhere
    font_mono=["ui-monospace", "monospace"],
)


def build(service: Service) -> gr.Blocks:
    """Build the chat over what the pages answer from."""
    events = Events(Asking(service))
    with gr.Blocks(title="Resolutions", analytics_enabled=False, fill_width=True) as blocks:
        blocks.state_session_capacity = TABS  # Gradio's own default is 10,000
        tab = gr.State(Tab())
        log = gr.HTML(
            str(conversation(ConversationView(opening=True), service.now.library)),
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
            events.answer,
            inputs=[question, tab],
            outputs=[log],
            js=_ASKED,
            trigger_mode="once",
            concurrency_limit=CONCURRENCY,
            **_QUIET,
        )
        answered.success(None, js=_ANSWERED, **_QUIET)
        answered.failure(None, js=_UNANSWERED, **_QUIET)
        # A separate step, so that a model that takes a minute blocks no further question. It is there without
        # a model too, because one may be switched on while the page is open.
        improved = answered.then(
            events.improve,
            inputs=[tab],
            outputs=[log],
            trigger_mode="multiple",  # the next answer is read while the one before still is
            concurrency_limit=None,  # the reader itself says how many at once
            **_QUIET,
        )
        new.click(events.begin, inputs=[tab], outputs=[log], cancels=[answered, improved], **_QUIET)
        blocks.load(events.open, inputs=[tab], outputs=[log], **_QUIET)
    return blocks.queue(max_size=MAX_QUEUE, default_concurrency_limit=CONCURRENCY, api_open=False)


def functions_of(blocks: gr.Blocks) -> Functions:
    """Return what the script sends for each function: the words of a text box.

    What a tab shows is kept here, and nothing is sent in its place.
    """
    return {
        number: tuple(str if isinstance(block, gr.Textbox) else NoneType for block in function.inputs)
        for number, function in blocks.fns.items()
    }


def file_routes() -> list[BaseRoute]:
    """Return the routes of what Gradio serves its own page from, and an embedding page loads."""
    script, assets = FILES
    return [
        Mount(assets.rstrip("/"), StaticFiles(directory=_FRONTEND / "assets")),
        Route(script, lambda _: FileResponse(_FRONTEND / "gradio.js", media_type="text/javascript")),
    ]


def mount(app: Starlette, blocks: gr.Blocks, service: Service) -> None:
    """Mount the chat in the application, behind what limits questions."""
    gr.mount_gradio_app(
        app,
        blocks,
        path=CHAT,
        app_kwargs={"middleware": [Middleware(ChatQueue, functions_of(blocks), service.questions)]},
        server_name=service.settings.host,
        server_port=service.settings.port,
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        enable_monitoring=False,
        max_file_size=0,
        theme=_THEME,
    )


class Events:
    """What Gradio calls: it gives each function who asks."""

    def __init__(self, asking: Asking) -> None:
        self.asking = asking

    def open(self, tab: Tab, request: gr.Request) -> str:
        """Show what the address names."""
        return self.asking.open(tab, _visitor(request))

    def answer(self, question: str, tab: Tab, request: gr.Request) -> Iterator[object]:
        """Answer a question; an empty one changes nothing. Its box is emptied by the page.

        Raises gr.Error for one that is refused, or that fails: the page then puts it back into its box.
        """
        if not question.strip():
            yield gr.skip()
            return
        visitor, questions = _visitor(request), self.asking.service.questions
        try:
            with questions.alone(visitor.client, tab.conversation if tab.placed else visitor.conversation):
                yield from self.asking.answer(question, tab, visitor)
        except QuestionRefused as refusal:
            raise gr.Error(refusal.sentence, print_exception=False) from None
        except Exception:
            _LOG.exception("a question was not shown, fault %s", visitor.request)
            raise gr.Error(_FAILED, print_exception=False) from None
        finally:
            questions.leave(request.session_hash)

    def improve(self, tab: Tab, request: gr.Request) -> object:
        """Show the language model's answer, or leave all as it is."""
        return self.asking.improve(tab, _visitor(request)) or gr.skip()

    def begin(self, tab: Tab, request: gr.Request) -> str:
        """Show an empty conversation; a question that waits is cancelled."""
        self.asking.service.questions.leave(request.session_hash)
        return self.asking.begin(tab, _visitor(request))


def _visitor(request: gr.Request) -> Visitor:
    return read_visitor(request.request) if request.request is not None else Visitor()
