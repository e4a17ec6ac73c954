"""One answer and no reopen, as a share and as odds; calls; customers who came back."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from csaudit.errors import StandardsError

if TYPE_CHECKING:
    from tests.metrics.conftest import Measured

CASES = """
id,created_at,status,resolved_at,replies,reopens
one,2026-10-05T09:00:00Z,solved,2026-10-05T10:00:00Z,1,0
reopened,2026-10-05T09:00:00Z,solved,2026-10-05T10:00:00Z,1,1
two,2026-10-05T09:00:00Z,solved,2026-10-05T10:00:00Z,2,0
none,2026-10-05T09:00:00Z,solved,2026-10-05T10:00:00Z,0,0
open,2026-10-05T09:00:00Z,open,,1,0
"""


@pytest.mark.parametrize(
    ("settings", "share"),
    [
        ({}, (1, 4)),
        ({"reopened": "ignore"}, (2, 4)),
        ({"replies": "<= 1"}, (2, 4)),
        ({"replies": "< 2", "reopened": "ignore"}, (3, 4)),
        ({"of": "all"}, (1, 5)),
    ],
    ids=["default", "reopens ignored", "zero counts", "one-touch of Zendesk Explore", "of all"],
)
def test_first_contact_by_each_setting(
    measured: Measured, settings: dict[str, Any], share: tuple[int, int]
) -> None:
    """Zendesk's one-touch counts fewer than two replies (reference/helpdesks.md 2.2)."""
    found = measured("tickets", CASES, "first_contact_resolution", settings)
    assert (found.numerator, found.n) == share


def test_cases_without_any_reply_are_shown(measured: Measured) -> None:
    found = measured("tickets", CASES, "first_contact_resolution")
    (line,) = found.details
    assert (line.label, line.numerator, line.n) == ("without any reply", 1, 4)


def test_help_scouts_sample(measured: Measured) -> None:
    """Help Scout's API sample: 1 of 10 resolved on first reply is 0.1.

    developer.helpscout.com, reports/email, percentResolvedOnFirstReply.
    """
    rows = "id,created_at,resolved_at,replies\n" + "\n".join(
        f"{n},2026-10-05T09:00:00Z,2026-10-05T10:00:00Z,{1 if n == 0 else 3}" for n in range(10)
    )
    assert measured("tickets", rows, "first_contact_resolution").value == 0.1


def test_of_all_requests_those_still_in_progress_are_below_the_line(measured: Measured) -> None:
    """13 tickets, 8 resolved on the first contact and 5 still in progress: 61.54 %.

    customerfacing.io, glossary, "First Contact Resolution Rate".
    """
    rows = solved(8, 0) + "".join(f"\n{n},2026-10-05T09:00:00Z,,1" for n in range(8, 13))
    found = measured("tickets", rows, "first_contact_resolution", {"of": "all"})
    assert found.value == 8 / 13
    assert measured("tickets", rows, "first_contact_resolution").value == 1


@pytest.mark.parametrize(("first", "requests", "percent"), [(246, 354, 69.5), (120, 200, 60)])
def test_published_shares_of_first_contact(
    measured: Measured, first: int, requests: int, percent: float
) -> None:
    """mindmesh.com, glossary: 246 of 354 are 69.5 %; sparrowdesk.com: 120 of 200 are 60 %."""
    rows = solved(first, requests - first)
    found = measured("tickets", rows, "first_contact_resolution", {"of": "all"})
    assert round(100 * (found.value or 0), 1) == percent


def solved(first: int, more: int) -> str:
    return "id,created_at,resolved_at,replies\n" + "\n".join(
        f"{n},2026-10-05T09:00:00Z,2026-10-05T10:00:00Z,{1 if n < first else 2}"
        for n in range(first + more)
    )


@pytest.mark.parametrize(
    ("first", "more", "ratio"), [(50, 50, 1), (60, 40, 1.5), (75, 25, 3), (80, 20, 4), (90, 10, 9)]
)
def test_odds_and_shares_agree(measured: Measured, first: int, more: int, ratio: float) -> None:
    """r = F/M, p = r/(1+r): 1 is 50 %, 1.5 is 60 %, 3 is 75 %, 4 is 80 %, 9 is 90 %.

    reference/helpdesks.md 2.2.
    """
    settings = {"form": "ratio", "target": f">= {ratio}"}
    found = measured("tickets", solved(first, more), "first_contact_resolution", settings)
    assert (found.value, found.outcome, found.unit) == (ratio, "pass", "number")
    assert (found.numerator, found.denominator, found.n) == (first, more, first + more)


def test_three_quarters_as_a_ratio_are_less_than_half(measured: Measured) -> None:
    """0.75 as a ratio is 42.9 %; 75 % is a ratio of 3."""
    rows = solved(3, 4)
    settings: dict[str, Any] = {"form": "ratio", "target": ">= 0.75"}
    assert measured("tickets", rows, "first_contact_resolution", settings).outcome == "pass"
    found = measured("tickets", rows, "first_contact_resolution", {"target": ">= 42.9%"})
    assert found.value == pytest.approx(0.42857, abs=1e-5)
    assert found.outcome == "fail"  # 42.857 %
    with pytest.raises(StandardsError, match=r"42\.9 %; 75 % is a ratio of 3"):
        measured("tickets", rows, "first_contact_resolution", {"form": "ratio", "target": "75%"})


def test_a_ratio_with_nothing_below_the_line_passes_in_words(measured: Measured) -> None:
    settings = {"form": "ratio", "target": ">= 3"}
    found = measured("tickets", solved(4, 0), "first_contact_resolution", settings)
    assert (found.value, found.outcome) == (None, "pass")
    assert found.words == "nothing below the line"


def test_the_helpdesks_own_flag_where_nobody_counts_replies(measured: Measured) -> None:
    rows = """
id,created_at,resolved_at,first_contact
a,2026-10-05T09:00:00Z,2026-10-05T10:00:00Z,yes
b,2026-10-05T09:00:00Z,2026-10-05T10:00:00Z,no
c,2026-10-05T09:00:00Z,2026-10-05T10:00:00Z,
d,2026-10-05T09:00:00Z,,yes
"""
    found = measured("tickets", rows, "first_contact_resolution")
    assert (found.numerator, found.n, found.not_applicable) == (1, 2, 1)
    assert found.unreadable_by == {"first_contact": 1}


def test_a_known_failure_stands_whatever_the_other_cell_says(measured: Measured) -> None:
    rows = """
id,created_at,resolved_at,replies,reopens
a,2026-10-05T09:00:00Z,2026-10-05T10:00:00Z,3,often
b,2026-10-05T09:00:00Z,2026-10-05T10:00:00Z,some,1
c,2026-10-05T09:00:00Z,2026-10-05T10:00:00Z,1,often
d,2026-10-05T09:00:00Z,2026-10-05T10:00:00Z,,0
"""
    found = measured("tickets", rows, "first_contact_resolution")
    assert (found.numerator, found.n) == (0, 2)
    assert found.unreadable_by == {"replies": 1, "reopens": 1}


def test_of_all_a_known_failure_stands_whether_or_not_it_was_resolved(measured: Measured) -> None:
    rows = """
id,created_at,resolved_at,replies
a,2026-10-05T09:00:00Z,someday,3
b,2026-10-05T09:00:00Z,someday,1
"""
    found = measured("tickets", rows, "first_contact_resolution", {"of": "all"})
    assert (found.numerator, found.n, found.unreadable_by) == (0, 1, {"resolved_at": 1})


def test_what_was_resolved_a_moment_ago_is_not_due(measured: Measured) -> None:
    rows = """
id,created_at,resolved_at,replies
new,2026-10-01T00:00:00Z,2026-10-10T00:00:01Z,1
old,2026-10-01T00:00:00Z,2026-10-10T00:00:00Z,1
last,2026-10-17T00:00:00Z,,0
"""
    found = measured("tickets", rows, "first_contact_resolution", {"settle": "7d"})
    assert (found.numerator, found.n, found.not_due) == (1, 1, 1)


REPEATS = """
id,created_at,resolved_at,replies,requester
first,2026-10-01T09:00:00Z,2026-10-01T10:00:00Z,1,Ann@example.com
again,2026-10-08T10:00:00Z,2026-10-08T11:00:00Z,1,ann@example.com
meanwhile,2026-10-01T09:30:00Z,2026-10-01T09:40:00Z,1,bob
bobs,2026-10-08T09:40:01Z,2026-10-20T09:40:00Z,1,bob
alone,2026-10-01T09:00:00Z,2026-10-01T10:00:00Z,1,cid
unknown,2026-10-01T09:00:00Z,2026-10-01T10:00:00Z,1,
failed,2026-10-01T09:00:00Z,2026-10-01T10:00:00Z,2,
"""


def test_whoever_came_back_within_seven_days_was_not_helped(measured: Measured) -> None:
    """Call centres count no repeat contact in 7 days (reference/helpdesks.md 2.2)."""
    found = measured("tickets", REPEATS, "first_contact_resolution", {"no_repeat": "7d"})
    # Ann came back at the last moment; Bob one second later than that.
    assert (found.numerator, found.n, found.unreadable_by) == (4, 6, {"requester": 1})
    assert measured("tickets", REPEATS, "first_contact_resolution").numerator == 6


def test_coming_back_against_a_plain_search(measured: Measured) -> None:
    rng = random.Random(5)  # noqa: S311 - repeatable
    start = datetime(2026, 10, 1, tzinfo=UTC)
    rows = []
    for number in range(60):
        created = start + timedelta(hours=rng.randrange(200))
        resolved = created + timedelta(hours=rng.randrange(30))
        rows.append((number, created, resolved, rng.choice("abc")))
    came_back = {
        one[0]
        for one in rows
        if any(o[3] == one[3] and one[2] < o[1] <= one[2] + timedelta(days=1) for o in rows)
    }
    text = "id,created_at,resolved_at,replies,requester\n" + "\n".join(
        f"{number},{created.isoformat()},{resolved.isoformat()},1,{who}"
        for number, created, resolved, who in rows
    )
    found = measured("tickets", text, "first_contact_resolution", {"no_repeat": "1d"})
    assert (found.numerator, found.n) == (60 - len(came_back), 60)


def test_a_call_is_resolved_at_once_or_not(measured: Measured) -> None:
    rows = "id,answered,resolved\na,yes,yes\nb,yes,no\nc,no,\nd,yes,\n"
    found = measured("calls", rows, "first_contact_resolution")
    assert (found.numerator, found.n) == (1, 2)
    assert found.not_applicable_by == {"not answered": 1}
    assert found.unreadable_by == {"resolved": 1}
    found = measured("calls", rows, "first_contact_resolution", {"of": "all"})
    assert (found.numerator, found.n) == (1, 3)
