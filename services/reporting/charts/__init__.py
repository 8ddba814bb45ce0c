"""Charts as accessible SVG, drawn on the server: pure functions from numbers to a picture."""
