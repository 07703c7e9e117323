"""Conversations: kept on disk, exported, and what may be asked next."""
