"""The calendar of due days, read back as a calendar program would."""

from datetime import timedelta
from typing import Any

from icalendar import Calendar

from services.notifications.calendar.feed import calendar_of
from services.notifications.texts.letters import Links
from services.notifications.watched import WatchedCase, of_account
from shared.deadlines.deadline import Standing
from shared.events.facts import MeasureFacts
from shared.events.vocabulary import Acknowledgement, Feedback, Status
from shared.ids import new_id
from shared.organisation import Organisation
from tests.support.submissions import MOMENT, submission

LINKS = Links("https://a.example", "https://b.example")
CASE = new_id()


def watched(organisation: Organisation, seq: int = 1, **facts: Any) -> WatchedCase:
    given = {"acknowledgement": Acknowledgement.ORAL, "unit": "forsorjningsstod-mottagning"}
    event = submission(case_id=CASE, **{**given, **facts}).model_copy(update={"seq": seq})
    return WatchedCase.from_event(event, organisation.known_board("sn"), MOMENT)


def read(content: bytes) -> dict[str, Any]:
    """The events of a calendar that keeps the format, by what they say."""
    calendar = Calendar.from_ical(content)
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    events = {str(each["SUMMARY"]): each for each in calendar.walk("VEVENT")}
    assert all(not each.errors for each in events.values())
    assert len({str(each["UID"]) for each in events.values()}) == len(events)
    return events


def test_each_deadline_is_a_whole_day(organisation: Organisation) -> None:
    case = watched(organisation, diary_number="SN 2026-00047")
    events = read(calendar_of([case], organisation, LINKS, "exempelkommun.lyhord"))

    answer = events["Svara: SN 2026-00047"]
    assert answer.decoded("DTSTART").isoformat() == "2026-03-16"
    assert answer.decoded("DTEND") - answer.decoded("DTSTART") == timedelta(days=1)
    assert answer["STATUS"] == "CONFIRMED"
    assert answer["URL"] == f"https://b.example/arenden/{CASE}"
    assert answer["TRANSP"] == "TRANSPARENT", "the day is not taken up by it"


def test_nothing_personal_is_in_it(organisation: Organisation) -> None:
    case = watched(organisation, text="Fakturan är fel", email="anna@post.example")
    content = calendar_of([case], organisation, LINKS, "exempelkommun.lyhord").decode()
    assert "anna" not in content
    assert "Fakturan" not in content
    assert case.facts.reference in content


def test_a_deadline_that_moves_is_the_same_event_later(organisation: Organisation) -> None:
    before = watched(organisation, diary_number="SN 2026-00047")
    moved = watched(
        organisation,
        seq=4,
        diary_number="SN 2026-00047",
        received_on=MOMENT.date() + timedelta(days=7),
    )
    first, second = (
        read(calendar_of([case], organisation, LINKS, "x.lyhord"))["Svara: SN 2026-00047"]
        for case in (before, moved)
    )
    assert first["UID"] == second["UID"]
    assert second.decoded("DTSTART") - first.decoded("DTSTART") == timedelta(days=7)
    assert int(second["SEQUENCE"]) > int(first["SEQUENCE"])


def test_what_is_done_is_cancelled(organisation: Organisation) -> None:
    case = watched(
        organisation, seq=6, diary_number="SN 1", feedback=Feedback.GIVEN, answered_at=MOMENT
    )
    events = read(calendar_of([case], organisation, LINKS, "x.lyhord"))
    assert events["Svara: SN 1"]["STATUS"] == "CANCELLED"


def test_the_same_cases_make_the_same_calendar(organisation: Organisation) -> None:
    cases = [watched(organisation), watched(organisation).model_copy(update={"id": str(new_id())})]
    once = calendar_of(cases, organisation, LINKS, "x.lyhord")
    assert once == calendar_of(cases[::-1], organisation, LINKS, "x.lyhord")
    assert read(calendar_of([], organisation, LINKS, "x.lyhord")) == {}


def test_measures_are_told_apart(organisation: Organisation) -> None:
    measures = tuple(
        MeasureFacts(number=number, owner="manager-1", due=MOMENT.date() + timedelta(days=9))
        for number in (1, 2)
    )
    case = watched(organisation, diary_number="SN 1", measures=measures)
    events = read(calendar_of([case], organisation, LINKS, "x.lyhord"))
    assert {
        "Genomföra åtgärden (åtgärd 1): SN 1",
        "Genomföra åtgärden (åtgärd 2): SN 1",
    } <= set(events)
    assert of_account("manager-1") in case.concerns


def test_a_closed_case_does_not_stay_until_it_is_disposed_of(organisation: Organisation) -> None:
    case = watched(
        organisation,
        responsible="manager-1",
        status=Status.CLOSED,
        feedback=Feedback.GIVEN,
        assigned_at=MOMENT,
        answered_at=MOMENT,
        closed_at=MOMENT,
    )
    assert [each.rule for each in case.deadlines if each.standing is Standing.OPEN] == ["archive"]
    assert of_account("manager-1") not in case.concerns
