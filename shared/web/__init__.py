"""What the HTTP side of the four services has in common."""
