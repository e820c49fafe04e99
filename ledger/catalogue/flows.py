"""Case flows: states, transitions, posts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from ledger.catalogue.records import Declared, Labelled

Level = Literal["V", "T", "X"]
Sign = Literal["open", "half", "full", "red"]


class State(Labelled, frozen=True, kw_only=True):
    """One state of a flow (domain 5.1).

    Attributes:
        where: who holds the case: ``V`` station, ``T`` office, ``X`` county, ``S`` nobody any more.
        clock: ``none``; ``acceptance`` decide on acceptance; ``correction`` wait for papers;
            ``runs`` commitment; ``village`` stopped for the office, runs for the station;
            ``stopped``.
        final: nothing follows.
        decided: a decision has been taken; its result may be told.
        sign: how the state is drawn. An ``open`` state is drawn ``half`` once the office has
            received the act that made it.
        derived_from: never stored; shown in place of these states once the office has received.
    """

    code: str
    where: Literal["V", "T", "X", "S"]
    clock: Literal["none", "acceptance", "correction", "runs", "village", "stopped"]
    final: bool = False
    decided: bool = False
    sign: Sign
    precedence: int
    derived_from: tuple[str, ...] = ()


class Apart(Declared, frozen=True, kw_only=True):
    """Separation of duties: whoever takes the step is not the person in `field` of the case.

    The rule holds only at the levels listed (SD-02 does not bind a one-person village).
    """

    field: str
    rule: str
    levels: tuple[Level, ...] = ("V", "T", "X")


class Transition(Labelled, frozen=True, kw_only=True):
    """One step of a case (domain 5.2).

    Attributes:
        number: number of the step in the table of domain 5.2.
        sources: states it may start from; empty for the step that creates the case.
        target: state it leads to; empty where the draft ends.
        posts: posts of which the actor holds at least one; empty when the program takes it.
        levels: where it may be taken.
        needs: case fields that whoever takes the step must give.
        records: case fields that the step itself sets (who, when, counts).
        apart: separation of duties.
        confirm_posts: a second person with one of these posts confirms the step.
        offline: may be taken with no link to the level above.
        automatic: taken by the program along with another step or when a time has come.
        slip: print that goes with it.
    """

    key: str
    number: int
    sources: tuple[str, ...]
    target: str
    posts: tuple[str, ...]
    levels: tuple[Level, ...]
    needs: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    apart: tuple[Apart, ...] = ()
    confirm_posts: tuple[str, ...] = ()
    offline: bool
    automatic: bool = False
    slip: str | None = None


class Flow(Labelled, frozen=True, kw_only=True):
    """A chain such as K2: its states and the steps between them."""

    code: str
    start: str
    state: tuple[State, ...]
    transition: tuple[Transition, ...]

    @cached_property
    def states(self) -> Mapping[str, State]:
        """The states by code."""
        return {state.code: state for state in self.state}

    @cached_property
    def transitions(self) -> Mapping[str, Transition]:
        """The transitions by key."""
        return {transition.key: transition for transition in self.transition}

    @cached_property
    def precedence(self) -> Mapping[str, int]:
        """Which of several concurrent states stands: the one with the highest number."""
        return {state.code: state.precedence for state in self.state}

    def shown(self, state: str, received: bool) -> State:
        """Return the state to show: S30 for S24 and S25 once the office has received them."""
        if received:
            for other in self.state:
                if state in other.derived_from:
                    return other
        return self.states[state]


class Post(Labelled, frozen=True, kw_only=True):
    """A post (CT-29, domain 6.1)."""

    code: str
    level: tuple[str, ...]
    may_zh: str
    may_en: str
    never_zh: str
    never_en: str


class Permission(Labelled, frozen=True, kw_only=True):
    """An action and the posts that may take it (domain 6.4)."""

    key: str
    posts: tuple[str, ...]
