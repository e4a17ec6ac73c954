"""What the random metrics share: limits, clocks, statistics, targets, conditions."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st

Standard = dict[str, Any]
Settings = st.SearchStrategy[Standard]

CLOCKED_CONDITIONS: Final = (
    "created_in_office",
    "NOT created_in_night",
    "created_hour >= 9 AND created_hour < 17",
    "created_weekday IN ('sat', 'sun')",
)
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


def choose(**settings: tuple[Any, ...]) -> Settings:
    """Each setting may be left out; `None` among its values says so too."""
    return st.fixed_dictionaries(
        {}, optional={name: st.sampled_from(values) for name, values in settings.items()}
    )


def merged(*parts: Settings) -> Settings:
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
WITHIN: Final = merged(
    st.fixed_dictionaries({"within": st.one_of(st.sampled_from(LIMITS), _LIMIT_TABLES)}),
    st.one_of(
        choose(target=SHARES),
        st.fixed_dictionaries({"target": st.just(">= 50%"), "warn": st.just("70%")}),
    ),
)
OPEN_TIME: Final = merged(
    st.one_of(
        st.fixed_dictionaries(
            {
                "within": st.sampled_from(("1h", "4h", "24h", "45m")),
                "calendar": st.sampled_from(("office", "office", "night")),
            }
        ),
        st.fixed_dictionaries(
            {
                "within": st.sampled_from(("0 working days", "1 working day", "3 working days")),
                "calendar": st.just("office"),
            }
        ),
        st.fixed_dictionaries({"within": st.just("4h"), "calendar_by": st.just("branch")}),
        st.fixed_dictionaries(
            {
                "within": st.fixed_dictionaries(
                    {
                        "by": st.just("priority"),
                        "limits": st.just(
                            {
                                "urgent": {"limit": "1h", "calendar": "always"},
                                "high": {"limit": "1 working day", "calendar": "office"},
                                "Normal": "4h",
                            }
                        ),
                    },
                    optional={"otherwise": st.just({"limit": "24h", "calendar": "night"})},
                )
            },
            optional={"calendar_by": st.just("branch")},
        ),
    ),
    choose(target=SHARES),
)
STATISTIC: Final = merged(
    st.fixed_dictionaries(
        {"statistic": st.sampled_from(("mean", "median", "p90", "max", "p1", "p75"))}
    ),
    choose(target=("<= 4h", "1h", "<= 2400h"), open=("survival", "leave_out")),
)
TIMED: Final = st.one_of(WITHIN, STATISTIC)
CLOCKED: Final = st.one_of(
    TIMED,
    merged(STATISTIC, choose(calendar=("office", "night"))),
    OPEN_TIME,
    merged(TIMED, choose(pause=(["pending"], ["on_hold"], ["pending", "on_hold"]))),
)


def without_open(standard: Standard) -> Standard:
    return {name: value for name, value in standard.items() if name != "open"}


def metric(name: str, *settings: Settings) -> Settings:
    return merged(st.just({"metric": name}), *settings)


SHARE: Final = st.one_of(choose(target=SHARES), st.just({"target": ">= 40%", "warn": ">= 60%"}))
LOW_SHARE: Final = choose(target=("<= 5%", "50%", "<= 0%"))
SCORE: Final = choose(target=(">= 0", ">= 3", "2.5"))

PHRASES: Final = ["Larkfield promise", "ride on"]
LOW_TIME: Final = choose(target=("<= 4h", "<= 6d"))
RUNG: Final = st.fixed_dictionaries(
    {"within": st.sampled_from(("3 rings", "1 ring", "18s", "1m", "1h"))},
    optional={"seconds_per_ring": st.sampled_from((6, 3))},
)
ABANDONED: Final = choose(abandoned=("miss", "ignore", "hit"), short_abandon=("0s", "6s", "1m"))
QUEUE: Final = st.one_of(
    choose(target=("<= 1", "<= 0")),
    st.fixed_dictionaries(
        {
            "statistic": st.sampled_from(("time_above", "arrivals_above")),
            "above": st.sampled_from((0, 1, 2)),
        },
        optional={"across": st.sampled_from(("queues", "any"))},
    ),
)
