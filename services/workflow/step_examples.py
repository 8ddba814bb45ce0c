"""An example of what each step is told, as the OpenAPI document and `docs/handling.md` show it.

`tests/integration/test_workflow_examples.py` takes every one of them.
"""

from collections.abc import Mapping
from typing import Any

OTHER_CASE = "0199a7d0-0000-7000-8000-000000000000"
"""Stands for the id of another case."""

EXAMPLES: Mapping[str, Mapping[str, Any]] = {
    "assign": {
        "responsible": "manager-hemvard-norr",
        "reason": "Enheten har bytt chef.",
    },
    "declare-conflict": {
        "account": "manager-hemvard-soder",
        "reason": "Klagomålet gäller chefens eget beslut.",
    },
    "acknowledge": {"reason": "Ringde och berättade att ärendet är mottaget."},
    "record-reached": {"reason": "Ringde, läste upp brevet och fick en ny adress."},
    "reclassify": {
        "kind": "deviation",
        "themes": ["natt"],
        "reason": "Det är ett fel i verksamheten och inte bara en synpunkt.",
    },
    "assess": {
        "severity": 3,
        "probability": 3,
        "misconduct_suspected": True,
        "data_breach": False,
        "child_concern": False,
        "category": "care-given",
    },
    "investigate": {"investigator": "quality-von"},
    "add-finding": {
        "text": "Besöket stod i planeringen men var inte tilldelat någon.",
        "source": "Planeringssystemet, 2 mars",
        "grounds": "fact",
    },
    "conclude": {
        "course_of_events": "Kvällsbesöket uteblev när passet byttes.",
        "noticed": "Den enskilde ringde samma kväll.",
        "earlier_occurrences": "Det hände en gång i januari. Då ändrades ingen rutin.",
        "could_recur": "Ja, så länge byten görs på papper.",
        "causes": ["routine_missing", "workload"],
        "consequences": ["missed_service", "worry"],
    },
    "decide-action": {
        "kind": "routine_new",
        "level": "unit",
        "text": "Byten av pass görs i planeringssystemet och bekräftas av den som tar över.",
        "cause": "routine_missing",
        "due": "2099-12-31",
    },
    "complete-action": {"action": 1, "result": "Rutinen gäller från idag."},
    "judge-effect": {
        "action": 1,
        "effect": "effective",
        "explanation": "Inget besök har uteblivit på tre månader.",
    },
    "draft-answer": {"text": "Vi beklagar att du inte fick ditt besök."},
    "answer": {
        "text": "Vi beklagar att du inte fick ditt besök. Det föll bort när ett pass byttes.",
        "measures": "Byten av pass görs nu i planeringssystemet.",
        "where_next": "Är du inte nöjd kan du vända dig till verksamhetschefen eller till IVO.",
        "way": "letter",
        "outcome": "justified",
    },
    "waive-answer": {"reason": "Den som skrev vill inte bli kontaktad och har fått tala med oss."},
    "write": {"text": "Vi behöver veta vilken kväll det gäller."},
    "close": {
        "complainant_view": "agrees",
        "waived": [
            {"control_point": "acknowledgement", "reason": "Bekräftades vid besöket."},
            {"control_point": "feedback_wish", "reason": "Frågan ställdes inte på blanketten."},
        ],
    },
    "follow-up": {"text": "Åtgärden har hjälpt. Inget mer behövs."},
    "reopen": {"reason": "Det har hänt igen."},
    "pause": {"until": "2099-12-31", "reason": "Väntar på yttrande från regionen."},
    "resume": {"reason": "Yttrandet har kommit."},
    "extend": {
        "deadline": "answer",
        "until": "2099-12-31",
        "cause": "investigation",
        "reason": "Två enheter måste höras, och den ena har stängt över sommaren.",
    },
    "refer": {
        "to": "region",
        "recipient": "Regionens patientnämnd",
        "reason": "Det gäller sjukhusets utskrivning.",
    },
    "accept-referral": {"their_reference": "PN-2026-00198-2"},
    "withdraw-referral": {"reason": "Regionen svarar att det är vårt ärende."},
    "dismiss": {
        "reason": "not_ours",
        "explanation": "Det gäller en butik och ingen verksamhet hos oss.",
        "reply": "Det du skrev gäller en butik. Vänd dig till Konsument Exempelkommun.",
        "way": "email",
    },
    "link": {"other": OTHER_CASE, "relation": "same_matter"},
    "merge": {"into": OTHER_CASE, "reason": "Samma händelse lämnades två gånger."},
    "correct": {
        "occurred_on": "2026-03-01",
        "external_numbers": [{"of": "Regionen", "number": "RS-2026-00147"}],
        "reason": "Dagen skrevs fel av brevet.",
    },
    "add-paper": {
        "title": "Yttrande från regionen",
        "direction": "in",
        "on": "2026-03-05",
    },
    "correct-paper": {
        "number": 1,
        "title": "Klagomål, blankett",
        "reason": "Det var en blankett och inget brev.",
    },
    "retry-diary": {},
    "set-diary-number": {"number": "VON-2026-00198", "reason": "Läst i kommunens diarium."},
    "report-lex-sarah": {
        "text": "Kvällsbesöket uteblev, och den enskilde fick varken mat eller medicin.",
        "consequence": "Oro, och en natt utan tillsyn.",
        "immediate_action": "Nattpatrullen gjorde besöket samma kväll.",
        "law": "SoL",
    },
    "decline-lex-sarah": {
        "reason": "not_covered",
        "explanation": "Händelsen gäller en verksamhet som lyder under en annan lag.",
    },
    "decide-lex-sarah": {
        "misconduct": "risk_of_serious_misconduct",
        "decision": "Den enskilde kunde ha skadats allvarligt, och det hade hänt förut.",
    },
    "notify-ivo": {"notified_on": "2026-03-04", "ivo_reference": "3.1.2-10047/2026"},
    "record-ivo-decision": {"decision": "closed", "decided_on": "2026-03-05"},
}
"""By the name of the step."""
