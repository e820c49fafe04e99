"""Packing acts by columns gives back exactly their bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.act import Act, ActId, Write, encode
from ledger.core.faults import ForgedInput
from ledger.exchange.columns import count, pack, unpack

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=5,
)
names = st.sampled_from(["a.1.0", "b.2.1", "a.007.0", "odd", "x.y.z", ""])
writes = st.builds(
    Write,
    st.sampled_from(["person", "case"]),
    names,
    st.integers(0, 5),
    st.lists(st.builds(ActId, st.sampled_from("ab"), st.integers(0, 9)), max_size=3).map(tuple),
    st.dictionaries(st.text(max_size=6), plain, max_size=4),
)
acts = st.builds(
    Act,
    st.sampled_from(["a", "b"]),
    st.integers(0, 2**53),
    st.integers(0, 2**62),
    st.text(max_size=5),
    st.text(max_size=5),
    st.text(max_size=5),
    st.text(max_size=5),
    st.lists(writes, max_size=4).map(tuple),
)


@given(st.lists(acts, max_size=12))
def test_every_act_comes_back_byte_for_byte(given_acts: list[Act]) -> None:
    data = [encode(act) for act in given_acts]
    packed = pack(data)
    assert unpack(packed, 100) == data
    assert count(packed) == len(data)


@given(st.binary(max_size=60))
def test_what_was_not_packed_is_refused_and_nothing_else_happens(noise: bytes) -> None:
    with pytest.raises(ForgedInput):
        unpack(noise, 100)


def test_more_acts_than_agreed_are_refused() -> None:
    act = encode(Act("a", 1, 1, "", "", "", "", ()))
    with pytest.raises(ForgedInput) as caught:
        unpack(pack([act] * 3), 2)
    assert caught.value.code == "bundle.too-many"
