"""The rules of the year that is played through, as a board writes them: the one thing that the
product and the plain reckoning of the test have in common."""

from typing import Any

from shared.organisation import DeadlineRule, Organisation

NAME = {"sv": "Mål", "en": "Target"}

RULES: list[dict[str, Any]] = [
    {
        "id": "acknowledge",
        "within": {"working_days": 2},
        "met_by": "acknowledged_at",
        "recipients": ["registrar"],
    },
    {
        "id": "assign",
        "within": {"working_days": 3},
        "met_by": "assigned_at",
        "recipients": ["manager"],
        "escalate_after": [{"working_days": 3}],
    },
    {
        "id": "answer",
        "within": {"days": 14},
        "met_by": "answered_at",
        "remind_before": {"working_days": 3},
        "recipients": ["manager", "coordinator"],
        "tell_complainant": True,
        "escalate_after": [{"working_days": 3}, {"working_days": 8}, {"days": 30}],
    },
    {
        "id": "coordinator-reminder",
        "within": {"months": 1},
        "met_by": "answered_at",
        "recipients": ["coordinator"],
        "nature": "reminder",
    },
    {
        "id": "close",
        "within": {"working_days": 40},
        "met_by": "closed_at",
        "recipients": ["responsible"],
        "day_off": "stay",
    },
    {
        "id": "measures-due",
        "within": {"days": 0},
        "counted_from": "measure_due",
        "met_by": "measure_done",
        "remind_before": {"working_days": 5},
        "recipients": ["owner"],
        "escalate_after": [{"working_days": 5}],
    },
    {
        "id": "follow-up",
        "within": {"months": 3},
        "counted_from": "closed_at",
        "met_by": "followed_up_at",
        "recipients": ["quality"],
        "nature": "reminder",
        "day_off": "next",
    },
]


def with_rules(organisation: Organisation) -> Organisation:
    """The example municipality, all of whose boards have these rules."""
    rules = tuple(
        DeadlineRule.model_validate(
            {**rule, "name": NAME, "basis": NAME, "kinds": ["complaint", "deviation"]}
        )
        for rule in RULES
    )
    boards = tuple(board.model_copy(update={"deadlines": rules}) for board in organisation.boards)
    return Organisation(**{**dict(organisation), "boards": boards})
