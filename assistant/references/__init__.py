"""Who names whom: the graph of references, and the references of a draft."""
