"""The pages: asking beside reading, and pages for drafting, the library and conversations.

    server          serving: our pages, Gradio's application below /chat
    service         holds the state that is answered from, and replaces it
    state           an assistant and what is made from its library once
    routes/         what is served at which address, a module a page
    security/       guard (limits, headers), authentication, sessions, throttle, programs, rate_limit,
                    questions and chat_queue (who may ask how often), connections, clients, networks
    traffic/        what each route costs: rates, places, files that are made once, responses in pieces
    request_log     ids, log lines and counts of requests    metrics    the counters
    asked           a question is limited, timed, counted, logged
    templates/      HTML, in Jinja;  static/ styles and scripts
    layout          the frame of every page          templating    templates → HTML
    messages        the program's messages as a page says them
    wording         a number with what it counts, the words around a place
    markup          text → HTML, escaped             addresses     where clauses are
    short_addresses their short addresses            slugs         names of clauses in them
    qr_code         a QR code

    chat            the chat, in Gradio              asking        what happens when one asks
    exchanges       questions and answers → HTML     answer_view   which sentences and tools an answer has
    claims          statements by text and head      searched      what was searched, what else comes near
    verdicts        a user's verdict on an answer    examples      questions to begin with
    filter_bar      the filters of a question        visitors      who asks, with which filters

    texts           the reader                       text_picker   the list of texts in it
    reading         an edition → HTML                provision_html  a provision's words → HTML
    backlinks       what cites a clause              whereabouts   a newer edition, the same clause elsewhere
    library_page/   the page of the library, and curators' jobs

    drafting        the page for drafters            draft_form    its form
    references      the pages of references                  concordance    a phrase over all texts
    comparing       two texts side by side        comparison_choice   which two, and how
    duties          choices, dates and mentions of duties    duty_table   their table, in groups and pages
    drafts          drafts that were sent lately
    served_model    the language model that the pages use

Gradio takes two seconds to import: `assistant.web` is imported where the page is wanted.
"""

from assistant.web.chat import build
from assistant.web.server import serve

__all__ = ["build", "serve"]
