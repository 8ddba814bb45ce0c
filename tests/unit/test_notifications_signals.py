"""Who is told of a signal, and in which words."""

from datetime import date

import pytest

from services.notifications.notices import of_no_case
from services.notifications.planning.signals import told_of_signal
from services.notifications.texts.letters import Links
from services.notifications.texts.signals import ToldSignal, letter_of, line_of, once
from services.reporting.signals.signal import SignalKind
from shared.organisation import Organisation
from shared.pages.signal_words import SIGNAL_ADVICE, SIGNALS
from tests.support.raised import RAISED_AT, raised

LINKS = Links("https://a.example", "https://b.example", "https://c.example", "https://d.example")
DAY = date(2026, 3, 17)


def told(organisation: Organisation, instead_of: str | None = None, **signal: object) -> ToldSignal:
    kind, unit = str(signal.pop("kind", "rise")), signal.pop("unit", None)
    event = raised(kind, str(unit) if unit else None, **signal)  # type: ignore[arg-type]
    (to,) = told_of_signal(organisation, "sn", None)
    notice = of_no_case.signal(event, to, DAY, at=RAISED_AT)
    assert notice.signal is not None
    return ToldSignal(notice, notice.signal, instead_of)


def test_every_kind_of_reportings_has_a_name_and_advice() -> None:
    assert set(SIGNALS) == set(SIGNAL_ADVICE) == set(SignalKind)


def test_the_manager_of_the_unit_and_who_sees_to_quality(organisation: Organisation) -> None:
    unit = "forsorjningsstod-mottagning"
    found = told_of_signal(organisation, "sn", unit)

    assert [each.account.account for each in found] == [f"manager-{unit}", "quality-sn"]
    assert [each.role for each in found] == ["manager", "quality"]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 2, 1), date(2026, 2, 28), "februari 2026"),
        (date(2026, 8, 1), date(2026, 10, 31), "augusti till oktober 2026"),
        (date(2025, 11, 1), date(2026, 10, 31), "november 2025 till oktober 2026"),
        (date(2026, 2, 1), date(2026, 2, 27), "1 februari 2026 till 27 februari 2026"),
        (date(2026, 2, 2), date(2026, 2, 28), "2 februari 2026 till 28 februari 2026"),
        (None, None, None),
    ],
)
def test_a_period_is_told_in_months_where_it_is_whole_ones(
    organisation: Organisation, first: date | None, last: date | None, said: str | None
) -> None:
    line = line_of(told(organisation, first=first, last=last), organisation, LINKS)

    assert line.period == said


@pytest.mark.parametrize(
    ("aspect", "value", "said"),
    [
        ("cause", "knowledge", "Bristande kunskap"),
        ("theme", "väntetid", "väntetid"),
        ("category", "ingen-sådan", "ingen-sådan"),
        (None, None, None),
    ],
)
def test_what_cases_have_in_common_is_told_in_words(
    organisation: Organisation, aspect: str | None, value: str | None, said: str | None
) -> None:
    line = line_of(told(organisation, aspect=aspect, value=value), organisation, LINKS)

    assert line.what == said


def test_a_category_is_told_by_its_name(organisation: Organisation) -> None:
    category = organisation.known_board("sn").category_list.categories[0]
    signal = told(organisation, aspect="category", value=category.id)

    assert line_of(signal, organisation, LINKS).what == category.name.sv


def test_the_same_signal_is_told_once_and_rather_as_ones_own(organisation: Organisation) -> None:
    for_another = told(organisation, "Enhetschef, Vuxna")
    own = ToldSignal(for_another.notice, for_another.signal)

    assert once([for_another, own]) == once([own, for_another]) == [own]


def test_kinds_stand_in_one_order_and_unknown_ones_last_together(
    organisation: Organisation,
) -> None:
    kinds = ("of_tomorrow", "silent_year", "rise", "of_next_year", "silent", "rise")
    signals = [told(organisation, kind=kind) for kind in kinds]
    board = organisation.known_board("sn")

    letter = letter_of(signals, board, "17 mars 2026", organisation, LINKS, more=False)

    assert [(group.title, group.count, group.hidden) for group in letter.groups] == [
        ("Tyst enhet", 1, 0),
        ("Inget ärende på ett år", 1, 0),
        ("Plötslig ökning", 2, 0),
        ("Något att titta närmare på", 2, 0),
    ]
    assert letter.groups[-1].advice is None
    assert letter.signals == "https://d.example/signaler"
