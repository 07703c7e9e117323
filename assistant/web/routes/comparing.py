"""The page that compares two texts, and the comparison as a file."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from assistant.comparison.comparison import Comparison
from assistant.exports import WORD
from assistant.web.addresses import MissingEdition
from assistant.web.comparing import ComparisonQuery, Page, pairs
from assistant.web.editions import edition_choices, instrument_name
from assistant.web.routes import Routes, served_at
from assistant.web.service import State
from assistant.web.templating import attachment, status_of
from assistant.web.traffic.costs import Cost
from corpus.errors import ResolutionsError


class ComparingRoutes(Routes):
    """Serves the comparison of two texts."""

    @served_at("/compare", cost=Cost.PAGE)
    def compare(self, request: Request) -> Response:
        """Serve the page: the choice of two texts, and what became of each clause."""
        state = self.service.now
        library = state.library
        asked, compared, refusal, status, adding = ComparisonQuery(), None, "", 200, ""
        try:
            asked = ComparisonQuery.read(request.query_params)
            compared = _compared(asked, state)
        except ResolutionsError as error:
            refusal, status = str(error), status_of(error)
            adding = (error.row or "/library") if isinstance(error, MissingEdition) else ""
        return self.page(
            request,
            "compare.html",
            status,
            asked=asked if compared else asked.completed(library),
            shown=Page(compared, asked) if compared else None,
            head=self.print_head(request, _names(compared), asked.address) if compared else "",
            refusal=refusal,
            adding=adding,
            count=len(library.editions),
            groups=edition_choices(library, pending=True, titled=True),
            pairs=() if compared else tuple(pairs(library)),
        )

    @served_at("/compare/{ending}", cost=Cost.EXPORT)
    def export(self, request: Request) -> Response:
        """Serve a comparison as a Word file; python-docx is loaded when it is wanted."""
        if request.path_params["ending"] != "docx":
            sentence = "A comparison can be exported to Word (docx)."
            return self.refused(request, "There is no such file", sentence)
        try:
            compared = _compared(ComparisonQuery.read(request.query_params), self.service.now)
        except ResolutionsError as error:
            return self.refused(request, "Not exported", str(error), status_of(error))
        if compared is None:
            return self.refused(
                request, "Not exported", "Choose the two texts on the page Compare first.", 400
            )
        from assistant.drafting.tracked_changes import with_tracked_changes

        return attachment(with_tracked_changes(compared), WORD, f"{_file_name(compared)}.docx")


def _compared(asked: ComparisonQuery, state: State) -> Comparison | None:
    """Compare what is asked for; None where two texts are not chosen yet. Raises ResolutionsError."""
    keys = asked.keys(state.library)
    return state.comparisons.of(*keys) if keys else None


def _names(compared: Comparison) -> str:
    return f"{compared.old.name} compared with {compared.new.name}"


def _file_name(compared: Comparison) -> str:
    """Return a name for a file that no file system or header minds: "Resolution 25, 2018 to 2022"."""
    old, new = (
        "".join(
            character if (character.isascii() and character.isalnum()) or character == " " else "-"
            for character in instrument_name(text)
        )
        for text in (compared.old, compared.new)
    )
    years = compared.old.key.year, compared.new.key.year
    return f"{old}, {years[0]} to {'' if old == new else f'{new}, '}{years[1]}"
