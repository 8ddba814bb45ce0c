"""Wires the job that tells the municipality's own diary."""

from datetime import timedelta

import structlog

from services.workflow.case import Case
from services.workflow.external_diary.mirroring import Mirroring, WaitingCase
from services.workflow.external_diary.other_diary import HttpDiary
from services.workflow.settings import WorkflowSettings
from shared.organisation import Organisation
from shared.service import Service
from shared.store.versioned import VersionedCollection

log = structlog.get_logger()

GRACE = timedelta(seconds=5)
"""Beyond the time-out of a call, until what a copy that died had taken is taken by another."""


def mirror_elsewhere(
    service: Service,
    settings: WorkflowSettings,
    cases: VersionedCollection[Case],
    organisation: Organisation,
) -> None:
    """Have the other diary told, if there is one that can be."""
    if settings.diary_url is None:
        for board in organisation.boards:
            if board.external_diary:
                log.warning("diary_numbers_by_hand", board=board.id, missing="LYHORD_DIARY_URL")
        return
    diary = HttpDiary(str(settings.diary_url), settings.diary_token, settings.diary_timeout)
    mirroring = Mirroring(
        cases,
        service.database.collection(WaitingCase),
        diary,
        organisation,
        lease=timedelta(seconds=settings.diary_timeout) + GRACE,
        delays=[timedelta(seconds=delay) for delay in settings.diary_retry_delays],
        clock=service.clock,
        fault=service.fault,
    )

    async def run() -> None:
        try:
            await mirroring.run()
        finally:
            await diary.close()

    service.job("diary", run)
