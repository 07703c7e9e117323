"""Which hits are the answer: evidence for each, the readers that choose among them, whole lists."""
