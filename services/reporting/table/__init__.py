"""The facts of all cases side by side, in memory, so that any question is answered at once."""
