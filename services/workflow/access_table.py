"""Who may do what: role, action and scope in one table (R50; OSL 26:1, FL 14 §).

An account's reach is what its role is given here, within where the account is placed: a unit with
everything below it, a board, or the whole municipality for an account that is placed nowhere.
"""

from collections.abc import Mapping
from enum import StrEnum

from services.workflow.lex_sarah.track import LexSarahTrack
from shared.events.facts import CaseFacts
from shared.events.vocabulary import Kind, LexSarahState, Role

READ = "read"
"""The case with all that is written in it, and search in that."""
LISTS = "lists"
"""Its row in lists: facts, and nothing personal."""
DIARY = "diary"
"""Its line in the board's journal, which holds no identity."""
SNAPSHOTS = "snapshots"
"""Having the facts of every case published again; of no single case."""


class Scope(StrEnum):
    """How far a role's permission goes. Each scope includes those before it."""

    OWN = "own"
    """Cases that the account is responsible for or investigates. One who only owns a measure has
    what `FOR_OWNERS_OF_MEASURES` names."""
    UNIT = "unit"
    """Cases of the account's unit and the units below it; of its board, where it has no unit."""
    BOARD = "board"
    """Cases of the account's board; of every board, where it has none."""
    ALL = "all"


class Matter(StrEnum):
    """What a case is, as far as its secrecy goes."""

    ORDINARY = "ordinary"
    ORIGIN = "origin"
    """A case that a lex Sarah report came from, or where misconduct is suspected."""
    LEX_SARAH = "lex_sarah"


FOR_OWNERS_OF_MEASURES = frozenset({READ, LISTS, DIARY, "complete-action"})
"""What owning a measure of an ordinary case is enough for."""

Row = Mapping[Role, Scope]

OWN, UNIT, BOARD, ALL = Scope.OWN, Scope.UNIT, Scope.BOARD, Scope.ALL

_HANDLING: Row = {
    Role.CASEWORKER: UNIT,
    Role.MANAGER: UNIT,
    Role.HEAD_OF_OPERATIONS: UNIT,
    Role.REGISTRAR: OWN,
    Role.INVESTIGATOR: OWN,
    Role.QUALITY: OWN,
}
_REGISTERING: Row = {**_HANDLING, Role.REGISTRAR: BOARD}
_NUMBERING: Row = {Role.REGISTRAR: BOARD}
_LEARNING: Row = {**_HANDLING, Role.QUALITY: BOARD}
_READING: Row = {
    **_REGISTERING,
    Role.QUALITY: BOARD,
    Role.AUDITOR: BOARD,
    Role.SERVICE: ALL,
}

ORDINARY: Mapping[str, Row] = {
    READ: _READING,
    LISTS: {**_READING, Role.ADMINISTRATOR: BOARD, Role.STAFF: BOARD},
    DIARY: _READING,
    SNAPSHOTS: {Role.ADMINISTRATOR: ALL, Role.SERVICE: ALL},
    "assign": _REGISTERING,
    "declare-conflict": _REGISTERING,
    "acknowledge": _REGISTERING,
    "record-reached": _REGISTERING,
    "reclassify": _REGISTERING,
    "assess": _HANDLING,
    "investigate": _HANDLING,
    "add-finding": _HANDLING,
    "conclude": _HANDLING,
    "decide-action": _HANDLING,
    "complete-action": _HANDLING,
    "judge-effect": _LEARNING,
    "draft-answer": _HANDLING,
    "answer": _HANDLING,
    "waive-answer": _HANDLING,
    "write": _HANDLING,
    "close": _HANDLING,
    "follow-up": _LEARNING,
    "reopen": _HANDLING,
    "pause": _HANDLING,
    "resume": _HANDLING,
    "extend": _HANDLING,
    "refer": _REGISTERING,
    "accept-referral": _REGISTERING,
    "withdraw-referral": _REGISTERING,
    "dismiss": _HANDLING,
    "link": _REGISTERING,
    "merge": _REGISTERING,
    "correct": _REGISTERING,
    "add-paper": _REGISTERING,
    "correct-paper": _REGISTERING,
    "retry-diary": _NUMBERING,
    "set-diary-number": _NUMBERING,
    # Everyone who works here has the duty to report (SoL 27:2, LSS 24 b §).
    "report-lex-sarah": {**_REGISTERING, Role.QUALITY: BOARD},
    "decline-lex-sarah": {Role.HEAD_OF_OPERATIONS: UNIT},
}
"""Complaints, views, deviations and all else that is no lex Sarah report."""

ORIGIN: Mapping[str, Row] = {
    **ORDINARY,
    READ: {**ORDINARY[READ], Role.INVESTIGATOR: BOARD},
    LISTS: {**ORDINARY[LISTS], Role.INVESTIGATOR: BOARD},
    DIARY: {**ORDINARY[DIARY], Role.INVESTIGATOR: BOARD},
    "decline-lex-sarah": {**ORDINARY["decline-lex-sarah"], Role.INVESTIGATOR: BOARD},
}
"""The same, and the board's investigator sees what the report is about."""

_INVESTIGATING: Row = {
    Role.CASEWORKER: OWN,
    Role.MANAGER: OWN,
    Role.HEAD_OF_OPERATIONS: UNIT,
    Role.INVESTIGATOR: BOARD,
    Role.QUALITY: OWN,
}
_IN_REGISTER: Row = {**_INVESTIGATING, Role.REGISTRAR: BOARD}
_INSIGHT: Row = {
    **_INVESTIGATING,
    Role.QUALITY: BOARD,
    Role.AUDITOR: BOARD,
    Role.SERVICE: ALL,
}

LEX_SARAH: Mapping[str, Row] = {
    **{step: _INVESTIGATING for step in ORDINARY if step not in (SNAPSHOTS, "report-lex-sarah")},
    READ: _INSIGHT,
    LISTS: {**_INSIGHT, Role.REGISTRAR: BOARD},
    DIARY: {**_INSIGHT, Role.REGISTRAR: BOARD},
    "assign": _IN_REGISTER,
    "add-paper": _IN_REGISTER,
    "correct-paper": _IN_REGISTER,
    "retry-diary": _NUMBERING,
    "set-diary-number": _NUMBERING,
    "judge-effect": {**_INVESTIGATING, Role.QUALITY: BOARD},
    "follow-up": {**_INVESTIGATING, Role.QUALITY: BOARD},
    "decide-lex-sarah": _INVESTIGATING,
    "notify-ivo": _INVESTIGATING,
    "record-ivo-decision": _IN_REGISTER,
}
"""Lex Sarah cases: never for those whom the case is kept from, whatever their role (R50)."""

TABLE: Mapping[Matter, Mapping[str, Row]] = {
    Matter.ORDINARY: ORDINARY,
    Matter.ORIGIN: ORIGIN,
    Matter.LEX_SARAH: LEX_SARAH,
}


def matter_of(facts: CaseFacts, track: LexSarahTrack | None) -> Matter:
    """Once a lex Sarah report, always one: also when it is reclassified, or was imported."""
    if track is not None or facts.kind is Kind.LEX_SARAH:
        return Matter.LEX_SARAH
    suspected = facts.lex_sarah is not LexSarahState.NONE
    return Matter.ORIGIN if suspected else Matter.ORDINARY


def scope_of(role: Role, action: str, matter: Matter) -> Scope | None:
    """What the role is given, or None."""
    return TABLE[matter].get(action, {}).get(role)


def roles_that_may(action: str) -> tuple[Role, ...]:
    """Every role that the action is given to in some case, in the vocabulary's order."""
    found = {role for rows in TABLE.values() for role in rows.get(action, {})}
    return tuple(role for role in Role if role in found)
