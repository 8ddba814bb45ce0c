"""The demonstration against pretended services: what it sends, follows, writes and shows."""

import json
from pathlib import Path
from typing import Any

import pytest

from deploy.local.journeys import make_journeys, write_journeys
from shared.events.vocabulary import Channel
from tests.integration.local_pretended_services import (
    NOW,
    RECEIVED,
    Pretended,
    pretended_services,
)

_SOON = 6.0


async def journeys(
    pretended: Pretended, tmp_path: Path, within_seconds: float = 30
) -> tuple[list[dict[str, Any]], bool, str]:
    """Make them; return the file's content, whether all are complete, and all that was said."""
    said: list[str] = []
    async with pretended_services(pretended) as endpoints:
        made = await make_journeys(endpoints, within_seconds, said.append)
    write_journeys(tmp_path / "journeys.json", made)
    content = json.loads((tmp_path / "journeys.json").read_text())
    return content, not any(journey.missing for journey in made), "\n".join(said)


async def test_every_channel_is_sent_followed_and_written(tmp_path: Path) -> None:
    pretended = Pretended()
    content, complete, said = await journeys(pretended, tmp_path)
    assert complete
    assert {entry["channel"] for entry in content} == set(Channel) - {Channel.UNKNOWN}
    assert {entry["case_id"] for entry in content} == set(pretended.bodies)
    for entry in content:
        assert list(entry) == [
            "channel",
            "case_id",
            "diary_number",
            "accepted_at",
            "numbered_at",
            "acknowledged_at",
            "deadlines",
            "counted_at",
        ]
        assert entry["deadlines"] == [{"rule": "answer", "due": "2026-12-06", "state": "open"}]
        assert entry["accepted_at"] == RECEIVED.replace("Z", "+00:00")
        assert entry["counted_at"] == NOW.replace("Z", "+00:00")
        assert entry["diary_number"] in said
    assert f"{len(content)} of {len(content)} journeys complete" in said
    assert f"Cases in the statistics: {len(content)}." in said


async def test_each_sender_shows_its_own_token_and_the_public_none(tmp_path: Path) -> None:
    pretended = Pretended()
    await journeys(pretended, tmp_path)
    assert pretended.tokens["web"] is None
    assert pretended.tokens["partner"] == "p"
    assert pretended.tokens["ivo"] == pretended.tokens["phone"] == "s"
    assert ("case", "s") in pretended.asked
    assert ("facts", "a") in pretended.asked


async def test_every_run_has_addresses_of_its_own(tmp_path: Path) -> None:
    first, second = Pretended(), Pretended()
    await journeys(first, tmp_path)
    await journeys(second, tmp_path)

    def addresses(pretended: Pretended) -> set[str]:
        found = {pretended.address(case_id) for case_id in pretended.bodies}
        return {address for address in found if address}

    assert len(addresses(first)) == len(addresses(second)) > 1
    assert not addresses(first) & addresses(second)


@pytest.mark.parametrize(
    ("step", "missing"),
    [("case", "number, acknowledgement"), ("deadlines", "deadlines"), ("facts", "count")],
)
async def test_step_that_never_comes_leaves_journeys_incomplete_and_is_named(
    tmp_path: Path, step: str, missing: str
) -> None:
    content, complete, said = await journeys(
        Pretended(silent=frozenset({step})), tmp_path, within_seconds=_SOON
    )
    assert not complete
    assert f"MISSING      {missing}\n" in said
    assert "404" in said
    assert f"0 of {len(content)} journeys complete" in said


async def test_acknowledgement_that_never_arrives_by_mail_is_not_believed(tmp_path: Path) -> None:
    _, complete, said = await journeys(
        Pretended(mail_arrives=False), tmp_path, within_seconds=_SOON
    )
    assert not complete
    assert "MISSING      acknowledgement" in said


async def test_refused_example_is_shown_and_the_others_go_on(tmp_path: Path) -> None:
    pretended = Pretended(refused_channels=frozenset({"ivo"}))
    content, complete, said = await journeys(pretended, tmp_path)
    assert not complete
    (refused,) = [entry for entry in content if entry["channel"] == "ivo"]
    assert refused["accepted_at"] is None
    assert refused["case_id"] is None
    assert "The unit has a fault" in said
    assert f"{len(content) - 1} of {len(content)} journeys complete" in said
