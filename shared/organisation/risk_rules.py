"""From which risk a case must be investigated further (R47, R48).

Municipalities differ: over 8; 8 or more with a severe consequence; 4 or more under HSL. So the
threshold, the operator, the severity floor and the law are settings, with a version.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from shared.events.vocabulary import Law
from shared.organisation.names import Identifier

Degree = Annotated[int, Field(strict=True, ge=1, le=4)]


class Operator(StrEnum):
    """How the risk value is held against the threshold."""

    OVER = "over"
    AT_LEAST = "at_least"


class RiskRule(BaseModel):
    """One version of the rule. Risk value = severity (1–4) × probability (1–4)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Identifier = Field(examples=["sol-2026-1"])
    """Kept on every case that was assessed by it: never reused for another rule."""
    valid_from: date = Field(examples=[date(2026, 1, 1)])
    law: Law | None = Field(default=None, examples=["SoL"])
    """Only cases under this law; a rule without law is for all that have none of their own."""
    threshold: Annotated[int, Field(strict=True, ge=1, le=16)] = Field(examples=[8])
    operator: Operator = Field(examples=["over"])
    severity_floor: Degree = Field(examples=[4])
    """From this severity the case is investigated further whatever the probability."""

    def must_investigate(self, severity: int, probability: int) -> bool:
        """Whether the case must be investigated further. Raises ValueError outside 1–4."""
        for degree in (severity, probability):
            if degree not in range(1, 5):
                raise ValueError(f"severity and probability are 1, 2, 3 or 4, not {degree}")
        value = severity * probability
        over = value > self.threshold or (
            self.operator is Operator.AT_LEAST and value == self.threshold
        )
        return over or severity >= self.severity_floor


def rule_in_force(rules: Iterable[RiskRule], on: date, law: Law | None = None) -> RiskRule | None:
    """The newest rule for `law` that is valid on the day `on` (Swedish time).

    A rule for the law itself goes before one for every law. None if no rule was valid yet.
    """
    valid = [rule for rule in rules if rule.valid_from <= on and rule.law in (law, None)]
    return max(valid, key=lambda rule: (rule.law is not None, rule.valid_from), default=None)
