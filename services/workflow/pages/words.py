"""What words of handling are called here alone; those of facts and figures are in shared/pages."""

from collections.abc import Mapping

from shared.deadlines.deadline import DeadlineState
from shared.events.handling_words import (
    ActionKind,
    ActionState,
    ExtensionCause,
    Grounds,
    IvoDecision,
    Paper,
    Receiver,
    Relation,
)
from shared.pages.phrases import Phrase, phrase

NOT_REACHED = phrase("Nådde inte fram")
"""Of a case whose complainant the last that was sent did not reach."""

ACTION_KINDS: Mapping[ActionKind, Phrase] = {
    ActionKind.TALK: phrase("Samtal eller handledning"),
    ActionKind.ROUTINE_REVIEW: phrase("Genomgång av en rutin"),
    ActionKind.ROUTINE_NEW: phrase("Ny eller ändrad rutin"),
    ActionKind.TRAINING: phrase("Utbildning"),
    ActionKind.FAULT_REPORT: phrase("Felanmälan till it-stödet"),
    ActionKind.GUIDELINE_GROUP: phrase("Till gruppen som förvaltar riktlinjerna"),
    ActionKind.STAFFING: phrase("Bemanning"),
    ActionKind.REDRESS: phrase("Rättelse för den enskilda"),
    ActionKind.OTHER: phrase("Annan åtgärd"),
}

ACTION_STATES: Mapping[ActionState, Phrase] = {
    ActionState.DECIDED: phrase("Beslutad"),
    ActionState.DONE: phrase("Genomförd"),
    ActionState.EFFECTIVE: phrase("Har haft effekt"),
    ActionState.NO_EFFECT: phrase("Har inte haft effekt"),
}

DEADLINE_STATES: Mapping[DeadlineState, Phrase] = {
    DeadlineState.RUNNING: phrase("Löper"),
    DeadlineState.PAUSED: phrase("Står still"),
    DeadlineState.EXTENDED: phrase("Förlängd"),
    DeadlineState.MET: phrase("Klar"),
    DeadlineState.BREACHED: phrase("Försenad"),
    DeadlineState.REMINDED: phrase("Påmind"),
    DeadlineState.CANCELLED: phrase("Gäller inte längre"),
}

EXTENSION_CAUSES: Mapping[ExtensionCause, Phrase] = {
    ExtensionCause.INVESTIGATION: phrase("Ärendet kräver mer utredning"),
    ExtensionCause.OTHERS: phrase("Någon annan måste lämna uppgifter först"),
    ExtensionCause.COMPLAINANT: phrase("Den som lämnade ärendet måste lämna uppgifter först"),
    ExtensionCause.WORKLOAD: phrase("Fler ärenden än vi hinner med"),
}

GROUNDS: Mapping[Grounds, Phrase] = {
    Grounds.FACT: phrase("Faktauppgift"),
    Grounds.ASSESSMENT: phrase("Bedömning"),
}

RECEIVERS: Mapping[Receiver, Phrase] = {
    Receiver.OTHER_BOARD: phrase("En annan nämnd i kommunen"),
    Receiver.REGION: phrase("Regionen"),
    Receiver.OTHER_MUNICIPALITY: phrase("En annan kommun"),
    Receiver.PRIVATE_PROVIDER: phrase("En privat utförare"),
    Receiver.IVO: phrase("IVO"),
    Receiver.POLICE: phrase("Polisen"),
    Receiver.OTHER_AUTHORITY: phrase("En annan myndighet"),
}

RELATIONS: Mapping[Relation, Phrase] = {
    Relation.RELATED: phrase("Hör ihop med"),
    Relation.SAME_MATTER: phrase("Samma sak som"),
    Relation.MERGED_INTO: phrase("Sammanfört med"),
    Relation.MERGED_FROM: phrase("Innehåller också"),
    Relation.LEX_SARAH: phrase("Ledde till lex Sarah-ärendet"),
    Relation.ORIGIN: phrase("Kommer från"),
}
"""Followed by the other case's number."""

IVO_DECISIONS: Mapping[IvoDecision, Phrase] = {
    IvoDecision.CLOSED: phrase("IVO avslutar och nöjer sig med det kommunen har gjort"),
    IvoDecision.SUPPLEMENT: phrase("IVO begär komplettering"),
    IvoDecision.SUPERVISION: phrase("IVO inleder egen tillsyn"),
}

PAPERS: Mapping[Paper, Phrase] = {
    Paper.REPORT: phrase("Det som kom in"),
    Paper.ATTACHMENT: phrase("Bilaga"),
    Paper.MESSAGE_IN: phrase("Meddelande till oss"),
    Paper.MESSAGE_OUT: phrase("Meddelande från oss"),
    Paper.INVESTIGATION: phrase("Utredning"),
    Paper.ANSWER: phrase("Svar"),
    Paper.WAIVER: phrase("Beslut att inte svara"),
    Paper.DISMISSAL: phrase("Beslut om avskrivning"),
    Paper.REFERRAL: phrase("Överlämnande"),
    Paper.LEX_SARAH_REPORT: phrase("Lex Sarah-rapport"),
    Paper.LEX_SARAH_DECISION: phrase("Beslut om lex Sarah"),
    Paper.IVO_NOTIFICATION: phrase("Anmälan till IVO"),
    Paper.IVO_DECISION: phrase("Beslut från IVO"),
    Paper.OTHER: phrase("Annan handling"),
}
