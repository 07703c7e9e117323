"""The OpenAPI document of the operations, made from their description."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from assistant.operations.operation import Failure, Operation

VERSION = "1"
"""Of the interface: a change that breaks a program gives the next one."""
PREFIX = f"/api/v{VERSION}"
"""Where the operations are served."""
_SCHEMA = "#/components/schemas/{model}"
_JSON = "application/json"
_FAILURES = {
    "400": "A value cannot be used.",
    "401": "A key is needed, and there is none or a wrong one.",
    "403": "A script of another site called, and its site is not listed.",
    "404": "The library has no such text or clause.",
    "413": "The request is too large.",
    "429": "Too many calls with one key, or too many questions; try again after Retry-After.",
    "500": "The program failed; the number of the fault is in the message.",
    "503": "Answering is switched off, too many ask, or the accounts cannot be read; see the code.",
}


def openapi(operations: Iterable[Operation[Any, Any]], base: str, *, needs_key: bool) -> dict[str, Any]:
    """Describe the operations as OpenAPI 3.1; each is called with GET and its fields, or POST and JSON."""
    operations = tuple(operations)
    models: list[tuple[type[BaseModel], JsonSchemaMode]] = [(Failure, "serialization")]
    for one in operations:
        models += [(one.takes, "validation"), (one.gives, "serialization")]
    named, schemas = models_json_schema(models, ref_template=_SCHEMA)
    paths = {
        f"{PREFIX}/{one.name}": {
            "get": {
                **_described(one, "get"),
                "parameters": _parameters(one),
                "responses": _responses(named[one.gives, "serialization"]),
            },
            "post": {
                **_described(one, "post"),
                "requestBody": {
                    "required": True,
                    "content": {_JSON: {"schema": named[one.takes, "validation"]}},
                },
                "responses": _responses(named[one.gives, "serialization"]),
            },
        }
        for one in operations
    }
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "Resolutions",
            "version": VERSION,
            "description": "Adopted resolutions, clause by clause. All operations are read-only.",
        },
        "servers": [{"url": base or "/"}],
        "paths": paths,
        "components": {"schemas": {**schemas.get("$defs", {}), "Error": _ERROR}},
    }
    if needs_key:
        document["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
        document["security"] = [{"key": []}]
    return document


_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {"error": {"$ref": "#/components/schemas/Failure"}},
}


def _described(one: Operation[Any, Any], method: str) -> dict[str, str]:
    """Name an operation."""
    id_ = one.name if method == "get" else f"{one.name}_{method}"
    return {"operationId": id_, "summary": one.title, "description": one.description}


def _parameters(one: Operation[Any, Any]) -> list[dict[str, Any]]:
    """Return the fields of an operation as parameters of an address; a list is a repeated one."""
    schema = one.takes.model_json_schema(ref_template=_SCHEMA)
    required = schema.get("required", ())
    return [
        {
            "name": name,
            "in": "query",
            "required": name in required,
            "description": field.get("description", ""),
            "schema": {key: value for key, value in field.items() if key != "description"},
        }
        for name, field in schema.get("properties", {}).items()
    ]


def _responses(schema: dict[str, Any]) -> dict[str, Any]:
    """Return what an operation answers."""
    error = {"schema": {"$ref": "#/components/schemas/Error"}}
    return {
        "200": {"description": "The result.", "content": {_JSON: {"schema": schema}}},
        **{status: {"description": said, "content": {_JSON: error}} for status, said in _FAILURES.items()},
    }
