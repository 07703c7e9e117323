"""Who may do what on a server, whether it answers, and what it logs."""
