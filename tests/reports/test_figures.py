from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csaudit.reports.figures import (
    count,
    difference,
    duration,
    duration_difference,
    exactly,
    number,
    percent,
    plain_duration,
    plain_number,
    points,
)


@pytest.mark.parametrize(
    ("share", "marks", "shown"),
    [
        (Fraction(1781, 1842), ["0.95"], "96.7 %"),
        (Fraction(9496, 10000), ["0.95"], "94.96 %"),
        (Fraction(94999, 100000), ["0.95"], "94.999 %"),
        (Fraction(19, 20), ["0.95"], "95.0 %"),
        (Fraction(9501, 10000), ["0.95"], "95.01 %"),
        (Fraction(999, 1000), ["0.999"], "99.9 %"),
        (Fraction(9999, 10000), [], "99.99 %"),
        (Fraction(1999999, 2000000), [], "99.99995 %"),
        (Fraction(1, 2000000), [], "0.0001 %"),
        (Fraction(1), ["0.9"], "100 %"),
        (Fraction(0), ["0.9"], "0 %"),
        (Fraction(2, 3), ["0.6667"], "66.667 %"),
        (Fraction(9696, 10000), ["0.95", "0.97"], "96.96 %"),
        (Fraction(26, 25), [], "104.0 %"),
    ],
)
def test_a_share_stands_on_the_side_of_its_verdict(
    share: Fraction, marks: list[str], shown: str
) -> None:
    assert percent(share, [Fraction(mark) for mark in marks]) == shown


@given(st.integers(0, 10**7), st.integers(1, 10**7), st.integers(0, 1000))
def test_no_shown_share_contradicts_a_target(part: int, more: int, permille: int) -> None:
    share, target = Fraction(part, part + more), Fraction(permille, 1000)
    shown = Fraction(percent(share, [target]).removesuffix(" %").replace(",", "")) / 100
    assert (shown >= target) == (share >= target)
    assert (shown == 1) == (share == 1)
    assert (shown == 0) == (share == 0)


@pytest.mark.parametrize(
    ("seconds", "days", "shown"),
    [
        (0, True, "0s"),
        (0.25, True, "0.3s"),
        (45, True, "45s"),
        (750, True, "12m 30s"),
        (3599.9, True, "1h 00m"),
        (24000, True, "6h 40m"),
        (75901, True, "21h 05m"),
        (172740, True, "47h 59m"),
        (172800, True, "2d 00h"),
        (273600, True, "3d 04h"),
        (273600, False, "76h 00m"),
        (9 * 86400 * 365, True, "3,285d 00h"),
        (-90, True, "-1m 30s"),
    ],
)
def test_durations_read_as_people_say_them(
    seconds: float,
    days: bool,  # noqa: FBT001 - a column of the table above
    shown: str,
) -> None:
    assert duration(exactly(seconds), days=days) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (14400, "4h 00m"),
        (14401, "4h 00m 01s"),
        (14400.5, "4h 00m 01s"),
        (14400.25, "4h 00m 00.3s"),
        (14400.000001, "4h 00m 00.000001s"),
        (14399.9, "3h 59m 59.9s"),
        (14430, "4h 01m"),
        (14429, "4h 00m 29s"),
    ],
)
def test_a_duration_over_four_hours_never_looks_like_four_hours(seconds: float, shown: str) -> None:
    assert duration(exactly(seconds), [Fraction(14400)], days=True) == shown


@given(st.integers(1, 10**13), st.integers(1, 10**7), st.booleans())
def test_no_shown_duration_contradicts_a_limit(micros: int, limit: int, days: bool) -> None:  # noqa: FBT001 - hypothesis fills it in
    seconds, mark = Fraction(micros, 10**6), Fraction(limit)
    shown = _seconds(duration(seconds, [mark], days=days))
    assert (shown > mark, shown == mark) == (seconds > mark, seconds == mark)


def _seconds(text: str) -> Fraction:
    sizes = {"d": 86400, "h": 3600, "m": 60, "s": 1}
    return sum(
        (Fraction(part[:-1].replace(",", "")) * sizes[part[-1]] for part in text.split()),
        Fraction(0),
    )


def test_promises_are_written_short() -> None:
    written = [plain_duration(Fraction(seconds), days=True) for seconds in (45, 14400, 5400)]
    assert written == ["45s", "4h", "1h 30m"]
    assert plain_duration(Fraction(864000), days=True) == "10d"
    assert plain_duration(Fraction(864000)) == "240h"
    assert plain_duration(Fraction(0)) == "0s"
    assert plain_number(exactly(99.9)) == "99.9"
    assert plain_number(exactly(3.0)) == "3"


def test_differences_carry_their_sign_and_never_round_to_nothing() -> None:
    assert points(Fraction(17, 1000)) == "+1.7"
    assert points(Fraction(-87, 1000)) == "-8.7"
    assert points(Fraction(0)) == "0.0"
    assert points(Fraction(-1, 10**6)) == "-0.0001"
    assert difference(Fraction(-1, 3)) == "-0.33"
    assert duration_difference(Fraction(4800)) == "+1h 20m"
    assert duration_difference(Fraction(-45)) == "-45s"


def test_numbers_have_thousands_and_as_many_digits_as_count() -> None:
    assert count(1234567) == "1,234,567"
    assert number(Fraction(183, 100)) == "1.83"
    assert number(Fraction(425, 10)) == "42.5"
    assert number(Fraction(123456, 100)) == "1,235"
    assert number(Fraction(4)) == "4"
    assert number(Fraction(49996, 1000), [Fraction(50)]) == "49.996"
