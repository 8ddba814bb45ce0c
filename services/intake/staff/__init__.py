"""What staff do here: register what they hear, read and find, and sort what was set aside."""
