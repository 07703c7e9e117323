"""The grammar of ITU resolutions, decisions and recommendations; it reads every other text too."""
