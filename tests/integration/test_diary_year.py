"""Three copies of the workflow register at once, one is killed: no gap and no double."""

from collections.abc import Callable
from pathlib import Path

from shared.settings import Settings
from tests.load.diary_year import register_year
from tests.support.foundation import Foundation

CASES = 600


async def test_three_real_copies_one_killed_in_the_middle(
    empty_broker: Foundation,
    settings_for: Callable[..., Settings],
    tmp_path: Path,
) -> None:
    verdict = await register_year(tmp_path, settings_for(), CASES)

    assert verdict.is_well, str(verdict)
    assert verdict.cases == CASES
