"""A person's notes on clauses and collections of clauses."""
