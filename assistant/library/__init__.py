"""The library on disk: editions held, adding, fetching, renewing and removing them."""
