"""What texts say of some of the cases, as far as a figure says it too."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.reporting.guard.claims import Filters
from shared.events.vocabulary import Channel, ComplainantView, DiscoveredBy, Gender, Wish

Meant = tuple[str, Filters]
"""A figure's id and filters."""
_RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Quality:
    """A property that is told, which figures may be meant by it, and where it stands."""

    meant: tuple[Meant, ...]
    start: int
    end: int
    turned: bool = False
    """Whether a "not" has been understood with it already."""


def _by(dimension: str, value: str) -> tuple[Meant, ...]:
    return ((_RECEIVED, ((dimension, value),)),)


def _figures(*ids: str) -> tuple[Meant, ...]:
    return tuple((figure, ()) for figure in ids)


_ANSWER = r"(?:återkoppling|svar)"
_FOUND = re.compile(r"upptäck\w+|uppdaga\w+|identifiera\w+|hittats|påträffa\w+", re.IGNORECASE)
_BY_WAY = r"(?:via|per|genom|på|med|från)\s+"
_IVO = r"(?:IVO|Inspektionen för vård och omsorg)"

_WORDS: Sequence[tuple[str, tuple[Meant, ...]]] = (
    # What comes first is understood first, and hides its words from what comes after.
    (
        (
            rf"(?:inte|ej|inga|ingen)\s+(?:har\s+)?(?:önska\w*|vill\w*|begär\w*|velat)\s+(?:ha\s+)?{_ANSWER}"
            rf"|(?:önska\w*|vill|ville|begär\w*)\s+(?:inte|ej|ingen)\s+(?:ha\s+)?{_ANSWER}"
            rf"|(?:önskas|önskades)\s+(?:inte|ej|ingen)\s+{_ANSWER}"
            rf"|{_ANSWER}\s+(?:önskas|önskades)\s+(?:inte|ej)|ingen {_ANSWER} (?:önskas|önskades)"
            rf"|(?:avböj\w*|avsagt sig|tacka\w* nej till)\s+{_ANSWER}"
        ),
        _by("feedback_wish", Wish.NO),
    ),
    (
        (
            rf"(?:önska\w*|vill|ville|begär\w*|förvänta\w*(?: sig)?)\s+(?:ha\s+|få\s+)?{_ANSWER}"
            rf"|{_ANSWER}\s+(?:önskas|önskades)"
        ),
        _by("feedback_wish", Wish.YES),
    ),
    (
        (
            r"(?:anser|ansåg|tycker|menar)\s+att\s+ärendet\s+är\s+avslutat|(?:är|var|varit)\s+nöjda?(?:\s"
            r"med(?:\shur)?\s(?:hanteringen|ärendet(?:\s(?:har\s)?hanterats(?:\soch\savslutats)?)?"
            r"|svaret))?|(?:håller|höll) med om"
        ),
        _by("complainant_view", ComplainantView.AGREES),
    ),
    (
        r"missnöjda?\s+med\s+(?:hanteringen|svaret|avslutet|hur ärendet \w+)",
        _by("complainant_view", ComplainantView.DISPUTES),
    ),
    (
        (
            r"(?:lett|ledde|leder|leda|föranle\w+|resulterat|resulterade|mynnat ut)\s+"
            r"(?:till|i)?\s*"
            r"(?:en\s+|att\s+)?lex[ -]?sarah[ -]?\w*"
        ),
        _figures("led-to-lex-sarah"),
    ),
    (
        r"(?:är\s+)?alla\s+(?:beslutade\s+)?åtgärder(?:na)?\s+(?:är\s+)?genomförda",
        _figures("measures-done"),
    ),
    (rf"anmäl(?:ts|des|da|an|ning\w*)\s+(?:till\s+{_IVO})", _figures("ivo-notified")),
    (
        rf"(?:via|från|genom|av)\s+{_IVO}(?:\s+\({_IVO}\))?|överlämna\w*\s+av\s+{_IVO}",
        _figures("ivo-referred"),
    ),
    (rf"{_BY_WAY}telefon(?:en|samtal)?|telefonledes", _by("channel", Channel.PHONE)),
    (rf"{_BY_WAY}(?:e-post|mejl|mail|e-mail)", _by("channel", Channel.EMAIL)),
    (rf"{_BY_WAY}brev|brevledes", _by("channel", Channel.LETTER)),
    (
        rf"{_BY_WAY}(?:webben|webbformulär(?:et)?|e-tjänst(?:en)?|hemsidan)",
        _by("channel", Channel.WEB),
    ),
    (rf"{_BY_WAY}kontaktcenter", _by("channel", Channel.CONTACT_CENTRE)),
    (r"anonym(?:t|a)?", _figures("anonymous")),
    (r"från kvinnor|av kvinnor", _by("gender", Gender.WOMAN)),
    (r"från män|av män", _by("gender", Gender.MAN)),
    (
        rf"obesvara\w+|(?:saknar|väntar på|utan) {_ANSWER}|{_ANSWER}et återstår|återstår svaret",
        _figures("unanswered"),
    ),
    (
        (
            rf"besvara(?:ts|des|de|t|d)\b|(?:fått|fick)\s+(?:ett\s+)?{_ANSWER}"
            r"(?:\s+(?:av|om|avseende|på)\s+(?:de\s+)?(?:utförda|vidtagna)\s+åtgärder)?"
            r"|återkoppl(?:ats|ades|at|ade)|(?:återkoppling|svar)"
            r"(?:\s+(?:av|om|avseende)\s+(?:utförda|vidtagna)\s+åtgärder)?\s+(?:har\s+)?(?:till\s+\w+\s+)?"
            r"(?:inte\s+|ej\s+|ännu\s+)*(?:skett|getts|givits|lämnats|lämnades|gjorts|skickats|skedde)"
            r"|(?:har|hade)\s+(?:\w+\s+)?återkoppling\s+(?:\w+\s+)?(?:skett|getts|givits|lämnats|gjorts)"
        ),
        _figures("answered"),
    ),
    (
        (
            r"bekräfta(?:ts|des|de|t|d)|bekräftelse\s+(?:har\s+)?(?:skickats|lämnats|sänts)"
            r"|fått\s+(?:en\s+)?bekräftelse"
        ),
        _figures("acknowledged"),
    ),
    (
        r"obefoga\w+|ogrundad\w*",
        _by("outcome", "unjustified"),
    ),
    (r"(?:helt eller delvis )?(?:befoga(?:t|d|de)|berättiga(?:t|d|de))", _figures("justified")),
    (r"utre(?:tts|ddes|dda|tt)", _figures("investigated")),
    (r"avskriv(?:its|na|en|et)|skrivits av", _figures("dismissed")),
    (r"återöppna\w+", _figures("reopened")),
    (r"överlämna(?:ts|des|de|t|d)(?:\s+till)?", _figures("referred")),
    (r"löst(?:s|es|a)?\s+direkt|åtgärda(?:ts|des|de)\s+direkt", _figures("solved-on-the-spot")),
    (
        (
            r"avsluta(?:ts|des|de|d|t)|stängts|framgår\s+(?:det\s+)?(?:när|vilket datum)"
            r"[^.;]*avsluta\w+"
        ),
        _figures("closed", "point-processing-time"),
    ),
    (
        r"pågår|pågående|fortfarande öppna|är öppna|under (?:handläggning|utredning)",
        _figures("open"),
    ),
    (
        (
            r"(?:dokumenterade\s+)?(?:vidtagna\s+)?åtgärd(?:er|ats|ades|ade|en)?"
            r"(?:\s+(?:har|hade|är))?(?:\s+(?:inte|ej|ännu))*"
            r"(?:\s+(?:vidtagits|vidtogs|dokumentera\w+|beslutats|genomförts))?"
        ),
        _figures("point-measures", "with-measures"),
    ),
    (r"hanter(?:ats|ades)", _figures("point-measures", "point-feedback")),
    (r"allvarlighetsgrad\w*|riskbedöm\w+|allvarlighetsbedöm\w+", _figures("assessed")),
)
_PATTERNS = tuple(
    (re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), meant) for words, meant in _WORDS
)
_FINDERS = tuple(
    (re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), _by("discovered_by", value))
    for words, value in (
        (
            (
                r"(?:enhet(?:en|erna)|verksamhet(?:en|erna)) själv(?:a)?"
                r"|av (?:den egna )?enhet(?:en|erna)"
                r"|av (?:den egna )?verksamhet(?:en|erna)|egenkontroll\w*"
            ),
            DiscoveredBy.UNIT,
        ),
        (r"(?:av|på|inom|hos|genom)? ?(?:\w+ )?ekonomi(?:\w+)?", DiscoveredBy.ECONOMY),
        (
            r"(?:\w+ )?FUT(?:[- ]?(?:gransk\w+|insats\w*))?|riktade? (?:insats\w*|gransk\w+)",
            DiscoveredBy.TARGETED_REVIEW,
        ),
        (r"(?:av )?(?:annan|andra|en annan) myndighet\w*", DiscoveredBy.OTHER_AUTHORITY),
    )
)
_DENIED = re.compile(r"(?<!\w)(?:inte|ej|inga|ingen|inget|saknas|saknar|saknades|utan)(?!\w)", re.I)
_UNCLEAR = re.compile(r"(?<!\w)(?:oklar\w*|osäker\w*|otydlig\w*|okän\w+)(?!\w)", re.I)


def qualities(text: str, categories: Mapping[str, str], *, found: bool) -> Iterator[Quality]:
    """Each in the order in which they are understood; `found` tells who discovered something.

    `categories` are names of categories with their ids, each meant where all of it is written.
    """
    rest = text
    for name, category in categories.items():
        # One word may be any word where it is not written as a name: `annat`, `beslut`.
        case = re.IGNORECASE if re.search(r"\W", name) else re.NOFLAG
        for place in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", rest, case):
            yield Quality(_by("category", category), *place.span())
            rest = _without(rest, *place.span())
    for pattern, meant in (*(_FINDERS if found else ()), *_PATTERNS):
        for place in pattern.finditer(rest):
            yield Quality(meant, *place.span(), turned=meant[0][1][:1] == _NO_WISH)
            rest = _without(rest, *place.span())


_NO_WISH = (("feedback_wish", Wish.NO),)


def tells_finder(text: str) -> bool:
    """Whether the sentence is about who discovered something (R76)."""
    return bool(_FOUND.search(text))


def is_denied(text: str) -> bool:
    """Whether there is a "not" in it."""
    return bool(_DENIED.search(text))


def is_unclear(text: str) -> bool:
    """Whether it says that something is not known."""
    return bool(_UNCLEAR.search(text))


def _without(text: str, start: int, end: int) -> str:
    return f"{text[:start]}{' ' * (end - start)}{text[end:]}"
