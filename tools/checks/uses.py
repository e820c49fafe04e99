"""Where the product speaks: which text keys and fault codes it names, and with what."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tools.checks.tree import Tree

_FAULTS = frozenset({"Fault", "EnvironmentFault", "RuleFault", "ForgedInput"})
_IN_PAGE = re.compile(r"""\bsay\(\s*["']([\w.-]+)["']\s*[,)]""")
_QUOTED = re.compile(r"""["']([\w-]+(?:\.[\w-]+)*)["']""")
# "office.column." ~ name on a page, "pt01." + name in a paper
_JOINED = re.compile(r"""["']([\w.-]+)["']\s*[~+]""")
# A paper names its texts without the word they all begin with.
_PAPER_PREFIX = "slip."


@dataclass(frozen=True)
class Use:
    """One place that asks for one key; `given` are the values passed, None when not to be seen."""

    where: str
    key: str
    given: frozenset[str] | None


@dataclass
class Uses:
    """All that the product says: keys asked for, every literal, and patterns of made-up keys."""

    asked: list[Use] = field(default_factory=list)
    literals: set[str] = field(default_factory=set)
    patterns: set[str] = field(default_factory=set)

    def covers(self, key: str) -> bool:
        """Whether something in the product can lead to this text."""
        if key in self.literals or any(re.fullmatch(p, key) for p in self.patterns):
            return True
        return key.startswith("fault.") and key.removeprefix("fault.") in self.literals


def gather(tree: Tree, tops: Iterable[str]) -> Uses:
    """Read code, page templates and declared data below `tops` and `resources`."""
    uses = Uses()
    code = tree.under([*tops, "tools"], ".py")
    faults = _fault_classes(tree.syntax(name) for name in code)
    for name in code:
        _read_code(name, tree.syntax(name), faults, uses)
    for name in tree.under([*tops, "resources"], ".html", ".toml", ".typ", ".js"):
        if not name.startswith("resources/texts/"):
            _read_other(name, tree.text(name), uses)
    return uses


def _read_other(name: str, text: str, uses: Uses) -> None:
    prefix = _PAPER_PREFIX if name.endswith(".typ") else ""
    uses.literals.update(prefix + literal for literal in _QUOTED.findall(text))
    starts = [prefix + start for start in _JOINED.findall(text)]
    uses.patterns.update(re.escape(start) + r"[\w.-]+" for start in starts if "." in start)
    for number, line in enumerate(text.splitlines(), 1):
        for key in _IN_PAGE.findall(line):
            uses.asked.append(Use(f"{name}:{number}", key, None))


@dataclass(frozen=True)
class _Faults:
    """Names of fault classes; `own` are those with a constructor of their own."""

    names: frozenset[str]
    own: frozenset[str]


def _fault_classes(modules: Iterable[ast.Module]) -> _Faults:
    classes = [n for m in modules for n in ast.walk(m) if isinstance(n, ast.ClassDef)]
    names = set(_FAULTS)
    while True:
        more = {c.name for c in classes if names & {_last(base) for base in c.bases}} - names
        if not more:
            break
        names |= more
    own = {c.name for c in classes if c.name in names and _has_constructor(c)} - _FAULTS
    return _Faults(frozenset(names), frozenset(own))


def _has_constructor(node: ast.ClassDef) -> bool:
    return any(isinstance(n, ast.FunctionDef) and n.name == "__init__" for n in node.body)


def _last(node: ast.expr) -> str:
    return ast.unparse(node).rpartition(".")[2]


def _read_code(name: str, module: ast.Module, faults: _Faults, uses: Uses) -> None:
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            uses.literals.add(node.value)
        elif isinstance(node, ast.JoinedStr | ast.BinOp) and (pattern := _pattern(node)):
            uses.patterns.add(pattern)
        elif isinstance(node, ast.Call):
            uses.asked.extend(_call(name, node, faults))
        elif isinstance(node, ast.ClassDef) and node.name in faults.own:
            uses.asked.extend(_super_calls(name, node))


def _call(name: str, node: ast.Call, faults: _Faults) -> Iterator[Use]:
    called = _last(node.func).removeprefix("_")
    if called == "say" or (called in faults.names and called not in faults.own):
        prefix = "" if called == "say" else "fault."
        yield from _uses(name, node, prefix)


def _super_calls(name: str, node: ast.ClassDef) -> Iterator[Use]:
    for child in ast.walk(node):
        if isinstance(child, ast.Call) and ast.unparse(child.func) == "super().__init__":
            yield from _uses(name, child, "fault.")


def _uses(name: str, node: ast.Call, prefix: str) -> Iterator[Use]:
    keywords = [keyword.arg for keyword in node.keywords]
    given = None if None in keywords else frozenset(str(word) for word in keywords)
    for key in _constants(node.args[0]) if node.args else ():
        if prefix or "." in key:
            yield Use(f"{name}:{node.lineno}", prefix + key, given)


def _constants(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body)
        yield from _constants(node.orelse)


def _pattern(node: ast.JoinedStr | ast.BinOp) -> str | None:
    """A regular expression for ``f"state.{code}"`` or ``"state." + code``; None when too open."""
    if isinstance(node, ast.JoinedStr):
        parts = [
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w.-]+"
            for part in node.values
        ]
        head = node.values[0] if node.values else None
    else:
        if not isinstance(node.op, ast.Add):
            return None
        head = node.left
        parts = [re.escape(str(getattr(head, "value", ""))), r"[\w.-]+"]
    start = head.value if isinstance(head, ast.Constant) else None
    # "fault." + code would cover every fault; those are known by their codes.
    if not isinstance(start, str) or not re.match(r"[\w-]+\.", start) or start == "fault.":
        return None
    return "".join(parts)
