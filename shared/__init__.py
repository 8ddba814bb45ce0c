"""What the four services have in common; it imports none of them."""
