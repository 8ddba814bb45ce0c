"""What earlier systems call the words of the facts: our own codes, and Swedish ones."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Generic, TypeVar

from shared.events.vocabulary import (
    Cause,
    Channel,
    ComplainantView,
    DiscoveredBy,
    Feedback,
    Gender,
    Kind,
    Law,
    LexSarahState,
    Outcome,
    ReporterKind,
    Way,
    Wish,
)
from shared.organisation.names import folded

Word = TypeVar("Word", bound=StrEnum)


class Words(Generic[Word]):
    """A code list with its Swedish spellings; the first of each is the one that is shown."""

    def __init__(self, spellings: Mapping[Word, tuple[str, ...]]) -> None:
        self.spellings = spellings

    def find(self, text: str) -> Word | None:
        """The word that is meant; capitals, marks and spaces do not matter."""
        return self._by_spelling.get(folded(text))

    @property
    def allowed(self) -> str:
        """Every code, with its Swedish word."""
        return ", ".join(
            f"{word} ({spellings[0]})" if spellings else word
            for word, spellings in self.spellings.items()
        )

    @cached_property
    def _by_spelling(self) -> Mapping[str, Word]:
        return {
            folded(text): word
            for word, spellings in self.spellings.items()
            for text in (word.value, *spellings)
        }


KINDS = Words(
    {
        Kind.COMPLAINT: ("klagomål",),
        Kind.VIEW: ("synpunkt", "synpunkter"),
        Kind.SUGGESTION: ("förslag", "förbättringsförslag"),
        Kind.PRAISE: ("beröm",),
        Kind.DEVIATION: ("avvikelse", "avvikelser", "avvikelserapport"),
        Kind.LEX_SARAH: ("lex Sarah", "lex Sarah-rapport"),
    }
)
CHANNELS = Words(
    {
        Channel.WEB: ("webbformulär", "webb", "webben", "e-tjänst", "formulär", "internet"),
        Channel.EMAIL: ("e-post", "mejl", "mail", "epostmeddelande"),
        Channel.PHONE: ("telefon", "telefonsamtal"),
        Channel.VOICEMAIL: ("telefonsvarare", "röstbrevlåda", "röstmeddelande"),
        Channel.LETTER: ("brev", "post", "blankett", "pappersblankett"),
        Channel.MEETING: ("möte", "besök", "muntligt", "muntligen"),
        Channel.CONTACT_CENTRE: ("kontaktcenter", "kundtjänst", "växel"),
        Channel.IVO: ("IVO", "Inspektionen för vård och omsorg"),
        Channel.REGION: ("regionen", "region"),
        Channel.PARTNER: ("annan vårdgivare eller annat system", "annan vårdgivare", "partner"),
        Channel.STAFF: ("egen iakttagelse", "personal", "medarbetare"),
        Channel.UNKNOWN: ("okänd", "okänt"),
    }
)
LAWS = Words(
    {
        Law.SOL: ("socialtjänstlagen",),
        Law.LSS: ("lagen om stöd och service till vissa funktionshindrade",),
        Law.HSL: ("hälso- och sjukvårdslagen",),
    }
)
DISCOVERERS = Words(
    {
        DiscoveredBy.UNIT: ("enheten själv", "enheten", "enhet"),
        DiscoveredBy.COMPLAINANT: ("den som klagat", "klaganden", "brukaren"),
        DiscoveredBy.ECONOMY: ("ekonomi", "ekonomifunktionen", "ekonomiavdelningen"),
        DiscoveredBy.TARGETED_REVIEW: ("riktad granskning", "riktad insats", "FUT"),
        DiscoveredBy.OTHER_AUTHORITY: ("annan myndighet",),
        DiscoveredBy.UNKNOWN: ("okänt", "okänd"),
    }
)
REPORTERS = Words(
    {
        ReporterKind.SERVICE_USER: ("brukare", "kund", "klient", "den enskilde"),
        ReporterKind.RELATIVE: ("anhörig", "närstående"),
        ReporterKind.PUBLIC: ("allmänhet", "allmänheten", "medborgare"),
        ReporterKind.STAFF: ("personal", "medarbetare"),
        ReporterKind.OTHER_PROVIDER: ("annan vårdgivare",),
        ReporterKind.AUTHORITY: ("myndighet",),
        ReporterKind.ANONYMOUS: ("anonym",),
        ReporterKind.UNKNOWN: ("okänt", "okänd"),
    }
)
GENDERS = Words(
    {
        Gender.WOMAN: ("kvinna", "k", "female"),
        Gender.MAN: ("man", "m", "male"),
        Gender.OTHER: ("annat",),
        Gender.UNKNOWN: ("vill inte svara", "okänt", "okänd", "uppgift saknas"),
    }
)
WISHES = Words(
    {
        Wish.YES: ("ja", "j", "true", "1"),
        Wish.NO: ("nej", "n", "false", "0"),
        Wish.UNKNOWN: ("okänt", "okänd"),
    }
)
WAYS = Words(
    {
        Way.EMAIL: ("e-post", "mejl", "mail"),
        Way.PHONE: ("telefon",),
        Way.LETTER: ("brev", "post"),
    }
)
FEEDBACKS = Words(
    {
        Feedback.DUE: ("återstår", "ej lämnad"),
        Feedback.GIVEN: ("lämnad", "given"),
        Feedback.WAIVED: ("avstådd med motivering", "avstådd", "behövs ej"),
        Feedback.IMPOSSIBLE: ("inte möjlig", "ej möjlig"),
    }
)
VIEWS = Words(
    {
        ComplainantView.NOT_ASKED: ("inte tillfrågad", "ej tillfrågad"),
        ComplainantView.AGREES: ("instämmer", "nöjd"),
        ComplainantView.DISPUTES: ("instämmer inte", "instämmer ej", "missnöjd"),
        ComplainantView.NO_ANSWER: ("svarar inte", "svarar ej", "inget svar"),
    }
)
OUTCOMES = Words(
    {
        Outcome.JUSTIFIED: ("befogat", "befogad"),
        Outcome.PARTLY_JUSTIFIED: ("delvis befogat", "delvis befogad", "delvis"),
        Outcome.UNJUSTIFIED: ("obefogat", "obefogad"),
        Outcome.UNDECIDABLE: ("ej avgörbart", "ej avgörbar", "kan inte avgöras"),
    }
)
CAUSES = Words(
    {
        Cause.ROUTINE_MISSING: ("rutin saknas", "saknad rutin", "bristande rutin"),
        Cause.ROUTINE_UNKNOWN: ("okänd rutin", "rutin inte känd", "rutin ej känd"),
        Cause.KNOWLEDGE: ("bristande kunskap", "kunskap", "kunskapsbrist"),
        Cause.DOCUMENTATION: ("bristande dokumentation", "dokumentation"),
        Cause.INATTENTION: ("ouppmärksamhet", "slarv", "den mänskliga faktorn"),
        Cause.SYSTEM_CHANGE: ("byte av verksamhetssystem", "systembyte"),
        Cause.WORKLOAD: ("arbetsbelastning", "hög arbetsbelastning", "stress"),
        Cause.OTHER: ("annan orsak", "annat", "övrigt"),
    }
)
LEX_SARAH_STATES = Words(
    {
        LexSarahState.NONE: ("ingen fråga om lex Sarah", "nej", "n", "no", "false", "0", "ingen"),
        LexSarahState.SUSPECTED: ("misstänkt missförhållande", "misstänkt"),
        LexSarahState.REPORTED: ("rapporterat", "rapporterad", "ja", "j", "yes", "true", "1"),
        LexSarahState.DECLINED: ("inte lex Sarah", "ej lex Sarah"),
        LexSarahState.INVESTIGATING: ("utreds", "under utredning"),
        LexSarahState.DECIDED: ("beslutat", "beslutad"),
        LexSarahState.IVO_NOTIFIED: ("anmält till IVO", "anmäld till IVO"),
        LexSarahState.IVO_DECIDED: ("beslut från IVO",),
    }
)
