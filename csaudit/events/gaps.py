"""The gaps between one reply and the next: how long a customer hears nothing.

Zendesk's periodic update. A resolve ends the gap that runs; a reopening begins one anew.
"""

from __future__ import annotations

import polars as pl

from csaudit.events.updates import SEQ

_BEGINNING, _REOPENING, _REPLY, _END = range(4)
"""What may happen, in the order in which it counts within one update."""


def gaps(messages: pl.LazyFrame, runs: pl.LazyFrame, cases: pl.LazyFrame) -> pl.LazyFrame:
    """One row a gap, in the columns of `messages.questions`; `answered` is null while it runs.

    Args:
        messages: as `messages.spoken` gives them.
        runs: as `statuses.runs` gives them.
        cases: `case`, `began` and `started_by`; the gap from the beginning of a case that the
            customer began is its `first`.

    """
    rows = pl.concat(
        [
            _rows(cases.drop_nulls("began").rename({"began": "at"}), _BEGINNING),
            _rows(runs.filter("opens"), _REOPENING),
            _rows(messages.filter("reply"), _REPLY),
            _rows(runs.filter("ends"), _END),
        ]
    ).sort("case", "at", pl.col("what") != _BEGINNING, "seq", "what", "actor", nulls_last=False)
    what, same = pl.col("what"), pl.col("case") == pl.col("case").shift(-1)
    final = pl.when(what != _REPLY).then(what == _END).forward_fill()
    ended = pl.when(same & what.shift(-1).is_in([_REPLY, _END]))
    at_once = same & (what.shift(-1) == _END) & (pl.col("at") == pl.col("at").shift(-1))
    found = rows.with_columns(
        final.alias("final"),
        ended.then(pl.col("at").shift(-1)).alias("answered"),
        ended.then(pl.col("actor").shift(-1)).alias("answered_by"),
        at_once.fill_null(value=False).alias("at once"),
    ).filter(~pl.col("final") & ~pl.col("at once"))
    starters = cases.select("case", (pl.col("started_by") == "customer").alias("by customer"))
    return found.join(starters, on="case", how="left", maintain_order="left").select(
        "case",
        pl.col("at").alias("asked"),
        pl.col("at").alias("latest"),
        "answered",
        "answered_by",
        ((what == _BEGINNING) & pl.col("by customer")).fill_null(value=False).alias("first"),
    )


def _rows(frame: pl.LazyFrame, what: int) -> pl.LazyFrame:
    names = frame.collect_schema().names()
    seq = pl.col("seq") if "seq" in names else pl.lit(None, dtype=SEQ).alias("seq")
    nobody = pl.lit(None, dtype=pl.String).alias("actor")
    actor = pl.col("actor") if what == _REPLY else nobody
    return frame.select("case", "at", seq, actor, pl.lit(what, dtype=pl.Int8).alias("what"))
