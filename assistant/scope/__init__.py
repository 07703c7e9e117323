"""Which texts and clauses are searched: filters, and a smaller library made by them."""
