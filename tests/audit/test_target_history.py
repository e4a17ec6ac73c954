"""A target that changed: each record is held to the one of its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.small_audit import Bench


def test_nothing_was_promised_before_the_first_target_of_a_history(bench: Bench) -> None:
    tickets = """
        id,created_at,first_response_at
        1,2026-05-04T08:00Z,2026-05-06T08:00Z
        2,2026-07-06T08:00Z,2026-07-06T09:00Z
    """
    standard = """
        timezone: UTC
        standards:
          - id: one
            metric: first_response_time
            within: 4h
            target: [{{from: {first}, is: ">= 90%"}}]
            every: month
    """
    july = bench.report(tickets, standard.format(first="2026-07-01"))
    assert [result.outcome for result in july.results] == ["pass", "info", "pass"]
    later = bench.report(tickets, standard.format(first="2027-07-01"))
    assert [result.outcome for result in later.results] == ["info", "info", "info"]
    assert later.gate.exit_code == 0


def test_a_group_is_judged_by_the_target_that_held_for_all(bench: Bench) -> None:
    tickets = "id,created_at,status\n" + "\n".join(
        f"{n},2026-06-0{n}T08:00Z,{'open' if n == 1 else 'resolved'}" for n in range(1, 10)
    )
    standard = """
        timezone: UTC
        standards:
          - id: s
            metric: resolution_rate
            target: [{from: 2026-01-01, is: ">= 50%"}, {from: 2026-07-01, is: ">= 95%"}]
            by: [status]
            min_n: 1
    """
    whole, *groups = bench.report(tickets, standard).results
    assert whole.target is not None
    assert (whole.outcome, whole.target.value) == ("pass", 0.5)
    assert [group.outcome for group in groups] == ["fail", "pass"]
    assert {group.target.value for group in groups if group.target is not None} == {0.5}


@pytest.mark.parametrize("each", ["status", "day"])
def test_each_part_is_held_to_the_target_of_its_days(bench: Bench, each: str) -> None:
    tickets = "id,created_at,resolved_at,status\n" + "\n".join(
        f"{day}-{n},2026-06-{day:02}T08:00Z,2026-06-{day + (n == 1):02}T09:00Z,resolved"
        for day in range(1, 6)
        for n in range(1, 11)
    )
    standard = """
        timezone: UTC
        standards:
          - id: s
            metric: resolution_time
            within: 4h
            target: [{from: 2026-01-01, is: ">= 80%"}, {from: 2026-07-01, is: ">= 95%"}]
            judge: {each: EACH}
            min_n: 1
    """
    whole, *parts = bench.report(tickets, standard.replace("EACH", each)).results
    assert {part.outcome for part in parts} == {"pass"}
    assert whole.outcome == "pass"
