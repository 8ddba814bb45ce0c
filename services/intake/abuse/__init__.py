"""What protects the ways in: limits, and a place for what looks like spam."""
