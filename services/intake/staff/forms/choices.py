"""What can be chosen in the staff's forms."""

from enum import StrEnum

from shared.events.vocabulary import DiscoveredBy, Gender, Kind, Law, ReporterKind
from shared.pages.choices import Choice
from shared.pages.phrases import phrase
from shared.pages.words import DISCOVERERS, GENDERS, KINDS, REPORTER_KINDS


class Answer(StrEnum):
    """Whether and how an answer is wished for (R34), or that the person is anonymous (R12)."""

    PHONE = "phone"
    EMAIL = "email"
    LETTER = "letter"
    NO = "no"
    UNKNOWN = "unknown"
    ANONYMOUS = "anonymous"

    @property
    def wished(self) -> bool:
        return self in {Answer.PHONE, Answer.EMAIL, Answer.LETTER}


class Certainty(StrEnum):
    """Yes, no, or that one cannot tell."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @property
    def known(self) -> bool | None:
        """None where one cannot tell."""
        return None if self is Certainty.UNKNOWN else self is Certainty.YES


KIND_CHOICES = tuple(
    Choice(kind, KINDS[kind]) for kind in (Kind.COMPLAINT, Kind.VIEW, Kind.SUGGESTION, Kind.PRAISE)
)

ANSWER_CHOICES = (
    Choice(Answer.PHONE, phrase("Ja, per telefon")),
    Choice(Answer.EMAIL, phrase("Ja, med e-post")),
    Choice(Answer.LETTER, phrase("Ja, med brev")),
    Choice(Answer.NO, phrase("Nej")),
    Choice(Answer.UNKNOWN, phrase("Jag vet inte")),
    Choice(Answer.ANONYMOUS, phrase("Vill vara anonym")),
)

SENDER_ANSWER_CHOICES = tuple(
    choice for choice in ANSWER_CHOICES if choice.value not in {Answer.UNKNOWN, Answer.ANONYMOUS}
)

REPORTER_CHOICES = tuple(
    Choice(kind, REPORTER_KINDS[kind])
    for kind in (
        ReporterKind.SERVICE_USER,
        ReporterKind.RELATIVE,
        ReporterKind.PUBLIC,
        ReporterKind.UNKNOWN,
    )
)

DISCOVERER_CHOICES = tuple(
    Choice(discoverer, DISCOVERERS[discoverer])
    for discoverer in DiscoveredBy
    if discoverer is not DiscoveredBy.UNKNOWN
)

LAW_CHOICES = (
    Choice("", phrase("Den lag nämnden oftast arbetar efter")),
    Choice(Law.SOL, phrase("SoL")),
    Choice(Law.LSS, phrase("LSS")),
    Choice(Law.HSL, phrase("HSL")),
)

LEX_SARAH_LAWS = (Choice(Law.SOL, phrase("SoL")), Choice(Law.LSS, phrase("LSS")))

YES_NO_UNKNOWN = (
    Choice(Certainty.YES, phrase("Ja")),
    Choice(Certainty.NO, phrase("Nej")),
    Choice(Certainty.UNKNOWN, phrase("Vet inte")),
)

YES_NO = YES_NO_UNKNOWN[:2]

GENDER_CHOICES = tuple(
    Choice(gender, GENDERS[gender])
    for gender in (Gender.WOMAN, Gender.MAN, Gender.OTHER, Gender.UNKNOWN)
)
