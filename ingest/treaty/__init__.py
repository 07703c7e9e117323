"""The grammar of treaties: articles, and marginal numbers."""
