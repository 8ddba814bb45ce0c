"""What staff see of cases: lists, search, the diary, and each case with its steps."""
