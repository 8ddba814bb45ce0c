"""Letters on paper: made when they are asked for, kept nowhere."""
