"""The state of a record is a pure function of the set of writes to it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ledger.core.act import Act, ActId, Trust, Write
from ledger.core.merge import State, replay, settle
from ledger.core.record import Head

RECORD = "a.1.0"
Touch = tuple[Act, tuple[Write, ...]]


@st.composite
def histories(draw: st.DrawFn) -> list[Touch]:
    """Some acts on one record: each has seen any of the acts before it."""
    touches: list[Touch] = []
    for time in range(draw(st.integers(1, 9))):
        node = draw(st.sampled_from("abc"))
        seq = 1 + sum(act.node == node for act, _ in touches)
        before = [act.id for act, _ in touches]
        seen = draw(st.lists(st.sampled_from(before), unique=True)) if before else []
        fields = draw(st.dictionaries(st.sampled_from("xyz"), st.integers(0, 2), min_size=1))
        trust = draw(st.sampled_from(Trust))
        write = Write("person", RECORD, int(trust), tuple(sorted(seen)), fields)
        touches.append((Act(node, seq, time, "s.1.0", "card.edit", "", "", (write,)), (write,)))
    return touches


def arrived_in(order: list[Touch]) -> State:
    """The state after acts came in one by one, in this order."""
    state = State()
    missing = {act.id for act, _ in order}
    for act, writes in order:
        missing.discard(act.id)
        state.apply(act, writes, missing)
    return state


@given(histories(), st.data())
def test_any_order_of_arrival_gives_the_same_state(
    history: list[Touch], data: st.DataObject
) -> None:
    other = data.draw(st.permutations(history))
    one, two = arrived_in(history), arrived_in(other)
    assert one.digest(RECORD) == two.digest(RECORD)
    assert one.resolve({}) == two.resolve({})
    assert not one.gone
    assert not two.gone


@given(histories(), st.data())
def test_replaying_gives_what_arriving_gave(history: list[Touch], data: st.DataObject) -> None:
    order = data.draw(st.permutations(history))
    assert replay(order).digest(RECORD) == arrived_in(history).digest(RECORD)


@given(histories(), st.data())
def test_with_refused_acts_left_out_the_order_still_does_not_matter(
    history: list[Touch], data: st.DataObject
) -> None:
    ids = [act.id for act, _ in history]
    refused = set(data.draw(st.lists(st.sampled_from(ids), unique=True)))
    order = data.draw(st.permutations(history))
    assert replay(order, refused).digest(RECORD) == replay(history, refused).digest(RECORD)


@given(histories())
def test_no_value_is_dropped_unless_somebody_who_had_seen_it_wrote_again(
    history: list[Touch],
) -> None:
    state = arrived_in(history)
    for act, (write,) in history:
        for field in write.set:
            stands = any(head.act == act.id for head in state.heads_of(field))
            superseded = any(act.id in later.seen and field in later.set for _, (later,) in history)
            assert stands != superseded


@given(histories())
def test_a_state_comes_back_from_the_disk_as_it_was(history: list[Touch]) -> None:
    state = arrived_in(history)
    data, _ = state.resolve({})
    again = State.from_bytes(state.to_bytes(), data)
    assert again.digest(RECORD) == state.digest(RECORD)
    assert again.resolve({}) == (data, state.resolve({})[1])


def test_a_value_refused_falls_back_to_what_stood_before() -> None:
    first = _act("a", 1, (), name="赵国强")
    second = _act("a", 2, (ActId("a", 1),), name="赵国庆")
    assert replay([first, second], {ActId("a", 2)}).resolve({})[0] == {"name": "赵国强"}


def test_who_wrote_after_a_refused_act_had_seen_what_it_had_seen() -> None:
    first = _act("a", 1, (), name="赵国强")
    second = _act("a", 2, (ActId("a", 1),), name="赵国庆")
    third = _act("b", 1, (ActId("a", 2),), name="赵国清")
    data, conflicts = replay([first, second, third], {ActId("a", 2)}).resolve({})
    assert data == {"name": "赵国清"}
    assert conflicts == ()


def test_two_stations_that_write_the_same_value_do_not_disagree() -> None:
    value, conflict = settle([_head("a", "138"), _head("b", "138")], None)
    assert (value, conflict) == ("138", False)


def test_two_equally_founded_values_are_a_conflict_and_the_newer_is_shown() -> None:
    older = Head("a", 1, Trust.STATION, 1, "138")
    newer = Head("b", 1, Trust.STATION, 2, "139")
    assert settle([newer, older], None) == ("139", True)


def test_the_reader_beats_the_roster_without_a_question() -> None:
    typed = Head("a", 1, Trust.IMPORT, 9, "赵国庆")
    read = Head("b", 1, Trust.READER, 1, "赵国强")
    assert settle([typed, read], None) == ("赵国强", False)


def test_the_flow_decides_between_states_not_the_clock() -> None:
    passed = Head("office", 1, Trust.OFFICE, 1, "S50")
    withdrawn = Head("station", 9, Trust.STATION, 99, "S13")
    assert settle([passed, withdrawn], {"S50": 9, "S13": 3}) == ("S50", False)


def test_a_truth_value_is_not_a_number() -> None:
    _, conflict = settle([Head("a", 1, 2, 1, 1), Head("b", 1, 2, 1, True)], None)
    assert conflict


def _act(node: str, seq: int, seen: tuple[ActId, ...], **fields: object) -> Touch:
    write = Write("person", RECORD, Trust.STATION, seen, fields)
    return Act(node, seq, seq, "s.1.0", "card.edit", "", "", (write,)), (write,)


def _head(node: str, value: object) -> Head:
    return Head(node, 1, Trust.STATION, 1, value)
