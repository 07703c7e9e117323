"""What is printed where → whole paragraphs, by named steps; no PDF library comes in here."""
