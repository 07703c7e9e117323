"""Names of texts in questions, read against the texts of the library."""
