"""Pauses are united, clipped to the case, and only their open time comes off."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csaudit.clocks.expressions import INSTANT
from csaudit.clocks.pause_expression import open_pause as open_pause_expression
from csaudit.clocks.pauses import open_pause
from tests.clocks.calendars import OFFICE_CALENDAR, instant, of_these_years

HOUR = 3_600_000_000
LONDON = "Europe/London"

# Friday 10:00 to Tuesday 17:30 at the office: 5.5 + 7.5 + 7.5 open hours.
START = instant("2026-10-02 10:00", LONDON)
END = instant("2026-10-06 17:30", LONDON)


def pause(begin: str, until: str) -> tuple[int, int]:
    return instant(begin, LONDON), instant(until, LONDON)


def test_the_open_time_of_a_pause_comes_off_and_its_closed_time_does_not() -> None:
    weekend = pause("2026-10-02 15:00", "2026-10-05 10:00")
    assert open_pause([weekend], START, END, OFFICE_CALENDAR) == 2 * HOUR


def test_pauses_that_overlap_or_repeat_come_off_once() -> None:
    pauses = [
        pause("2026-10-05 09:00", "2026-10-05 11:00"),
        pause("2026-10-05 10:00", "2026-10-05 12:00"),
        pause("2026-10-05 09:30", "2026-10-05 10:30"),
        pause("2026-10-05 09:00", "2026-10-05 11:00"),
    ]
    assert open_pause(pauses, START, END, OFFICE_CALENDAR) == 3 * HOUR


def test_what_lies_outside_the_case_does_not_come_off() -> None:
    pauses = [
        pause("2026-10-01 09:00", "2026-10-02 11:00"),
        pause("2026-10-06 16:30", "2026-10-08 11:00"),
        pause("2026-10-09 09:00", "2026-10-09 11:00"),
    ]
    assert open_pause(pauses, START, END, OFFICE_CALENDAR) == 2 * HOUR


def test_a_pause_without_an_end_lasts_until_the_end_of_the_case() -> None:
    still_on_hold = [(instant("2026-10-06 15:30", LONDON), None)]
    assert open_pause(still_on_hold, START, END, OFFICE_CALENDAR) == 2 * HOUR


def test_a_pause_that_ends_before_it_begins_has_no_length() -> None:
    backwards = [pause("2026-10-05 11:00", "2026-10-05 09:00")]
    assert open_pause(backwards, START, END, OFFICE_CALENDAR) == 0


Pauses = Sequence[tuple[int, int | None]]
Case = tuple[int | None, int | None, Pauses | None]


def frame(cases: Sequence[Case]) -> pl.DataFrame:
    pauses = pl.List(pl.Struct({"from": INSTANT, "until": INSTANT}))
    return pl.DataFrame(
        {
            "start": [start for start, _, _ in cases],
            "end": [end for _, end, _ in cases],
            "pauses": [
                None if some is None else [{"from": begin, "until": until} for begin, until in some]
                for _, _, some in cases
            ],
        },
        schema={"start": INSTANT, "end": INSTANT, "pauses": pauses},
    ).with_row_index("case")


INSTANTS = st.integers(START // HOUR - 30, END // HOUR + 30).map(lambda hour: hour * HOUR)
PAUSES = st.lists(st.tuples(INSTANTS, st.none() | INSTANTS), max_size=5)
CASES = st.lists(st.tuples(INSTANTS, INSTANTS, PAUSES), max_size=8)


@given(CASES)
@settings(max_examples=25, deadline=None)
def test_the_expression_agrees_with_the_plain_function(
    cases: list[tuple[int, int, Pauses]],
) -> None:
    paused = open_pause_expression(frame(cases).lazy(), of_these_years(OFFICE_CALENDAR))
    got = paused.sort("case").collect()["paused"].to_list()
    assert got == [open_pause(pauses, start, end, OFFICE_CALENDAR) for start, end, pauses in cases]


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_an_unknown_list_start_or_end_gives_an_unknown_pause_in_any_engine(engine: str) -> None:
    monday = pause("2026-10-05 09:00", "2026-10-05 11:00")
    cases = [
        (START, END, [monday]),
        (None, END, [monday]),
        (START, None, []),
        (START, END, None),
        (START, END, []),
    ]
    many = pl.concat([frame(cases).drop("case")] * 40_000, rechunk=True).with_row_index("case")
    lazy = open_pause_expression(many.lazy(), of_these_years(OFFICE_CALENDAR)).sort("case")
    got = lazy.collect(engine=engine)["paused"]  # type: ignore[call-overload]  # the names are known
    assert got.to_list() == [2 * HOUR, None, None, None, 0] * 40_000
