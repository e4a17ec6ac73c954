"""The figures of the twelve standards in pandas, business time by two searches in the openings."""

from __future__ import annotations

import json
import sys
from math import ceil
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.bare_scan import COLUMNS
from benchmarks.openings import openings

HOUR = 3_600_000_000
LIMITS = {"urgent": 1, "high": 4, "normal": 8, "low": 24}


def main() -> None:
    """All figures as JSON."""
    t = pd.read_csv(sys.argv[1], usecols=COLUMNS, dtype=str)
    for column, short in (("created_at", "c"), ("first_response_at", "f"), ("resolved_at", "r")):
        t[short] = _instants(t[column])
    now = max(t[short].max() for short in "cfr")
    for column in ("csat", "reopens", "replies"):
        t[column] = pd.to_numeric(t[column])
    d = t[t["c"].notna()].copy()
    d["u"] = d["f"].fillna(now)
    d["open"] = _open_time(d["u"]) - _open_time(d["c"])
    d["limit"] = d["priority"].map(LIMITS) * HOUR
    sys.stdout.write(json.dumps(_figures(d, now)) + "\n")


def _instants(text: pd.Series) -> pd.Series:
    zoned = pd.to_datetime(text, format="%Y-%m-%dT%H:%M:%SZ", errors="coerce", utc=True)
    utc = zoned.dt.tz_localize(None)
    return (utc - pd.Timestamp(1970, 1, 1)) / pd.Timedelta(microseconds=1)


def _open_time(at: pd.Series) -> np.ndarray[Any, Any]:
    begins, ends, before = (np.array(column) for column in zip(*openings(), strict=True))
    place = np.searchsorted(begins, at.to_numpy(), side="right") - 1
    return before[place] + np.minimum(at.to_numpy(), ends[place]) - begins[place]


def _share(d: pd.DataFrame, spent: pd.Series, limit: Any) -> list[int]:  # noqa: ANN401 - a number or a column
    answered = d["f"].notna()
    met = (answered & (spent <= limit)).sum()
    return [int(met), int((answered | (spent > limit)).sum())]


def _figures(d: pd.DataFrame, now: float) -> dict[str, Any]:
    resolved = d[d["r"].notna()]
    taken = (resolved["r"] - resolved["c"]).sort_values()
    answered = d.loc[d["f"].notna(), "open"].sort_values()
    mail = d[d["channel"] == "email"]
    marked = d[d["csat"].notna()]
    ever = d[d["r"].notna() | (d["reopens"] > 0)]
    age = d["r"].fillna(now) - d["c"]
    in_time = (d["r"].notna() & (age <= 72 * HOUR)).sum()
    groups = [
        {"k": name, **dict(zip("mn", _share(part, part["open"], 4 * HOUR), strict=True))}
        for column in ("team", "channel")
        for name, part in d.groupby(column)
    ]
    return {
        "answered": _share(d, d["open"], 4 * HOUR),
        "answered by team, channel": [sorted(groups, key=lambda one: one["k"])],
        "by-priority": _share(d, d["open"], d["limit"]),
        "resolved": [int(in_time), int((d["r"].notna() | (age > 72 * HOUR)).sum())],
        "median": [_rank(answered, 0.5) / 1e6, len(answered)],
        "p90": [_rank(taken, 0.9) / 1e6, len(taken)],
        "p90 by team": [
            [
                {"k": name, "q": _rank((part["r"] - part["c"]).sort_values(), 0.9) / 1e6}
                for name, part in resolved.groupby("team")
            ]
        ],
        "happy": [int((marked["csat"] >= 4).sum()), len(marked)],
        "happy by agent": [
            [
                {"k": name, "m": int((part["csat"] >= 4).sum()), "n": len(part)}
                for name, part in marked.groupby("agent")
            ]
        ],
        "rate": [len(resolved), len(d)],
        "reopened": [int((ever["reopens"] > 0).sum()), len(ever)],
        "replies": [float(resolved["replies"].mean()), len(resolved)],
        "each-day": _share(d, d["u"] - d["c"], 24 * HOUR),
        "email": _share(mail, mail["open"], 8 * HOUR),
        "flow by month": [_flow(d)],
    }


def _rank(ordered: pd.Series, share: float) -> float:
    """The nearest rank."""
    return float(ordered.iloc[max(ceil(share * len(ordered)) - 1, 0)])


def _flow(d: pd.DataFrame) -> list[dict[str, Any]]:
    came, went = (_months(d[short].dropna()) for short in "cr")
    months = sorted(came.index)  # a month in which nothing came has no rate
    return [{"k": k, "i": int(came.get(k, 0)), "o": int(went.get(k, 0))} for k in months]


def _months(at: pd.Series) -> pd.Series:
    local = pd.to_datetime(at, unit="us", utc=True).dt.tz_convert("Europe/London")
    return local.dt.strftime("%Y-%m").value_counts()


if __name__ == "__main__":
    main()
