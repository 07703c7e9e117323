"""How well two texts are compared: edited texts whose edits are known, and what is found of them."""
