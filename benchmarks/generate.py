"""Tickets without end: seeded, about 340 bytes a row, the same for the same arguments.

    python -m benchmarks.generate ROWS FILE [--line-breaks]

The suffix of FILE tells the format: .csv, .ndjson, .json or .parquet.
"""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import Final

import polars as pl

START: Final = datetime(2025, 1, 1)  # noqa: DTZ001 - written as UTC
DAY: Final = 86_400
PRIORITIES: Final = ("low", "normal", "high", "urgent")
CHANNELS: Final = ("email", "chat", "phone", "web", "social")
FILLER: Final = (
    "the parcel came with a broken lid and the courier left it at the neighbour's door, who was "
    "away for the week;"
)


def tickets(rows: int, *, line_breaks: bool = False) -> pl.DataFrame:
    """Text columns as a helpdesk exports them; 1 in 2,000 dates is garbage.

    Nine in ten cases are answered, eight in ten resolved; who is resolved has been answered.
    """
    number = pl.int_range(rows, dtype=pl.Int64)

    def draw(seed: int, below: int) -> pl.Expr:
        return (number.hash(seed=seed) % below).cast(pl.Int64)

    base = pl.select(
        id=number,
        created=pl.lit(START).cast(pl.Datetime("us")) + pl.duration(seconds=draw(1, 364 * DAY)),
        answered_in=draw(2, 3 * DAY),
        resolved_in=draw(3, 9 * DAY),
        fate=draw(4, 10),
        priority=draw(5, len(PRIORITIES)),
        channel=draw(6, len(CHANNELS)),
        agent=draw(7, 40),
        team=draw(8, 8),
        csat=draw(9, 10),
        some=draw(10, 1_000_000),
        dirt=draw(11, 2_000),
    )
    answered = pl.col("created") + pl.duration(seconds="answered_in")
    resolved = answered + pl.duration(seconds="resolved_in")
    gap = "\n" if line_breaks else " "
    written = "%Y-%m-%dT%H:%M:%SZ"
    return base.select(
        pl.format("T{}", "id").alias("id"),
        created_at=pl.when(pl.col("dirt") == 0)
        .then(pl.lit("31/31/2025"))
        .otherwise(pl.col("created").dt.strftime(written)),
        first_response_at=pl.when(pl.col("fate") > 0).then(answered.dt.strftime(written)),
        resolved_at=pl.when(pl.col("fate") > 1).then(resolved.dt.strftime(written)),
        status=pl.when(pl.col("fate") > 1).then(pl.lit("resolved")).otherwise(pl.lit("open")),
        priority=_one_of(PRIORITIES, "priority"),
        channel=_one_of(CHANNELS, "channel"),
        agent=pl.format("agent {}", "agent"),
        team=pl.format("team {}", "team"),
        csat=pl.when(pl.col("csat") < 5).then(pl.format("{}", pl.col("csat") + 1)),
        reopens=pl.when(pl.col("some") % 7 == 0).then(pl.lit("1")).otherwise(pl.lit("0")),
        replies=pl.format("{}", pl.col("some") % 5 + 1),
        subject=pl.format("Question {} about an order", "some"),
        requester=pl.format("user{}@example.com", "some"),
        body=pl.format(f'Dear team,{gap}order "{{}}": {FILLER}{gap}kind regards', "some"),
    )


def _one_of(words: tuple[str, ...], column: str) -> pl.Expr:
    return pl.lit(pl.Series(words)).gather(pl.col(column))


def write(frame: pl.DataFrame, path: Path) -> None:
    """The tickets in the format that the suffix names."""
    match path.suffix:
        case ".csv":
            frame.write_csv(path)
        case ".ndjson":
            frame.write_ndjson(path)
        case ".json":
            frame.write_json(path)
        case ".parquet":
            frame.write_parquet(path)
        case other:
            raise SystemExit(f"{path}: no format ends in {other}; .csv, .ndjson, .json, .parquet")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("rows", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--line-breaks", action="store_true")
    asked = parser.parse_args()
    write(tickets(asked.rows, line_breaks=asked.line_breaks), asked.file)


if __name__ == "__main__":
    main()
