from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csaudit.standards.quantities import (
    Limit,
    LimitRow,
    LimitTable,
    Measure,
    Target,
    fold,
    parse_date,
    parse_duration,
    parse_limit,
    parse_share,
    parse_target,
)
from csaudit.standards.wording import GrammarError

if TYPE_CHECKING:
    from collections.abc import Callable

HOUR = 3_600_000_000


def refused(parse: Callable[[object], object], raw: object) -> tuple[str, str | None]:
    with pytest.raises(GrammarError) as caught:
        parse(raw)
    return caught.value.what, caught.value.instead


# ---- durations ----


@pytest.mark.parametrize(
    ("text", "microseconds"),
    [
        ("30s", 30_000_000),
        ("15m", 900_000_000),
        ("4h", 4 * HOUR),
        ("2d", 48 * HOUR),
        ("1w", 168 * HOUR),
        ("1h30m", 3 * HOUR // 2),
        ("1h 30m", 3 * HOUR // 2),
        (" 1w2d3h4m5s ", (7 * 24 + 48 + 3) * HOUR + 245_000_000),
        ("1.5h", 3 * HOUR // 2),
        ("0.000001s", 1),
        ("0.1s", 100_000),
        ("0d", 0),
    ],
)
def test_a_duration_is_whole_microseconds(text: str, microseconds: int) -> None:
    assert parse_duration(text).microseconds == microseconds


def test_a_duration_prints_without_spaces() -> None:
    assert str(parse_duration(" 1h 30 m")) == "1h30m"


@given(st.integers(0, 10**6), st.sampled_from("smhdw"))
def test_any_count_of_any_unit_is_exact(count: int, unit: str) -> None:
    seconds = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}[unit]
    if count * seconds > 36_525 * 86_400:
        assert "hundred years" in refused(parse_duration, f"{count}{unit}")[0]
    else:
        assert parse_duration(f"{count}{unit}").microseconds == count * seconds * 1_000_000


@pytest.mark.parametrize(
    ("raw", "what", "instead"),
    [
        (24, "24 has no unit.", "24h (hours) or 24m (minutes)"),
        ("1.5", "1.5 has no unit.", "1.5h (hours) or 1.5m (minutes)"),
        ("24 hours", "24 hours is not a duration.", "24h"),
        (
            "24 business hours",
            "24 business hours is not a duration.",
            "24h, and beside it the clock:  calendar: office",
        ),
        ("4H", "4H is not a duration.", "4h"),
        ("1 hour and 30 minutes", "1 hour and 30 minutes is not a duration.", "1h30m"),
        ("-3h", "-3h is not a duration, such as 30s, 15m, 4h, 1h30m, 2d or 1w.", None),
        ("30m1h", "30m1h is not a duration, such as 30s, 15m, 4h, 1h30m, 2d or 1w.", None),
        ("1h1h", "1h1h is not a duration, such as 30s, 15m, 4h, 1h30m, 2d or 1w.", None),
        ("soon", "soon is not a duration, such as 30s, 15m, 4h, 1h30m, 2d or 1w.", None),
        ("", '"" is not a duration, such as 30s, 15m, 4h, 1h30m, 2d or 1w.', None),
        ("٣h", "٣h is not a duration, such as 30s, 15m, 4h, 1h30m, 2d or 1w.", None),
        ("0.0000001s", "0.0000001s is finer than a microsecond.", None),
        (True, "must be a duration such as 4h, not true or false.", None),
        (["4h"], "must be a duration such as 4h, not a list.", None),
    ],
)
def test_what_is_no_duration_is_told_what_to_write(
    raw: object, what: str, instead: str | None
) -> None:
    assert refused(parse_duration, raw) == (what, instead)


# ---- limits ----


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("24h", Limit("24h", "time", 24 * HOUR)),
        ("2d", Limit("2d", "time", 48 * HOUR, plain_only=True)),
        ("1w", Limit("1w", "time", 168 * HOUR, plain_only=True)),
        ("3 rings", Limit("3 rings", "rings", 3)),
        ("1 ring", Limit("1 ring", "rings", 1)),
        ("2 working days", Limit("2 working days", "working_days", 2)),
        ("1 working days", Limit("1 working day", "working_days", 1)),
        ("0 working days", Limit("0 working days", "working_days", 0)),
    ],
)
def test_a_limit_is_time_or_rings_or_working_days(text: str, limit: Limit) -> None:
    assert parse_limit(text) == limit
    assert str(parse_limit(text)) == limit.text


def test_a_limit_without_a_unit_offers_the_three_kinds() -> None:
    assert refused(parse_limit, 24) == (
        "24 has no unit.",
        "24h (hours), 24m (minutes), or 3 working days (with a calendar)",
    )


def test_a_table_of_limits_is_looked_up_without_upper_and_lower_case() -> None:
    urgent, rest = LimitRow("Urgent ", parse_limit("1h")), LimitRow("", parse_limit("8h"))
    table = LimitTable("priority", {fold("Urgent "): urgent}, rest)
    assert table.row(" URGENT") is urgent
    assert table.row("high") is rest
    assert table.row(None) is rest
    assert table.rows() == (urgent, rest)
    assert LimitTable("priority", {"urgent": urgent}).row("high") is None


# ---- targets ----


@pytest.mark.parametrize(
    ("raw", "op", "value", "measure", "text"),
    [
        ("95%", None, Fraction(19, 20), Measure.PERCENT, "95%"),
        (">= 75%", ">=", Fraction(3, 4), Measure.PERCENT, ">= 75%"),
        ("97.5 %", None, Fraction(39, 40), Measure.PERCENT, "97.5%"),
        ("≤ 99.9%", "<=", Fraction(999, 1000), Measure.PERCENT, "<= 99.9%"),
        ("<= 4h", "<=", Fraction(14_400), Measure.DURATION, "<= 4h"),
        ("<1h30m", "<", Fraction(5_400), Measure.DURATION, "< 1h30m"),
        (">= 3.5", ">=", Fraction(7, 2), Measure.NUMBER, ">= 3.5"),
        ("> -10", ">", Fraction(-10), Measure.NUMBER, "> -10"),
        (20, None, Fraction(20), Measure.NUMBER, "20"),
        (Decimal("3.50"), None, Fraction(7, 2), Measure.NUMBER, "3.50"),
    ],
)
def test_a_target_is_exact(
    raw: object, op: str | None, value: Fraction, measure: Measure, text: str
) -> None:
    target = parse_target(raw)
    assert (target.op, target.value, target.measure, str(target)) == (op, value, measure, text)


@given(st.decimals(0, 100, places=4))
def test_a_percent_is_the_very_fraction(number: Decimal) -> None:
    assert parse_target(f"{number:f}%").value == Fraction(number) / 100


@pytest.mark.parametrize(
    ("raw", "instead"),
    [
        ("95 percent", '"95%"'),
        (">= 97,5%", '">= 97.5%"'),
        ("3,5", '"3.5"'),
    ],
)
def test_what_is_no_target_is_told_what_to_write(raw: str, instead: str) -> None:
    assert refused(parse_target, raw) == (f"{raw} is not a target.", instead)


@pytest.mark.parametrize("raw", ["= 3", "95% of them", "<="])
def test_what_is_like_no_target_is_told_what_targets_look_like(raw: str) -> None:
    kinds = '">= 95%" (a share), "<= 4h" (a duration) or ">= 3.5" (a number)'
    assert refused(parse_target, raw) == (f"{raw} is not a target, such as {kinds}.", None)


@pytest.mark.parametrize(
    ("op", "below", "equal", "above"),
    [
        (">=", False, True, True),
        (">", False, False, True),
        ("<=", True, True, False),
        ("<", True, False, False),
    ],
)
def test_a_target_is_reached_exactly(op: str, *, below: bool, equal: bool, above: bool) -> None:
    target = parse_target(f"{op} 99.9%").to_target(">=")
    near = Fraction(1, 10**30)
    reached = [target.reached_by(target.value + step) for step in (-near, Fraction(0), near)]
    assert reached == [below, equal, above]
    assert target.wants_high is above


def test_a_bare_target_takes_the_operator_that_it_is_given() -> None:
    assert parse_target("4h").to_target("<=") == Target(
        "<=", Fraction(14_400), Measure.DURATION, "4h"
    )
    assert str(parse_target("> 4h").to_target("<=")) == "> 4h"


# ---- shares and dates ----


def test_a_share_lies_between_nothing_and_all() -> None:
    assert [parse_share(text) for text in ("0%", "40%", "100%")] == [0, Fraction(2, 5), 1]
    assert refused(parse_share, 40) == ("40 is not a share.", "40%")
    assert refused(parse_share, "140%")[0] == "140% does not lie between 0% and 100%."


def test_a_date_is_a_day_of_the_calendar() -> None:
    assert parse_date("2028-02-29") == date(2028, 2, 29)
    assert refused(parse_date, "2027-02-29")[0] == "2027-02-29 is not a day of the calendar."
    what = "31.12.2026 is not a date of the form year-month-day."
    assert refused(parse_date, "31.12.2026") == (what, "2027-01-31")


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("=> 95%", '">= 95%"'),
        ("=< 5 %", '"<= 5 %"'),
        ("<= 10 points", '"<= 10%" (points of a share), or "<= 10" (of a score)'),
        ("95 percent", '"95%"'),
    ],
)
def test_a_target_that_is_nearly_one_is_mended(text: str, instead: str) -> None:
    assert refused(parse_target, text) == (f"{text} is not a target.", instead)


def test_business_days_are_working_days() -> None:
    assert refused(parse_limit, "2 business days") == (
        "2 business days is not a limit.",
        "2 working days",
    )
