"""A case that has been through nearly everything: answered, closed, disputed, taken up again."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx

from shared.clock import SystemClock
from shared.events.envelope import Actor
from shared.events.submissions import MessageContent, MessageDetail, MessageReceived
from shared.events.vocabulary import Acknowledgement, Channel, ComplainantView, Role, Way, Wish
from shared.ids import new_id
from tests.support.submissions import submission
from tests.support.waiting import until
from tests.support.worklist_cases import MANAGER, NORTH, Sample, today

WORDS = (
    "Hemtjänsten kom inte på söndagen. Min mamma fick vänta till kvällen på sin mat och ingen "
    "ringde.\n\nDet är tredje gången i höst. Jag vill veta varför, och att någon hör av sig."
)
DISPUTED = "Det hände igen i lördags. Ingen ringde den här gången heller."

_STEPS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("assign", {"responsible": MANAGER}),
    (
        "assess",
        {
            "severity": 3,
            "probability": 3,
            "misconduct_suspected": True,
            "data_breach": False,
            "child_concern": False,
            "reason": "Insatsen uteblev för tredje gången.",
        },
    ),
    ("report-lex-sarah", {"text": "Insatser har uteblivit vid tre tillfällen."}),
    ("investigate", {"reason": "Risken är 9."}),
    (
        "add-finding",
        {
            "text": "Två medarbetare sjukanmälde sig på morgonen. Ingen vikarie ringdes in.",
            "source": "Samtal med samordnaren",
            "grounds": "fact",
        },
    ),
    (
        "add-finding",
        {
            "text": "Listan över dem som väntar på besök gicks troligen inte igenom.",
            "source": "Genomgång av planeringen",
            "grounds": "assessment",
        },
    ),
    ("write", {"text": "Vilken tid på söndagen skulle hemtjänsten ha kommit?"}),
    (
        "conclude",
        {
            "course_of_events": "Klockan 07.10 och 07.40 kom två sjukanmälningar. Jouren ringde "
            "inte in någon, och besöken fördelades inte om.",
            "noticed": "En anhörig ringde på måndagen.",
            "earlier_occurrences": "Två gånger i september.",
            "could_recur": "Ja, tills jouren har en lista.",
            "causes": ["routine_unknown", "workload"],
            "cause_explained": "Jouren hade inte fått rutinen.",
            "consequences": ["missed_service", "worry"],
        },
    ),
    (
        "decide-action",
        {
            "kind": "routine_new",
            "level": "unit",
            "text": "Den som har jouren ringer alla som väntar på besök inom en timme.",
            "cause": "routine_unknown",
        },
    ),
    (
        "decide-action",
        {
            "kind": "staffing",
            "level": "department",
            "text": "Två vikarier har beredskap varje helg.",
            "cause": "workload",
        },
    ),
    ("complete-action", {"action": 1, "result": "Rutinen är skriven och genomgången."}),
    (
        "answer",
        {
            "text": "Vi beklagar att ingen kom. Två medarbetare blev sjuka samtidigt, och den som "
            "hade jouren visste inte hur besöken skulle fördelas om.",
            "measures": "Den som har jouren ringer nu alla som väntar på besök.",
            "where_next": "Är du inte nöjd kan du vända dig till förvaltningschefen eller IVO.",
            "outcome": "justified",
        },
    ),
    ("close", {"complainant_view": "no_answer"}),
)


def long_lived() -> Sample:
    """Handed in twelve days ago; everything else happens now."""
    event = submission(
        board="von",
        text=WORDS,
        at=SystemClock().now() - timedelta(days=12),
        unit=NORTH,
        channel=Channel.PHONE,
        category="care-given",
        received_on=today() - timedelta(days=12),
        occurred_on=today() - timedelta(days=13),
        acknowledgement=Acknowledgement.ORAL,
        feedback_wish=Wish.YES,
        feedback_way=Way.PHONE,
    )
    return Sample(event, _STEPS)


def just_received() -> Sample:
    """A case that nobody has touched."""
    event = submission(
        board="von",
        text=WORDS,
        at=SystemClock().now(),
        unit=NORTH,
        received_on=today(),
        acknowledgement=Acknowledgement.SENT,
        feedback_wish=Wish.YES,
    )
    return Sample(event)


def disputed(case_id: UUID) -> MessageReceived:
    """The complainant does not agree."""
    now = SystemClock().now()
    return MessageReceived(
        id=new_id(),
        occurred_at=now,
        recorded_at=now,
        case_id=case_id,
        actor=Actor(role=Role.COMPLAINANT),
        correlation_id=case_id,
        producer="intake",
        detail=MessageDetail(view=ComplainantView.DISPUTES),
        content=MessageContent(text=DISPUTED),
    )


async def reopened(client: httpx.AsyncClient, case_id: UUID) -> None:
    """Return once the case is taken up again."""

    async def is_open() -> bool:
        case = (await client.get(f"/cases/{case_id}")).json()
        return bool(case["facts"]["reopened"])

    await until(is_open, "the case is taken up again")
