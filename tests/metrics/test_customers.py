"""Success, orders and answered surveys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from csaudit.errors import DataError

if TYPE_CHECKING:
    from tests.metrics.conftest import Audited, Measured

CASES = """
id,created_at,requester,successful,tags,branch
1,2026-10-01T09:00:00Z,ann,no,,Hull
2,2026-10-02T09:00:00Z,Ann,yes,goal,Leeds
3,2026-10-01T09:00:00Z,bob,yes,goal,Hull
4,2026-10-02T09:00:00Z,bob,no,,Hull
5,2026-10-03T09:00:00Z,bob,,,Hull
6,2026-10-01T09:00:00Z,cid,yes,goal,Hull
7,2026-10-01T09:00:00Z,,yes,goal,Hull
8,2026-10-01T09:00:00Z,dan,so so,,Hull
"""


def test_found_over_found_and_did_not_find(measured: Measured) -> None:
    found = measured("tickets", CASES, "customer_success_rate")
    assert (found.numerator, found.n) == (4, 6)
    assert found.not_applicable_by == {"unknown": 1}
    assert found.unreadable_by == {"successful": 1}


def test_customers_count_once_by_their_latest_known_case(measured: Measured) -> None:
    found = measured("tickets", CASES, "customer_success_rate", {"per": "requester"})
    assert (found.numerator, found.denominator, found.n) == (2, 3, 3)  # ann, cid; not bob
    assert found.not_applicable_by == {"earlier case": 2, "unknown": 1, "no requester": 1}
    assert found.interval is not None


def test_a_customer_belongs_to_the_branch_of_the_latest_case(audited: Audited) -> None:
    standard = {
        "metric": "customer_success_rate", "per": "requester", "by": ["branch"], "min_n": 1
    }  # fmt: skip
    found = audited({"tickets": CASES}, [standard]).results
    groups = {one.group["branch"]: (one.numerator, one.n) for one in found if one.group}
    assert groups == {"Hull": (1, 2), "Leeds": (1, 1)}


def test_where_chooses_before_the_latest_is_taken(measured: Measured) -> None:
    settings = {"per": "requester", "where": "branch = 'Hull'"}
    found = measured("tickets", CASES, "customer_success_rate", settings)
    assert (found.numerator, found.n) == (1, 3)


def test_of_two_cases_at_the_same_instant_the_greater_id_counts(measured: Measured) -> None:
    rows = """
id,created_at,requester,successful
1,2026-10-01T09:00:00Z,ann,yes
2,2026-10-01T09:00:00Z,ann,no
"""
    swapped = "\n".join([*rows.strip().splitlines()[:1], *reversed(rows.strip().splitlines()[1:])])
    for order in (rows, swapped):
        found = measured("tickets", order, "customer_success_rate", {"per": "requester"})
        assert (found.numerator, found.n) == (0, 1)


def test_success_may_be_a_condition(measured: Measured) -> None:
    found = measured("tickets", CASES, "customer_success_rate", {"success": "tag('goal')"})
    assert (found.numerator, found.n) == (4, 8)


@pytest.mark.parametrize("per", ["case", "requester"])
def test_found_over_did_not_find(measured: Measured, per: str) -> None:
    settings = {"form": "ratio", "per": per, "target": ">= 2"}
    readable = CASES.replace("so so", "")
    found = measured("tickets", readable, "customer_success_rate", settings)
    assert (found.value, found.unit, found.outcome) == (2, "number", "pass")


def test_with_nobody_below_the_line_a_ratio_passes(measured: Measured) -> None:
    rows = "id,created_at,requester,successful\n1,2026-10-01T09:00:00Z,ann,yes\n"
    settings = {"form": "ratio", "per": "requester", "target": ">= 2"}
    found = measured("tickets", rows, "customer_success_rate", settings)
    assert (found.value, found.outcome, found.words) == (None, "pass", "nothing below the line")


def test_a_survey_may_tell_it(measured: Measured) -> None:
    rows = "id,answered_at,successful\n1,2026-10-01T09:00:00Z,yes\n2,2026-10-01T09:00:00Z,no\n"
    assert measured("surveys", rows, "customer_success_rate").value == 0.5


SHOP = """
id,created_at,converted,order_value
1,2026-10-01T09:00:00Z,yes,30.00
2,2026-10-01T09:00:00Z,yes,50.10
3,2026-10-01T09:00:00Z,no,
4,2026-10-01T09:00:00Z,,20
5,2026-10-01T09:00:00Z,,
6,2026-10-01T09:00:00Z,yes,
7,2026-10-01T09:00:00Z,no,free
"""


def test_orders_over_contacts(measured: Measured) -> None:
    found = measured("tickets", SHOP, "conversion_rate")
    assert (found.numerator, found.n, found.unreadable_by) == (4, 6, {"converted": 1})


def test_an_order_has_a_value_of_more_than_nothing(measured: Measured) -> None:
    rows = "id,created_at,order_value\n" + "\n".join(
        f"{n},2026-10-01T09:00:00Z,{value}" for n, value in enumerate(["10", "0", "", "-5", "x"])
    )
    found = measured("tickets", rows, "conversion_rate")
    assert (found.numerator, found.n, found.unreadable_by) == (1, 4, {"order_value": 1})


def test_the_mean_order_is_exact(measured: Measured) -> None:
    settings = {"target": ">= 33.366"}
    found = measured("tickets", SHOP, "average_order_value", settings)
    assert (found.n, found.value) == (3, float((3000 + 5010 + 2000) / 300))
    assert found.not_applicable_by == {"no order": 2}
    assert found.unreadable_by == {"converted": 1, "order_value": 1}


SURVEYS = """
id,sent_at,answered_at,nps
1,2026-10-01T09:00:00Z,2026-10-01T10:00:00Z,9
2,2026-10-01T09:00:00Z,,
3,2026-10-01T09:00:00Z,,7
4,2026-10-01T09:00:00Z,,eleven
5,,,
6,2026-10-01T09:00:00Z,,
"""


def test_answered_over_sent(measured: Measured) -> None:
    found = measured("surveys", SURVEYS, "survey_response_rate", {"target": "60%"})
    assert (found.numerator, found.n) == (3, 5)
    assert found.not_applicable_by == {"not sent": 1}


def test_zendesks_rated_over_surveyed(measured: Measured) -> None:
    """Zendesk: rated % = rated ÷ surveyed; Offered was sent, Unoffered was not (2.6)."""
    words = ["Good", "Bad", "Offered", "Offered", "Unoffered", ""]
    rows = "id,created_at,csat\n" + "\n".join(
        f"{n},2026-10-01T09:00:00Z,{word}" for n, word in enumerate(words)
    )
    found = measured("tickets", rows, "survey_response_rate")
    assert (found.numerator, found.n) == (2, 4)


def test_numbers_in_tickets_do_not_tell_who_was_asked(measured: Measured) -> None:
    rows = "id,created_at,csat\n1,2026-10-01T09:00:00Z,5\n"
    with pytest.raises(DataError, match="do not say which surveys were sent"):
        measured("tickets", rows, "survey_response_rate")


def test_single_messages_are_asked_for_in_words(measured: Measured) -> None:
    settings: dict[str, Any] = {"within": "8h", "from": "latest"}
    with pytest.raises(DataError, match="every single message"):
        measured("tickets", CASES, "next_response_time", settings)
