"""Holds what people write in a report against the figures, so that it cannot contradict them.

Pure: from a text to the claims in it, and from claims and figures to contradictions (R74, R75).
"""
