"""Conversations: the state after each turn, and what the next turn means."""
