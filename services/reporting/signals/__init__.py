"""What the figures show that somebody should look at, with the evidence for it.

Layers, each importing only those below: api, pages → register → detecting → the detectors
(silence, changes, likeness, handling) → families → signal.
"""
