"""Question packs for any text: a configured language model writes them, and checks what it wrote."""
