"""The command line: `resolutions COMMAND`."""
