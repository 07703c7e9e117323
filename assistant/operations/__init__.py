"""What other programs may ask for: each operation is described once, here.

OPERATIONS   the operations, by name
Context      what they answer from

operation    what an operation is, and its errors        values    what several of them take or give
reading      texts and clauses                           asking    search, answers, checked claims
drafting     precedents, duties, phrases                 relations comparisons, references
checking     what a document says of texts
"""

from typing import Any

from assistant.operations.asking import ask, search, verify_claim
from assistant.operations.checking import check_document
from assistant.operations.context import Context
from assistant.operations.drafting import concordance, find_precedents, list_duties
from assistant.operations.operation import Operation, OperationError, failure_of
from assistant.operations.reading import fetch, list_provisions, list_texts, read_provision
from assistant.operations.relations import compare_editions, references

_LISTED: tuple[Operation[Any, Any], ...] = (
    *(search, ask, verify_claim, check_document),
    *(list_texts, fetch, read_provision, list_provisions),
    *(find_precedents, list_duties, concordance),
    *(compare_editions, references),
)
OPERATIONS = {operation.name: operation for operation in _LISTED}
"""The operations by name, in the order in which they are listed."""

__all__ = ["OPERATIONS", "Context", "Operation", "OperationError", "failure_of"]
