"""Which paragraph a lex Sarah matter stands under, by law and day."""

from datetime import date, timedelta

import pytest

from services.workflow.lex_sarah.legal_references import NEW_SOL, legal_references
from shared.events.vocabulary import Law

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


@pytest.mark.parametrize(
    ("law", "on", "report", "investigate", "notify"),
    [
        (Law.SOL, BEFORE, "14 kap. 3 §", "14 kap. 6 §", "14 kap. 7 §"),
        (Law.SOL, AFTER, "27 kap. 2 §", "27 kap. 5 §", "27 kap. 6 §"),
        (None, AFTER, "27 kap. 2 §", "27 kap. 5 §", "27 kap. 6 §"),
        (Law.LSS, BEFORE, "24 b §", "24 e §", "24 f §"),
        (Law.LSS, AFTER, "24 b §", "24 e §", "24 f §"),
    ],
)
def test_the_paragraphs(
    law: Law | None, on: date, report: str, investigate: str, notify: str
) -> None:
    found = legal_references(law, on)
    assert found is not None
    assert found.report.startswith(report)
    assert found.investigate.startswith(investigate)
    assert found.notify.startswith(notify)


def test_the_new_act_is_named_from_its_first_day() -> None:
    old, new = (legal_references(Law.SOL, NEW_SOL + timedelta(days=each)) for each in (-1, 0))
    assert old is not None
    assert new is not None
    assert "(2001:453)" in old.report
    assert "(2025:400)" in new.report
    assert (old.investigate_when, new.investigate_when) == ("utan dröjsmål", "genast")


def test_health_care_has_no_lex_sarah() -> None:
    assert legal_references(Law.HSL, AFTER) is None
