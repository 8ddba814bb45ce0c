"""The lex Sarah track: a case of its own, linked to the one it came from (R49–R52)."""
