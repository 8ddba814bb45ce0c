"""How often someone may come, and that nobody else pays for it."""

import pytest

from services.intake.abuse.connections import Connections
from services.intake.abuse.rates import Door, Rates, read_rate, site_of
from services.intake.settings import IntakeSettings
from shared.errors import TooManyRequests

KEY = "key-of-the-tests"


def rates(each: str, in_all: int = 100) -> Rates:
    return Rates({Door.FORM: read_rate(each)}, in_all)


async def admitted(rates: Rates, address: str, times: int, door: Door = Door.FORM) -> int:
    count = 0
    for _ in range(times):
        try:
            await rates.admit(door, address)
        except TooManyRequests:
            continue
        count += 1
    return count


async def test_an_address_is_let_in_up_to_its_limit_and_told_when_to_come_back() -> None:
    limited = rates("3/hour")
    assert await admitted(limited, "192.0.2.1", 5) == 3
    with pytest.raises(TooManyRequests) as refused:
        await limited.admit(Door.FORM, "192.0.2.1")
    assert 1 <= refused.value.retry_after <= 3600
    assert "192.0.2.1" not in str(refused.value)
    assert await admitted(limited, "192.0.2.2", 1) == 1


async def test_all_together_have_a_limit_that_one_over_its_own_does_not_use_up() -> None:
    limited = rates("3/hour", in_all=2)
    assert await admitted(limited, "192.0.2.1", 50) == 3
    assert await admitted(limited, "192.0.2.2", 3) == 3
    assert await admitted(limited, "192.0.2.3", 3) == 0


async def test_doors_are_counted_apart_and_one_without_a_limit_is_open() -> None:
    limited = Rates({Door.FORM: read_rate("1/hour"), Door.API: read_rate("")}, 10)
    assert await admitted(limited, "192.0.2.1", 3) == 1
    assert await admitted(limited, "192.0.2.1", 30, Door.API) == 30


def test_a_household_with_ipv6_is_one_party() -> None:
    assert site_of("2001:db8:1:2::1") == site_of("2001:db8:1:2:ffff::9")
    assert site_of("2001:db8:1:2::1") != site_of("2001:db8:1:3::1")
    assert site_of("::ffff:192.0.2.1") == site_of("192.0.2.1")
    assert site_of("partner-1") == "partner-1"


@pytest.mark.parametrize("wrong", ["many", "20 / fortnight", "x/hour"])
def test_a_limit_that_cannot_be_read_stops_the_start_and_says_how_to_write_it(wrong: str) -> None:
    with pytest.raises(ValueError, match="20/hour"):
        IntakeSettings(receipt_key=KEY, rate_form=wrong)


@pytest.mark.parametrize("wrong", ["proxy", "10.0.0.0/33", "127.0.0.1;::1"])
def test_proxies_are_addresses_or_networks(wrong: str) -> None:
    with pytest.raises(ValueError, match="such as"):
        IntakeSettings(receipt_key=KEY, trusted_proxies=wrong)
    assert IntakeSettings(receipt_key=KEY, trusted_proxies="127.0.0.1, 10.0.0.0/8")


def test_connections_at_once_have_limits_and_free_their_place() -> None:
    connections = Connections(in_all=3, each=2)
    assert [connections.enter("192.0.2.1") for _ in range(3)] == [True, True, False]
    assert [connections.enter("192.0.2.2") for _ in range(2)] == [True, False]
    connections.leave("192.0.2.1")
    assert connections.enter("192.0.2.2")
