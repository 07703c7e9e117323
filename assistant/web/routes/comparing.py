"""The page that compares two texts, and the comparison as a file."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assistant.comparison.comparison import Comparison
from assistant.web.comparing import Page
from assistant.web.comparison_choice import Asked, chosen, completed, groups, pairs, way_to_add
from assistant.web.layout import attachment, error_page, page
from assistant.web.markup import Html
from assistant.web.routes import Routes
from assistant.web.state import State
from assistant.web.templating import render
from corpus.errors import ResolutionsError, UnknownEdition

_PATH = "/compare"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class ComparingRoutes(Routes):
    """Serves the comparison of two texts."""

    def routes(self) -> list[Route]:
        """List what is served here."""
        return [Route(_PATH, self.compare), Route(f"{_PATH}/{{ending}}", self.export)]

    def compare(self, request: Request) -> Response:
        """Serve the page: the choice of two texts, and what became of each clause."""
        state = self.service.now
        asked, compared, refusal, status = Asked(), None, "", 200
        try:
            asked = Asked.read(request.query_params)
            compared = _compared(asked, state)
        except ResolutionsError as error:
            refusal, status = str(error), _status(error)
        content = _content(asked, compared, refusal, state)
        title = f"{compared.old.name} and {compared.new.name}" if compared else "Compare"
        return page(request, self.service, title, content, room=_PATH, status=status,
                    styles=["sheet.css", "compare.css"])  # fmt: skip

    def export(self, request: Request) -> Response:
        """Serve a comparison as a Word file; python-docx is loaded when it is wanted."""
        if request.path_params["ending"] != "docx":
            sentence = "A comparison can be exported to Word (docx)."
            return error_page(request, self.service, "There is no such file", sentence)
        try:
            compared = _compared(Asked.read(request.query_params), self.service.now)
        except ResolutionsError as error:
            return error_page(request, self.service, "Not exported", str(error), _status(error))
        if compared is None:
            sentence = "Choose the two texts on the page Compare first."
            return error_page(request, self.service, "Not exported", sentence, 400)
        from assistant.drafting.tracked_changes import with_tracked_changes

        return attachment(with_tracked_changes(compared), _WORD, f"{_file_name(compared)}.docx")


def _compared(asked: Asked, state: State) -> Comparison | None:
    """Compare what is asked for; None where two texts are not chosen yet. Raises ResolutionsError."""
    keys = chosen(asked, state.library)
    return state.comparisons.of(*keys) if keys else None


def _content(asked: Asked, compared: Comparison | None, refusal: str, state: State) -> Html:
    """Render the content of the page."""
    library = state.library
    return render(
        "compare.html",
        asked=asked if compared else completed(asked, library),
        shown=Page(compared, asked) if compared else None,
        refusal=refusal,
        adding="" if compared else way_to_add(asked, library),
        count=len(library.editions),
        groups=tuple(groups(library)),
        pairs=() if compared else tuple(pairs(library)),
    )


def _status(error: ResolutionsError) -> int:
    """Return the status of a refusal: 404 for a text that is not in the library."""
    return 404 if isinstance(error, UnknownEdition) else 400


def _file_name(compared: Comparison) -> str:
    """Return a name for the file of a comparison: "Resolution 25, 2018 to 2022"."""
    old, new = compared.old, compared.new
    names = [_plain(one.name.partition(" (")[0]) for one in (old, new)]
    if names[0] == names[1]:
        return f"{names[0]}, {old.key.year} to {new.key.year}"
    return f"{names[0]}, {old.key.year} to {names[1]}, {new.key.year}"


def _plain(name: str) -> str:
    """Return a name with nothing that a file system or a header minds: "A-RES-70-1"."""
    return "".join(one if one.isascii() and one.isalnum() else " " if one == " " else "-" for one in name)
