"""Completes parsed declarations before they are typed, so that nothing is declared twice.

* every kind gets the system fields;
* the case gets the fields of all items' application forms;
* ledger columns and filters get the labels of the fields they show.
"""

from __future__ import annotations

from typing import Any

from ledger.catalogue.problems import Problem

Parsed = dict[str, Any]

# What belongs to the form alone and not to the stored value.
_FORM_ONLY = ("required", "shown", "fills", "first", "default")


def fill(parsed: dict[str, Parsed]) -> list[Problem]:
    """Complete the parsed files in place; return what could not be completed."""
    problems: list[Problem] = []
    kinds = _by_code(parsed, "records/")
    for kind in kinds.values():
        kind["system"] = parsed.get("system.toml", {}).get("fields", [])
    if "case" in kinds:
        groups = kinds["case"].get("groups", [])
        kinds["case"]["groups"] = [*groups, *_forms(parsed, groups, problems)]
    labels = {code: _labels(kind) for code, kind in kinds.items()}
    owners = {code: kind.get("owner", []) for code, kind in kinds.items()}
    for name, table in parsed.items():
        if name.startswith("ledgers/"):
            _label_columns(name, table, labels, owners, problems)
    return problems


def _by_code(parsed: dict[str, Parsed], folder: str) -> dict[str, Parsed]:
    return {
        str(table.get("code")): table for name, table in parsed.items() if name.startswith(folder)
    }


def _forms(
    parsed: dict[str, Parsed], groups: list[Parsed], problems: list[Problem]
) -> list[Parsed]:
    """One group that gathers the form fields of all items; equal names must agree in type."""
    head = {str(field.get("name")): field for group in groups for field in group.get("fields", [])}
    fields = dict(head)
    for name, table in parsed.items():
        if not name.startswith("items/"):
            continue
        for group in table.get("form", []):
            for field in group.get("fields", []):
                kept = {key: value for key, value in field.items() if key not in _FORM_ONLY}
                known = fields.setdefault(str(field.get("name")), kept)
                if known.get("type") != kept.get("type"):
                    key = f"form[{field.get('name')}].type"
                    problems.append(Problem(name, key, "another item has another type"))
    own = [field for name, field in fields.items() if name not in head]
    return [{"code": "form", "zh": "申请内容", "en": "Application", "fields": own}] if own else []


def _labels(kind: Parsed) -> dict[str, tuple[str, str]]:
    fields = [field for group in kind.get("groups", []) for field in group.get("fields", [])]
    return {
        str(field.get("name")): (str(field.get("zh")), str(field.get("en")))
        for field in [*fields, *kind.get("system", [])]
    }


def _label_columns(
    name: str,
    table: Parsed,
    labels: dict[str, dict[str, tuple[str, str]]],
    owners: dict[str, list[str]],
    problems: list[Problem],
) -> None:
    kind = str(table.get("kind"))
    if kind not in labels:
        problems.append(Problem(name, "kind", f"{kind} is not a kind"))
        return
    above = [labels[owner] for owner in owners.get(kind, []) if owner in labels]
    homes = {
        "own": [labels.get(kind, {})],
        "owner": above,
        "case": [labels.get("case", {})],
        "made": [],
    }
    for part in ("columns", "filters"):
        for column in table.get(part, []):
            if "zh" in column and "en" in column:
                continue
            field = str(column.get("field"))
            found = [
                home[field] for home in homes.get(column.get("source", "own"), []) if field in home
            ]
            if not found:
                problems.append(Problem(name, f"{part}[{field}]", "no such field, and no label"))
            column["zh"], column["en"] = found[0] if found else (field, field)
