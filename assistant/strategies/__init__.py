"""The ways of answering, one a module: (desk, question, hits) → a finding, or None to pass on."""
