"""The page: the chat and, beside it, the reader in which every clause has an address.

    shell           the page around the chat         plain_page    a page without the chat
    chat            the chat, in Gradio              reading       an edition → HTML
    asking          what happens when one asks       provision_html   a provision's words → HTML
    exchanges       questions and answers → HTML     markup        text → HTML, escaped
    claims          statements and quotes → HTML     verdicts      a user's verdict on an answer
    filter_bar      the filters of a question        visitors      who asks, with which filters
    texts           the reader, the texts to read    addresses     where clauses are
    holdings        texts in the library and cited   whereabouts   where a clause is, or went
    backlinks       what cites a clause              examples      questions to begin with

    drafting        the page for drafters            draft_form    its form
    conversations   the page of conversations
    library         the page of the library          text_list     the texts, with their reports
    library_forms   the forms of curators            library_status   jobs, quarantine, index → HTML
    jobs            curators' jobs, one at a time    uploads       a form with files → files on disk
    origins         where texts came from

    routes          what is served at which address  service       what the pages answer from
    server          serving                          guard         limits on requests, headers of responses
    authentication  who may enter, and who asks      signing_in, sessions, throttle   signing in

Gradio takes two seconds to import: `assistant.web` is imported where the page is wanted.
"""

from assistant.web.chat import build
from assistant.web.server import serve

__all__ = ["build", "serve"]
