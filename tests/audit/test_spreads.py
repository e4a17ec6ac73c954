"""`judge: {spread: …}`: the target is about a difference, and about nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.small_audit import Bench

TICKETS = """
    id,created_at,first_response_at,branch,csat
    1,2026-01-01T08:00Z,2026-01-01T09:00Z,Leeds,5
    2,2026-01-01T08:00Z,2026-01-01T19:00Z,Leeds,1
    3,2026-01-01T08:00Z,2026-01-01T09:00Z,York,5
    4,2026-01-01T08:00Z,2026-01-01T11:00Z,York,5
"""


def test_the_branches_behind_a_spread_of_attainments_are_shown_and_not_judged(
    bench: Bench,
) -> None:
    report = bench.report(
        TICKETS,
        """
        standards:
          - id: alike
            metric: first_response_time
            within: 4h
            target: "<= 10%"
            min_n: 1
            judge: {spread: branch}
        """,
    )
    whole, *branches = report.results
    assert (whole.outcome, whole.value, whole.statistic) == ("fail", 0.5, "spread")
    assert whole.reached_seconds is None
    assert [branch.value for branch in branches] == [0.5, 1.0]
    for branch in branches:
        assert (branch.outcome, branch.target, branch.budget) == ("info", None, None)
        assert (branch.statistic, branch.reached_seconds) == (None, None)
        assert branch.limit is not None


def test_a_spread_of_a_statistic_says_of_which(bench: Bench) -> None:
    whole, *branches = bench.report(
        TICKETS,
        """
        standards:
          - id: alike
            metric: first_response_time
            statistic: median
            target: "<= 1h"
            min_n: 1
            judge: {spread: branch}
        """,
    ).results
    assert (whole.value, whole.statistic) == (0.0, "spread of median")
    assert {branch.statistic for branch in branches} == {"median"}


def test_how_far_apart_cannot_be_said_while_one_of_them_is_known_only_to_last_so_long(
    bench: Bench,
) -> None:
    tickets = """
        id,created_at,resolved_at,updated_at,branch
        1,2026-01-05T00:00Z,2026-01-05T01:00Z,,Leeds
        2,2026-01-05T00:00Z,,2026-01-05T10:00Z,York
    """
    standard = """
        standards:
          - id: alike
            metric: resolution_time
            statistic: p90
            target: "<= 100h"
            min_n: {least}
            judge: {{spread: branch}}
    """
    york = "3,2026-01-05T00:00Z,2026-01-05T02:00Z,,York"
    open_one = bench.result(tickets + f"    {york}\n", standard.format(least=1))
    assert (open_one.outcome, open_one.reason) == ("no_data", "too_few")
    assert (open_one.value, open_one.bound, open_one.margin) == (None, None, None)
    assert "too few cases have ended" in (open_one.words or "")
    ended = tickets.replace(
        ",2026-01-05T00:00Z,,2026-01-05T10:00Z", ",2026-01-05T00:00Z,2026-01-05T10:00Z,"
    )
    closed = bench.result(ended, standard.format(least=1))
    assert (closed.outcome, closed.value) == ("pass", 9 * 3_600.0)


BRANCHES = "id,created_at,csat,branch\n" + "".join(
    f"{branch}{n},2026-01-05T08:00Z,{5 if n < happy else 1},{branch}\n"
    for branch, happy in (("A", 36), ("B", 38), ("C", 20))
    for n in range(40)
)
UNANSWERED = "".join(f"C-{n},n/a,,C\n" for n in range(3))
UNREAD = "".join(f"C-{n},n/a,1,C\n" for n in range(5))


@pytest.mark.parametrize(
    ("more", "outcome", "reason"),
    [("", "fail", None), (UNANSWERED, "fail", None), (UNREAD, "no_data", "too_many_unreadable")],
)
@pytest.mark.parametrize(
    "promise",
    [
        'target: ">= 60%"\n        judge: {each: branch}',
        'target: "<= 30%"\n        judge: {spread: branch}',
    ],
)
def test_a_group_is_not_lost_by_records_that_cannot_be_read(
    bench: Bench, more: str, outcome: str, reason: str | None, promise: str
) -> None:
    standard = f"""
    timezone: UTC
    standards:
      - id: same
        metric: customer_satisfaction
        scale: 1-5
        {promise}
    """
    found = bench.result(BRANCHES + more, standard)
    assert (found.outcome, found.reason) == (outcome, reason)
    if reason:
        assert "of C: more than 5 %" in (found.words or "")
