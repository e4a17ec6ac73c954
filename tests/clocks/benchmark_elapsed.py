"""How much business time costs beside plain subtraction; run it by hand, from the root.

    PYTHONPATH=. python tests/clocks/benchmark_elapsed.py [rows]

It gates nothing: how fast a machine is, and how busy, is no property of the program.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.clocks import expressions
from csaudit.clocks.calendar import ALWAYS, Calendar, parse_calendar
from csaudit.clocks.expressions import INSTANT

if TYPE_CHECKING:
    from polars._typing import EngineType

SECOND: Final = 1_000_000
DAY: Final = 86_400 * SECOND
FIRST, LAST = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) * SECOND for year in (2020, 2026))
HOURS: Final = {"mon-thu": ["09:00-12:30", "13:30-17:30"], "fri": "09:00-16:00"}
ENGINES: Final[tuple[EngineType, ...]] = ("in-memory", "streaming")


def office(closes: str) -> Calendar:
    """An office with British holidays and a special day that sets the step of the grid."""
    raw = {
        "hours": HOURS,
        "holidays": {"country": "GB", "subdivision": "ENG"},
        "special_days": {"2024-12-31": f"09:00-{closes}"},
    }
    return Calendar(parse_calendar("office", raw, "Europe/London"))


def cases(rows: int) -> pl.DataFrame:
    """Pairs of instants all over six years, up to ninety days apart, in no order."""
    number = pl.int_range(rows, dtype=pl.Int64)
    start = FIRST + number.shuffle(seed=1) * ((LAST - FIRST - 90 * DAY) // rows)
    end = start + number.shuffle(seed=2) * (90 * DAY // rows)
    return pl.select(start=start, end=end).cast(INSTANT)


def seconds(frame: pl.DataFrame, expression: pl.Expr, engine: EngineType) -> tuple[float, float]:
    """The best of three runs inside a lazy query: seconds on the wall and of all processors."""
    wall, processors = [], []
    for _ in range(3):
        began, worked = time.perf_counter(), time.process_time()
        frame.lazy().select(expression.max()).collect(engine=engine)
        wall.append(time.perf_counter() - began)
        processors.append(time.process_time() - worked)
    return min(wall), min(processors)


def main(rows: int) -> None:
    frame = cases(rows)
    start, end = pl.col("start"), pl.col("end")
    for engine in ENGINES:
        plain = seconds(frame, expressions.elapsed(start, end, ALWAYS), engine)
        measured = {"plain subtraction": plain}
        for title, closes in (("grid of 30 minutes", "12:00"), ("grid of 1 minute", "12:01")):
            calendar = office(closes)
            elapsed = expressions.elapsed(start, end, calendar)
            measured[f"elapsed, {title}"] = seconds(frame, elapsed, engine)
        measured["due"] = seconds(frame, expressions.due(start, 86_400 * SECOND, calendar), engine)
        day = expressions.working_day_due(start, 2, calendar)
        measured["working day due"] = seconds(frame, day, engine)
        sys.stdout.write(f"{engine}, {rows:,} rows: wall, processors, times plain subtraction\n")
        for title, (wall, worked) in measured.items():
            ratio = worked / plain[1]
            sys.stdout.write(f"  {title:28} {wall:6.3f} s {worked:6.3f} s {ratio:6.1f}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)
