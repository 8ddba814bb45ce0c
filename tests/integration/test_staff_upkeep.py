"""Staff's pages beside the forms: proof of information that was given, and lists read on a page."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deploy.local.broker import PrivateBroker
from deploy.local.store import EmbeddedStore
from tests.integration.intake_process import IntakeProcess, intake_process, settings_on
from tests.support.staff import StaffBrowser, staff_accounts, words_of
from tests.support.waiting import until

INFORMATION = "/personal/information"
IMPORTS = "/personal/importer"
GIVEN = {"unit": "Hemvård norr", "to": "relative", "how": "leaflet", "language": "en"}
LIST = (Path(__file__).parents[2] / "docs" / "examples" / "import.csv").read_bytes()


@pytest.fixture(scope="module")
async def intake(
    broker: PrivateBroker, store: EmbeddedStore, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[IntakeProcess]:
    folder = tmp_path_factory.mktemp("intake")
    extra = {"LYHORD_ACCOUNTS": str(staff_accounts(folder))}
    async with intake_process(folder, settings_on(broker.url, store.url), extra) as process:
        yield process


def staff(intake: IntakeProcess, user: str) -> StaffBrowser:
    return StaffBrowser(intake.part.url, user)


async def test_information_that_was_given_is_proved_and_counted(intake: IntakeProcess) -> None:
    async with staff(intake, "enhetschef") as browser:
        day = re.search(
            r'name="given_on" type="text" value="([^"]+)"', await browser.get(INFORMATION)
        )
        assert day is not None
        hidden = await browser.form(INFORMATION)
        for _ in range(2):  # sent twice by an impatient finger
            saved = await browser.http.post(
                INFORMATION, data={**hidden, **GIVEN, "given_on": day[1]}
            )
            assert saved.status_code == 303, words_of(saved.text)
        proof = words_of(await browser.get(saved.headers["location"]))
        assert "Bevis: information har lämnats" in proof
        assert "Hemvård norr" in proof
        assert "En närstående" in proof
        assert "chef-1" in proof
        overview = words_of(await browser.get(INFORMATION))
        assert re.search(r"Hemvård norr 1 \d", overview)
        assert "Enheter som inte har noterat någon" in overview

    (given,) = await intake.stored("information_given")
    assert set(given) == {
        "_id", "board", "unit", "given_on", "to", "how", "language", "by", "recorded_at"
    }  # fmt: skip
    async with staff(intake, "socialsekreterare") as other_board:
        answer = await other_board.http.get(saved.headers["location"])
        assert answer.status_code == 404


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"given_on": "2999-01-01"}, "senast i dag"),
        ({"given_on": "i går"}, "Skriv dagen"),
        ({"unit": "Hemvård nor"}, "Menade du"),
        ({"how": ""}, "Välj hur"),
        ({"to": "staff"}, "Välj vem"),
    ],
)
async def test_what_is_wrong_is_said_and_the_rest_kept(
    intake: IntakeProcess, wrong: dict[str, str], told: str
) -> None:
    async with staff(intake, "kontaktcenter") as browser:
        refused = await browser.send(INFORMATION, {**GIVEN, **wrong})
        assert refused.status_code == 422
        assert told in words_of(refused.text)
        if "unit" not in wrong:
            assert 'value="Hemvård norr"' in refused.text


async def test_a_list_is_tried_and_then_taken(intake: IntakeProcess) -> None:
    async with staff(intake, "registrator") as browser:

        async def read(**fields: str) -> str:
            begun = await browser.send(
                IMPORTS, {"source": "lifecare", **fields}, [("list", ("fall.csv", LIST))]
            )
            assert begun.status_code == 303, words_of(begun.text)
            address: str = begun.headers["location"]

            async def over() -> bool:
                answer = await browser.http.get(address)
                return "refresh" not in answer.headers

            await until(over, "the list is read")
            return words_of(await browser.get(address))

        tried = await read(dry_run="1")
        assert "Ett prov" in tried
        assert "Lästa rader 20" in tried
        assert not await intake.stored("submissions")
        taken = await read()
        assert "Tagna 20" in taken
        again = await read()
        assert "Tagna 0" in again
        assert "Fanns redan 20" in again
        listed = words_of(await browser.get(IMPORTS))
        assert listed.count("lifecare") >= 3

        remarks = await browser.http.get(f"{IMPORTS}/01a201e7-7913-7442-9577-97240c997c59")
        assert remarks.status_code == 404


async def test_a_list_that_is_none_is_refused_and_one_that_cannot_be_read_says_why(
    intake: IntakeProcess,
) -> None:
    async with staff(intake, "registrator") as browser:
        refused = await browser.send(IMPORTS, {"source": "Life Care"}, [("list", ("a.pdf", b"x"))])
        assert refused.status_code == 422
        told = words_of(refused.text)
        assert "små bokstäver" in told
        assert ".csv eller .jsonl" in told

        begun = await browser.send(
            IMPORTS, {"source": "annat"}, [("list", ("a.csv", b"hej;du\n1;2\n"))]
        )

        async def said() -> bool:
            page = words_of(await browser.get(begun.headers["location"]))
            return "Listan gick inte att läsa till slutet" in page

        await until(said, "the page says that the list cannot be read")


async def test_only_those_who_sort_read_lists(intake: IntakeProcess) -> None:
    async with staff(intake, "enhetschef") as browser:
        assert (await browser.http.get(IMPORTS)).status_code == 403
