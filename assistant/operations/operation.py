"""What an operation is: a name, a description, what it takes and gives, and what carries it out.

REST routes, their OpenAPI document and MCP tools are made from this description alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, Generic, TypeVar, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, PlainSerializer, SerializationInfo, ValidationError

from assistant.operations.context import Context
from assistant.plain_text import material
from corpus.errors import ResolutionsError, UnknownEdition

VERSION = "1"
"""Of the interface: a change that breaks a program gives the next one."""


class OperationInput(BaseModel):
    """What an operation takes: nothing but the fields that it names."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class OperationResult(BaseModel):
    """What an operation gives."""

    model_config = ConfigDict(frozen=True)


MARKED = {"marked": True}
"""The context in which a result is written with its material marked."""


def _material(words: str, info: SerializationInfo) -> str:
    """Return words of a text, between marks where the result is written for a reader of plain text."""
    return material(words) if info.context == MARKED else words


Material = Annotated[str, PlainSerializer(_material)]
"""Words that come from a text: a clause, a label, a heading, a name."""


class OperationError(ResolutionsError):
    """An operation that cannot be carried out: a code, a sentence, what to do about it."""

    def __init__(
        self,
        code: str,
        message: str,
        remedy: str,
        status: int = HTTPStatus.BAD_REQUEST,
        *,
        retry_after: int = 0,
    ) -> None:
        """Take them; `status` is the one of HTTP, `retry_after` the seconds until another try, 0: none."""
        super().__init__(message)
        self.code, self.remedy, self.status, self.retry_after = code, remedy, int(status), retry_after


class Failure(OperationResult):
    """An error as every interface gives it."""

    code: str
    message: str
    remedy: str


def failure_of(error: OperationError) -> dict[str, Any]:
    """Return an error as every interface gives it."""
    failure = Failure(code=error.code, message=str(error), remedy=error.remedy)
    return {"error": failure.model_dump()}


Takes = TypeVar("Takes", bound=OperationInput)
Gives = TypeVar("Gives", bound=OperationResult)


@dataclass(frozen=True)
class Operation(Generic[Takes, Gives]):
    """An operation. All of them only read, and the same call gives the same result."""

    name: str
    title: str
    description: str
    takes: type[Takes]
    gives: type[Gives]
    function: Callable[[Context, Takes], Gives]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it takes: those that it needs, its own, then those that it shares."""
        own, model = self.takes.__annotations__, self.takes.model_fields
        return tuple(sorted(model, key=lambda name: (not model[name].is_required(), name not in own)))

    def given(self, pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
        """Return the values of a call from names and texts; a field that takes a list may be repeated."""
        values: dict[str, Any] = {}
        for name, text in pairs:
            field = self.takes.model_fields.get(name)
            if field is not None and get_origin(field.annotation) is list:
                values.setdefault(name, []).append(text)
            else:
                values[name] = text
        return values

    def run(self, context: Context, values: Mapping[str, Any]) -> Gives:
        """Carry it out with the values of a call. Raises OperationError for what cannot be done."""
        try:
            return self.function(context, self.takes.model_validate(values))
        except OperationError:
            raise
        except ValidationError as error:
            raise _bad_values(error, self) from None
        except ResolutionsError as error:
            raise _refused(error) from None


def operation(title: str) -> Callable[[Callable[[Context, Takes], Gives]], Operation[Takes, Gives]]:
    """Make an operation of a function: its name, its types and its docstring describe it to programs."""

    def described(function: Callable[[Context, Takes], Gives]) -> Operation[Takes, Gives]:
        _, takes, gives = get_type_hints(function).values()
        description = " ".join((function.__doc__ or "").split())
        return Operation(function.__name__, title, description, takes, gives, function)

    return described


def _bad_values(error: ValidationError, operation: Operation[Any, Any]) -> OperationError:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "the call"
    fields = ", ".join(operation.fields)
    message = f"{operation.name}: '{where[:60]}': {first['msg'][:1].lower()}{first['msg'][1:]}"
    return OperationError("bad_value", message, f"the fields are {fields}")


def _refused(error: ResolutionsError) -> OperationError:
    """Return an error of the program as one of an operation; its second part is the remedy."""
    message, _, remedy = str(error).rpartition("; ")
    if not message or "resolutions " in remedy:  # a remedy for the command line is none here
        message, remedy = message or str(error), "correct the value and call again"
    status = HTTPStatus.NOT_FOUND if isinstance(error, UnknownEdition) else HTTPStatus.BAD_REQUEST
    code = error.code.replace("-", "_")
    if isinstance(error, UnknownEdition):
        remedy = "call list_texts to see which texts the library has"
    return OperationError("bad_value" if code == "error" else code, message, remedy, status)
