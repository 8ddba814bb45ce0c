"""What the words of handling are called on a page; the words of facts are in shared/pages."""

from collections.abc import Mapping

from shared.events.handling_words import (
    ActionKind,
    ActionLevel,
    ActionState,
    Consequence,
    DismissReason,
    Grounds,
    IvoDecision,
    Misconduct,
    Paper,
    Receiver,
    Relation,
)
from shared.pages.phrases import Phrase, phrase

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

ACTION_LEVELS: Mapping[ActionLevel, Phrase] = {
    ActionLevel.INDIVIDUAL: phrase("En medarbetare"),
    ActionLevel.GROUP: phrase("En arbetsgrupp"),
    ActionLevel.UNIT: phrase("Enheten"),
    ActionLevel.DEPARTMENT: phrase("Avdelningen"),
    ActionLevel.BOARD: phrase("Hela förvaltningen"),
}

ACTION_STATES: Mapping[ActionState, Phrase] = {
    ActionState.DECIDED: phrase("Beslutad"),
    ActionState.DONE: phrase("Genomförd"),
    ActionState.EFFECTIVE: phrase("Har haft effekt"),
    ActionState.NO_EFFECT: phrase("Har inte haft effekt"),
}

CONSEQUENCES: Mapping[Consequence, Phrase] = {
    Consequence.NONE: phrase("Ingen följd för personen"),
    Consequence.WRONG_DECISION: phrase("Fel beslut"),
    Consequence.DELAYED_PAYMENT: phrase("Försenad utbetalning"),
    Consequence.DELAYED_SERVICE: phrase("Försenad insats"),
    Consequence.MISSED_SERVICE: phrase("Utebliven insats"),
    Consequence.WORRY: phrase("Oro eller otrygghet"),
    Consequence.INJURY: phrase("Skada"),
    Consequence.FINANCIAL_LOSS: phrase("Ekonomisk förlust"),
    Consequence.DISCLOSED_DATA: phrase("Uppgifter som spridits"),
    Consequence.OTHER: phrase("Annan följd"),
}

GROUNDS: Mapping[Grounds, Phrase] = {
    Grounds.FACT: phrase("Faktauppgift"),
    Grounds.ASSESSMENT: phrase("Bedömning"),
}

DISMISS_REASONS: Mapping[DismissReason, Phrase] = {
    DismissReason.DUPLICATE: phrase("Dubblett av ett annat ärende"),
    DismissReason.NOT_OURS: phrase("Inte vårt ansvar"),
    DismissReason.NOT_A_DEVIATION: phrase("Inte en avvikelse"),
    DismissReason.WITHDRAWN: phrase("Återkallat av den som lämnade det"),
    DismissReason.TEST: phrase("Ett prov, inget riktigt ärende"),
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

MISCONDUCTS: Mapping[Misconduct, Phrase] = {
    Misconduct.NONE: phrase("Inget missförhållande"),
    Misconduct.MISCONDUCT: phrase("Missförhållande"),
    Misconduct.RISK: phrase("Påtaglig risk för missförhållande"),
    Misconduct.SERIOUS: phrase("Allvarligt missförhållande"),
    Misconduct.SERIOUS_RISK: phrase("Påtaglig risk för allvarligt missförhållande"),
}

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

DEGREES: Mapping[int, Phrase] = {
    1: phrase("1 – mindre"),
    2: phrase("2 – måttlig"),
    3: phrase("3 – betydande"),
    4: phrase("4 – katastrofal"),
}
"""How severe it is or could become: the scale of the risk rule."""

PROBABILITIES: Mapping[int, Phrase] = {
    1: phrase("1 – mycket liten"),
    2: phrase("2 – liten"),
    3: phrase("3 – stor"),
    4: phrase("4 – mycket stor"),
}
"""How likely it is to happen again."""
