"""Does a clause say what a claim says? Checked by rules, never by similarity."""
