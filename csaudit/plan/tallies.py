"""What a standard needs of a group of records: a few numbers, made by one `group_by` for all.

First the aggregates of the group; then, of the ages that it holds in order, its percentiles.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.metrics.declaration import Duration, N, Score
from csaudit.plan.ladder import JUDGED, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csaudit.metrics.declaration import Tally
    from csaudit.plan.standard_plan import StandardPlan

PERCENT: Final = 100
MEDIAN: Final = Fraction(1, 2)
NEARLY: Final = 1e-9
"""Below this distance a float cannot be trusted to tell which side it is on."""

BILLION: Final = 1_000_000_000
"""Marks have nine decimals: their whole and their decimal part are summed up apart, exactly."""

SHOWN_IDS: Final = 5


def aggregates(plan: StandardPlan) -> list[pl.Expr]:
    """The counts of every step, and what the figure and its details are made of."""
    named = {
        "steps": plan.step.value_counts().implode(),
        "aside": (plan.lands_on(Verdict.UNREADABLE) & plan.aside).sum(),
        **dict(_of_measure(plan)),
    }
    return [expression.alias(plan.name(name)) for name, expression in named.items()]


def _of_measure(plan: StandardPlan) -> Iterator[tuple[str, pl.Expr]]:
    measure, judged = plan.measure, plan.is_judged
    yield N, judged.sum()
    for name, tally in measure.tallies.items():
        yield name, _aggregate(tally, judged)
    if isinstance(measure, Duration) and plan.measured is not None:
        if plan.question.standard.statistic == "mean":
            wide = plan.measured.filter(judged).cast(pl.Int128)
            yield "sum", wide.sum()
            yield "squares", (wide * wide).sum()
        else:
            yield "ages", _ages(plan, plan.measured)
    elif isinstance(measure, Score):
        yield from _marks(measure, judged)


def _aggregate(tally: Tally, judged: pl.Expr) -> pl.Expr:
    of = pl.when(judged).then(tally.of)
    match tally.how:
        case "sum":
            return of.sum()
        case "count":
            return of.count()
        case "distinct":
            return of.drop_nulls().n_unique()
        case "ids":
            by_length = pl.struct(of.str.len_chars().alias("length"), of.alias("id"))
            known = by_length.filter(of.is_not_null()).sort()
            return known.struct.field("id").head(SHOWN_IDS).implode()


def _ages(plan: StandardPlan, measured: pl.Expr) -> pl.Expr:
    """The ages that a percentile is taken over, in order: twice the time, one more if still open.

    So an age that has ended stands before one that is only known to last at least as long.
    """
    at_least = plan.step.is_in(plan.ladder.at_least())
    counts = plan.lands_on(*JUDGED, Verdict.NOT_DUE) & measured.is_not_null()
    if plan.question.settings.get("open") == "leave_out":
        counts &= ~at_least
    return (measured * 2 + at_least.cast(pl.Int64)).filter(counts).sort().implode()


def _marks(measure: Score, judged: pl.Expr) -> Iterator[tuple[str, pl.Expr]]:
    if measure.of is not None:
        pair = pl.struct(measure.value.alias("mark"), measure.of.alias("of"))
        yield "marks", pair.filter(judged).value_counts().implode()
        return
    if measure.net:
        yield "ups", (judged & (measure.value > 0)).sum()
        yield "downs", (judged & (measure.value < 0)).sum()
        return
    exact = measure.value.filter(judged).cast(pl.Decimal(38, 9)).to_physical().cast(pl.Int128)
    whole = exact // BILLION
    part = exact - whole * BILLION
    yield "sum", exact.sum()
    yield "whole squares", (whole * whole).sum()
    yield "products", (whole * part).sum()
    yield "part squares", (part * part).sum()


def with_percentiles(grouped: pl.LazyFrame, plan: StandardPlan) -> pl.LazyFrame:
    """The groups with what is made of the `ages` of each, which are left away.

    `at`: the smallest age that the standard's share of cases reach by the product-limit estimate,
    null where the curve does not come down so far; `longest`: the greatest age; `doubt`: the ages
    themselves, where a float does not decide. Ages are in microseconds.
    """
    share = share_of(plan)
    ages, places = pl.col(plan.name("ages")), pl.col(plan.name("places"))
    low, high = (ages.list.get(places.list.get(side), null_on_oob=True) // 2 for side in (0, 1))
    n, open_ = ages.list.len().cast(pl.Int64), ages.list.agg((pl.element() % 2).sum())
    rank = (n * share.numerator + share.denominator - 1) // share.denominator - 1
    ranked = ages.list.get(rank.clip(lower_bound=0), null_on_oob=True) // 2
    none_open = open_.fill_null(0) == 0
    certain = none_open | low.eq_missing(high)
    return (
        grouped.with_columns(_places(ages, share).alias(plan.name("places")))
        .with_columns(
            pl.when(none_open).then(ranked).otherwise(low).alias(plan.name("at")),
            (ages.list.last() // 2).alias(plan.name("longest")),
            pl.when(~certain).then(ages).alias(plan.name("doubt")),
        )
        .drop(plan.name("ages"), plan.name("places"))
    )


def _places(ages: pl.Expr, share: Fraction) -> pl.Expr:
    """Where the first age stands that no more than the rest of the cases outlast.

    The shares that outlast each age are those of Kaplan and Meier (1958), in floats: two places,
    between which the right one lies.
    """
    age = pl.element()
    at_risk = age.len() - pl.int_range(age.len())
    ended = (age % 2 == 0).cast(pl.Float64)
    outlasting = (1 - ended / at_risk).cum_prod()
    margin = 0.0 if share == 1 else NEARLY  # to 0 the curve comes down exactly, or not at all
    rest = pl.lit(pl.Series([float(1 - share) - margin, float(1 - share) + margin]))
    return ages.list.eval(outlasting.search_sorted(rest, side="left", descending=True))


def has_ages(plan: StandardPlan) -> bool:
    """Whether the standard's figure, or what is said beside it, is a percentile."""
    timed = isinstance(plan.measure, Duration) and plan.measured is not None
    return timed and plan.question.standard.statistic != "mean"


def share_of(plan: StandardPlan) -> Fraction:
    """The share of the cases at which the percentile lies."""
    standard = plan.question.standard
    if standard.within is not None:
        return Fraction(1) if standard.target is None else Fraction(standard.target.value)
    statistic = standard.statistic or "median"
    if statistic == "median":
        return MEDIAN
    return Fraction(1) if statistic == "max" else Fraction(int(statistic[1:]), PERCENT)
