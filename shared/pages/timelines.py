"""What has happened and what is to come, in order."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.pages.phrases import Label


class StepState(StrEnum):
    """Where a step is in time."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"


@dataclass(frozen=True)
class TimelineStep:
    """One step. `when` is an instant (shown in Swedish time) or a day."""

    title: Label
    state: StepState
    when: date | None = None
    text: Label | None = None
