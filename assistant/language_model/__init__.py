"""The language model a person may configure: its client, and when it is asked."""
