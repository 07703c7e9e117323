"""The files that answers and selections are exported to."""
