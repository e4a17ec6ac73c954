"""Exports as people bring them: trimmed, reordered, in another case, with columns of their own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.sources.reading import cells, frame, utc

if TYPE_CHECKING:
    from tests.sources.conftest import Opener

SN: dict[str, Any] = {
    "number": "INC1",
    "short_description": "x",
    "state": "6",
    "priority": "3",
    "opened_at": "2026-01-05 10:00:00",
    "resolved_at": "2026-01-06 10:00:00",
    "sys_updated_on": "2026-01-06 10:00:00",
    "assignment_group": {"link": "https://x", "value": "g1"},
    "caller_id": {"link": "https://x", "value": "c1"},
    "assigned_to": "",
}
JIRA_CYCLE = {
    "startTime": {"epochMillis": 1767603600123},
    "stopTime": {"jira": "2026-01-05T10:20:00.000+0100"},
    "breachTime": {"iso8601": "2026-01-05T14:00:00+0100"},
    "breached": False,
    "elapsedTime": {"millis": 1200000},
}


def jira(key: str, **fields: object) -> dict[str, Any]:
    bare = {"summary": "s", "created": "2026-01-05T10:00:00.123+0100"}
    return {"key": key, "fields": bare | {"status": {"name": "Waiting for customer"}} | fields}


TRIMMED: dict[str, tuple[str, Any]] = {
    "Zendesk tickets without group and assignee": (
        "zendesk-json",
        [
            {
                "id": 1,
                "created_at": "2026-01-05T10:00:00Z",
                "status": "solved",
                "requester_id": 5,
                "submitter_id": 5,
                "external_id": None,
                "via": {"channel": "web"},
            }
        ],
    ),
    "Zendesk metrics without stations": (
        "zendesk-metrics",
        [
            {
                "ticket_id": 1,
                "created_at": "2026-01-05T10:00:00Z",
                "solved_at": None,
                "replies": 2,
                "reply_time_in_minutes": {"calendar": 3, "business": 1},
            }
        ],
    ),
    "Freshdesk tickets without the due date of the first response": (
        "freshdesk-json",
        [
            {
                "id": 1,
                "status": 5,
                "created_at": "2026-01-05T10:00:00Z",
                "due_by": "2026-01-06T10:00:00Z",
                "responder_id": None,
                "requester_id": 4,
                "source": 1,
            }
        ],
    ),
    "Intercom conversations without waiting_since": (
        "intercom-json",
        {
            "conversations": [
                {
                    "id": "1",
                    "created_at": 1767607872,
                    "state": "open",
                    "admin_assignee_id": 0,
                    "source": {"type": "chat"},
                }
            ]
        },
    ),
    "HubSpot tickets with few properties": (
        "hubspot-json",
        {
            "results": [
                {
                    "id": "1",
                    "properties": {
                        "createdate": "2026-01-05T10:00:00Z",
                        "closed_date": None,
                        "subject": "x",
                    },
                }
            ]
        },
    ),
    "Salesforce cases by their Id": (
        "salesforce-json",
        {
            "records": [
                {
                    "Id": "500",
                    "Status": "Closed",
                    "Origin": "Web",
                    "IsClosed": True,
                    "CreatedDate": "2026-01-05T10:00:00.000+0000",
                    "ClosedDate": "2026-01-06T10:00:00.000+0000",
                    "SlaExitDate": "2026-01-06T10:00:00.000+0000",
                }
            ]
        },
    ),
    "GitHub issues without a state": (
        "github-cli",
        [{"number": 1, "title": "x", "createdAt": "2026-01-05T10:00:00Z", "closedAt": None}],
    ),
}


@pytest.mark.parametrize("what", TRIMMED)
def test_a_trimmed_export_is_still_recognised(opened: Opener, what: str) -> None:
    preset, content = TRIMMED[what]
    source = opened(json.dumps(content), name="t.json")
    assert source.recognised_as == preset
    assert frame(source, "id", "created_at").null_count().row(0)[:2] == (0, 0)


def test_columns_that_any_export_may_have_make_no_zendesk(opened: Opener) -> None:
    source = opened(
        "id,created_at,solved_at,via,requester_id,assigned to\n1,2026-01-05 10:00,,web,4,Ann\n"
    )
    assert source.recognised_as == "by column names"
    assert cells(source, "agent") == ["Ann"]


def test_freshservice_is_not_taken_for_freshdesk(opened: Opener) -> None:
    source = opened(
        "Ticket Id,Status,Source,Agent,Group,Created Time,Due by Time,Resolved Time,Closed Time,"
        "Last Updated Time,Initial Response Time,Agent interactions,Customer interactions,"
        "Resolution Status,First Response Status,Urgency,Impact,Survey Result\n"
        "INC-1,Waiting on Customer,Email,No Agent,G,2026-01-05 10:00:00,,,,,,1,1,,,Low,Low,Happy\n",
        timezone="Europe/London",
    )
    assert source.recognised_as == "freshservice-csv"
    assert cells(source, "status") == ["pending"]
    assert cells(source, "agent") == [None]
    assert cells(source, "csat") == ["good"]


def test_servicenow_references_are_read_by_their_value(opened: Opener) -> None:
    source = opened(json.dumps({"result": [SN]}), name="t.json", timezone="UTC")
    assert source.recognised_as == "servicenow"
    assert cells(source, "team") == ["g1"]
    assert cells(source, "requester") == ["c1"]
    assert cells(source, "agent") == [None]


def test_servicenow_values_beside_display_values_stand_in_utc(opened: Opener) -> None:
    bare = {name: one if isinstance(one, str) else one["value"] for name, one in SN.items()}
    shown = bare | {"state": "Resolved", "opened_at": "05/01/2026 11:00", "assigned_to": "Ann"}
    both = {name: {"value": bare[name], "display_value": shown[name]} for name in bare}
    source = opened(json.dumps({"result": [both]}), name="t.json")
    assert source.recognised_as == "servicenow-both"
    assert cells(source, "created_at") == [utc("2026-01-05T10:00:00")]
    assert cells(source, "status") == ["resolved"]
    assert cells(source, "agent") == ["Ann"]


def test_a_servicenow_list_without_short_descriptions(opened: Opener) -> None:
    source = opened(
        "sys_updated_on,number,state,assigned_to,opened_at,resolved_at\n"
        "2026-01-06 10:00:00,INC1,On Hold,Ann,2026-01-05 10:00:00,\n",
        timezone="UTC",
    )
    assert source.recognised_as == "servicenow"
    assert cells(source, "updated_at") == [utc("2026-01-06T10:00:00")]


def test_a_jira_cycle_that_goes_on_decides_nothing(opened: Opener) -> None:
    done = {"id": "1", "name": "Time to first response", "completedCycles": [JIRA_CYCLE]}
    going = {
        "id": "2",
        "name": "Time to resolution",
        "completedCycles": [],
        "ongoingCycle": {"breachTime": {"epochMillis": 1767790800000}, "breached": False},
    }
    late = going | {"ongoingCycle": {"breached": True}}
    issues = [
        jira("A-1", customfield_1=done, customfield_2=going),
        jira("A-2", customfield_1=done, customfield_2=late),
    ]
    source = opened(json.dumps({"issues": issues}), name="t.json")
    assert cells(source, "due_met") == [None, False]
    assert cells(source, "first_response_at")[0] == utc("2026-01-05T09:20:00")
    assert cells(source, "response_due_at")[0] == utc("2026-01-05T13:00:00")
    assert cells(source, "first_response_duration")[0] == 1_200_000_000
    assert source.columns["first_response_duration"].clock == "helpdesk"


def test_jira_statuses_without_a_category_are_known_by_name(opened: Opener) -> None:
    source = opened(json.dumps({"issues": [jira("A-1")]}), name="t.json")
    assert cells(source, "status") == ["pending"]


def test_hubspot_tells_whether_a_ticket_is_closed_and_was_reopened(opened: Opener) -> None:
    properties = {"createdate": "2026-01-05T10:00:00Z", "subject": "x", "hs_pipeline_stage": "4"}
    closed = properties | {"hs_is_closed": "true", "hs_ticket_reopened_at": ""}
    again = properties | {"hs_is_closed": "false", "hs_ticket_reopened_at": "2026-01-06T10:00:00Z"}
    results = [{"id": str(number), "properties": one} for number, one in enumerate([closed, again])]
    source = opened(json.dumps({"results": results}), name="t.json")
    assert cells(source, "status") == ["closed", "open"]
    assert cells(source, "reopens") == [0, 1]


def test_a_salesforce_report_ends_where_its_cases_end(opened: Opener) -> None:
    source = opened(
        '"Case Number","Case Owner","Status","Case Origin","Date/Time Opened"\n'
        '"1","Ann","Closed","Web","1/15/2024, 10:15 AM"\n'
        "\n"
        '"Support cases"\n'
        '"Copyright (c) 2000-2024 salesforce.com, inc. All rights reserved."\n'
        '"Acme"\n',
        timezone="UTC",
    )
    assert source.recognised_as == "salesforce-report"
    assert cells(source, "id") == ["1"]


def test_a_footer_saved_by_a_spreadsheet_is_as_wide_as_the_table(opened: Opener) -> None:
    source = opened(
        "id,created_at,status\n1,2026-01-05,open\n2,2026-01-06,open\nTotal of 2 tickets,,\n"
    )
    assert cells(source, "id") == ["1", "2"]


def test_a_last_record_with_nothing_but_its_number_is_a_record(opened: Opener) -> None:
    assert cells(opened("id,created_at,status\n1,2026-01-05,open\n77,,\n"), "id") == ["1", "77"]


def test_frappe_stars_stand_as_fifths(opened: Opener) -> None:
    ticket = {
        "name": "1",
        "creation": "2026-01-05 10:00:00",
        "status": "Closed",
        "raised_by": "b@example.com",
        "agent_group": "T",
    }
    rows = [ticket | {"name": str(n), "feedback_rating": n / 5} for n in range(6)]
    source = opened(json.dumps({"data": rows}), name="t.json", timezone="UTC")
    assert [one and int(one) for one in cells(source, "csat")] == [None, 1, 2, 3, 4, 5]
    assert source.scales == {"csat": (1, 5)}


def test_glpi_dumps_write_null(opened: Opener) -> None:
    source = opened(
        "id;date;date_mod;solvedate;closedate;status\n"
        "1;2026-01-05 10:00:00;2026-01-05 10:00:00;NULL;\\N;4\n",
        timezone="UTC",
    )
    assert source.recognised_as == "glpi"
    assert frame(source, "resolved_at", "closed_at").row(0)[:4] == (None, False, None, False)


def test_seconds_since_1970_may_have_decimals(opened: Opener) -> None:
    source = opened("id,created_at,updated_at\n1,1767617872,1767617872.412\n")
    assert cells(source, "updated_at") == [utc("2026-01-05T12:57:52.412")]


def test_a_call_log_with_common_names_and_units(opened: Opener) -> None:
    source = opened(
        "Call ID;Start time;Answer time;Queue name;Wait time (s);Talk time (min)\n"
        "1;05.01.2026 10:00:00;05.01.2026 10:00:12;Sales;12;2\n",
        timezone="UTC",
    )
    assert source.table == "calls"
    assert cells(source, "offered_at") == [utc("2026-01-05T10:00:00")]
    assert cells(source, "wait") == [12_000_000]
    assert cells(source, "talk") == [120_000_000]


def test_a_call_log_with_the_time_of_day_in_a_column_of_its_own(opened: Opener) -> None:
    source = opened(
        "Date,Time,Queue,Answered,Wait time (s)\n2026-01-05,10:00:30,Sales,no,40\n", timezone="UTC"
    )
    assert source.table == "calls"
    assert cells(source, "offered_at") == [utc("2026-01-05T10:00:30")]
    assert cells(source, "wait") == [40_000_000]


def test_the_date_of_a_survey_is_its_answer_unless_another_column_says_so(opened: Opener) -> None:
    plain = opened("Date,NPS,Comment\n2026-01-05,9,x\n", timezone="UTC")
    assert plain.columns["answered_at"].header == "Date"
    other = opened("Date,Response date,NPS\n2026-01-05,2026-01-06,9\n", timezone="UTC")
    assert other.columns["answered_at"].header == "Response date"


def test_a_service_request_of_a_city_that_has_no_preset(opened: Opener) -> None:
    source = opened(
        "SRNumber,CreatedDate,UpdatedDate,Status,RequestType,RequestSource,ClosedDate\n"
        "1-1,01/15/2024 10:00:00 AM,01/16/2024 10:00:00 AM,Closed,Graffiti,App,\n",
        timezone="UTC",
    )
    assert cells(source, "id") == ["1-1"]
    assert cells(source, "channel") == ["App"]
    assert cells(source, "updated_at") == [utc("2024-01-16T10:00:00")]


def test_a_table_without_number_and_begin_may_be_no_list_of_tickets(opened: Opener) -> None:
    source = opened("role,user,state\n1,2,active\n")
    (remark,) = [one for one in source.read(["status"]).remarks if one.code == "not_tickets"]
    assert "which case it is and when it began" in remark.message


def test_dates_of_a_city_are_not_taken_for_salesforce_and_utc(opened: Opener) -> None:
    source = opened(
        "SRNumber,CreatedDate,LastModifiedDate,Status,Origin,ClosedDate\n"
        "1,2024-01-15 10:00:00,2024-01-16 10:00:00,Closed,App,\n"
    )
    assert source.recognised_as == "by column names"
    assert set(source.read(["created_at"]).zoneless) == {"created_at"}
