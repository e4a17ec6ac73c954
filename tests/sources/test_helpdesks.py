"""What each helpdesk exports, in a record or two of its own shape."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from csaudit.tables import SUPERSEDED
from tests.sources.reading import cells, codes, frame, utc

if TYPE_CHECKING:
    from csaudit.sources import Source
    from tests.sources.conftest import Opener


def one(source: Source, column: str) -> object:
    """The only record's cell."""
    (cell,) = cells(source, column)
    return cell


def test_freshdesk_tickets_of_the_api(opened: Opener) -> None:
    ticket = {
        "id": 1,
        "subject": "x",
        "status": 4,
        "priority": 3,
        "source": 1,
        "spam": False,
        "created_at": "2026-04-07T16:32:17Z",
        "updated_at": "2026-04-08T16:32:17Z",
        "due_by": "2026-04-10T16:32:17Z",
        "fr_due_by": "2026-04-07T18:32:17Z",
        "responder_id": 7,
        "group_id": 9,
        "requester_id": 5,
        "tags": ["a", "b c"],
        "stats": {
            "first_responded_at": "2026-04-07T17:00:00Z",
            "resolved_at": None,
            "closed_at": "2026-04-08T10:00:00Z",
        },
    }
    source = opened(json.dumps([ticket, ticket | {"id": 2, "spam": True, "status": 9}]), name="t")
    assert source.recognised_as == "freshdesk-json"
    assert cells(source, "status") == ["resolved", "9"]
    assert cells(source, "priority") == ["high", "high"]
    assert cells(source, "channel") == ["email", "email"]
    assert cells(source, "first_response_at")[0] == utc("2026-04-07T17:00:00")
    assert cells(source, "closed_at")[0] == utc("2026-04-08T10:00:00")
    assert cells(source, "tags")[0] == ["a", "b c"]
    assert source.exclusions == (("spam", "spam"),)
    assert cells(source, "spam") == [False, True]


def test_freshdesk_csv_with_hours_beyond_a_day(opened: Opener) -> None:
    source = opened(
        "Ticket ID,Subject,Status,Priority,Source,Agent,Group,Created time,Due by Time,"
        "Resolved time,Closed time,Last update time,First response time (in hrs),"
        "Resolution status\n"
        "1,x,Waiting on Customer,Low,Email,No Agent,A,2026-01-05 10:00:00,2026-01-06 10:00:00,"
        ",,2026-01-05 11:00:00,26:03:00,Within SLA\n",
        timezone="Europe/London",
    )
    assert source.recognised_as == "freshdesk-csv"
    assert one(source, "agent") is None
    assert one(source, "status") == "pending"
    assert one(source, "due_met") is True
    assert one(source, "first_response_duration") == 93_780_000_000
    assert source.columns["first_response_duration"].clock == "helpdesk"


def test_zendesk_csv_asks_for_the_zone_of_the_account(opened: Opener) -> None:
    text = (
        "Summation column,Id,Requester,Requester id,Status,Created at,Solved at,Group stations,"
        "Satisfaction Score,First reply time in minutes,Full resolution time in minutes,Replies\n"
        "1,7,Ann,a1,Solved,2026-01-05 10:00,2026-01-06 10:00,1,Good,30,1440,2\n"
        "1,8,Bob,b1,Deleted,2026-01-05 11:00,,1,Offered,,,0\n"
    )
    source = opened(text)
    assert set(source.read(["created_at", "resolved_at"]).zoneless) == {"created_at", "resolved_at"}
    assert cells(source, "csat") == ["Good", None]
    assert cells(source, "first_response_duration") == [1_800_000_000, None]
    assert cells(source, "deleted") == [False, True]
    assert source.exclusions == (("deleted", "deleted"),)


def test_zendesk_json_with_metric_sets(opened: Opener) -> None:
    ticket: dict[str, Any] = {
        "id": 1,
        "requester_id": 2,
        "assignee_id": 3,
        "group_id": 4,
        "status": "hold",
        "via": {"channel": "email"},
        "created_at": "2026-01-05T10:00:00Z",
        "brand_id": 1,
        "satisfaction_rating": {"score": "good"},
        "metric_set": {
            "solved_at": "2026-01-06T10:00:00Z",
            "replies": 1,
            "reopens": 0,
            "reply_time_in_minutes": {"calendar": 30, "business": 12},
        },
    }
    other = ticket | {"id": 2, "satisfaction_rating": "offered", "metric_set": None}
    source = opened(json.dumps({"tickets": [ticket, other], "end_of_stream": True}), name="t")
    assert source.recognised_as == "zendesk-json"
    assert cells(source, "resolved_at") == [utc("2026-01-06T10:00:00"), None]
    assert cells(source, "first_response_duration") == [1_800_000_000, None]
    assert cells(source, "csat") == ["good", None]
    assert cells(source, "status") == ["on_hold", "on_hold"]


def test_intercom_conversations(opened: Opener) -> None:
    conversation = {
        "id": "9",
        "created_at": 1767607872,
        "updated_at": 1767607900,
        "waiting_since": None,
        "state": "snoozed",
        "priority": "not_priority",
        "admin_assignee_id": 0,
        "source": {"type": "email", "author": {"id": "u1"}},
        "tags": {
            "type": "tag.list",
            "tags": [{"id": "1", "name": "VIP"}, {"id": "2", "name": "x"}],
        },
        "conversation_rating": {"rating": 5},
        "statistics": {
            "first_admin_reply_at": 1767608000,
            "last_close_at": None,
            "count_reopens": 2,
            "time_to_admin_reply": 128,
        },
    }
    source = opened(json.dumps({"conversations": [conversation], "total_count": 1}), name="t")
    assert source.recognised_as == "intercom-json"
    assert one(source, "first_response_at") == utc("2026-01-05T10:13:20")
    assert one(source, "agent") is None
    assert one(source, "tags") == ["VIP", "x"]
    assert one(source, "status") == "pending"
    assert one(source, "reopens") == 2
    assert source.scales == {"csat": (1, 5)}


def test_help_scout_conversations(opened: Opener) -> None:
    conversation = {
        "id": 1,
        "number": 77,
        "mailboxId": 3,
        "status": "spam",
        "state": "published",
        "createdAt": "2026-01-05T10:00:00Z",
        "closedAt": None,
        "type": "email",
        "assignee": {"email": "agent@example.com"},
        "tags": [{"tag": "late"}],
        "primaryCustomer": {"id": 5, "first": "Ann", "last": "Lee"},
    }
    source = opened(json.dumps({"_embedded": {"conversations": [conversation]}}), name="t")
    assert source.recognised_as == "helpscout-json"
    assert one(source, "id") == "77"
    assert one(source, "customer_name") == "Ann Lee"
    assert one(source, "tags") == ["late"]
    assert one(source, "spam") is True


def test_jira_issues_with_service_levels(opened: Opener) -> None:
    issue = {
        "key": "SD-1",
        "fields": {
            "summary": "x",
            "created": "2022-03-20T06:21:50.520+0530",
            "labels": ["a"],
            "status": {"name": "Done", "statusCategory": {"key": "done"}},
            "resolutiondate": "2022-03-21T06:21:50.520+0530",
            "customfield_10030": {
                "name": "Time to first response",
                "completedCycles": [
                    {
                        "startTime": {"epochMillis": 1647737510520},
                        "stopTime": {"epochMillis": 1647741110520},
                        "breachTime": {"epochMillis": 1647744710520},
                        "breached": False,
                    }
                ],
            },
        },
    }
    source = opened(json.dumps({"issues": [issue], "total": 1}), name="t")
    assert source.recognised_as == "jira-json"
    assert one(source, "created_at") == utc("2022-03-20T00:51:50.520000")
    assert one(source, "first_response_at") == utc("2022-03-20T01:51:50.520000")
    assert one(source, "response_due_at") == utc("2022-03-20T02:51:50.520000")
    assert one(source, "status") == "resolved"


def test_jira_csv_with_repeated_headers_and_ragged_rows(opened: Opener) -> None:
    source = opened(
        "Summary,Issue key,Issue id,Issue Type,Status,Created,Resolved,Labels,Labels,"
        "Comment,Comment\n"
        "x,SD-1,1,Bug,Done,11/May/24 03:26 PM,12/May/24 9:00 AM,a,b c,hello,there,more\n"
        "y,SD-2,2,Bug,To Do,13/May/24 03:26 PM\n",
        timezone="UTC",
    )
    assert source.recognised_as == "jira-csv"
    assert cells(source, "created_at")[0] == utc("2024-05-11T15:26:00")
    assert cells(source, "tags") == [["a", "b c"], []]
    assert cells(source, "status") == ["resolved", "new"]
    assert {"short_rows", "long_rows", "source_note"} == codes(source, "id")


def test_hubspot_tickets_of_the_api(opened: Opener) -> None:
    ticket = {
        "id": "1",
        "archived": False,
        "properties": {
            "hs_object_id": "1",
            "createdate": "2026-01-05T10:00:00.123Z",
            "closed_date": "",
            "hs_pipeline_stage": "4",
            "time_to_first_agent_reply": "90000",
            "subject": "x",
            "hs_is_one_touch_ticket": "true",
            "hs_feedback_last_ces_rating": "6",
        },
    }
    source = opened(json.dumps({"results": [ticket]}), name="t")
    assert source.recognised_as == "hubspot-json"
    assert one(source, "first_response_duration") == 90_000_000
    assert one(source, "first_contact") is True
    assert one(source, "resolved_at") is None
    assert source.exclusions == (("archived", "deleted"),)


def test_hubspot_csv_with_the_zones_abbreviation(opened: Opener) -> None:
    source = opened(
        "Ticket ID,Ticket name,Create date,Close date,Time to close (HH:mm:ss)\n"
        "1,x,2026-07-01 10:00 CDT,2026-07-02 12:03 CDT,26:03:00\n",
        timezone="America/Chicago",
    )
    assert source.recognised_as == "hubspot-csv"
    assert one(source, "created_at") == utc("2026-07-01T15:00:00")
    assert one(source, "resolution_duration") == 93_780_000_000


def test_servicenow_incidents_and_their_states(opened: Opener) -> None:
    source = opened(
        "number,short_description,opened_at,state,assignment_group,resolved_at,calendar_stc\n"
        "INC1,x,2026-01-05 10:00:00,6,A,2026-01-05 11:00:00,3600\n"
        "INC2,x,2026-01-05 10:00:00,On Hold,A,,\n",
        timezone="UTC",
    )
    assert source.recognised_as == "servicenow"
    assert cells(source, "status") == ["resolved", "on_hold"]
    assert cells(source, "resolution_duration") == [3_600_000_000, None]


def test_salesforce_report_with_its_footer(opened: Opener) -> None:
    source = opened(
        '"Case Number","Case Owner","Status","Date/Time Opened","Date/Time Closed","Case Origin"\n'
        '"00001","Ann","Closed","1/13/2026 10:05 AM","1/14/2026 3:05 PM","Email"\n'
        '\n\n"Cases by owner"\n"Copyright (c) 2000-2026 salesforce.com, inc. All rights"\n',
        timezone="UTC",
    )
    assert source.recognised_as == "salesforce-report"
    assert one(source, "created_at") == utc("2026-01-13T10:05:00")
    assert one(source, "id") == "00001"
    assert "footer_rows" in codes(source)


def test_github_issues_without_pull_requests(opened: Opener) -> None:
    issue: dict[str, Any] = {
        "number": 1,
        "title": "x",
        "state": "closed",
        "created_at": "2026-01-05T10:00:00Z",
        "closed_at": "2026-01-06T10:00:00Z",
        "user": {"login": "ann"},
        "comments": 3,
        "labels": [{"name": "bug"}, {"name": "help wanted"}],
    }
    pull = issue | {"number": 2, "pull_request": {"url": "https://x"}}
    source = opened(json.dumps([issue, pull]), name="t")
    assert source.recognised_as == "github-json"
    assert cells(source, "tags")[0] == ["bug", "help wanted"]
    assert cells(source, "pull_request") == [False, True]
    assert source.exclusions == (("pull request", "pull_request"),)
    assert "replies" not in source.columns


def test_chatwoot_knows_zero_as_nothing(opened: Opener) -> None:
    conversation = {
        "id": 1,
        "inbox_id": 2,
        "status": "open",
        "created_at": 1767607872,
        "waiting_since": 0,
        "first_reply_created_at": 0,
        "last_activity_at": 1767607900,
        "labels": ["a"],
        "meta": {"channel": "Channel::Email"},
    }
    source = opened(json.dumps({"data": {"meta": {}, "payload": [conversation]}}), name="t")
    assert source.recognised_as == "chatwoot-json"
    assert one(source, "first_response_at") is None
    assert codes(source) == {"source_note"}


def test_of_an_event_log_the_last_version_counts(opened: Opener) -> None:
    head = (
        "number,incident_state,sys_mod_count,opened_at,made_sla,reassignment_count,reopen_count\n"
    )
    rows = [
        "INC1,Active,2,29/2/2016 08:39,True,0,0\n",
        "INC1,Closed,10,29/2/2016 08:39,False,0,0\n",
        "INC1,New,0,29/2/2016 08:39,True,?,0\n",
    ]
    for turn in (rows, rows[::-1]):
        source = opened(head + "".join(turn), timezone="UTC")
        table = frame(source, "status", "due_met")
        counted = table.filter(~table[SUPERSEDED])
        assert counted["status"].to_list() == ["closed"]
        assert counted["due_met"].to_list() == [False]
        assert table[SUPERSEDED].sum() == 2
