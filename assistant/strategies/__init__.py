"""The strategies, one a module: a `Retrieval` → a finding, or None to pass on."""
