"""How long to wait before the next attempt: longer each time, and not in step with others."""

import random

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0


class Pause:
    """Seconds: 1, 2, 4 … up to `longest`, each a little more or less."""

    def __init__(self) -> None:
        self.longest = LONGEST_PAUSE
        self._next = FIRST_PAUSE

    def next(self) -> float:
        pause = min(self._next, self.longest)
        self._next = min(self._next * 2, self.longest)
        return pause * random.uniform(0.7, 1.3)  # noqa: S311 - not a secret

    def reset(self) -> None:
        """All is well again."""
        self._next = FIRST_PAUSE
