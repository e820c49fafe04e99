"""Checks of flows, posts and permissions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ledger.catalogue.flows import Flow, Transition
from ledger.catalogue.model import Catalogue
from ledger.catalogue.problems import Problem

DUTIES = frozenset(f"SD-{number:02}" for number in range(1, 17))


def check_posts(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield the faults of ``posts.toml``."""
    for permission in catalogue.permissions.values():
        for post in permission.posts:
            if post not in catalogue.posts:
                yield Problem(
                    "posts.toml", f"permissions[{permission.key}]", f"{post} is not a post"
                )


def check_flows(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield the faults of every ``flows/*.toml``."""
    for flow in catalogue.flows.values():
        file = f"flows/{flow.code}.toml"
        for fault in _state_faults(flow):
            yield Problem(file, "state", fault)
        for step in flow.transition:
            for fault in _step_faults(catalogue, flow, step):
                yield Problem(file, f"transition[{step.key}]", fault)


def _state_faults(flow: Flow) -> Iterator[str]:
    for name, counts in (
        ("state", Counter(state.code for state in flow.state)),
        ("transition", Counter(step.key for step in flow.transition)),
        ("precedence", Counter(str(state.precedence) for state in flow.state)),
    ):
        yield from (f"{name} {key} occurs {n} times" for key, n in counts.items() if n > 1)
    leaving = {source for step in flow.transition for source in step.sources}
    reached = {flow.start} | {step.target for step in flow.transition}
    for state in flow.state:
        if state.derived_from:
            yield from (
                f"{state.code} derives from {source}, which is not a state"
                for source in state.derived_from
                if source not in flow.states
            )
        elif state.code not in reached:
            yield f"{state.code} cannot be reached"
        elif state.final == (state.code in leaving):
            yield f"{state.code} is {'final and left' if state.final else 'a dead end'}"


def _step_faults(catalogue: Catalogue, flow: Flow, step: Transition) -> Iterator[str]:
    derived = {state.code for state in flow.state if state.derived_from}
    for state in (*step.sources, *filter(None, [step.target])):
        if state not in flow.states:
            yield f"{state} is not a state"
        elif state in derived:
            yield f"{state} is derived and never stored"
    if step.automatic == bool(step.posts):
        yield "is taken either by posts or by the program"
    fields = catalogue.kinds["case"].stored
    for name in (*step.needs, *step.records, *(apart.field for apart in step.apart)):
        if name not in fields:
            yield f"{name} is not a stored field of the case"
    yield from (f"{name} is typed, yet locked" for name in step.needs if _locked(catalogue, name))
    for apart in step.apart:
        if apart.rule not in DUTIES:
            yield f"there is no rule {apart.rule}"
    yield from _post_faults(catalogue, step)
    if step.slip and step.slip not in catalogue.prints:
        yield f"there is no print {step.slip}"


def _post_faults(catalogue: Catalogue, step: Transition) -> Iterator[str]:
    for post in (*step.posts, *step.confirm_posts):
        found = catalogue.posts.get(post)
        if found is None:
            yield f"{post} is not a post"
        elif post in step.posts and not set(found.level) & set(step.levels):
            yield f"{post} does not work at {', '.join(step.levels)}"


def _locked(catalogue: Catalogue, name: str) -> bool:
    field = catalogue.kinds["case"].stored.get(name)
    return field is not None and field.locked
