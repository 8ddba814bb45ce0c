"""What people carry out: letters that are posted, calls that are made, and what came of each."""
