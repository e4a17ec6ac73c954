"""`csaudit calendar`: when a calendar is open, and what is due when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final
from zoneinfo import ZoneInfo

import typer

from csaudit import streams
from csaudit.cli.auditing import standards_path
from csaudit.cli.file_options import STANDARDS_HELP
from csaudit.cli.flags import flag
from csaudit.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csaudit.clocks.calendar import Calendar
    from csaudit.reports.calendars import CalendarYear
    from csaudit.standards import StandardsFile

EXAMPLES: Final = """\b
Examples:
  csaudit calendar
  csaudit calendar office --year 2027
  csaudit calendar office --from "2026-10-30 15:00"
"""


class CalendarFormat(StrEnum):
    """What goes to stdout."""

    TABLE = "table"
    JSON = "json"


@dataclass(frozen=True, kw_only=True)
class AskedCalendar:
    """Which calendar, of which year."""

    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="The calendar to show; else every one of the file."),
    ] = None
    year: Annotated[
        int | None,
        flag(
            "--year",
            metavar="YEAR",
            help="Holidays and clock changes of this year; else the one of --from.",
        ),
    ] = None
    moment: Annotated[
        str | None,
        flag(
            "--from",
            metavar="INSTANT",
            help='What is due when from then on: "2026-10-30 15:00" on the calendar\'s own clock, '
            "2026-10-30T15:00Z, or now, which is the default.",
        ),
    ] = None
    standards: Annotated[
        str | None,
        flag("--standards", "-s", metavar="FILE", help=STANDARDS_HELP),
    ] = None
    format: Annotated[CalendarFormat, flag("--format", "-f", help="What goes to stdout.")] = (
        CalendarFormat.TABLE
    )


def calendar(asked: AskedCalendar) -> None:
    """Show when your calendars are open, and what is due when.

    The hours of each weekday, the year's holidays by name, special days and clock changes of
    every calendar of the standards file.
    """
    from csaudit.standards import load

    file = load(standards_path(asked.standards))
    years = [_year(calendar, asked) for calendar in _calendars(file, asked.name)]
    if asked.format is CalendarFormat.JSON:
        _write_json(years)
    elif years:
        _write_lines(years)
    else:
        text = f"{file.path} has no calendars: every standard is measured around the clock"
        streams.write_lines([text])


def _calendars(file: StandardsFile, name: str | None) -> Sequence[Calendar]:
    """The one that is named, else all of the file; raises UsageError for a name that is none."""
    from csaudit.clocks.calendar import ALWAYS, Calendar

    if name is None:
        return [Calendar(spec) for spec in file.calendars.values()]
    if name == ALWAYS.name:
        return [ALWAYS]
    if name not in file.calendars:
        known = [*file.calendars, ALWAYS.name]
        raise UsageError(
            f"{file.path} has no calendar {name}{did_you_mean(name, known)}.",
            f"it has  {', '.join(known)}",
        )
    return [Calendar(file.calendars[name])]


def _year(of: Calendar, asked: AskedCalendar) -> CalendarYear:
    from csaudit.reports.calendars import calendar_year

    moment = _moment(asked.moment, ZoneInfo(of.timezone))
    return calendar_year(of, moment.year if asked.year is None else asked.year, moment)


def _moment(written: str | None, zone: ZoneInfo) -> datetime:
    """The instant on the zone's clock; without an offset it is read there, too."""
    if written in (None, "now"):
        return datetime.now(UTC).astimezone(zone).replace(second=0, microsecond=0)
    try:
        read = datetime.fromisoformat(str(written).strip())
        return (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(zone)
    except (ValueError, OverflowError):
        raise UsageError(
            f"--from {written} is not an instant.", 'write:  --from "2026-10-30 15:00"'
        ) from None


def _write_lines(years: Sequence[CalendarYear]) -> None:
    from csaudit.reports.calendars import lines

    pages = [list(lines(year)) for year in years]
    streams.write_lines([line for page in pages for line in (*page, "")][:-1])


def _write_json(years: Sequence[CalendarYear]) -> None:
    from csaudit.reports.values import json_text, plain

    streams.write_report(json_text(plain(years), indent=2) + "\n", utf8=True)
