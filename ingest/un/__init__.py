"""The grammar of the United Nations' resolutions."""
