"""The pages of notices, alarms, texts and the internal control, of a real service."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from shared.events.envelope import Event
from shared.events.submissions import CaseReceived
from shared.events.vocabulary import Role
from shared.ids import new_id
from shared.settings import Settings
from tests.conftest import REPOSITORY
from tests.support.foundation import Foundation
from tests.support.notices_desk import REFUSED, NoticesDesk, every_sort, late_one, notices_desk
from tests.support.service import bearer
from tests.support.staff import words_of


@dataclass(frozen=True)
class Told:
    """A service to which cases of every sort have come."""

    desk: NoticesDesk
    events: list[Event]

    @property
    def late(self) -> CaseReceived:
        return late_one(self.events)

    def of_board(self, board: str) -> CaseReceived:
        return next(
            each
            for each in self.events
            if isinstance(each, CaseReceived) and each.facts.board == board
        )


@pytest.fixture(scope="module")
async def told(
    broker: Foundation, store: Foundation, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Told]:
    settings = Settings.model_validate(
        {
            "amqp_url": broker.url,
            "mongo_url": store.url,
            "database_prefix": f"t{new_id().hex[-12:]}",
            "queue_type": "classic",
            "organisation": REPOSITORY / "deploy" / "organisation",
        }
    )
    async with notices_desk(tmp_path_factory.mktemp("notices"), settings) as desk:
        events = every_sort()
        await desk.tell(*events)
        await desk.settled()
        yield Told(desk, events)


async def test_the_newest_notices_are_those_of_the_members_board(told: Told) -> None:
    async with told.desk.staff("registrator") as everywhere:
        page = await everywhere.get("/utskick")
        assert all(name in page for name in ("Socialnämnden", "Vård- och omsorgsnämnden"))
        narrowed = await everywhere.get("/utskick?namnd=von")
        assert "Larm till de driftansvariga" not in words_of(narrowed)
        assert str(told.of_board("von").case_id) in narrowed
        assert str(told.late.case_id) not in narrowed
    async with told.desk.staff("registrator-sn") as member:
        page = await member.get("/utskick?namnd=von")
        assert str(told.of_board("von").case_id) not in page


async def test_a_list_is_narrowed_by_state(told: Told) -> None:
    async with told.desk.staff("registrator") as browser:
        failed = words_of(await browser.get("/utskick?lage=failed"))
        nothing = words_of(await browser.get("/utskick?lage=withdrawn"))

    assert "Mejlservern säger att adressen inte finns." in failed
    assert "Hör av dig på ett annat sätt" in failed
    assert "Inget utskick i urvalet" in nothing


@pytest.mark.parametrize("path", ["/utskick/arenden/{id}", "/utskick?arende={id}"])
async def test_a_case_shows_each_notice_with_text_attempts_and_what_is_next(
    told: Told, path: str
) -> None:
    async with told.desk.staff("registrator-sn") as browser:
        page = words_of(await browser.get(path.format(id=told.late.case_id)))

    for said in (
        "Bekräftelse på att ärendet har kommit in",
        "Den som lämnade ärendet",
        "Mejlservern sa nej (550)",
        "Hör av dig på ett annat sätt, och för in det i ärendet.",
        "Påminnelse om en tidsfrist: Svara",
        "standard:reminder.sv@",
        "Tidsfrister",
        "Försenat",
    ):
        assert said in page
    assert REFUSED not in page


async def test_a_case_of_another_board_is_not_shown(told: Told) -> None:
    async with told.desk.staff("registrator-sn") as browser:
        for path in (
            f"/utskick/arenden/{told.of_board('von').case_id}",
            "/utskick/arenden/01a20369-0000-7000-8000-000000000000",
            "/utskick?arende=x",
        ):
            assert (await browser.http.get(path)).status_code == 404


async def test_alarms_say_what_is_late_what_fails_and_what_is_dead(told: Told) -> None:
    async with told.desk.staff("registrator-sn") as browser:
        page = await browser.get("/larm")
    words = words_of(page)

    assert f"/arenden/{told.late.case_id}" in page
    assert f"/utskick/arenden/{told.late.case_id}" in page
    assert "dagar för sent" in words
    assert "synpunkter.sn@exempelkommun.example" in words
    assert "Något har väntat för länge på att bli läst." in words
    assert "Texter som inte går att använda 0 Allt väl Tittade efter" in words
    assert str(told.of_board("von").case_id) not in page


async def test_the_control_adds_up_and_shows_the_cases_behind_each_count(told: Told) -> None:
    async with told.desk.staff("registrator") as browser:
        page = words_of(await browser.get("/internkontroll?fran=2020-01-01&till=2020-12-31"))
        assert "Inget ärende kom in under perioden" in page
        wrong = await browser.http.get("/internkontroll?fran=hej")
        assert wrong.status_code == 422
        assert 'value="hej"' in wrong.text
    day = told.late.facts.received_on.isoformat()
    period = {"from": day, "to": day}
    async with told.desk.api(Role.AUDITOR) as client:
        asked = {**period, "answered": "missing"}
        found = (await client.get("/control", params=asked)).json()
        assert found["received"] == 1
        assert sum(found["acknowledged"].values()) == sum(found["answered"].values()) == 1
        assert [each["case_id"] for each in found["cases"]] == [str(told.late.case_id)]
        assert not found["as_the_routine_says"]
        other = (await client.get("/control", params={**period, "board": "von"})).json()
        assert (other["received"], other["boards"]) == (0, ["von"])
        backwards = {"from": "2026-02-01", "to": "2026-01-01"}
        assert (await client.get("/control", params=backwards)).status_code == 422


async def test_notices_over_all_cases_are_read_by_cursor(told: Told) -> None:
    async with told.desk.api(Role.AUDITOR) as client:
        whole = (await client.get("/notices", params={"limit": 200})).json()
        assert whole["next"] is None
        walked, cursor = [], None
        while True:
            asked = {"limit": 3, **({"cursor": cursor} if cursor else {})}
            part = (await client.get("/notices", params=asked)).json()
            walked += part["items"]
            cursor = part["next"]
            if cursor is None:
                break
        assert walked == whole["items"]
        of_board = (await client.get("/notices", params={"board": "VON"})).json()["items"]
        assert {each["board"] for each in of_board} == {"von"}
        assert (await client.get("/notices", params={"cursor": "x"})).status_code == 422
        assert (await client.get("/notices", params={"board": "none"})).json()["items"] == []
        of_case = (await client.get(f"/cases/{told.late.case_id}/notices")).json()["items"]
        assert {each["board"] for each in of_case} == {"sn"}
        sent = [each for each in of_case if each["state"] == "sent"]
        assert all(each["text_version"].startswith("standard:") for each in sent)


async def test_a_text_is_shown_as_it_is_sent_in_a_frame_that_can_do_nothing(told: Told) -> None:
    async with told.desk.staff("registrator") as browser:
        listed = words_of(await browser.get("/texter?namnd=von"))
        shown = await browser.http.get("/texter/closed?namnd=von&sprak=sv")
        framed = await browser.http.get("/texter/closed/sida?namnd=von&sprak=sv")
        english = words_of(await browser.get("/texter/closed?namnd=von&sprak=en"))
        for path in ("/texter/nothing", "/texter/nothing/sida"):
            assert (await browser.http.get(path)).status_code == 404

    assert "Nämndens egen text" in listed
    assert "texts/von/closed.sv.txt" in shown.text
    assert "{{ reference }}" in shown.text
    assert "{{ answer }}" not in shown.text
    assert "frame-src 'self'" in shown.headers["content-security-policy"]
    policy = framed.headers["content-security-policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert framed.text.startswith("<!DOCTYPE html>")
    assert "Standardtexten" in english
    assert "Your case is closed" in english


@pytest.mark.parametrize(
    ("path", "user", "status"),
    [
        ("/utskick", "kontaktcenter", 200),
        ("/larm", "kontaktcenter", 403),
        ("/larm", "enhetschef", 200),
        ("/internkontroll", "enhetschef", 200),
        ("/texter", "enhetschef", 403),
        ("/texter", "registrator-sn", 200),
        ("/texter/closed?namnd=von", "registrator-sn", 200),
    ],
)
async def test_who_may_look_at_what(told: Told, path: str, user: str, status: int) -> None:
    async with told.desk.staff(user) as browser:
        assert (await browser.http.get(path)).status_code == status


async def test_the_control_is_not_for_everyone(told: Told) -> None:
    async with told.desk.api(Role.STAFF) as client:
        asked = {"from": "2026-01-01", "to": "2026-01-02"}
        answer = await client.get("/control", params=asked, headers=bearer(Role.STAFF))
        assert answer.status_code == 403
