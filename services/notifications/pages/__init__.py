"""What staff see of notices: what was sent, what waits for someone, what went wrong."""
