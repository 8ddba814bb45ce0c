"""Intake is killed while files come in: nothing is lost, nothing doubled, no half file stays."""

from contextlib import AbstractAsyncContextManager
from pathlib import Path
from random import Random

import httpx
import pytest

from deploy.local.broker import PrivateBroker
from deploy.local.store import EmbeddedStore
from services.intake.attachments.contents import PIECE
from shared.events.vocabulary import Role
from shared.settings import Settings
from tests.integration.intake_process import COMPLAINT, IntakeProcess, intake_process, settings_on
from tests.support.files import PDF
from tests.support.waiting import until

LARGE = PDF + Random(1).randbytes(2 * PIECE)
TWO_DAYS_ON = {"LYHORD_CLOCK_OFFSET": str(2 * 24 * 3600)}


@pytest.fixture
def settings(broker: PrivateBroker, store: EmbeddedStore) -> Settings:
    return settings_on(broker.url, store.url)


async def upload(intake: IntakeProcess, key: str) -> httpx.Response:
    async with intake.client(Role.PARTNER) as partner:
        return await partner.post("/attachments", content=LARGE, headers={"Idempotency-Key": key})


async def hand_in(intake: IntakeProcess, attachment: str) -> httpx.Response:
    case = COMPLAINT | {"channel": "partner", "attachments": [attachment]}
    async with intake.client(Role.PARTNER) as partner:
        return await partner.post("/cases", json=case, headers={"Idempotency-Key": "case"})


async def test_killed_during_an_upload_the_repeated_one_is_the_only_one(
    settings: Settings, tmp_path: Path
) -> None:
    async with killed_at("attachment.piece_stored", settings, tmp_path) as intake:
        with pytest.raises(httpx.TransportError):
            await upload(intake, "1")
        assert await intake.stored("attachments") == []
        assert len(await intake.stored("attachment_pieces")) == 1

    async with intake_process(tmp_path, settings, TWO_DAYS_ON) as intake:
        first, again = await upload(intake, "1"), await upload(intake, "1")
        assert (first.status_code, first.json()) == (201, again.json())

        async def tidy() -> bool:
            return len(await intake.stored("uploads")) == 1

        await until(tidy, "the half upload is swept")
        (kept,) = await intake.stored("attachments")
        assert kept["_id"] == first.json()["attachment_id"]
        assert len(await intake.stored("attachment_pieces")) == kept["pieces"] == 3


async def test_killed_between_claim_and_case_the_repeated_case_has_the_file(
    settings: Settings, tmp_path: Path
) -> None:
    async with killed_at("attachment.claimed", settings, tmp_path) as intake:
        attachment = (await upload(intake, "1")).json()["attachment_id"]
        with pytest.raises(httpx.TransportError):
            await hand_in(intake, attachment)
        assert await intake.stored("submissions") == []
        (claimed,) = await intake.stored("attachments")

    async with intake_process(tmp_path, settings) as intake:
        handed_in = await hand_in(intake, attachment)
        assert handed_in.status_code == 202
        (submission,) = await intake.stored("submissions")
        (named,) = submission["content"]["attachments"]
        (kept,) = await intake.stored("attachments")
    assert kept["_id"] == named["id"] == attachment
    assert kept["case_id"] == claimed["case_id"] == handed_in.json()["case_id"]


def killed_at(
    place: str, settings: Settings, folder: Path
) -> AbstractAsyncContextManager[IntakeProcess]:
    flag = folder / "flag"
    flag.touch()
    return intake_process(folder, settings, {"LYHORD_FAULT": f"{place}:{flag}"})
