"""What the tests of proposals share."""

import evals.faults.attacks  # noqa: F401  makes the generators in tests/attacks importable as `attacks`
