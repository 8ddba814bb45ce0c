"""Others' surveys taken in on a page: seen before they are stored, stored once, and removed."""

from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from services.reporting.survey_results.carrying import LIST_LIMIT, packed
from shared.events.vocabulary import Role
from shared.organisation import Organisation
from shared.settings import Settings
from tests.support.reporting_pages import NATIONAL, STAFF, SignalDesk
from tests.support.staff import StaffBrowser, hidden_fields, words_of

PATH = "/undersokning/inlasning"
HEADING = "år;nämnd;enhet;fråga;svar;procent;antal svarande\r\n"
LIST = f"{HEADING}2026;von;;Är du nöjd?;Ja;70;300\r\n2026;von;;Är du nöjd?;Nej;30;300\r\n"


@pytest.fixture
async def desk(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[SignalDesk]:
    made = SignalDesk(settings_for, organisation)
    await made.prepare()
    yield made
    await made.close()


async def looked_at(
    browser: StaffBrowser, text: str | bytes, source: str = "Brukarenkät"
) -> httpx.Response:
    data = text.encode() if isinstance(text, str) else text
    return await browser.send(PATH, {"kalla": source}, [("lista", ("svar.csv", data))])


async def stored(browser: StaffBrowser, text: str, source: str = "Brukarenkät") -> str:
    """Where the import is shown."""
    seen = await looked_at(browser, text, source)
    assert seen.status_code == 200, words_of(seen.text)
    done = await browser.http.post(f"{PATH}/spara", data=hidden_fields(seen.text))
    assert done.status_code == 303
    return done.headers["location"]


async def results(desk: SignalDesk) -> list[tuple[str, float]]:
    return [(each.answer, each.percent) for each in await desk.national.of(["von"], 2026, 2026)]


async def test_list_is_shown_before_it_is_stored(desk: SignalDesk) -> None:
    async with desk.staff("kvalitet") as browser:
        assert "Inget är inläst" in words_of(await browser.get(PATH))
        seen = await looked_at(browser, LIST)
        words = words_of(seen.text)
        assert (
            "Är du nöjd? 2026 Vård- och omsorgsnämnden Ja 70 procent, Nej 30 procent 300" in words
        )
        assert "svar.csv" in words
        assert await results(desk) == [], "nothing is stored by looking"
        assert await desk.national.imports() == []

        done = await browser.http.post(f"{PATH}/spara", data=hidden_fields(seen.text))
        assert done.status_code == 303
        told = words_of(await browser.get(done.headers["location"]))
        assert "Resultaten är sparade" in told
        assert "Brukarenkät" in told
        assert "70 procent" in words_of(await browser.get("/undersokning?ar=2026"))
        listed = words_of(await browser.get(PATH))
        assert "Brukarenkät 2026" in listed
    assert await results(desk) == [("Ja", 70.0), ("Nej", 30.0)]


async def test_example_file_is_one_that_is_read(desk: SignalDesk) -> None:
    async with desk.staff("kvalitet") as browser:
        example = await browser.http.get(f"{PATH}/exempel.csv")
        seen = await looked_at(browser, example.content)

    assert seen.status_code == 200
    assert "Ja 61 procent, Delvis 24 procent, Nej 15 procent" in words_of(seen.text)


async def test_every_fault_is_told_with_row_column_and_what_stands_there(
    desk: SignalDesk,
) -> None:
    faulty = f"{HEADING}snart;kultur;;Q;Ja;161;inga\r\n2026;von;simhallen;Q;Nej;20;90\r\n"
    async with desk.staff("kvalitet") as browser:
        answer = await looked_at(browser, faulty, "Enkät i fel form")

    assert answer.status_code == 422
    words = words_of(answer.text)
    assert "”svar.csv” är inte inläst" in words
    assert "2 år snart Det är inget heltal." in words
    assert "2 nämnd kultur Det finns ingen sådan nämnd." in words
    assert "2 procent 161 Det är inget tal från 0 till 100." in words
    assert "3 enhet simhallen Nämnden har ingen sådan enhet." in words
    assert 'value="Enkät i fel form"' in answer.text, "what was typed is kept"


async def test_what_is_missing_is_told(desk: SignalDesk) -> None:
    async with desk.staff("kvalitet") as browser:
        nothing = await browser.send(PATH, {"kalla": " "}, [("lista", ("", b""))])
        large = await looked_at(browser, b"x" * (LIST_LIMIT + 1))
        form = await browser.form(PATH)
        lost = [
            await browser.http.post(f"{PATH}/spara", data={**form, "kalla": "x", "rader": rows})
            for rows in ("", "not a list", packed(b"0" * (LIST_LIMIT + 1)), packed(b"a;b\r\n1;2"))
        ]

    assert nothing.status_code == 422
    assert "Skriv vilken undersökning det är." in words_of(nothing.text)
    assert "Välj filen med resultaten." in words_of(nothing.text)
    assert "”svar.csv” är för stor: högst 4 MB." in words_of(large.text)
    assert [each.status_code for each in lost] == [422] * 4
    assert "Filen följde inte med" in words_of(lost[2].text)
    assert "Okänd kolumn." in words_of(lost[3].text)
    assert await desk.national.imports() == []


async def test_same_list_is_stored_once(desk: SignalDesk) -> None:
    async with desk.staff("kvalitet") as browser:
        first = await stored(browser, LIST)
        again = await stored(browser, LIST.replace("Ja;70;300", "Ja;70,0 %;300"), "Annat namn")
        assert again.partition("?")[0] == first.partition("?")[0]
        assert "Samma lista var redan inläst" in words_of(await browser.get(again))
    assert len(await desk.national.imports()) == 1
    assert len(await results(desk)) == 2


async def test_question_that_comes_again_replaces_it_until_its_list_is_removed(
    desk: SignalDesk,
) -> None:
    mended = f"{HEADING}2026;von;;Är du NÖJD?;Ja;65;300\r\n2026;von;;Är du NÖJD?;Vet ej;35;300\r\n"
    async with desk.staff("kvalitet") as browser:
        await stored(browser, LIST)
        seen = words_of((await looked_at(browser, mended)).text)
        assert "En av frågorna är inläst förut." in seen
        address = (await stored(browser, mended, "Rättad")).partition("?")[0]
        assert await results(desk) == [("Ja", 65.0), ("Vet ej", 35.0)]

        short = await browser.http.post(
            f"{address}/bort", data={**await browser.form(address), "skal": "nej"}
        )
        assert short.status_code == 422
        assert "\nnej</textarea>" in short.text
        gone = await browser.http.post(
            f"{address}/bort", data={**await browser.form(address), "skal": "Fel år i listan."}
        )
        assert gone.status_code == 303
        page = words_of(await browser.get(address))
        assert "Listan är borttagen" in page
        assert "Fel år i listan." in page
        assert "Borttagen" in words_of(await browser.get(PATH))
        assert await results(desk) == [("Ja", 70.0), ("Nej", 30.0)], "what it replaced counts again"

        back = await stored(browser, mended, "Rättad igen")
        assert back.partition("?")[0] != address, "what was removed stays removed"
    assert await results(desk) == [("Ja", 65.0), ("Vet ej", 35.0)]


async def test_pages_are_for_quality_and_administrators_of_their_own_board(
    desk: SignalDesk,
) -> None:
    async with desk.staff("kvalitet") as browser:
        address = (await stored(browser, NATIONAL)).partition("?")[0]
    for user in STAFF:
        async with desk.staff(user) as browser:
            answers: list[httpx.Response] = [
                await browser.http.get(PATH),
                await browser.http.get(f"{PATH}/exempel.csv"),
                await browser.http.get(address),
                await browser.http.post(PATH),
                await browser.http.post(f"{PATH}/spara"),
                await browser.http.post(f"{address}/bort"),
            ]
            may = Role.QUALITY in STAFF[user]["roles"] or user == "förvaltare"
            wanted = [200, 200, 404 if user == "kvalitet-sn" else 200] if may else [403] * 3
            assert [each.status_code for each in answers[:3]] == wanted, user
            # Without the token of a form nobody changes anything.
            assert all(each.status_code in (403, 422) for each in answers[3:]), user
            link = PATH in await browser.get("/undersokning")
            assert link is may, user
    async with desk.staff("kvalitet-sn") as browser:
        foreign = await looked_at(browser, LIST)
        assert foreign.status_code == 422
        assert "nämnd von Du hör till en annan nämnd." in words_of(foreign.text)
