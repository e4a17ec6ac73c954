"""Random standards over the random tickets: every metric with its settings, every judgement."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st

Standard = dict[str, Any]
Settings = st.SearchStrategy[Standard]

CONDITIONS: Final = (
    "branch = 'Hull'",
    "branch <> 'Hull'",
    "priority = 'urgent' OR replies > 1",
    "branch IN ('Hull', 'York') AND replies >= 1",
    "branch IS NULL",
    "team IS NOT NULL",
    "NOT (branch = 'Leeds')",
    "spam",
    "NOT spam AND team = 'A'",
    "tag('vip')",
    "order_value > 9.5",
)
LIMITS: Final = ("1h", "4h", "24h", "1d", "45m", "7d")
SHARES: Final = (">= 50%", ">= 95%", "100%", "33.3%", "0%")


def _choose(**settings: tuple[Any, ...]) -> Settings:
    """Each setting may be left out; `None` among its values says so too."""
    return st.fixed_dictionaries(
        {}, optional={name: st.sampled_from(values) for name, values in settings.items()}
    )


def _merged(*parts: Settings) -> Settings:
    return st.tuples(*parts).map(lambda found: {k: v for part in found for k, v in part.items()})


_LIMIT_TABLES: Final = st.fixed_dictionaries(
    {
        "by": st.sampled_from(("priority", "branch")),
        "limits": st.fixed_dictionaries(
            {"urgent": st.sampled_from(("45m", "1h")), "high": st.sampled_from(("4h", "24h"))},
            optional={"Hull": st.just("1h"), "Normal": st.just("7d")},
        ),
    },
    optional={"otherwise": st.sampled_from(("4h", "24h"))},
)
_WITHIN: Final = _merged(
    st.fixed_dictionaries({"within": st.one_of(st.sampled_from(LIMITS), _LIMIT_TABLES)}),
    st.one_of(
        _choose(target=SHARES),
        st.fixed_dictionaries({"target": st.just(">= 50%"), "warn": st.just("70%")}),
    ),
)
_STATISTIC: Final = _merged(
    st.fixed_dictionaries(
        {"statistic": st.sampled_from(("mean", "median", "p90", "max", "p1", "p75"))}
    ),
    _choose(target=("<= 4h", "1h", "<= 100d"), open=("survival", "leave_out")),
)
_TIMED: Final = st.one_of(_WITHIN, _STATISTIC)


def _without_open(standard: Standard) -> Standard:
    return {name: value for name, value in standard.items() if name != "open"}


def _metric(name: str, *settings: Settings) -> Settings:
    return _merged(st.just({"metric": name}), *settings)


_SHARE: Final = st.one_of(_choose(target=SHARES), st.just({"target": ">= 40%", "warn": ">= 60%"}))
_LOW_SHARE: Final = _choose(target=("<= 5%", "50%", "<= 0%"))
_SCORE: Final = _choose(target=(">= 0", ">= 3", "2.5"))

_LOW_TIME: Final = _choose(target=("<= 4h", "<= 6d"))
_RUNG: Final = st.fixed_dictionaries(
    {"within": st.sampled_from(("3 rings", "1 ring", "18s", "1m", "1h"))},
    optional={"seconds_per_ring": st.sampled_from((6, 3))},
)
_ABANDONED: Final = _choose(abandoned=("miss", "ignore", "hit"), short_abandon=("0s", "6s", "1m"))
_QUEUE: Final = st.one_of(
    _choose(target=("<= 1", "<= 0")),
    st.fixed_dictionaries(
        {
            "statistic": st.sampled_from(("time_above", "arrivals_above")),
            "above": st.sampled_from((0, 1, 2)),
        }
    ),
)

METRICS: Final[dict[str, Settings]] = {
    "first_response_time": st.one_of(
        _metric("first_response_time", _TIMED),
        _metric("first_response_time", _WITHIN, _choose(closed_unanswered=("miss",))),
    ),
    "resolution_time": _metric("resolution_time", _TIMED, _choose(resolve=("last", "first"))),
    "waiting_time": _metric("waiting_time", _TIMED),
    "first_contact_resolution": st.one_of(
        _metric("first_contact_resolution", _SHARE, _choose(settle=("0d", "1d", "7d"))),
        _metric(
            "first_contact_resolution",
            _choose(
                replies=("= 1", "<= 2", 1),
                reopened=("miss", "ignore"),
                of=("resolved", "all"),
                target=SHARES,
            ),
        ),
        _metric("first_contact_resolution", st.just({"form": "ratio"}), _choose(target=(">= 3",))),
    ),
    "reopen_rate": _metric("reopen_rate", _LOW_SHARE, _choose(settle=("0d", "1d", "7d"))),
    "replies_to_resolve": _metric("replies_to_resolve", _choose(target=("<= 2", "1.5"))),
    "closure_rate": _metric(
        "closure_rate", _SHARE, _choose(count=("cohort", "flow"), window=("day", "week"))
    ),
    "resolution_rate": _metric("resolution_rate", _SHARE),
    "due_date_met": _metric("due_date_met", _SHARE, _choose(due=("due_at", "response_due_at"))),
    "customer_satisfaction": _metric(
        "customer_satisfaction",
        _SHARE,
        st.sampled_from(({"scale": "1-5"}, {"scale": "1-6"})),
        _choose(neutral=("in", "out")),
    ),
    "customer_effort": _metric(
        "customer_effort",
        st.fixed_dictionaries(
            {
                "scale": st.sampled_from(("1-5", "1-7")),
                "easy": st.sampled_from(("high", "low")),
                "method": st.sampled_from(("mean", "top_box", "net")),
            }
        ),
    ),
    "net_promoter_score": _metric("net_promoter_score", _SCORE),
    "share": _metric(
        "share",
        st.fixed_dictionaries({"success": st.sampled_from(CONDITIONS)}),
        st.one_of(_SHARE, _LOW_SHARE, _choose(direction=("lower", "higher"))),
    ),
    "handle_time": _metric("handle_time", _TIMED),
    "backlog_age": _metric(
        "backlog_age", st.one_of(_WITHIN, _merged(st.just({"statistic": "max"}), _LOW_TIME))
    ),
    "reassignment_rate": _metric("reassignment_rate", _LOW_SHARE, _choose(more_than=(0, 1))),
    "throughput": _metric(
        "throughput", _choose(per=("day", "agent and day"), target=(">= 1", ">= 0.5"))
    ),
    "backlog": _metric("backlog", _choose(target=("<= 3",))),
    "queue_length": _metric("queue_length", _QUEUE),
    "value": _metric(
        "value",
        st.fixed_dictionaries(
            {
                "value": st.sampled_from(
                    (
                        "count(*)",
                        "count(branch)",
                        "sum(replies)",
                        "avg(replies)",
                        "sum(order_value)",
                    )
                )
            }
        ),
        _choose(target=(">= 3", "<= 10")),
    ),
}
CALL_METRICS: Final[dict[str, Settings]] = {
    "answer_time": st.one_of(
        _metric("answer_time", _RUNG, _ABANDONED, _choose(target=SHARES)),
        _metric(
            "answer_time", _STATISTIC.map(_without_open), _choose(abandoned=("miss", "ignore"))
        ),
    ),
    "service_level": _metric("service_level", _RUNG, _ABANDONED, _choose(target=SHARES)),
    "abandonment_rate": _metric(
        "abandonment_rate", _LOW_SHARE, _choose(short_abandon=("0s", "6s", "1m"))
    ),
    "transfer_rate": _metric("transfer_rate", _LOW_SHARE),
    "waiting_time": _metric(
        "waiting_time", _TIMED, _choose(parts=("queue", "hold", ["queue", "hold"]))
    ),
    "handle_time": _metric("handle_time", _TIMED),
    "queue_length": _metric("queue_length", _QUEUE),
}
"""Those that are measured on calls."""

SERIES: Final = {"throughput", "backlog", "queue_length"}
CALL_CONDITIONS: Final = ("branch = 'Hull'", "queue IS NOT NULL", "team = 'A' OR answered")
_BREAKDOWNS: Final = (["branch"], ["branch", ["team", "priority"]])
_EVERY: Final = ("day", "week", "month", "quarter", "hour")
_SURROUNDINGS: Final = _merged(
    _choose(
        where=CONDITIONS,
        by=_BREAKDOWNS,
        every=_EVERY,
        min_n=(1, 1, 3, 10),
        leave_out=([{"where": "priority = 'low'", "reason": "nothing urgent"}],),
    )
)
_JUDGES: Final = st.sampled_from(
    (
        {"each": "branch"},
        {"each": "day"},
        {"each": "branch", "reach": ">= 50%"},
        {"each": "week", "reach": ">= 90%"},
    )
)


def _judged(standard: Standard, judge: Standard, by: str) -> Standard:
    """The judgement, where there is a target to judge by."""
    if "target" not in standard or standard.get("form") == "ratio":
        return standard
    return {**standard, "judge": judge, "by": [by], "every": "month", "min_n": 2}


def standards(
    *metrics: str, table: str = "tickets", most: int = 5
) -> st.SearchStrategy[dict[str, Any]]:
    """A whole standards file as a mapping."""
    known = METRICS if table == "tickets" else CALL_METRICS
    chosen = [known[name] for name in metrics or known]
    plain = _merged(st.one_of(*chosen), _SURROUNDINGS)
    judged = st.builds(_judged, st.one_of(*chosen), _JUDGES, st.just("team"))
    return st.builds(
        _file,
        st.lists(st.one_of(plain, plain, judged), min_size=1, max_size=most),
        st.sampled_from(("Europe/London", "Asia/Kathmandu", "UTC")),
        st.sampled_from((None, None, EXCEPTIONS) if table == "tickets" else (None,)),
        st.just(table),
    )


EXCEPTIONS: Final = [
    {"where": "spam", "reason": "spam", "table": "tickets"},
    {"where": "tag('late')", "reason": "late", "table": "tickets"},
]


def _file(
    found: list[Standard], timezone: str, leave_out: list[Standard] | None, table: str
) -> dict[str, Any]:
    written: dict[str, Any] = {"version": 1, "timezone": timezone}
    if leave_out:
        written["leave_out"] = leave_out
    written["standards"] = [
        {"id": f"s{number}", "statement": "We do.", "table": table, **_adapted(standard, table)}
        for number, standard in enumerate(found)
    ]
    return written


def _adapted(standard: Standard, table: str) -> Standard:
    """Without what the table lacks, and series without periods, which have a test of their own."""
    dropped = set()
    if table == "calls":
        dropped = {"leave_out"}
        if "where" in standard:
            at = CONDITIONS.index(standard["where"]) % len(CALL_CONDITIONS)
            standard = {**standard, "where": CALL_CONDITIONS[at]}
        if "by" in standard:
            standard = {**standard, "by": ["branch"]}
        if isinstance(standard.get("within"), dict):
            standard = {**standard, "within": {**standard["within"], "by": "branch"}}
    if standard["metric"] in SERIES:
        dropped |= {"every", "judge"}
    return {name: value for name, value in standard.items() if name not in dropped}
