"""The page of flows, posts and permissions."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.catalogue.flows import Flow
from ledger.catalogue.model import Catalogue
from ledger.catalogue.pages.markdown import table, yes


def flows_page(catalogue: Catalogue) -> Iterator[str]:
    """Yield the blocks of the page: every flow with a diagram, then posts and permissions."""
    for flow in catalogue.flows.values():
        yield f"## {flow.code} {flow.zh} {flow.en}"
        yield ""
        yield from _diagram(flow)
        yield from _states(flow)
        yield from _steps(flow)
    yield "## 岗位 Posts"
    yield ""
    rows = [
        (post.code, post.zh, post.en, " ".join(post.level), post.may_zh, post.never_zh)
        for post in catalogue.posts.values()
    ]
    yield from table(["Code", "中文", "English", "Level", "May do", "May never do"], rows)
    yield "## 权限 Permissions"
    yield ""
    permits = [
        (f"`{one.key}`", one.zh, one.en, ", ".join(one.posts))
        for one in catalogue.permissions.values()
    ]
    yield from table(["Action", "中文", "English", "Posts"], permits)


def _diagram(flow: Flow) -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    for state in flow.state:
        yield f'    state "{state.code} {state.zh}" as {state.code}'
    yield f"    [*] --> {flow.start}"
    for step in flow.transition:
        for source in step.sources:
            yield f"    {source} --> {step.target or '[*]'}: {step.zh}"
    for state in flow.state:
        for source in state.derived_from:
            yield f"    {source} --> {state.code}: 所已收"
        if state.final:
            yield f"    {state.code} --> [*]"
    yield "```"
    yield ""


def _states(flow: Flow) -> Iterator[str]:
    rows = [
        (
            state.code,
            state.zh,
            state.en,
            state.where,
            state.clock,
            yes(state.final),
            state.sign,
            state.precedence,
        )
        for state in flow.state
    ]
    heads = ["State", "中文", "English", "Where", "Clock", "Final", "Sign", "Precedence"]
    yield from table(heads, rows)


def _steps(flow: Flow) -> Iterator[str]:
    rows = [
        (
            step.number,
            f"`{step.key}`",
            step.zh,
            f"{', '.join(step.sources) or '-'} → {step.target or '-'}",
            ", ".join(step.posts) or "program",
            ", ".join(f"`{name}`" for name in step.needs),
            ", ".join(f"{apart.rule} `{apart.field}`" for apart in step.apart),
            yes(step.offline),
            step.slip or "",
        )
        for step in flow.transition
    ]
    heads = ["No.", "Step", "中文", "From → to", "Posts", "Needs", "Not the", "Offline", "Slip"]
    yield from table(heads, rows)
