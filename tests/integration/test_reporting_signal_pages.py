"""Pages of signals, zeros, goals and surveys as staff use them, without a script."""

import re
from collections.abc import AsyncIterator, Callable
from datetime import date
from typing import Any

import pytest

from services.reporting.signals.kept import KeptSignal
from services.reporting.signals.signal import SignalKind
from shared.organisation import Organisation
from shared.settings import Settings
from tests.support.reporting_pages import BUSY, SILENT, SignalDesk
from tests.support.staff import words_of
from tests.support.submissions import submission


@pytest.fixture
async def desk(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[SignalDesk]:
    made = SignalDesk(settings_for, organisation)
    await made.prepare()
    await made.fill()
    yield made
    await made.close()


async def silent(desk: SignalDesk) -> KeptSignal:
    (found,) = await desk.register.listed(["von"], [SILENT], [SignalKind.SILENT])
    return found


async def test_signals_are_listed_told_and_seen(desk: SignalDesk) -> None:
    signal = await silent(desk)
    address = f"/signaler/{signal.id}"
    async with desk.staff("enhetschef") as chief:
        listed = words_of(await chief.get("/signaler"))
        assert "Tyst enhet: Hemvård norr" in listed
        assert "har inga ärenden i perioden" in listed

        stays = await chief.http.get(address)
        done = await chief.http.post(
            f"{address}/sedd",
            data={"csrf": _csrf(stays.text), "skal": "Enheten var stängd för ombyggnad."},
        )

        assert done.status_code == 303
        assert done.headers["location"] == f"{address}?sparad=1"
        page = words_of(await chief.get(f"{address}?sparad=1"))
        assert "Sparat." in page
        assert "Enheten var stängd för ombyggnad. Enhetschef," in page
        assert signal.id in await chief.get("/signaler?lage=sedda")
        assert signal.id not in await chief.get("/signaler")


async def test_a_reason_that_is_missing_is_told_and_what_was_typed_kept(desk: SignalDesk) -> None:
    signal = await silent(desk)
    address = f"/signaler/{signal.id}"
    async with desk.staff("kvalitet") as quality:
        csrf = _csrf(await quality.get(address))
        answers = [
            await quality.http.post(f"{address}/sedd", data={"csrf": csrf, "skal": text})
            for text in ("nä", "n" * 501)
        ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert "Skriv med några ord varför det är så." in words_of(answers[0].text)
    assert "\nnä</textarea>" in answers[0].text
    assert (await silent(desk)).seen == ()


async def test_a_signal_shows_the_cases_behind_it_to_those_who_may_open_them(
    desk: SignalDesk,
) -> None:
    (rise, *_) = await desk.register.listed(["von"], [BUSY], [SignalKind.RISE])
    link = r'href="http://workflow\.example/arenden/[0-9a-f-]{36}"'
    async with (
        desk.staff("kvalitet") as quality,
        desk.staff("enhetschef") as chief_of_another_unit,
        desk.staff("kontaktcenter") as contact,
    ):
        seen = await quality.get(f"/signaler/{rise.id}")
        elsewhere = await chief_of_another_unit.get(f"/signaler/{rise.id}")
        unseen = await contact.get(f"/signaler/{rise.id}")

    assert len(re.findall(link, seen)) == 20
    assert not re.findall(link, elsewhere)
    assert not re.findall(link, unseen)
    assert "Jag har sett det" not in unseen


async def test_another_boards_signals_are_out_of_sight(desk: SignalDesk) -> None:
    signal = await silent(desk)
    async with desk.staff("socialsekreterare") as other:
        assert signal.id not in await other.get("/signaler")
        assert (await other.http.get(f"/signaler/{signal.id}")).status_code == 404
        assert (await other.http.get("/nollrapport")).status_code == 403


async def test_signals_are_told_in_english_too(desk: SignalDesk) -> None:
    async with desk.staff("kvalitet") as quality:
        page = words_of(await quality.get("/signaler?lang=en"))

    assert "Silent unit: Home care north" in page
    assert "ärenden" not in page


async def test_a_month_without_cases_is_signed(desk: SignalDesk) -> None:
    async with desk.staff("enhetschef") as chief:
        page = await chief.get("/nollrapport")
        assert "1 oktober 2026" in words_of(page)
        assert BUSY not in page

        done = await chief.send("/nollrapport", {"enhet": SILENT})

        assert done.status_code == 303
        signed = words_of(await chief.get(done.headers["location"]))
        assert "Intygat: Hemvård norr hade inga ärenden i månaden." in signed
        await desk.count(
            submission(board="von", unit=SILENT, received_on=date(2026, 10, 3)),
        )
        later = words_of(await chief.get("/nollrapport?manad=2026-10"))
        assert "Intygat, men ärenden har kommit till" in later
        refused = await chief.http.post(
            "/nollrapport",
            data={"csrf": _csrf(page), "manad": "2026-10", "enhet": SILENT},
        )
        assert refused.status_code == 422
        assert "antalet ärenden hos Hemvård norr i månaden är 1." in words_of(refused.text)


async def test_zeros_of_others_can_be_seen_and_not_signed(desk: SignalDesk) -> None:
    async with desk.staff("kvalitet") as quality, desk.staff("enhetschef") as chief:
        page = await quality.get("/nollrapport?manad=2026-10")
        forbidden = await quality.http.post("/nollrapport", data={"csrf": _csrf(page)})
        own = await chief.get("/nollrapport")
        neighbour = await chief.http.post(
            "/nollrapport", data={"csrf": _csrf(own), "manad": "2026-10", "enhet": "hemvard-natt"}
        )

    assert "Inte intygat" in page
    assert "Hemvård söder" in page
    assert forbidden.status_code == neighbour.status_code == 403


async def test_goals_tell_how_they_stand(desk: SignalDesk) -> None:
    async with desk.staff("kvalitet") as quality:
        now = words_of(await quality.get("/mal"))
        before = words_of(await quality.get("/mal?ar=2025"))

    assert "Alla som vill ha svar ska få det" in now
    assert "minst 95 procent" in now
    assert "högst 14 dagar" in now
    assert "Ser ut att nås" in now
    assert "Nått" in before


async def test_the_survey_stands_beside_what_others_measured(desk: SignalDesk) -> None:
    async with desk.staff("kvalitet") as quality, desk.staff("socialsekreterare") as other:
        page = words_of(await quality.get("/undersokning"))
        empty = words_of(await other.get("/undersokning?ar=2024"))

    assert "Svar: 90. Nöjda (4 eller 5): 40 procent." in page
    assert "61 procent" in page
    assert "412 svarande" in page
    assert "Inga svar under året" in empty


@pytest.mark.parametrize("path", ["/signaler", "/nollrapport", "/mal", "/undersokning"])
async def test_odd_addresses_show_the_page_all_the_same(desk: SignalDesk, path: str) -> None:
    asked: dict[str, Any] = {
        "ar": "i år",
        "namnd": "x",
        "manad": "2099-01",
        "lage": "?",
        "slag": "?",
    }
    async with desk.staff("kvalitet") as quality:
        answer = await quality.http.get(path, params=asked)

    assert answer.status_code == 200


def _csrf(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    return found[1]
