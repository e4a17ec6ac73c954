from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from csaudit.errors import Place
from csaudit.metrics.declaration import Comparison, Scale
from csaudit.standards import (
    AndMetric,
    Condition,
    Judge,
    LeaveOut,
    Limit,
    LimitTable,
    Measure,
    Target,
)
from tests.standards.writing import METRICS, OFFICE, standard

HOUR = 3_600_000_000


# ---- limits and clocks ----


def test_a_table_of_limits_has_rows_with_their_own_clocks() -> None:
    one = standard(
        """
        metric: resolution_time
        within:
          by: priority
          limits: {Urgent: {limit: 1h, calendar: always}, high: 4h, 3: 2 working days}
          otherwise: 24h
        calendar: office
        target: 90%
        """,
        OFFICE,
    )
    table = one.within
    assert isinstance(table, LimitTable)
    assert table.by == "priority"
    assert {key: (row.limit.text, row.calendar) for key, row in table.limits.items()} == {
        "urgent": ("1h", "always"),
        "high": ("4h", None),
        "3": ("2 working days", None),
    }
    assert table.otherwise is not None
    assert [limit.text for limit in one.limits()] == ["1h", "4h", "2 working days", "24h"]
    assert one.calendars() == {"office", "always"}


def test_days_are_fine_on_the_plain_clock_and_in_a_row_that_runs_on_it() -> None:
    assert standard("metric: resolution_time\nwithin: 2d").limits()[0].plain_only
    body = """
    metric: resolution_time
    calendar: office
    within: {by: priority, limits: {low: {limit: 2d, calendar: always}}}
    """
    assert standard(body, OFFICE).limits()[0].text == "2d"


def test_working_days_run_on_a_calendar_that_the_record_names() -> None:
    body = "metric: resolution_time\nwithin: 2 working days\ncalendar_by: branch"
    assert standard(body, OFFICE).calendar_by == "branch"


def test_a_call_may_be_given_rings() -> None:
    one = standard("metric: service_level\nwithin: 3 rings\ntarget: 90%", metrics=METRICS)
    assert one.within == Limit("3 rings", "rings", 3)


# ---- targets ----


@pytest.mark.parametrize(
    ("body", "target", "direction"),
    [
        ("metric: first_response_time\nwithin: 4h\ntarget: 95%", ">= 95%", "higher"),
        ("metric: first_response_time\nstatistic: p90\ntarget: 4h", "<= 4h", "lower"),
        ("metric: reopen_rate\ntarget: 5%", "<= 5%", "lower"),
        ("metric: resolution_rate\ntarget: 95%", ">= 95%", "higher"),
        ("metric: replies_to_resolve\ntarget: 3", "<= 3", "lower"),
        ("metric: net_promoter_score\ntarget: -10", ">= -10", "higher"),
        ("metric: share\nsuccess: spam\ntarget: 5%", ">= 5%", "higher"),
        ("metric: share\nsuccess: spam\ndirection: lower\ntarget: 5%", "<= 5%", "lower"),
        ('metric: share\nsuccess: spam\ntarget: "<= 5%"', "<= 5%", "lower"),
        ('metric: value\nvalue: avg(order_value)\ntarget: "< 20.5"', "< 20.5", "lower"),
        ("metric: resolution_rate\njudge: {spread: branch}\ntarget: 10%", "<= 10%", "lower"),
        ("metric: first_contact_resolution\nform: ratio\ntarget: 3", ">= 3", "higher"),
        ("metric: closure_rate\ncount: flow\ntarget: 120%", ">= 120%", "higher"),
        ("metric: customer_effort\nscale: 1-7\neasy: high\ntarget: 5.5", ">= 5.5", "higher"),
        ("metric: customer_effort\nscale: 1-7\neasy: low\ntarget: 2.5", "<= 2.5", "lower"),
        (
            "metric: customer_effort\nscale: 1-7\neasy: low\nmethod: top_box\ntarget: 80%",
            ">= 80%",
            "higher",
        ),
        ("metric: queue_length\ntarget: 3", "<= 3", "lower"),
        ("metric: queue_length\nstatistic: time_above\ntarget: 5%", "<= 5%", "lower"),
    ],
)
def test_a_bare_target_takes_the_direction_of_the_figure(
    body: str, target: str, direction: str
) -> None:
    one = standard(body, metrics=METRICS)
    assert (str(one.target), one.direction) == (target, direction)
    if "direction" in one.settings:
        assert one.settings["direction"] == direction


def test_a_target_has_a_history() -> None:
    one = standard("""
        metric: resolution_rate
        target: [{from: 2026-01-01, is: "90%"}, {from: 2026-07-01, is: ">= 95%"}]
        warn: 97%
    """)
    assert str(one.target) == ">= 95%"
    assert one.target_on(date(2025, 12, 31)) is None
    assert str(one.target_on(date(2026, 6, 30))) == ">= 90%"
    assert str(one.target_on(date(2026, 7, 1))) == ">= 95%"


def test_a_target_without_history_holds_on_every_day() -> None:
    one = standard("metric: resolution_rate\ntarget: 95%")
    assert one.target_on(date(1999, 1, 1)) == one.target


# ---- judging ----


@pytest.mark.parametrize(
    ("written", "judge"),
    [
        ("whole", Judge()),
        ("{each: branch}", Judge(how="each", columns=("branch",))),
        ("{each: [branch, channel]}", Judge(how="each", columns=("branch", "channel"))),
        ("{spread: branch}", Judge(how="spread", columns=("branch",))),
        (
            '{each: day, reach: ">= 90%"}',
            Judge(
                how="each",
                every="day",
                reach=Target(">=", Fraction(9, 10), Measure.PERCENT, "90%"),
            ),
        ),
    ],
)
def test_judge_says_what_is_judged(written: str, judge: Judge) -> None:
    assert standard(f"metric: resolution_rate\ntarget: 10%\njudge: {written}").judge == judge


@pytest.mark.parametrize(
    ("written", "by"),
    [
        ("branch", (("branch",),)),
        ("[branch, channel]", (("branch",), ("channel",))),
        ("[[agent, channel], branch]", (("agent", "channel"), ("branch",))),
    ],
)
def test_breakdowns_are_columns_or_lists_of_them(
    written: str, by: tuple[tuple[str, ...], ...]
) -> None:
    assert standard(f"metric: resolution_rate\nby: {written}").by == by


@pytest.mark.parametrize(
    ("written", "column"),
    [("created", "created_at"), ("closed_at", "closed_at"), ("due", "due_at"), ("paid", "paid")],
)
def test_dated_by_names_an_instant(written: str, column: str) -> None:
    top = "tables: {tickets: {columns: {paid: {type: instant}}}}\n"
    assert standard(f"metric: resolution_rate\ndated_by: {written}", top).dated_by == column


def test_and_may_be_a_condition() -> None:
    one = standard("metric: first_response_time\nwithin: 30d\nand: accurate")
    assert one.and_ == Condition("accurate", Place(6, 10))


def test_and_may_be_a_second_metric_with_its_own_limit() -> None:
    one = standard(
        """
        metric: first_response_time
        within: 1h
        and: {metric: resolution_time, within: 2 working days, calendar: office, resolve: first}
        """,
        OFFICE,
    )
    second = one.and_
    assert isinstance(second, AndMetric)
    assert (second.metric, second.within) == (
        "resolution_time",
        Limit("2 working days", "working_days", 2),
    )
    assert (second.calendar, second.settings["resolve"]) == ("office", "first")
    assert second.settings["open"] == "survival"
    assert second.place == Place(8, 10)
    assert second.place_of("within") == Place(8, 44)


def test_a_standard_has_exceptions_of_its_own() -> None:
    one = standard("""
        metric: resolution_rate
        leave_out:
          - {where: spam, reason: spam}
    """)
    assert one.leave_out == (LeaveOut(where=Condition("spam", Place(6, 17)), reason="spam"),)


def test_all_the_rest_is_read_as_it_is_written() -> None:
    one = standard("""
        metric: resolution_rate
        mandatory: yes
        reference: Ofcom GC C4
        confidence: 97.5%
        statement: |
          Two
          lines.
    """)
    assert (one.mandatory, one.reference) == (True, "Ofcom GC C4")
    assert (one.confidence, one.statement) == (Fraction(39, 40), "Two lines.")


# ---- settings of metrics ----


def test_settings_have_the_form_that_the_metric_receives() -> None:
    fcr = standard("""
        metric: first_contact_resolution
        replies: "<= 2"
        of: all
        settle: 7d
    """)
    assert fcr.settings["replies"] == Comparison("<=", Decimal(2))
    assert (fcr.settings["of"], fcr.settings["reopened"]) == ("all", "miss")
    assert fcr.settings["settle"] == 7 * 24 * HOUR
    csat = standard("metric: customer_satisfaction\nscale: [1, 5]\nsatisfied: [4, 5]")
    assert csat.settings["scale"] == Scale(Decimal(1), Decimal(5))
    assert csat.settings["satisfied"] == ("4", "5")
    generic = standard("metric: share\nsuccess: channel = 'phone'")
    assert generic.settings["success"] == Condition("channel = 'phone'", Place(5, 14))


def test_a_metric_may_have_a_setting_that_is_a_common_key_elsewhere() -> None:
    one = standard("metric: queue_length\nstatistic: peak", metrics=METRICS)
    assert (one.statistic, one.settings["statistic"]) == (None, "peak")
