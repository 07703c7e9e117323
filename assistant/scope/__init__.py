"""Which texts are searched and why: scopes, the retriever over them, filters."""
