"""A language model's help with a question: the question standing alone, and phrases to search with."""
