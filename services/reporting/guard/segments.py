"""What is said of one number: the words around it, and whether they narrow what it counts."""

import re
from collections.abc import Sequence

from services.reporting.guard.marked import PERIOD, UNIT

_COME = (
    r"(?:har\s+|hade\s+|blivit\s+)*(?:det\s+)?(?:totalt\s+|sammanlagt\s+)?(?:inkommit|inkommer|inkom"
    r"|kommit\s+in|kom(?:mer)?\s+(?:det\s+)?(?:totalt\s+)?in|kom(?:mit)?(?=\s+till)"
    r"|(?:in)?registrera(?:ts|des|t|de)"
    r"|(?:in)?rapportera(?:ts|des|t|de)|diarief(?:örts|ördes|örda)|lämna(?:ts|des|t|de)(?:\s+in)?"
    r"|tagits\s+emot|togs\s+emot|tagit\s+emot|mottagits|mottogs|mottagit|gjorts|gjordes|upprättats"
    r"|noterats|noterades|anmälts|anmäldes|finns|fanns|har|hade|fick|fått)"
)
_BODY = (
    rf"(?:den\s+|hela\s+|vår\s+|nämndens\s+|förvaltningens\s+)?(?:{UNIT}+(?::?s)?(?:\s+verksamhet\w*)?"
    r"|(?:\w+-\s+och\s+)?\w*(?:förvaltningen|nämnden|nämndens?|kommunen|staden|organisationen)"
    r"|(?:egna\s+)?verksamhet(?:en|erna)|(?:ansvars)?område(?:t)?|avdelningen|enheten|enheterna|oss"
    r"|systemet|diariet|registret)(?:s\s+(?:verksamhet\w*|ansvarsområde|område))?"
)
_NEUTRAL = re.compile(
    rf"(?<!\w)(?:som\s+)?{_COME}(?!\w)"
    rf"|(?<!\w)(?:till|i|inom|på|hos|av|för|från|gällande|rörande|avseende|om)\s+{_BODY}(?!\w)"
    rf"|(?<!\w)(?:under|för|i|från|mellan|perioden|år|tiden|avseende|och|den|sedan|per)"
    rf"(?:\s+(?:perioden|år|hela|tiden))?\s*{PERIOD}+"
    r"|(?<!\w)under\s+(?:hela\s+)?(?:året|perioden|redovisningsperioden|verksamhetsåret|den\s+\w+"
    r"\s+perioden)|(?<!\w)som\s+(?:ska|skall)\s+(?:besvaras|ha\s+svar|få\s+svar)"
    r"|(?<!\w)som\s+har\s+(?:in)?kommit|(?<!\w)i\s+(?:år|rapporten)(?!\w)",
    re.IGNORECASE,
)
_NARROW = re.compile(
    r"(?<!\w)(?:om|kring|angående|gällande|gäll\w+|rör\w*|beträffande|berör\w*|avseende|avs(?:er|åg)"
    r"|handla\w+|via|från|genom|inom|på|hos|vid|med|utan|mot|av|som|där|vars|kopplade|relaterade|för"
    r"|ledde|lett|bedöm\w+|saknas|saknar|framgår|kvarstår|återstår|är|var|blev|riktade?s?|inte|ej"
    r"|per|i|till|kan|kunde|tog|tar|visar?|visade|anses?|ansågs|granska\w+|vidare\w*|skickats)(?!\w)",
    re.IGNORECASE,
)
_NARROW_BEFORE = re.compile(
    r"(?<!\w)(?:via|från|genom|inom|om|gällande|rörande|avseende|bland|på|hos|kategorin|temat|enligt"
    r"|av\s+(?:dessa|dem|vilka)|utan|varav|saknas|dessutom)(?!\w)",
    re.IGNORECASE,
)
_CUT_AFTER = re.compile(
    r"[;:]|\bvarför\b|\bmedan\b|,\s*(?:men|vilket|vilka|varav|varibland|samtidigt|jämfört"
    r"|att jämföra|det är|det innebär|en (?:ökning|minskning)|så|dock|och (?:det|att|i övriga)"
    r"|därav"
    r"|fördela\w+|uppdela\w+|dessa)\b|\b(?:fördelat|fördelade|fördelar|uppdelat|uppdelade|varav)\b"
    r"|\b(?:jämfört|i jämförelse)\s+med\b",
    re.IGNORECASE,
)
_CUT_BEFORE = re.compile(r"[;(]|:(?=\s+\w)|\batt\s", re.IGNORECASE)
_MODAL = re.compile(
    r"(?<!\w)(?:ska|skall|bör|måste|skulle|behöver|förväntas|beräknas|prognos\w*|mål(?:et|sättning\w*)?"
    r"|målvärde\w*|krav\w*|kommer\s+att)(?!\w)",
    re.IGNORECASE,
)
_NOT_BINDING = re.compile(r"som\s+(?:ska|skall)\s+(?:besvaras|ha\s+svar|få\s+svar)", re.IGNORECASE)


def segment_after(text: str, place: int, stops: Sequence[int]) -> str:
    """What follows up to the next number, or where the clause turns to something else."""
    until = min((each for each in stops if each > place), default=len(text))
    rest = text[place:until]
    cut = _CUT_AFTER.search(rest)
    return rest[: cut.start()] if cut else rest


def segment_before(text: str, place: int, stops: Sequence[int]) -> str:
    """What stands before, from the number before or where the clause begins."""
    since = max((each for each in stops if each <= place), default=0)
    rest = text[since:place]
    cuts = list(_CUT_BEFORE.finditer(rest))
    return rest[cuts[-1].end() :] if cuts else rest


def narrows_after(text: str) -> bool:
    """Whether the words after a number and what it counts leave some of those cases out."""
    return bool(_NARROW.search(_NEUTRAL.sub(" ", text)))


def narrows_before(text: str) -> bool:
    """Whether the words before a number leave some of the cases out."""
    return bool(_NARROW_BEFORE.search(_NEUTRAL.sub(" ", text)))


def is_wish(text: str) -> bool:
    """Whether it is what should be, and not what is."""
    return bool(_MODAL.search(_NOT_BINDING.sub(" ", text)))
