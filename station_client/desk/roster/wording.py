"""Verdicts and remarks in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.catalogue.model import Catalogue
    from ledger.catalogue.texts import Texts
    from ledger.core.act import Value
    from station_client.desk.roster.verdicts import Remark, RowPlan, Verdict


def verdict_text(say: Texts, verdict: Verdict) -> str:
    """已录入, 已修正 …"""
    return say(f"roster.verdict.{verdict.value}")


def sentence(say: Texts, catalogue: Catalogue, remark: Remark) -> str:
    """One remark as a sentence, in the language of `say`."""
    params: dict[str, Value] = dict(remark.params)
    field = catalogue.kinds["person"].fields.get(remark.field)
    params["label"] = field.label(say.lang) if field else ""
    for name in ("card", "sheet", "value"):
        if name in params:
            params[name] = shown(say, catalogue, remark.field, params[name])
    if remark.key == "rule":
        key = f"fault.{remark.params['code']}"
        params["reason"] = say(key, **remark.params["given"]) if key in say else ""
    return say(f"roster.remark.{remark.key}", **params)


def explain(say: Texts, catalogue: Catalogue, row: RowPlan) -> str:
    """Everything said about a row, questions first; what was taken as it is needs no words."""
    order = {"refused": 0, "asked": 1, "repaired": 2, "note": 3}
    remarks = sorted(row.remarks, key=lambda remark: order[remark.level])
    return say("roster.between").join(sentence(say, catalogue, one) for one in remarks)


def shown(say: Texts, catalogue: Catalogue, name: str, value: Value) -> str:
    """A stored value as people read it: the label of a code, 是 or 否, nothing as 空."""
    field = catalogue.kinds["person"].fields.get(name)
    if value in (None, "", []):
        return say("roster.nothing")
    if isinstance(value, list):
        return say("roster.comma").join(shown(say, catalogue, name, one) for one in value)
    if isinstance(value, bool):
        return say("roster.yes" if value else "roster.no")
    if field is not None and field.type in ("code", "codes"):
        if field.codes == "division":
            return catalogue.division_name(str(value), say.lang)
        table = catalogue.codes.get(field.codes or "")
        return table.label(str(value), say.lang) if table else str(value)
    return f"{value / 100:g}" if field is not None and field.type == "money" else str(value)
