"""A streamlining map: the clauses that several texts share, and what could become of them."""
