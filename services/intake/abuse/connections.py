"""How many connections there are at once, in all and from each party."""

from collections import Counter

from services.intake.abuse.rates import site_of


class Connections:
    """Of one listener. An address is known as long as it is connected, and no longer."""

    def __init__(self, in_all: int, each: int) -> None:
        self._in_all = in_all
        self._each = each
        self._open: Counter[str] = Counter()

    def enter(self, address: str) -> bool:
        """Count one more; False, and not counted, where there are enough."""
        site = site_of(address)
        if self._open.total() >= self._in_all or self._open[site] >= self._each:
            return False
        self._open[site] += 1
        return True

    def leave(self, address: str) -> None:
        """One that was counted is gone."""
        site = site_of(address)
        self._open[site] -= 1
        if not self._open[site]:
            del self._open[site]
