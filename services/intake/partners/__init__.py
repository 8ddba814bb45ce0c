"""Partner systems: what they may see of the cases that they have handed in."""
