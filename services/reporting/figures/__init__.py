"""From facts to figures: pure functions of the table, each with its definition in words."""
