"""The clock inside a lazy query: nulls, absurd instants, engines, and how it composes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

import polars as pl
import pytest

from csaudit.clocks import opening_table
from csaudit.clocks.calendar import ALWAYS, Calendar, parse_calendar
from csaudit.clocks.expressions import INSTANT, Clock
from tests.clocks.calendars import OFFICE, OFFICE_CALENDAR, SAMPLES, instant, of_these_years

if TYPE_CHECKING:
    from collections.abc import Callable

HOUR = 3_600_000_000
LONDON = "Europe/London"
START, END = pl.col("start"), pl.col("end")
FRIDAY, THURSDAY = instant("2026-10-02 15:00", LONDON), instant("2026-10-08 09:30", LONDON)

MAKERS: dict[str, Callable[[Clock], pl.Expr]] = {
    "elapsed": lambda clock: clock.elapsed(START, END),
    "due": lambda clock: clock.due(END, pl.lit(3 * HOUR), 3 * HOUR),
    "is_open": lambda clock: clock.is_open(END),
    "working_day_due": lambda clock: clock.working_day_due(END, pl.lit(2), 2),
    "working_day_window_end": lambda clock: clock.working_day_window_end(END),
}
TYPES = {
    "elapsed": pl.Int64(),
    "due": INSTANT,
    "is_open": pl.Boolean(),
    "working_day_due": INSTANT,
    "working_day_window_end": INSTANT,
}
CALENDARS = (OFFICE_CALENDAR, ALWAYS)


def cases(*pairs: tuple[int | None, int | None]) -> pl.DataFrame:
    schema = {"start": INSTANT, "end": INSTANT}
    return pl.DataFrame(list(pairs), schema=schema, orient="row")


def only(frame: pl.DataFrame, expression: pl.Expr) -> list[object]:
    return frame.select(got=expression)["got"].to_list()


@pytest.mark.parametrize("calendar", CALENDARS, ids=lambda calendar: calendar.name)
def test_an_empty_end_gives_an_empty_elapsed_time(calendar: Calendar) -> None:
    frame = cases((FRIDAY, None), (None, THURSDAY), (None, None), (FRIDAY, FRIDAY))
    assert only(frame, of_these_years(calendar).elapsed(START, END)) == [None, None, None, 0]


@pytest.mark.parametrize("calendar", CALENDARS, ids=lambda calendar: calendar.name)
@pytest.mark.parametrize("name", MAKERS)
def test_null_in_is_null_out(name: str, calendar: Calendar) -> None:
    frame = cases((FRIDAY, THURSDAY), (FRIDAY, None))
    known, unknown = only(frame, MAKERS[name](of_these_years(calendar)))
    assert known is not None
    assert unknown is None


@pytest.mark.parametrize("calendar", CALENDARS, ids=lambda calendar: calendar.name)
@pytest.mark.parametrize("name", MAKERS)
def test_a_column_of_nulls_or_of_no_rows_keeps_its_type(name: str, calendar: Calendar) -> None:
    for frame in (cases((None, None)), cases()):
        got = frame.lazy().select(got=MAKERS[name](of_these_years(calendar)))
        assert got.collect_schema()["got"] == TYPES[name]
        assert got.collect()["got"].dtype == TYPES[name]
        assert got.collect()["got"].null_count() == frame.height


def test_the_search_gives_what_the_grid_gives_nulls_included(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    frame = cases((FRIDAY, THURSDAY), (FRIDAY, None), (instant("1999-01-01 00:00"), FRIDAY))
    by_grid = [only(frame, MAKERS[name](of_these_years(OFFICE.calendar()))) for name in MAKERS]
    monkeypatch.setattr(opening_table, "MOST_CELLS", 1)
    by_search = [only(frame, MAKERS[name](of_these_years(OFFICE.calendar()))) for name in MAKERS]
    assert by_search == by_grid


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_the_search_agrees_with_the_plain_half(
    sample: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening_table, "MOST_CELLS", 1)
    calendar = next(each for each in SAMPLES if each is sample).calendar()
    first = instant("2011-12-01 00:00")
    starts = [first + step * 7_777_777_777 for step in range(700)]
    frame = cases(*((start, start + 11 * HOUR) for start in starts))
    got = only(frame, of_these_years(calendar).elapsed(START, END))
    assert got == [calendar.elapsed(start, start + 11 * HOUR) for start in starts]
    opened = only(frame, of_these_years(calendar).is_open(START))
    assert opened == [calendar.is_open(start) for start in starts]


def test_instants_outside_the_known_years_give_null_and_spoil_no_other_row() -> None:
    absurd = (instant("0026-10-02 15:00"), instant("9999-12-31 00:00"), 2**62)
    frame = cases((FRIDAY, THURSDAY), *((FRIDAY, end) for end in absurd), (absurd[0], THURSDAY))
    got = only(frame, of_these_years(OFFICE_CALENDAR).elapsed(START, END))
    assert got == [24 * HOUR, None, None, None, None]
    alone = cases((FRIDAY, absurd[0]))
    assert only(alone, of_these_years(OFFICE_CALENDAR).is_open(END)) == [None]


def test_years_that_come_later_do_not_change_what_was_said() -> None:
    calendar = OFFICE.calendar()
    expression = of_these_years(calendar).elapsed(START, END)
    narrow = cases((FRIDAY, THURSDAY))
    wide = cases((FRIDAY, THURSDAY), (instant("1975-01-01 00:00"), instant("2150-01-01 00:00")))
    before = only(narrow, expression)
    assert only(wide, expression)[0] == before[0]
    assert only(narrow, expression) == before


def test_limits_may_differ_from_row_to_row() -> None:
    frame = cases(*([(FRIDAY, THURSDAY)] * 4)).with_columns(
        limit=pl.Series([24 * HOUR, 0, -1, None], dtype=pl.Int64)
    )
    for calendar, first in ((OFFICE_CALENDAR, THURSDAY), (ALWAYS, FRIDAY + 24 * HOUR)):
        clock = of_these_years(calendar)
        got = only(frame, clock.due(START, pl.col("limit"), 24 * HOUR).to_physical())
        assert got == [first, FRIDAY, None, None]


def test_numbers_of_working_days_may_differ_from_row_to_row() -> None:
    frame = cases(*([(FRIDAY, THURSDAY)] * 3)).with_columns(
        days=pl.Series([1, -1, None], dtype=pl.Int64)
    )
    expression = of_these_years(OFFICE_CALENDAR).working_day_due(START, pl.col("days"), 1)
    expected = [OFFICE_CALENDAR.working_day_due(FRIDAY, 1), None, None]
    assert only(frame, expression.to_physical()) == expected


def test_a_limit_beyond_all_years_is_due_never() -> None:
    clock, frame = of_these_years(OFFICE.calendar()), cases((FRIDAY, None))
    assert only(frame, clock.due(START, pl.lit(10**16), 10**16)) == [None]
    assert only(frame, clock.working_day_due(START, pl.lit(10**6), 10**6)) == [None]


def test_an_instant_may_be_a_literal() -> None:
    as_of = pl.lit(datetime(2026, 10, 8, 8, 30, tzinfo=UTC)).cast(INSTANT)
    frame = cases((FRIDAY, None), (THURSDAY, None))
    got = only(frame, of_these_years(OFFICE_CALENDAR).elapsed(START, as_of))
    assert got == [24 * HOUR, 0]


@pytest.mark.parametrize("cells", [opening_table.MOST_CELLS, 1], ids=["grid", "search"])
@pytest.mark.parametrize("name", MAKERS)
def test_each_row_may_have_its_own_calendar(
    name: str, cells: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening_table, "MOST_CELLS", cells)
    night = Calendar(parse_calendar("night", {"hours": {"daily": "22:00-06:00"}}, "UTC"))
    day = Calendar(parse_calendar("day", {"hours": {"daily": "07:00-20:10"}}, "Asia/Tokyo"))
    calendars = (OFFICE_CALENDAR, night, day)
    pairs = [(FRIDAY, THURSDAY), (THURSDAY, FRIDAY + 9 * HOUR), (FRIDAY + HOUR, None)]
    of_each = [only(cases(*pairs), MAKERS[name](of_these_years(one))) for one in calendars]
    frame = cases(*pairs * 4).with_columns(
        place=pl.Series([0, 0, 0, 1, 1, 1, 2, 2, 2, None, None, None], dtype=pl.UInt32)
    )
    got = only(frame, MAKERS[name](of_these_years(*calendars, chosen=pl.col("place"))))
    assert got == [*of_each[0], *of_each[1], *of_each[2], None, None, None]


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
@pytest.mark.parametrize("name", MAKERS)
def test_both_engines_give_the_same(name: str, engine: Literal["in-memory", "streaming"]) -> None:
    calendar = OFFICE.calendar()
    rows = 300_000
    start = pl.int_range(rows, dtype=pl.Int64) * (HOUR // 7) + instant("2019-01-01 00:00")
    frame = pl.select(start=start, end=start + (start % 1_000) * HOUR).cast(INSTANT)
    sampled = frame.gather_every(29_989)
    got = frame.lazy().select(got=MAKERS[name](of_these_years(calendar))).collect(engine=engine)
    assert got.height == rows
    expected = sampled.select(got=MAKERS[name](of_these_years(calendar)))
    assert got.gather_every(29_989).equals(expected)


def test_a_filter_on_elapsed_time_is_part_of_the_lazy_query() -> None:
    frame = cases((FRIDAY, THURSDAY), (FRIDAY, FRIDAY + HOUR), (FRIDAY, None))
    late = of_these_years(OFFICE_CALENDAR).elapsed(START, END) > HOUR
    assert frame.lazy().filter(late).collect().height == 1
    assert frame.lazy().select(late.sum()).collect().item() == 1
