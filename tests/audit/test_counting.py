"""Where each record is counted: the ladder of the contract, rung by rung."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from csaudit.errors import DataError

if TYPE_CHECKING:
    from tests.small_audit import Bench

FIRST_RESPONSE = """
    standards:
      - id: answered
        statement: We answer within 4 hours.
        metric: first_response_time
        within: 4h
        target: 50%
"""


def test_every_record_is_counted_once(bench: Bench) -> None:
    report = bench.report(
        """
        id,created_at,first_response_at,resolved_at,status,channel,spam
        1,2026-01-01T08:00Z,2026-01-01T09:00Z,,open,email,no
        2,2026-01-01T08:00Z,2026-01-01T19:00Z,,open,email,no
        3,2026-01-01T08:00Z,,,open,email,no
        4,2026-01-01T17:00Z,,,open,email,no
        5,2026-01-01T08:00Z,,2026-01-01T09:00Z,resolved,email,no
        6,2026-01-01T08:00Z,yesterday,,open,email,no
        7,2026-01-01T08:00Z,2026-01-01T07:00Z,,open,email,no
        8,2026-01-01T08:00Z,2026-01-01T09:00Z,,open,phone,no
        9,2026-01-01T08:00Z,2026-01-01T09:00Z,,open,,no
        10,2026-01-01T08:00Z,2026-01-01T09:00Z,,open,email,yes
        11,when,2026-01-01T09:00Z,,open,email,no
        1,2026-01-01T08:00Z,2026-01-01T09:00Z,,open,email,no
        """,
        """
        standards:
          - id: answered
            statement: We answer e-mail within 4 hours.
            metric: first_response_time
            where: channel = 'email'
            within: 4h
            target: 50%
        """,
    )
    result = report.gating()[0]
    assert report.as_of.isoformat() == "2026-01-01T19:00:00+00:00"
    assert (result.numerator, result.n) == (1, 3)
    assert result.superseded == 1
    assert result.not_due == 1
    assert result.not_applicable_by == {"closed unanswered": 1, "empty: channel": 1, "where": 1}
    assert result.left_out_by == {"spam": 1}
    assert result.unreadable_by == {"first_response_at": 2, "created_at": 1}
    counted = (
        result.n + result.not_due + result.not_applicable + result.left_out
        + result.unreadable + result.superseded + result.outside_period
    )  # fmt: skip
    assert counted == report.inputs[0].rows == 12


def test_an_answer_at_the_very_limit_is_kept_and_a_microsecond_later_is_not(bench: Bench) -> None:
    result = bench.result(
        """
        id,created_at,first_response_at
        1,2026-01-01T08:00:00Z,2026-01-01T12:00:00Z
        2,2026-01-01T08:00:00Z,2026-01-01T12:00:00.000001Z
        """,
        FIRST_RESPONSE,
    )
    assert (result.numerator, result.denominator) == (1, 2)


def test_an_open_case_is_missed_only_once_the_limit_has_passed(bench: Bench) -> None:
    tickets = """
        id,created_at,first_response_at
        1,2026-01-01T08:00:00Z,
        2,2026-01-01T07:00:00Z,2026-01-01T08:30:00Z
        """
    at_the_limit = bench.result(tickets, FIRST_RESPONSE, as_of="2026-01-01T12:00:00Z")
    past_it = bench.result(tickets, FIRST_RESPONSE, as_of="2026-01-01T12:00:00.000001Z")
    assert (at_the_limit.n, at_the_limit.not_due, at_the_limit.open) == (1, 1, 1)
    assert (past_it.n, past_it.numerator, past_it.open) == (2, 1, 1)


def test_what_happened_after_the_audit_instant_has_not_happened(bench: Bench) -> None:
    tickets = """
        id,created_at,first_response_at,resolved_at,status
        1,2026-01-01T08:00:00Z,2026-01-01T15:00:00Z,2026-01-02T08:00:00Z,closed
        2,2026-01-02T08:00:00Z,2026-01-02T09:00:00Z,,open
        """
    result = bench.result(tickets, FIRST_RESPONSE, as_of="2026-01-01T10:00:00Z")
    assert (result.n, result.not_due, result.outside_period) == (0, 1, 1)


def test_an_autumn_time_is_the_first_of_two_unless_the_end_would_come_before_the_start(
    bench: Bench,
) -> None:
    # In London the clock shows 01:30 twice on 2026-10-25, at 00:30 UTC and at 01:30 UTC.
    result = bench.result(
        """
        id,created_at,first_response_at
        1,2026-10-25 00:50,2026-10-25 01:30
        2,2026-10-25T00:45:00Z,2026-10-25 01:30
        """,
        """
        timezone: Europe/London
        standards:
          - id: answered
            statement: We answer within 40 minutes.
            metric: first_response_time
            within: 40m
            target: 100%
        """,
    )
    # 1: 23:50 UTC to 00:30 UTC is 40 minutes. 2: 00:30 would lie before its start, so 01:30: 45.
    assert (result.numerator, result.n, result.unreadable) == (1, 2, 0)


def test_unknown_conditions_leave_nobody_out(bench: Bench) -> None:
    result = bench.result(
        """
        id,created_at,first_response_at,outage
        1,2026-01-01T08:00Z,2026-01-01T09:00Z,
        2,2026-01-01T08:00Z,2026-01-01T09:00Z,yes
        """,
        "leave_out: [{where: \"outage = 'yes'\", reason: outage}]\n"
        + FIRST_RESPONSE.replace("\n    ", "\n"),
    )
    assert (result.n, result.left_out_by) == (1, {"outage": 1})


def test_too_many_unreadable_cells_are_no_data(bench: Bench) -> None:
    rows = [f"{n},2026-01-01T08:00Z,2026-01-01T09:00Z" for n in range(19)]
    header = "id,created_at,first_response_at\n"
    tolerated = bench.result(header + "\n".join([*rows, "x,2026-01-01T08:00Z,?!"]), FIRST_RESPONSE)
    rows.pop()
    too_many = bench.result(header + "\n".join([*rows, "x,2026-01-01T08:00Z,?!"]), FIRST_RESPONSE)
    assert tolerated.outcome.value == "pass"
    assert (too_many.outcome.value, too_many.reason) == ("no_data", "too_many_unreadable")


def test_a_missing_column_is_no_data_and_names_what_looks_alike(bench: Bench) -> None:
    report = bench.report(
        """
        id,created_at,first_respond_at,resolved_at
        1,2026-01-01T08:00Z,2026-01-01T09:00Z,2026-01-01T09:30Z
        """,
        """
        standards:
          - {id: answered, statement: Soon., metric: first_response_time, within: 4h}
          - {id: solved, statement: Soon., metric: resolution_time, within: 4h}
        """,
    )
    answered, solved = report.gating()
    assert (answered.outcome.value, answered.reason) == ("no_data", "column_missing")
    assert "first_respond_at" in (answered.words or "")
    assert solved.outcome.value == "pass"
    assert report.gate.exit_code == 1


def test_rows_that_a_standard_cannot_measure_are_counted_all_the_same(bench: Bench) -> None:
    report = bench.report(
        """
        id,created_at,resolved_at,spam
        1,2026-01-01T08:00Z,2026-01-01T09:00Z,no
        2,2026-01-01T08:00Z,2026-01-01T09:00Z,yes
        2,2026-01-01T08:00Z,2026-01-01T09:00Z,yes
        3,2025-01-01T08:00Z,2025-01-01T09:00Z,no
        4,soon,,no
        """,
        """
        leave_out: [{where: spam, reason: spam}]
        standards:
          - {id: answered, statement: Soon., metric: first_response_time, within: 4h}
          - {id: solved, statement: Soon., metric: resolution_time, within: 4h}
        """,
        since="2026-01-01",
    )
    answered = report.gating()[0]
    assert (answered.n, answered.superseded, answered.outside_period) == (0, 1, 1)
    assert answered.unreadable_by == {"created_at": 1}
    assert answered.left_out_by == {"spam": 1}
    assert answered.not_applicable_by == {"column_missing": 1}


def test_nothing_measurable_is_an_error_of_the_data(bench: Bench) -> None:
    with pytest.raises(DataError, match="not one standard can be measured"):
        bench.report("id,colour\n1,red\n", FIRST_RESPONSE)


def test_a_naive_time_is_refused_with_the_line_to_write(bench: Bench) -> None:
    with pytest.raises(DataError, match='"created_at" carry no time zone') as caught:
        bench.report(
            "id,created_at,first_response_at\n1,2026-01-01 08:00,2026-01-01 09:00\n", FIRST_RESPONSE
        )
    assert "timezone: Europe/London" in str(caught.value)


def test_a_zone_that_changes_nothing_is_only_noted(bench: Bench) -> None:
    report = bench.report(
        "id,created_at,nps\n1,2026-01-01 08:00,9\n2,2026-01-01 08:00,10\n",
        "standards: [{id: nps, statement: Liked., metric: net_promoter_score, target: '>= 40'}]",
    )
    assert report.gating()[0].value == 100
    assert "no_timezone" in {note.code for note in report.notes}


def test_a_future_event_asks_for_the_audit_instant(bench: Bench) -> None:
    with pytest.raises(DataError, match="lies in the future"):
        bench.report(
            "id,created_at,first_response_at\n1,2099-01-01T08:00Z,2099-01-01T09:00Z\n",
            FIRST_RESPONSE,
        )


def test_a_condition_that_matches_nothing_is_remarked_on(bench: Bench) -> None:
    report = bench.report(
        "id,channel,replies\n1,web,1\n2,e-mail,1\n",
        """
        standards:
          - {id: a, statement: A., metric: share, success: replies = 1, target: 50%}
          - {id: b, statement: B., metric: share, where: channel = 'email', success: replies = 1}
        """,
    )
    note = next(note for note in report.notes if note.code == "where_matches_nothing")
    assert note.standard == "b"
    assert "channel holds e-mail, web" in note.message
    assert report.gating()[1].reason == "no_records"
