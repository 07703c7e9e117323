"""Short addresses of texts and clauses."""
