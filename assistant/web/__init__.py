"""The pages: asking beside reading, and pages for drafting, the library and conversations.

    server          serving: our pages, the chat below /chat
    service         holds the state that is answered from, and replaces it; limits and counts questions
    routes/         what is served at which address, one module per page
    security/       guard (limits, headers), authentication, sessions, clients (how often), connections,
                    questions (who may ask)
    traffic/        what each route costs: rates, places, responses in pieces
    request_log     ids, log lines and counts of requests
    templates/      HTML, in Jinja;  static/ styles and scripts
    templating      words → HTML, escaped; pages     wording       numbers, messages as pages say them
    addresses       where clauses are                editions      lists of texts, other editions of a clause

    chat/           the question box, its queue      asking        what happens when one asks
    exchanges       questions and answers → HTML     answer_view   what an answer says, where it was searched
    claims          statements by text and head

    reading         the reader: an edition → HTML    provision_html  a provision's words → HTML
    library_page/   the page of the library, and curators' jobs

    offline/        offline copies (handouts), the screens of a meeting

    drafting        the page for drafters            checking      the page that checks a document
    session_memory  what visitors have sent          comparing     two texts side by side
    references      the pages of references          duties        their table, dates and mentions
    served_model    the language model that the pages use
    model_switch    which model that is, and those that this machine offers

The chat takes a second to import: `assistant.web` is imported where the page is wanted.
"""

from assistant.web.chat.blocks import build
from assistant.web.server import serve

__all__ = ["build", "serve"]
