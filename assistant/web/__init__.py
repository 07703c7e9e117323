"""The pages: asking beside reading, and pages for drafting, the library and conversations.

    server          serving: our pages, Gradio's application below /chat
    service         holds the state that is answered from, and replaces it; limits and counts questions
    state           an assistant and what is made from its library once
    routes/         what is served at which address, a module a page
    security/       guard (limits, headers), authentication, sessions, throttle, programs, rate_limit,
                    questions and chat_queue (who may ask how often), connections, clients
    traffic/        what each route costs: rates, places, files that are made once, responses in pieces
    request_log     ids, log lines and counts of requests
    templates/      HTML, in Jinja;  static/ styles and scripts
    layout          how pages and files are served   templating    words → HTML, escaped
    wording         numbers with what they count, the program's messages as a page says them
    addresses       where clauses are                editions      the lists of texts

    chat            the chat, in Gradio              asking        what happens when one asks
    exchanges       questions and answers → HTML     answer_view   what an answer says, where it was searched
    claims          statements by text and head      visitors      who asks, with which filters

    texts           the reader                       reading       an edition → HTML, with what cites it
    provision_html  a provision's words → HTML       whereabouts   a newer edition, the same clause elsewhere
    library_page/   the page of the library, and curators' jobs

    drafting        the page for drafters            drafts        drafts that were sent lately
    references      the pages of references          comparing     two texts side by side
    duties          their table, dates and mentions
    served_model    the language model that the pages use

Gradio takes two seconds to import: `assistant.web` is imported where the page is wanted.
"""

from assistant.web.chat import build
from assistant.web.server import serve

__all__ = ["build", "serve"]
