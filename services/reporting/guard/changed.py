"""Whether numbers have changed as a text says."""

from services.reporting.guard.claims import Change, Direction

NEAR = 0.1
"""How far from twice as many "twice as many" may be, as a share."""
_LEAST = 1e-9


def changed_so(claim: Change, before: int, now: int) -> bool:
    """Whether the numbers have changed as the text says."""
    really = (
        Direction.UP if now > before else Direction.DOWN if now < before else Direction.UNCHANGED
    )
    if claim.direction is not None and (really is claim.direction) is claim.denied:
        return False
    if claim.was is not None and claim.was != before:
        return False
    if claim.now is not None and claim.now != now:
        return False
    if claim.by is not None and claim.by != abs(now - before):
        return False
    if claim.by_percent is not None:
        whole = float(claim.by_percent).is_integer()
        within = (0.5 if whole else 0.05) + _LEAST
        if not before or abs(100 * abs(now - before) / before - claim.by_percent) > within:
            return False
    return claim.times is None or abs(now - claim.times * before) <= NEAR * claim.times * before
