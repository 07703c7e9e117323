"""Word files: paragraphs as a reader sees them, their numbers and notes included."""
