"""The four services; none of them imports another."""
