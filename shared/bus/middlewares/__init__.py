"""What happens around every handler, one policy a file."""
