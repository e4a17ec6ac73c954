"""Random standards files over the random tables: who is counted, shown and judged how."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st

from tests.audit.random_metrics import METRICS
from tests.audit.random_settings import (
    CLOCKED_CONDITIONS,
    CONDITIONS,
    Settings,
    Standard,
    choose,
    merged,
)

ZONES: Final = ("Europe/London", "Asia/Kathmandu", "UTC")
ON_ALL_TABLES: Final = (
    "branch = 'Hull'",
    "branch <> 'Hull'",
    "team = 'A' OR branch IS NULL",
    "team IN ('A', 'B')",
)
OF_TICKETS: Final = [
    {"where": "spam", "reason": "spam", "table": "tickets"},
    {"where": "tag('late')", "reason": "late", "table": "tickets"},
]
OF_ALL: Final = [{"where": "branch = 'York'", "reason": "York is moving house"}]
CALENDARS: Final[Standard] = {
    "office": {
        "timezone": "Europe/London",
        "hours": {"mon-thu": ["09:00-12:30", "13:30-17:30"], "fri": "09:00-16:00"},
        "holidays": {"dates": ["2025-10-27", "2026-03-30"]},
        "special_days": {"2026-01-31": "10:00-11:00", "2026-02-02": []},
    },
    "night": {"hours": {"mon-sat": "20:00-02:30"}, "holidays": {"dates": ["2026-03-28"]}},
    "hull": {"timezone": "Asia/Kathmandu", "hours": {"mon-sun": "06:00-18:00"}},
}
DATED_BY: Final = {
    "tickets": ("created", "resolved", "first_response"),
    "calls": ("offered", "answered"),
    "surveys": ("sent", "answered"),
    "reviews": ("reviewed",),
}
OWN_TYPES: Final = {
    "tickets": {"patience": "number", "empathy": "number", "follow_up_at": "instant"},
    "reviews": {"patience": "number", "empathy": "number"},
}
WITHOUT_PERIODS: Final = {"throughput", "backlog", "queue_length"}
"""Their periods count differently, see the tests of the rooms."""

COMMONEST: Final = {"single_question_rate", "topic_share"}
NO_VERDICT: Final = {"value", *COMMONEST, *WITHOUT_PERIODS}
NO_SHARE: Final = {
    "replies_to_resolve",
    "customer_effort",
    "net_promoter_score",
    "quality_score",
    "average_order_value",
}
_JUDGES: Final = st.sampled_from(
    (
        {"each": "branch"},
        {"each": ["team", "branch"]},
        {"each": "day"},
        {"each": "branch", "reach": ">= 50%"},
        {"each": "week", "reach": ">= 90%"},
        {"spread": "branch"},
        {"spread": "branch"},
        {"spread": "month"},
    )
)
_ON_TICKETS_ALSO: Final = (
    "replies >= 1",
    {"metric": "resolution_time", "within": "2d"},
    {"metric": "resolution_time", "within": "4h", "calendar": "office"},
    {"metric": "first_response_time", "within": "1h", "closed_unanswered": "miss"},
    {"metric": "reopen_rate", "settle": "1d"},
    {"metric": "share", "success": "spam", "direction": "lower"},
    {"metric": "due_date_met"},
)
_ALSO: Final = {
    "tickets": _ON_TICKETS_ALSO,
    "calls": ({"metric": "answer_time", "within": "1m"}, {"metric": "transfer_rate"}),
    "surveys": ({"metric": "share", "success": "nps > 6"},),
    "reviews": ({"metric": "accuracy_rate"}, "accurate = 'yes'"),
}
_MARKED: Final = {"metric": "customer_satisfaction", "scale": "1-5"}


def standards(
    *metrics: str, table: str = "tickets", most: int = 5
) -> st.SearchStrategy[dict[str, Any]]:
    """A whole standards file as a mapping; every standard on one table."""
    chosen = st.one_of(*[METRICS[table][name] for name in metrics or METRICS[table]])
    around, few = _surroundings(table), choose(min_n=(1, 2))
    also = st.sampled_from(("branch = 'Hull'", "team = 'A'", _MARKED, *_ALSO[table]))
    usual = st.builds(_adapted, merged(chosen, around))
    judged = st.builds(_judged, merged(chosen, _who(table), few), _JUDGES)
    changing = st.builds(_changing, chosen, st.sampled_from(("day", "month")))
    demanding = st.builds(_demanding, merged(chosen, _who(table)), also)
    return st.builds(
        as_file,
        st.lists(st.one_of(usual, usual, judged, demanding, changing), min_size=1, max_size=most),
        st.sampled_from(ZONES),
        st.sampled_from((None, None, OF_ALL, OF_TICKETS if table == "tickets" else None)),
        st.just(table),
    )


def _who(table: str) -> Settings:
    tickets = table == "tickets"
    conditions: tuple[str, ...] = ON_ALL_TABLES
    if tickets:
        conditions = (*CONDITIONS, *CLOCKED_CONDITIONS)
    if table in {"calls", "reviews"}:
        conditions += CLOCKED_CONDITIONS
    low = {"where": "priority = 'low'", "reason": "nothing urgent"}
    york = {"where": "branch = 'York'", "reason": "moving house"}
    return st.one_of(st.just({}), choose(where=conditions, leave_out=([low if tickets else york],)))


def _surroundings(table: str) -> Settings:
    pairs = ["branch", ["team", "priority"], "spam"] if table == "tickets" else ["team"]
    weekdays = ["team"] if table == "surveys" else ["created_weekday", "created_hour"]
    usual_n = choose(min_n=(1, 1, 3, 10))
    if table in {"surveys", "reviews"}:  # of which 30 are needed otherwise
        usual_n = st.sampled_from(({}, {"min_n": 1}, {"min_n": 1}, {"min_n": 5}))
    return merged(
        _who(table),
        usual_n,
        choose(
            by=(["branch"], pairs, weekdays),
            every=("day", "week", "month", "quarter", "hour"),
            confidence=("90%",),
        ),
        st.one_of(st.just({}), st.just({}), choose(dated_by=DATED_BY[table])),
    )


def _adapted(standard: Standard) -> Standard:
    """Without what does not go together."""
    dropped = set()
    if standard["metric"] in WITHOUT_PERIODS or standard.get("count") == "flow":
        dropped.add("dated_by")
    if standard["metric"] in WITHOUT_PERIODS:
        dropped.add("every")
    if "target" not in standard or standard.get("statistic") or standard["metric"] in NO_VERDICT:
        dropped.add("confidence")
    return {name: value for name, value in standard.items() if name not in dropped}


def _judged(standard: Standard, judge: Standard) -> Standard:
    """Judged by parts, where there is a target to judge by."""
    unfit = standard["metric"] in WITHOUT_PERIODS | COMMONEST or standard.get("form") == "ratio"
    if unfit or not {"target", "within"} & set(standard):
        return standard
    if "spread" in judge:
        standard = {**standard, "target": _apart(standard)}
        standard.pop("warn", None)
    return {"min_n": 2, **standard, "judge": judge, "by": ["team"], "every": "month"}


def _apart(standard: Standard) -> str:
    """How far the best and the worst of them may be apart, in the unit of the metric."""
    written = str(standard.get("target", "100%"))
    if written.endswith("%"):
        return "<= 25%"
    return "<= 4h" if written[-1] in "hd" else "<= 1"


CHANGES: Final = ("2025-10-25", "2026-02-01", "2026-03-29")


def _changing(standard: Standard, every: str) -> Standard:
    """With a target that was milder before every record, where there is a share to be met."""
    unfit = standard["metric"] in WITHOUT_PERIODS | COMMONEST or "warn" in standard
    if unfit or standard.get("target") not in {">= 50%", ">= 95%", ">= 40%"}:
        return standard
    history = [{"from": "2025-01-01", "is": ">= 20%"}]
    history += [{"from": day, "is": standard["target"]} for day in CHANGES]
    return {**standard, "target": history, "every": every, "min_n": 1}


def _demanding(standard: Standard, also: str | Standard) -> Standard:
    """With `and:`, where every record has a verdict."""
    if standard["metric"] in NO_VERDICT | NO_SHARE or "statistic" in standard:
        return standard
    unfit = standard.get("form") == "ratio" or standard.get("count") == "flow"
    return standard if unfit else {**standard, "and": also}


def as_file(
    found: list[Standard], timezone: str, leave_out: list[Standard] | None, table: str
) -> dict[str, Any]:
    """The standards file that holds them, as a mapping."""
    written: dict[str, Any] = {"version": 1, "timezone": timezone, "calendars": CALENDARS}
    if leave_out:
        written["leave_out"] = leave_out
    written["tables"] = {
        of: {"columns": {name: {"from": name, "type": kind} for name, kind in types.items()}}
        for of, types in OWN_TYPES.items()
    }
    written["standards"] = [
        {"id": f"s{number}", "statement": "We do.", "table": table, **_on(table, standard)}
        for number, standard in enumerate(found)
    ]
    return written


def _on(table: str, standard: Standard) -> Standard:
    """Limits by a column that the table has; a condition that it can read."""
    if table != "tickets" and isinstance(standard.get("within"), dict):
        standard = {**standard, "within": {**standard["within"], "by": "branch"}}
    return standard
