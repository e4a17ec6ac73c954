"""What a reader should know beside the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from csaudit.errors import DataError, UsageError

if TYPE_CHECKING:
    from tests.small_audit import Bench

TICKETS = """
    id,created_at,first_response_at,resolved_at
    1,2026-01-01T08:00Z,2026-01-01T09:00Z,2026-01-01T10:00Z
"""


def test_a_limit_on_opening_hours_is_told_as_a_customer_feels_it(bench: Bench) -> None:
    report = bench.report(
        TICKETS,
        """
        timezone: UTC
        calendars: {office: {timezone: UTC, hours: {mon-fri: "09:00-17:00"}}}
        standards:
          - {id: plain, metric: first_response_time, within: 8h, target: 50%}
          - {id: office, metric: first_response_time, within: 8h, target: 50%, calendar: office}
          - {id: surveys, metric: net_promoter_score, target: 10, on_no_data: ignore}
        """,
    )
    told = [note for note in report.notes if note.code == "longest_wait"]
    assert [(note.standard, note.message) for note in told] == [
        ("office", "8h on office hours is 1 working day: Friday 10:00 is due Monday 10:00")
    ]


def test_a_limit_for_a_value_that_nobody_has_is_remarked_on(bench: Bench) -> None:
    tickets = TICKETS.replace("resolved_at", "resolved_at,priority").replace(
        "10:00Z", "10:00Z,High"
    )
    standard = """
        standards:
          - id: rules
            metric: first_response_time
            within: {{by: priority, limits: {{{limits}}}, otherwise: 8h}}
            target: 50%
    """
    slip = bench.report(tickets, standard.format(limits="hihg: 1h, low: 2h"))
    told = [note.message for note in slip.notes if note.code == "idle_limit"]
    assert told == [
        "no record has priority hihg or low, for which a limit is written; priority holds High"
    ]
    right = bench.report(tickets, standard.format(limits="high: 1h"))
    assert [note for note in right.notes if note.code == "idle_limit"] == []


@pytest.mark.parametrize(
    ("name", "setting"), [("brnach", "--by branch"), ("xyz", "csaudit inspect")]
)
def test_a_breakdown_that_no_table_can_show_is_a_note_and_the_figure_stands(
    bench: Bench, name: str, setting: str
) -> None:
    tickets = "id,created_at,status,branch\n1,2026-01-01T08:00Z,open,Leeds\n"
    standards = "standards: [{id: one, metric: resolution_rate}]\n"
    plain = bench.report(tickets, standards)
    found = bench.report(tickets, standards, by=(name,))
    assert found.results == plain.results
    (note,) = [note for note in found.notes if note.code == "breakdown_missing"]
    assert f"--by {name}: no column of tickets" in note.message
    assert setting in str(note.setting)


@pytest.mark.parametrize(
    ("asked", "flag", "setting"),
    [
        ("Assginee", "write:  --by Assignee", "by: [Assignee]"),
        ("Assigned att", "write:  --by 'Assigned at'", "by: [Assigned at]"),
        ("Regoin", "write:  --by Region", "by: [Region]"),
    ],
)
def test_of_columns_that_are_alike_the_nearest_is_offered_and_can_be_pasted(
    bench: Bench, asked: str, flag: str, setting: str
) -> None:
    tickets = (
        "id,created_at,status,Assignee,Assigned at,Region,reopens\n"
        "1,2026-01-01T08:00Z,closed,Ann,2026-01-01T09:00Z,North,0\n"
    )
    standard = f"standards: [{{id: one, metric: resolution_rate, by: [{asked}]}}]\n"
    found = bench.report(tickets, standard, by=(asked,))
    settings = [note.setting for note in found.notes if note.code == "breakdown_missing"]
    assert {f"write:  {settings[0]}", settings[1]} == {flag, setting}


def test_a_breakdown_of_a_standard_that_the_data_lacks_is_a_note(bench: Bench) -> None:
    tickets = "id,created_at,status,branch\n1,2026-01-01T08:00Z,closed,Leeds\n"
    standard = "standards: [{id: one, metric: resolution_rate, by: [[branch, office], branch]}]\n"
    found = bench.report(tickets, standard)
    assert {tuple(one.group) for one in found.results} == {(), ("branch",)}
    (note,) = [note for note in found.notes if note.code == "breakdown_missing"]
    assert note.message == "not shown by office: tickets has no such column"


def test_a_judgement_by_a_column_that_the_data_lacks_stays_without_a_figure(bench: Bench) -> None:
    tickets = "id,created_at,status\n1,2026-01-01T08:00Z,closed\n"
    judge = "by: [branch], judge: {each: branch}, target: 50%"
    standard = f"standards: [{{id: one, metric: resolution_rate, {judge}}}]\n"
    with pytest.raises(DataError, match="no column branch"):
        bench.report(tickets, standard)


@pytest.mark.parametrize(
    ("where", "lost"),
    [
        ("channel in ('email', 'fax')", "channel 'fax'"),
        ("'fax' = channel or channel = 'email'", "channel 'fax'"),
        ("channel not in ('fax', 'telex')", "channel 'fax' or 'telex'"),
        ("channel = 'EMAIL'", None),
        ("branch = 'leeds' or branch = 'Leeds'", "branch 'leeds'"),
        ("branch <> 'it''s' and branch is not null", "branch 'it's'"),
        ("upper(branch) = 'LEEDS'", None),
        ("channel = 'nowhere'", None),  # it matches nothing: told by a note of its own
    ],
)
def test_a_word_that_occurs_nowhere_is_told(bench: Bench, where: str, lost: str | None) -> None:
    tickets = "id,created_at,status,branch,channel\n1,2026-01-01T08:00Z,closed,Leeds,Email\n"
    standard = f'standards: [{{id: one, metric: resolution_rate, where: "{where}"}}]\n'
    notes = bench.report(tickets, standard).notes
    told = [note.message for note in notes if note.code == "no_such_value"]
    assert len(told) == (lost is not None)
    assert all(f"no record has {lost}, as" in message for message in told)
    assert all("holds Leeds" in one or "holds Email" in one for one in told)


def test_a_condition_for_all_that_no_table_can_answer_is_a_mistake(bench: Bench) -> None:
    tickets = "id,created_at,status,channel\n1,2026-01-01T08:00Z,open,email\n"
    standards = "standards: [{id: one, metric: resolution_rate}]\n"
    assert bench.report(tickets, standards, where="channel = 'email'").results
    with pytest.raises(UsageError, match="no column of tickets is called chanel") as caught:
        bench.report(tickets, standards, where="chanel = 'email'")
    assert """write:  --where "channel = 'email'\"""" in str(caught.value)
