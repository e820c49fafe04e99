"""Offline logins."""

from datetime import UTC, datetime, timedelta

import argon2
import pytest

from ledger.core.faults import RuleFault
from ledger.store.local import Account
from station_client.vault.accounts import LONGEST_WAIT, Accounts, check_password, wait_after

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
GOOD = "柳河村2026号"
CHEAP = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class FakeBook:
    """Accounts kept in a dictionary, as ``ledger.local.accounts`` keeps them in the ledger."""

    def __init__(self) -> None:
        self.kept: dict[str, Account] = {}

    def put(self, account: Account) -> None:
        self.kept[account.staff] = account

    def get(self, staff: str) -> Account | None:
        return self.kept.get(staff)

    def list(self) -> list[Account]:
        return sorted(self.kept.values(), key=lambda one: one.name)


@pytest.fixture
def book() -> FakeBook:
    return FakeBook()


@pytest.fixture
def accounts(book: FakeBook) -> Accounts:
    made = Accounts(book, CHEAP)
    made.add("s1", "王秀英", ["V1", "V2"], GOOD)
    return made


def fail(accounts: Accounts, times: int, now: datetime = NOW) -> RuleFault:
    """So many wrong tries, each as soon as it is allowed; gives the last fault."""
    for _ in range(times):
        with pytest.raises(RuleFault) as caught:
            accounts.login("s1", "wrong password", now)
        fault = caught.value
        wait = fault.params["wait"]
        assert isinstance(wait, int)
        now += timedelta(seconds=wait)
    return fault


def test_the_right_password_lets_in(accounts: Accounts, book: FakeBook) -> None:
    login = accounts.login("s1", GOOD, NOW)
    assert (login.name, login.posts, login.must_change) == (
        "王秀英",
        frozenset({"V1", "V2"}),
        False,
    )
    assert GOOD not in str(book.kept)


def test_wrong_passwords_make_the_next_try_wait_longer_and_longer(accounts: Accounts) -> None:
    assert [wait_after(n) for n in range(1, 8)] == [0, 0, 5, 10, 20, 40, 80]
    assert wait_after(1000) == LONGEST_WAIT
    assert fail(accounts, 3).params["wait"] == 5
    with pytest.raises(RuleFault, match=r"login.wait") as caught:
        accounts.login("s1", GOOD, NOW + timedelta(seconds=2))
    assert caught.value.params["seconds"] == 3
    assert accounts.login("s1", GOOD, NOW + timedelta(seconds=5)).staff == "s1"


def test_a_restart_forgives_no_wrong_try(accounts: Accounts, book: FakeBook) -> None:
    fail(accounts, 3)
    with pytest.raises(RuleFault, match=r"login.wait"):
        Accounts(book, CHEAP).login("s1", GOOD, NOW)


def test_success_forgets_the_wrong_tries(accounts: Accounts) -> None:
    fail(accounts, 2)
    accounts.login("s1", GOOD, NOW)
    assert fail(accounts, 1).params["wait"] == 0


def test_a_clock_set_back_locks_nobody_out_for_long(accounts: Accounts) -> None:
    fail(accounts, 3)
    with pytest.raises(RuleFault) as caught:
        accounts.login("s1", GOOD, NOW - timedelta(days=3650))
    assert caught.value.params["seconds"] == LONGEST_WAIT


@pytest.mark.parametrize("weak", ["", "1234567", "11111111", "王秀英王秀英"[:3], "abababab"])
def test_a_weak_password_is_refused_plainly(weak: str) -> None:
    with pytest.raises(RuleFault, match=r"login.weak-password") as caught:
        check_password(weak, "王秀英")
    assert caught.value.params["n"] == 8


def test_the_name_is_no_password() -> None:
    with pytest.raises(RuleFault, match=r"login.weak-password"):
        check_password("Wang Xiuying", "wang xiuying")


def test_a_changed_password_replaces_the_old_one(accounts: Accounts) -> None:
    with pytest.raises(RuleFault, match=r"login.wrong-password"):
        accounts.change_password("s1", "wrong password", "another-2026", NOW)
    with pytest.raises(RuleFault, match=r"login.same-password"):
        accounts.change_password("s1", GOOD, GOOD, NOW)
    accounts.change_password("s1", GOOD, "another-2026", NOW)
    assert accounts.login("s1", "another-2026", NOW).staff == "s1"
    with pytest.raises(RuleFault, match=r"login.wrong-password"):
        accounts.login("s1", GOOD, NOW)


def test_a_password_given_by_somebody_else_must_be_changed(accounts: Accounts) -> None:
    accounts.reset_password("s1", "given-by-head")
    assert accounts.login("s1", "given-by-head", NOW).must_change
    accounts.change_password("s1", "given-by-head", "chosen-2026", NOW)
    assert not accounts.login("s1", "chosen-2026", NOW).must_change


def test_a_closed_account_lets_nobody_in(accounts: Accounts) -> None:
    accounts.add("s2", "刘芳", ["V1"], GOOD)
    assert [one.name for one in accounts.people()] == ["刘芳", "王秀英"]
    accounts.close("s1")
    assert [one.name for one in accounts.people()] == ["刘芳"]
    with pytest.raises(RuleFault, match=r"login.unknown"):
        accounts.login("s1", GOOD, NOW)


def test_nobody_has_two_accounts(accounts: Accounts) -> None:
    with pytest.raises(RuleFault, match=r"login.exists"):
        accounts.add("s1", "王秀英", ["V1"], GOOD)


def test_what_is_not_there_is_said(accounts: Accounts) -> None:
    for deed in (
        lambda: accounts.login("s9", GOOD, NOW),
        lambda: accounts.reset_password("s9", GOOD),
        lambda: accounts.set_posts("s9", ["V1"]),
        lambda: accounts.close("s9"),
    ):
        with pytest.raises(RuleFault, match=r"login.unknown"):
            deed()


def test_new_posts_hold_from_the_next_login(accounts: Accounts) -> None:
    accounts.set_posts("s1", ["V3"])
    assert accounts.login("s1", GOOD, NOW).posts == {"V3"}
