"""Round numbers for an axis."""

from math import ceil, floor, log10

_STEPS = (1, 2, 5, 10)


def ticks(most: float, wanted: int = 4) -> tuple[int, ...]:
    """Whole numbers from 0 to `most` or just above, in even steps of 1, 2 or 5 times ten.

    At least 0 and 1, so that nothing is divided by nothing.
    """
    least = max(most, 1) / wanted
    magnitude = 10 ** floor(log10(least)) if least >= 1 else 1
    step = next(each * magnitude for each in _STEPS if each * magnitude >= least)
    return tuple(range(0, step * ceil(max(most, 1) / step) + 1, step))
