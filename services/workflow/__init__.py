"""The case, its diary number and its handling; the caseworkers' API."""
