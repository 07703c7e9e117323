"""What a question asks: names of texts and bodies, labels, forms of questions, follow-ups."""
