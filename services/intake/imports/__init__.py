"""Earlier cases, from lists out of older systems (R91, R72)."""
