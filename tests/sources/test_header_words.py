"""Headers as people's own exports have them: run together, with units, flags, opposites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from csaudit.sources import open_frame
from csaudit.sources.notations.units import spaced, unit_of
from csaudit.table_settings import ColumnSettings, TableSettings
from tests.sources.reading import cells, utc

if TYPE_CHECKING:
    from tests.sources.conftest import Opener


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("OpenDateTime", "Open Date Time"),
        ("ResolutionTimeHours", "Resolution Time Hours"),
        ("SLAMet", "SLA Met"),
        ("created_at", "created_at"),
        ("CSAT", "CSAT"),
        ("iPhone", "i Phone"),
    ],
)
def test_camel_case_is_words(header: str, words: str) -> None:
    assert spaced(header) == words


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("ResolutionTimeHours", ("Resolution Time", "hours")),
        ("resolution_mins", ("resolution", "minutes")),
        ("time_to_resolve_hours", ("time_to_resolve", "hours")),
        ("Wait (s)", ("Wait", "seconds")),
        ("Hours", ("Hours", None)),
    ],
)
def test_a_unit_is_found_at_the_end(header: str, told: tuple[str, str | None]) -> None:
    assert unit_of(header) == told


def columns(**cells: str) -> dict[str, str]:
    """Which header each canonical column was read from."""
    frame = pl.DataFrame({header: [cell, cell] for header, cell in cells.items()})
    source = open_frame("tickets", frame, TableSettings(timezone="UTC"))
    return {name: one.header for name, one in source.columns.items() if name not in cells}


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (
            {"TicketId": "1", "OpenDateTime": "2026-10-01 09:00", "ResolutionTimeHours": "4.5"},
            {
                "id": "TicketId",
                "created_at": "OpenDateTime",
                "resolution_duration": "ResolutionTimeHours",
                "resolved_at": "ResolutionTimeHours",
            },
        ),
        ({"case_number": "1", "resolution_mins": "4"}, {"id": "case_number",
                                                         "resolution_duration": "resolution_mins"}),
        ({"sla_met": "yes"}, {"due_met": "sla_met"}),
        ({"within_sla": "1"}, {"due_met": "within_sla"}),
        ({"SlaBreached": "true"}, {"due_met": "SlaBreached"}),
        ({"is_overdue": "no"}, {"due_met": "is_overdue"}),
        ({"sla_resolution_met": "no"}, {"due_met": "sla_resolution_met"}),
        ({"on_time": "yes"}, {"due_met": "on_time"}),
        ({"on_time": "usually"}, {}),
        ({"overdue": "3 weeks"}, {}),
        ({"Resolution": "Replaced the cable"}, {}),
        ({"PriorityLevel": "High"}, {"priority": "PriorityLevel"}),
    ],
)  # fmt: skip
def test_what_a_header_means(cells: dict[str, str], found: dict[str, str]) -> None:
    assert columns(**cells) == found


@pytest.mark.parametrize(
    ("header", "cell", "met"),
    [
        ("sla_met", "yes", True),
        ("sla_breached", "yes", False),
        ("sla_breached", "0", True),
        ("is_overdue", "True", False),
        ("is_overdue", "", None),
    ],
)
def test_a_flag_that_says_the_opposite_is_turned_round(
    header: str,
    cell: str,
    met: bool | None,  # noqa: FBT001 - what is expected
) -> None:
    frame = pl.DataFrame({"id": ["1", "2"], header: [cell, "no"]})
    source = open_frame("tickets", frame)
    assert source.read(["due_met"]).frame.collect()["due_met"][0] is met
    turned = [one for one in source._remarks() if one.code == "inverted_flag"]
    assert bool(turned) is (header != "sla_met")


def test_of_two_columns_for_one_instant_the_one_with_a_time_of_day_is_taken(opened: Opener) -> None:
    text = "Ticket ID,Created Date,Created\n1,2026-10-01,2026-10-01 09:30\n"
    source = opened(text, timezone="UTC")
    assert source.columns["created_at"].header == "Created"
    (remark,) = [one for one in source.read(["id"]).remarks if one.code == "fuller_column"]
    assert remark.message.endswith('"Created" tells the time of day.')


def test_a_date_and_a_time_of_the_same_end_are_put_together(opened: Opener) -> None:
    text = "id,created_at,Closed Date,Closed Time\n1,2026-10-01 09:30,2026-10-02,12:15\n"
    source = opened(text, timezone="UTC")
    assert source.columns["closed_at"].headers == ("Closed Date", "Closed Time")
    assert cells(source, "closed_at") == [utc("2026-10-02T12:15:00")]


def test_of_two_that_are_equally_full_none_is_taken(opened: Opener) -> None:
    text = "Ticket ID,Created Date,Created\n1,2026-10-01 08:00,2026-10-01 09:30\n"
    source = opened(text, timezone="UTC")
    assert "created_at" not in source.columns


def test_what_is_offered_for_a_flag_of_the_opposite_turns_it_round(opened: Opener) -> None:
    text = (
        "id,created_at,SlaBreached,IsOverdue\n1,2026-10-01 09:30,Yes,n\n2,2026-10-01 09:30,no,n\n"
    )
    source = opened(text, timezone="UTC")
    (remark,) = [one for one in source.read(["id"]).remarks if one.code == "ambiguous_column"]
    assert remark.setting == (
        'tables: {tickets: {columns: {due_met: {from: "SlaBreached", '
        'values: {"yes": "no", "no": "yes"}}}}}'
    )
    values = {"yes": "no", "no": "yes"}
    wish = TableSettings(columns={"due_met": ColumnSettings(source="SlaBreached", values=values)})
    assert cells(opened(text, settings=wish, timezone="UTC"), "due_met") == [False, True]
