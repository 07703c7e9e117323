"""Documents that speak of texts: what they quote, cite and attribute is checked against the library."""
