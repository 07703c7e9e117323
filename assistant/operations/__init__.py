"""What other programs may ask for: each operation is described once, here.

OPERATIONS   the operations, by name
Context      what they answer from

operation    what an operation is, and its errors        values    what several of them take or give
reading      texts and clauses                           asking    search, answers, checked claims
drafting     precedents, duties, phrases                 relations comparisons, references
"""

from assistant.operations.asking import ASKING
from assistant.operations.context import Context
from assistant.operations.drafting import DRAFTING
from assistant.operations.operation import Operation, OperationError, failure_of
from assistant.operations.reading import READING
from assistant.operations.relations import RELATIONS

OPERATIONS = {one.name: one for one in (*ASKING, *READING, *DRAFTING, *RELATIONS)}
"""The operations by name, in the order in which they are listed."""

__all__ = ["OPERATIONS", "Context", "Operation", "OperationError", "failure_of"]
