"""Random standards files over the random tables: who is counted, shown and judged how."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st

from tests.audit.random_metrics import CONDITIONS, METRICS, Settings, Standard, choose, merged

ZONES: Final = ("Europe/London", "Asia/Kathmandu", "UTC")
ON_ALL_TABLES: Final = ("branch = 'Hull'", "branch <> 'Hull'", "team = 'A' OR branch IS NULL")
EXCEPTIONS: Final = [
    {"where": "spam", "reason": "spam", "table": "tickets"},
    {"where": "tag('late')", "reason": "late", "table": "tickets"},
]
SURVEYED: Final = {"surveys", "reviews"}
WITHOUT_PERIODS: Final = {"throughput", "backlog", "queue_length"}
"""Their periods count differently, see the tests of the rooms."""

NO_VERDICT: Final = {"value", "single_question_rate", "topic_share", *WITHOUT_PERIODS}
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
        {"each": "day"},
        {"each": "branch", "reach": ">= 50%"},
        {"each": "week", "reach": ">= 90%"},
    )
)


def standards(
    *metrics: str, table: str = "tickets", most: int = 5
) -> st.SearchStrategy[dict[str, Any]]:
    """A whole standards file as a mapping; every standard on one table."""
    chosen = [METRICS[table][name] for name in metrics or METRICS[table]]
    usual = st.builds(_adapted, merged(st.one_of(*chosen), _surroundings(table)))
    judged = st.builds(_judged, st.one_of(*chosen), _JUDGES)
    changing = st.builds(_changing, st.one_of(*chosen), st.sampled_from(("day", "month")))
    demanding = st.builds(_demanding, st.one_of(*chosen), _ALSO)
    return st.builds(
        _file,
        st.lists(st.one_of(usual, usual, judged, demanding, changing), min_size=1, max_size=most),
        st.sampled_from(ZONES),
        st.sampled_from((None, None, EXCEPTIONS) if table == "tickets" else (None,)),
        st.just(table),
    )


def _surroundings(table: str) -> Settings:
    tickets = table == "tickets"
    low = {"where": "priority = 'low'", "reason": "nothing urgent"}
    york = {"where": "branch = 'York'", "reason": "moving house"}
    return choose(
        where=CONDITIONS if tickets else ON_ALL_TABLES,
        by=(["branch"], ["branch", ["team", "priority"]] if tickets else ["team"]),
        every=("day", "week", "month", "quarter", "hour"),
        min_n=(1, 1, 3, 10),
        leave_out=([low if tickets else york],),
        confidence=("90%",),
    )


def _adapted(standard: Standard) -> Standard:
    """Without what does not go together."""
    dropped = set()
    if standard["metric"] in WITHOUT_PERIODS:
        dropped.add("every")
    if "target" not in standard or standard.get("statistic") or standard["metric"] in NO_VERDICT:
        dropped.add("confidence")
    return {name: value for name, value in standard.items() if name not in dropped}


def _judged(standard: Standard, judge: Standard) -> Standard:
    """Judged by parts, where there is a target to judge by."""
    unfit = standard["metric"] in WITHOUT_PERIODS | COMMONEST or standard.get("form") == "ratio"
    if "target" not in standard or unfit:
        return standard
    return {**standard, "judge": judge, "by": ["team"], "every": "month", "min_n": 2}


CHANGES: Final = ("2025-10-25", "2026-02-01", "2026-03-29")
COMMONEST: Final = {"single_question_rate", "topic_share"}


def _changing(standard: Standard, every: str) -> Standard:
    """With a target that was milder before every record, where there is a share to be met."""
    unfit = standard["metric"] in WITHOUT_PERIODS | COMMONEST or "warn" in standard
    if unfit or standard.get("target") not in {">= 50%", ">= 95%", ">= 40%"}:
        return standard
    history = [{"from": "2025-01-01", "is": ">= 20%"}]
    history += [{"from": day, "is": standard["target"]} for day in CHANGES]
    return {**standard, "target": history, "every": every, "min_n": 1}


_ALSO: Final = st.sampled_from(
    ("branch = 'Hull'", "team = 'A'", {"metric": "customer_satisfaction", "scale": "1-5"})
)


def _demanding(standard: Standard, also: str | Standard) -> Standard:
    """With `and:`, where every record has a verdict."""
    if standard["metric"] in NO_VERDICT | NO_SHARE or "statistic" in standard:
        return standard
    unfit = standard.get("form") == "ratio" or standard.get("count") == "flow"
    return standard if unfit else {**standard, "and": also}


def _file(
    found: list[Standard], timezone: str, leave_out: list[Standard] | None, table: str
) -> dict[str, Any]:
    written: dict[str, Any] = {"version": 1, "timezone": timezone}
    if leave_out:
        written["leave_out"] = leave_out
    if table == "reviews":
        marks = {name: {"from": name, "type": "number"} for name in ("patience", "empathy")}
        written["tables"] = {"reviews": {"columns": marks}}
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
