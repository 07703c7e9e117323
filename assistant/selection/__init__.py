"""Which hits are the answer: evidence, kinds of fact, lists."""
