"""What a person is told of a file that is not taken in. Pure."""

from services.intake.attachments.limits import AttachmentLimits
from services.intake.attachments.refusals import Reason
from shared.pages.phrases import Phrase, phrase

_MEGABYTE = 1_000_000


def refused_file(reason: Reason, name: str, limits: AttachmentLimits) -> Phrase:
    """Which file, what is wrong with it, and what to do."""
    match reason:
        case Reason.TOO_LARGE:
            return phrase(
                "Filen %(name)s är för stor. Varje fil får vara högst %(limit)s MB.",
                name=name,
                limit=limits.size // _MEGABYTE,
            )
        case Reason.EMPTY:
            return phrase("Filen %(name)s är tom. Välj den igen, eller skicka utan den.", name=name)
        case Reason.TYPE_NOT_ALLOWED:
            return phrase(
                "Filen %(name)s är av ett slag som vi inte tar emot. Skicka en bild, en PDF, ett "
                "vanligt dokument eller en ljud- eller filminspelning.",
                name=name,
            )
        case Reason.INFECTED:
            return phrase(
                "Filen %(name)s innehåller skadlig kod och har inte tagits emot.", name=name
            )
        case Reason.TOO_MANY:
            return phrase(
                "Filen %(name)s får inte plats: ett ärende kan ha högst %(limit)s filer.",
                name=name,
                limit=limits.count,
            )
