"""The words that tell what a number in a Swedish text counts."""

import re

from services.reporting.guard.marked import UNIT

_BETWEEN = (
    r"(?:\s+(?:stycken|st\.?|nya|inkomna|registrerade|rapporterade|inrapporterade|diarieförda"
    r"|skriftliga|muntliga|olika|egna|totalt|sådana|enstaka))*\s+"
)
NEXT_TO = re.compile(rf"{_BETWEEN}$", re.IGNORECASE)
OF = re.compile(
    r"\s+(?:stycken\s+|st\.?\s+)?av\s+(?:de\s+|dessa\s+|våra\s+|samtliga\s+|alla\s+)?(?:\w+a\s+)?$",
    re.IGNORECASE,
)
OF_THEM = re.compile(r"\s+(?:stycken\s+|st\.?\s+)?av\s+(?:dessa|dem|vilka|de\s)", re.IGNORECASE)
OF_NUMBER = re.compile(
    r"\s+av\s+(?:de\s+|totalt\s+)*(?:\d|[a-zåäö]+\s+(?=klagomål|avvik|ärend|synp))", re.I
)
WHOLE = re.compile(r"(?:^|\s)av\s+(?:de\s+|totalt\s+|sammanlagt\s+)*$", re.IGNORECASE)
EXCEPT = re.compile(r"\b(?:utom|förutom|undantag\w*\s+av|bortsett\s+från)\s+$", re.IGNORECASE)
IN = re.compile(r"(?:^|\s)(?:i|för|hos)\s+(?:ytterligare\s+|de\s+)?$", re.IGNORECASE)
OF_WHICH = re.compile(r"\bvar(?:av|ibland)\b[^.;]*$", re.IGNORECASE)
ONLY = re.compile(r"\b(?:endast|bara|enbart|totalt|sammanlagt)\s+$", re.IGNORECASE)
AND_MORE = re.compile(
    r"\b(?:bland annat|bl\.a\.|till exempel|t\.ex\.|exempelvis|främst|flest|vanlig\w+|oftast"
    r"|huvudsakligen|däribland)",
    re.IGNORECASE,
)
DIVIDES = re.compile(
    r"\b(?P<verb>handla(?:r|de)\s+om|gäll(?:er|de)|avs(?:er|åg)|rör(?:de)?|berör(?:de)?"
    r"|(?:har\s+)?(?:uppdaga\w+|upptäck\w+|identifiera\w+))\b",
    re.IGNORECASE,
)
VERBS = {"gällde": "gäller", "avsåg": "avser", "rörde": "rör", "berörde": "berör"}
NOT_ANY = re.compile(r"\binte\b(?:(?![.;]).){0,80}?\bnågra\s+$", re.IGNORECASE)
FEW = re.compile(
    r"(?<!\w)(?:(?:några\s+)?enstaka|(?:bara\s+|endast\s+)?ett\s+fåtal)", re.IGNORECASE
)
FEW_AT_MOST = 9
MEASURE = re.compile(
    r"\s+av\s+(?:enheterna|våra|nämndens)"
    r"|(?:\s+(?:\w+\s+)?|-)(?:dag|veck|månad|tim|minut|kron|kr\b|tkr|mkr|år\b|års|sid|enhet(?:er|erna)\b"
    r"|verksamheter\b|person|boende|brukare|medarbetar|möte|steg|gånger|anställd|chef|frågor|punkt"
    r"|september|gång\b|del\b|delar|handl\w+are|rutin|mål\b|svar\b)",
    re.IGNORECASE,
)
UPTO = re.compile(
    r"(?:uppgå(?:r|tt)\s+(?:\w+\s+)?till|uppgick\s+(?:\w+\s+)?till|landa\w+\s+på|\bvar|\bär|\bblev"
    r"|:|\bantal(?:et)?|\btotalt|(?:klagomål|synpunkt|avvikelse|förslag|ärend)\w*\s+till)\s+(?:totalt\s+|sammanlagt\s+|då\s+|\w+\s+)?$",
    re.IGNORECASE,
)
_CAME = r"inkom(?:mit)?|kom(?:mit)?\s+(?:det\s+)?in|registrera\w+s|rapportera\w+s|diarief\w+s"
CAME_BEFORE = re.compile(
    rf"(?:{_CAME})\s+(?:det\s+)?(?:totalt\s+|sammanlagt\s+|endast\s+|bara\s+)?$", re.IGNORECASE
)
CAME_AFTER = re.compile(rf"\s+(?:har\s+)?(?:{_CAME})(?!\w)", re.IGNORECASE)
STANDS_ALONE = re.compile(
    rf"\s*(?:stycken\b|st\b\.?)?\s*(?:$|[.,;)]|och\b|samt\b|respektive\b|resp\b|under\b|till\b|i\b"
    rf"|inom\b|på\b|från\b|{UNIT}|av\b|har\b|kom\b|inkom|registrera|rapportera|gäll|avs|handla|rör"
    r"|berör|pågår|kvarstår|återstår|saknar|ännu|fortfarande|väntar|lämna|bedöm|ledde|anmäl|överlämn"
    r"|avskr|skrevs|via\b|per\b|jämfört|mot\b|varav|för\b|besvara|avsluta|utre|bekräfta|är\b|var\b|hos\b"
    r"|om\b|fick\b|inte\b|medan|men\b|hade\b|uppd|upptäck|\ue001)",
    re.IGNORECASE,
)
WHEN = re.compile(r"(?<!\w)(?:när|om|där|då|innan|efter)(?!\w)", re.IGNORECASE)
ALL_OF = re.compile(r"(?<!\w)(?:alla|samtliga|de|dessa|våra)\s+$", re.IGNORECASE)
SPLITS = re.compile(
    r"(?:fördela\w*|uppdela\w*)\s+(?:sig\s+)?(?:på|mellan|med|enligt)|:(?=\s*\S+)", re.IGNORECASE
)
REST = re.compile(r"\b(?:resterande|övriga|återstående)\b", re.IGNORECASE)
