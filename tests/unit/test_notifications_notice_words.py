"""Every word of a notice has a sentence on the pages."""

from datetime import UTC, datetime, timedelta

import pytest

from services.notifications.notices import of_no_case, planned
from services.notifications.notices.mornings import digest_at, next_digest
from services.notifications.notices.notices import COMPLAINANT, OPERATIONS
from services.notifications.notices.states import NoticeState, Reason
from services.notifications.notices.subjects import BrokenText
from services.notifications.pages.notice_view import line_of
from services.notifications.pages.notice_words import (
    KINDS,
    REASONS,
    RECIPIENTS,
    STATES,
    WAYS,
    result_in_words,
)
from services.notifications.pages.text_words import NAMES
from services.notifications.texts.texts import TextName
from services.notifications.watched import WatchedCase
from shared.events.notices import NoticeKind, NoticeWay
from shared.organisation import Organisation, Recipient, RecipientRole
from tests.support.raised import raised
from tests.support.submissions import submission

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
BROKEN = BrokenText(text="standard:acknowledgement.sv", version="0", problem="a.txt:1: b. c.")


def test_every_word_has_a_sentence() -> None:
    assert set(KINDS) == set(NoticeKind)
    assert set(STATES) == set(NoticeState)
    assert set(WAYS) == set(NoticeWay)
    assert set(REASONS) == set(Reason)
    assert {COMPLAINANT, OPERATIONS, *RecipientRole} <= set(RECIPIENTS)
    assert set(NAMES) == set(TextName)


@pytest.mark.parametrize(
    ("result", "words"),
    [
        ("sent", "Mejlservern tog emot det"),
        ("452", "Mejlservern bad oss försöka senare (452)"),
        ("5.1.1", "Mejlservern sa nej (5.1.1)"),
        ("sender_550", "Det gick inte (sender_550)"),
        ("timeout", "Mejlservern svarade inte i tid"),
    ],
)
def test_what_an_attempt_came_to_is_told_in_words(result: str, words: str) -> None:
    assert str(result_in_words(result)) == words


@pytest.mark.parametrize(
    ("state", "following", "at"),
    [
        ("planned", "Skickas strax", None),
        ("put off", "Försöker igen", LATER),
        ("sent", None, None),
        ("failed", "Hör av dig på ett annat sätt, och för in det i ärendet.", None),
        ("parked", "Går ut av sig självt när texten är rättad.", None),
        ("withdrawn", None, None),
    ],
)
def test_what_happens_next_follows_from_the_state(
    organisation: Organisation, state: str, following: str | None, at: datetime | None
) -> None:
    event = submission()
    case = WatchedCase.from_event(event, organisation.known_board("sn"), NOW)
    notice = planned.acknowledgement(
        event.case_id,
        at=NOW,
        correlation_id=event.case_id,
        causation_id=None,
        next_attempt_at=NOW,
    )
    notice = {
        "planned": notice,
        "put off": notice.put_off(NOW, "452", LATER, by_server=True),
        "sent": notice.sent(NOW, "sn:acknowledgement.sv@0"),
        "failed": notice.failed(NOW, "550", Reason.ADDRESS_REFUSED),
        "parked": notice.parked_for(NOW, BROKEN),
        "withdrawn": notice.withdrawn(),
    }[state]

    line = line_of(notice, case, organisation, NOW)

    assert (str(line.next) if line.next else None, line.next_at) == (following, at)
    assert line.board == organisation.known_board("sn").name
    assert (line.problem == BROKEN.problem) is (state == "parked")


def test_a_signal_is_told_by_kind_and_unit_and_when_it_goes(organisation: Organisation) -> None:
    quality = organisation.known_board("sn").recipients.quality
    assert quality is not None
    event = raised("silent", "forsorjningsstod")
    day = next_digest(NOW)
    told = of_no_case.signal(event, Recipient(RecipientRole.QUALITY, quality), day, at=NOW)

    line = line_of(told, None, organisation, NOW)

    assert (str(line.kind), str(line.about)) == ("Signal ur statistiken", "Tyst enhet")
    unit = organisation.unit("forsorjningsstod", "sn")
    assert unit is not None
    assert (line.unit, line.board) == (unit.name, organisation.known_board("sn").name)
    assert str(line.recipient) == "Kvalitetsutvecklaren"
    assert (line.case_id, line.number) == (None, "–")
    assert (str(line.next), line.next_at) == ("Kommer med i det samlade mejlet", digest_at(day))
