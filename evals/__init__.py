"""Questions, metrics and benchmark: how often the assistant is right, and what it costs."""
