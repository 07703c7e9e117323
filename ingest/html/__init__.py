"""Web pages: blocks as a browser shows them."""
