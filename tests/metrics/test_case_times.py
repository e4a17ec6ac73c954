"""First response and resolution of a case, and the dates that were promised for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from csaudit.errors import DataError

if TYPE_CHECKING:
    from tests.metrics.conftest import Audited, Listed, Measured

ANSWERED = """
id,created_at,first_response_at,status,resolved_at
on-limit,2026-10-05T09:00:00Z,2026-10-05T10:00:00Z,open,
over,2026-10-05T09:00:00Z,2026-10-05T10:00:00.000001Z,open,
closed-unanswered,2026-10-05T09:00:00Z,,closed,2026-10-05T09:30:00Z
open-over,2026-10-05T09:00:00Z,,open,
open-young,2026-10-05T11:30:00Z,,open,
backwards,2026-10-05T09:00:00Z,2026-10-05T08:00:00Z,open,
garbled,2026-10-05T09:00:00Z,soon,open,
undated,,2026-10-05T09:00:00Z,open,
last,2026-10-05T12:00:00Z,2026-10-05T12:00:00Z,open,
"""


def test_first_response_within_an_hour(measured: Measured) -> None:
    found = measured("tickets", ANSWERED, "first_response_time", {"within": "1h"})
    assert (found.numerator, found.n, found.not_due) == (2, 4, 1)
    assert found.not_applicable_by == {"closed unanswered": 1}
    assert found.unreadable_by == {"first_response_at": 2, "created_at": 1}


def test_closed_without_any_reply_may_be_a_miss(measured: Measured) -> None:
    settings = {"within": "1h", "closed_unanswered": "miss"}
    found = measured("tickets", ANSWERED, "first_response_time", settings)
    assert (found.numerator, found.n, found.not_applicable) == (2, 5, 0)
    assert [(one.label, one.numerator, one.n) for one in found.details] == [
        ("closed unanswered", 1, 5)
    ]


def test_the_helpdesks_duration_gives_the_instant(measured: Measured) -> None:
    rows = """
id,created_at,first_response_minutes
a,2026-10-05T09:00:00Z,60
b,2026-10-05T09:00:00Z,61
c,2026-10-05T09:00:00Z,
d,2026-10-05T12:00:00Z,a while
"""
    mapped = {
        "tables": {
            "tickets": {
                "columns": {
                    "first_response_duration": {
                        "from": "first_response_minutes",
                        "unit": "minutes",
                    }
                }
            }
        }
    }
    found = measured("tickets", rows, "first_response_time", {"within": "1h"}, top=mapped)
    assert (found.numerator, found.n) == (1, 3)
    assert found.unreadable_by == {"first_response_duration": 1}
    closed = [
        row + (",status" if row.startswith("id") else ",closed") for row in rows.strip().split("\n")
    ]
    found = measured(
        "tickets", "\n".join(closed), "first_response_time", {"within": "1h"}, top=mapped
    )
    assert found.unreadable_by == {"first_response_duration": 1}
    assert found.not_applicable_by == {"closed unanswered": 1}


def test_a_duration_is_an_event_like_any_other(measured: Measured, audited: Audited) -> None:
    rows = """
id,created_at,resolution_time_hours,first_response_mins
a,2026-10-05T09:00:00Z,5,30
b,2026-10-05T09:00:00Z,7,300
c,2026-10-05T15:00:00Z,,
d,2026-10-05T10:00:00Z,soon,10
"""
    found = measured("tickets", rows, "resolution_time", {"within": "6h"})
    # The newest event is the resolve of b at 16:00: c is open and not due.
    assert (found.numerator, found.n, found.not_due) == (1, 2, 1)
    assert found.unreadable_by == {"resolved_at": 1}
    report = audited(
        {"tickets": rows},
        [{"id": name, "metric": name} for name in ("throughput", "resolution_rate")],
    )
    assert report.as_of.isoformat() == "2026-10-05T16:00:00+00:00"
    thrown, rate = report.gating()
    assert (thrown.n, rate.numerator) == (2, 2)


def test_a_business_duration_stands_only_for_itself(measured: Measured) -> None:
    rows = "id,created_at,first_response_duration\na,2026-10-05T09:00:00Z,60\n"
    column = {"from": "first_response_duration", "clock": "helpdesk"}
    top = {"tables": {"tickets": {"columns": {"first_response_duration": column}}}}
    settings = {"within": "1m"}
    with pytest.raises(DataError, match="write  clock: helpdesk"):
        measured("tickets", rows, "first_response_time", settings, top=top)
    settings["clock"] = "helpdesk"
    assert measured("tickets", rows, "first_response_time", settings, top=top).numerator == 1


RESOLVED = """
id,created_at,status,first_resolved_at,resolved_at,closed_at
solved,2026-10-05T09:00:00Z,solved,,2026-10-05T13:00:00Z,2026-10-09T09:00:00Z
only-closed,2026-10-05T09:00:00Z,closed,,,2026-10-05T13:00:01Z
stale,2026-10-05T09:00:00Z,open,2026-10-05T10:00:00Z,2026-10-05T10:00:00Z,
nobody-knows,2026-10-05T09:00:00Z,solved,,,
twice,2026-10-05T09:00:00Z,solved,2026-10-05T10:00:00Z,2026-10-06T10:00:00Z,
backwards,2026-10-05T09:00:00Z,solved,,2026-10-05T08:00:00Z,
young,2026-10-09T08:00:00Z,open,,,
"""


@pytest.mark.parametrize(
    ("resolve", "met", "judged", "not_due", "unreadable"),
    [("last", 1, 4, 1, 2), ("first", 3, 4, 1, 2)],
)
def test_resolved_within_four_hours(
    measured: Measured, resolve: str, met: int, judged: int, not_due: int, unreadable: int
) -> None:
    """An open status beats a stale instant, unless the first resolve is asked for."""
    settings = {"within": "4h", "resolve": resolve}
    found = measured("tickets", RESOLVED, "resolution_time", settings)
    assert (found.numerator, found.n, found.not_due) == (met, judged, not_due)
    assert found.unreadable_by == {"resolved_at": unreadable}


def test_a_mean_leaves_open_cases_out_and_a_maximum_does_not(measured: Measured) -> None:
    rows = """
id,created_at,resolved_at
a,2026-10-05T09:00:00Z,2026-10-05T10:00:00Z
b,2026-10-05T09:00:00Z,2026-10-05T12:00:00Z
c,2026-10-05T09:00:00Z,
d,2026-10-05T19:00:00Z,2026-10-05T19:00:00Z
"""
    mean = measured("tickets", rows, "resolution_time", {"statistic": "mean"})
    assert (mean.value, mean.n, mean.open) == (4800, 3, 1)
    longest = measured("tickets", rows, "resolution_time", {"statistic": "max"})
    assert (longest.value, longest.bound) == (36_000, "lower")


def test_paused_time_comes_off(measured: Measured) -> None:
    rows = """
id,created_at,resolved_at,on_hold
a,2026-10-05T09:00:00Z,2026-10-05T14:00:00Z,3600
b,2026-10-05T09:00:00Z,2026-10-05T14:00:00Z,
"""
    settings = {"within": "4h", "pause": "on_hold"}
    assert measured("tickets", rows, "resolution_time", settings).numerator == 1


DUE = """
id,created_at,status,resolved_at,first_response_at,due_at,response_due_at,callback_by
in-time,2026-10-05T09:00:00Z,solved,2026-10-06T09:00:00Z,2026-10-05T10:00:00Z,2026-10-06T09:00:00Z,2026-10-05T10:00:00Z,2026-10-07T09:00:00Z
late,2026-10-05T09:00:00Z,solved,2026-10-06T09:00:01Z,2026-10-05T10:00:01Z,2026-10-06T09:00:00Z,2026-10-05T10:00:00Z,2026-10-06T09:00:00Z
open-late,2026-10-05T09:00:00Z,open,,,2026-10-06T09:00:00Z,2026-10-05T10:00:00Z,
open,2026-10-05T09:00:00Z,open,,,2026-10-16T09:00:00Z,2026-10-16T09:00:00Z,
no-date,2026-10-05T09:00:00Z,solved,2026-10-07T09:00:00Z,,,,
unanswered,2026-10-05T09:00:00Z,solved,2026-10-05T12:00:00Z,,2026-10-06T09:00:00Z,2026-10-06T09:00:00Z,
"""


@pytest.mark.parametrize(
    ("settings", "met", "judged", "not_due", "reasons"),
    [
        ({}, 2, 4, 1, {"no due date": 1}),
        ({"due": "response_due_at"}, 1, 3, 1, {"no due date": 1, "closed unanswered": 1}),
        ({"due": "callback_by"}, 1, 2, 0, {"no due date": 4}),
    ],
    ids=["resolved", "answered", "another promise"],
)
def test_kept_by_the_due_date(
    measured: Measured,
    settings: dict[str, Any],
    met: int,
    judged: int,
    not_due: int,
    reasons: dict[str, int],
) -> None:
    column = {"from": "callback_by", "type": "instant"}
    top = {"tables": {"tickets": {"columns": {"callback_by": column}}}}
    found = measured("tickets", DUE, "due_date_met", settings, top=top)
    assert (found.numerator, found.n, found.not_due) == (met, judged, not_due)
    assert found.not_applicable_by == reasons
    assert found.open == (0 if settings.get("due") == "callback_by" else 2)


def test_a_promise_that_is_text_is_named_with_the_line_to_write(measured: Measured) -> None:
    with pytest.raises(DataError, match=r"callback_by holds text.*type: instant"):
        measured("tickets", DUE, "due_date_met", {"due": "callback_by"})


def test_without_due_instants_the_helpdesks_word_is_taken(measured: Measured) -> None:
    rows = "id,created_at,due_met\n" + "\n".join(
        f"{n},2026-10-05T09:00:00Z,{flag}" for n, flag in enumerate(["yes", "no", "", "partly"])
    )
    found = measured("tickets", rows, "due_date_met")
    assert (found.numerator, found.n) == (1, 2)
    assert found.not_applicable_by == {"no due date": 1}
    assert found.unreadable_by == {"due_met": 1}


REVIEWED = """
id,created_at,first_response_at,accurate
kept,2026-10-05T09:00:00Z,2026-10-05T09:30:00Z,yes
not-reviewed,2026-10-05T09:00:00Z,2026-10-05T09:30:00Z,
late-not-reviewed,2026-10-05T09:00:00Z,2026-10-05T11:30:00Z,
open-wrong,2026-10-05T11:00:00Z,,no
open-right,2026-10-05T11:00:00Z,,yes
open-not-reviewed,2026-10-05T11:00:00Z,,
"""


def test_what_nobody_reviewed_counts_only_if_it_missed_the_limit(listed: Listed) -> None:
    settings = {"within": "1h", "target": "50%", "and": "accurate = 'yes'"}
    rows = listed("tickets", REVIEWED, "first_response_time", settings)
    assert {name: row["verdict"] for name, row in rows.items()} == {
        "kept": "met",
        "not-reviewed": "not_applicable",
        "late-not-reviewed": "missed",
        "open-wrong": "missed",
        "open-right": "not_due",
        "open-not-reviewed": "not_applicable",
    }


def test_the_helpdesks_word_stands_beside_what_its_instants_say(measured: Measured) -> None:
    rows = """
id,created_at,resolved_at,due_at,due_met
kept,2026-10-05T09:00:00Z,2026-10-06T08:00:00Z,2026-10-06T09:00:00Z,yes
late-and-flagged,2026-10-05T09:00:00Z,2026-10-06T10:00:00Z,2026-10-06T09:00:00Z,yes
late,2026-10-05T09:00:00Z,2026-10-06T10:00:00Z,2026-10-06T09:00:00Z,no
not-flagged,2026-10-05T09:00:00Z,2026-10-06T10:00:00Z,2026-10-06T09:00:00Z,
"""
    found = measured("tickets", rows, "due_date_met")
    own, differ = found.details
    assert (found.numerator, found.n) == (1, 4)
    assert (own.label, own.numerator, own.n) == ("kept by the helpdesk's own word", 2, 3)
    assert (differ.numerator, differ.n, differ.ids) == (1, 3, ("late-and-flagged",))


def test_a_case_closed_unanswered_might_have_waited_longer(measured: Measured) -> None:
    rows = """
id,created_at,first_response_at,resolved_at
a,2026-10-05T09:00:00Z,2026-10-05T09:10:00Z,2026-10-06T09:00:00Z
b,2026-10-05T09:00:00Z,2026-10-05T09:20:00Z,2026-10-06T09:00:00Z
c,2026-10-05T09:00:00Z,,2026-10-06T09:00:00Z
d,2026-10-05T09:00:00Z,,2026-10-06T09:00:00Z
"""
    settings = {"within": "1h", "closed_unanswered": "miss", "target": "75%"}
    found = measured("tickets", rows, "first_response_time", settings)
    assert (found.numerator, found.n, found.reached_seconds) == (2, 4, None)
    half = measured("tickets", rows, "first_response_time", settings | {"target": "50%"})
    assert half.reached_seconds == 1_200
