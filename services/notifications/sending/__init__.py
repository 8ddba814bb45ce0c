"""The ways out: notices that wait are handed over, and what became of them is recorded."""
