"""Plain text and Markdown: bytes → characters → lines, no byte lost in silence."""
