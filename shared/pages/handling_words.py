"""What the words of handling are called that cases are counted by."""

from collections.abc import Mapping

from shared.events.handling_words import ActionLevel, Consequence, DismissReason, Misconduct
from shared.pages.phrases import Phrase, phrase

ACTION_LEVELS: Mapping[ActionLevel, Phrase] = {
    ActionLevel.INDIVIDUAL: phrase("En medarbetare"),
    ActionLevel.GROUP: phrase("En arbetsgrupp"),
    ActionLevel.UNIT: phrase("Enheten"),
    ActionLevel.DEPARTMENT: phrase("Avdelningen"),
    ActionLevel.BOARD: phrase("Hela förvaltningen"),
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

DISMISS_REASONS: Mapping[DismissReason, Phrase] = {
    DismissReason.DUPLICATE: phrase("Dubblett av ett annat ärende"),
    DismissReason.NOT_OURS: phrase("Inte vårt ansvar"),
    DismissReason.NOT_A_DEVIATION: phrase("Inte en avvikelse"),
    DismissReason.WITHDRAWN: phrase("Återkallat av den som lämnade det"),
    DismissReason.TEST: phrase("Ett prov, inget riktigt ärende"),
}

MISCONDUCTS: Mapping[Misconduct, Phrase] = {
    Misconduct.NONE: phrase("Inget missförhållande"),
    Misconduct.MISCONDUCT: phrase("Missförhållande"),
    Misconduct.RISK: phrase("Påtaglig risk för missförhållande"),
    Misconduct.SERIOUS: phrase("Allvarligt missförhållande"),
    Misconduct.SERIOUS_RISK: phrase("Påtaglig risk för allvarligt missförhållande"),
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
