"""The page: the chat and, beside it, the reader in which every clause has an address.

    shell      the page around the chat       reading   an edition → HTML
    chat       the chat, in Gradio            words     a provision's words → HTML
    asking     what happens when one asks     readers   who asks, with which filters
    exchanges  questions and answers → HTML   markup    text → HTML, escaped
    claims     statements and quotes → HTML   verdicts  what a person says of an answer
    holdings   what is held and what is not   addresses where clauses are
    server     serving                        guard     what is let in, what responses say
    rooms      what is served at which address   service   what the pages answer from
    sheet      a page without the chat        gate      who is let in, and who asks
    texts      the reader, the texts to read  whereabouts   where a clause is, or went
    filter_bar the filters of a question      backlinks what names a clause

    drafting   the page for drafters          draft_form   its form
    conversations   the page of conversations
    library    the page of the library        jobs      what curators asked for, one after the other
    held       the texts, with their reports  uploads   a form with files → files on disk
    curating   the forms of curators          told      jobs, what was set aside, the index → HTML
    origins    where texts came from          signing_in, sessions, throttle   signing in

Gradio takes two seconds to import: `assistant.web` is imported where the page is wanted.
"""

from assistant.web.chat import build
from assistant.web.server import serve

__all__ = ["build", "serve"]
