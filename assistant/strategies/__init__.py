"""The ways of answering, one a module: (retriever, query, hits) → a finding, or None to pass on."""
