"""From which risk a case must be investigated: what the sources use, and what others use.

Source 001: over 8. Kristianstad: 8 or more together with a severity of 3 or 4. Sundsvall: 4 or
more under HSL. Severity 4 is always flagged. All of it is configuration.
"""

from datetime import date

import pytest

from shared.events.vocabulary import Law
from shared.organisation.risk_rules import Operator, RiskRule, rule_in_force

DEGREES = range(1, 5)


def rule(threshold: int, operator: Operator, floor: int, law: Law | None = None) -> RiskRule:
    return RiskRule(
        version=f"rule-{threshold}-{floor}",
        valid_from=date(2018, 1, 1),
        law=law,
        threshold=threshold,
        operator=operator,
        severity_floor=floor,
    )


SOURCE = rule(8, Operator.OVER, 4)
AT_LEAST_EIGHT = rule(8, Operator.AT_LEAST, 4)
OF_HSL = rule(4, Operator.AT_LEAST, 4, Law.HSL)
SEVERE_ALONE = rule(16, Operator.OVER, 3)


@pytest.mark.parametrize(
    ("tried", "table"),
    [
        # Rows: severity 1 to 4. Columns: probability 1 to 4. x: must be investigated.
        (SOURCE, ("....", "....", "..xx", "xxxx")),
        (AT_LEAST_EIGHT, ("....", "...x", "..xx", "xxxx")),
        (OF_HSL, ("...x", ".xxx", ".xxx", "xxxx")),
        (SEVERE_ALONE, ("....", "....", "xxxx", "xxxx")),
    ],
    ids=["over 8", "8 or more", "HSL 4 or more", "severity 3 or 4 whatever the probability"],
)
def test_the_whole_matrix(tried: RiskRule, table: tuple[str, ...]) -> None:
    found = tuple(
        "".join("x" if tried.must_investigate(severity, each) else "." for each in DEGREES)
        for severity in DEGREES
    )
    assert found == table


@pytest.mark.parametrize("tried", [SOURCE, AT_LEAST_EIGHT, OF_HSL])
@pytest.mark.parametrize("probability", DEGREES)
def test_severity_four_is_always_flagged(tried: RiskRule, probability: int) -> None:
    assert tried.must_investigate(4, probability)


@pytest.mark.parametrize(("severity", "probability"), [(0, 1), (5, 1), (1, 0), (1, 5)])
def test_other_degrees_are_refused(severity: int, probability: int) -> None:
    with pytest.raises(ValueError, match="1, 2, 3 or 4"):
        SOURCE.must_investigate(severity, probability)


def test_the_rule_of_the_law_goes_before_the_boards_own() -> None:
    on = date(2026, 3, 2)
    assert rule_in_force([SOURCE, OF_HSL], on, Law.HSL) == OF_HSL
    assert rule_in_force([SOURCE, OF_HSL], on, Law.SOL) == SOURCE
    assert rule_in_force([OF_HSL], on, Law.SOL) is None
    assert rule_in_force([SOURCE], date(2017, 12, 31)) is None
