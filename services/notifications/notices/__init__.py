"""What is told to whom: notices, and the events that tell of them. Pure."""
