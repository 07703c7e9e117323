"""What is served at which address, a module a page: each takes the service and lists its routes.

home            asking beside reading                 start            an introduction to a text
reading         one edition, to read and download     short_addresses  /res-71/2022/council-2, QR codes
duties          who is told to do what                duty_exports     its files and calendars
comparing       two texts side by side                references       who cites whom
concordance     a phrase over all texts               drafting         adopted language for a draft
conversations   a person's conversations, verdicts    library          the texts, and what curators do
sign_in         signing in and out                    health           alive, ready, metrics
errors          pages for refusals and faults

Routes that compute are plain functions: Starlette runs them in a thread.
"""

from starlette.convertors import Convertor, register_url_convertor

from assistant.library.library import Library
from assistant.web.service import Service


class Routes:
    """Some pages of a service."""

    def __init__(self, service: Service) -> None:
        self.service = service

    @property
    def library(self) -> Library:
        """The library as it is now."""
        return self.service.now.library


class _Number(Convertor[int]):
    """A number in a path, as `{year:number}`; Starlette's own `int` takes digits without end, and fails."""

    regex = "[0-9]{1,9}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("number", _Number())
