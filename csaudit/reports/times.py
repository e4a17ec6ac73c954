"""Periods and instants in words."""

from __future__ import annotations

from datetime import UTC, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import datetime

    from csaudit.audit.identity import PeriodOf


def period(of: PeriodOf) -> str:
    """`week 2026-W41`, `month 2026-10`, `day 2026-10-05`, `quarter 2026-Q4`."""
    year, week, _ = of.start.isocalendar()
    named = {
        "hour": f"{of.start} {of.hour or 0:02}:00",
        "week": f"{year}-W{week:02}",
        "month": f"{of.start:%Y-%m}",
        "quarter": f"{of.start.year}-Q{(of.start.month + 2) // 3}",
        "year": f"{of.start.year}",
    }
    return f"{of.every} {named.get(of.every, of.start.isoformat())}"


def stretch(of: tuple[datetime | None, datetime | None], timezone: str) -> str:
    """`2026-10-01 to 2026-10-31`, `from 2026-10-01`; with the time where a day is not whole."""
    start, end = (None if edge is None else local(edge, timezone) for edge in of)
    first = None if start is None else _edge(start)
    # A period that ends at midnight ends with the day before.
    last = None if end is None else _edge(end - timedelta(days=1) if _is_midnight(end) else end)
    if first and last:
        return first if first == last else f"{first} to {last}"
    return f"from {first}" if first else f"up to {last}"


def _edge(at: datetime) -> str:
    return f"{at:%Y-%m-%d}" if _is_midnight(at) else f"{at:%Y-%m-%d %H:%M}"


def _is_midnight(at: datetime) -> bool:
    return at.time() == time()


def local(instant: datetime, timezone: str) -> datetime:
    """What the clock of the zone shows; UTC where this machine does not know the zone."""
    try:
        zone = ZoneInfo(timezone)
    except (KeyError, ValueError, OSError):
        zone = ZoneInfo("UTC")
    return instant.replace(tzinfo=instant.tzinfo or UTC).astimezone(zone)
