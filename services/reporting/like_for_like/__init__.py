"""Figures of two periods held against each other, on the same definitions."""
