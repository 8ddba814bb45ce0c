"""The steps of handling as short forms."""
