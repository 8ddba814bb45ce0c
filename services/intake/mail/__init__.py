"""E-mail that came in: reading it, sorting it, keeping it as it was."""
