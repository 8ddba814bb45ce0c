"""Commands for operations: `lyhord --help`."""
