"""Whether a configured language model reads better than the built-in reader, tested before it is trusted."""
