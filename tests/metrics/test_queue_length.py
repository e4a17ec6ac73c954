"""How many wait at once: the sweep against counting heads second by second."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csaudit.errors import StandardsError
from csaudit.metrics.parts import queue
from tests.reference.statistics import wilson

if TYPE_CHECKING:
    from tests.metrics.conftest import Audited, Measured

Wait = tuple[str, int, int | None]
START = datetime(2026, 10, 5, 9, tzinfo=UTC)
END = 12
WAITS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b"]), st.integers(0, END), st.none() | st.integers(0, END)
    ).map(
        lambda wait: (wait[0], wait[1], None if wait[2] is None else min(END, wait[1] + wait[2]))
    ),
    min_size=1,
    max_size=12,
)


def at(second: int) -> datetime:
    return START + timedelta(seconds=second)


def steps(waits: list[Wait], first: int, last: int) -> pl.DataFrame:
    frame = pl.DataFrame(
        {
            queue.QUEUE: [wait[0] for wait in waits],
            queue.JOINED: [at(wait[1]) for wait in waits],
            queue.LEFT: [None if wait[2] is None else at(wait[2]) for wait in waits],
        },
        schema_overrides={queue.LEFT: pl.Datetime("us", "UTC")},
    )
    edges = [pl.lit(at(second)) for second in (first, last, last)]
    return queue.clip(queue.sweep(frame.lazy(), []), *edges).collect()


def waiting(waits: list[Wait], name: str, second: int) -> int:
    """Heads counted from this second on until something changes."""
    return sum(q == name and j <= second and (e is None or e > second) for q, j, e in waits)


def met(waits: list[Wait], name: str, second: int) -> int:
    return sum(q == name and j < second and (e is None or e > second) for q, j, e in waits)


@settings(max_examples=300, deadline=None)
@given(WAITS, st.integers(0, 3), st.integers(0, 5))
def test_the_sweep_counts_the_same_heads(waits: list[Wait], above: int, first: int) -> None:
    found = steps(waits, first, END)
    names = sorted({name for name, _, _ in waits})
    longest = max(
        [waiting(waits, name, second) for name in names for second in range(first, END + 1)]
    )
    assert max(found["length"].to_list(), default=0) == longest
    time = sum(waiting(waits, name, s) > above for name in names for s in range(first, END))
    assert found.filter(pl.col("length") > above)["lasted"].sum() == time * 1_000_000
    arrivals = [met(waits, name, joined) for name, joined, _ in waits if joined >= first]
    assert found["arrived"].sum() == len(arrivals)
    longer = sum(length > above for length in arrivals)
    assert found.filter(pl.col("met") > above)["arrived"].sum() == longer


@settings(max_examples=100, deadline=None)
@given(WAITS, st.integers(0, 2))
def test_episodes_cover_exactly_the_time_above(waits: list[Wait], above: int) -> None:
    found = steps(waits, 0, END)
    episodes = queue.episodes(found.lazy(), [], above).sort(queue.QUEUE, "at").collect()
    listed = episodes.select(queue.QUEUE, "at", "until", "longest").rows()
    lasted = sum(((end - start) for _, start, end, _ in listed), timedelta())
    assert lasted == timedelta(
        microseconds=int(found.filter(pl.col("length") > above)["lasted"].sum())
    )
    assert all(peak > above for *_, peak in listed)
    for one, other in pairwise(listed):
        assert one[0] != other[0] or one[2] < other[1]


CALLS = """
id,offered_at,answered_at,ended_at,queue
1,2026-10-05T09:00:00Z,2026-10-05T09:10:00Z,2026-10-05T09:20:00Z,sales
2,2026-10-05T09:01:00Z,2026-10-05T09:10:00Z,2026-10-05T09:20:00Z,sales
3,2026-10-05T09:02:00Z,,2026-10-05T09:04:00Z,sales
4,2026-10-05T09:04:00Z,2026-10-05T09:10:00Z,2026-10-05T09:20:00Z,sales
5,2026-10-05T09:05:00Z,2026-10-05T09:05:00Z,2026-10-05T09:20:00Z,sales
6,2026-10-05T09:05:00Z,2026-10-05T09:06:00Z,2026-10-05T09:20:00Z,help
"""


def test_the_peak_is_of_one_queue_and_whoever_leaves_goes_first(measured: Measured) -> None:
    found = measured("calls", CALLS, "queue_length", {"target": "<= 2"})
    assert (found.value, found.n, found.unit, found.outcome) == (3, 6, "number", "fail")
    assert [one.label for one in found.details] == [
        "sales: 2026-10-05 09:02:00 to 2026-10-05 09:10:00, 3 waiting"
    ]


def test_the_share_of_time_above_is_of_all_queues(measured: Measured) -> None:
    found = measured("calls", CALLS, "queue_length", {"statistic": "time_above", "above": 2})
    assert found.value == float(Fraction(8, 2 * 20))
    assert found.unit == "share"


def test_the_share_of_customers_who_met_a_longer_queue(measured: Measured) -> None:
    settings = {"statistic": "arrivals_above", "above": 1, "target": "<= 50%"}
    found = measured("calls", CALLS, "queue_length", settings)
    # The third met two; the fourth met two as well, since the third had just left; the fifth three.
    assert (found.numerator, found.denominator, found.outcome) == (3, 6, "pass")
    assert found.interval == pytest.approx(wilson(3, 6))


def test_two_queues_in_one_are_longer(measured: Measured) -> None:
    rows = CALLS.replace(",help", ",sales")
    assert measured("calls", rows, "queue_length").value == 4


def test_a_day_begins_with_those_who_still_wait(audited: Audited) -> None:
    rows = """
id,offered_at,answered_at,queue
1,2026-10-05T23:50:00Z,2026-10-06T00:10:00Z,q
2,2026-10-05T23:55:00Z,2026-10-06T00:05:00Z,q
3,2026-10-06T00:01:00Z,2026-10-06T00:02:00Z,q
4,2026-10-08T00:00:00Z,2026-10-08T00:01:00Z,q
"""
    standard = {"metric": "queue_length", "every": "day", "min_n": 1}
    found = audited({"calls": rows}, [standard]).results
    values = {str(one.period.start)[5:]: (one.value, one.n) for one in found if one.period}
    assert values == {"10-05": (2, 2), "10-06": (3, 3), "10-08": (1, 1)}


def test_the_share_of_a_day_is_exact(audited: Audited) -> None:
    rows = """
id,offered_at,answered_at
1,2026-10-05T00:00:00Z,2026-10-05T06:00:00Z
2,2026-10-06T23:00:00Z,2026-10-07T01:00:00Z
"""
    standard = {
        "metric": "queue_length", "statistic": "time_above", "above": 0, "every": "day", "min_n": 1
    }  # fmt: skip
    found = audited({"calls": rows}, [standard]).results
    assert [one.value for one in found if one.period] == [1 / 4, 1 / 24, 1]


def test_cases_wait_for_their_first_response(measured: Measured) -> None:
    rows = """
id,created_at,first_response_at,resolved_at,status
answered,2026-10-05T09:00:00Z,2026-10-05T10:00:00Z,2026-10-05T12:00:00Z,solved
unanswered,2026-10-05T09:30:00Z,,2026-10-05T09:40:00Z,solved
waiting,2026-10-05T11:00:00Z,,,open
unknown,2026-10-05T09:00:00Z,,,solved
backwards,2026-10-05T09:00:00Z,2026-10-05T08:00:00Z,,open
"""
    found = measured("tickets", rows, "queue_length", {"statistic": "time_above", "above": 0})
    assert (found.value, found.n) == (2 / 3, 3)
    assert found.unreadable_by == {"first_response_at": 1, "resolved_at": 1}
    assert measured("tickets", rows, "queue_length").value == 2


def test_how_many_may_wait_must_be_said(measured: Measured) -> None:
    with pytest.raises(StandardsError, match="needs to know how many may wait"):
        measured("calls", CALLS, "queue_length", {"statistic": "arrivals_above"})


CASES = """
id,created_at,first_response_at,status,queue
1,2026-10-05T09:00:00Z,2026-10-05T10:00:00Z,open,A
2,2026-10-05T09:10:00Z,2026-10-05T10:00:00Z,open,B
"""


def test_a_queue_of_cases_does_not_hang_on_what_other_standards_read(audited: Audited) -> None:
    peak = {"metric": "queue_length", "table": "tickets"}
    by = {"id": "by", "metric": "resolution_rate", "by": ["queue"]}
    alone = audited({"tickets": CASES}, [peak]).results[0]
    among = audited({"tickets": CASES}, [peak, by]).results[0]
    assert alone.value == among.value == 1


@pytest.mark.parametrize(
    ("across", "value"),
    [("queues", Fraction(1, 4)), ("any", Fraction(5, 12)), (None, Fraction(1, 4))],
)
def test_time_above_is_a_share_of_queue_time_or_of_that_of_any_queue(
    audited: Audited, across: str | None, value: Fraction
) -> None:
    """Of an hour queue A has somebody from 0 to 15, B from 10 to 15 and from 40 to 50."""
    calls = """
id,offered_at,answered_at,queue
1,2026-10-01T09:00:00Z,2026-10-01T09:15:00Z,A
2,2026-10-01T09:10:00Z,2026-10-01T09:15:00Z,B
3,2026-10-01T09:40:00Z,2026-10-01T09:50:00Z,B
4,2026-10-01T10:00:00Z,2026-10-01T10:00:00Z,B
"""
    standard = {"id": "it", "metric": "queue_length", "statistic": "time_above", "above": 0}
    asked = standard if across is None else {**standard, "across": across}
    (found,) = audited({"calls": calls}, [asked]).gating()
    assert found.value == pytest.approx(float(value))
