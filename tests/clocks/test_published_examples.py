"""Examples that helpdesks publish in their documentation and tests, with the values they expect."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from csaudit.clocks.calendar import Calendar, parse_calendar
from tests.clocks.calendars import instant

HOUR = 3_600_000_000
MINUTE = HOUR // 60


@dataclass(frozen=True)
class Example:
    """A case, its clock and what the source expects, all on the clock of `timezone`."""

    source: str
    hours: dict[str, object]
    start: str
    limit: float  # hours
    due: str
    timezone: str = "UTC"
    holidays: tuple[str, ...] = ()

    def calendar(self) -> Calendar:
        raw = {"hours": self.hours, "holidays": {"dates": list(self.holidays)}}
        return Calendar(parse_calendar("example", raw, self.timezone))


NINE_TO_FIVE: dict[str, object] = {"mon-fri": "09:00-17:00"}
ZAMMAD = "zammad/zammad, test/unit/ticket_sla_test.rb, 'ticket sla + holiday 222'"

EXAMPLES = (
    Example(
        "Intercom, help article 9263617, scenario 1: a day is 24 office hours; 5 days are shown",
        NINE_TO_FIVE, "2026-10-02 16:55", 24, "2026-10-07 16:55",
    ),
    Example(
        "ServiceNow docs, SLA duration and schedules: 24 h on 9 to 5 are three working days",
        NINE_TO_FIVE, "2026-10-05 09:00", 24, "2026-10-07 17:00",
    ),
    Example(
        "ServiceNow docs (Geneva), Elapsed time vs work time: 10 h, 6 of them on Monday",
        {"mon-fri": ["08:00-12:00", "13:00-17:00"]},
        "2026-10-05 10:00", 10, "2026-10-06 12:00",
    ),
    Example(
        "Eccentex docs, Business hours: 8 working hours from Tuesday 11:00, 9 to 5",
        NINE_TO_FIVE, "2026-10-06 11:00", 8, "2026-10-07 11:00",
    ),
    Example(
        "Airclou helpdesk docs, Business hours: Friday 16:00, 4 h first reply",
        NINE_TO_FIVE, "2026-10-02 16:00", 4, "2026-10-05 12:00",
    ),
    Example(
        "FreeITSM wiki, SLA management: P2 at 16:30 with 1 h, the office closes at 17:00",
        NINE_TO_FIVE, "2026-10-06 16:30", 1, "2026-10-07 09:30",
    ),
    Example(
        "codingace.net, SLA calculator, ticket A",
        NINE_TO_FIVE, "2026-03-23 09:15", 6, "2026-03-23 15:15",
    ),
    Example(
        "codingace.net, SLA calculator, ticket B: a holiday on Monday",
        NINE_TO_FIVE, "2026-03-20 16:30", 4, "2026-03-24 12:30", holidays=("2026-03-23",),
    ),
    Example(
        "codingace.net, SLA calculator, ticket C: over Christmas",
        {"mon-fri": "08:00-18:00"},
        "2026-12-24 15:00", 10, "2026-12-28 15:00", holidays=("2026-12-25",),
    ),
    Example(
        "Freelancer project 16057804 for osTicket: 8 h from Monday 16:00, 9 to 18",
        {"mon-fri": "09:00-18:00"}, "2026-10-05 16:00", 8, "2026-10-06 15:00",
    ),
    Example(
        "the same, 48 h on whole weekdays from Friday 09:00",
        {"mon-fri": "00:00-24:00"}, "2026-10-02 09:00", 48, "2026-10-06 09:00",
    ),
    Example(
        f"{ZAMMAD}: first response",
        {"mon-fri": "08:00-20:00"}, "2016-11-01 14:56:21", 2, "2016-11-02 10:00",
        "Europe/Berlin", ("2016-11-01",),
    ),
    Example(
        f"{ZAMMAD}: update",
        {"mon-fri": "08:00-20:00"}, "2016-11-01 14:56:21", 20, "2016-11-03 16:00",
        "Europe/Berlin", ("2016-11-01",),
    ),
    Example(
        f"{ZAMMAD}: update after the agent wrote",
        {"mon-fri": "08:00-20:00"}, "2016-11-07 15:26:36", 20, "2016-11-09 11:26:36",
        "Europe/Berlin", ("2016-11-01",),
    ),
)  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.source)
def test_the_due_instant_is_the_published_one(example: Example) -> None:
    due = example.calendar().due(
        instant(example.start, example.timezone), int(example.limit * HOUR)
    )
    assert due == instant(example.due, example.timezone)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.source)
def test_the_time_until_then_is_the_published_limit(example: Example) -> None:
    start, due = (instant(text, example.timezone) for text in (example.start, example.due))
    assert example.calendar().elapsed(start, due) == example.limit * HOUR


def test_servicenow_business_elapsed_time_over_a_weekend() -> None:
    # ServiceNow community blog, "Understanding my SLAs", part II: opened on Friday 12 December
    # at 20:49, schedule 8 to 5 on weekdays; on Monday at 9:44 that is 1 hour and 44 minutes.
    calendar = Calendar(
        parse_calendar("eight_to_five", {"hours": {"mon-fri": "08:00-17:00"}}, "UTC")
    )
    elapsed = calendar.elapsed(instant("2014-12-12 20:49"), instant("2014-12-15 09:44"))
    assert elapsed == HOUR + 44 * MINUTE


def test_business_time_across_a_weekend() -> None:
    # snowdaycalculatornow.com, "Calculate SLA business hours", example 2 and the opening one.
    calendar = Calendar(parse_calendar("office", {"hours": NINE_TO_FIVE}, "UTC"))
    friday, monday = instant("2026-10-02 16:00"), instant("2026-10-05 11:00")
    assert calendar.elapsed(friday, monday) == 3 * HOUR
    friday, monday = instant("2026-10-02 16:30"), instant("2026-10-05 10:30")
    assert calendar.elapsed(friday, monday) == 2 * HOUR
