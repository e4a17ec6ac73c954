"""A breakdown by two columns is a table of cells, in the order of days and hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csaudit import check
from csaudit.reports.html.heat import tables
from tests.reports.examples import breakdown, share

if TYPE_CHECKING:
    from pathlib import Path

ONE = share("a", 80, 100)


def test_rows_and_columns_stand_as_days_and_hours() -> None:
    groups = [
        breakdown(ONE, {"created_weekday": day, "created_hour": hour}, 8, 10)
        for day, hour in (("sun", "10"), ("mon", "9"), ("mon", "10"), ("tue", "9"))
    ]
    (heat,) = tables(groups)
    assert heat.columns == ("9", "10")
    assert [name for name, _ in heat.rows] == ["mon", "tue", "sun"]
    assert [[cell.value if cell else None for cell in cells] for _, cells in heat.rows] == [
        ["80", "80"], ["80", None], [None, "80"],
    ]  # fmt: skip
    assert heat.told == "created_weekday by created_hour"


def test_one_column_or_hundreds_are_no_table() -> None:
    assert tables([breakdown(ONE, {"hour": str(hour)}, 8, 10) for hour in range(24)]) == ()
    assert tables([breakdown(ONE, {"a": "x", "b": str(n)}, 8, 10) for n in range(9)]) == ()
    many = [breakdown(ONE, {"a": str(n % 40), "b": str(n % 3)}, 8, 10) for n in range(120)]
    assert tables(many) == ()


def test_the_page_has_one_for_each_breakdown_by_two_columns(root: Path) -> None:
    by = ["created_weekday,created_hour", "team,priority"]
    page = check(
        root / "sample_data" / "tickets.csv",
        root / "standards.yaml",
        by=by,
        select="resolution-by-priority",
    ).to_html()
    assert page.count('<table class="heat">') == 2
    assert "created_weekday by created_hour; grey: too few to judge" in page
    assert len(page) < 60_000
