"""Acts, their names and their chain."""

import pytest

from ledger.core.act import MAX_ACT_BYTES, Act, ActId, Write, creator_of, decode, encode, record_id
from ledger.core.digest import EMPTY, add, of_record
from ledger.core.faults import ForgedInput
from ledger.core.journal import extend, link, origin
from ledger.core.keys import NodeKeys, PublicKeys

ACT = Act("abc", 3, 7, "s.1.0", "card.edit", "", "", (Write("person", "a.1.0", 2, (), {"x": 1}),))


def test_an_act_comes_back_from_its_bytes() -> None:
    assert decode(encode(ACT)) == ACT


@pytest.mark.parametrize("data", [b"", b"\x90", b"not an act", encode(ACT)[:-1]])
def test_what_is_not_an_act_is_said_to_be_unreadable(data: bytes) -> None:
    with pytest.raises(ForgedInput) as caught:
        decode(data)
    assert caught.value.code == "act.unreadable"


def test_an_act_beyond_all_size_is_refused() -> None:
    with pytest.raises(ForgedInput) as caught:
        decode(b"\0" * (MAX_ACT_BYTES + 1))
    assert caught.value.code == "act.too-large"


def test_names_of_acts_and_records_can_be_read_back() -> None:
    assert ActId.parse(str(ACT.id)) == ACT.id
    assert creator_of(record_id("abc", 3, 0)) == ACT.id


@pytest.mark.parametrize("name", ["", "abc", "abc.", ".3", "abc.x", "abc.-1"])
def test_what_is_not_a_name_is_refused(name: str) -> None:
    with pytest.raises(ForgedInput):
        ActId.parse(name)
    with pytest.raises(ForgedInput):
        creator_of(name)


def test_a_chain_depends_on_every_act_and_on_whose_it_is() -> None:
    acts = [b"one", b"two", b"three"]
    whole = extend(origin("a"), acts)
    assert whole[2] == link(whole[1], b"three")
    assert extend(origin("a"), [b"one", b"tvo", b"three"])[2] != whole[2]
    assert extend(origin("b"), acts)[2] != whole[2]


def test_a_digest_does_not_depend_on_the_order_of_its_records() -> None:
    one, two = of_record("a.1.0", [["x", 1]]), of_record("a.2.0", [["x", 2]])
    assert add(add(EMPTY, plus=[one]), plus=[two]) == add(EMPTY, plus=[two, one])
    assert add(add(EMPTY, plus=[one, two]), minus=[one]) == add(EMPTY, plus=[two])


def test_a_node_is_named_by_its_key_and_nobody_else_can_sign_for_it() -> None:
    keys, other = NodeKeys.generate(), NodeKeys.generate()
    public = keys.public
    assert public.node == keys.node != other.node
    public.check(b"words", keys.sign(b"words"))
    for signature in (other.sign(b"words"), keys.sign(b"other"), b"", b"\0" * 64):
        with pytest.raises(ForgedInput):
            public.check(b"words", signature)
    with pytest.raises(ForgedInput):
        PublicKeys(b"short", "").check(b"words", keys.sign(b"words"))


def test_keys_come_back_from_where_they_are_kept() -> None:
    keys = NodeKeys.generate()
    assert NodeKeys.from_bytes(keys.to_bytes()) == keys
