"""The key of the ledger: keyring, passphrase, both."""

from pathlib import Path

import msgspec
import pytest

from ledger.core.faults import EnvironmentFault, Fault, ForgedInput, Locked, RuleFault
from station_client import vault
from station_client.vault import keys
from station_client.vault.home import Home

CHEAP = keys.Cost(passes=1, memory=8192)
SECRET = "柳河村口的老槐树"
OTHER = "another sentence"


class FakeStore:
    """A keyring in memory that may be locked or lose everything."""

    def __init__(self) -> None:
        self.entries: dict[str, str] = {}
        self.locked = False

    def get(self, name: str) -> str | None:
        if self.locked:
            raise Locked("vault.keyring-locked")
        return self.entries.get(name)

    def put(self, name: str, secret: str) -> None:
        self.entries[name] = secret

    def drop(self, name: str) -> None:
        self.entries.pop(name, None)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "station")


def test_the_passphrase_gives_the_same_key_again(home: Home) -> None:
    key = vault.create(home, passphrase=SECRET, cost=CHEAP)
    assert len(key) == 32
    assert vault.open(home, ask=lambda: SECRET) == key
    assert key not in home.key_file.read_bytes()
    assert key.hex().encode() not in home.key_file.read_bytes()


def test_a_wrong_passphrase_is_said_to_be_wrong(home: Home) -> None:
    vault.create(home, passphrase=SECRET, cost=CHEAP)
    with pytest.raises(Fault, match=r"vault.wrong-passphrase"):
        vault.open(home, ask=lambda: OTHER)


def test_one_letter_typed_as_one_sign_or_two_is_the_same_passphrase(home: Home) -> None:
    key = vault.create(home, passphrase="caf\u00e9 au lait", cost=CHEAP)
    assert vault.open(home, ask=lambda: "cafe\u0301 au lait") == key


def test_the_keyring_opens_without_asking(home: Home) -> None:
    store = FakeStore()
    key = vault.create(home, store=store)
    assert vault.open(home, store=store) == key
    assert list(store.entries.values()) == [key.hex()]
    assert not keys.needs_passphrase(home)


def test_after_the_desktop_profile_is_lost_the_passphrase_still_opens(home: Home) -> None:
    store = FakeStore()
    key = vault.create(home, store=store, passphrase=SECRET, cost=CHEAP)
    store.entries.clear()
    assert vault.open(home, store=store, ask=lambda: SECRET) == key
    store.locked = True
    assert vault.open(home, store=store, ask=lambda: SECRET) == key


def test_without_keyring_entry_or_passphrase_the_reason_is_said(home: Home) -> None:
    store = FakeStore()
    vault.create(home, store=store)
    store.locked = True
    with pytest.raises(EnvironmentFault, match=r"vault.keyring-locked"):
        vault.open(home, store=store)
    with pytest.raises(EnvironmentFault, match=r"vault.key-not-in-keyring"):
        vault.open(home, store=FakeStore())
    store.locked = False
    store.entries = dict.fromkeys(store.entries, "not a key")
    with pytest.raises(EnvironmentFault, match=r"vault.key-not-in-keyring"):
        vault.open(home, store=store)


def test_nobody_to_ask_is_not_a_wrong_passphrase(home: Home) -> None:
    vault.create(home, passphrase=SECRET, cost=CHEAP)
    with pytest.raises(Fault, match=r"vault.passphrase-needed"):
        vault.open(home)
    assert keys.needs_passphrase(home)


def test_the_environment_answers_before_a_person_is_asked() -> None:
    def nobody() -> str:
        raise AssertionError("asked")

    source = keys.passphrase_source({"STATION_PASSPHRASE": SECRET}, nobody)
    assert source is not None
    assert source() == SECRET
    assert keys.passphrase_source({}, None) is None
    assert keys.passphrase_source({"STATION_PASSPHRASE": ""}, nobody) is nobody


def test_changing_the_passphrase_keeps_the_key(home: Home) -> None:
    key = vault.create(home, passphrase=SECRET, cost=CHEAP)
    with pytest.raises(Fault, match=r"vault.wrong-passphrase"):
        keys.change_passphrase(home, OTHER, "a third sentence", cost=CHEAP)
    keys.change_passphrase(home, SECRET, OTHER, cost=CHEAP)
    assert vault.open(home, ask=lambda: OTHER) == key
    with pytest.raises(Fault, match=r"vault.wrong-passphrase"):
        vault.open(home, ask=lambda: SECRET)


def test_a_passphrase_can_be_added_to_the_keyring(home: Home) -> None:
    store = FakeStore()
    key = vault.create(home, store=store)
    with pytest.raises(RuleFault, match=r"vault.no-passphrase-set"):
        keys.change_passphrase(home, SECRET, OTHER)
    keys.set_passphrase(home, key, SECRET, cost=CHEAP)
    assert vault.open(home, store=FakeStore(), ask=lambda: SECRET) == key


def test_a_short_passphrase_is_refused_and_nothing_is_left(home: Home) -> None:
    with pytest.raises(RuleFault, match=r"vault.weak-passphrase"):
        vault.create(home, passphrase="1234567", cost=CHEAP)
    with pytest.raises(RuleFault, match=r"vault.no-protection"):
        vault.create(home)
    assert not home.exists()


def test_a_home_that_lives_is_not_made_again(home: Home) -> None:
    key = vault.create(home, passphrase=SECRET, cost=CHEAP)
    with pytest.raises(RuleFault, match=r"vault.home-not-empty"):
        vault.create(home, passphrase=SECRET, cost=CHEAP)
    assert vault.open(home, ask=lambda: SECRET) == key


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b'{"format":1,"name":"","wrap":null}',
        b'{"format":9,"name":"a","wrap":null}',
        b'{"format":1,"name":"a","wrap":null,"more":1}',
    ],
)
def test_a_damaged_key_file_is_said_to_be_damaged(home: Home, content: bytes) -> None:
    home.prepare()
    home.key_file.write_bytes(content)
    with pytest.raises(ForgedInput, match=r"vault.key-file-damaged"):
        vault.open(home)


def test_a_key_file_cannot_ask_for_all_memory(home: Home) -> None:
    vault.create(home, passphrase=SECRET, cost=CHEAP)
    found = msgspec.json.decode(home.key_file.read_bytes())
    found["wrap"]["memory"] = 1 << 40
    home.key_file.write_bytes(msgspec.json.encode(found))
    with pytest.raises(ForgedInput, match=r"vault.key-file-damaged"):
        vault.open(home, ask=lambda: SECRET)


def test_a_key_file_that_cannot_be_written_leaves_no_key_in_the_keyring(home: Home) -> None:
    home.prepare()
    home.key_file.mkdir()
    store = FakeStore()
    with pytest.raises(EnvironmentFault, match=r"vault.key-file-unwritable"):
        keys.keep(home, bytes(32), store=store)
    assert store.entries == {}


def test_a_missing_key_file_is_named(home: Home) -> None:
    with pytest.raises(EnvironmentFault, match=r"vault.no-key-file"):
        vault.open(home)
