"""An intake that takes mails, for tests that only send some and look."""

import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.organisation import Organisation
from tests.integration.eavesdropper import Eavesdropper
from tests.integration.intake_desk import Desk
from tests.integration.intake_process import IntakeProcess, intake_process, settings_on
from tests.support.foundation import Foundation

MAIL_SIZE_LIMIT = 10_000_000
"""Bytes."""


@pytest.fixture(scope="session")
def mail_certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate and its key in one file, of this test's own making."""
    path = tmp_path_factory.mktemp("tls") / "smtp.pem"
    subject = ["-subj", "/CN=localhost", "-days", "2"]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    subprocess.run(
        [*command, "-nodes", *subject, "-keyout", path, "-out", f"{path}.crt"],
        check=True,
        capture_output=True,
    )
    path.write_bytes(path.read_bytes() + Path(f"{path}.crt").read_bytes())
    return path


@pytest.fixture(scope="module")
async def mail_intake(
    broker: Foundation,
    store: Foundation,
    mail_certificate: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[IntakeProcess]:
    """One for each module, since two at once would share the events that come back."""
    extra = {
        "LYHORD_SMTP_IN_SIZE_LIMIT": str(MAIL_SIZE_LIMIT),
        "LYHORD_SMTP_IN_CERTIFICATE": str(mail_certificate),
    }
    folder = tmp_path_factory.mktemp("mail_intake")
    async with intake_process(folder, settings_on(broker.url, store.url), extra) as process:
        yield process


@pytest.fixture(scope="module")
async def heard_of_mails(broker: Foundation) -> AsyncIterator[Eavesdropper]:
    """What is published while a module's tests run."""
    async with Eavesdropper(broker.url) as heard:
        yield heard


@pytest.fixture(scope="module")
async def prepared_desk(
    broker: Foundation, store: Foundation, organisation: Organisation
) -> AsyncIterator[Desk]:
    """Parts of intake in the test's own process."""
    desk = Desk(settings_on(broker.url, store.url), organisation)
    await desk.database.prepare()
    yield desk
    await desk.database.drop()
    await desk.close()


@pytest.fixture
async def empty_desk(prepared_desk: Desk) -> Desk:
    """The same with nothing taken in yet."""
    records = prepared_desk.records
    for collection in (records.mails, records.submissions, records.messages, records.attachments):
        await collection.delete({})
    return prepared_desk
