"""What is taken for spam, and what is not."""

from datetime import UTC, datetime, timedelta

import pytest

from services.intake.abuse.rates import read_rate
from services.intake.abuse.spam_watch import SpamWatch
from services.intake.abuse.suspicion import (
    FormSigns,
    Reason,
    Thresholds,
    suspicion_of,
    suspicion_of_text,
)

POSTED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
COMPLAINT = "Hemtjänsten kom inte på lördagen, och ingen svarade när jag ringde numret på lappen."


def signs(
    text: str = COMPLAINT,
    *,
    honeypot: str = "",
    shown_at: datetime | None = POSTED - timedelta(minutes=2),
) -> FormSigns:
    return FormSigns(honeypot=honeypot, shown_at=shown_at, posted_at=POSTED, text=text)


def reasons(given: FormSigns) -> tuple[Reason, ...]:
    suspicion = suspicion_of(given)
    return suspicion.reasons if suspicion else ()


def test_an_ordinary_form_is_not_suspected() -> None:
    assert suspicion_of(signs()) is None


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (signs(honeypot="http://buy.example"), Reason.HONEYPOT),
        (signs(shown_at=POSTED - timedelta(seconds=2.9)), Reason.TOO_FAST),
        (signs(shown_at=None), Reason.NO_TIME),
        (signs(shown_at=POSTED + timedelta(seconds=1)), Reason.NO_TIME),
        (signs("https://a.example " * 6), Reason.TOO_MANY_LINKS),
        (signs("[url=a.example]x[/url] " * 6), Reason.TOO_MANY_LINKS),
        (signs('<a href="http://www.a.example">x</a> ' * 6), Reason.TOO_MANY_LINKS),
    ],
)
def test_each_sign_of_a_machine_is_a_reason(given: FormSigns, reason: Reason) -> None:
    assert reasons(given) == (reason,)


def test_all_reasons_are_named_at_once() -> None:
    given = signs("www.a.example " * 9, honeypot="x", shown_at=None)
    assert reasons(given) == (Reason.HONEYPOT, Reason.NO_TIME, Reason.TOO_MANY_LINKS)


@pytest.mark.parametrize(
    "given",
    [
        signs(shown_at=POSTED - timedelta(seconds=3)),
        signs(shown_at=POSTED - timedelta(days=2)),
        signs(
            "Se https://www.exempelkommun.example/hemtjanst och fyra till: " + "www.a.example " * 4
        ),
        signs('<a href="https://www.a.example">x</a> [url=http://b.example]y[/url] ' * 2),
        signs(honeypot="  "),
    ],
)
def test_what_people_do_is_not_suspected(given: FormSigns) -> None:
    assert suspicion_of(given) is None


def test_the_thresholds_are_settings() -> None:
    strict = Thresholds(quickest=timedelta(seconds=60), links=0)
    suspicion = suspicion_of(signs("https://a.example", shown_at=POSTED - timedelta(30)), strict)
    assert suspicion is not None
    assert suspicion.reasons == (Reason.TOO_MANY_LINKS,)


def test_what_comes_without_a_form_is_judged_by_its_text_alone() -> None:
    assert suspicion_of_text(COMPLAINT) is None
    assert suspicion_of_text("https://a.example " * 6) is not None


async def test_the_same_text_again_and_again_is_a_flood_however_it_is_spaced() -> None:
    watch = SpamWatch(Thresholds(), read_rate("3/hour"))
    spaced = COMPLAINT.upper().replace(" ", "\n ")
    for _ in range(3):
        assert await watch.look_at_form(signs()) is None

    suspicion = await watch.look_at_text(spaced)

    assert suspicion is not None
    assert suspicion.reasons == (Reason.FLOOD,)
    assert await watch.look_at_text(COMPLAINT + " Det var den andra gången.") is None


async def test_short_texts_may_be_the_same() -> None:
    watch = SpamWatch(Thresholds(), read_rate("1/hour"))
    assert [await watch.look_at_text("Tack för god mat!") for _ in range(5)] == [None] * 5
