"""Real exports, written by others: each one is recognised, or it is said why it is no use."""

from __future__ import annotations

import csv
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from csaudit.errors import CsauditError, DataError
from csaudit.sources import Input, Source, open_inputs
from csaudit.tables import SUPERSEDED
from tests.sources.reading import cells, faults, frame

if TYPE_CHECKING:
    from pathlib import Path


def opened(path: Path, *, timezone: str = "UTC", allow_partial: bool = True) -> Source:
    (source,) = open_inputs(
        [Input(None, str(path))], {}, timezone=timezone, allow_partial=allow_partial
    )
    return source


RECOGNISED = {
    "boston_311_2015/Plumbing.csv": "boston-311",
    "nyc_311_2013/311_Service_Requests_from_2010_to_Present.csv": "nyc-311",
    "servicenow_incident_log/incidents_low.csv": "servicenow-log",
    "servicenow_incident_log/incidents_low.json": "servicenow-log",
    "call_centre/Call-Center-Dataset.csv": "call-log",
    "nps_survey/NPStimeseries.csv": "nps-survey",
    "itsm_sample/ITSM_data.csv": "itsm-incidents",
    "zendesk_api_2015/tickets.json": "zendesk-json",
    "zendesk_api_2015/ticket_metrics.json": "zendesk-metrics",
    "zendesk_api_2015/satisfaction_ratings.json": "zendesk-satisfaction",
    "zendesk_api_small/tickets.json": "zendesk-json",
    "zendesk_api_small/search_ticket.json": "zendesk-json",
    "warehouse_zendesk/ticket_data.csv": "zendesk-warehouse",
    "warehouse_hubspot/ticket_data.csv": "hubspot-warehouse",
    "warehouse_intercom/conversation_history_data.csv": "intercom-warehouse",
    "warehouse_jira/issue.csv": "jira-warehouse",
    "warehouse_servicenow/task_data.csv": "servicenow-warehouse",
    "helpdesk_event_log/helpdesk.csv": "event-log",
    "problem_log_latin1/VINST cases closed problems.csv": "problem-log",
    "zendesk_api_2015/ticket_audits.json": "zendesk-audits",
    "zendesk_api_small/ticket_audits.json": "zendesk-audits",
    "zendesk_api_small/ticket_comments.json": "zendesk-comments",
    "tweets_customer_support/sample.csv": "tweets",
    "github_timeline/timeline.json": "github-timeline",
    "warehouse_zendesk/ticket_comment_data.csv": "zendesk-ticket-comment",
    "customer_support_tickets/customer_support_tickets.csv": "by column names",
}

EXPLAINED = {
    "zendesk_api_small/sla_policies.json": "these are targets, not tickets",
}


@pytest.mark.parametrize("name", RECOGNISED)
def test_an_export_is_recognised(shared_data: Path, name: str) -> None:
    source = opened(shared_data / name)
    assert source.recognised_as == RECOGNISED[name]
    source.read(source.columns)


@pytest.mark.parametrize("name", EXPLAINED)
def test_what_is_no_list_of_tickets_is_explained(shared_data: Path, name: str) -> None:
    with pytest.raises(DataError, match=EXPLAINED[name]):
        opened(shared_data / name)


@pytest.mark.slow
def test_no_file_of_all_breaks_the_reader(shared_data: Path) -> None:
    for path in sorted(shared_data.rglob("*.*")):
        if path.suffix in {".csv", ".json"}:
            with suppress(CsauditError):
                source = opened(path)
                source.read(source.columns)


def test_the_pages_of_an_api_say_that_there_are_more(shared_data: Path) -> None:
    with pytest.raises(DataError, match="6,040 records, and 100 are here"):
        opened(shared_data / "zendesk_api_2015" / "tickets.json", allow_partial=False)


def test_the_incident_log_is_the_same_as_csv_and_as_json_lines(shared_data: Path) -> None:
    folder = shared_data / "servicenow_incident_log"
    from_csv = frame(opened(folder / "incidents_low.csv"))
    from_json = frame(opened(folder / "incidents_low.json"))
    assert from_json.select(from_csv.columns).equals(from_csv)


def test_of_each_incident_the_row_with_the_highest_count_is_kept(shared_data: Path) -> None:
    path = shared_data / "servicenow_incident_log" / "incidents_low.csv"
    newest: dict[str, dict[str, str]] = {}
    with path.open(newline="") as stream:
        for row in csv.DictReader(stream):
            known = newest.get(row["number"])
            if known is None or int(row["sys_mod_count"]) > int(known["sys_mod_count"]):
                newest[row["number"]] = row
    table = frame(opened(path), "id", "created_at", "resolved_at", "due_met")
    counted = table.filter(~table[SUPERSEDED])
    assert counted.height == len(newest)
    for row in counted.iter_rows(named=True):
        expected = newest[row["id"]]
        assert row["due_met"] == (expected["made_sla"] == "True")
        opened_at = datetime.strptime(expected["opened_at"], "%d/%m/%Y %H:%M")  # noqa: DTZ007
        assert row["created_at"].replace(tzinfo=None) == opened_at
        assert (row["resolved_at"] is None) == (expected["resolved_at"] == "?")


def test_bostons_times_are_those_of_boston(shared_data: Path) -> None:
    path = shared_data / "boston_311_2015" / "Plumbing.csv"
    table = frame(opened(path, timezone="Asia/Tokyo"), "created_at", "due_met")
    with path.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    zone = ZoneInfo("America/New_York")
    for row, read in zip(rows, table.iter_rows(named=True), strict=True):
        wall = datetime.strptime(row["OPEN_DT"], "%m/%d/%Y %I:%M:%S %p")  # noqa: DTZ007
        assert read["created_at"] == wall.replace(tzinfo=zone)
        assert read["due_met"] == (row["OnTime_Status"] == "ONTIME")


def test_the_call_log_has_4054_answered_calls(shared_data: Path) -> None:
    table = frame(opened(shared_data / "call_centre" / "Call-Center-Dataset.csv"))
    answered = table.filter(pl.col("answered"))
    assert answered.height == 4054
    seconds = answered["wait"].sum() / 1_000_000 / answered.height
    assert round(seconds, 2) == 67.52
    assert table.filter(~pl.col("answered"))["wait"].null_count() == 946


def test_the_survey_of_five_thousand_answers(shared_data: Path) -> None:
    marks = cells(opened(shared_data / "nps_survey" / "NPStimeseries.csv"), "nps")
    score = 100 * (sum(mark >= 9 for mark in marks) - sum(mark <= 6 for mark in marks)) / len(marks)
    assert round(score, 2) == 11.8


def test_a_handling_time_mangled_by_a_spreadsheet_is_unreadable(shared_data: Path) -> None:
    source = opened(shared_data / "itsm_sample" / "ITSM_data.csv")
    assert faults(source, "handle_time")[0]
    assert source.examples("handle_time", 1)[0].text == "3,87,16,91,111"
    assert not any(faults(source, "created_at"))
    assert cells(source, "resolved_at").count(None) == 3


def test_a_response_time_that_is_an_instant_is_no_duration(shared_data: Path) -> None:
    source = opened(shared_data / "customer_support_tickets" / "customer_support_tickets.csv")
    assert not {"created_at", "first_response_duration", "resolution_duration"} & set(
        source.columns
    )
