"""One address is sent so many acknowledgements a day, and no more."""

from services.notifications.planning.address_cap import DAY, AddressCap
from shared.clock import SystemClock
from shared.ids import new_id

NOW = SystemClock().now()
ADDRESS = "kund@post.example"


def test_the_next_one_is_not_sent_until_a_day_has_passed() -> None:
    cap = AddressCap(2)

    admitted = [cap.admits(ADDRESS, new_id(), NOW + DAY * n / 10) for n in range(3)]

    assert admitted == [True, True, False]
    assert cap.admits("granne@post.example", new_id(), NOW + DAY / 10)
    assert not cap.admits(f" {ADDRESS.upper()}", new_id(), NOW + DAY * 0.99)
    assert cap.admits(ADDRESS, new_id(), NOW + DAY)


def test_one_case_counts_once_however_often_it_is_looked_at() -> None:
    cap, case = AddressCap(1), new_id()

    assert all(cap.admits(ADDRESS, case, NOW) for _ in range(3))
    assert not cap.admits(ADDRESS, new_id(), NOW)


def test_without_a_cap_all_are_sent() -> None:
    cap = AddressCap(0)

    assert all(cap.admits(ADDRESS, new_id(), NOW) for _ in range(100))


def test_addresses_without_number_do_not_fill_the_memory() -> None:
    cap = AddressCap(1)
    for n in range(25_000):
        assert cap.admits(f"{n}@post.example", new_id(), NOW)

    assert not cap.admits("24999@post.example", new_id(), NOW)
    assert cap.admits("0@post.example", new_id(), NOW)
