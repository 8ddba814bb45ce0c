"""What the texts are called on a page, and who gets them."""

from collections.abc import Mapping

from services.notifications.texts.own_texts import ALL_BOARDS, STANDARD
from services.notifications.texts.texts import TextName
from shared.pages.phrases import Phrase, phrase

TO_COMPLAINANT, TO_STAFF = phrase("Till den som lämnade ärendet"), phrase("Till personal")

NAMES: Mapping[TextName, Phrase] = {
    TextName.ACKNOWLEDGEMENT: phrase("Bekräftelse på att ärendet har kommit in"),
    TextName.ANSWERED: phrase("Svaret på ärendet, eller att det finns ett"),
    TextName.WRITTEN_TO: phrase("Det finns ett meddelande"),
    TextName.DELAYED: phrase("Svaret dröjer"),
    TextName.EXTENDED: phrase("Ärendet har fått längre tid"),
    TextName.CLOSED: phrase("Ärendet är avslutat"),
    TextName.REMINDER: phrase("Påminnelse om en tidsfrist"),
    TextName.ESCALATION: phrase("Nästa chef får veta"),
    TextName.TASK: phrase("Något att göra i ett ärende"),
    TextName.DIGEST: phrase("Dagens samlade mejl"),
    TextName.COORDINATOR_LIST: phrase("Samordnarens lista"),
    TextName.REGISTRAR_LIST: phrase("Registratorns lista"),
    TextName.SIGNALS: phrase("Signaler ur statistiken"),
    TextName.ALARM: phrase("Larm till de driftansvariga"),
}
_OF_COMPLAINANTS = frozenset(
    {
        TextName.ACKNOWLEDGEMENT,
        TextName.ANSWERED,
        TextName.WRITTEN_TO,
        TextName.DELAYED,
        TextName.EXTENDED,
        TextName.CLOSED,
    }
)


def name_in_words(name: TextName) -> Phrase:
    """What the text is for."""
    return NAMES.get(name, phrase("Texten %(name)s", name=name.value))


def reader_of(name: TextName) -> Phrase:
    """Who gets it."""
    return TO_COMPLAINANT if name in _OF_COMPLAINANTS else TO_STAFF


def owner_in_words(owner: str) -> Phrase:
    """Whose text it is."""
    if owner == STANDARD:
        return phrase("Standardtexten")
    return phrase("Kommunens egen text") if owner == ALL_BOARDS else phrase("Nämndens egen text")
