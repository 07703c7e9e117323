"""Two editions side by side: alignment, what changed, redlines."""
