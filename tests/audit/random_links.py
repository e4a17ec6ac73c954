"""Several tables at once, and standards that ask for the columns of another one."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st

from tests.audit.random_settings import SHARE, Settings, Standard, choose, merged
from tests.audit.random_standards import ZONES, as_file
from tests.audit.random_tables import CALLS, REVIEWS, SURVEYS, TICKETS, Row, tables

SHAPES: Final = {"tickets": TICKETS, "calls": CALLS, "surveys": SURVEYS, "reviews": REVIEWS}
_OF_TICKETS: Final = (
    "tickets.branch = 'Hull'",
    "tickets.replies > 1",
    "tickets.status = 'open'",
    "NOT tickets.spam",
    "tickets.priority IS NULL",
)
_OF_THE_OTHERS: Final = (
    "reviews.accurate = 'yes'",
    "reviews.patience >= 4",
    "surveys.nps > 6 OR surveys.team = 'A'",
    "surveys.ces >= 3",
    "calls.transferred",
    "calls.rings <= 1 AND reviews.team = 'A'",
)
CONDITIONS: Final = {
    "tickets": _OF_THE_OTHERS,
    "calls": (*_OF_TICKETS, "reviews.accurate = 'yes'"),
    "surveys": (*_OF_TICKETS, "reviews.accurate = 'yes' AND tickets.branch <> 'York'"),
    "reviews": (*_OF_TICKETS, "surveys.nps > 6"),
}
GROUPS: Final = {
    "tickets": ("surveys.channel", "reviews.team", "calls.queue"),
    **dict.fromkeys(("calls", "surveys", "reviews"), ("tickets.branch", "tickets.spam")),
}
_COUNTED: Final[dict[str, tuple[Standard, ...]]] = {
    "tickets": (
        {"metric": "resolution_rate"},
        {"metric": "resolution_time", "within": "4h"},
        {
            "metric": "resolution_time",
            "within": {"by": "surveys.channel", "limits": {"email": "1d", "SMS": "1h"}},
        },
    ),
    "calls": ({"metric": "transfer_rate"}, {"metric": "handle_time", "statistic": "p90"}),
    "surveys": ({"metric": "net_promoter_score"}, {"metric": "survey_response_rate"}),
    "reviews": (
        {"metric": "accuracy_rate"},
        {"metric": "quality_score", "scale": "1-5", "items": ["patience"]},
    ),
}


def _asking(table: str) -> Settings:
    asks = st.sampled_from(CONDITIONS[table])
    success = merged(
        st.builds(lambda text: {"metric": "share", "success": text}, asks),
        SHARE,
        st.one_of(st.just({}), st.builds(lambda text: {"and": text}, asks)),
    )
    return merged(
        st.one_of(success, st.sampled_from(_COUNTED[table])),
        choose(where=CONDITIONS[table], by=tuple([name] for name in GROUPS[table]), min_n=(1, 3)),
    )


@st.composite
def linked(draw: st.DrawFn, table: str) -> tuple[dict[str, list[Row]], dict[str, Any]]:
    """All four tables, one of them asked about; and the standards file."""
    rows = {name: draw(tables(shape, most=12)) for name, shape in SHAPES.items()}
    found = draw(st.lists(_asking(table), min_size=1, max_size=4))
    return rows, as_file(found, draw(st.sampled_from(ZONES)), None, table)
