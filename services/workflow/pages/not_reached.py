"""What did not reach the complainant, in plain words. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.workflow.case import Case, Unreached
from shared.events.notices import BounceCause, NoticeKind
from shared.pages.phrases import Phrase, phrase


@dataclass(frozen=True)
class NotReached:
    """One notice. `at` is UTC, to be shown in Swedish time."""

    what: Phrase
    why: Phrase
    at: datetime


def not_reached(case: Case) -> tuple[NotReached, ...]:
    """The newest first; empty once the complainant has been reached."""
    if not case.facts.unreached:
        return ()
    newest_first = sorted(case.unreached, key=lambda each: each.at, reverse=True)
    return tuple(NotReached(_what(each), _why(each), each.at) for each in newest_first)


def told_of(failed: Unreached) -> Phrase:
    """As the history says it."""
    return phrase("%(what)s kom inte fram. %(why)s", what=_what(failed), why=_why(failed))


def _what(failed: Unreached) -> Phrase:
    return _KINDS.get(failed.kind, _SOMETHING)


def _why(failed: Unreached) -> Phrase:
    if failed.cause is not None and failed.cause in _CAUSES:
        return _CAUSES[failed.cause]
    return _REASONS.get(failed.reason, _UNKNOWN)


_SOMETHING = phrase("Ett besked")
_UNKNOWN = phrase("Det gick inte att lämna fram.")

_KINDS: Mapping[NoticeKind, Phrase] = {
    NoticeKind.ACKNOWLEDGEMENT: phrase("Bekräftelsen"),
    NoticeKind.ANSWER: phrase("Beskedet om svaret"),
    NoticeKind.DELAY: phrase("Beskedet om att svaret dröjer"),
    NoticeKind.MESSAGE: phrase("Beskedet om ett meddelande"),
    NoticeKind.SURVEY: phrase("Beskedet om att ärendet är avslutat"),
}

_CAUSES: Mapping[BounceCause, Phrase] = {
    BounceCause.ADDRESS: phrase("Adressen finns inte."),
    BounceCause.MAILBOX_FULL: phrase("Brevlådan är full."),
    BounceCause.MAILBOX_CLOSED: phrase("Brevlådan tar inte emot mejl."),
    BounceCause.TOO_LARGE: phrase("Mejlet var för stort för mottagaren."),
    BounceCause.UNREACHABLE: phrase("Mottagarens server svarade inte."),
    BounceCause.REFUSED: phrase("Mottagarens server ville inte ha mejlet."),
}

_REASONS: Mapping[str, Phrase] = {
    "address_invalid": phrase("Adressen är felskriven."),
    "address_refused": phrase("Mejlservern säger att adressen inte finns."),
    "mail_refused": phrase("Mejlservern ville inte ha mejlet."),
    "not_delivered": phrase("Mejlservern har bett oss vänta i flera dagar."),
    "bounced": phrase("Mejlet kom tillbaka."),
    "returned": phrase("Brevet kom i retur."),
    "address_unknown": phrase("Ingen postadress har gått att få fram."),
    "not_reached": phrase("Ingen svarade när vi ringde."),
    "wrong_number": phrase("Telefonnumret var fel."),
}
"""By the notifications service's slugs."""
