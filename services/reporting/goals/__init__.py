"""What boards want to reach: how it stands, and how it is likely to end."""
