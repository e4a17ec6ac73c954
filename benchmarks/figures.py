"""The figures of csaudit's report, in the shape in which DuckDB and pandas tell theirs."""

from __future__ import annotations

from math import isclose
from typing import Any

SHARES = ("answered", "by-priority", "resolved", "happy", "rate", "reopened", "each-day", "email")


def of_report(report: dict[str, Any]) -> dict[str, Any]:
    """The same names and numbers out of a JSON report."""
    results = report["results"]
    own = {one["id"]: one for one in results if one["gates"]}
    found: dict[str, Any] = {
        name: [own[name]["numerator"], own[name]["denominator"]] for name in SHARES
    }
    found |= {name: [own[name]["value"], own[name]["n"]] for name in ("median", "p90", "replies")}
    found["answered by team, channel"] = [_groups(results, "answered", "mn")]
    found["happy by agent"] = [_groups(results, "happy", "mn")]
    found["p90 by team"] = [[{"k": _key(one), "q": one["value"]} for one in _parts(results, "p90")]]
    months = [one for one in results if one["id"] == "flow" and one["period"]]
    found["flow by month"] = [
        [
            {"k": one["period"]["start"][:7], "i": one["denominator"], "o": one["numerator"]}
            for one in months
        ]
    ]
    return found


def _parts(results: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return sorted((one for one in results if one["id"] == name and one["group"]), key=_key)


def _groups(results: list[dict[str, Any]], name: str, keys: str) -> list[dict[str, Any]]:
    return [
        {"k": _key(one), keys[0]: one["numerator"], keys[1]: one["denominator"]}
        for one in _parts(results, name)
    ]


def _key(one: dict[str, Any]) -> str:
    return str(next(iter(one["group"].values())))


def differences(one: Any, other: Any, where: str = "") -> list[str]:  # noqa: ANN401 - whatever JSON holds
    """Where two sets of figures differ by more than a billionth."""
    if isinstance(one, dict) and isinstance(other, dict):
        names = sorted({*one, *other})
        pairs = ((name, one.get(name), other.get(name)) for name in names)
        return [d for name, a, b in pairs for d in differences(a, b, f"{where}/{name}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [d for at, (a, b) in pairs for d in differences(a, b, f"{where}/{at}")]
    if isinstance(one, int | float) and isinstance(other, int | float):
        same = isclose(one, other, rel_tol=1e-9)
        return [] if same else [f"{where}: {one} and {other}"]
    return [] if one == other else [f"{where}: {one} and {other}"]
