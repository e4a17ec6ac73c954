"""Events without end: seeded, ten a case, in the order in which they happened.

    python -m benchmarks.generate_events CASES FILE

The suffix of FILE tells the format: .csv, .ndjson, .json or .parquet.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

import polars as pl

from benchmarks.generate import DAY, START, write

STEPS: Final = (
    # kind, role, to; a case is asked about, worked on, paused, reopened and closed
    ("created", "customer", ""),
    ("message", "customer", ""),
    ("agent", "agent", "agent {}"),
    ("message", "agent", ""),
    ("status", "agent", "pending"),
    ("message", "customer", ""),
    ("status", "customer", "open"),
    ("message", "agent", ""),
    ("status", "agent", "resolved"),
    ("status", "agent", "closed"),
)
EACH: Final = len(STEPS)


def events(cases: int) -> pl.DataFrame:
    """Text columns as a log has them; steps of a case are minutes to days apart."""
    number = pl.int_range(cases, dtype=pl.Int64)
    began = (number.hash(seed=1) % (364 * DAY)).cast(pl.Int64)
    base = pl.select(case=number, began=began, agent=(number.hash(seed=2) % 40).cast(pl.Int64))
    steps = pl.DataFrame(STEPS, schema=["event", "role", "to"], orient="row").with_row_index("step")
    rows = base.join(steps, how="cross").with_columns(
        apart=(pl.struct("case", "step").hash(seed=3) % (DAY // 2)).cast(pl.Int64)
    )
    passed = pl.col("apart").cum_sum().over("case") - pl.col("apart").first().over("case")
    at = pl.lit(START).cast(pl.Datetime("us")) + pl.duration(seconds=pl.col("began") + passed)
    agent = pl.format("agent {}", "agent")
    return rows.select(
        pl.format("T{}", "case").alias("Ticket ID"),
        at.dt.strftime("%Y-%m-%dT%H:%M:%SZ").alias("At"),
        pl.col("event").alias("Event"),
        pl.when(pl.col("role") == "agent")
        .then(agent)
        .otherwise(pl.format("user{}@example.com", "case"))
        .alias("Actor"),
        pl.col("role").alias("Role"),
        pl.when(pl.col("to") == "agent {}").then(agent).otherwise(pl.col("to")).alias("To"),
    ).sort("At", maintain_order=True)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("cases", type=int)
    parser.add_argument("file", type=Path)
    asked = parser.parse_args()
    write(events(asked.cases), asked.file)


if __name__ == "__main__":
    main()
