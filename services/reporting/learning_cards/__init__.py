"""Learning cards: accounts of cases without persons, days or places, for staff meetings (R83)."""
