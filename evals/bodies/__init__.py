"""How well files of any body are read: a gold beside what the library makes of them."""
