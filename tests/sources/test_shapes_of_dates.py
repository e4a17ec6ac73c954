"""Day and month are settled for each shape of a date, never for all of a column at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from csaudit.errors import DataError, StandardsError

if TYPE_CHECKING:
    from tests.small_audit import Bench

STANDARD = """
    timezone: UTC
    {tables}
    standards:
      - id: one
        metric: resolution_time
        statistic: max
"""
DASHES = "a,13-01-2023 09:00,2023-01-14 09:00\nb,05-04-2023 09:00,2023-04-06 09:00\n"
MONTHS = "c,04/28/2023 09:00,2023-04-29 09:00\n"
OPEN = "d,04/05/2023 09:00,2023-04-06 09:00\n"


def longest(bench: Bench, rows: str, tables: str = "") -> float | None:
    header = "id,created_at,resolved_at\n"
    return bench.result(header + rows, STANDARD.format(tables=tables)).value


DAY = 86_400.0


def test_each_shape_has_its_own_evidence(bench: Bench) -> None:
    assert longest(bench, DASHES + MONTHS) == DAY


def test_a_shape_without_evidence_takes_what_the_others_agree_on(bench: Bench) -> None:
    assert longest(bench, DASHES + OPEN) == DAY * 1  # 4 May would end before it begins
    assert longest(bench, "b,05-04-2023 09:00,2023-05-05 09:00\n" + MONTHS) == DAY


def test_shapes_that_contradict_each_other_leave_an_open_one_to_the_user(bench: Bench) -> None:
    two_digits = "g,04/05/23 09:00,2023-04-06 09:00\n"
    with pytest.raises(DataError) as caught:
        longest(bench, DASHES + MONTHS + "h,04/05/23,2023-04-06 09:00\n" + two_digits)
    assert "no value with" in caught.value.message
    assert 'date_order: {"/": day-first' in (caught.value.remedy or "")


@pytest.mark.parametrize(("order", "days"), [("month-first", 1), ("day-first", 0)])
def test_the_user_may_say_it_for_each_mark(bench: Bench, order: str, days: int) -> None:
    tables = f'tables: {{tickets: {{date_order: {{"/": {order}, "-": day-first}}}}}}'
    rows = "b,05-04-2023 09:00,2023-04-05 09:00\nd,04/05/2023 09:00,2023-04-06 09:00\n"
    found = longest(bench, rows, tables)
    assert found == days * DAY


def test_a_mark_that_has_no_order_is_a_mistake_of_the_file(bench: Bench) -> None:
    with pytest.raises(StandardsError, match="is no mark between day, month and year"):
        longest(bench, OPEN, 'tables: {tickets: {date_order: {"#": day-first}}}')
