"""The register of duties: the duties of a library, one a clause, to filter, export and compare."""
