"""The diary of a municipality that keeps its own: numbers asked for there, and cases mirrored."""
